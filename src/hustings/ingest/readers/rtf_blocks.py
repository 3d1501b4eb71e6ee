"""Paragraphs, notes, text boxes and table rows of an RTF as blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.passages import Passage

if TYPE_CHECKING:
    from hustings.model.document import BlockKind

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PRINTED = {"·": "•", "o": "◦", "§": "▪"}
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop) (\d)")
_LONGEST_MARKER = 20


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """Settings of the paragraph at hand."""

    style: int = 0
    outline: int | None = None
    list_level: int | None = None
    in_table: bool = False
    marker: str | None = None


@dataclass(slots=True, kw_only=True)
class RtfBlocks:
    """Blocks in the order of the file, and the one being gathered.

    Attributes
    ----------
    styles, outlines : dict
        Name, and heading level, of each style by its number.
    outer, inner : list
        The paragraphs around a note or text box, and which of the two each is.
    held : list of Draft
        Notes and text boxes that wait for the end of their paragraph.
    """

    styles: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)
    paragraph: Paragraph = field(default_factory=Paragraph)
    passage: Passage = field(default_factory=Passage)
    outer: list[tuple[Passage, Paragraph]] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    cells: list[Draft | None] = field(default_factory=list)
    held: list[Draft] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    n_notes: int = 0

    def name_style(self, number: int, name: str) -> None:
        """Keep what a style is called, and the outline level set in it."""
        self.styles[number] = name
        if self.paragraph.outline is not None:
            self.outlines[number] = self.paragraph.outline
        self.paragraph = Paragraph()

    def mark(self, printed: str) -> None:
        """Keep the number or bullet that the writing program has printed."""
        printed = printed.strip()
        printed = _PRINTED.get(printed, _PRIVATE.sub("•", printed))
        self.paragraph.marker = printed[:_LONGEST_MARKER] or None

    def reset(self) -> None:
        """Begin a paragraph's settings anew; its number is printed before them."""
        self.paragraph = Paragraph(marker=self.paragraph.marker)

    def begin_inner(self, kind: str) -> None:
        """Begin a note or a text box in the middle of a paragraph."""
        self.outer.append((self.passage, self.paragraph))
        self.inner.append(kind)
        self.passage, self.paragraph = Passage(), Paragraph()

    def end_inner(self) -> None:
        """Go on with the paragraph around a note or a text box."""
        self.passage, self.paragraph = self.outer.pop()
        self.inner.pop()

    def end_note(self) -> None:
        """End a footnote; it stands after the paragraph it belongs to."""
        self.n_notes += 1
        draft = self.passage.draft("footnote", marker=str(self.n_notes))
        self.held.extend([draft] if draft else [])
        self.end_inner()

    def end_box(self) -> None:
        """End a text box; its last paragraph may lack an end."""
        draft = self.draft()
        self.held.extend([draft] if draft else [])
        self.end_inner()

    def end_paragraph(self) -> None:
        """End a paragraph; within a note or a cell its words go on."""
        if self.inner[-1:] == ["note"] or self.paragraph.in_table:
            self.passage.add(" ", is_bold=True)
        elif self.inner:
            draft = self.draft()
            self.held.extend([draft] if draft else [])
        else:
            draft = self.draft()
            self.drafts.extend([draft] if draft else [])
            self.release()

    def release(self) -> None:
        """Put notes and text boxes after the paragraph they hang on."""
        self.drafts += self.held
        self.held = []

    def draft(self) -> Draft | None:
        """Make a block of the paragraph; its settings go on, its words do not."""
        kind, level, marker = self.kind()
        draft = self.passage.draft(kind, level=level, marker=marker)
        opened, self.passage = self.passage.opened, Passage()
        self.passage.opened = [(0, url) for _, url in opened[-1:]]
        self.paragraph.marker = None
        return draft

    def kind(self) -> tuple[BlockKind, int | None, str | None]:
        """Tell kind, level and marker from style, list and weight."""
        paragraph = self.paragraph
        style = self.styles.get(paragraph.style, "")
        outline = paragraph.outline
        if outline is None:
            outline = self.outlines.get(paragraph.style)
        level = _heading_level(style, outline)
        if level:
            return "heading", level, paragraph.marker
        if style.startswith("toc "):
            return "contents", None, None
        if paragraph.marker or paragraph.list_level is not None:
            return "item", (paragraph.list_level or 0) + 1, paragraph.marker
        if "quot" in style:
            return "quotation", None, None
        if self.passage.is_bold_line():
            return "heading", 4, None
        return "paragraph", None, None

    def end_cell(self) -> None:
        """End a cell of a table."""
        self.cells.append(self.draft())

    def end_row(self) -> None:
        """End a row of a table; one of a single cell only frames its text."""
        cells = [cell for cell in self.cells if cell is not None]
        if len(self.cells) == 1:
            self.drafts += cells
        elif cells:
            text = " | ".join(cell.text for cell in cells)
            self.drafts.append(Draft(kind="table", pieces=(Piece(text),)))
        self.cells = []
        self.release()

    def finish(self) -> tuple[Draft, ...]:
        """End the last paragraph and give all blocks."""
        self.paragraph.in_table = False
        self.end_row()
        self.end_paragraph()
        return tuple(map(_repair, self.drafts))


def _heading_level(style: str, outline: int | None) -> int | None:
    """Tell the level of a heading from its style's name or outline level."""
    if style == "title":
        return 1
    named = _HEADING.match(style)
    if named:
        return int(named[1]) or 1
    return outline + 1 if outline is not None and 0 <= outline < 9 else None


def _repair(draft: Draft) -> Draft:
    """Join the halves of characters that RTF writes as two numbers."""
    text = draft.text
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return draft
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return replace(draft, pieces=(Piece(whole),), links=())
