"""Blocks made from the elements of a web page as they open and close."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.markup.page_parts import holds_note
from hustings.ingest.markup.passages import BOLD_LEVEL, serves_as_heading
from hustings.ingest.markup.rows import draft_rows
from hustings.ingest.readers.html_credits import (
    add_credit,
    clean_speaker,
    is_caption,
    is_quotation,
    names_speaker,
)
from hustings.ingest.readers.html_lists import HtmlItem, HtmlList, marker_of, word_level
from hustings.ingest.readers.html_names import names_contents, words_in
from hustings.ingest.readers.html_notes import HtmlNotes, strip_mark
from hustings.ingest.readers.html_tables import is_layout
from hustings.ingest.readers.html_tags import BLOCKS, part_of
from hustings.ingest.readers.html_words import HtmlWords, count_open
from hustings.ingest.structure.marks import match_marker

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

    from hustings.model.document import BlockKind

_SPACE = re.compile(r"\s+")
_UNSEEN = str.maketrans("", "", "\xad\u200b\ufeff\u2060")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LINES = frozenset(
    [
        *("p", "div", "center", "section", "article", "main", "header", "footer"),
        *("address", "figure", "figcaption", "pre", "details", "fieldset"),
    ]
)
"""Blocks that begin but a line of the item or quotation they stand in."""


@dataclass(slots=True)
class HtmlBlocks(HtmlWords):
    """Blocks in the order of the page, and the one being gathered.

    Attributes
    ----------
    items : list of HtmlItem
        The items that are open, one in the other.
    item : tuple or None
        Level and marker of the item whose first words are still to come.
    credits : list of tuple
        Elements that name who speaks, and where their words begin.
    rows : list or None
        Cells of the table that is open; of one that lays out text, None.
    """

    marks: HtmlNotes = field(default_factory=HtmlNotes)
    drafts: list[Draft] = field(default_factory=list)
    lists: list[HtmlList] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)
    named: list[tuple[int, str]] = field(default_factory=list)
    items: list[HtmlItem] = field(default_factory=list)
    item: tuple[int, str | None] | None = None
    contents: int = 0
    quotes: list[bool] = field(default_factory=list)
    credits: list[tuple[int, int]] = field(default_factory=list)
    speaker: str | None = None
    rows: list[list[Draft | None]] | None = None
    in_cell: bool = False
    references: list[str] = field(default_factory=list)

    def open(self, node: LexborNode) -> None:
        """Take note of an element that begins."""
        part = part_of(node)
        if part in BLOCKS:
            self.part_blocks(part)
        opener = _OPENERS.get(part)
        if opener:
            opener(self, node)
        if part in BLOCKS:
            self.open_named(node)
        if part in {"footer", "cite", "small", "figcaption"}:
            self.open_credit(node)

    def open_named(self, node: LexborNode) -> None:
        """Take note of notes and of a table of contents."""
        attributes = node.attributes
        here = node.mem_id
        if not attributes and here not in self.marks.homes:
            return
        mark = self.marks.homes.get(here)
        if mark or holds_note(node):
            number = self.item[1] if self.item else None
            self.notes.append(mark or (number or "").rstrip(".") or None)
            self.named.append((here, "note"))
        if names_contents(words_in(attributes)):
            self.contents += 1
            self.named.append((here, "contents"))
        level = word_level(node)
        if level:
            self.item = (level, None)

    def close_named(self, node: LexborNode) -> None:
        """Take note where a note or a table of contents ends."""
        while self.named and self.named[-1][0] == node.mem_id:
            _, sort = self.named.pop()
            if sort == "note":
                self.notes.pop()
            else:
                self.contents -= 1

    def close(self, node: LexborNode) -> None:
        """Take note of an element that ends."""
        part = part_of(node)
        if part == "a" and self.anchors:
            self.close_link()
        if self.credits and self.credits[-1][0] == node.mem_id:
            self.close_credit()
        if part in BLOCKS:
            self.part_blocks(part)
        closer = _CLOSERS.get(part)
        if closer:
            closer(self, node)
        self.close_named(node)

    def part_blocks(self, part: str) -> None:
        """End the block at hand; in an item, a quotation or a cell only its line."""
        if self.in_cell:
            if self.length and not self.ends_in_space():
                self.add(" ")
        elif part in _LINES and self.holds_lines():
            self.is_line_due = self.length > 0
        else:
            self.flush()

    def holds_lines(self) -> bool:
        """Say whether paragraphs are here lines of one item or quotation."""
        in_item = bool(self.items) and not self.items[-1].has_heading
        return (in_item or self.is_quoted()) and not self.headings

    def is_quoted(self) -> bool:
        """Say whether the words stand in a quotation."""
        return bool(self.quotes) and self.quotes[-1]

    def refer(self, mark: str) -> None:
        """Take note of the mark of a footnote."""
        self.references.append(mark)

    def mark(self, printed: str) -> None:
        """Take note of a marker that stands in the page's text."""
        if self.item:
            printed = re.sub("[·§\ue000-\uf8ff]", "•", printed.strip())
            self.item = (self.item[0], printed or None)

    def take(self, raw: str) -> None:
        """Add words, white space as a browser shows it."""
        if self.preformatted and "\n" in raw:
            self.take_lines(raw)
            return
        text = _SPACE.sub(" ", raw).translate(_UNSEEN)
        if self.length == 0 or self.ends_in_space():
            text = text.lstrip(" ")
        if not text:
            return
        if text.strip() and self.breaks:
            self.resolve_breaks(text)
        if self.is_line_due and text.strip():
            self.begin_line()
            text = text.lstrip(" ")
        if self.raised and text.isdecimal() and text.isascii() and len(text) <= 3:
            text = text.translate(_RAISED)
        self.has_plain = self.has_plain or (not self.bold and bool(text.strip()))
        self.add(text)

    def take_lines(self, raw: str) -> None:
        """Keep the lines of preformatted text apart."""
        for line in raw.split("\n"):
            self.take(line + " ")
            self.breaks += 1

    def resolve_breaks(self, text: str) -> None:
        """One line break is a space; two, or one before a marker, end the block."""
        breaks, self.breaks = self.breaks, 0
        if breaks > 1 and not match_marker(text.lstrip()):
            self.part_blocks("p")
        elif match_marker(text.lstrip()) and not self.in_cell:
            self.flush()
        elif self.length and not self.ends_in_space():
            self.add(" ")

    def flush(self) -> None:
        """End the block at hand."""
        draft = self.draft()
        if draft and draft.kind == "quotation" and self.is_credit(draft):
            self.drafts[-1] = add_credit(self.drafts[-1], draft)
        elif draft:
            self.drafts.append(draft)
        elif self.references and self.drafts:
            last = self.drafts[-1]
            self.drafts[-1] = replace(last, notes=(*last.notes, *self.references))
        self.clear()

    def clear(self) -> None:
        """Begin a block without words."""
        self.clear_words()
        self.references, self.speaker = [], None

    def draft(self) -> Draft | None:
        """Make a block of the words gathered."""
        text = "".join(self.buffer).rstrip()
        if not text.strip():
            return None
        kind, level, marker = ("table", None, None) if self.in_cell else self.kind(text)
        draft = Draft(
            kind=kind,
            pieces=(Piece(text),),
            level=level,
            marker=marker,
            speaker=self.speaker if kind == "quotation" else None,
            links=tuple(x for x in self.links if x.start < x.end <= len(text)),
            notes=tuple(self.references),
        )
        return strip_mark(draft) if kind == "footnote" else draft

    def kind(self, text: str) -> tuple[BlockKind, int | None, str | None]:
        """Tell kind, level and marker by the elements that the words stand in."""
        if self.notes:
            return "footnote", None, self.note_mark()
        if self.contents:
            return "contents", None, None
        if self.headings:
            return "heading", self.headings[-1], self.heading_number()
        if self.item:
            item, self.item = self.item, None
            return "item", *item
        return self.plain_kind(text)

    def note_mark(self) -> str | None:
        """Give the mark of the note at hand, or its number in a list of notes."""
        mark = next(filter(None, reversed(self.notes)), None)
        number = self.item[1] if self.item else None
        return mark or (number.rstrip(".") if number and number != "•" else None)

    def heading_number(self) -> str | None:
        """Take the number of the item that a heading opens; its words go on."""
        if self.item is None or self.item[1] in {None, "•"}:
            return None
        level, number = self.item
        self.item = (level, None)
        return number

    def plain_kind(self, text: str) -> tuple[BlockKind, int | None, str | None]:
        """Tell what words are that stand in no heading, note or list."""
        if self.is_quoted() or self.credits:
            return "quotation", None, None
        if self.items and not self.items[-1].has_heading:
            return "item", self.items[-1].level, None
        if serves_as_heading(text) and not self.has_plain and not self.lists:
            return "heading", BOLD_LEVEL, None
        return "paragraph", None, None

    def open_heading(self, node: LexborNode) -> None:
        """Begin a heading."""
        level = (node.tag or "")[1:] if (node.tag or "")[:1] == "h" else ""
        stated = level or node.attributes.get("aria-level") or "2"
        self.headings.append(min(int(stated), 6) if stated.isdecimal() else 2)
        if self.items:
            self.items[-1].has_heading = True

    def close_heading(self, _: LexborNode) -> None:
        """End a heading."""
        if self.headings:
            self.headings.pop()

    def open_list(self, node: LexborNode) -> None:
        """Begin a list."""
        opened = HtmlList.of(node, is_inner=bool(self.lists))
        self.contents += opened.is_contents
        self.lists.append(opened)

    def close_list(self, _: LexborNode) -> None:
        """End a list."""
        if self.lists:
            self.contents -= self.lists.pop().is_contents

    def open_item(self, node: LexborNode) -> None:
        """Begin an item of a list."""
        current = self.lists[-1] if self.lists else None
        self.item = (max(len(self.lists), 1), marker_of(node, current))
        self.items.append(HtmlItem(level=self.item[0]))

    def close_item(self, _: LexborNode) -> None:
        """End an item of a list."""
        self.item = None
        if self.items:
            self.items.pop()

    def open_quote(self, node: LexborNode) -> None:
        """Begin a quotation, or a part of the page that is set in."""
        self.quotes.append(is_quotation(node))

    def close_quote(self, _: LexborNode) -> None:
        """End a quotation."""
        self.quotes.pop()

    def open_credit(self, node: LexborNode) -> None:
        """Begin the words that name who speaks."""
        if (self.is_quoted() and names_speaker(node)) or is_caption(node):
            self.credits.append((node.mem_id, self.length))

    def close_credit(self) -> None:
        """End the words that name who speaks."""
        _, start = self.credits[-1]
        words = "".join(self.buffer)[start:]
        self.speaker = clean_speaker(words) or self.speaker
        if not self.is_quoted():
            self.flush()
        self.credits.pop()

    def is_credit(self, draft: Draft) -> bool:
        """Say whether words are but the name of who speaks in the block before."""
        is_name = self.speaker is not None and draft.text.endswith(self.speaker)
        is_all = is_name and clean_speaker(draft.text) == self.speaker
        return is_all and bool(self.drafts) and self.drafts[-1].kind == "quotation"

    def open_words(self, _: LexborNode) -> None:
        """Begin quoted words."""
        self.take("“")

    def close_words(self, _: LexborNode) -> None:
        """End quoted words."""
        self.take("”")

    def open_break(self, _: LexborNode) -> None:
        """Take note of a line break."""
        self.breaks += 1

    def open_table(self, node: LexborNode) -> None:
        """Begin a table, or a frame of text."""
        self.rows = None if is_layout(node) else []

    def close_table(self, _: LexborNode) -> None:
        """End a table: one block, a row a line."""
        rows, self.rows = self.rows, None
        self.drafts.extend(draft_rows(rows or ()))

    def open_row(self, _: LexborNode) -> None:
        """Begin a row."""
        if self.rows is not None:
            self.rows.append([])

    def open_cell(self, _: LexborNode) -> None:
        """Begin a cell."""
        if self.rows:
            self.in_cell = True

    def close_cell(self, _: LexborNode) -> None:
        """End a cell."""
        if self.rows and self.in_cell:
            self.rows[-1].append(self.draft())
            self.clear()
        self.in_cell = False


