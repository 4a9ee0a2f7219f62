# What the configuration is filled in with: the settings of a release, ${TRANSLATOR_...}, and where everything is, ${PLACE_...},
# which depends on how it is deployed. Read with `.` by the scripts beside this file.

set_values() { # of the release in the folder $1
    while IFS= read -r line; do
        case $line in TRANSLATOR_*=*) printenv "${line%%=*}" > /dev/null || export "${line?}" ;; esac  # what is given goes first
    done < "$1/.env"
    PLACE_RELEASE=$1
    export PLACE_RELEASE
    set_places "${TRANSLATOR_DEPLOYMENT:?is not in $1/.env; .env.example has it}"
}

set_places() { # for the deployment $1
    case $1 in
        compose) PLACE_TRANSLATOR=translator-$TRANSLATOR_RELEASE:56733 ;;
        standalone) PLACE_TRANSLATOR=unix:/tmp/translator.sock ;;
        systemd) PLACE_TRANSLATOR=unix:/run/traductor/$TRANSLATOR_RELEASE.sock ;;
    esac
    case $1 in
        systemd) # Debian's Nginx, with its own main configuration
            PLACE_MAIN=/etc/nginx/nginx.conf
            PLACE_SITE=/etc/nginx/traductor
            PLACE_TLS=$(cd "$PLACE_RELEASE" && realpath -m "$TRANSLATOR_TLS_DIRECTORY")
            PLACE_HTTP=$TRANSLATOR_HTTP_PORT
            PLACE_HTTPS=$TRANSLATOR_HTTPS_PORT
            PLACE_METRICS=127.0.0.1:8082
            PLACE_ACCESS_LOG=/var/log/nginx/traductor.access.log
            PLACE_ERROR_LOG=/var/log/nginx/traductor.error.log
            ;;
        *) # a container, where nothing but /tmp can be written
            PLACE_MAIN=/tmp/site/nginx.conf
            PLACE_SITE=/tmp/site
            PLACE_TLS=/srv/tls
            PLACE_HTTP=8080
            PLACE_HTTPS=8443
            PLACE_METRICS=8082
            PLACE_ACCESS_LOG=/dev/stdout
            PLACE_ERROR_LOG=stderr
            ;;
    esac
    export PLACE_TRANSLATOR PLACE_MAIN PLACE_SITE PLACE_TLS PLACE_HTTP PLACE_HTTPS PLACE_METRICS PLACE_ACCESS_LOG PLACE_ERROR_LOG
}
