"""Which new passwords will do."""

from __future__ import annotations

import pytest

from hustings.errors import UnusablePasswordError
from hustings.interface.web.room.passwords import check_password, n_surprises


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "0987654321",
        "abcdefghijkl",
        "qwertzuiop",
        "QWERTYUIOP123",
        "asdfghjkl12345",
        "aaaaaaaaaaaa",
        "ab1ab1ab1ab1",
        "11112222333344",
        "\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437",
    ],
)
def test_runs_and_repetitions_are_refused(password: str) -> None:
    with pytest.raises(UnusablePasswordError, match="A run of digits or of keys"):
        check_password(password, password, name="Ana")


@pytest.mark.parametrize(
    "password", ["Ana Mar\u00eda!1", "anamar\u00eda12345", "AnaAna2031"]
)
def test_ones_own_name_is_refused(password: str) -> None:
    with pytest.raises(UnusablePasswordError, match="One's own name"):
        check_password(password, password, name="Ana Mar\u00eda")


@pytest.mark.parametrize(
    "password", ["ferries at noon", "k7!pQz93xw", "banana boat 12", "joining forces"]
)
def test_others_will_do(password: str) -> None:
    check_password(password, password, name="Jo")


def test_what_is_refused_says_what_to_do() -> None:
    with pytest.raises(UnusablePasswordError, match=r"not the same\. Type it twice"):
        check_password("ferries at noon", "ferries at moon", name="Jo")
    with pytest.raises(UnusablePasswordError, match="at least 10 characters"):
        check_password("short", "short", name="Jo")


def test_a_text_foretells_itself() -> None:
    assert n_surprises("") == 0
    assert n_surprises("a") == 1
    assert n_surprises("boat") == 4
    assert n_surprises("boatboatboat") == 4
