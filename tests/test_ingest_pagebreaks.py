from __future__ import annotations

import textwrap

from hustings.ingest.readers.text import read_text

PROSE = (
    "We will run a ferry to the island every hour, because those who live there pay "
    "the same rates as everybody else. The council has promised it for eleven years."
)


def _wrapped(n_paragraphs: int) -> list[str]:
    text = "\n\n".join(textwrap.fill(PROSE, 44) for _ in range(n_paragraphs))
    return text.split("\n")


def test_heads_amid_sentences_and_their_numbers_are_left_out() -> None:
    lines = _wrapped(40)
    for page, at in enumerate(range(len(lines) - 8, 20, -22)):
        while not (lines[at] and lines[at + 1][:1].islower()):
            at += 1  # noqa: PLW2901  # a page breaks inside a sentence
        lines[at + 1 : at + 1] = ["The Harbour Programme", f"- {60 - page} -"]
    extraction = read_text("\n".join(lines).encode(), name="a.txt")
    assert [draft.text for draft in extraction.drafts] == [PROSE] * 40
    (problem,) = extraction.problems
    assert problem.kind == "page furniture removed"
    assert "“The Harbour Programme” (8 times, first in line" in problem.message
    assert "page numbers" in problem.message


def test_form_feeds_show_heads_and_feet() -> None:
    towns = ("Eastmere", "Westmere", "Northmere", "Southmere")
    pages = [
        f"OUR HARBOUR {page}\n\n{PROSE}\n\nWe will mend the quay of {town} and\n\n"
        f"- {page} -\f\nOUR HARBOUR {page + 1}\n\nthe bridge of {town}."
        for page, town in enumerate(towns, 1)
    ]
    extraction = read_text("\f".join(pages).encode(), name="a.txt")
    expected = [
        (PROSE, f"We will mend the quay of {town} and the bridge of {town}.")
        for town in towns
    ]
    assert [draft.text for draft in extraction.drafts] == [
        text for pair in expected for text in pair
    ]


def test_an_item_broken_over_a_page_is_one_item() -> None:
    page = "• more boats for the island and\n\f\nfor the quay\n• fewer tolls\n"
    extraction = read_text((page * 4).encode(), name="a.txt")
    assert [draft.text for draft in extraction.drafts][:2] == [
        "• more boats for the island and for the quay",
        "• fewer tolls",
    ]


def test_headings_that_come_back_between_paragraphs_stay() -> None:
    chapter = "\n".join(["What we will do", "", *_wrapped(6), ""])
    extraction = read_text((chapter * 8).encode(), name="a.txt")
    kinds = [draft.text for draft in extraction.drafts if draft.kind == "heading"]
    assert kinds == ["What we will do"] * 8
    assert extraction.problems == ()


def test_printed_line_numbers_are_left_out_and_told() -> None:
    lines = [line for line in _wrapped(8) if line]
    every = "\n".join(f"{n:>3}  {line}" for n, line in enumerate(lines, 1))
    fifth = "\n".join(
        f"{n}  {line}" if n % 5 == 0 else line for n, line in enumerate(lines, 1)
    )
    for text in (every, fifth):
        extraction = read_text(text.encode(), name="a.txt")
        words = " ".join(draft.text for draft in extraction.drafts)
        assert words == " ".join([PROSE] * 8)
        assert "Printed line numbers" in extraction.problems[0].message


def test_numbered_lists_are_no_line_numbers() -> None:
    text = "\n".join(f"{n} boats" for n in range(1, 40))
    assert read_text(text.encode(), name="a.txt").problems == ()
