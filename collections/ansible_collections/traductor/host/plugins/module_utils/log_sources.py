"""Where the droplet's logs are: shell commands that print the last lines, and the next ones."""

from __future__ import annotations

# It knows how the service runs.
SITE = "traductor-site"
JOURNAL = "journalctl --quiet --no-pager"
FAIL2BAN_LOG = "/var/log/fail2ban.log"
SOURCES = ("nginx", "translator", "certificate", "ssh", "bans")
ALL = "all"


def _journal(wanted: str, lines: int, *, follow: bool) -> str:
    more = " --follow" if follow else ""
    return f"{JOURNAL} --output=short-iso --lines={lines}{more} {wanted}"


def _one(source: str, lines: int, *, follow: bool) -> str:
    if source in ("nginx", "translator"):
        return f"{SITE} logs {source} --lines={lines}{' --follow' if follow else ''}"
    if source == "certificate":
        return _journal("--unit=certbot.service --unit=certbot.timer", lines, follow=follow)
    if source == "ssh":
        programs = ("sshd", "sshd-session", "sshd-auth")
        wanted = " ".join(f"--identifier={program}" for program in programs)
        return _journal(wanted, lines, follow=follow)
    tail = f"tail --lines={lines}{' --follow=name' if follow else ''} {FAIL2BAN_LOG}"
    journal = _journal("--unit=fail2ban.service", lines, follow=follow)
    return f"if [ -s {FAIL2BAN_LOG} ]; then {tail}; else {journal}; fi"


def _named(source: str, lines: int, *, follow: bool) -> str:
    """Print a source's lines with its name before each."""
    command = _one(source, lines, follow=follow)
    return f"{{ {command}; }} 2>&1 | sed --unbuffered 's/^/{source}: /'"


def script(source: str, lines: int, *, follow: bool) -> str:
    """Return a shell script that prints the last lines of a source, or of all.

    One that follows ends when its standard input does, with everything that it has started: a
    reader who goes away leaves nothing running.
    """
    if source != ALL:
        printing = _one(source, lines, follow=follow)
    else:
        each = [_named(one, lines, follow=follow) for one in SOURCES]
        printing = " & ".join([*each, "wait"]) if follow else "; ".join(each)
    if not follow:
        return printing
    return f"{{ {printing}; kill 0; }} & cat > /dev/null; kill 0"
