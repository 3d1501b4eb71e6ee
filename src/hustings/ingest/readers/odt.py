"""ODT: paragraphs, headings, lists with their numbers, tables, notes, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.drafts import Draft, Extraction
from hustings.ingest.markup.omissions import tell_omissions
from hustings.ingest.markup.passages import BOLD_LEVEL, Passage
from hustings.ingest.markup.rows import draft_rows, is_frame, mark_dashed
from hustings.ingest.markup.stylenames import heading_level, names_quotation
from hustings.ingest.markup.xmltree import local_name, parse_xml, words_of
from hustings.ingest.markup.zipped import damaged, open_zip
from hustings.ingest.media import ODT
from hustings.ingest.readers.odt_styles import OdtStyles, attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from hustings.ingest.markup.zipped import Zipped
    from hustings.model.document import BlockKind, Problem

_SKIPPED = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "ruby-text",
        "hidden-text",
        "hidden-paragraph",
        "image",
        "object",
        "object-ole",
        "desc",
        "note-citation",
    ]
)
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg"  # what pictures are called
_CONTAINERS = frozenset(
    ["section", "index-body", "index-title", "frame", "text-box", "text", "g"]
)
_INDEXES = frozenset(["table-of-content", "illustration-index", "table-index"])
_APART = frozenset(["note-body", "text-box", "annotation"])
_LISTS = frozenset(["list-item", "list-header"])


def read_odt(content: bytes, *, name: str) -> Extraction:
    """Read an OpenDocument text; tracked deletions and comments are left out.

    Raises
    ------
    UnreadableFileError
        If the file is damaged, encrypted or unpacks to too much.
    """
    zipped = open_zip(content, name=name, what="ODT")
    if b"encryption-data" in (zipped.find("META-INF/manifest.xml") or b""):
        raise UnreadableFileError(
            name=name,
            reason="The ODT needs a password.",
            advice="Save a copy without a password and read that.",
        )
    root = parse_xml(zipped.read("content.xml"), name=name, what="ODT")
    body = next((one for one in root.iter("{*}text") if _is_body(one)), None)
    if body is None:
        raise damaged(name, "ODT")
    reader = _Reader(styles=OdtStyles.of([*_style_parts(zipped, name), root]))
    reader.read(body)
    extraction = _hints(zipped, name)
    return Extraction(
        media_type=ODT,
        drafts=tuple(mark_dashed(reader.drafts)),
        title=extraction.get("title"),
        author=extraction.get("initial-creator") or extraction.get("creator"),
        date=(extraction.get("creation-date") or "")[:10] or None,
        language=(extraction.get("language") or "")[:2].lower() or None,
        problems=_omissions(body),
    )


def _is_body(element: etree._Element) -> bool:
    """Tell the element of the text from others of the name "text"."""
    parent = element.getparent()
    return parent is not None and local_name(parent) == "body"


def _style_parts(zipped: Zipped, name: str) -> list[etree._Element]:
    part = zipped.find("styles.xml")
    return [parse_xml(part, name=name, what="ODT")] if part else []


def _hints(zipped: Zipped, name: str) -> dict[str, str]:
    """Read what the file's properties say."""
    part = zipped.find("meta.xml")
    if not part:
        return {}
    root = parse_xml(part, name=name, what="ODT")
    return {
        local_name(element): words
        for element in root.iter()
        if (words := words_of(element)) and not len(element)
    }


def _omissions(body: etree._Element) -> tuple[Problem, ...]:
    def count(*names: str) -> int:
        return sum(1 for _ in body.iter(*(f"{{*}}{name}" for name in names)))

    return tell_omissions(
        n_deleted=count("deletion"),
        n_inserted=count("insertion"),
        n_comments=count("annotation"),
        n_hidden=count("hidden-text", "hidden-paragraph"),
    )


@dataclass(slots=True, kw_only=True)
class _List:
    """An open list: the style it counts by, and how deep it stands."""

    style: str
    level: int


