#!/bin/sh
# Run the start-up scripts of /docker-entrypoint.d in order, then become the command.
# As in the official image: only for nginx itself, *.envsh is read into this shell,
# *.sh is executed, and what is not executable is passed over with a word.
set -e

say() {
    [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"
}

if [ "$1" = nginx ]; then
    for script in $(find /docker-entrypoint.d -follow -type f | sort -V); do
        case "$script" in
            *.envsh | *.sh) ;;
            *) say "passing over $script"; continue ;;
        esac
        [ -x "$script" ] || { say "passing over $script: it is not executable"; continue; }
        say "running $script"
        case "$script" in
            *.envsh) . "$script" ;;
            *) "$script" ;;
        esac
    done
fi

exec "$@"
