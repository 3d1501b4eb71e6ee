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
from hustings.ingest.markup import zipped
from hustings.ingest.readers.docx import read_docx
from hustings.ingest.structure.numbering import format_number


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


def test_list_styles_tell_the_depth_of_their_items() -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Bullet 2", "List Bullet 3", "List Number 2"):
        document.add_paragraph("oak", style=style)
    assert [level for _, level, _, _ in _read(document)] == [1, 2, 3, 2]


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


W = nsdecls("w")


def _append(document: Any, xml: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Put a paragraph, table or content control before the end of the body."""
    spaces = nsdecls("w", "r") + (
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    body = document.element.body
    element = parse_xml(xml.replace(">", f" {spaces}>", 1))
    body.insert(len(body) - 1, element)


def _runs(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def test_fields_symbols_and_equations_give_their_words() -> None:
    document = docx.Document()
    _append(
        document,
        _runs(
            "<w:t xml:space='preserve'>See </w:t>",
            "<w:fldChar w:fldCharType='begin'/>",
            '<w:instrText> HYPERLINK "https://harbour.example" </w:instrText>',
            "<w:fldChar w:fldCharType='separate'/>",
            "<w:t>us</w:t>",
            "<w:fldChar w:fldCharType='end'/>",
            "<w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:br/>",
            "<w:sym w:font='Wingdings' w:char='F0FC'/>",
            "<w:t>ha</w:t><w:softHyphen/><w:t>ven</w:t>",
            "<w:rPr><w:vanish/></w:rPr><w:t>secret</w:t>",
        ),
    )
    _append(document, "<w:p><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></w:p>")
    extraction = read_docx(_saved(document), name="a.docx")
    assert [d.text for d in extraction.drafts] == ["See us co-op ✓haven", "a=b"]
    (link,) = extraction.drafts[0].links
    assert (link.start, link.end, link.url) == (4, 6, "https://harbour.example")
    assert [one.kind for one in extraction.problems] == ["hidden text"]


def test_contents_are_told_by_field_and_by_control() -> None:
    document = docx.Document()
    _append(
        document,
        _runs(
            "<w:fldChar w:fldCharType='begin'/>",
            "<w:instrText> TOC \\o </w:instrText>",
            "<w:fldChar w:fldCharType='separate'/>",
            "<w:t>Ferries 3</w:t>",
        ),
    )
    _append(document, _runs("<w:t>Homes 5</w:t>", "<w:fldChar w:fldCharType='end'/>"))
    _append(
        document,
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents</w:t></w:r>"
        "</w:p></w:sdtContent></w:sdt>",
    )
    _append(
        document,
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>"
        "Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    _append(document, _runs("<w:t>We act.</w:t>"))
    assert [(kind, text) for kind, *_, text in _read(document)] == [
        ("contents", "Ferries 3"),
        ("contents", "Homes 5"),
        ("contents", "Contents"),
        ("paragraph", "We act."),
    ]


def _with_parts(content: bytes, **parts: str) -> bytes:
    """Add parts such as footnotes.xml to a saved document."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w") as kept,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                links = "".join(
                    f'<Relationship Id="rX{one}" Type="{kind}/{one}" '
                    f'Target="{one}.xml"/>'
                    for one in parts
                )
                part = part.replace(
                    b"</Relationships>", f"{links}</Relationships>".encode()
                )
            if name == "[Content_Types].xml":
                types = "".join(
                    f'<Override PartName="/word/{one}.xml" ContentType="application/'
                    f'vnd.openxmlformats-officedocument.wordprocessingml.{one}+xml"/>'
                    for one in parts
                )
                part = part.replace(b"</Types>", f"{types}</Types>".encode())
            kept.writestr(name, part)
        for one, xml in parts.items():
            kept.writestr(f"word/{one}.xml", xml)
    return stream.getvalue()


def _notes(sort: str, **words: str) -> str:
    bodies = "".join(
        f"<w:{sort} w:id='{key[1:]}'><w:p><w:r><w:{sort}Ref/></w:r><w:r><w:t>{text}"
        f"</w:t></w:r></w:p></w:{sort}>"
        for key, text in words.items()
    )
    return f"<w:{sort}s {W}>{bodies}</w:{sort}s>"


