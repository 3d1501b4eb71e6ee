"""Set the sample documents as PDF: booklets of one column, papers of two."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, A5, B5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents
from sample_masters import curl_quotes, inline_runs, mark_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_masters import Block, Master

FACES: Final = {
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
}
PDF_MARKS: Final = {
    "plain": "{}",
    "em": "<i>{}</i>",
    "strong": "<b>{}</b>",
    "note": "<super>{}</super>",
}
SOFT_HYPHEN: Final = "\u00ad"
LONG_WORD: Final = re.compile(r"(?<![\w-])[a-z]{7,}(?![\w-])")
# A break may stand between a vowel and a consonant with a vowel (mu-nici-pal), between
# two consonants that are not one sound (win-ter, not wi-thout), or before an ending;
# never inside an ending (work-ers is beyond these rules, wor-kers is wrong).
UNBROKEN_END: Final = r"(?![a-z](?:ings?|e[drsn]?s?|est|ors?|y|ies|al|able)$)"
BREAK: Final = re.compile(
    rf"(?<=[^aeiou][aeiou])(?=[bcdfgjklmnpqrstvz][aeiou]){UNBROKEN_END}"
    rf"|(?<=[aeiou][lmnrst])(?=[bcdfgjklmnpstv][aeiouy]){UNBROKEN_END}"
    r"|(?=(?:tion|sion|ment|ness|ship|less|ful|ture)s?$)"
    r"|(?<!bb|dd|gg|ll|mm|nn|pp|rr|ss|tt|qu)(?<![aeiou])(?=ings?$)"
)
LEFT, RIGHT, TOP = 20 * mm, 20 * mm, 22 * mm
GUTTER: Final = 8 * mm
BANNER: Final = 30 * mm
BAR: Final = 6 * mm


# Words


def hyphenate(words: str) -> str:
    """Put soft hyphens where a long word may be broken."""
    return LONG_WORD.sub(lambda match: break_word(match[0]), curl_quotes(words))


def break_word(word: str) -> str:
    """Break one word, leaving at least three letters before and four after."""
    places = [
        m.start() for m in BREAK.finditer(word) if 3 <= m.start() <= len(word) - 4
    ]
    ends = [0, *places, len(word)]
    return SOFT_HYPHEN.join(word[a:b] for a, b in pairwise(ends))


def set_words(words: str) -> str:
    """Write words in reportlab's markup, ready to be broken at line ends."""
    return mark_up(words, PDF_MARKS, before=hyphenate)


# The look of one party's papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a document is set, from the facts of its master."""

    roman: str
    bold: str
    italic: str
    colour: Any
    size: float
    page: tuple[float, float]
    n_columns: int
    is_leaflet: bool

    @property
    def foot(self) -> float:
        """The room below the columns, for footnotes and the page number."""
        return float(mm * (12 if self.is_leaflet else 25))

    def style(self, kind: str) -> ParagraphStyle:
        """Return the paragraph style for a kind of block."""
        return ParagraphStyle(kind, **{**self.body(), **self.special(kind)})

    def body(self) -> dict[str, Any]:
        """Return the settings that all kinds share."""
        return {
            "fontName": self.roman,
            "fontSize": self.size,
            "leading": self.size * 1.36,
            "spaceAfter": self.size * 0.55,
            "alignment": TA_LEFT if self.is_leaflet else TA_JUSTIFY,
            "bulletFontName": self.roman,
            "bulletFontSize": self.size,
            "embeddedHyphenation": 1,
            "allowWidows": 0,
            "allowOrphans": 0,
        }

    def special(self, kind: str) -> dict[str, Any]:
        """Return the settings that belong to one kind alone."""
        size, colour = self.size, self.colour
        loud = {"fontName": self.bold, "textColor": colour, "alignment": 0}
        quiet = {"fontName": self.italic, "alignment": 0}
        small = {"fontSize": size * 0.8, "leading": size * 1.05}
        return {
            "title": loud | {"fontSize": size * 2.7, "leading": size * 3.1},
            "heading": loud
            | {
                "fontSize": size * 1.3,
                "leading": size * 1.6,
                "spaceBefore": size * 0.9,
            },
            "subtitle": quiet | {"fontSize": size * 1.1, "spaceAfter": size},
            "item": {"leftIndent": size * 1.9, "spaceAfter": size * 0.3},
            "quotation": quiet | {"leftIndent": size * 2, "rightIndent": size * 1.5},
            "speaker": small | {"leftIndent": size * 2, "alignment": 0},
            "slogan": loud | {"fontSize": size * 1.15, "spaceBefore": size * 0.4},
            "signature": quiet | {"spaceBefore": size * 0.4},
            "imprint": small | {"alignment": 0, "spaceBefore": size * 0.8},
            "footnote": small | {"alignment": 0},
        }.get(kind, {})


