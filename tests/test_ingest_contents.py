from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.layout.contents import find_contents
from printed_lines import print_column

if TYPE_CHECKING:
    from hustings.ingest.layout.lines import Line

TITLES = ("Lamps", "Harbour and bridge", "Schools", "Baths", "Trees in every lane")
PROSE = ("The town keeps its lamps lit.",) * 12


def found(lines: list[Line]) -> list[str]:
    return [lines[i].text for i in sorted(find_contents(lines))]


def test_numbers_that_rise_make_contents() -> None:
    entries = [f"{title} {4 * i + 3}" for i, title in enumerate(TITLES)]
    lines = print_column(["Contents", *entries])
    assert found([*lines, *print_column(PROSE, page=20)]) == ["Contents", *entries]


def test_pages_after_one_sign_of_three_dots_make_contents() -> None:
    entries = [f"{title} …p{4 * i + 3}" for i, title in enumerate(TITLES)]
    lines = print_column(["Contents", *entries])
    assert found([*lines, *print_column(PROSE, page=20)]) == ["Contents", *entries]


def test_numbers_beyond_the_last_page_are_figures() -> None:
    rows = [f"{title} {100 * i + 300}" for i, title in enumerate(TITLES)]
    assert not found([*print_column(rows), *print_column(PROSE, page=20)])


def test_page_numbers_before_a_stroke_and_no_text_below() -> None:
    entries = [f"{4 * i + 3} / {title}" for i, title in enumerate(TITLES)]
    lines = print_column(["contents", *entries, "of ours", "", "", "We light lamps."])
    assert found(lines) == ["contents", *entries, "of ours"]


def test_one_column_beside_text_is_contents() -> None:
    entries = [f"{title} . . . . . . P. {i + 3}" for i, title in enumerate(TITLES)]
    lines = [*print_column(entries), *print_column(PROSE * 4, column=1)]
    assert found(lines) == entries


def test_few_dotted_rows_in_a_page_of_text_are_contents() -> None:
    rows = [f"{title} ........ {i + 3}" for i, title in enumerate(TITLES[:3])]
    lines = print_column([*PROSE, *rows, *PROSE])
    assert found(lines) == rows


def test_headings_without_numbers_are_no_contents() -> None:
    assert not found(print_column(TITLES))