def test_footnotes_and_endnotes_stand_after_their_paragraph() -> None:
    document = docx.Document()
    _append(
        document,
        _runs(
            "<w:t>Our policy</w:t>",
            "<w:footnoteReference w:id='5'/>",
            "<w:t xml:space='preserve'> holds</w:t>",
            "<w:endnoteReference w:id='2'/>",
            "<w:t>.</w:t>",
        ),
    )
    _append(
        document,
        _runs(
            "<w:t>More</w:t>",
            "<w:footnoteReference w:id='6' w:customMarkFollows='1'/>",
            "<w:t>*</w:t>",
            "<w:t>.</w:t>",
        ),
    )
    content = _with_parts(
        _saved(document),
        footnotes=_notes("footnote", n5="By law.", n6="By custom."),
        endnotes=_notes("endnote", n2="At last."),
    )
    drafts = read_docx(content, name="a.docx").drafts
    assert [(d.kind, d.text, d.marker, d.notes) for d in drafts] == [
        ("paragraph", "Our policy holds.", None, ("1", "i")),
        ("footnote", "By law.", "1", ()),
        ("footnote", "At last.", "i", ()),
        ("paragraph", "More.", None, ("*",)),
        ("footnote", "By custom.", "*", ()),
    ]


def test_a_table_is_one_block_and_a_frame_is_its_text() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for i, word in enumerate(("Line", "Fare", "One", "2")):
        table.cell(i // 2, i % 2).text = word
    frame = document.add_table(1, 2)
    frame.cell(0, 0).text = "We will mend the quay. " * 5
    inner = frame.cell(0, 1).add_table(2, 2)
    for i, word in enumerate("abcd"):
        inner.cell(i // 2, i % 2).text = word
    assert [(kind, text) for kind, *_, text in _read(document)] == [
        ("table", "Line | Fare\nOne | 2"),
        ("paragraph", ("We will mend the quay. " * 5).strip()),
        ("table", "a | b\nc | d"),
    ]


def _numbered(document: Any, levels: str, style: str = "") -> None:  # noqa: ANN401 - python-docx has no types
    root = document.part.numbering_part.element
    xml = f"<w:abstractNum {W} w:abstractNumId='98'>{levels}</w:abstractNum>"
    root.insert(0, parse_xml(xml))
    xml = f"<w:num {W} w:numId='99'><w:abstractNumId w:val='98'/></w:num>"
    root.append(parse_xml(xml))
    if style:
        number = "<w:numPr><w:numId w:val='99'/></w:numPr>"
        found = document.styles[style].element
        found.get_or_add_pPr().append(parse_xml(number.replace(">", f" {W}>", 1)))


def test_levels_belong_to_styles_and_may_print_in_figures() -> None:
    document = docx.Document()
    levels = "".join(
        f"<w:lvl w:ilvl='{i}'><w:numFmt w:val='{style}'/>"
        f"<w:pStyle w:val='Heading{i + 1}'/>{extra}<w:lvlText w:val='{text}'/></w:lvl>"
        for i, (style, extra, text) in enumerate(
            [("upperRoman", "", "%1."), ("decimal", "<w:isLgl/>", "%1.%2")]
        )
    )
    _numbered(document, levels, "Heading 1")
    _numbered(document, levels, "Heading 2")
    for level in (1, 2, 2, 1, 2):
        document.add_heading("words", level)
    markers = [marker for _, _, marker, _ in _read(document)]
    assert markers == ["I.", "1.1", "1.2", "II.", "2.1"]


def test_headings_are_told_in_every_language_and_boxes_are_read() -> None:
    document = docx.Document()
    style = document.styles.add_style("Titre 2", 1)
    document.add_paragraph("Les bacs", style=style)
    paragraph = document.add_paragraph("Beside")
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    paragraph.add_run()._r.append(  # noqa: SLF001 - python-docx has no call for it
        parse_xml(f"<w:pict {W}>{box}</w:pict>")
    )
    document.sections[0].header.paragraphs[0].text = "Running head"
    assert [(kind, level, text) for kind, level, _, text in _read(document)] == [
        ("heading", 2, "Les bacs"),
        ("paragraph", None, "Beside"),
        ("paragraph", None, "In a box."),
    ]


def test_comments_and_insertions_are_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We act.")
    document.add_comment(paragraph.runs, text="Do we?", author="A")
    xml = f"<w:ins {W}><w:r><w:t> Soon.</w:t></w:r></w:ins>"
    paragraph._p.append(parse_xml(xml))  # noqa: SLF001 - python-docx has no call for it
    extraction = read_docx(_saved(document), name="a.docx")
    assert [draft.text for draft in extraction.drafts] == ["We act. Soon."]
    assert [(one.kind, one.message) for one in extraction.problems] == [
        ("tracked changes", "1 tracked insertion is in the text."),
        ("comments", "1 comment is not in the text."),
    ]
