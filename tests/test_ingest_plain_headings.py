"""Headings that only their place tells, titles said again, contents without numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.ingest.drafts import Draft, PageSize, Piece
from hustings.ingest.layout.bare_headings import find_bare_headings
from hustings.ingest.layout.furniture import clear_furniture
from hustings.ingest.layout.line_groups import Group
from hustings.ingest.layout.styles import find_body_type
from hustings.ingest.structure.refining import refine_structure
from printed_lines import print_column, print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.layout.lines import Line

FULL = "The town keeps its lamps lit from dusk until the last ferry has come in at"
MATTERS = ("Lamps on the quay", "Bread for the harbour", "Boats at night", "Books")


def grouped(*blocks: Sequence[str]) -> list[Group]:
    """Set blocks of lines below each other, with room between them."""
    groups, y = [], 100.0
    for block in blocks:
        groups.append(Group(lines=print_column(block, y=y)))
        y += 12.0 * len(block) + 10
    return groups


def found_in(groups: list[Group], headings: Sequence[int] = ()) -> list[int]:
    body = find_body_type([line for group in groups for line in group.lines])
    return sorted(find_bare_headings(groups, headings, body))


def chapters(titles: Sequence[str]) -> list[Sequence[str]]:
    return [part for title in titles for part in ((title,), (FULL, "night, and pays."))]


def test_lone_lines_without_a_stop_before_paragraphs_are_headings() -> None:
    assert found_in(grouped(*chapters(MATTERS))) == [0, 2, 4, 6]


def test_two_such_lines_may_stand_one_above_the_other() -> None:
    groups = grouped(("Living by the water",), *chapters(MATTERS))
    assert found_in(groups) == [0, 1, 3, 5, 7]


@pytest.mark.parametrize(
    "titles",
    [
        MATTERS[:3],
        [f"{title}." for title in MATTERS],
        [title.lower() for title in MATTERS],
        [f"{title} {FULL}" for title in MATTERS],
    ],
    ids=["too few", "with a stop", "in lower case", "as long as lines"],
)
def test_other_lines_are_none(titles: Sequence[str]) -> None:
    assert found_in(grouped(*chapters(titles))) == []


def test_a_list_without_marks_is_no_row_of_headings() -> None:
    names = [(name,) for name in ("Ada Marsh", "Tom Reed", "Jo Lind", "Kit Fell")]
    assert found_in(grouped(*names, (FULL, "night."))) == []
    mixed = grouped(*names, (FULL, "night."), *names, *chapters(MATTERS))
    assert found_in(mixed) == []


def test_lines_that_lead_to_a_heading_are_none() -> None:
    groups = grouped(*chapters(MATTERS))
    assert found_in(groups, headings=[1, 3, 5, 7]) == []


def cleared(lines: list[Line], n_pages: int = 4) -> tuple[list[str], list[str]]:
    sizes = [PageSize(number=n, width=600, height=800) for n in range(1, n_pages + 1)]
    result = clear_furniture(lines, sizes)
    return [line.text for line in result.lines], [p.message for p in result.problems]


@pytest.mark.parametrize(
    "mark", ["[SUITE]", "(continued)", "(Fortsetzung)", "（続き）"]
)
def test_a_title_that_is_said_again_is_furniture(mark: str) -> None:
    lines = [
        print_line("Lamps on", y=300, size=14, bold=True),
        print_line("the quay", y=316, size=14, bold=True),
        *print_column([FULL, FULL], y=340),
        print_line("Lamps on", y=200, page=2, size=14, bold=True),
        print_line(f"the quay {mark}", y=216, page=2, size=14, bold=True),
        *print_column(["night, and pays for it."], y=240, page=2),
    ]
    texts, messages = cleared(lines)
    assert texts == ["Lamps on", "the quay", FULL, FULL, "night, and pays for it."]
    assert any(mark in message for message in messages)


def test_words_that_were_not_said_before_stay() -> None:
    lines = [
        *print_column([FULL, FULL], y=340),
        print_line("Boats at night (continued)", y=200, page=2),
        *print_column([FULL, "by day (continued)"], y=240, page=2),
    ]
    texts, _ = cleared(lines)
    assert "Boats at night (continued)" in texts
    assert "by day (continued)" in texts


def drafts_of(*texts: str) -> list[Draft]:
    return [Draft(kind="paragraph", pieces=(Piece(text),)) for text in texts]


def kinds_of(*texts: str) -> list[str]:
    return [draft.kind for draft in refine_structure(drafts_of(*texts))]


TEXT = "The town keeps its lamps lit. It pays for them out of the harbour dues."


@pytest.mark.parametrize("title", ["Contents", "SOMMAIRE", "Inhalt:", "目次"])
def test_a_list_of_what_comes_later_is_contents(title: str) -> None:
    chapters = [part for matter in MATTERS for part in (matter, TEXT)]
    kinds = kinds_of("For the town", title, *MATTERS, *chapters)
    assert kinds[1:6] == ["contents"] * 5
    assert "contents" not in kinds[6:]


def test_one_entry_may_be_worded_otherwise() -> None:
    chapters = [part for matter in MATTERS for part in (matter, TEXT)]
    kinds = kinds_of(
        "Contents", *MATTERS[:2], "Foreword by Ada", *MATTERS[2:], *chapters
    )
    assert kinds[:6] == ["contents"] * 6
    assert "contents" not in kinds[6:]


def test_a_list_that_does_not_come_again_is_text() -> None:
    assert "contents" not in kinds_of("Contents", *MATTERS, TEXT, TEXT)


def test_pledges_that_come_again_are_text_without_such_a_title() -> None:
    chapters = [part for matter in MATTERS for part in (matter, TEXT)]
    assert "contents" not in kinds_of("Our four pledges", *MATTERS, *chapters)
