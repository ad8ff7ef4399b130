#!/bin/sh
# Installs the Debian or Ubuntu packages that pip cannot bring, as far as they are missing.
# Usage: scripts/system_packages.sh run | test | PACKAGE...
# Where it may not install, it prints the line to run and goes on: the studio itself says what it lacks.
# shellcheck disable=SC2086  # lists of packages are meant to be split
set -eu
cd "$(dirname "$0")"

# Sound (the plugins lead PortAudio to PulseAudio and PipeWire); what Qt's window needs under X11 and
# Wayland; fonts for product cards in Chinese and with emoji.
run="libportaudio2 libasound2-plugins libpulse0
    libegl1 libgl1 libdbus-1-3 libfontconfig1 libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    libsm6 libice6 libwayland-client0 libwayland-cursor0 libwayland-egl1
    fontconfig fonts-noto-cjk fonts-noto-color-emoji"

# A sound server, a voice, an ingest, an encoder to compare with, and a desktop with a screen reader.
test="pulseaudio pulseaudio-utils espeak-ng ffmpeg x264 nginx libnginx-mod-rtmp
    xvfb xauth dbus openbox xdotool x11-utils x11-apps imagemagick
    orca at-spi2-core libglib2.0-bin python3-gi python3-numpy python3-pyatspi gir1.2-atspi-2.0"

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

case "$*" in
    run) wanted=$run ;;
    test) wanted="$run $test" ;;
    *) wanted=$* ;;
esac

if ! command -v dpkg-query >/dev/null; then
    [ "$(uname)" != Linux ] ||
        echo "This is not Debian or Ubuntu. Please install what corresponds to:" $wanted >&2
    exit 0
fi

missing=
for package in $wanted; do
    # PipeWire takes PulseAudio's place on many desktops, and the two exclude each other.
    if [ "$package" = pulseaudio ] && is_installed pipewire-pulse; then
        continue
    fi
    is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
else
    as_root=none
fi

echo "Missing system packages:$missing" >&2
if [ "$as_root" = none ] || ! $as_root sh ./apt_install.sh $missing; then
    echo "They were not installed. As an administrator, please run:" >&2
    echo "    apt-get update; apt-get install --no-install-recommends$missing" >&2
    case "$missing" in
        *" nginx"*) echo "    systemctl disable --now nginx" >&2 ;;
    esac
fi
