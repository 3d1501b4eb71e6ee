"""DOCX: paragraphs, Word's styles and automatic numbers, tables, notes, links."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from hustings.ingest.drafts import Draft, Extraction, Piece
from hustings.ingest.markup.omissions import tell_omissions
from hustings.ingest.markup.passages import BOLD_LEVEL, Passage
from hustings.ingest.markup.rows import draft_rows, is_frame, mark_dashed
from hustings.ingest.markup.stylenames import (
    heading_level,
    list_depth,
    names_contents,
    names_quotation,
)
from hustings.ingest.markup.zipped import damaged, open_zip
from hustings.ingest.media import DOCX
from hustings.ingest.readers.docx_numbering import Numbering
from hustings.ingest.readers.docx_styles import (
    DocxStyle,
    default_style,
    number_of,
    read_styles,
    value_of,
)
from hustings.ingest.readers.docx_text import DocxText
from hustings.ingest.structure.numbering import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.ingest.readers.docx_text import Counts
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
_CONTAINERS = frozenset(
    qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml")
)
_NOTES = {"footnote": "/footnotes", "endnote": "/endnotes"}


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
        reader = _Reader.of(document)
        drafts = mark_dashed(list(reader.read_body(document.element.body)))
    except _DAMAGES as error:
        raise damaged(name, "DOCX") from error
    return _with_hints(drafts, _properties(document), reader.text.counts)


def _properties(document: Any) -> Any:  # noqa: ANN401 - python-docx has no types
    """Return the file's own properties, or None where it has none.

    Asked for properties that are not there, python-docx makes some up, dated now.
    """
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    try:
        return document.core_properties if RT.CORE_PROPERTIES in kinds else None
    except AttributeError:  # the part of that name is of another kind
        return None


def _with_hints(drafts: Sequence[Draft], properties: Any, counts: Counts) -> Extraction:  # noqa: ANN401 - python-docx has no types
    """Add what the file's properties say."""
    problems = tell_omissions(
        n_deleted=counts.n_deleted,
        n_inserted=counts.n_inserted,
        n_comments=counts.n_comments,
        n_hidden=counts.n_hidden,
    )
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


