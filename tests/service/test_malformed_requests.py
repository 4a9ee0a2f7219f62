"""Whatever is sent, the answer is a clear 4xx and never a 5xx."""

import pytest
from flask.testing import FlaskClient

from tests.service.malformed_requests import REQUESTS, Malformed

FOR_PEOPLE = ("/", "/result", "/%ff%00", "/docs")


@pytest.mark.parametrize("malformed", REQUESTS, ids=lambda malformed: malformed.name)
def test_a_malformed_request_gets_a_clear_4xx(client: FlaskClient, malformed: Malformed) -> None:
    response = client.open(
        malformed.path,
        method=malformed.method,
        data=malformed.body,
        content_type=malformed.content_type,
        query_string=malformed.query.decode("ascii"),
    )

    assert response.status_code == malformed.status
    if malformed.path not in FOR_PEOPLE:
        assert response.json is not None
        assert list(response.json) == ["error"]
    else:
        assert 'role="alert"' in response.text


def test_a_program_that_asks_for_an_unknown_path_gets_json_if_it_wants_it(
    client: FlaskClient,
) -> None:
    response = client.get("/nowhere", headers={"Accept": "application/json"})

    assert response.status_code == 404
    assert response.json is not None
    assert list(response.json) == ["error"]


@pytest.mark.parametrize("path", ["/translate", "/translate/stream", "/detect", "/health"])
def test_a_wrong_method_is_told_the_right_one(client: FlaskClient, path: str) -> None:
    response = client.patch(path)

    assert response.status_code == 405
    assert response.headers["Allow"]
