"""A stand-in for Speech Dispatcher that writes down what it is asked to say.

It speaks SSIP, the line protocol of speech-dispatcher, on a unix socket, so that Orca, Qt's
TextToSpeech and spd-say connect to it unchanged. Nothing is synthesised; each request becomes a
line of JSON:

    {"t": 12.345, "ev": "speak", "conn": 1, "client": "root:Orca:default", "id": 7,
     "prio": "message", "text": "Go live push button"}
    {"t": 12.9, "ev": "end" or "cut", "id": 7, "heard": 0.42}
    {"t": 13.0, "ev": "stop", "cancel", "pause", "resume", "hello", "bye" or "set", ...}

Times are of `time.time`. A clock plays the voice at --wpm words a minute: what is cut off before
its time is up was only partly heard, which a plain log of texts cannot show.

Only the standard library is used; it runs under any Python.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import itertools
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_TAG = re.compile(r"<[^>]+>")
_DONE = {"begin": (701, "BEGIN"), "end": (702, "END"), "cancel": (703, "CANCEL")}


def plain(text: str) -> str:
    """The words of an SSML or plain message."""
    if "<speak" in text or "<mark" in text:
        text = html.unescape(_TAG.sub("", text))
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Utterance:
    """One request to speak; `started` is None until its turn comes, in monotonic seconds."""

    number: int
    connection: int
    priority: str
    length_s: float
    done: Callable[[str], None]
    started: float | None = None


class Voice:
    """One voice for all clients: what is queued is spoken in simulated real time."""

    def __init__(self, log: Callable[..., None], wpm: float) -> None:
        self._log, self._wpm = log, wpm
        self._changed = threading.Condition()
        self._queue: list[Utterance] = []  # the first is being spoken
        self._paused = False
        threading.Thread(target=self._run, daemon=True).start()

    def length_s(self, text: str) -> float:
        # Five letters and a space make a word, as typists count.
        return max(0.12, len(text) / 6.0 * 60.0 / self._wpm)

    def add(self, utterance: Utterance) -> None:
        """Queue by SSIP's priorities.

        A newer "text" takes the place of the older; "notification" and "progress" are dropped
        while anything else is spoken; "important" goes next.
        """
        with self._changed:
            match utterance.priority:
                case "text":
                    self._cut(lambda other: other.priority == "text")
                    self._queue.append(utterance)
                case "notification" | "progress" if self._queue:
                    self._log(ev="cut", id=utterance.number, heard=0.0)
                    utterance.done("cancel")
                case "important":
                    self._queue.insert(1 if self._queue else 0, utterance)
                case _:
                    self._queue.append(utterance)
            self._changed.notify()

    def cut(self, chosen: Callable[[Utterance], bool], *, only_current: bool = False) -> None:
        """Silence the chosen ones; `only_current` spares those that have not begun."""
        with self._changed:
            current = self._queue[0] if self._queue else None
            self._cut(lambda other: chosen(other) and (not only_current or other is current))
            self._changed.notify()

    def _cut(self, chosen: Callable[[Utterance], bool]) -> None:
        now, kept = time.monotonic(), []
        for utterance in self._queue:
            if not chosen(utterance):
                kept.append(utterance)
                continue
            spoken = 0.0 if utterance.started is None else now - utterance.started
            heard = round(min(1.0, spoken / utterance.length_s), 3)
            self._log(ev="cut", id=utterance.number, heard=heard)
            utterance.done("cancel")
        self._queue[:] = kept

    def pause(self, *, paused: bool) -> None:
        with self._changed:
            self._paused = paused
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while True:
                if not self._queue or self._paused:
                    self._changed.wait(1.0)
                    continue
                utterance, now = self._queue[0], time.monotonic()
                if utterance.started is None:
                    utterance.started = now
                    utterance.done("begin")
                left = utterance.started + utterance.length_s - now
                if left > 0:
                    self._changed.wait(min(left, 1.0))
                    continue
                self._queue.pop(0)
                self._log(ev="end", id=utterance.number, heard=1.0)
                utterance.done("end")


class Server:
    """Takes clients and keeps the log."""

    def __init__(self, path: Path, log_path: Path, wpm: float) -> None:
        self._lock = threading.Lock()
        self._out = log_path.open("a", buffering=1, encoding="utf-8")
        self._numbers = itertools.count(1)
        self.voice = Voice(self.log, wpm)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen(16)

    def log(self, **entry: object) -> None:
        with self._lock:
            line = json.dumps({"t": round(time.time(), 4), **entry}, ensure_ascii=False)
            self._out.write(f"{line}\n")

    def next_number(self) -> int:
        with self._lock:
            return next(self._numbers)

    def serve(self) -> None:
        self.log(ev="ready")
        for number in itertools.count(1):
            connection, _ = self._socket.accept()
            threading.Thread(target=Client(self, connection, number).run, daemon=True).start()


class Client:
    """One connection of a program that wants to speak."""

    def __init__(self, server: Server, connection: socket.socket, number: int) -> None:
        self._server, self._socket, self._number = server, connection, number
        self._lines = connection.makefile("rb")
        self._writing = threading.Lock()
        self._name, self._priority, self._wants_events = "unknown", "message", False
        self._settings = {
            "RATE": "0",
            "PITCH": "0",
            "VOLUME": "100",
            "LANGUAGE": "en",
            "VOICE_TYPE": "MALE1",
            "OUTPUT_MODULE": "fake",
            "PITCH_RANGE": "0",
            "PUNCTUATION": "none",
            "SYNTHESIS_VOICE": "fake",
        }

    def run(self) -> None:
        with contextlib.suppress(OSError):
            while (line := self._read()) is not None and self._obey(line):
                pass
        self._server.log(ev="bye", conn=self._number, client=self._name)
        self._socket.close()

    def _read(self) -> str | None:
        raw = self._lines.readline()
        return raw.decode("utf-8", "replace").rstrip("\r\n") if raw else None

    def _send(self, *lines: str) -> None:
        # If the client went away, reading will notice.
        with self._writing, contextlib.suppress(OSError):
            self._socket.sendall(("\r\n".join(lines) + "\r\n").encode())

    def _send_list(self, code: int, items: list[str], last: str) -> None:
        self._send(*(f"{code}-{item}" for item in items), f"{code} {last}")

    def _obey(self, line: str) -> bool:
        """Answer one command; returns whether the client stays."""
        words = line.split() or [""]
        command, rest = words[0].upper(), line.partition(" ")[2]
        match command:
            case "SET":
                self._set(words)
            case "GET":
                value = self._settings.get(words[-1].upper(), "0")
                self._send_list(251, [value], "OK GET RETURNED")
            case "SPEAK":
                self._send("230 OK RECEIVING DATA")
                if (text := self._read_text()) is None:
                    return False
                self._say(text, "speak")
            case "CHAR" | "KEY" | "SOUND_ICON":
                self._say(rest, command.lower())
            case "STOP" | "CANCEL" | "PAUSE" | "RESUME":
                self._silence(command, words[1].lower() if len(words) > 1 else "self")
            case "QUIT":
                self._send("231 HAPPY HACKING")
                return False
            case _:
                self._answer(command, rest.upper())
        return True

    def _read_text(self) -> str | None:
        lines = []
        while (line := self._read()) != ".":
            if line is None:
                return None
            lines.append(line[1:] if line.startswith("..") else line)
        return "\n".join(lines)

    def _answer(self, command: str, rest: str) -> None:
        match command:
            case "LIST" if rest.startswith("OUTPUT_MODULES"):
                self._send_list(250, ["fake"], "OK MODULE LIST SENT")
            case "LIST" if rest.startswith("SYNTHESIS_VOICES"):
                voices = ["fake\ten\tnone", "fake-de\tde\tnone"]
                self._send_list(249, voices, "OK VOICE LIST SENT")
            case "LIST":
                self._send_list(249, ["MALE1", "FEMALE1"], "OK VOICE LIST SENT")
            case "HISTORY":
                self._send_list(245, [str(self._number)], "OK CLIENT ID SENT")
            case "BLOCK":
                begins = rest.endswith("BEGIN")
                self._send("260 OK INSIDE BLOCK" if begins else "261 OK OUTSIDE BLOCK")
            case "HELP":
                self._send_list(248, ["SPEAK"], "OK HELP SENT")
            case _:
                self._send("300 ERR UNKNOWN COMMAND")

    def _set(self, words: list[str]) -> None:
        key = words[2].upper() if len(words) > 2 else ""
        value = " ".join(words[3:])
        match key:
            case "CLIENT_NAME":
                self._name = value.strip('"')
                self._server.log(ev="hello", conn=self._number, client=self._name)
            case "PRIORITY":
                self._priority = value.lower()
            case "NOTIFICATION":
                self._wants_events = self._wants_events or value.lower().endswith("on")
            case "RATE" | "VOLUME" | "LANGUAGE" | "PUNCTUATION":
                self._settings[key] = value
                who = {"conn": self._number, "client": self._name}
                self._server.log(ev="set", **who, key=key.lower(), value=value)
            case _:
                self._settings[key] = value
        self._send("200 OK SET")

    def _say(self, text: str, kind: str) -> None:
        number, words = self._server.next_number(), plain(text)
        who = {"conn": self._number, "client": self._name, "prio": self._priority}
        self._server.log(ev=kind, **who, id=number, text=words)
        self._send(f"225-{number}", "225 OK MESSAGE QUEUED")

        def done(what: str) -> None:
            if self._wants_events:
                code, word = _DONE[what]
                self._send(f"{code}-{number}", f"{code}-{self._number}", f"{code} {word}")

        length_s = self._server.voice.length_s(words)
        utterance = Utterance(number, self._number, self._priority, length_s, done)
        self._server.voice.add(utterance)

    def _silence(self, command: str, scope: str) -> None:
        who = {"conn": self._number, "client": self._name}
        self._server.log(ev=command.lower(), **who, scope=scope)
        voice = self._server.voice

        def chosen(utterance: Utterance) -> bool:
            return scope == "all" or utterance.connection == self._number

        match command:
            case "STOP":
                voice.cut(chosen, only_current=True)
                self._send("210 OK STOPPED")
            case "CANCEL":
                voice.cut(chosen)
                self._send("213 OK CANCELED")
            case "PAUSE":
                voice.pause(paused=True)
                self._send("211 OK PAUSED")
            case _:
                voice.pause(paused=False)
                self._send("212 OK RESUMED")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--wpm", type=float, default=250.0)
    asked = parser.parse_args()
    Server(asked.socket, asked.log, asked.wpm).serve()


if __name__ == "__main__":
    main()
