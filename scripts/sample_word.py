"""Set the sample documents in Word's own styles, with Word's own numbering."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from sample_masters import curl_quotes, inline_runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sample_masters import Block, Master

EARLIEST_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
WORD_STYLES: Final = {
    "title": "Title",
    "heading": "Heading 1",
    "subtitle": "Subtitle",
    "quotation": "Quote",
    "slogan": "Intense Quote",
}


def write_docx(master: Master) -> bytes:
    """Set the master in Word's own styles, with Word's own numbering."""
    document = docx.Document()
    slim_down(document)
    set_up_word(document, master.facts)
    number, following = 0, 1
    for block in master.blocks:
        paragraph = document.add_paragraph(style=word_style(block))
        add_word_runs(paragraph, block)
        if block.kind == "item" and block.marker != "-":
            if int(block.marker[:-1]) != following or not number:
                number = new_numbering(document)
            following = int(block.marker[:-1]) + 1
            apply_numbering(paragraph, number)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_zip_dates(buffer.getvalue())


def word_style(block: Block) -> str:
    """Name Word's style for a block."""
    if block.kind == "item":
        return "List Bullet" if block.marker == "-" else "List Number"
    return WORD_STYLES.get(block.kind, "Normal")


def slim_down(document: Any) -> None:  # noqa: ANN401  # python-docx ships no types
    """Take out the two thirds of a megabyte of styles that the samples do not use."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.base_style is not None:
            style.delete()
    relations = document.part.rels
    for name, relation in list(relations.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del relations[name]


def set_up_word(document: Any, facts: Mapping[str, str]) -> None:  # noqa: ANN401  # python-docx ships no types
    """Give a new Word document its properties, type, head and page number."""
    properties = document.core_properties
    properties.title, properties.author = facts["title"], facts["actor"]
    properties.last_modified_by, properties.comments = facts["actor"], ""
    properties.created = properties.modified = dt.datetime.fromisoformat(
        f"{facts['date']}T09:00:00"
    )
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    section = document.sections[0]
    section.header.paragraphs[0].text = facts["head"]
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_page_field(foot)


def add_page_field(paragraph: Any) -> None:  # noqa: ANN401  # python-docx ships no types
    """Add the field that Word fills with the page number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no call for fields


def add_word_runs(paragraph: Any, block: Block) -> None:  # noqa: ANN401  # python-docx ships no types
    """Add the words with their italics, bolds and line breaks."""
    for style, text in inline_runs(block.words):
        run = paragraph.add_run(curl_quotes(text))
        run.italic = True if style == "em" or block.kind == "imprint" else None
        run.bold = True if style == "strong" else None


def new_numbering(document: Any) -> int:  # noqa: ANN401  # python-docx ships no types
    """Start a numbered list at 1 and return its identifier."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    listed = numbering.num_having_numId(style.pPr.numPr.numId.val)
    fresh = numbering.add_num(listed.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def apply_numbering(paragraph: Any, number: int) -> None:  # noqa: ANN401  # python-docx ships no types
    """Make a paragraph an item of one numbered list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  # python-docx has no call for lists
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def without_zip_dates(archive: bytes) -> bytes:
    """Write an archive again with one date for all members, uncompressed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EARLIEST_ZIP_DATE)
            member.create_system = 3
            new.writestr(member, old.read(name))
    return buffer.getvalue()
