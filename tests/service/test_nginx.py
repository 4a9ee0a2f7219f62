"""The real Nginx with the configuration of its image, in front of both servers."""

import contextlib
import gzip
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.sentences import load_sentences
from benchmark.serving.nginx import STATIC, lay_out, running_nginx
from benchmark.serving.processes import free_ports, running, status_of, wait_for
from benchmark.serving.site import Site, running_site
from benchmark.serving.variables import variables
from prometheus_client.parser import text_string_to_metric_families

from tests.service.answers import ask, logged, query, translate, translator_statuses

SERVERS = ("uwsgi", "gunicorn")
JSON = {"Content-Type": "application/json"}
LONG_TEXT = " ".join(load_sentences(400))
MAX_REQUESTS = 3
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello.\n\r\n'
    b'--x\r\nContent-Disposition: form-data; name="source"\r\n\r\nen\r\n'
    b'--x\r\nContent-Disposition: form-data; name="target"\r\n\r\nes\r\n--x--\r\n'
)


@pytest.fixture(scope="module", params=SERVERS)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param)
    settings = {"processes": 2, "requests_per_minute": 0, "cached_sentences": 0}
    with running_site(
        folder, wsgi_server=request.param, max_requests=MAX_REQUESTS, **settings
    ) as running:
        yield running


@contextlib.contextmanager
def open_streams(site: Site, count: int) -> Iterator[list[http.client.HTTPResponse]]:
    """Keep requests in hand: streams of which nothing but the beginning is read."""
    with contextlib.ExitStack() as stack:
        answers = []
        for _ in range(count):
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
            stack.callback(connection.close)
            connection.request("POST", "/translate/stream", query(LONG_TEXT), JSON)
            answers.append(connection.getresponse())
        yield answers


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("name", ["_", "translate.example.com", "example.com www.example.com"])
@pytest.mark.parametrize("numbers", [(1, 1, 1), (10_000, 100, 3_600)])
def test_nginx_accepts_the_configuration(
    tmp_path: Path, server: str, name: str, numbers: tuple[int, int, int]
) -> None:
    requests, megabytes, seconds = numbers
    settings = variables(
        wsgi_server=server,
        server_name=name,
        max_requests=requests,
        max_file_megabytes=megabytes,
        request_timeout_seconds=seconds,
    )
    port, operator_port, translator = free_ports(3)
    nginx = lay_out(
        tmp_path, settings, port=port, operator_port=operator_port, translator=translator
    )
    with running_nginx(nginx) as process:
        wait_for(lambda: status_of(port, "/health/live") == 503, "Nginx", process, nginx.log)

    assert nginx.log.read_text() == ""


def test_what_the_environment_says_goes_before_the_file(tmp_path: Path) -> None:
    port, operator_port, translator = free_ports(3)
    nginx = lay_out(
        tmp_path,
        variables(release="filed"),
        port=port,
        operator_port=operator_port,
        translator=translator,
    )
    given = {**nginx.environment, "TRANSLATOR_RELEASE": "given"}
    with running(nginx.script(), environment=given, log=nginx.log) as process:
        wait_for(lambda: status_of(port, "/health/live") == 503, "Nginx", process, nginx.log)

        assert ask(operator_port, "GET", "/release").body == b"given\n"


def test_a_translation_comes_through_with_the_headers_of_the_site(site: Site) -> None:
    answer = translate(site)

    assert answer.status == 200
    assert "translatedText" in json.loads(answer.body)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_request_has_one_name_in_the_answer_and_in_the_log(site: Site) -> None:
    answer = ask(
        site.port, "GET", "/languages?q=Confidential", X_Request_ID="chosen by the visitor"
    )
    (log_line,) = logged(site, answer.request_id)

    assert re.fullmatch(r"[0-9a-f]{32}", answer.request_id)
    assert (log_line["method"], log_line["path"], log_line["status"]) == ("GET", "/languages", 200)


def test_nothing_a_visitor_typed_is_logged(site: Site) -> None:
    translate(site, "Confidential words.")
    ask(site.port, "POST", "/translate?q=Confidential&source=en&target=es")
    ask(site.port, "GET", "/nowhere?q=Confidential")
    logs = [path.read_text() for path in site.folder.glob("*.log")]

    assert len(logs) == 3
    assert all("Confidential" not in log for log in logs)


