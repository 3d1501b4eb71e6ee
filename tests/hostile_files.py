"""Invented files made to break readers: bombs, endless repetitions, lies."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from sample_files import (
    epub_parts,
    odt_parts,
    tei_file,
    zip_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "We will mend the quay and run the ferry every day. "
_LAUGHS = "".join(
    f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha"}">' for i in range(12)
)
_QUADRATIC = f'<!ENTITY e11 "{"ha" * 50_000}">'
_OUTSIDE = '<!ENTITY e11 SYSTEM "file:///etc/passwd">'
ENTITIES = {"laughs": _LAUGHS, "quadratic": _QUADRATIC, "outside": _OUTSIDE}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def word_file(body: str, start: str = "") -> bytes:
    """Wrap the body of a Word document; `start` stands before its root."""
    document = (
        f'{start}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )
    return zip_parts(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
        }
    )


def word_paragraphs(paragraph: str, n: int) -> bytes:
    """Repeat a paragraph of a Word document."""
    return word_file(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" * n)


def odt_file(body: str, start: str = "") -> bytes:
    """Wrap the body of an ODT; `start` stands before its root."""
    parts = odt_parts(body)
    parts["content.xml"] = start + str(parts["content.xml"])
    return zip_parts(parts)


def epub_file(body: str, start: str = "") -> bytes:
    """Wrap one chapter; `start` stands before its root."""
    parts = epub_parts(body)
    chapter = str(parts["book/c0.xhtml"]).partition("?>\n")[2]
    parts["book/c0.xhtml"] = f"{start}{chapter}"
    return zip_parts(parts)


def tei_bomb(body: str, start: str = "") -> bytes:
    """Wrap the body of a TEI document; `start` stands before its root."""
    return start.encode() + tei_file(body).partition(b"?>")[2]


def html_file(body: str, start: str = "") -> bytes:
    """Wrap the body of a saved page; `start` stands before its root."""
    return f"{start or '<!DOCTYPE html>'}<html><body>{body}</body></html>".encode()


MARKED_UP: dict[str, tuple[Callable[[str, str], bytes], str, str]] = {
    "docx": (word_file, "w:p", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"),
    "odt": (odt_file, "text:span", "<text:p>{}</text:p>"),
    "epub": (epub_file, "div", "<p>{}</p>"),
    "tei": (tei_bomb, "hi", "<p>{}</p>"),
    "html": (html_file, "div", "<p>{}</p>"),
}
"""Format to its wrapper, an element to nest, and a paragraph."""


def entity_bomb(form: str, entities: str) -> bytes:
    """Put entities that multiply, or name a file, into a format of XML."""
    wrap, _, paragraph = MARKED_UP[form]
    start = f"<!DOCTYPE any [{ENTITIES[entities]}]>"
    references = "&e11;" * (10_000 if entities == "quadratic" else 1)
    return wrap(paragraph.format(WORDS + references), start)


def deep_nest(form: str, depth: int = 100_000) -> bytes:
    """Nest one element in itself."""
    wrap, name, paragraph = MARKED_UP[form]
    inner = f"<{name}>" * depth + WORDS + f"</{name}>" * depth
    return wrap(inner if form in {"html", "docx"} else paragraph.format(inner), "")


def flat_zip_bomb(part: str = "quay.txt", megabytes: int = 1000) -> bytes:
    """Pack very many zeros."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part, "w", force_zip64=True) as member,
    ):
        for _ in range(megabytes):
            member.write(bytes(1_000_000))
    return stream.getvalue()


def lying_zip_bomb(megabytes: int = 1000) -> bytes:
    """Pack very many zeros, and say that they are a hundred."""
    bomb = flat_zip_bomb(megabytes=megabytes)
    true = struct.pack("<I", megabytes * 1_000_000)
    assert true in bomb
    return bomb.replace(true, struct.pack("<I", 100))


