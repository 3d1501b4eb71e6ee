from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

import pdf_pages as draw
from hustings.ingest.characters.codepoints import guess_unmapped
from hustings.ingest.drafts import Piece, assemble
from hustings.ingest.layout.hyphens import decide_join
from hustings.ingest.layout.notes import cut_pieces
from hustings.ingest.readers.pdf import read_pdf
from hustings.ingest.units.splitting import split_units
from hustings.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from hustings.ingest.drafts import Draft, Extraction

PARAGRAPH = " ".join(draw.PARAGRAPH)
ITALIC = "Helvetica-Oblique"


def read(*pages: Callable[[Canvas], None]) -> Extraction:
    return read_pdf(draw.draw_pdf(*pages), name="programme.pdf")


def kinds(extraction: Extraction) -> list[tuple[str, str]]:
    return [(draft.kind, draft.text) for draft in extraction.drafts]


def text_page(canvas: Canvas) -> None:
    draw.draw_lines(canvas, draw.PARAGRAPH)


def raise_mark(
    canvas: Canvas, mark: str, x: float, y: float, size: float = draw.SIZE
) -> None:
    """Draw a small figure above a line whose baseline is `y` from the top."""
    draw.draw_lines(canvas, (mark,), x=x, y=y - 0.5 * size, size=0.7 * size)


def with_note(canvas: Canvas) -> None:
    text_page(canvas)
    end = 72 + canvas.stringWidth(draw.PARAGRAPH[1], draw.FONT, draw.SIZE)
    raise_mark(canvas, "1", end, 100 + draw.LEADING)
    raise_mark(canvas, "1", 74, 700, 8.5)
    note = "The list of houses hangs in the hall of the old library."
    draw.draw_lines(canvas, (note,), x=80, y=700, size=8.5)


def test_footnote_is_its_own_block_and_leads_back_to_its_mark() -> None:
    extraction = read(with_note)
    assembly = assemble(extraction.drafts, extraction.pages)
    paragraph, note = assembly.blocks
    assert paragraph.span.of(assembly.text) == PARAGRAPH
    assert note.span.of(assembly.text).startswith("The list of houses")
    assert (note.kind, note.marker, note.refers_to) == (
        "footnote",
        "1",
        paragraph.block_id,
    )


def test_footnote_does_not_break_a_sentence_that_goes_on_overleaf() -> None:
    def broken(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[:2], y=660)
        raise_mark(canvas, "1", 60, 700, 8.5)
        draw.draw_lines(canvas, ("On houses, see the list.",), x=66, y=700, size=8.5)
        end = 72 + canvas.stringWidth(draw.PARAGRAPH[1], draw.FONT, draw.SIZE)
        raise_mark(canvas, "1", end, 660 + draw.LEADING)

    def rest(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[2:], y=80)

    assert kinds(read(broken, rest)) == [
        ("paragraph", PARAGRAPH),
        ("footnote", "On houses, see the list."),
    ]


def test_raised_figure_that_is_no_note_stays_a_raised_figure() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, ("Every pupil gets a room of forty m",))
        end = 72 + canvas.stringWidth(
            "Every pupil gets a room of forty m", draw.FONT, draw.SIZE
        )
        raise_mark(canvas, "2", end, 100)

    assert kinds(read(page)) == [("paragraph", "Every pupil gets a room of forty m²")]


def test_cut_pieces_keeps_the_places_of_the_rest() -> None:
    pieces = [Piece("see the annex", 1, 0), Piece("1 here", 1, 13)]
    kept = cut_pieces(pieces, [(13, 14)])
    assert kept == (Piece("see the annex", 1, 0), Piece(" here", 1, 14))


@pytest.mark.parametrize(
    ("before", "after", "join"),
    [
        ("made twenty-", "three crossings", "keep"),
        ("every rain-", "water butt", "keep"),  # the document has "Rain-water"
        ("somewhat low-", "income tenants", "keep"),
        ("it is some-", "body who dislikes us", "drop"),
        ("a skil-", "led operator", "drop"),
        ("self-", "made bread", "keep"),
    ],
)
def test_hyphens_between_two_words_that_make_no_word_stay(
    before: str, after: str, join: str
) -> None:
    words = ["low", "income", "some", "body", "made", "and", "rain-water", "and", "led"]
    assert decide_join(before, after, Counter(words)) == join


