"""Markdown: marks become structure, and every word keeps its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from hustings.ingest.drafts import Draft, DraftLink, Extraction, Piece
from hustings.ingest.markup.passages import BOLD_LEVEL, serves_as_heading
from hustings.ingest.markup.rows import draft_rows
from hustings.ingest.media import MARKDOWN
from hustings.ingest.readers.html import draft_html
from hustings.ingest.readers.markdown_notes import settle_notes
from hustings.ingest.structure.textlines import group_lines, split_lines, trace_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from hustings.ingest.characters.decoding import Decoded
    from hustings.model.document import BlockKind

_SPACED = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_TIGHT = re.compile(r"^#{1,6}[^\s#]", re.MULTILINE)
# A sort of mark, and how often it must stand in a text to make it Markdown.
_SIGNS = (
    (_SPACED, 1),
    (re.compile(r"^[^\s|].*\n(={3,}|-{3,}) *$", re.MULTILINE), 1),
    (re.compile(r"(?<![\w*])\*\*(?=\S)[^*\n]{1,200}(?<=\S)\*\*(?![\w*])"), 1),
    (re.compile(r"(?<![\w*])\*(?=\S)[^*\n]{1,80}(?<=\S)\*(?![\w*])"), 3),
    (re.compile(r"\]\((https?:|www\.|/|#|mailto:)[^\s)]{0,500}\)"), 1),
    (re.compile(r"^ *+\|?+[^|\n]++\|.++\n *+\|?+ *+:?+-{3}", re.MULTILINE), 1),
    (re.compile(r"<(https?://|www\.|mailto:)[^\s<>]{1,500}>"), 1),
)
_HARD_SPACE = re.compile(r"^( {0,3}#{1,6})\u00a0", re.MULTILINE)
# Typed as a link, but CommonMark knows only those with a scheme.
_BARE_LINK = re.compile(r"<(www\.[^\s<>]{1,500})>")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SHORT = 60  # characters; longer lines are wrapped ones
# A footnote of an address alone would be taken for the address of a link.
_FOOTNOTE_LINK = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]: *\S+ *$", re.MULTILINE)
_WORDED = frozenset({"text", "text_special", "code_inline", "image"})


def carries_markdown(text: str) -> bool:
    """Say whether a text carries Markdown marks other than bullets alone."""
    # "#Heading" without a space is a habit of its own, which the text reader knows.
    n_tight, n_spaced = (len(rule.findall(text)) for rule in (_TIGHT, _SPACED))
    signs = _SIGNS if n_spaced > n_tight else _SIGNS[1:]
    return any(
        sum(1 for _ in islice(sign.finditer(text), needed)) == needed
        for sign, needed in signs
    )


def read_markdown_text(decoded: Decoded) -> Extraction:
    """Read decoded text as Markdown (CommonMark with tables)."""
    return Extraction(
        media_type=MARKDOWN,
        drafts=tuple(draft_markdown(decoded.text)),
        problems=decoded.problems,
    )


def draft_markdown(text: str) -> list[Draft]:
    """Turn Markdown into blocks, each word traced to its place in the source."""
    # Indented text is code in CommonMark; in documents of people it is text.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.core.ruler.disable("text_join")
    text = _HARD_SPACE.sub(r"\1 ", text)  # of the same length: places stay true
    text = _BARE_LINK.sub("\u00ad\\1\u00ad", text)  # of the same length, too
    if _FOOTNOTE_LINK.search(text):
        parser.disable("reference")
    walk = _Walk(source=text, line_starts=_line_starts(text), cuts=_find_cuts(text))
    return settle_notes(walk.walk(parser.parse(text)))


def _find_cuts(text: str) -> frozenset[int]:
    """Find the numbers of the lines before which a short line ends a paragraph."""
    lines = split_lines(text)
    begins = {paragraph.lines[0].first for paragraph in group_lines(lines)}
    return frozenset(
        number
        for number, (before, line) in enumerate(pairwise(lines), 1)
        if line.first in begins and len(before.text) <= _SHORT
    )


def _is_bold(tokens: Sequence[Token]) -> bool:
    """Say whether all words stand between marks of bold."""
    depth = 0
    has_words = False
    for token in tokens:
        depth += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        if token.type in _WORDED and token.content.strip():
            has_words = True
            if not depth:
                return False
    return has_words and not depth


def _is_open(tokens: Sequence[Token]) -> bool:
    """Say whether a link or an emphasis goes on after the tokens."""
    return sum(token.nesting for token in tokens) > 0


def _line_starts(text: str) -> list[int]:
    """Find where each line begins, by the three line ends of CommonMark."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A walk over the tokens of a text, from container to container."""

    source: str
    line_starts: list[int]
    drafts: list[Draft] = field(default_factory=list)
    list_depth: int = 0
    quote_depth: int = 0
    heading_level: int | None = None
    cuts: frozenset[int] = frozenset()
    marker: str | None = None
    printed: str | None = None
    in_item: list[bool] = field(default_factory=list)
    row: list[Draft | None] | None = None
    rows: list[list[Draft | None]] = field(default_factory=list)
    cursor: int = 0

    def walk(self, tokens: Sequence[Token]) -> list[Draft]:
        """Take the tokens one after the other."""
        for token in tokens:
            handler = _HANDLERS.get(token.type)
            if handler:
                handler(self, token)
        return self.drafts

    def seek(self, token: Token) -> None:
        """Move to the line a token begins on, never backwards."""
        if token.map:
            line = min(token.map[0], len(self.line_starts) - 1)
            self.cursor = max(self.cursor, self.line_starts[line])

    def find(self, words: str) -> Iterator[Piece]:
        """Trace words to their next place in the source, near the cursor."""
        limit = self.cursor + len(words) + 400
        place = self.source.find(words, self.cursor, limit)
        if place < 0:
            yield Piece(words)
            return
        yield from trace_piece(words, place)
        self.cursor = place + len(words)

    def open_list(self, token: Token) -> None:
        self.list_depth += 1 if token.nesting > 0 else -1

    def open_quote(self, token: Token) -> None:
        self.quote_depth += token.nesting

    def open_heading(self, token: Token) -> None:
        self.heading_level = int(token.tag[1]) if token.nesting > 0 else None

    def open_item(self, token: Token) -> None:
        if token.nesting < 0:
            return
        self.seek(token)
        self.marker = f"{token.info}{token.markup}"
        self.printed = self.marker if token.info else None

    def open_table(self, token: Token) -> None:
        """End a table: one block, a row a line."""
        rows, self.rows = self.rows, []
        if token.nesting < 0:
            self.drafts.extend(draft_rows(rows))

    def open_row(self, token: Token) -> None:
        if token.nesting > 0:
            self.row = []
        elif self.row is not None:
            self.rows.append(self.row)
            self.row = None

    def add(self, kind: BlockKind, pieces: list[Piece], links: list[DraftLink]) -> None:
        is_item = kind == "item"
        level = self.list_depth if is_item else self.heading_level
        marker = self.marker if is_item else None
        self.drafts.append(
            Draft(
                kind=kind,
                pieces=tuple(pieces),
                level=level,
                marker=marker,
                links=tuple(links),
            )
        )
        if is_item:
            self.marker = None

    def take_inline(self, token: Token) -> None:
        """Turn the words of one block into pieces and links."""
        self.seek(token)
        children = token.children or []
        kind = self.kind()
        if kind == "paragraph" and self.row is None:
            for part in self.part_lines(token.map, children):
                self.take_part(part)
            return
        pieces: list[Piece] = []
        if kind == "item" and self.printed:
            pieces.extend([*self.find_back(self.printed), Piece(" ")])
        self.printed = None
        links = self.take_children(children, pieces)
        if self.row is not None:
            cell = Draft(kind="table", pieces=tuple(pieces), links=tuple(links))
            self.row.append(cell if cell.text.strip() else None)
        elif any(piece.text.strip() for piece in pieces):
            self.add(kind, pieces, links)

    def part_lines(
        self, lines: Sequence[int] | None, children: Sequence[Token]
    ) -> Iterator[list[Token]]:
        """Cut a paragraph at its short lines, which plain text ends paragraphs with."""
        part: list[Token] = []
        number = lines[0] if lines else 0
        begun = 0  # where in the part the line at hand begins
        for child in children:
            if child.type not in _BREAKS:
                part.append(child)
                continue
            number += 1
            is_bold = _is_bold(part[begun:])
            if is_bold or (number in self.cuts and not _is_open(part)):
                yield part
                part, begun = [], 0
            else:
                part.append(child)
                begun = len(part)
        yield part

    def take_part(self, part: Sequence[Token]) -> None:
        """Make one block; a short line in bold is a heading."""
        pieces: list[Piece] = []
        links = self.take_children(part, pieces)
        words = "".join(piece.text for piece in pieces).strip()
        if not words:
            return
        if not (_is_bold(part) and serves_as_heading(words)):
            self.add("paragraph", pieces, links)
            return
        self.heading_level = BOLD_LEVEL
        self.add("heading", pieces, links)
        self.heading_level = None

    def find_back(self, printed: str) -> Iterator[Piece]:
        """Trace the printed number of an item, which stands on the item's line."""
        line = self.line_starts[bisect_right(self.line_starts, self.cursor) - 1]
        self.cursor = min(self.cursor, line)
        yield from self.find(printed)

    def kind(self) -> BlockKind:
        """Tell what the block at hand is by what it stands in."""
        if self.heading_level:
            return "heading"
        if self.list_depth and self.marker:
            return "item"
        return "quotation" if self.quote_depth else "paragraph"

    def take_children(
        self, children: Sequence[Token], pieces: list[Piece]
    ) -> list[DraftLink]:
        """Add the words of inline tokens; marks of emphasis are left out."""
        links: list[DraftLink] = []
        opened: list[tuple[int, str]] = []
        for child in children:
            if child.type in {"softbreak", "hardbreak"}:
                pieces.append(Piece(" "))
            elif child.type in _WORDED:
                pieces.extend(self.find(child.content))
            elif child.type == "link_open":
                opened.append((_length(pieces), str(child.attrs.get("href", ""))))
            elif child.type == "link_close" and opened:
                start, url = opened.pop()
                links.append(DraftLink(start=start, end=_length(pieces), url=url))
        return [link for link in links if link.start < link.end]

    def take_literal(self, token: Token) -> None:
        """Keep the words of a code block, line by line."""
        self.seek(token)
        for line in token.content.splitlines():
            if line.strip():
                self.add("paragraph", list(self.find(line.strip())), [])

    def take_html(self, token: Token) -> None:
        """Read a block of HTML within the Markdown."""
        self.drafts.extend(draft_html(token.content).drafts)


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


_HANDLERS = {
    "inline": _Walk.take_inline,
    "fence": _Walk.take_literal,
    "code_block": _Walk.take_literal,
    "html_block": _Walk.take_html,
    "heading_open": _Walk.open_heading,
    "heading_close": _Walk.open_heading,
    "list_item_open": _Walk.open_item,
    "bullet_list_open": _Walk.open_list,
    "bullet_list_close": _Walk.open_list,
    "ordered_list_open": _Walk.open_list,
    "ordered_list_close": _Walk.open_list,
    "blockquote_open": _Walk.open_quote,
    "blockquote_close": _Walk.open_quote,
    "table_open": _Walk.open_table,
    "table_close": _Walk.open_table,
    "tr_open": _Walk.open_row,
    "tr_close": _Walk.open_row,
}