@dataclass(slots=True, kw_only=True)
class _Reader:
    """A walk over the body of one document."""

    styles: OdtStyles
    drafts: list[Draft] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    marker: str | None = None
    is_item: bool = False
    in_contents: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)

    def read(self, parent: etree._Element) -> None:
        """Read the blocks of a body, a section or a text box."""
        for element in parent:
            name = local_name(element)
            if name in {"p", "h"}:
                self.read_paragraph(element)
            elif name == "list":
                self.read_list(element)
            elif name == "table":
                self.read_table(element)
            elif name in _INDEXES or name.endswith("-index"):
                self.read_contents(element)
            elif name in _CONTAINERS:
                self.read(element)

    def read_contents(self, element: etree._Element) -> None:
        self.in_contents = True
        self.read(element)
        self.in_contents = False

    def read_list(self, element: etree._Element) -> None:
        """Read the items of a list; an inner list counts by the outer one's style."""
        outer = self.lists[-1].style if self.lists else ""
        style = attribute(element, "style-name") or outer
        level = len(self.lists) + 1
        goes_on = attribute(element, "continue-numbering") == "true"
        if level == 1 and not goes_on and not attribute(element, "continue-list"):
            self.styles.begin(style)
        self.lists.append(_List(style=style, level=level))
        for item in element:
            if local_name(item) in _LISTS:
                self.read_item(item)
        self.lists.pop()

    def read_item(self, item: etree._Element) -> None:
        current = self.lists[-1]
        self.is_item, self.marker = True, None
        holds_words = len(item) and local_name(item[0]) in {"p", "h"}
        if local_name(item) == "list-item" and holds_words:
            start = attribute(item, "start-value")
            self.marker = self.styles.next_marker(current.style, current.level, start)
        self.read(item)
        self.is_item, self.marker = False, None

    def read_paragraph(self, element: etree._Element) -> None:
        """Read a paragraph, then the notes and text boxes that hang on it."""
        passage = Passage()
        style = attribute(element, "style-name") or ""
        self.take(element, passage, is_bold=self.styles.is_bold(style))
        if passage.text:
            kind, level, marker = self.kind(element, style, passage)
            draft = passage.draft(kind, level=level, marker=marker)
            self.drafts.extend([draft] if draft else [])
            self.is_item, self.marker = False, None
        self.read_hung()

    def read_hung(self) -> None:
        """Read the notes and text boxes that hang on what was read last."""
        notes, self.notes = self.notes, []
        boxes, self.boxes = self.boxes, []
        for note in notes:
            self.read_note(note)
        for box in boxes:
            self.read_box(box)

    def read_box(self, box: etree._Element) -> None:
        """Read a text box as blocks of its own, outside any list."""
        lists, self.lists = self.lists, []
        self.read(box)
        self.lists = lists

    def read_note(self, note: etree._Element) -> None:
        """Read a footnote or endnote as one block with its printed sign."""
        passage = Passage()
        for body in note.iter("{*}note-body"):
            for paragraph in body.iter("{*}p", "{*}h"):
                self.take(paragraph, passage, is_bold=False)
                passage.add(" ")
        draft = passage.draft("footnote", marker=sign_of(note))
        self.drafts.extend([draft] if draft else [])

    def take(self, element: etree._Element, passage: Passage, *, is_bold: bool) -> None:
        """Gather the words of a paragraph in order."""
        passage.add(element.text or "", is_bold=is_bold)
        for child in element:
            self.take_child(child, passage, is_bold=is_bold)
            passage.add(child.tail or "", is_bold=is_bold)

    def take_child(
        self, child: etree._Element, passage: Passage, *, is_bold: bool
    ) -> None:
        name = local_name(child)
        if name in {"s", "tab", "line-break"}:
            passage.add(" ", is_bold=True)
        elif name == "note":
            self.notes.append(child)
            passage.refer(sign_of(child))
        elif name == "text-box":
            self.boxes.append(child)
        elif name == "a":
            passage.open_link(attribute(child, "href") or "")
            self.take(child, passage, is_bold=is_bold)
            passage.close_link()
        elif name not in _SKIPPED and not str(child.tag).startswith(_SVG):
            style = attribute(child, "style-name") if name == "span" else None
            bold = self.styles.is_bold(style, default=is_bold) if style else is_bold
            self.take(child, passage, is_bold=bold)

    def kind(
        self, element: etree._Element, style: str, passage: Passage
    ) -> tuple[BlockKind, int | None, str | None]:
        """Tell kind, level and marker from the element, its style and its list."""
        if self.in_contents:
            return "contents", None, None
        level = self.heading_level(element, style)
        if level:
            marker = self.marker or self.styles.next_heading(element, level)
            return "heading", level, marker
        if self.is_item and self.lists:
            return "item", self.lists[-1].level, self.marker
        if any(map(names_quotation, self.styles.names(style))):
            return "quotation", None, None
        if passage.is_bold_line() and not self.lists:
            return "heading", BOLD_LEVEL, None
        return "paragraph", None, None

    def heading_level(self, element: etree._Element, style: str) -> int | None:
        if local_name(element) == "h":
            level = attribute(element, "outline-level") or "1"
            return int(level) if level.isdecimal() else 1
        names = self.styles.names(style)
        named = [found for name in names if (found := heading_level(name))]
        return min(named) if named else self.styles.outline(style)

    def read_table(self, table: etree._Element) -> None:
        """Read a table as one block; one that only frames its text as that text."""
        rows = [
            [one for one in row if local_name(one) == "table-cell"]
            for row in _rows(table)
        ]
        plain = [[words_of(cell) or "" for cell in row] for row in rows]
        if any(_holds_blocks(one) for row in rows for one in row) or is_frame(plain):
            for row in rows:
                for cell in row:
                    self.read(cell)
            return
        cells = [[self.read_cell(cell) for cell in row] for row in rows]
        self.drafts.extend(draft_rows(cells))
        self.read_hung()

    def read_cell(self, cell: etree._Element) -> Draft | None:
        """Give the words of a cell, its paragraphs one after the other."""
        passage = Passage()
        for paragraph in cell.iter("{*}p", "{*}h"):
            if not _is_apart(paragraph, cell):
                self.take(paragraph, passage, is_bold=False)
                passage.add(" ", is_bold=True)
        return passage.draft("table")


def sign_of(note: etree._Element) -> str | None:
    """Give the printed sign of a footnote or endnote."""
    return words_of(next(note.iter("{*}note-citation"), None))


def _is_apart(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Say whether a paragraph stands in a note or box that hangs on the cell."""
    for above in paragraph.iterancestors():
        if above is cell:
            return False
        if local_name(above) in _APART:
            return True
    return False


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, not those of tables in it."""
    for child in element:
        name = local_name(child)
        if name == "table-row":
            yield child
        elif name.startswith("table-"):
            yield from _rows(child)


def _holds_blocks(cell: etree._Element) -> bool:
    return any(local_name(child) in {"list", "table", "h"} for child in cell)
