from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.drafts import PageSize
from hustings.ingest.layout.furniture import clear_furniture
from printed_lines import print_column, print_line

if TYPE_CHECKING:
    from hustings.ingest.layout.lines import Line

PROSE = tuple(f"The town keeps lamp number {word} lit." for word in "abcdefghijklmno")


def cleared(pages: list[list[Line]]) -> list[str]:
    sizes = [
        PageSize(number=number, width=600.0, height=800.0)
        for number in range(1, len(pages) + 1)
    ]
    lines = [line for page in pages for line in page]
    return [line.text for line in clear_furniture(lines, sizes).lines]


def body(page: int, y: float = 200.0) -> list[Line]:
    return print_column([f"{text} {page}" for text in PROSE], y=y, page=page)


def test_page_number_close_below_the_text_is_removed() -> None:
    pages = [
        [*body(page), print_line(str(page + 1), y=780, page=page)]
        for page in range(1, 6)
    ]
    close = print_column(["and all who", "row at dusk."], y=756, page=6)
    pages.append([*body(6), *close, print_line("7", y=780, page=6)])
    texts = cleared(pages)
    assert "row at dusk." in texts
    assert "7" not in texts


def test_figure_that_does_not_count_with_the_pages_stays() -> None:
    pages = [
        [*body(page), print_line(str(page), y=780, page=page)] for page in range(1, 6)
    ]
    pages.append([*body(6), print_line("1848", y=770, page=6)])
    assert "1848" in cleared(pages)


def test_title_along_the_margin_is_removed_at_any_height() -> None:
    def page(number: int, y: float) -> list[Line]:
        margin = print_line("Chapter of lamps", y=y, page=number, upright=False)
        return [*body(number), margin]

    pages = [page(1, 50), page(2, 50), page(3, 50), page(4, 600)]
    assert "Chapter of lamps" not in cleared(pages)


def test_title_of_the_same_words_does_not_keep_the_margin() -> None:
    pages = [
        [
            *body(number),
            print_line("LAMPS", y=50, page=number, upright=False),
        ]
        for number in range(1, 5)
    ]
    for number in (1, 2, 3):
        pages[number].insert(0, print_line("Lamps", y=150, page=number + 1, bold=True))
    texts = cleared(pages)
    assert texts.count("Lamps") == 3
    assert "LAMPS" not in texts
