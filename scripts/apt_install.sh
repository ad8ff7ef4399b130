#!/bin/sh
# Installs Debian packages without starting or enabling any service. Usage, as root: apt_install.sh PACKAGE...
set -eu

# Debian asks this file whether a service may start; 101 means no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
# A source that cannot be reached need not be the one we want something from.
apt-get update -q || true
# Never at the price of something that is in use.
apt-get install -q -y --no-install-recommends --no-remove "$@"

# Tests start a web server of their own; nothing shall listen on this machine after its next start.
case " $* " in
    *" nginx "*)
        if command -v systemctl >/dev/null; then
            systemctl disable nginx
        else
            update-rc.d nginx disable
        fi
        ;;
esac
