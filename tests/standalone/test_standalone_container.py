"""One container with Nginx and the WSGI server: it serves, stops in order, and ends with either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from benchmark.sentences import load_sentences

from tests.standalone.docker_host import BUILD, IMAGE, DockerHost

NAME = "one"
SITE = "translate.example.com"
HARDENED = "--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges"
ASKING = "curl --silent --show-error --data 'q=Good morning.' --data source=en --data target=es"
PROCESSES = {"Nginx": "nginx: master process", "the WSGI server": r"/uwsgi |/gunicorn "}


@dataclass(frozen=True)
class Container:
    """The container that a test runs."""

    host: DockerHost

    def state(self, field: str) -> str:
        return self.host.do(f"docker inspect --format '{{{{.State.{field}}}}}' {NAME}").strip()

    def logged(self) -> list[str]:
        """List what it has said of its end."""
        lines = self.host.do(f"docker logs {NAME}").splitlines()
        return [line for line in lines if line.startswith("standalone:")]

    def master(self, of: str) -> str:
        """Find the process of one of the two, by its number on the host."""
        rows = self.host.do(f"docker top {NAME} -eo pid,ppid,args").splitlines()[1:]
        found = [row.split(maxsplit=2) for row in rows if re.search(PROCESSES[of], row)]
        numbers = {number for number, _, _ in found}
        (master,) = (number for number, parent, _ in found if parent not in numbers)
        return master


@pytest.fixture(params=["uwsgi", "gunicorn"])
def container(request: pytest.FixtureRequest, built: DockerHost) -> Iterator[Container]:
    built.do(
        "install --directory --mode=0750 --group=101 /srv/tls\n"
        f"docker run --detach --name {NAME} {HARDENED}"
        " --publish 80:8080 --publish 443:8443 --volume /srv/tls:/srv/tls:ro"
        f" --env TRANSLATOR_WSGI_SERVER={request.param} --env TRANSLATOR_PROCESSES=2"
        f" --env TRANSLATOR_SERVER_NAME='{SITE} localhost' {IMAGE}"
    )
    running = Container(built)
    built.wait_for(lambda: running.state("Health.Status") == "healthy", "the health check")
    yield running
    built.do(f"docker rm --force {NAME}; rm --recursive --force /srv/tls")


def test_it_serves_at_both_addresses_without_root_and_without_writing(container: Container) -> None:
    answers = [container.host.do(f"{ASKING} http://localhost{at}/translate") for at in ("", "/api")]
    inside = container.host.do(
        f"docker exec {NAME} sh -c 'id -u; id -Gn; touch /app/x || echo refused'"
    )

    assert all("Buenos días." in answer for answer in answers)
    assert inside.split()[0] == "10001"
    assert "nginx" in inside
    assert "refused" in inside
    assert container.logged() == []


@pytest.mark.parametrize("of", PROCESSES)
def test_a_killed_process_ends_the_container_with_one_line(container: Container, of: str) -> None:
    container.host.do(f"kill -KILL {container.master(of)}")
    seconds = container.host.wait_for(lambda: container.state("Running") == "false", "the end")

    assert container.state("ExitCode") == "1"
    assert container.logged() == [
        f"standalone: {of} was killed by signal 9; the container ends with it"
    ]
    assert seconds < 5


def test_docker_stop_lets_a_request_in_hand_come_to_its_end(container: Container) -> None:
    text = " ".join(load_sentences(400))
    body = json.dumps({"q": text, "source": "en", "target": "es"})
    printed = container.host.do(
        f"cat > /tmp/body <<'END'\n{body}\nEND\n"
        "curl --silent --show-error --data @/tmp/body --header 'Content-Type: application/json'"
        " --output /tmp/answer --write-out '%{http_code} %{time_total}\\n' http://localhost/translate"
        " > /tmp/status & sleep 0.3\n"
        f"docker stop --time 60 {NAME}; wait; cat /tmp/status"
    )
    status, seconds = printed.split()[-2:]

    assert status == "200"
    assert float(seconds) > 0.5, "the request ended before it was disturbed"
    assert container.state("ExitCode") == "0"
    assert container.logged() == []


def test_a_certificate_is_taken_up_while_it_runs(container: Container) -> None:
    container.host.do(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout /tmp/key -out"
        f" /tmp/chain -addext subjectAltName=DNS:{SITE} 2> /dev/null\n"
        "cat /tmp/chain /tmp/key > /srv/tls/certificate.pem\n"
        "chgrp 101 /srv/tls/certificate.pem; chmod 0640 /srv/tls/certificate.pem"
    )
    said = container.host.do(f"docker exec {NAME} sh nginx/serve.sh take-up")
    answer = container.host.do(
        f"sleep 1; {ASKING} --cacert /tmp/chain --resolve {SITE}:443:127.0.0.1 https://{SITE}/translate"
    )

    assert said.endswith("Nginx has taken it up: release dev, https.\n")
    assert "Buenos días." in answer


def test_a_change_of_code_builds_the_layers_of_the_code_alone(built: DockerHost) -> None:
    template = "translator/web/templates/base.html"
    printed = built.do(f"echo '{{# '$(date +%N)' #}}' >> {template}; {BUILD} --progress=plain")
    steps = dict(re.findall(r"(?m)^#(\d+) \[\S+ \S+ (.+)$", printed))
    cached = {
        steps[number] for number in re.findall(r"(?m)^#(\d+) CACHED$", printed) if number in steps
    }
    print(printed)

    assert any("pip install" in step for step in cached)
    assert any("apt-get install" in step and "nginx" in step for step in cached)
    assert any("/opt/translator /opt/translator" in step for step in cached)
    assert not any("/app/translator /app/translator" in step for step in cached)
