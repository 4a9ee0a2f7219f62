#!/bin/sh
# Lay out the configuration of a release and let Nginx serve it: over TLS where there is a certificate, over plain HTTP
# where there is none.
#
#   serve.sh                    starts Nginx with the release that this file is of; a container begins with this
#   serve.sh take-up [FOLDER]   lets the running Nginx take up what came, changed or went, without losing a request: a
#                               certificate, or the release in FOLDER; prints what it did, and nothing where nothing changed
set -eu

here=$(dirname "$(realpath "$0")")
. "$here/values.sh"

say() { echo "$*" >&2; }

lay_out() { # the configuration of the release into the new folder $1
    names=$(env | sed -n 's/^\(\(TRANSLATOR\|PLACE\)_[A-Z_]*\)=.*/$\1/p')
    mkdir "$1" "$1/servers"
    (cd "$folder/nginx" && for file in *.conf servers/*.conf; do
        envsubst "$names" < "$file" | for_this_host > "$1/$file"
    done)
    choose "$1" http.conf none
    [ -e "$PLACE_TLS/certificate.pem" ] || return 0
    if [ "$TRANSLATOR_SERVER_NAME" = _ ]; then
        say "There is a certificate, but TRANSLATOR_SERVER_NAME names no site: serving plain HTTP."
    else
        choose "$1" https.conf "$(sha256sum "$PLACE_TLS/certificate.pem" || echo unreadable)"
    fi
}

for_this_host() { # Docker hands IPv6 on to a container as IPv4; a host that has it listens itself
    if [ "$TRANSLATOR_DEPLOYMENT" = systemd ] && grep -q . /proc/net/if_inet6 2> /dev/null; then
        sed -E 's/^( *listen )([0-9]+( .*)?;)$/&\n\1[::]:\2/'
    else
        cat
    fi
}

choose() { # in the layout $1 the server blocks $2, and note for which certificate
    ln -sfn "$2" "$1/servers.conf"
    echo "$3" > "$1/certificate"
}

use() { # the layout $1
    ln -s "$1" "$PLACE_SITE.new"
    mv -T "$PLACE_SITE.new" "$PLACE_SITE"
}

give_up() { # the layout $1 for the one of before, $2, if there was one
    if [ -n "$2" ]; then use "$2"; else rm "$PLACE_SITE"; fi
    rm -r "$1"
    say "Nginx goes on as it was: it cannot use the certificate or the configuration, for the reason above."
    exit 1
}

folder=$(realpath "${2:-$here/..}")
if ! [ -r "$folder/.env" ] || ! [ -r "$folder/nginx/nginx.conf" ]; then
    say "Nginx cannot read $folder; let everybody read the files of the service: chmod -R a+rX ."
    exit 1
fi
set_values "$folder"
layout=$(mktemp --directory --dry-run "$PLACE_SITE.XXXXXX")
lay_out "$layout"

if [ "${1:-}" = take-up ]; then
    before=$([ ! -e "$PLACE_SITE" ] || realpath "$PLACE_SITE")
    if [ -n "$before" ] && diff -r "$before" "$layout" > /dev/null; then
        rm -r "$layout"
        exit 0
    fi
    # Its files name one another by the link, so it is tried in its place; the running Nginx reads it when it is told to.
    use "$layout"
    nginx -t -q -c "$PLACE_MAIN" || give_up "$layout" "$before"
    nginx -s reload -c "$PLACE_MAIN"
    [ -z "$before" ] || rm -r "$before"
    echo "Nginx has taken it up: release $TRANSLATOR_RELEASE, $(basename "$(readlink "$PLACE_SITE/servers.conf")" .conf)."
    exit 0
fi

use "$layout"
if [ "$(readlink "$layout/servers.conf")" = https.conf ] && ! nginx -t -q -c "$PLACE_MAIN"; then
    say "Serving plain HTTP: Nginx cannot use the certificate, for the reason above."
    choose "$layout" http.conf refused
fi
exec nginx -c "$PLACE_MAIN" -g "daemon off;"