def test_a_stream_is_not_held_back(site: Site) -> None:
    start = time.monotonic()
    with open_streams(site, 1) as (answer,):
        answer.read1(100)
        first_seconds = time.monotonic() - start
        rest = answer.read()

    assert b"event: done" in rest
    assert first_seconds < (time.monotonic() - start) / 2


def test_more_requests_than_are_taken_on_are_refused_at_once(site: Site) -> None:
    with open_streams(site, MAX_REQUESTS):
        start = time.monotonic()
        for_a_program = translate(site)
        for_a_person = ask(site.port, "GET", "/")
        seconds = time.monotonic() - start
        ready = ask(site.operator_port, "GET", "/health/ready")

    assert for_a_program.status == for_a_person.status == 503
    assert seconds < 1
    assert json.loads(for_a_program.body)["error"].endswith("try again in 2 seconds")
    assert for_a_program.headers["retry-after"] == for_a_person.headers["retry-after"] == "2"
    assert for_a_person.headers["content-type"].startswith("text/html")
    assert ready.status == 200


def test_a_body_beyond_the_limit_is_refused_in_the_form_of_its_address(site: Site) -> None:
    body = b"x" * 6_000_000
    for_a_program = ask(site.port, "POST", "/translate_file", body)
    for_a_person = ask(site.port, "POST", "/result", body)

    assert for_a_program.status == for_a_person.status == 413
    assert "error" in json.loads(for_a_program.body)
    assert for_a_person.headers["content-type"].startswith("text/html")


def test_a_large_body_that_the_application_refuses_gets_its_answer(site: Site) -> None:
    answer = ask(
        site.port,
        "POST",
        "/translate",
        query("x" * 3_000_000),
        **{"Content_Type": "application/json"},
    )

    assert answer.status in (400, 413)
    assert "error" in json.loads(answer.body)


def test_under_api_is_the_same_service(site: Site) -> None:
    plain, body = translate(site), query("Good morning.")
    answer = ask(site.port, "POST", "/api/translate", body, Content_Type="application/json")
    (log_line,) = logged(site, answer.request_id)

    assert (answer.status, answer.body) == (200, plain.body)
    assert log_line["path"] == "/api/translate"
    assert answer.headers["content-security-policy"] == plain.headers["content-security-policy"]


def test_under_api_the_same_limits_hold(site: Site) -> None:
    with open_streams(site, MAX_REQUESTS):
        busy = ask(site.port, "GET", "/api/languages")
    large = ask(site.port, "POST", "/api/translate_file", b"x" * 6_000_000)

    assert (busy.status, large.status) == (503, 413)
    assert json.loads(busy.body)["error"].endswith("try again in 2 seconds")
    assert "error" in json.loads(large.body)


def test_addresses_that_the_application_gives_begin_as_the_one_that_was_asked(site: Site) -> None:
    file = {"Content_Type": "multipart/form-data; boundary=x"}
    plain = ask(
        site.port, "POST", "/translate_file", FILE, X_Forwarded_Prefix="/theirs", Host="x", **file
    )
    answer = ask(site.port, "POST", "/api/translate_file", FILE, Host="x", **file)
    address = json.loads(answer.body)["translatedFileUrl"]
    page = ask(site.port, "GET", "/api/")
    style = re.findall(rb'href="(/api/static/style[^"]+)"', page.body)[0].decode()

    assert json.loads(plain.body)["translatedFileUrl"].startswith("http://x/download_file/")
    assert address.startswith("http://x/api/download_file/")
    assert ask(site.port, "GET", address.removeprefix("http://x")).body == b"Hola.\n"
    assert ask(site.port, "GET", style).headers["cache-control"].endswith("immutable")


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/health/ready", "//metrics", "/%6detrics", "/api/metrics", "/api//health/ready"],
)
def test_what_is_for_the_operator_is_not_served_to_visitors(site: Site, path: str) -> None:
    assert ask(site.port, "GET", path).status == 404


