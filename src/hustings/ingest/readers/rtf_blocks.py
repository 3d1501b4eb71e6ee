"""Paragraphs, notes, text boxes and table rows of an RTF as blocks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.markup.passages import BOLD_LEVEL, Passage
from hustings.ingest.markup.rows import draft_rows, is_frame, mark_dashed
from hustings.ingest.markup.stylenames import (
    heading_level,
    names_contents,
    names_quotation,
)
from hustings.ingest.structure.numbering import format_number

if TYPE_CHECKING:
    from hustings.model.document import BlockKind

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PRINTED = {"·": "•", "o": "◦", "§": "▪"}
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
    n_notes: Counter[bool] = field(default_factory=Counter)
    is_endnote: bool = False
    rows: list[list[Draft | None]] = field(default_factory=list)

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
        mark = self.next_mark()
        draft = self.passage.draft("footnote", marker=mark)
        self.held.extend([draft] if draft else [])
        self.end_inner()
        self.passage.refer(mark if draft else None)

    def next_mark(self) -> str:
        """Count one footnote, or one endnote, on."""
        self.n_notes[self.is_endnote] += 1
        number, style = self.n_notes[self.is_endnote], "decimal"
        if self.is_endnote:
            style = "lowerRoman"
        self.is_endnote = False
        return format_number(number, style)

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
            self.end_table()
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
        if names_contents(style):
            return "contents", None, None
        if paragraph.marker or paragraph.list_level is not None:
            return "item", (paragraph.list_level or 0) + 1, paragraph.marker
        if names_quotation(style):
            return "quotation", None, None
        if self.passage.is_bold_line():
            return "heading", BOLD_LEVEL, None
        return "paragraph", None, None

    def end_cell(self) -> None:
        """End a cell of a table."""
        self.cells.append(self.draft())

    def end_row(self) -> None:
        """End a row of a table."""
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []

    def end_table(self) -> None:
        """Give a table as one block; one that only frames its text as that text."""
        rows, self.rows = self.rows, []
        if not rows:
            return
        plain = [[cell.text if cell else "" for cell in row] for row in rows]
        cells = [cell for row in rows for cell in row if cell is not None]
        if is_frame(plain) or any(map(_is_marked, cells)):
            self.drafts += cells
        else:
            self.drafts += draft_rows(rows)
        self.release()

    def finish(self) -> tuple[Draft, ...]:
        """End the last paragraph and give all blocks."""
        self.paragraph.in_table = False
        self.end_row()
        self.end_table()
        self.end_paragraph()
        return tuple(mark_dashed(list(map(_repair, self.drafts))))


def _is_marked(cell: Draft) -> bool:
    """Say whether a cell holds an item or a heading by its style, not by weight."""
    return cell.kind == "item" or (cell.kind == "heading" and cell.level != BOLD_LEVEL)


def _heading_level(style: str, outline: int | None) -> int | None:
    """Tell the level of a heading from its style's name or outline level."""
    named = heading_level(style)
    if named:
        return named
    return outline + 1 if outline is not None and 0 <= outline < 9 else None


def _repair(draft: Draft) -> Draft:
    """Join the halves of characters that RTF writes as two numbers."""
    text = draft.text
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return draft
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return replace(draft, pieces=(Piece(whole),), links=())
