#!/bin/sh
# Serve the site over TLS where there is a certificate, and over plain HTTP where there is none.
#
# Runs before Nginx starts. With the argument `reload`, in the running container, it lets Nginx take
# up a certificate that came, changed or went, without losing a request; it prints what it did, and
# nothing where nothing changed.
set -eu

certificate=/srv/tls/certificate.pem
servers=/tmp/servers.conf   # a link; nginx.conf includes it
taken_up=/tmp/certificate-taken-up

choose() { # the file of the server blocks
    ln -s "$1" "$servers.new"
    mv -T "$servers.new" "$servers"
}

wanted=/tmp/http.conf
state=none
if [ -e "$certificate" ]; then
    if [ "$TRANSLATOR_SERVER_NAME" = _ ]; then
        echo "There is a certificate, but TRANSLATOR_SERVER_NAME names no site: serving plain HTTP." >&2
    else
        wanted=/tmp/https.conf
        if ! state=$(sha256sum "$certificate"); then state=unreadable; fi
    fi
fi

if [ "${1:-}" = reload ]; then
    [ "$state" != "$(cat "$taken_up")" ] || exit 0
    before=$(readlink "$servers")
    choose "$wanted"
    if ! nginx -t -q; then
        choose "$before"
        echo "Nginx goes on as it was: it cannot use the certificate, for the reason above." >&2
        exit 1
    fi
    nginx -s reload
    printf '%s' "$state" > "$taken_up"
    echo "Nginx has taken it up: $(basename "$wanted" .conf)."
    exit 0
fi

choose "$wanted"
if [ "$wanted" = /tmp/https.conf ] && ! nginx -t -q; then
    echo "Serving plain HTTP: Nginx cannot use the certificate, for the reason above." >&2
    choose /tmp/http.conf
    state=refused
fi
printf '%s' "$state" > "$taken_up"
