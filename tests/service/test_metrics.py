"""What Prometheus reads: counts of all workers, without anything that a visitor chose."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from translator.cache import SentenceCache
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web.app import create_app
from translator.web.worker import WorkerNumber

QUESTION: dict[str, Any] = {"q": "Confidential words.", "source": "en", "target": "es"}
ROOT = Path(__file__).parents[2]


def samples(text: str) -> dict[str, float]:
    """Read the samples, each named with its labels."""
    return {
        sample.name + json.dumps(sample.labels, sort_keys=True): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_and_timed(client: FlaskClient) -> None:
    for _ in range(3):
        client.post("/translate", json=QUESTION, buffered=True)
    client.post("/translate", json={}, buffered=True)

    response = client.get("/metrics")

    found = samples(response.text)
    labels = '{"endpoint": "/translate", "method": "POST", "status": '
    assert found[f'translator_requests_total{labels}"200"}}'] == 3
    assert found[f'translator_requests_total{labels}"400"}}'] == 1
    assert found['translator_request_seconds_count{"endpoint": "/translate"}'] == 4
    assert found['translator_characters_total{"direction": "en-es"}'] == 57
    assert response.mimetype == "text/plain"


def test_hits_and_misses_of_the_cache_are_counted(decoder: Any) -> None:
    engine = Engine(decoder, cache=SentenceCache(100))
    client = create_app(Settings(server_name="_"), Directions([engine])).test_client()
    for _ in range(3):
        client.post("/translate", json=QUESTION, buffered=True)

    found = samples(client.get("/metrics").text)

    assert found['translator_cache_lookups_total{"result": "hit"}'] == 2
    assert found['translator_cache_lookups_total{"result": "miss"}'] == 1
    assert found["translator_requests_in_hand{}"] == 0


def test_no_label_is_anything_that_a_visitor_chose(client: FlaskClient) -> None:
    client.get("/Confidential?q=Confidential", buffered=True)
    client.get("/download_file/Confidential", buffered=True)
    client.open("/translate", method="CONFIDENTIAL", buffered=True)
    client.post("/translate", json={**QUESTION, "source": "Confidential"}, buffered=True)
    client.post("/translate", json=QUESTION, buffered=True)
    client.post("/result", data={"English": "Confidential"}, buffered=True)

    text = client.get("/metrics").text

    assert "confidential" not in text.lower()
    assert 'endpoint="other"' in text


WORKERS = """
import os, sys
sys.path[:0] = [{service!r}, {root!r}]
from tests.service.conftest import ShoutingDecoder
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web.app import create_app

app = create_app(Settings(server_name="_"), Directions([Engine(ShoutingDecoder())]))
for _ in range(3):  # three workers, one after the other: each takes on the number of the last
    pid = os.fork()
    if pid == 0:
        client = app.test_client()
        for _ in range(2):
            client.get("/languages", buffered=True)
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
children = [os.fork()]
if children[0] == 0:  # one that goes on living beside the one that is asked
    client = app.test_client()
    client.get("/languages", buffered=True)
    sys.stdin.read()
    os._exit(0)
client = app.test_client()
while True:
    text = client.get("/metrics", buffered=True).text
    if 'status="200"}} 7.0' in text:
        break
print(text)
print(sorted(os.listdir(os.environ["PROMETHEUS_MULTIPROC_DIR"])))
"""


def test_the_workers_counts_are_added_up_and_outlive_them(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    (folder / "counter_999.db").write_bytes(b"from the last start")
    program = WORKERS.format(service=str(ROOT / "service"), root=str(ROOT))

    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert 'endpoint="/languages",method="GET",status="200"} 7.0' in result.stdout
    files = json.loads(result.stdout.splitlines()[-1].replace("'", '"'))
    assert {name.rsplit("_", 1)[-1] for name in files if name.endswith(".db")} <= {
        "0.db",
        "1.db",
        "2.db",
    }


def test_a_number_is_taken_on_when_its_holder_is_gone(tmp_path: Path) -> None:
    number = WorkerNumber(tmp_path)
    assert number() == 0

    def of_a_child() -> int:
        pid = os.fork()
        if pid == 0:
            os._exit(number())
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    assert [of_a_child(), of_a_child()] == [1, 1]
    assert number() == 0
