"""HTML: the words of a page with their structure; navigation and banners left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from hustings.ingest.decoding import decode_text
from hustings.ingest.drafts import Draft, DraftLink, Extraction, Piece
from hustings.ingest.furnishings import find_furniture, holds_note, is_hidden
from hustings.ingest.marks import match_marker
from hustings.ingest.media import HTML
from hustings.ingest.nesting import limit_nesting
from hustings.ingest.numbering import format_number
from hustings.ingest.readers.html_tags import BLOCKS, IN_CELL, open_whole_tags
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborNode

    from hustings.model.document import BlockKind

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_HEADING = re.compile("h[1-6]")
_NOT_LINKS = ("#", "javascript:", "data:")
_DATES = (
    "article:published_time",
    "dcterms.date",
    "dc.date",
    "date",
    "pubdate",
    "dcterms.created",
)
_LONGEST_BOLD_HEADING = 90


def read_html(content: bytes, *, name: str) -> Extraction:
    """Read a saved web page or a fragment of HTML.

    Raises
    ------
    UnreadableFileError
        If the content is empty, binary or too long.
    """
    match = _CHARSET.search(content[:4096])
    declared = match.group(1).decode("ascii") if match else None
    decoded = decode_text(content, name=name, declared=declared)
    extraction = draft_html(decoded.text)
    return replace(extraction, problems=(*decoded.problems, *extraction.problems))


def draft_html(text: str, *, is_chapter: bool = False) -> Extraction:
    """Turn the text of an HTML page into blocks and hints.

    A chapter of a book has no furniture but its navigation.
    """
    flat = limit_nesting(open_whole_tags(text))
    page = LexborHTMLParser(flat.text)
    body = page.body
    furniture = find_furniture(body, is_chapter=is_chapter) if body else {}
    builder = _Builder()
    if body:
        _walk(body, builder, furniture)
    removed = tuple(_removals(furniture))
    return Extraction(
        media_type=HTML,
        drafts=tuple(builder.drafts),
        title=_clean(node.text()) if (node := page.css_first("title")) else None,
        author=_meta(page, ("author", "dcterms.creator", "dc.creator")),
        date=_meta(page, _DATES),
        language=_language(page),
        problems=(*flat.problems, *removed),
    )


def _clean(text: str) -> str | None:
    return _SPACE.sub(" ", text).strip() or None


def _meta(page: LexborHTMLParser, names: tuple[str, ...]) -> str | None:
    """Read the first of the named properties of a page."""
    for node in page.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        content = node.attributes.get("content")
        if name.lower() in names and content:
            return _clean(content)
    return None


def _language(page: LexborHTMLParser) -> str | None:
    root = page.root
    declared = (root.attributes.get("lang") if root else None) or ""
    return declared.lower()[:2] or None


def _removals(furniture: dict[int, str]) -> Iterator[Problem]:
    """Tell what was left out of the text."""
    shown = [f"“{words[:60]}”" for words in furniture.values() if words]
    if shown:
        listed = ", ".join(shown[:12])
        more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
        message = f"Left out as navigation, banner or foot of the page: {listed}{more}."
        yield Problem(kind="page furniture removed", message=message)


def _walk(body: LexborNode, builder: _Builder, furniture: dict[int, str]) -> None:
    """Go through the elements in order, without recursion: pages may nest deeply."""
    node: LexborNode | None = body
    depth = 0
    while node is not None:
        goes_in = _enter(node, builder, furniture)
        child = node.child if goes_in else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        if goes_in:
            builder.close(node)
        while node is not None and node.next is None and depth > 0:
            node, depth = node.parent, depth - 1
            if node is not None:
                builder.close(node)
        node = node.next if node is not None and depth > 0 else None


def _enter(node: LexborNode, builder: _Builder, furniture: dict[int, str]) -> bool:
    """Open an element or take its words; say whether to look into it."""
    tag = node.tag or ""
    if tag == "-text":
        builder.take(node.text_content or "")
        return False
    if tag.startswith(("-", "!")) or node.mem_id in furniture or is_hidden(node):
        return False
    builder.open(node)
    return True


@dataclass(slots=True, kw_only=True)
class _List:
    """An open list and the number its next item gets."""

    tag: str
    number: int = 1
    style: str = "1"


@dataclass(slots=True)
class _Builder:
    """Blocks made from the elements of a page as they open and close."""

    drafts: list[Draft] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    quotes: int = 0
    cells: list[str] | None = None
    is_item: bool = False
    marker: str | None = None
    bold: int = 0
    has_plain: bool = False
    buffer: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0
    preformatted: int = 0
    anchors: list[tuple[int, str]] = field(default_factory=list)
    links: list[DraftLink] = field(default_factory=list)
    notes: int = 0

    def open(self, node: LexborNode) -> None:
        """Take note of an element that begins."""
        tag = node.tag or ""
        if tag in BLOCKS and not (self.cells is not None and tag in IN_CELL):
            self.flush()
        opener = _OPENERS.get("h" if _HEADING.fullmatch(tag) else tag)
        if opener:
            opener(self, node)
        self.notes += holds_note(node)

    def close(self, node: LexborNode) -> None:
        """Take note of an element that ends."""
        tag = node.tag or ""
        if tag == "a" and self.anchors:
            self.close_link()
        if tag in {"td", "th"}:
            self.close_cell()
        elif tag in BLOCKS and not (self.cells is not None and tag in IN_CELL):
            self.flush()
        closer = _CLOSERS.get("h" if _HEADING.fullmatch(tag) else tag)
        if closer:
            closer(self, node)
        self.notes -= holds_note(node)

    def take(self, raw: str) -> None:
        """Add words, white space as a browser shows it."""
        if self.preformatted and "\n" in raw:
            self.take_lines(raw)
            return
        text = _SPACE.sub(" ", raw)
        if self.length == 0 or self.ends_in_space():
            text = text.lstrip(" ")
        if not text:
            return
        if text.strip() and self.breaks:
            self.resolve_breaks(text)
        self.has_plain = self.has_plain or (not self.bold and bool(text.strip()))
        self.buffer.append(text)
        self.length += len(text)

    def take_lines(self, raw: str) -> None:
        """Keep the lines of preformatted text apart."""
        for line in raw.split("\n"):
            self.take(line + " ")
            self.breaks += 1

    def ends_in_space(self) -> bool:
        return bool(self.buffer) and self.buffer[-1].endswith(" ")

    def resolve_breaks(self, text: str) -> None:
        """One line break is a space; two, or one before a marker, end the block."""
        breaks, self.breaks = self.breaks, 0
        if (breaks > 1 or match_marker(text)) and self.cells is None:
            self.flush()
        elif self.length and not self.ends_in_space():
            self.buffer.append(" ")
            self.length += 1

    def flush(self) -> None:
        """End the block at hand."""
        text = "".join(self.buffer)
        self.breaks = 0
        if text.strip() and self.cells is None:
            self.drafts.append(self.draft(text))
            self.is_item, self.marker = False, None
        if self.cells is None:
            self.buffer, self.links = [], []
            self.length, self.has_plain = 0, False
            self.anchors = [(0, url) for _, url in self.anchors]

    def draft(self, text: str) -> Draft:
        """Make a block of the words gathered."""
        kind, level = self.kind(text)
        return Draft(
            kind=kind,
            pieces=(Piece(text.rstrip()),),
            level=level,
            marker=self.marker if kind in {"item", "footnote"} else None,
            links=tuple(x for x in self.links if x.start < x.end <= len(text)),
        )

    def kind(self, text: str) -> tuple[BlockKind, int | None]:
        """Tell what the words gathered are by the elements they stand in."""
        if self.headings:
            return "heading", self.headings[-1]
        if self.notes:
            return "footnote", None
        if self.is_item:
            return "item", max(len(self.lists), 1)
        if self.quotes:
            return "quotation", None
        is_short = (
            len(text) <= _LONGEST_BOLD_HEADING and text.rstrip()[-1] not in ".,:;"
        )
        if is_short and not self.has_plain and not self.lists:
            return "heading", 4
        return "paragraph", None

    def open_heading(self, node: LexborNode) -> None:
        self.headings.append(int((node.tag or "h6")[1]))

    def close_heading(self, _: LexborNode) -> None:
        if self.headings:
            self.headings.pop()

    def open_list(self, node: LexborNode) -> None:
        start = node.attributes.get("start") or "1"
        style = node.attributes.get("type") or "1"
        number = int(start) if start.lstrip("-").isdecimal() else 1
        self.lists.append(_List(tag=node.tag or "", number=number, style=style))

    def close_list(self, _: LexborNode) -> None:
        if self.lists:
            self.lists.pop()

    def open_item(self, node: LexborNode) -> None:
        self.is_item, self.marker = True, None
        current = self.lists[-1] if self.lists else None
        if current is None or current.tag != "ol":
            self.marker = None if node.tag in {"dt", "dd"} else "•"
            return
        value = node.attributes.get("value") or ""
        current.number = int(value) if value.isdecimal() else current.number
        self.marker = format_number(
            current.number, _STYLES.get(current.style, "decimal")
        )
        self.marker += "."
        current.number += 1

    def close_item(self, _: LexborNode) -> None:
        self.is_item, self.marker = False, None

    def open_quote(self, _: LexborNode) -> None:
        self.quotes += 1

    def close_quote(self, _: LexborNode) -> None:
        self.quotes -= 1

    def open_bold(self, _: LexborNode) -> None:
        self.bold += 1

    def close_bold(self, _: LexborNode) -> None:
        self.bold -= 1

    def open_pre(self, _: LexborNode) -> None:
        self.preformatted += 1

    def close_pre(self, _: LexborNode) -> None:
        self.preformatted -= 1

    def open_break(self, _: LexborNode) -> None:
        self.breaks += 1

    def open_link(self, node: LexborNode) -> None:
        self.anchors.append((self.length, node.attributes.get("href") or ""))

    def close_link(self) -> None:
        start, url = self.anchors.pop()
        if url and not url.startswith(_NOT_LINKS) and self.cells is None:
            self.links.append(DraftLink(start=start, end=self.length, url=url))

    def open_row(self, node: LexborNode) -> None:
        if not _is_layout(node):
            self.cells = []

    def close_cell(self) -> None:
        if self.cells is None:
            self.flush()
            return
        self.cells.append("".join(self.buffer).strip())
        self.buffer, self.length = [], 0

    def close_row(self, _: LexborNode) -> None:
        if self.cells is None:
            return
        text = " | ".join(cell for cell in self.cells if cell)
        self.cells = None
        if text:
            self.drafts.append(Draft(kind="table", pieces=(Piece(text),)))
        self.flush()


def _is_layout(row: LexborNode) -> bool:
    """Say whether a row lays out a page: it holds whole blocks, or one cell."""
    cells = sum(child.tag in {"td", "th"} for child in row.iter())
    return cells < 2 or bool(row.css_first("h1, h2, h3, h4, ul, ol, table, p + p"))


_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_OPENERS: dict[str, Callable[[_Builder, LexborNode], None]] = {
    "h": _Builder.open_heading,
    "ul": _Builder.open_list,
    "ol": _Builder.open_list,
    "dl": _Builder.open_list,
    "li": _Builder.open_item,
    "dt": _Builder.open_item,
    "dd": _Builder.open_item,
    "blockquote": _Builder.open_quote,
    "b": _Builder.open_bold,
    "strong": _Builder.open_bold,
    "pre": _Builder.open_pre,
    "br": _Builder.open_break,
    "a": _Builder.open_link,
    "tr": _Builder.open_row,
}
_CLOSERS: dict[str, Callable[[_Builder, LexborNode], None]] = {
    "h": _Builder.close_heading,
    "ul": _Builder.close_list,
    "ol": _Builder.close_list,
    "dl": _Builder.close_list,
    "li": _Builder.close_item,
    "dt": _Builder.close_item,
    "dd": _Builder.close_item,
    "blockquote": _Builder.close_quote,
    "b": _Builder.close_bold,
    "strong": _Builder.close_bold,
    "pre": _Builder.close_pre,
    "tr": _Builder.close_row,
}
