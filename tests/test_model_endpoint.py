"""Which endpoints can be used, and which are refused before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hustings.errors import EndpointSettingError
from hustings.model.endpoint import Endpoint, chat_url, check_endpoint, is_loopback

GOOD = Endpoint(name="own", url="http://localhost:11434/v1/chat/completions", model="m")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1/chat/completions",
        "http://[::1]:8000/v1/chat/completions",
        "https://models.example/v1/chat/completions",
        "https://models.example:8443/deep/er/chat/completions",
    ],
)
def test_addresses_that_can_be_used(url: str) -> None:
    assert check_endpoint(replace(GOOD, url=url)).url == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://models.example/v1", "anybody on the way can read them"),
        ("http://192.168.0.7:8000/v1", "ssh -L"),
        ("http://localhost.models.example/v1", "anybody on the way"),
        ("http://127.0.0.1.models.example/v1", "anybody on the way"),
        ("https://ana:secret@models.example/v1", "may hold a key"),
        ("https://models.example/v1?key=secret", "may hold a key"),
        ("https://models.example/v1#secret", "may hold a key"),
        ("ftp://models.example/v1", "Give one such as"),
        ("file:///etc/passwd", "Give one such as"),
        ("localhost:11434", "Give one such as"),
        ("", "Give one such as"),
        ("https://[::1", "Give one such as"),
        ("http://[::1]models.example/v1", "Give one such as"),
        ("http://models.example[::1]/v1", "Give one such as"),
        ("http://localho\u017ft/v1", "anybody on the way"),
        ("https://models.example:99999/v1", "Give one such as"),
        ("https://models.example/v 1", "Give one such as"),
        ("https://models.example/" + "v" * 3_000, "too long"),
    ],
)
def test_addresses_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(EndpointSettingError, match=words) as raised:
        check_endpoint(replace(GOOD, url=url))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "two words"}, "1 to 40 letters"),
        ({"name": ""}, "1 to 40 letters"),
        ({"name": "../up"}, "1 to 40 letters"),
        ({"model": " "}, "Name the model"),
        ({"concurrency": 0}, "Choose 1 to 64"),
        ({"timeout": 0.0}, "Choose seconds"),
        ({"timeout": float("nan")}, "Choose seconds"),
        ({"price_in": -1.0}, "million tokens"),
        ({"price_out": float("inf")}, "million tokens"),
        ({"form": "xml"}, "schema, json, text"),
        ({"settings": {"stream": True}}, "sets this part of a request itself"),
    ],
)
def test_other_settings_that_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(EndpointSettingError, match=words):
        check_endpoint(replace(GOOD, **change))


def test_a_key_in_place_of_its_variable_is_not_said_back() -> None:
    with pytest.raises(EndpointSettingError, match="not the key") as raised:
        check_endpoint(replace(GOOD, key_variable="sk-secret-42"))
    assert "secret" not in str(raised.value)


def test_an_open_line_must_be_asked_for() -> None:
    url = "http://far.example/v1/chat/completions"
    allowed = replace(GOOD, url=url, is_insecure=True)
    assert check_endpoint(allowed) == allowed
    assert not allowed.is_local
    assert not allowed.is_encrypted


def test_the_address_of_the_base_or_of_the_chat() -> None:
    whole = "https://models.example/v1/chat/completions"
    assert chat_url("https://models.example/v1") == whole
    assert chat_url(whole) == whole
    assert is_loopback("LOCALHOST")
    assert not is_loopback("")
