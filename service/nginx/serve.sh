#!/bin/sh
# Lay out the configuration of a release and let Nginx serve it: over TLS where there is a certificate, over plain HTTP
# where there is none.
#
#   serve.sh                    starts Nginx with the current release; the container begins with this
#   serve.sh take-up [FOLDER]   lets the running Nginx take up what came, changed or went, without losing a request: a
#                               certificate, or the release in FOLDER; prints what it did, and nothing where nothing changed
set -eu

current=/srv/traductor/current
certificate=/srv/tls/certificate.pem
site=/tmp/site   # a link to the configuration that Nginx reads

say() { echo "$*" >&2; }

set_variables() { # the settings of a release, as Compose reads them
    while IFS= read -r line; do
        case $line in TRANSLATOR_*=*) export "$line" ;; esac
    done < "$1/.env"
    RELEASE_DIRECTORY=$1
    export RELEASE_DIRECTORY
}

lay_out() { # the configuration of the release in $1 into the new folder $2
    set_variables "$1"
    names=$(env | sed -n 's/^\(TRANSLATOR_[A-Z_]*\)=.*/$\1/p')' $RELEASE_DIRECTORY'
    mkdir "$2" "$2/servers"
    (cd "$1/nginx" && for file in *.conf servers/*.conf; do
        envsubst "$names" < "$file" > "$2/$file"
    done)
    choose "$2" http.conf none
    [ -e "$certificate" ] || return 0
    if [ "$TRANSLATOR_SERVER_NAME" = _ ]; then
        say "There is a certificate, but TRANSLATOR_SERVER_NAME names no site: serving plain HTTP."
    else
        choose "$2" https.conf "$(sha256sum "$certificate" || echo unreadable)"
    fi
}

choose() { # in the layout $1 the server blocks $2, and note for which certificate
    ln -sfn "$2" "$1/servers.conf"
    echo "$3" > "$1/certificate"
}

use() { # the layout $1
    ln -s "$1" "$site.new"
    mv -T "$site.new" "$site"
}

folder=$(realpath "${2:-$current}")
if ! [ -r "$folder/.env" ] || ! [ -r "$folder/nginx/nginx.conf" ]; then
    say "Nginx cannot read $folder; let everybody read the files of the service: chmod -R a+rX ."
    exit 1
fi
layout=$(mktemp --directory --dry-run /tmp/layout.XXXXXX)
lay_out "$folder" "$layout"

if [ "${1:-}" = take-up ]; then
    before=$(realpath "$site")
    if diff -r "$before" "$layout" > /dev/null; then
        rm -r "$layout"
        exit 0
    fi
    if ! nginx -t -q -c "$layout/nginx.conf"; then
        rm -r "$layout"
        say "Nginx goes on as it was: it cannot use the certificate or the configuration, for the reason above."
        exit 1
    fi
    use "$layout"
    nginx -s reload -c "$site/nginx.conf"
    rm -r "$before"
    echo "Nginx has taken it up: release $TRANSLATOR_RELEASE, $(basename "$(readlink "$site/servers.conf")" .conf)."
    exit 0
fi

if [ "$(readlink "$layout/servers.conf")" = https.conf ] && ! nginx -t -q -c "$layout/nginx.conf"; then
    say "Serving plain HTTP: Nginx cannot use the certificate, for the reason above."
    choose "$layout" http.conf refused
fi
use "$layout"
exec nginx -c "$site/nginx.conf" -g "daemon off;"
