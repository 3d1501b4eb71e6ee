from __future__ import annotations

import pytest

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError
from hustings.scaling.rivals import Rivals, rivals_or_all, weigh_rivals

ROWS: list[dict[str, object]] = [
    {
        "case": "h1",
        "election": "2031",
        "votes": "40",
        "actor": "Harbour",
        "date": "2031",
    },
    {"case": "o1", "election": "2031", "votes": 60, "actor": "Orchard", "date": "2031"},
    {"case": "h2", "election": "2035", "votes": "", "actor": "Harbour", "date": "2035"},
]


def test_a_table_of_rivals_is_read() -> None:
    rivals = Rivals.from_rows(ROWS)
    assert rivals.votes == {"h1": 40.0, "o1": 60.0}
    assert rivals.contests(["h1", "o1", "h2", "other"]) == {"2031": [0, 1], "2035": [2]}
    assert rivals.series(["h2", "h1", "o1"]) == [[1, 0], [2]]


def test_countries_tell_elections_apart() -> None:
    rivals = Rivals.from_rows([{"case": "a", "country": "11", "election": "2031"}])
    assert rivals.elections == {"a": "11 2031"}


def test_without_a_table_all_stood_in_one_election() -> None:
    assert rivals_or_all(None, ["a", "b"]).contests(["a", "b"]) == {"": [0, 1]}


def test_weights_add_up_to_one() -> None:
    rivals = Rivals.from_rows(ROWS)
    weights = weigh_rivals(["h1", "o1"], rivals, "votes")
    assert not isinstance(weights, str)
    assert weights.tolist() == [0.4, 0.6]
    equal = weigh_rivals(["h1", "o1"], rivals, "equal")
    assert not isinstance(equal, str)
    assert equal.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("cases", "votes", "why"),
    [
        (["h1", "h2"], {"h1": 1.0}, "'h2' are not known"),
        (["h1", "h2"], {"h1": 0.0, "h2": 0.0}, "has a vote"),
    ],
)
def test_votes_that_do_not_weigh_say_why(
    cases: list[str], votes: dict[str, float], why: str
) -> None:
    rivals = Rivals(elections=dict.fromkeys(cases, ""), votes=votes)
    found = weigh_rivals(cases, rivals, "votes")
    assert isinstance(found, str)
    assert why in found


def test_a_table_needs_cases() -> None:
    with pytest.raises(MissingColumnError, match="table of rivals"):
        Rivals.from_rows([{"election": "2031"}])


@pytest.mark.parametrize("votes", ["many", "-1", "inf"])
def test_votes_are_numbers(votes: str) -> None:
    with pytest.raises(InvalidCountError, match="no number of 0 or more"):
        Rivals.from_rows([{"case": "a", "votes": votes}])


def test_a_case_stands_once() -> None:
    with pytest.raises(InvalidCountsError, match="'a' twice"):
        Rivals.from_rows([{"case": "a"}, {"case": "a"}])
