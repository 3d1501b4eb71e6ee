"""Where a text may be cut."""

from __future__ import annotations

import pytest

from hustings.workflow.room_places import before_openings, word_at


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a ferry", 4, "ferry"),
        ("a ferry", 2, ""),
        ("a ferry", 7, ""),
        ("a ferry", 0, ""),
        ("l\u2019\u00eele", 2, "l\u2019\u00eele"),
        ("\u2018so\u2019 it", 1, ""),
        ("co-operate", 3, ""),
        ("e\u0301a", 1, "e\u0301a"),
        ("\u6e2f\u53e3", 1, ""),
        ("\u0e40\u0e23\u0e37\u0e2d", 1, ""),
        ("\u0e40\u0e23\u0e37\u0e2d", 2, "\u0e23\u0e37"),
    ],
)
def test_a_cut_goes_between_words(text: str, place: int, word: str) -> None:
    assert word_at(text, place) == word


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ('He said: "Yes."', 10, 9),
        ("so (we hope) it", 4, 3),
        ('"Yes"', 1, 0),
        ("isn't so", 6, 6),
        ("and/or", 4, 4),
    ],
)
def test_what_opens_goes_with_what_follows(
    text: str, place: int, expected: int
) -> None:
    assert before_openings(text, place, 0) == expected
