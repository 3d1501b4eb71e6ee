"""DOCX: paragraphs, Word's styles and automatic numbers, tables, notes, links."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from hustings.ingest.drafts import Draft, DraftLink, Extraction, Piece
from hustings.ingest.media import DOCX
from hustings.ingest.readers.docx_numbering import Numbering
from hustings.ingest.zipped import damaged, open_zip
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.model.document import BlockKind

_DAMAGES = (
    LookupError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    AttributeError,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What python-docx and its libraries raise where a part is missing or broken."""
_TEXT = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_SKIPPED = frozenset(
    qn(tag)
    for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_CONTAINERS = frozenset(
    qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml")
)
_LONGEST_BOLD_HEADING = 90


def read_docx(content: bytes, *, name: str) -> Extraction:
    """Read a Word document; tracked deletions are left out.

    Raises
    ------
    UnreadableFileError
        If the file is damaged, encrypted or unpacks to too much.
    """
    open_zip(content, name=name, what="DOCX")
    try:
        document = docx.Document(io.BytesIO(content))
        reader = _Reader(
            numbering=Numbering.of(document),
            styles=_styles(document),
            part=document.part,
        )
        drafts = [*reader.read_body(document.element.body), *reader.read_notes()]
    except _DAMAGES as error:
        raise damaged(name, "DOCX") from error
    return _with_hints(drafts, _properties(document), reader.n_deleted)


def _properties(document: Any) -> Any:  # noqa: ANN401 - python-docx has no types
    """Return the file's own properties, or None where it has none.

    Asked for properties that are not there, python-docx makes some up, dated now.
    """
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    return document.core_properties if RT.CORE_PROPERTIES in kinds else None


def _with_hints(drafts: Sequence[Draft], properties: Any, n_deleted: int) -> Extraction:  # noqa: ANN401 - python-docx has no types
    """Add what the file's properties say."""
    message = f"{n_deleted} tracked deletions are not in the text."
    problem = Problem(kind="tracked changes", message=message)
    problems = (problem,) if n_deleted else ()
    if properties is None:
        return Extraction(media_type=DOCX, drafts=tuple(drafts), problems=problems)
    created = properties.created or properties.modified
    return Extraction(
        media_type=DOCX,
        drafts=tuple(drafts),
        title=properties.title or None,
        author=properties.author or None,
        date=created.date().isoformat() if created else None,
        language=(properties.language or "")[:2].lower() or None,
        problems=problems,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What of a paragraph style tells the kind of a block."""

    name: str
    outline: int | None
    number: tuple[str, int] | None


def _styles(document: Any) -> dict[str, _Style]:  # noqa: ANN401 - python-docx has no types
    """Read every paragraph style, with what it inherits."""
    elements = {
        element.get(qn("w:styleId")): element
        for element in document.styles.element.iter(qn("w:style"))
    }
    return {
        style_id: _Style(
            name=_value(element.find(qn("w:name"))) or style_id,
            outline=_inherited_outline(element, elements),
            number=_inherited_number(element, elements),
        )
        for style_id, element in elements.items()
    }


def _value(element: Any) -> str | None:  # noqa: ANN401 - an lxml element or None
    return None if element is None else element.get(qn("w:val"))


def _ancestry(element: Any, elements: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield a style and those it is based on; a circle ends the walk."""
    seen: set[str] = set()
    while element is not None and element.get(qn("w:styleId")) not in seen:
        seen.add(element.get(qn("w:styleId")))
        yield element
        element = elements.get(_value(element.find(qn("w:basedOn"))) or "")


def _inherited_outline(element: Any, elements: dict[str, Any]) -> int | None:  # noqa: ANN401 - lxml elements
    for style in _ancestry(element, elements):
        level = _value(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        if level is not None:
            return int(level)
    return None


def _inherited_number(element: Any, elements: dict[str, Any]) -> tuple[str, int] | None:  # noqa: ANN401 - lxml elements
    for style in _ancestry(element, elements):
        number = _number_of(style.find(qn("w:pPr")))
        if number:
            return number
    return None


def _number_of(properties: Any) -> tuple[str, int] | None:  # noqa: ANN401 - an lxml element or None
    """Read which list, and which level of it, paragraph properties name."""
    number = None if properties is None else properties.find(qn("w:numPr"))
    if number is None:
        return None
    list_id = _value(number.find(qn("w:numId")))
    level = _value(number.find(qn("w:ilvl"))) or "0"
    return (list_id, int(level)) if list_id else None


@dataclass(slots=True, kw_only=True)
class _Reader:
    """A walk over the body of one document."""

    numbering: Numbering
    styles: dict[str, _Style]
    part: Any
    n_deleted: int = 0
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def read_body(self, body: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield the blocks of a body, a cell or a text box."""
        for element in body:
            if element.tag == qn("w:p"):
                yield from self.read_paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self.read_table(element)
            elif element.tag in _CONTAINERS:
                yield from self.read_body(element)

    def read_paragraph(self, element: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield the block of a paragraph, then those of its text boxes."""
        parts: list[str] = []
        links: list[DraftLink] = []
        self.take(element, parts, links)
        boxes, self.boxes = self.boxes, []
        text = "".join(parts).rstrip()
        kind, level, marker = self.kind(element, text)
        if text.strip():
            lead = len(text) - len(text.lstrip())
            moved = (_move(link, lead, len(text)) for link in links)
            yield Draft(
                kind=kind,
                pieces=(Piece(text.strip()),),
                level=level,
                marker=marker,
                links=tuple(link for link in moved if link.start < link.end),
            )
        for box in boxes:
            yield from self.read_body(box)

    def take(self, element: Any, parts: list[str], links: list[DraftLink]) -> None:  # noqa: ANN401 - an lxml element
        """Gather the words of a paragraph in order."""
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                self.n_deleted += tag in {qn("w:del"), qn("w:moveFrom")}
            elif tag == qn("w:t"):
                parts.append(child.text or "")
            elif tag in _TEXT:
                parts.append(_TEXT[tag])
            elif tag == qn("w:txbxContent"):
                self.boxes.append(child)
            elif tag == qn("w:footnoteReference"):
                self.notes.append(child.get(qn("w:id")))
            elif tag == qn("w:hyperlink"):
                self.take_link(child, parts, links)
            else:
                self.take(child, parts, links)

    def take_link(self, element: Any, parts: list[str], links: list[DraftLink]) -> None:  # noqa: ANN401 - an lxml element
        start = sum(map(len, parts))
        self.take(element, parts, links)
        relation = self.part.rels.get(element.get(qn("r:id")))
        if relation is not None and relation.is_external:
            end = sum(map(len, parts))
            links.append(DraftLink(start=start, end=end, url=relation.target_ref))

    def kind(self, element: Any, text: str) -> tuple[BlockKind, int | None, str | None]:  # noqa: ANN401 - an lxml element
        """Tell kind, level and marker from style, numbering and weight."""
        properties = element.find(qn("w:pPr"))
        style = self.style(properties)
        number = _number_of(properties) or (style.number if style else None)
        marker = (
            self.numbering.next_marker(*number) if number and text.strip() else None
        )
        level = _heading_level(style, properties)
        if level:
            return "heading", level, marker
        name = style.name.lower() if style else ""
        if name.startswith("toc ") or name == "table of contents":
            return "contents", None, None
        if number and marker:
            return "item", number[1] + 1, marker
        if "quote" in name:
            return "quotation", None, None
        return (
            ("heading", 4, None)
            if _is_bold(element, text)
            else ("paragraph", None, None)
        )

    def style(self, properties: Any) -> _Style | None:  # noqa: ANN401 - an lxml element or None
        found = None if properties is None else properties.find(qn("w:pStyle"))
        return self.styles.get(_value(found) or "")

    def read_table(self, table: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield one block a row; a table of one column only frames its text."""
        for row in table.iter(qn("w:tr")):
            cells = list(row.iter(qn("w:tc")))
            if len(cells) == 1:
                yield from self.read_body(cells[0])
                continue
            words = (" ".join(self.words_of(cell)) for cell in cells)
            text = " | ".join(word for word in words if word)
            if text:
                yield Draft(kind="table", pieces=(Piece(text),))

    def words_of(self, cell: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
        for paragraph in cell.iter(qn("w:p")):
            parts: list[str] = []
            self.take(paragraph, parts, [])
            words = "".join(parts).strip()
            if words:
                yield words

    def read_notes(self) -> Iterator[Draft]:
        """Yield the footnotes in the order they are referred to."""
        part = next(
            (rel.target_part for rel in self.part.rels.values() if _is_notes(rel)), None
        )
        if part is None:
            return
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
        notes = {note.get(qn("w:id")): note for note in root.iter(qn("w:footnote"))}
        for i, note_id in enumerate(self.notes, 1):
            note = notes.get(note_id)
            text = " ".join(self.words_of(note)) if note is not None else ""
            if text:
                yield Draft(kind="footnote", pieces=(Piece(text),), marker=str(i))


def _is_notes(relation: Any) -> bool:  # noqa: ANN401 - python-docx has no types
    return not relation.is_external and relation.reltype.endswith("/footnotes")


def _move(link: DraftLink, lead: int, end: int) -> DraftLink:
    """Move a link with its paragraph's text, and keep it inside."""
    start = max(link.start - lead, 0)
    return DraftLink(start=start, end=min(link.end, end) - lead, url=link.url)


def _heading_level(style: _Style | None, properties: Any) -> int | None:  # noqa: ANN401 - an lxml element or None
    """Tell the level of a heading from its style's name or outline level."""
    name = style.name.lower() if style else ""
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdecimal():
        return int(name[8:])
    own = None if properties is None else _value(properties.find(qn("w:outlineLvl")))
    outline = int(own) if own is not None else (style.outline if style else None)
    return outline + 1 if outline is not None and outline < 9 else None


def _is_bold(element: Any, text: str) -> bool:  # noqa: ANN401 - an lxml element
    """Say whether a short line is bold throughout."""
    if not text.strip() or len(text) > _LONGEST_BOLD_HEADING or text[-1] in ".,:;":
        return False
    runs = [run for run in element.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(marks) and all(
        mark is not None and _value(mark) not in {"0", "false", "none"}
        for mark in marks
    )