def nested_zip_bomb() -> bytes:
    """Put an archive into an archive into an archive, one of them unnamed."""
    inner = flat_zip_bomb(megabytes=100)
    for name in ("a.zip", "b.zip", "c.bin"):
        inner = zip_parts({name: inner})
    return inner


def climbing_zip() -> bytes:
    """Name files that would land elsewhere."""
    stream = io.BytesIO(
        zip_parts(
            {
                "../climbs.txt": WORDS,
                "/absolute.txt": WORDS,
                "C:\\drive.txt": WORDS,
                "..\\back.txt": WORDS,
                "plans/../../up.txt": WORDS,
                "good.txt": WORDS,
            }
        )
    )
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def crowded_zip(n_parts: int) -> bytes:
    """Put very many empty files into an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(n_parts):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return stream.getvalue()


def pdf_file(objects: list[bytes]) -> bytes:
    """Number objects, the first of them the catalogue, and point to them."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """Pack the content of a PDF's object."""
    packed = zlib.compress(content, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        extra,
        len(packed),
        packed,
    )


def empty_pages(n_pages: int = 100_000) -> bytes:
    """Make a PDF of pages without anything on them."""
    kids = b" ".join(b"%d 0 R" % (i + 3) for i in range(n_pages))
    pages = b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>"
    page = b"<< /Type /Page /Parent 2 0 R >>"
    return pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            pages % (n_pages, kids),
            *[page] * n_pages,
        ]
    )


def one_page(content: bytes, resources: bytes, *others: bytes) -> bytes:
    """Make a PDF of one page; the numbers of `others` begin with 5."""
    return pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << %s >> >>"
            % resources,
            stream(content),
            *others,
        ]
    )


def picture_pdf(side: int = 32_000) -> bytes:
    """Put a picture of a thousand megapixels on a page."""
    image = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (side, side)
    image += b"/ColorSpace /DeviceGray /BitsPerComponent 8"
    packed = zlib.compressobj(1)
    pixels = b"".join(packed.compress(bytes(side)) for _ in range(side))
    pixels += packed.flush()
    return one_page(
        b"595 0 0 842 0 0 cm /I Do",
        b"/XObject << /I 5 0 R >>",
        b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (image, len(pixels), pixels),
    )


def unmapped_font_pdf() -> bytes:
    """Print words in a font whose codes stand for nothing known."""
    codes = b"".join(b"%04x" % (100 + i % 50) for i in range(60))
    lines = b" ".join(b"<%s> Tj 0 -20 Td" % codes for _ in range(20))
    return one_page(
        b"BT /F 12 Tf 72 700 Td %s ET" % lines,
        b"/Font << /F 5 0 R >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo "
        b"<< /Registry (Odd) /Ordering (Odd) /Supplement 0 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 1000 1000] "
        b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    )


