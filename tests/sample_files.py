"""Small files of every format for tests, all saying the same invented words."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import docx
import pypdfium2
from PIL import Image

from hustings.ingest.media import (
    DOCX,
    EPUB,
    HTML,
    JPEG,
    ODT,
    PDF,
    PNG,
    ROW,
    RTF,
    TEI,
    TEXT,
    TIFF,
)
from pdf_pages import draw_lines, draw_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

TITLE = "A Plan for the Harbour"
PARAGRAPH = (
    "We will run the ferry to the island every day, and the fare stays what it is."
)
ITEMS = ("More lamps on the quay at night.", "A roof over the fish market.")

_ODT = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/content.opf"/></rootfiles></container>'
)


def zip_files(**parts: str | bytes) -> bytes:
    """Put parts into a ZIP; two underscores in a name stand for a slash."""
    return zip_parts({name.replace("__", "/"): part for name, part in parts.items()})


def zip_parts(parts: dict[str, str | bytes]) -> bytes:
    """Put parts into a ZIP under their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def pdf() -> bytes:
    def page(canvas: Canvas) -> None:
        draw_lines(canvas, (TITLE,), y=80, font="Helvetica-Bold", size=18)
        draw_lines(canvas, (PARAGRAPH,), y=140)
        draw_lines(canvas, [f"• {item}" for item in ITEMS], y=180)

    return draw_pdf(page)


