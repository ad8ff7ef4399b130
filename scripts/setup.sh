#!/bin/sh
# Makes .venv and installs into it what a lock file lists, and the studio itself as it lies here.
# Usage: scripts/setup.sh run | dev | release
# PYTHON chooses the interpreter, for example PYTHON=python3.12.
set -eu
cd "$(dirname "$0")/.."

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        case "$(version_of "$candidate")" in
            3.11 | 3.12 | 3.13)
                echo "$candidate"
                return
                ;;
        esac
    done
    echo "Python 3.11, 3.12 or 3.13 is needed. Name one with PYTHON=/path/to/python." >&2
    return 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        # Debian keeps this part of Python in a package of its own.
        scripts/system_packages.sh "python$(version_of "$python")-venv"
        "$python" -c 'import ensurepip' 2>/dev/null || return 1
    fi
    "$python" -m venv --clear .venv
}

# Whether .venv works and is of the interpreter asked for.
venv_serves() {
    [ -e .venv/bin/pip ] && current=$(version_of .venv/bin/python) &&
        { [ -z "${PYTHON:-}" ] || [ "$current" = "$(version_of "$PYTHON")" ]; }
}

venv_serves || make_venv

# A lock file holds all of the smaller ones.
case $1 in
    run) done="run" ;;
    dev) done="run dev" ;;
    release) done="run dev release" ;;
esac

fingerprint() {
    cat "requirements/$1.lock" pyproject.toml scripts/setup.sh | cksum
}

if [ "$(fingerprint "$1")" != "$(cat ".venv/$1.stamp" 2>/dev/null)" ]; then
    # The lock is complete, and leaves out on purpose what pyttsx3 asks for on macOS.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --require-hashes --only-binary :all: --requirement "requirements/$1.lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    for lock in $done; do
        fingerprint "$lock" >".venv/$lock.stamp"
    done
fi
