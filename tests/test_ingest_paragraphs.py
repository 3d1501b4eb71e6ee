from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from hustings.ingest.layout.hyphens import find_stray_breaks
from hustings.ingest.layout.line_fill import is_open, measure_fill
from hustings.ingest.layout.paragraphs import group_lines
from hustings.ingest.layout.styles import find_body_type
from printed_lines import LEFT, RIGHT, print_column, print_line

if TYPE_CHECKING:
    from hustings.ingest.layout.lines import Line

WORDS = "the lamp lighters of the old harbour keep their round and the bridge its toll "


def groups(lines: list[Line]) -> list[str]:
    body = find_body_type(lines)
    return [group.text for group in group_lines(lines, body=body, contents=set())]


def prose(n: int, *, ragged: float, y: float = 100.0, page: int = 1) -> list[Line]:
    """Set one long sentence in lines that leave up to `ragged` points empty."""
    draw = random.Random(7)  # noqa: S311 - the same lines every time
    return [
        print_line(
            WORDS, y=y + 12 * i, page=page, right=RIGHT - draw.uniform(0, ragged)
        )
        for i in range(n)
    ]


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("We keep the baths.", False),
        ("We keep the baths.”12", False),
        ("The first 1.000.000", True),
        ("as it was in 2031.", False),
        ("for all of", True),
    ],
)
def test_a_line_is_open_inside_a_sentence(text: str, *, open_: bool) -> None:
    assert is_open(print_line(text)) is open_


def test_slack_is_what_lines_leave_inside_a_sentence() -> None:
    straight, ragged = prose(60, ragged=0), prose(60, ragged=120)
    body = find_body_type(straight)
    assert measure_fill(straight, body).slack == 0.0
    # 120 of 400 points, less the word "the", half an em and a share of a hundredth
    assert 0.1 < measure_fill(ragged, body).slack < 0.3


def test_short_sentence_end_in_ragged_text_parted_by_space_ends_no_paragraph() -> None:
    lines = prose(60, ragged=100)
    y = lines[-1].baseline
    for _ in range(12):
        y += 24
        lines.append(print_line("It is so, and it stays.", y=y, right=RIGHT - 60))
        y += 12
        lines.append(print_line("Nobody minds it at all.", y=y, right=RIGHT - 90))
    found = groups(lines)
    assert found[1:] == ["It is so, and it stays. Nobody minds it at all."] * 12


def test_short_sentence_end_in_justified_text_ends_a_paragraph() -> None:
    lines = prose(60, ragged=0)
    y = lines[-1].baseline
    for i in range(12):
        y += 12
        right = RIGHT - 60 - 5 * i
        lines.append(print_line("It is so, and it stays.", y=y, right=right))
    assert groups(lines)[1:] == ["It is so, and it stays."] * 11


def test_noun_after_a_short_open_line_belongs_to_the_sentence() -> None:
    lines = print_column([WORDS.strip(), "and the lamps", "Lantern and Kin are lit."])
    assert len(groups(lines)) == 1


def test_lines_of_a_heading_broken_by_sense_are_one() -> None:
    lines = [
        print_line("Lamps for all:", y=100, bold=True),
        print_line("Light in every lane", y=112, bold=True),
        *prose(20, ragged=0, y=140),
    ]
    assert groups(lines)[0] == "Lamps for all: Light in every lane"


def test_bold_lines_of_a_long_list_stay_apart() -> None:
    names = [f"Lamp {word}" for word in ("One", "Two", "Three", "Four", "Five")]
    bold = [print_line(text, y=100 + 12 * i, bold=True) for i, text in enumerate(names)]
    lines = [*bold, *prose(20, ragged=0, y=200)]
    assert groups(lines)[:5] == names


def test_loosely_set_item_keeps_its_lines() -> None:
    first = "1. " + WORDS.strip()
    lines = [
        *prose(20, ragged=0, y=100),
        print_line(first, y=400, left=LEFT + 10, right=RIGHT),
        print_line("Lantern Act, and all it says of", y=420, left=LEFT + 30),
        print_line("2. Oil for every lamp;", y=440, left=LEFT + 10),
    ]
    assert groups(lines)[1:] == [
        f"{first} Lantern Act, and all it says of",
        "2. Oil for every lamp;",
    ]


def test_first_words_in_small_capitals_belong_to_the_paragraph() -> None:
    lead = print_line("THIS OLD TOWN of ours and its", y=100, size=8.5, right=RIGHT)
    lines = [lead, *prose(20, ragged=0, y=112)]
    assert len(groups(lines)) == 1


def test_paragraph_goes_on_after_a_page_of_pictures() -> None:
    credit = print_line("Picture: Lamp and Kin", page=2, y=300, size=5)
    lines = [*prose(20, ragged=0), credit, *prose(20, ragged=0, page=3)]
    found = groups(lines)
    assert len(found) == 2
    assert "Picture: Lamp and Kin" in found


def test_bold_text_goes_on_in_the_next_column() -> None:
    def set_bold(column: int) -> list[Line]:
        return [
            print_line(WORDS, y=100 + 12 * i, column=column, right=RIGHT, bold=True)
            for i in range(6)
        ]

    lines = [*set_bold(0), *set_bold(1), *prose(30, ragged=0, y=300)]
    assert len(groups(lines)) == 2


def test_a_hyphen_left_by_an_earlier_line_end_goes() -> None:
    lexicon = Counter(welcome=2, come=4, wel=1, into=3, **{"in": 9, "to": 9})
    assert find_stray_breaks("All are wel - come here", lexicon) == [(11, 14)]
    assert find_stray_breaks("They moved in - to stay", lexicon) == []
    assert find_stray_breaks("All are wel - Come here", lexicon) == []
    assert find_stray_breaks("All are un - known here", lexicon) == []