def word() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(PARAGRAPH)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def odt_parts(body: str, styles: str = "", **parts: str) -> dict[str, str | bytes]:
    """Give the parts of an ODT; `styles` are its automatic styles."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODT}:{name}:1.0"'
        for name in ("office", "text", "table", "style", "drawing")
    )
    spaces += f' xmlns:fo="{_ODT}:xsl-fo-compatible:1.0" xmlns:draw="{_ODT}:drawing"'
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    return {
        "mimetype": ODT,
        "META-INF/manifest.xml": _MANIFEST,
        "content.xml": content,
        **parts,
    }


def odt() -> bytes:
    items = "".join(
        f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS
    )
    body = (
        f'<text:h text:outline-level="1">{TITLE}</text:h>'
        f"<text:p>{PARAGRAPH}</text:p><text:list>{items}</text:list>"
    )
    return zip_parts(odt_parts(body))


def rtf() -> bytes:
    items = "".join(
        rf"{{\listtext\u8226?\tab}}\ls1\ilvl0 {item}\par\pard " for item in ITEMS
    )
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}"
        r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
        rf"\pard\s1 {TITLE}\par\pard {PARAGRAPH}\par {items}}}"
    ).encode("ascii")


def epub_parts(*chapters: str) -> dict[str, str | bytes]:
    """Give the parts of an EPUB with these chapters."""
    manifest = "".join(
        f'<item id="c{i}" href="c{i}.xhtml" media-type="application/xhtml+xml"/>'
        for i in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{TITLE}</dc:title><dc:creator>Harbour League</dc:creator>"
        "<dc:date>2031-05-01</dc:date><dc:language>en</dc:language></metadata>"
        f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    )
    pages: dict[str, str | bytes] = {
        f"book/c{i}.xhtml": _XHTML.format(body=body) for i, body in enumerate(chapters)
    }
    return {
        "mimetype": EPUB,
        "META-INF/container.xml": _CONTAINER,
        "book/content.opf": package,
        **pages,
    }


_XHTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    "<body>{body}</body></html>"
)


def _marked_up() -> str:
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    return f"<h1>{TITLE}</h1><p>{PARAGRAPH}</p><ul>{items}</ul>"


def epub() -> bytes:
    return zip_parts(epub_parts(_marked_up()))


def tei_file(body: str, header: str = "") -> bytes:
    """Wrap the body of a TEI document."""
    return (
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        f"<teiHeader>{header}</teiHeader><text><body>{body}</body></text></TEI>"
    ).encode()


def tei() -> bytes:
    items = "".join(f"<item>{item}</item>" for item in ITEMS)
    return tei_file(
        f"<div><head>{TITLE}</head><p>{PARAGRAPH}</p>"
        f'<list type="unordered">{items}</list></div>'
    )


def html() -> bytes:
    return f"<!DOCTYPE html><html><body>{_marked_up()}</body></html>".encode()


def text() -> bytes:
    items = "\n".join(f"- {item}" for item in ITEMS)
    return f"{TITLE}\n\n{PARAGRAPH}\n\n{items}\n".encode()


def picture(image_format: str) -> Callable[[], bytes]:
    """Give a function that draws the page of `pdf` as a picture."""

    def draw() -> bytes:
        document = pypdfium2.PdfDocument(pdf())
        pixels = document[0].render(scale=2, grayscale=True).to_numpy()
        stream = io.BytesIO()
        image = Image.fromarray(pixels[:500])  # the rest of the page is empty
        image.save(stream, format=image_format, dpi=(144, 144))
        document.close()
        return stream.getvalue()

    return draw


def recognise_sample(picture: bytes, language: str | None) -> bytes:  # noqa: ARG001  # as every recogniser
    """Stand in for tesseract: the words of `pdf`, whatever the picture."""
    lines: list[tuple[float, float, str]] = [(80, 18, TITLE), (140, 11, PARAGRAPH)]
    lines += [(180 + 14 * i, 11, f"• {item}") for i, item in enumerate(ITEMS)]
    return hocr_page(lines)


def hocr_page(
    lines: list[tuple[float, float, str]], x: float = 72, sure: int = 96
) -> bytes:
    """Write hOCR at 300 dots per inch from baselines, sizes in points, and words."""
    spans = "".join(_hocr_line(*line, x=x, sure=sure) for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><html '
        'xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page">'
        f"{spans}</div></body></html>"
    ).encode()


def _hocr_line(y: float, size: float, words: str, *, x: float, sure: int) -> str:
    dot = 300 / 72
    top, bottom = round((y - size * 0.8) * dot), round((y + size * 0.2) * dot)
    spans, left = [], x * dot
    for word in words.split():
        right = left + len(word) * size * 0.5 * dot
        spans.append(
            f'<span class="ocrx_word" title="bbox {left:.0f} {top} {right:.0f} '
            f'{bottom}; x_wconf {sure}">{word}</span>'
        )
        left = right + size * 0.3 * dot
    return (
        f'<span class="ocr_line" title="bbox {x * dot:.0f} {top} {left:.0f} {bottom}; '
        f'baseline 0 {-size * 0.2 * dot:.0f}; x_size {size * dot:.1f}">'
        f"{' '.join(spans)}</span>"
    )


def row() -> bytes:
    return json.dumps({"actor": "Harbour League", "text": text().decode()}).encode()


SAMPLES: dict[str, Callable[[], bytes]] = {
    PDF: pdf,
    DOCX: word,
    ODT: odt,
    RTF: rtf,
    EPUB: epub,
    TEI: tei,
    ROW: row,
    PNG: picture("PNG"),
    TIFF: picture("TIFF"),
    JPEG: picture("JPEG"),
    HTML: html,
    TEXT: text,
}
"""One file a media type that is read."""
ENDINGS = {
    PDF: "pdf",
    DOCX: "docx",
    ODT: "odt",
    RTF: "rtf",
    EPUB: "epub",
    TEI: "xml",
    ROW: "json",
    PNG: "png",
    TIFF: "tif",
    JPEG: "jpg",
    HTML: "html",
    TEXT: "txt",
}


NOTED = "The policy of the harbour holds for every ship."
NOTE = "By a law of the year 2030."


_OFFICE = "http://schemas.openxmlformats.org"
_NOTES_PLACE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
_NOTES_LINK = (
    '<Relationship Id="rF" Target="footnotes.xml" Type="'
    f'{_OFFICE}/officeDocument/2006/relationships/footnotes"/></Relationships>'
)
_NOTES_TYPE = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
)


def _tabled_word() -> bytes:
    document = docx.Document()
    document.add_paragraph("The policy")
    table = document.add_table(2, 2)
    for i, word in enumerate(("Line", "Fare", "One", "2")):
        table.cell(i // 2, i % 2).text = word
    stream = io.BytesIO()
    document.save(stream)
    rest = NOTED.removeprefix("The policy")
    return _with_footnote(stream.getvalue(), rest)


def _with_footnote(content: bytes, rest: str) -> bytes:
    """Put a footnote into a saved Word file, which its library does not write."""
    run = '<w:r><w:t xml:space="preserve">'
    changes = {
        "word/document.xml": (
            "The policy</w:t></w:r>",
            f"The policy</w:t></w:r>{_NOTES_PLACE}{run}{rest}</w:t></w:r>",
        ),
        "word/_rels/document.xml.rels": ("</Relationships>", _NOTES_LINK),
        "[Content_Types].xml": ("</Types>", _NOTES_TYPE),
    }
    notes = (
        f'<w:footnotes xmlns:w="{_OFFICE}/wordprocessingml/2006/main"><w:footnote '
        f'w:id="2"><w:p>{run}{NOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    parts: dict[str, str | bytes] = {"word/footnotes.xml": notes}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name in changes:
                old, new = changes[name]
                part = part.replace(old.encode(), new.encode())
            parts[name] = part
    return zip_parts(parts)


def _tabled_odt() -> bytes:
    cells = [
        f"<table:table-cell><text:p>{word}</text:p></table:table-cell>"
        for word in ("Line", "Fare", "One", "2")
    ]
    rows = "".join(
        f"<table:table-row>{''.join(cells[i : i + 2])}</table:table-row>"
        for i in (0, 2)
    )
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>"
        f"{NOTE}</text:p></text:note-body></text:note>"
    )
    words = NOTED.replace("policy", f"policy{note}", 1)
    body = f"<text:p>{words}</text:p><table:table>{rows}</table:table>"
    return zip_parts(odt_parts(body))


def _tabled_rtf() -> bytes:
    words = NOTED.replace(
        "policy", rf"policy{{\super\chftn{{\footnote\pard\chftn {NOTE}}}}}", 1
    )
    return (
        rf"{{\rtf1\ansi\pard {words}\par\trowd\pard\intbl Line\cell Fare\cell\row"
        r"\trowd\pard\intbl One\cell 2\cell\row\pard\par}"
    ).encode("ascii")


def _tabled_html() -> bytes:
    return f"<html><body>{_tabled_markup()}</body></html>".encode()


def _tabled_epub() -> bytes:
    return zip_parts(epub_parts(_tabled_markup()))


def _tabled_markup() -> str:
    words = NOTED.replace("policy", 'policy<sup><a href="#n1" id="r1">1</a></sup>', 1)
    return (
        f"<p>{words}</p><table><tr><th>Line</th><th>Fare</th></tr><tr><td>One</td>"
        f'<td>2</td></tr></table><ol><li id="n1">{NOTE} <a href="#r1">↩</a></li></ol>'
    )


def _tabled_tei() -> bytes:
    words = NOTED.replace("policy", f'policy<note n="1">{NOTE}</note>', 1)
    return tei_file(
        f"<p>{words}</p><table><row><cell>Line</cell><cell>Fare</cell></row><row>"
        "<cell>One</cell><cell>2</cell></row></table>"
    )


def _tabled_text() -> bytes:
    words = NOTED.replace("policy", "policy[^1]", 1)
    table = "| Line | Fare |\n| --- | --- |\n| One | 2 |"
    return f"{words}\n\n{table}\n\n[^1]: {NOTE}\n".encode()


TABLED: dict[str, Callable[[], bytes]] = {
    DOCX: _tabled_word,
    ODT: _tabled_odt,
    RTF: _tabled_rtf,
    EPUB: _tabled_epub,
    TEI: _tabled_tei,
    HTML: _tabled_html,
    TEXT: _tabled_text,
}
"""Files of the marked-up formats with a table and a footnote."""
