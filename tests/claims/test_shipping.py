"""An installed studio finds its word lists too."""

import os
import subprocess
import sys
import zipfile

from tests.harness.process import ROOT


def test_a_wheel_brings_the_word_lists(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, check=True, cwd=ROOT, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    program = (
        "import studio; from studio.claims.checker import check; print(studio.__file__);"
        "print(*(f.claim.language for f in check('最佳 terbaik best 國家級')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    where, languages = done.stdout.splitlines()
    assert where.startswith(str(installed))
    assert languages == "zh id en zh"


def test_an_installer_is_told_of_the_word_lists():
    specification = (ROOT / "build_installer.spec").read_text(encoding="utf-8")
    assert '("i18n/claims", "i18n/claims")' in specification
