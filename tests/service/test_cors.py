"""Pages of other sites may use the JSON interface if the operator names them."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.settings import Settings
from translator.web.app import create_app

QUESTION: dict[str, Any] = {"q": "Good morning.", "source": "en", "target": "es"}
HERE = "https://www.example.com"


def client_of(directions: Directions, cors_origins: str) -> FlaskClient:
    settings = Settings(server_name="_", cors_origins=cors_origins, requests_per_minute=1)
    return create_app(settings, directions).test_client()


def preflight(client: FlaskClient, path: str, origin: str) -> Any:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    return client.options(path, headers=headers)


@pytest.mark.parametrize("origins", [HERE, f"https://a.example.com {HERE}", "*"])
def test_a_named_site_may_ask(directions: Directions, origins: str) -> None:
    client = client_of(directions, origins)

    response = client.post("/translate", json=QUESTION, headers={"Origin": HERE})

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] in (HERE, "*")
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_browser_that_asks_beforehand_is_told_what_it_may_send(directions: Directions) -> None:
    response = preflight(client_of(directions, HERE), "/translate/stream", HERE)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == HERE
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Max-Age"] == "86400"


def test_asking_beforehand_is_not_counted(directions: Directions) -> None:
    client = client_of(directions, HERE)

    statuses = {preflight(client, "/translate", HERE).status_code for _ in range(5)}

    assert statuses == {200}
    assert client.post("/translate", json=QUESTION).status_code == 200


@pytest.mark.parametrize("origin", ["https://www.example.com.evil.example", "null", HERE.upper()])
def test_another_site_may_not(directions: Directions, origin: str) -> None:
    response = preflight(client_of(directions, HERE), "/translate", origin)

    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
    assert response.headers["Vary"] == "Origin"


def test_without_the_setting_nothing_is_said_of_other_sites(client: FlaskClient) -> None:
    response = client.post("/translate", json=QUESTION, headers={"Origin": HERE})

    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["/", "/result", "/index"])
def test_the_page_is_nobody_elses(directions: Directions, path: str) -> None:
    response = preflight(client_of(directions, "*"), path, HERE)

    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_failure_can_be_read_by_the_other_site(directions: Directions) -> None:
    client = client_of(directions, HERE)
    client.post("/translate", json=QUESTION)

    response = client.post("/translate", json=QUESTION, headers={"Origin": HERE})

    assert response.status_code == 429
    assert response.headers["Access-Control-Allow-Origin"] == HERE
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