def text_pdf(line: bytes, n_lines: int, *, step: float = 12) -> bytes:
    """Print one line many times, down the page and beyond it."""
    content = b"BT /F 6 Tf 72 800 Td %s ET" % (
        b"(%s) Tj 0 %.4f Td\n" % (line, -step) * n_lines
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return one_page(content, b"/Font << /F 5 0 R >>", font)


def huge_png(side: int = 60_000) -> bytes:
    """Declare a picture of that many pixels a side, and give a few of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return (
            struct.pack(">I", len(content))
            + checked
            + struct.pack(">I", zlib.crc32(checked))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(side + 1) * 10)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


def crowded_tiff(n_pages: int = 200, side: int = 4000) -> bytes:
    """Put many large empty pages into one picture."""
    page = Image.new("1", (side, side), 1)
    out = io.BytesIO()
    page.save(
        out,
        format="TIFF",
        compression="group4",
        save_all=True,
        append_images=[page] * (n_pages - 1),
    )
    return out.getvalue()


MEGABYTE = 1_000_000
LONG_TEXTS: dict[str, Callable[[], str]] = {
    "one line": lambda: WORDS * (5 * MEGABYTE // len(WORDS)),
    "one word": lambda: "quay" * MEGABYTE,
    "one-word lines": lambda: "quay\n" * 200_000,
    "one-word paragraphs": lambda: "quay\n\n" * 100_000,
    "headings": lambda: "# A Plan for the Harbour\n\n" * 100_000,
    "capitals": lambda: "A PLAN FOR THE HARBOUR\n\n" * 50_000,
    "numbers": lambda: "".join(f"{i}. Mend the quay.\n" for i in range(100_000)),
    "articles": lambda: "".join(f"Article {i}\nMend it.\n\n" for i in range(30_000)),
    "footnotes": lambda: "".join(
        f"{WORDS}[^{i}]\n\n[^{i}]: See the harbour plan.\n\n" for i in range(20_000)
    ),
    "table": lambda: "| a | b |\n| --- | --- |\n" + "| quay | ferry |\n" * 100_000,
    "dates": lambda: "From 7 May until 21 June 2031, on the 12th and 13th. " * 20_000,
    "quotations": lambda: '"We act," said Ada Pym. ' * 40_000,
    "open quotations": lambda: "“ We act " * 100_000,
    "links": lambda: "www.quay.example/a " * 50_000,
    "bullets": lambda: "- Mend the quay.\n" * 100_000,
    "nested bullets": lambda: "".join(" " * i + "- quay\n" for i in range(2_000)),
    "quoted lines": lambda: ">" * 100_000 + " quay\n",
    "hyphens at ends": lambda: "We will mend the har-\nbour and the quay-\n" * 50_000,
    "full lines": lambda: (WORDS + WORDS[:25] + "\n") * 60_000,
    "spaces": lambda: "quay" + " " * MEGABYTE + "quay",
    "spaced letters": lambda: "q u a y " * 200_000,
    "line ends": lambda: "quay" + "\n" * MEGABYTE + "quay",
    "brackets": lambda: "(" * MEGABYTE,
    "square brackets": lambda: "[" * MEGABYTE,
    "images": lambda: "![" * 300_000,
    "stars": lambda: "*" * MEGABYTE,
    "starred words": lambda: "**a *b " * 100_000,
    "underscores": lambda: "_a" * 300_000,
    "backticks": lambda: "`" * 300_000 + " " + "` `` " * 50_000,
    "numbered dots": lambda: "1." * (MEGABYTE // 2),
    "digits": lambda: "7" * MEGABYTE,
    "spaced digits": lambda: "7 " * (MEGABYTE // 2),
    "dashes": lambda: "-" * MEGABYTE,
    "dots": lambda: "." * MEGABYTE,
    "leaders": lambda: ("Chapter " + "." * 200 + " 7\n") * 5_000,
    "www": lambda: "www." * (MEGABYTE // 4),
    "http": lambda: "http://" * (MEGABYTE // 7),
    "open links": lambda: "](http://a" * 100_000,
    "open addresses": lambda: "<http://a" * 100_000,
    "angles": lambda: "quay <" + "a<" * (MEGABYTE // 2),
    "ampersands": lambda: "quay &" + "&a" * (MEGABYTE // 2),
    "pipes": lambda: "|" * MEGABYTE,
    "marks": lambda: "§" * MEGABYTE,
    "accents": lambda: "e" + "\u0301" * MEGABYTE,
    "surrogates of cp1252": lambda: "Ã¢â‚¬â„¢" * 100_000,
    "signatures": lambda: "— The committee of the quay\n\n" * 50_000,
    "exclamations": lambda: "Mend the quay!\n\n" * 50_000,
    "roman": lambda: "".join(f"{'I' * (i % 9 + 1)}. quay\n" for i in range(50_000)),
    "month names": lambda: "May " * 250_000,
    "years": lambda: "2031 " * 200_000,
    "colons": lambda: "a: " * 300_000,
    "semicolons": lambda: "we act; " * 100_000,
    "ands": lambda: "and we act and " * 60_000,
}
"""Texts in which a pattern or a loop of ours could go round and round."""


def long_text(name: str) -> bytes:
    """Write one of the long texts."""
    return LONG_TEXTS[name]().encode()