_OPENERS: dict[str, Callable[[HtmlBlocks, LexborNode], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HtmlBlocks.open_heading),
    **dict.fromkeys(("ul", "ol", "dl"), HtmlBlocks.open_list),
    **dict.fromkeys(("li", "dt", "dd"), HtmlBlocks.open_item),
    **dict.fromkeys(("b", "strong"), count_open("bold", 1)),
    "blockquote": HtmlBlocks.open_quote,
    "q": HtmlBlocks.open_words,
    "sup": count_open("raised", 1),
    "pre": count_open("preformatted", 1),
    "br": HtmlBlocks.open_break,
    "a": HtmlBlocks.open_link,
    "table": HtmlBlocks.open_table,
    "tr": HtmlBlocks.open_row,
    "td": HtmlBlocks.open_cell,
    "th": HtmlBlocks.open_cell,
}
_CLOSERS: dict[str, Callable[[HtmlBlocks, LexborNode], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HtmlBlocks.close_heading),
    **dict.fromkeys(("ul", "ol", "dl"), HtmlBlocks.close_list),
    **dict.fromkeys(("li", "dt", "dd"), HtmlBlocks.close_item),
    **dict.fromkeys(("b", "strong"), count_open("bold", -1)),
    "blockquote": HtmlBlocks.close_quote,
    "q": HtmlBlocks.close_words,
    "sup": count_open("raised", -1),
    "pre": count_open("preformatted", -1),
    "table": HtmlBlocks.close_table,
    "td": HtmlBlocks.close_cell,
    "th": HtmlBlocks.close_cell,
}
