"""The languages and the themes of the page: what the browser asks for, and a choice that stays."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def language(response: TestResponse) -> str:
    return response.text.partition('<html lang="')[2][:2]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "es"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr-FR,fr;q=0.9,en;q=0.4", "en"),
        ("en;q=0.4,es;q=0.5", "es"),
        ("ja", "es"),
        ("nonsense;;;q=x", "es"),
    ],
)
def test_the_page_speaks_what_the_browser_asks_for(
    client: FlaskClient, asked: str, given: str
) -> None:
    assert language(client.get("/", headers={"Accept-Language": asked})) == given


def test_a_chosen_language_stays(client: FlaskClient) -> None:
    chosen = client.get("/?lang=en", headers={"Accept-Language": "es"})
    later = client.get("/", headers={"Accept-Language": "es"})

    assert language(chosen) == language(later) == "en"
    cookie = chosen.headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "Max-Age=31536000" in cookie


def test_a_language_that_the_page_does_not_speak_changes_nothing(client: FlaskClient) -> None:
    client.set_cookie("lang", "<script>")

    response = client.get("/?lang=fr")

    assert language(response) == "es"
    assert "Set-Cookie" not in response.headers


def test_choosing_a_language_keeps_the_text(client: FlaskClient) -> None:
    response = client.post("/preferences?lang=en", data={"English": "\nA long letter."})

    assert language(response) == "en"
    assert ">\n\nA long letter.</textarea>" in response.text


def test_choosing_a_language_beside_a_result_keeps_the_result(client: FlaskClient) -> None:
    response = client.post("/result?lang=en", data={"English": "Good morning."})

    assert language(response) == "en"
    assert "GOOD MORNING." in response.text
    assert 'formaction="/result?lang=es"' in response.text


def test_the_page_of_a_choice_can_be_opened_again(client: FlaskClient) -> None:
    assert client.get("/preferences?lang=en").status_code == 200


def test_a_chosen_theme_stays(client: FlaskClient) -> None:
    assert 'data-theme="auto"' in client.get("/").text

    client.post("/preferences?theme=dark", data={"English": ""})

    assert 'data-theme="dark"' in client.get("/").text
    assert 'formaction="/preferences?theme=auto"' in client.get("/").text


def test_an_error_is_told_in_the_language_of_the_page(client: FlaskClient) -> None:
    response = client.post(
        "/result", data={"English": "word " * 60}, headers={"Accept-Language": "en"}
    )

    assert "The text has 300 characters and the limit is 200." in response.text


def test_the_answer_says_what_it_depends_on(client: FlaskClient) -> None:
    assert {"accept-language", "cookie"} <= set(map(str.lower, client.get("/").vary))


@pytest.mark.parametrize(
    ("code", "name"), [("es", "el inglés y el español"), ("en", "English and Spanish")]
)
def test_the_manifest_makes_the_page_an_application(
    client: FlaskClient, code: str, name: str
) -> None:
    response = client.get(f"/manifest.{code}.webmanifest")

    assert response.mimetype == "application/manifest+json"
    assert response.json is not None
    assert response.json["lang"] == code
    assert name in response.json["description"]
    assert {icon["sizes"] for icon in response.json["icons"]} >= {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in response.json["icons"]}
    for icon in response.json["icons"]:
        with client.get(icon["src"]) as picture:
            assert picture.status_code == 200
            # The width and the height of a PNG stand behind its first 16 bytes.
            size = [int.from_bytes(picture.data[i : i + 4], "big") for i in (16, 20)]
            assert "x".join(map(str, size)) == icon["sizes"]


def test_a_manifest_in_another_language_is_not_there(client: FlaskClient) -> None:
    assert client.get("/manifest.fr.webmanifest").status_code == 404
