from __future__ import annotations

import pytest

from claim_cases import held, issue
from hustings.comparison.claims_counted import (
    count_among,
    is_within,
    latest_documents,
)


@pytest.mark.parametrize(
    ("date", "first", "last", "inside"),
    [
        ("2031-05-07", "2031-05-07", "2031-05-07", True),
        ("2031-05-07", "2031-05-08", None, False),
        ("2031-05-07", None, "2031-05-06", False),
        ("2031-05-07", "2031", "2031", True),
        ("2031", "2031-05", "2031-06", True),
        ("2030", "2031-05", None, False),
        ("2032", None, "2031-12-31", False),
        (None, None, None, True),
        (None, None, "2031", False),
    ],
)
def test_a_date_is_in_a_window_if_it_may_be(
    date: str | None, first: str | None, last: str | None, *, inside: bool
) -> None:
    assert is_within(date, first, last) is inside


def test_the_latest_document_of_each_actor_is_chosen() -> None:
    documents = {
        "a": ("Ferry", "2031-05-01"),
        "b": ("Ferry", "2027"),
        "c": ("Ledger", None),
        "d": ("Ferry", None),
    }
    assert latest_documents(documents) == {"a", "c"}


def test_claims_of_other_documents_leave_their_issues() -> None:
    claims = [held("toll", document="a"), held("toll", document="b"), held("bus")]
    issues = [issue("toll", 0, 1), issue("bus", 2)]
    (kept,) = count_among(claims, issues, {"b"})
    assert (kept.name, kept.claims) == ("toll", (1,))
