from __future__ import annotations

import json
from dataclasses import replace

import pytest

from claiming_room import a_claim
from hustings.model.claim import AGAINST, Modality
from hustings.model.claim_sheet import (
    MOST_CLAIMS,
    fault_of_sheet,
    sheet_of_text,
    sheet_to_text,
)
from hustings.model.document import Span

WORDS = "We oppose the toll and the windmill."
TOLL = a_claim(WORDS, "the toll", stance=AGAINST)
ROW = {
    "actor": "own",
    "stance": 1,
    "target": [0, 3],
    "head": [0, 3],
    "modality": "demand",
}


def test_a_sheet_is_read_as_it_was_written() -> None:
    told = a_claim(WORDS, "the windmill", actor="The Heron List")
    text = sheet_to_text([TOLL, told])
    assert sheet_of_text(text) == (TOLL, told)
    assert text.startswith('[{"actor":"own","stance":-1,"target":[10,18],"head":[14,')


def test_a_link_is_written_where_there_is_one() -> None:
    told = replace(a_claim(WORDS, "toll"), link=0)
    text = sheet_to_text([TOLL, told])
    assert text.count("link") == 1
    assert sheet_of_text(text) == (TOLL, told)
    assert told.as_claim("u1", WORDS, 0).link == 0


@pytest.mark.parametrize("link", [1, 2])
def test_a_link_is_to_another_claim_of_the_sheet(link: int) -> None:
    told = replace(a_claim(WORDS, "toll"), link=link)
    found = fault_of_sheet([TOLL, told], WORDS)
    assert found == "Claim 2: it goes with no other claim of the sheet."


def test_a_claim_of_a_sheet_has_spans_in_the_document() -> None:
    claim = TOLL.as_claim("u1", WORDS, 100)
    assert (claim.target, claim.head) == ("the toll", "toll")
    assert (claim.span, claim.head_span) == (Span(110, 118), Span(114, 118))
    assert (claim.modality, claim.confidence) == (Modality.POSITION, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "no JSON",
        "[" * 100_000,
        "[1]",
        json.dumps([{**ROW, "more": 1}]),
        json.dumps([{**ROW, "stance": 0}]),
        json.dumps([{**ROW, "stance": True}]),
        json.dumps([{**ROW, "actor": None}]),
        json.dumps([{**ROW, "modality": "wish"}]),
        json.dumps([{**ROW, "modality": ["demand"]}]),
        json.dumps([{**ROW, "target": [3, 3]}]),
        json.dumps([{**ROW, "head": [0]}]),
        json.dumps([{**ROW, "head": [-1, 2]}]),
        json.dumps([{**ROW, "link": None}]),
        json.dumps([{**ROW, "link": -1}]),
        json.dumps([{**ROW, "link": True}]),
    ],
)
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the messages are JSON's, too
        sheet_of_text(text)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"target": Span(30, 99)}, "not inside the unit"),
        ({"target": Span(9, 18)}, "ends with a space"),
        ({"head": Span(0, 2)}, "not inside the target"),
        ({"head": Span(13, 14)}, "is no word"),
        ({"actor": " "}, "is no name"),
        ({"actor": "x" * 301}, "is no name"),
        ({"actor": "a\x00b"}, "is no name"),
    ],
)
def test_a_claim_that_is_none_of_its_unit_is_named(
    changes: dict[str, object], fault: str
) -> None:
    changed = replace(TOLL, stance=1, **changes)  # type: ignore[arg-type]  # of a test
    found = fault_of_sheet([TOLL, changed], WORDS)
    assert found is not None
    assert fault in found
    assert found.startswith("Claim 2: ")


def test_sheets_are_of_honest_size_and_say_nothing_twice() -> None:
    assert fault_of_sheet([], WORDS) is None
    assert "twice" in str(fault_of_sheet([TOLL, TOLL], WORDS))
    many = [TOLL] * (MOST_CLAIMS + 1)
    assert "200 can be kept" in str(fault_of_sheet(many, WORDS))
