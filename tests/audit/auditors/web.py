"""What the site's answers say about themselves: headers, redirects, cookies, closed doors."""

from collections.abc import Iterator

from tests.audit.auditors.answers import Answer, Asker
from tests.audit.auditors.web_rules import cookie_faults, header_faults
from tests.audit.findings import Finding, Outcome
from tests.audit.target import Target

TOOL = "headers"
PAGE = "/"
OPERATORS_PATHS = ("/metrics", "/health/ready")
# A page, a page that remembers a choice, an error, a file, a program's answer.
ANSWERS = (PAGE, "/?lang=en&theme=dark", "/no-such-page", "/static/style.css", "/languages")
STRANGER = "other.example.org"


def audit(target: Target) -> Outcome:
    """Ask as a browser does, over HTTPS and over plain HTTP."""
    return outcome(Asker(target))


def outcome(asker: Asker) -> Outcome:
    """Look at every answer; where HTTPS does not answer that is one finding."""
    findings = [*plain_faults(asker)]
    asked = len(OPERATORS_PATHS) + 2
    if asker.ask(PAGE, https=True) is None:
        findings.append(Finding("no-https", "nothing answers on port 443: the site has no HTTPS"))
    else:
        findings += [*encrypted_faults(asker)]
        asked += len(ANSWERS) + len(OPERATORS_PATHS) + 2
    return Outcome(
        tool=TOOL,
        score=f"{asked} requests, {len(findings)} faults",
        findings=tuple(dict.fromkeys(findings)),
    )


def plain_faults(asker: Asker) -> Iterator[Finding]:
    """Look at plain HTTP: it leads to HTTPS, and nowhere else."""
    answer = asker.ask("/docs", https=False)
    wanted = f"https://{asker.name}/docs"
    if answer is None:
        yield Finding("no-http", "nothing answers on port 80")
    elif answer.status not in (301, 308) or answer.header("location") != wanted:
        yield Finding("no-redirect", f"http:// answers {answer.status}, not a redirect to https://")
    strange = asker.ask(PAGE, https=False, host=STRANGER)
    if strange and STRANGER in (strange.header("location") or ""):
        yield Finding("open-redirect", "it redirects to any name that is asked for")
    yield from _operators_faults(asker, https=False)


def encrypted_faults(asker: Asker) -> Iterator[Finding]:
    """Look at HTTPS."""
    for path in ANSWERS:
        answer = asker.ask(path, https=True)
        if answer is None:
            yield Finding(f"no-answer:{path}", "the connection broke")
            continue
        yield from header_faults(path, answer)
        yield from cookie_faults(answer)
    first = asker.ask(PAGE, https=True)
    if first and first.protocol != "h2":
        yield Finding("no-http2", "HTTP/2 is not offered")
    traced = asker.ask(PAGE, https=True, method="TRACE")
    if traced and traced.status < 400:
        yield Finding("trace", "TRACE is answered")
    yield from _operators_faults(asker, https=True)


def _operators_faults(asker: Asker, *, https: bool) -> Iterator[Finding]:
    for path in OPERATORS_PATHS:
        answer = asker.ask(path, https=https)
        if answer and _is_public(answer):
            yield Finding(f"public:{path}", "everybody may read what is the operator's")


def _is_public(answer: Answer) -> bool:
    return answer.status not in (301, 308, 401, 403, 404)
