#!/bin/sh
# Writes the lock files: every version and hash, for Python 3.11 to 3.13 on Linux, Windows and macOS.
# Usage: scripts/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."

# The hashes must be those that everybody gets, and no address may enter the files: so neither
# uv's configuration nor an index or folder of this machine is asked.
unset UV_INDEX UV_DEFAULT_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_CONSTRAINT UV_OVERRIDE

lock() {
    name=$1
    shift
    .venv/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
        --only-binary :all: --generate-hashes --no-emit-index-url --no-emit-find-links \
        --override requirements/overrides.txt \
        --no-annotate --custom-compile-command "make lock" \
        --output-file "requirements/$name.lock" "$@" pyproject.toml
}

# Each file holds all of the one before, in the same versions.
lock run --group build "$@"
lock dev --constraint requirements/run.lock --group build --group dev "$@"
lock release --constraint requirements/dev.lock --group build --group dev --group release "$@"
