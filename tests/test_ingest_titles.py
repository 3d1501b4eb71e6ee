"""Which heading is the title of a text, and how deep the others stand."""

from __future__ import annotations

import pytest

from hustings.ingest.reading import Described, read_document
from sample_files import epub_parts, zip_parts

BODY = "We will run a ferry to the island every day of the year, and at night."
SECTIONS = ("Housing", "Transport", "Schools")


def title_of(text: str, name: str = "plan.txt") -> tuple[str | None, bool]:
    """Give the title, and whether it rests on words of the document."""
    reading = read_document(text.encode(), name=name, described=Described())
    return reading.document.title, reading.document.guessed.title is not None


def sections(mark: str) -> str:
    return "".join(f"{mark.format(one)}\n\n{BODY}\n\n" for one in SECTIONS)


@pytest.mark.parametrize("mark", ["# {}", "## {}"])
def test_the_first_of_many_sections_is_no_title(mark: str) -> None:
    assert title_of(sections(mark), "plan.md") == ("plan", False)


def test_sections_of_a_page_leave_the_title_to_the_page() -> None:
    body = "".join(f"<h2>{one}</h2><p>{BODY}</p>" for one in SECTIONS)
    page = f"<html><head><title>Our plan</title></head><body>{body}</body></html>"
    assert title_of(page, "a.html") == ("Our plan", False)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Our Harbour\n\n{BODY}\n\n{sections('## {}')}", "Our Harbour"),
        (f"# Our Harbour Plan\n\n{sections('# {}')}", "Our Harbour Plan"),
        (f"# Harbour Manifesto\n\n{BODY}\n\n{sections('# {}')}", "Harbour Manifesto"),
        (f"Our Harbour\n\n{BODY}\n\n{sections('{}')}", "Our Harbour"),
    ],
)
def test_a_heading_above_all_others_is_the_title(text: str, title: str) -> None:
    assert title_of(text, "plan.md") == (title, True)


@pytest.mark.parametrize("first", ["Introduction", "Vorwort", "1. Housing"])
def test_what_opens_or_is_counted_is_no_title(first: str) -> None:
    text = f"{first}\n\n{BODY}\n\n2. Transport\n\n{BODY}\n\n3. Schools\n\n{BODY}\n"
    assert title_of(text) == ("plan", False)


def levels(text: str) -> list[int | None]:
    reading = read_document(text.encode(), name="a.txt", described=Described())
    return [one.level for one in reading.document.blocks if one.kind == "heading"]


def test_chapters_in_capitals_stand_below_a_title_in_capitals() -> None:
    chapters = f"HOUSING\n\n{BODY}\n\nRents\n\n{BODY}\n\nTRANSPORT\n\n{BODY}\n"
    assert levels(f"THE HARBOUR PLAN\n\n{BODY}\n\n{chapters}") == [1, 2, 3, 2]
    assert levels(f"{BODY}\n\n{chapters}") == [1, 2, 1]


def book(title: str, *chapters: str) -> bytes:
    parts = epub_parts(*chapters)
    opf = parts["book/content.opf"]
    assert isinstance(opf, str)
    start = opf.index("<dc:title>") + len("<dc:title>")
    end = opf.index("</dc:title>")
    return zip_parts({**parts, "book/content.opf": opf[:start] + title + opf[end:]})


@pytest.mark.parametrize(
    ("title", "found", "is_in_words"),
    [
        ("A Harbour for All", "A Harbour for All", False),
        ("one: ferries", "One. Ferries", True),
        ("plan_final.docx", "One. Ferries", True),
    ],
)
def test_the_title_of_a_book_is_that_of_its_record(
    title: str, found: str, *, is_in_words: bool
) -> None:
    content = book(title, f"<h1>One. Ferries</h1><p>{BODY}</p>")
    document = read_document(content, name="a.epub", described=Described()).document
    assert document.title == found
    assert (document.guessed.title is not None) is is_in_words