def test_title_of_the_right_column_does_not_cut_the_left_one() -> None:
    def page(canvas: Canvas) -> None:
        left = [*draw.LEFT_COLUMN, *draw.LEFT_COLUMN]
        draw.draw_lines(canvas, left[:4], y=100)
        draw.draw_lines(canvas, left[4:], y=190)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN[:3], x=310, y=100)
        draw.draw_lines(canvas, ("Songs",), x=310, y=168, font=draw.BOLD, size=16)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN, x=310, y=190)

    texts = [draft.text for draft in read(page).drafts]
    assert [text[:8] for text in texts] == [
        "The town",
        "and the ",
        "The tram",
        "Songs",
        "The tram",
    ] or texts.index("Songs") > max(
        i for i, text in enumerate(texts) if "bath houses" in text
    )


def test_text_said_again_on_three_pages_is_not_a_running_head() -> None:
    again = ("We ask for a clock that tells the true time, for", "every square.")

    def page(number: int) -> Callable[[Canvas], None]:
        def paint(canvas: Canvas) -> None:
            draw.draw_lines(canvas, again, y=60)
            draw.draw_lines(canvas, draw.PARAGRAPH[number % 3 :], y=140)

        return paint

    extraction = read(*map(page, range(3)), *[text_page] * 4)
    found = [text for _, text in kinds(extraction) if text.startswith("We ask")]
    assert len(found) == 3
    assert not extraction.problems


def test_sidebar_in_other_type_does_not_break_the_sentence() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[:2], y=100)
        draw.draw_lines(canvas, ("Open at seven in the evening",), y=160, size=8)
        draw.draw_lines(canvas, draw.PARAGRAPH[2:], y=200)

    assert kinds(read(page))[0] == ("paragraph", PARAGRAPH)


def test_sentence_repeated_in_large_type_is_a_pullquote() -> None:
    quote = "“We want a library in every quarter of the town.”"

    def page(canvas: Canvas) -> None:
        text_page(canvas)
        draw.draw_lines(canvas, (quote,), y=200, font=ITALIC, size=17)
        draw.draw_lines(canvas, draw.PARAGRAPH, y=260)

    found = kinds(read(page))
    assert [kind for kind, _ in found] == ["paragraph", "pullquote", "paragraph"]


def test_initial_over_two_lines_is_joined_to_its_word() -> None:
    def page(canvas: Canvas) -> None:
        first, second, third = draw.PARAGRAPH
        draw.draw_lines(canvas, ("W",), x=72, y=114, size=30)
        draw.draw_lines(canvas, (first[1:],), x=102, y=100)
        draw.draw_lines(canvas, (second[:60],), x=102, y=114)
        draw.draw_lines(canvas, (third,), y=128)

    (_, text), *_ = kinds(read(page))
    assert text.startswith("We want a library")
    assert text.endswith("an hour or two.")


def test_letter_spaced_heading_is_joined() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(draw.BOLD, 20)
        canvas.drawString(72, draw.HEIGHT - 60, "O U R  T O W N")
        text_page(canvas)

    assert kinds(read(page))[0] == ("heading", "OUR TOWN")


def table(canvas: Canvas) -> None:
    text_page(canvas)
    rows = (("", "2031", "2032"), ("Baths", "12", "14"), ("Trams", "230", "7"))
    for i, row in enumerate(rows):
        for x, cell in zip((72, 200, 280), row, strict=True):
            draw.draw_lines(canvas, (cell,), x=x, y=200 + 16 * i)
    draw.draw_lines(canvas, ("Ferries",), x=72, y=248)
    draw.draw_lines(canvas, ("1",), x=200, y=248)
    draw.draw_lines(canvas, ("2",), x=280, y=248)


def test_table_keeps_its_rows_and_each_is_a_unit() -> None:
    extraction = read(table)
    found = kinds(extraction)[-1]
    assert found == (
        "table",
        "2031 | 2032\nBaths | 12 | 14\nTrams | 230 | 7\nFerries | 1 | 2",
    )
    assembly = assemble(extraction.drafts, extraction.pages)
    document = Document(
        document_id="d1",
        sha256="",
        media_type="application/pdf",
        text=assembly.text,
        language="en",
        blocks=assembly.blocks,
    )
    units = [unit.span.of(document.text) for unit in split_units(document).units]
    assert units[-4:] == found[1].split("\n")


def test_contents_with_the_page_before_the_title() -> None:
    entries = [f"{n * 4}   Chapter on the {word}" for n, word in enumerate(WORDS, 1)]
    extraction = read(lambda canvas: draw.draw_lines(canvas, entries), text_page)
    assert [kind for kind, _ in kinds(extraction)] == ["contents"] * 6 + ["paragraph"]


