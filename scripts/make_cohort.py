"""Makes assets/voice/cohort.npz: phrases of the machine's voice, as the recognizer sees them.

    PYTHONPATH=. .venv/bin/python scripts/make_cohort.py

The voice is espeak-ng; nothing of its sound is kept, only the numbers of the speech embedding.
"""

import subprocess
import sys

import numpy as np

from studio.paths import resource
from studio.voice.embedding import embedding
from studio.voice.segments import trimmed
from studio.voice.sound import at_rate

PHRASES = {
    "en-us": (
        "it will rain this afternoon", "where did you put the keys", "my sister lives nearby",
        "that was a long day", "let me think about it", "coffee with milk please",
        "turn left at the corner", "nobody knows the answer", "good morning everybody",
        "the second door on the right",
    ),
    "id": (
        "selamat pagi semuanya", "besok kita pergi ke pasar", "terima kasih banyak",
        "hujan turun sejak tadi", "anak itu sedang tidur", "jangan lupa makan siang",
        "rumahnya dekat sungai", "sudah lama tidak bertemu",
    ),
    "ko": (
        "오늘 날씨가 좋네요", "내일 다시 오세요", "커피 한 잔 주세요", "길을 잃어버렸어요",
        "정말 고맙습니다", "어디에 살고 있어요", "점심 먹으러 갑시다", "책을 읽고 있어요",
    ),
    "cmn": (
        "今天天气很好", "明天早上见", "请给我一杯水", "我们一起去吃饭", "你住在什么地方",
        "他还没有回来", "谢谢大家的支持", "时间过得真快",
    ),
}  # fmt: skip
VOICES = (("", 150, 45), ("+f3", 165, 55))


def main() -> int:
    stretches = []
    for language, phrases in PHRASES.items():
        for phrase in phrases:
            for variant, speed, pitch in VOICES:
                stretches.append(
                    embedding().of(trimmed(_spoken(language + variant, speed, pitch, phrase)))
                )
    path = resource("assets", "voice") / "cohort.npz"
    rng = np.random.default_rng(0)
    order = rng.permutation(len(stretches))
    np.savez_compressed(
        path,
        frames=np.concatenate([stretches[i] for i in order]).astype(np.float16),
        lengths=np.array([len(stretches[i]) for i in order], np.int32),
    )
    sys.stdout.write(f"{len(stretches)} phrases, {path.stat().st_size} bytes\n")
    return 0


def _spoken(voice: str, speed: int, pitch: int, words: str) -> np.ndarray:
    program = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", words]
    made = subprocess.run(program, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - a constant program, and phrases from above
    rate = int.from_bytes(made[24:28], "little")
    pcm = np.frombuffer(made[44 : len(made) // 2 * 2], "<i2").astype(np.float32) / 32768
    return at_rate(pcm, rate)


if __name__ == "__main__":
    sys.exit(main())
