"""Small PDFs for tests, drawn with reportlab from invented words."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = A4
LEADING = 14
FONT, BOLD, SIZE = "Helvetica", "Helvetica-Bold", 11

LEFT_COLUMN = (
    "The town keeps its three bath",
    "houses and opens them on Sun-",
    "days. Nobody who wants to swim",
    "is asked for more than a coin,",
    "and the water is warm at last.",
)
RIGHT_COLUMN = (
    "The tram runs until midnight,",
    "and twice an hour on market",
    "days. Those who come from far",
    "find a bench, a roof, and a",
    "clock that tells the true time.",
)
PARAGRAPH = (
    "We want a library in every quarter of the town, open in the evening and on",
    "the days when other houses are shut, with rooms for those who learn, for",
    "those who read, and for those who only want to be warm for an hour or two.",
)


def draw_pdf(*pages: Callable[[Canvas], None], password: str | None = None) -> bytes:
    """Draw one page a function."""
    buffer = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=A4, encrypt=lock, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw_lines(
    canvas: Canvas,
    lines: Sequence[str],
    *,
    x: float = 72,
    y: float = 100,
    font: str = FONT,
    size: float = SIZE,
) -> None:
    """Draw lines below each other; `y` is the first baseline, from the top."""
    canvas.setFont(font, size)
    for i, line in enumerate(lines):
        canvas.drawString(x, HEIGHT - y - i * LEADING, line)


def two_columns(canvas: Canvas) -> None:
    """Draw the left column, then the right one."""
    draw_lines(canvas, LEFT_COLUMN, x=72)
    draw_lines(canvas, RIGHT_COLUMN, x=310)


def row_by_row(canvas: Canvas) -> None:
    """Draw two columns as some programs write them: across, row after row."""
    for i, pair in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)):
        draw_lines(canvas, pair[:1], x=72, y=100 + i * LEADING)
        draw_lines(canvas, pair[1:], x=310, y=100 + i * LEADING)


def blank(canvas: Canvas) -> None:
    """Draw no text, only a box."""
    canvas.rect(100, 100, 50, 50)


def book_page(number: int, lines: Sequence[str]) -> Callable[[Canvas], None]:
    """Return a page with a running head and a page number."""

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ("Programme of the Lantern List",), y=40, size=9)
        draw_lines(canvas, lines, y=140)
        draw_lines(canvas, (str(number),), x=300, y=800, size=9)

    return draw


def rotated(canvas: Canvas) -> None:
    """Draw a page that is stored sideways and shown upright."""
    canvas.setPageRotation(90)
    canvas.rotate(90)
    canvas.setFont(FONT, SIZE)
    for i, line in enumerate(PARAGRAPH):
        canvas.drawString(72, -100 - i * LEADING, line)


def cropped(canvas: Canvas) -> None:
    """Draw a page with a printer's note outside its crop box."""
    canvas.setCropBox((50, 50, WIDTH - 50, HEIGHT - 50))
    draw_lines(canvas, ("Printer: sheet seven, second run",), y=20)
    draw_lines(canvas, PARAGRAPH)


def numbered_lines(canvas: Canvas) -> None:
    """Draw a paragraph whose lines are numbered in the margin."""
    lines = [*PARAGRAPH, *PARAGRAPH]
    draw_lines(canvas, lines, x=90)
    draw_lines(canvas, [str(i) for i in range(17, 17 + len(lines))], x=40)


def numbered_fifths(canvas: Canvas) -> None:
    """Draw lines of which every fifth is numbered in the margin."""
    draw_lines(canvas, (PARAGRAPH * 6)[:17], x=90)
    for i in range(5, 16, 5):
        draw_lines(canvas, (str(i),), x=40, y=100 + (i - 1) * LEADING, size=8)


def empty_pdf() -> bytes:
    """Return a PDF whose list of pages is empty."""
    document = pypdfium2.PdfDocument.new()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def sideways(
    lines: Sequence[str], *, angle: float, x: float, y: float, size: float = SIZE
) -> Callable[[Canvas], None]:
    """Return a page with lines turned round the point `x`, `y` from the top left."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(x, HEIGHT - y)
        canvas.rotate(angle)
        canvas.setFont(FONT, size)
        for i, line in enumerate(lines):
            canvas.drawString(0, -1.25 * i * size, line)
        canvas.restoreState()

    return draw


def askew(angle: float) -> Callable[[Canvas], None]:
    """Return a page of two columns that lies askew, as a scan may."""

    def draw(canvas: Canvas) -> None:
        canvas.rotate(angle)
        draw_lines(canvas, LEFT_COLUMN, x=72, y=140)
        draw_lines(canvas, RIGHT_COLUMN, x=310, y=140)

    return draw


def drifting(angle: float) -> Callable[[Canvas], None]:
    """Return such a page whose words each stand straight, as some scanners write it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE)
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for left, column in ((72, LEFT_COLUMN), (310, RIGHT_COLUMN)):
            for i, line in enumerate(column):
                x, y = left, HEIGHT - 140 - i * LEADING
                for word in line.split():
                    canvas.drawString(x * cos - y * sin, x * sin + y * cos, word)
                    x += canvas.stringWidth(f"{word} ", FONT, SIZE)

    return draw


HAN = "我们要在城里每个区都有一座图书馆开到晚上12点。浴室星期天也开放水终于是暖的。"
HAN_COLUMN = 10
_DRAWN = "".join(sorted(set(HAN) | set("1234567890")))


def han_pdf(
    place: Callable[[int, int], tuple[float, float]], *, is_vertical: bool
) -> bytes:
    """Draw Han characters in columns, from a vertical font or one by one.

    The font has Latin shapes: only its map to Unicode says that they are Han. `place`
    gives the point of a character by column and row.
    """
    columns = [HAN[i : i + HAN_COLUMN] for i in range(0, len(HAN), HAN_COLUMN)]
    parts = [
        (place(i, j), text)
        for i, column in enumerate(columns)
        for j, text in ([(0, column)] if is_vertical else enumerate(column))
    ]
    shown = " ".join(f"1 0 0 1 {x} {y} Tm <{_encode(t)}> Tj" for (x, y), t in parts)
    return _bind_han(f"BT /F1 12 Tf {shown} ET", "V" if is_vertical else "H")


def _encode(text: str) -> str:
    return "".join(f"{_DRAWN.index(character) + 36:04X}" for character in text)


def _bind_han(content: str, writing: str) -> bytes:
    """Write a PDF of one page by hand: no library here writes vertical fonts."""
    codes = "\n".join(f"<{i + 36:04X}> <{ord(c):04X}>" for i, c in enumerate(_DRAWN))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        "/CMapName /X def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
        f"endcodespacerange {len(_DRAWN)} beginbfchar\n{codes}\nendbfchar "
        "endcmap end end"
    )
    font_file = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        _stream(content.encode()),
        b"<</Type/Font/Subtype/Type0/BaseFont/Vera/Encoding/Identity-%s"
        b"/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>" % writing.encode(),
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Vera/CIDSystemInfo<</Registry"
            b"(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/DW2[880 -1000]"
            b"/CIDToGIDMap/Identity/FontDescriptor 7 0 R>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/Vera/Flags 4"
            b"/FontBBox[-100 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120"
            b"/CapHeight 700/StemV 80/FontFile2 9 0 R>>"
        ),
        _stream(to_unicode.encode()),
        _stream(font_file),
    ]
    body, offsets = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%bendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
        )
        + b"startxref\n%d\n%%%%EOF" % len(body)
    )


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