def test_the_operator_sees_metrics_and_nothing_else_from_inside(site: Site) -> None:
    metrics = ask(site.operator_port, "GET", "/metrics")

    assert metrics.status == 200
    assert b"# HELP" in metrics.body
    assert ask(site.operator_port, "GET", "/").status == 404
    assert ask(site.operator_port, "POST", "/translate").status == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_nginx_counts_its_connections_for_prometheus(site: Site, host: str) -> None:
    (family,) = text_string_to_metric_families(operator(site, "/metrics/nginx", host).decode())

    states = {sample.labels["state"]: sample.value for sample in family.samples}
    assert family.name == "nginx_connections"
    assert set(states) == {"active", "reading", "writing", "waiting"}
    assert states["active"] >= 1
    assert b"translator_requests_total" in operator(site, "/metrics", host)


def test_beside_nginx_there_are_metrics_and_nothing_else(site: Site) -> None:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.2", site.operator_port, timeout=20)
    ) as connection:
        connection.request("GET", "/health/ready")
        status = connection.getresponse().status

    assert status == 404
    assert operator(site, "/status/nginx").startswith(b"Active connections")


def operator(site: Site, path: str, host: str = "127.0.0.1") -> bytes:
    """Ask what is for the operator; at the second address Prometheus asks."""
    with contextlib.closing(
        http.client.HTTPConnection(host, site.operator_port, timeout=20)
    ) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        return response.read()


def test_static_files_are_served_by_nginx_compressed_and_kept(site: Site) -> None:
    for path in sorted(STATIC.rglob("*.*")):
        answer = ask(
            site.port, "GET", f"/static/{path.relative_to(STATIC)}?v=1", Accept_Encoding="gzip"
        )
        compressed = answer.headers.get("content-encoding") == "gzip"

        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (gzip.decompress(answer.body) if compressed else answer.body) == path.read_bytes()
        assert compressed or path.suffix == ".png" or path.stat().st_size < 512, path


def test_the_page_s_modules_are_served_by_nginx_and_kept(site: Site) -> None:
    for path in sorted(STATIC.glob("js/*.js")):
        answer = ask(site.port, "GET", f"/modules/0123456789ab/{path.name}")

        assert (answer.status, answer.body) == (200, path.read_bytes())
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "javascript" in answer.headers["content-type"]
        assert translator_statuses(site, answer.request_id) == [""]
    assert ask(site.port, "GET", "/modules/0123456789ab/no.js").status == 404


def test_a_translator_that_is_away_is_reported_in_both_forms(tmp_path: Path) -> None:
    with running_site(tmp_path, processes=1) as site:
        site.translator.process.terminate()
        site.translator.process.wait(timeout=20)
        for_a_program = translate(site)
        for_a_person = ask(site.port, "GET", "/")
        asked = translator_statuses(site, for_a_program.request_id)

    assert asked == ["502"]
    assert for_a_program.status == for_a_person.status == 503
    assert "not available" in json.loads(for_a_program.body)["error"]
    assert for_a_program.headers["retry-after"] == "2"
    assert for_a_person.headers["content-type"].startswith("text/html")


def test_a_method_that_nginx_itself_refuses_is_told_the_right_ones(site: Site) -> None:
    answer = ask(site.port, "TRACE", "/translate")

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("server", SERVERS)
def test_a_visitor_cannot_choose_the_address_that_requests_are_counted_for(
    tmp_path: Path, server: str
) -> None:
    with running_site(tmp_path, wsgi_server=server, processes=1, requests_per_minute=2) as site:
        answers = [
            ask(
                site.port, "POST", "/translate", query("Good morning."),
                Content_Type="application/json", X_Forwarded_For=f"192.0.2.{number}",
            )
            for number in range(6)
        ]  # fmt: skip

    assert answers[0].status == 200
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_another_name_gets_nothing_but_the_health_check(tmp_path: Path) -> None:
    with running_site(tmp_path, processes=1, server_name="translate.example.com") as site:
        asked = {
            path: (
                ask(site.port, "GET", path).status,
                ask(site.port, "GET", path, Host="translate.example.com").status,
            )
            for path in ("/", "/languages", "/health", "/health/live")
        }

    assert asked == {
        "/": (404, 200),
        "/languages": (404, 200),
        "/health": (200, 200),
        "/health/live": (200, 200),
    }


def test_uploads_that_would_fill_the_memory_are_refused(site: Site) -> None:
    head = b"POST /translate_file HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n"
    with contextlib.ExitStack() as stack:
        for _ in range(MAX_REQUESTS):
            upload = stack.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            upload.sendall(head + b"x" * 1_000)
        time.sleep(0.2)
        refused = translate(site)

    assert refused.status == 503