WORDS = ("town", "river", "baths", "trams", "ferry", "school")


def test_link_lies_under_its_words() -> None:
    def page(canvas: Canvas) -> None:
        text_page(canvas)
        line = "Read more in the town's book."
        draw.draw_lines(canvas, (line,), y=200)
        start = 72 + canvas.stringWidth("Read more in ", draw.FONT, draw.SIZE)
        end = start + canvas.stringWidth("the town's book", draw.FONT, draw.SIZE)
        y = draw.HEIGHT - 200
        canvas.linkURL("https://town.example/book", (start, y - 3, end, y + 10))

    draft = linked(read(page))
    (link,) = draft.links
    assert draft.text[link.start : link.end] == "the town's book"
    assert link.url == "https://town.example/book"


def linked(extraction: Extraction) -> Draft:
    (found,) = [draft for draft in extraction.drafts if draft.links]
    return found


def test_outline_tells_headings_and_levels() -> None:
    titles = ("The town", "The baths", "The trams", "The river")

    def page(canvas: Canvas) -> None:
        for i, title in enumerate(titles):
            draw.draw_lines(canvas, (title,), y=80 + 120 * i)
            draw.draw_lines(canvas, draw.PARAGRAPH, y=110 + 120 * i)
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level=min(i, 1))

    found = [(d.level, d.text) for d in read(page).drafts if d.kind == "heading"]
    assert found == [(1, "The town"), *((2, title) for title in titles[1:])]


def test_characters_without_a_meaning_are_read_by_their_place() -> None:
    places = np.array([ord(c) - 29 for c in "Town hall"], np.uint32)
    codes, n_guessed = guess_unmapped(places, np.ones(9, bool))
    assert "".join(map(chr, codes)) == "Town hall"
    assert n_guessed == 9


def test_characters_that_make_no_letters_are_left() -> None:
    codes = np.array([0x21, 0x22, 0x23], np.uint32)
    kept, n_guessed = guess_unmapped(codes, np.ones(3, bool))
    assert kept.tolist() == codes.tolist()
    assert n_guessed == 0


def _ragged(canvas: Canvas) -> None:
    """Set a paragraph whose lines end anywhere between two thirds and the margin."""
    text = "the ferry runs on all days and nobody is asked for more than the fare"
    words = text.split()
    y, at = 780, 0
    for length in (12, 9, 13, 10, 14, 9, 12, 11, 13, 10):
        line = " ".join(words[(at + i) % len(words)] for i in range(length))
        canvas.drawString(60, y, line.capitalize() if y == 780 else line)
        y, at = y - 14, at + length


def test_ragged_lines_that_go_on_in_lower_case_are_one_paragraph() -> None:
    drafts = read_pdf(draw.draw_pdf(_ragged), name="a.pdf").drafts
    assert [draft.kind for draft in drafts] == ["paragraph"]


def _cover(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 90)
    text = canvas.beginText(40, 600)
    text.setCharSpace(-4)
    text.textOut("NEV")
    text.setTextOrigin(40 + canvas.stringWidth("NEV") - 8 + 14, 600)
    text.textOut("WAS")
    canvas.drawText(text)
    canvas.setFont("Helvetica", 10)
    for i in range(8):
        canvas.drawString(
            60, 400 - 14 * i, "The ferry runs on all days of the year now."
        )


def test_words_of_a_cover_that_a_gap_alone_parts_are_two() -> None:
    drafts = read_pdf(draw.draw_pdf(_cover), name="a.pdf").drafts
    assert drafts[0].text == "NEV WAS"


def _leads(canvas: Canvas) -> None:
    y = 780
    for lead in ("Local Government:", "The council will:", "Harbour Works:"):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, y, lead)
        canvas.setFont("Helvetica", 10)
        for i in range(1, 5):
            canvas.drawString(
                60, y - 14 * i, "The ferry runs on all days of the year, an"
            )
        canvas.drawString(60, y - 14 * 5, "at night.")
        y -= 110


def test_bold_lines_with_a_colon_head_what_they_name() -> None:
    drafts = read_pdf(draw.draw_pdf(_leads), name="a.pdf").drafts
    headings = [draft.text for draft in drafts if draft.kind == "heading"]
    assert headings == ["Local Government:", "Harbour Works:"]