@dataclass(slots=True, kw_only=True)
class _Reader:
    """A walk over the body of one document."""

    numbering: Numbering
    styles: dict[str, DocxStyle]
    default: str
    text: DocxText
    bodies: dict[str, dict[str, Any]]
    contents: int = 0

    @classmethod
    def of(cls, document: Any) -> _Reader:  # noqa: ANN401 - python-docx has no types
        """Read all that tells how the body is shown."""
        styles = read_styles(document)
        formats = note_formats(document)
        text = DocxText(
            part=document.part,
            bold_styles=frozenset(key for key in styles if styles[key].is_bold),
            hidden_styles=frozenset(key for key in styles if styles[key].is_hidden),
            print_mark=lambda sort, number: format_number(number, formats[sort]),
        )
        return cls(
            numbering=Numbering.of(document),
            styles=styles,
            default=default_style(document),
            text=text,
            bodies={sort: note_bodies(document, _NOTES[sort]) for sort in _NOTES},
        )

    def read_body(self, body: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield the blocks of a body, a cell or a text box."""
        for element in body:
            if element.tag == qn("w:p"):
                yield from self.read_paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self.read_table(element)
            elif element.tag in _CONTAINERS:
                yield from self.read_container(element)

    def read_container(self, element: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield the blocks of a content control, which may hold the contents."""
        control = element.find(qn("w:sdtPr"))
        if control is not None and control.find(qn("w:showingPlcHdr")) is not None:
            return
        gallery = (
            None if control is None else control.find(f".//{qn('w:docPartGallery')}")
        )
        is_contents = (value_of(gallery) or "").lower() == "table of contents"
        self.contents += is_contents
        yield from self.read_body(element)
        self.contents -= is_contents

    def read_paragraph(self, element: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield the block of a paragraph, then its notes and its text boxes."""
        style = self.style(element.find(qn("w:pPr")))
        was_in_contents = self.text.in_contents()
        passage = self.text.read(element, is_bold=style is not None and style.is_bold)
        kind, level, marker = self.kind(element, style, passage)
        if was_in_contents or self.contents or self.text.in_contents():
            kind, level, marker = "contents", None, None
        draft = passage.draft(kind, level=level, marker=marker)
        if draft:
            yield draft
        yield from self.read_hung()

    def read_hung(self) -> Iterator[Draft]:
        """Yield the notes and text boxes that hang on what was read last."""
        notes, self.text.notes = self.text.notes, []
        boxes, self.text.boxes = self.text.boxes, []
        for sort, note_id, mark in notes:
            yield from self.read_note(sort, note_id, mark)
        for box in boxes:
            yield from self.read_body(box)

    def read_note(self, sort: str, note_id: str, mark: str) -> Iterator[Draft]:
        """Yield a footnote or endnote as one block."""
        note = self.bodies[sort].get(note_id)
        words = [] if note is None else [self.words_of(note)]
        for text in words:
            if text:
                yield Draft(kind="footnote", pieces=(Piece(text),), marker=mark)

    def kind(
        self,
        element: Any,  # noqa: ANN401 - an lxml element
        style: DocxStyle | None,
        passage: Passage,
    ) -> tuple[BlockKind, int | None, str | None]:
        """Tell kind, level and marker from style, numbering and weight."""
        properties = element.find(qn("w:pPr"))
        number = self.number(properties, style)
        marker = (
            self.numbering.next_marker(*number) if number and passage.text else None
        )
        level = _heading_level(style, properties)
        if level:
            return "heading", level, marker
        name = style.name if style else ""
        if names_contents(name):
            return "contents", None, None
        if number and marker:
            return "item", max(number[1], list_depth(name)) + 1, marker
        if names_quotation(name):
            return "quotation", None, None
        if passage.is_bold_line():
            return "heading", BOLD_LEVEL, None
        return "paragraph", None, None

    def style(self, properties: Any) -> DocxStyle | None:  # noqa: ANN401 - an lxml element or None
        found = None if properties is None else properties.find(qn("w:pStyle"))
        return self.styles.get(value_of(found) or self.default)

    def number(
        self,
        properties: Any,  # noqa: ANN401 - an lxml element or None
        style: DocxStyle | None,
    ) -> tuple[str, int] | None:
        """Tell the list and the level of a paragraph, its own or its style's."""
        inherited = style.number if style else None
        number = number_of(properties) or inherited
        if number is None:
            return None
        named = None if properties is None else properties.find(qn("w:pStyle"))
        level = number[1]
        if level is None:
            level = self.numbering.level_of_style(number[0], value_of(named) or "")
        return number[0], level

    def read_table(self, table: Any) -> Iterator[Draft]:  # noqa: ANN401 - an lxml element
        """Yield a table as one block; one that only frames its text as that text."""
        rows = [list(cells_of(row)) for row in rows_of(table)]
        plain = [[text_of(cell) for cell in row] for row in rows]
        holds_blocks = any(self.holds_blocks(cell) for row in rows for cell in row)
        if holds_blocks or is_frame(plain):
            for row in rows:
                for cell in row:
                    yield from self.read_body(cell)
            return
        yield from draft_rows([[self.read_cell(cell) for cell in row] for row in rows])
        yield from self.read_hung()

    def holds_blocks(self, cell: Any) -> bool:  # noqa: ANN401 - an lxml element
        """Say whether a cell holds a table, or a list or heading beside other text."""
        if cell.find(f".//{qn('w:tbl')}") is not None:
            return True
        paragraphs = [one for one in paragraphs_of(cell) if text_of(one)]
        return len(paragraphs) > 1 and any(map(self.is_marked, paragraphs))

    def is_marked(self, paragraph: Any) -> bool:  # noqa: ANN401 - an lxml element
        properties = paragraph.find(qn("w:pPr"))
        style = self.style(properties)
        number = self.number(properties, style)
        is_item = number is not None and number[0] != "0"
        return is_item or _heading_level(style, properties) is not None

    def read_cell(self, cell: Any) -> Draft | None:  # noqa: ANN401 - an lxml element
        """Give the words of a cell, its paragraphs one after the other."""
        whole = Passage()
        for paragraph in paragraphs_of(cell):
            if whole.text:
                whole.add(" ", is_bold=True)
            whole.take_over(self.text.read(paragraph))
        return whole.draft("table")

    def words_of(self, element: Any) -> str:  # noqa: ANN401 - an lxml element
        """Give the words of a note."""
        draft = self.read_cell(element)
        return draft.text if draft else ""


def text_of(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Give the bare words of an element, to judge how much it holds."""
    words = (text.text or "" for text in element.iter(qn("w:t")))
    return " ".join("".join(words).split())


def paragraphs_of(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Give the paragraphs of a cell or note, not those of text boxes on it."""
    return _own(element, qn("w:p"))


def rows_of(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Give the rows of a table, not those of tables in it."""
    return _own(element, qn("w:tr"))


def cells_of(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Give the cells of a row."""
    return _own(element, qn("w:tc"))


def _own(element: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield the parts of one kind, also where controls or changes wrap them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _own(child, tag)


def note_bodies(document: Any, ending: str) -> dict[str, Any]:  # noqa: ANN401 - python-docx has no types
    """Read the footnotes or endnotes of a document by their ids."""
    relations = document.part.rels.values()
    parts = (
        relation.target_part
        for relation in relations
        if not relation.is_external and relation.reltype.endswith(ending)
    )
    part = next(parts, None)
    if part is None:
        return {}
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    sort = qn(f"w:{ending[1:-1]}")
    return {note.get(qn("w:id")) or "": note for note in root.iter(sort)}


def note_formats(document: Any) -> dict[str, str]:  # noqa: ANN401 - python-docx has no types
    """Read how footnotes and endnotes are counted."""
    formats = {"footnote": "decimal", "endnote": "lowerRoman"}
    for sort, usual in tuple(formats.items()):
        path = f"{qn(f'w:{sort}Pr')}/{qn('w:numFmt')}"
        for element in document.element.body.iter(qn("w:sectPr")):
            formats[sort] = value_of(element.find(path)) or usual
    return formats


def _heading_level(style: DocxStyle | None, properties: Any) -> int | None:  # noqa: ANN401 - an lxml element or None
    """Tell the level of a heading from its style's name or outline level."""
    named = heading_level(style.name) if style else None
    if named:
        return named
    own = None if properties is None else value_of(properties.find(qn("w:outlineLvl")))
    outline = int(own) if own is not None else (style.outline if style else None)
    return outline + 1 if outline is not None and 0 <= outline < 9 else None