def look_of(master: Master) -> Look:
    """Choose page, type and colour."""
    facts = master.facts
    roman, bold, italic = FACES[facts["face"]]
    is_leaflet = "head" not in facts
    two = facts["columns"] == "2"
    return Look(
        roman=roman,
        bold=bold,
        italic=italic,
        colour=HexColor(f"#{facts['colour']}"),
        size=float(facts["size"]),
        page=A4 if is_leaflet else B5 if two else A5,
        n_columns=2 if two else 1,
        is_leaflet=is_leaflet,
    )


# The pages


class NoteMark(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A footnote's place in the text: tells the page that it has one."""

    def __init__(self, page_notes: list[Paragraph], note: Paragraph) -> None:
        super().__init__()
        self.page_notes = page_notes
        self.note = note

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Hand the note to the foot of the page."""
        self.page_notes.append(self.note)


class Paper(BaseDocTemplate):  # type: ignore[misc]  # reportlab ships no types
    """A document that tells its table of contents where the headings fell."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Note a heading's page."""
        if getattr(flowable, "is_listed", False):
            entry = (0, flowable.getPlainText(), self.page)
            self.notify("TOCEntry", entry)


@dataclass(slots=True, kw_only=True)
class Setting:
    """One document on its way to paper."""

    master: Master
    look: Look
    page_notes: list[Paragraph] = field(default_factory=list)

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return float(self.look.page[0] - LEFT - RIGHT)

    def frames(self, *, is_first: bool) -> list[Frame]:
        """Lay out the columns, below a banner on the first page of a paper."""
        height = self.look.page[1] - TOP - self.look.foot
        n = self.look.n_columns
        has_banner = is_first and n > 1
        lower = height - BANNER if has_banner else height
        width = (self.measure - GUTTER * (n - 1)) / n
        columns = [
            bare_frame(LEFT + i * (width + GUTTER), self.look.foot, width, lower)
            for i in range(n)
        ]
        banner = bare_frame(LEFT, self.look.foot + lower, self.measure, BANNER)
        return [banner, *columns] if has_banner else columns

    def templates(self) -> list[PageTemplate]:
        """Make the first page and the later ones."""
        return [
            PageTemplate(
                "first",
                self.frames(is_first=True),
                onPage=self.draw_bar,
                onPageEnd=self.draw_foot,
            ),
            PageTemplate(
                "later",
                self.frames(is_first=False),
                onPage=self.draw_head,
                onPageEnd=self.draw_foot,
            ),
        ]

    def draw_bar(self, canvas: Any, _paper: Paper) -> None:  # noqa: ANN401  # reportlab ships no types
        """Draw a bar of the actor's colour across the top of the first page."""
        width, height = self.look.page
        canvas.setFillColor(self.look.colour)
        canvas.rect(0, height - BAR, width, BAR, stroke=0, fill=1)

    def draw_head(self, canvas: Any, paper: Paper) -> None:  # noqa: ANN401  # reportlab ships no types
        """Draw the running head: the title on the outside, a rule below."""
        look, (width, height) = self.look, self.look.page
        y = height - 14 * mm
        canvas.setFont(look.italic, 8.5)
        canvas.setFillColor(look.colour)
        head = self.master.facts.get("head", "")
        if paper.page % 2:
            canvas.drawRightString(width - RIGHT, y, head)
        else:
            canvas.drawString(LEFT, y, head)
        canvas.setStrokeColor(look.colour)
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, y - 4, width - RIGHT, y - 4)

    def draw_foot(self, canvas: Any, paper: Paper) -> None:  # noqa: ANN401  # reportlab ships no types
        """Draw the page number and this page's footnotes."""
        canvas.setFillColor(black)
        if not self.look.is_leaflet:
            canvas.setFont(self.look.roman, 9)
            canvas.drawCentredString(self.look.page[0] / 2, 10 * mm, str(paper.page))
        y = self.look.foot - 8
        for note in self.page_notes:
            canvas.setLineWidth(0.4)
            canvas.line(LEFT, y + 2, LEFT + 25 * mm, y + 2)
            _, height = note.wrap(self.measure, self.look.foot)
            note.drawOn(canvas, LEFT, y - height)
            y -= height
        self.page_notes.clear()

    def story(self) -> Iterator[Flowable]:
        """Give everything that flows through the columns."""
        yield NextPageTemplate("later")
        blocks = list(self.master.blocks)
        n_opening = sum(block.kind in {"title", "subtitle"} for block in blocks)
        yield from self.opening(blocks[:n_opening])
        for block in blocks[n_opening:]:
            yield from self.flow(block)

    def opening(self, blocks: list[Block]) -> Iterator[Flowable]:
        """Set the title, and after it a banner's end or a contents page."""
        has_contents = "contents" in self.master.facts
        if has_contents:
            yield Spacer(1, 45 * mm)
        for block in blocks:
            yield from self.flow(block)
        yield HRFlowable("100%", 1.2, color=self.look.colour, spaceAfter=10)
        if self.look.n_columns > 1:
            yield FrameBreak()
        if has_contents:
            yield from self.contents()

    def contents(self) -> Iterator[Flowable]:
        """Set the contents page."""
        yield Spacer(1, 70 * mm)
        yield Paragraph(self.master.facts["actor"], self.look.style("slogan"))
        yield PageBreak()
        yield Paragraph("Contents", self.look.style("heading"))
        table = TableOfContents(dotsMinLevel=0)
        table.levelStyles = [self.look.style("contents")]
        yield table
        yield PageBreak()

    def flow(self, block: Block) -> Iterator[Flowable]:
        """Set one block."""
        if block.kind == "quotation":
            said, _, speaker = block.words.partition("\n")
            said_style = self.look.style("quotation")
            yield KeepTogether(
                [
                    Paragraph(set_words(said), said_style),
                    Paragraph(set_words(speaker), self.look.style("speaker")),
                ]
            )
        elif block.kind != "footnote":
            if block.kind == "heading":
                yield CondPageBreak(self.look.size * 6.5)
            yield self.paragraph(block)
            yield from self.notes_of(block)

    def paragraph(self, block: Block) -> Paragraph:
        """Set the words of one block."""
        is_loud = block.kind in {"title", "heading", "subtitle", "slogan"}
        words = (
            mark_up(block.words, PDF_MARKS, before=curl_quotes)
            if is_loud
            else set_words(block.words)
        )
        marker = block.marker.replace("-", "•") or None
        paragraph = Paragraph(words, self.look.style(block.kind), bulletText=marker)
        paragraph.is_listed = block.kind == "heading"
        return paragraph

    def notes_of(self, block: Block) -> Iterator[Flowable]:
        """Mark the footnotes that a block refers to."""
        notes = self.master.notes()
        for style, number in inline_runs(block.words):
            if style == "note":
                words = f"<super>{number}</super> {set_words(notes[number])}"
                note = Paragraph(words, self.look.style("footnote"))
                yield NoteMark(self.page_notes, note)


def bare_frame(x: float, y: float, width: float, height: float) -> Frame:
    """Make a column without padding."""
    return Frame(
        x,
        y,
        width,
        height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def write_pdf(master: Master) -> bytes:
    """Set the master as PDF; nothing in it tells when it was made."""
    buffer = io.BytesIO()
    setting = Setting(master=master, look=look_of(master))
    paper = Paper(
        buffer,
        pagesize=setting.look.page,
        pageTemplates=setting.templates(),
        title=master.facts["title"],
        author=master.facts["actor"],
        invariant=1,
        pageCompression=0,
    )
    paper.multiBuild(list(setting.story()))
    return buffer.getvalue()
