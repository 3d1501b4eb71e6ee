from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from hustings.errors import UnreadableFileError
from hustings.ingest import zipped
from hustings.ingest.numbering import format_number
from hustings.ingest.readers.docx import read_docx


def _saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx has no types
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _read(document: Any) -> list[tuple[str, int | None, str | None, str]]:  # noqa: ANN401 - python-docx has no types
    drafts = read_docx(_saved(document), name="a.docx").drafts
    return [(d.kind, d.level, d.marker, d.text) for d in drafts]


def test_styles_lists_and_tables_are_read() -> None:
    document = docx.Document()
    document.add_heading("Our plan", 0)
    document.add_heading("Ferries", 2)
    document.add_paragraph("We will run them.")
    document.add_paragraph("by day", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("Nobody waits.", style="Quote")
    document.add_paragraph().add_run("Safe at night").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Line", "Fare"
    assert _read(document) == [
        ("heading", 1, None, "Our plan"),
        ("heading", 2, None, "Ferries"),
        ("paragraph", None, None, "We will run them."),
        ("item", 1, "•", "by day"),
        ("item", 1, "1.", "first"),
        ("item", 1, "2.", "second"),
        ("quotation", None, None, "Nobody waits."),
        ("heading", 4, None, "Safe at night"),
        ("table", None, None, "Line | Fare"),
    ]


def _number(paragraph: Any, level: int) -> None:  # noqa: ANN401 - python-docx has no types
    inner = f"<w:ilvl w:val='{level}'/><w:numId w:val='99'/>"
    xml = f"<w:numPr {nsdecls('w')}>{inner}</w:numPr>"
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))  # noqa: SLF001 - python-docx has no call for it


def test_automatic_numbers_of_several_levels_are_resolved() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{i}'><w:start w:val='1'/><w:numFmt w:val='{style}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for i, (style, text) in enumerate(
            [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")]
        )
    )
    spaces = nsdecls("w")
    root.insert(
        0,
        parse_xml(
            f"<w:abstractNum {spaces} w:abstractNumId='98'>{levels}</w:abstractNum>"
        ),
    )
    root.append(
        parse_xml(f"<w:num {spaces} w:numId='99'><w:abstractNumId w:val='98'/></w:num>")
    )
    for level in (0, 1, 1, 2, 0, 1):
        _number(document.add_paragraph("words"), level)
    markers = [marker for _, _, marker, _ in _read(document)]
    assert markers == ["1.", "1.1", "1.2", "(a)", "2.", "2.1"]


def test_tracked_deletions_stay_out_and_are_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We will ")
    deletion = f"<w:del {nsdecls('w')}><w:r><w:delText>not </w:delText></w:r></w:del>"
    insertion = f"<w:ins {nsdecls('w')}><w:r><w:t>act.</w:t></w:r></w:ins>"
    for xml in (deletion, insertion):
        paragraph._p.append(parse_xml(xml))  # noqa: SLF001 - python-docx has no call for it
    extraction = read_docx(_saved(document), name="a.docx")
    assert extraction.drafts[0].text == "We will act."
    assert extraction.problems[0].kind == "tracked changes"


def test_links_and_properties_are_taken() -> None:
    document = docx.Document()
    document.core_properties.title = "Plan"
    document.core_properties.author = "Harbour League"
    paragraph = document.add_paragraph("See ")
    target = document.part.relate_to(
        "https://harbour.example",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    link = parse_xml(
        f"<w:hyperlink {nsdecls('w', 'r')}><w:r><w:t>us</w:t></w:r></w:hyperlink>"
    )
    link.set(qn("r:id"), target)
    paragraph._p.append(link)  # noqa: SLF001 - python-docx has no call for it
    extraction = read_docx(_saved(document), name="a.docx")
    (found,) = extraction.drafts[0].links
    assert (found.start, found.end, found.url) == (4, 6, "https://harbour.example")
    assert (extraction.title, extraction.author) == ("Plan", "Harbour League")


def test_a_damaged_docx_is_an_error() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(UnreadableFileError, match="The DOCX is damaged"):
        read_docx(stream.getvalue(), name="a.docx")


def test_a_docx_that_unpacks_to_too_much_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zipped, "LARGEST_UNPACKED", 10)
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_docx(_saved(docx.Document()), name="a.docx")


def test_numbers_print_in_every_style() -> None:
    styles = ("decimal", "decimalZero", "lowerLetter", "upperRoman", "lowerRoman")
    assert [format_number(4, style) for style in styles] == ["4", "04", "d", "IV", "iv"]
    assert format_number(27, "upperLetter") == "AA"


def test_a_file_without_properties_has_no_date_of_its_own() -> None:
    document = docx.Document()
    document.add_paragraph("We will mend the quay.")
    whole, without = io.BytesIO(_saved(document)), io.BytesIO()
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(without, "w") as kept:
        for name in given.namelist():
            if "docProps" not in name:
                relations = given.read(name)
                if name == "_rels/.rels":
                    relations = re.sub(
                        rb"<Relationship [^>]*docProps[^>]*>", b"", relations
                    )
                kept.writestr(name, relations)
    extraction = read_docx(without.getvalue(), name="a.docx")
    assert (extraction.date, extraction.title) == (None, None)
    assert [draft.text for draft in extraction.drafts] == ["We will mend the quay."]
