"""Measure the recognition of worn scans: `measure_ocr.py DATA [KIND ...]`.

DATA holds `csta/manifestos/*.txt` and `raw/uk_2017_pdf/*.pdf`. Pages are set from the
texts (one column in a serif face, two columns with headings) and taken from a real PDF
whose text layer is the reference; drawn at 300 dots per inch, worn in every way of
`worn_pages.py` with fixed seeds, stored as PDF, PNG or TIFF, and read. Rows: similarity
of the characters in order, white space and line-end hyphens left out, mean and lowest,
for Hustings and for plain tesseract on the same pictures in the same run.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Indel
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from worn_pages import KINDS, put_pictures

from hustings.errors import UnreadableFileError
from hustings.ingest.reading import Described, read_document
from hustings.outside.ocr import find_tesseract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worn_pages import Picture

WIDTH, HEIGHT = A4
LEFT, TOP, GUTTER, LEADING = 62.0, 80.0, 22.0, 13.6
N_ROWS: Final = 40
SERIF, BOLD, TYPEWRITER = "Times-Roman", "Helvetica-Bold", "Liberation Mono"
TYPEWRITER_FILE: Final = "LiberationMono-Regular.ttf"
FORMATS = ("PDF", "PNG", "TIFF")
REAL: Final = ("uk_2017_pdf/labour.pdf", range(8, 60))
LEAST_CHARACTERS: Final = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a page is set."""

    font: str = SERIF
    size: float = 10.5
    n_columns: int = 1
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """A picture to read, and the words on it."""

    picture: Picture
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """One picture under the name of its wear."""

    kind: str
    page: Page
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came of one picture: two similarities and the seconds of ours."""

    kind: str
    ours: float
    plain: float
    seconds: float


def main(data: Path, kinds: Sequence[str]) -> None:
    """Print a row a kind of wear."""
    jobs = [job for job in make_jobs(data) if not kinds or job.kind in kinds]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rows = list(pool.map(measure, jobs))
    print("| pages | number | ours | lowest | tesseract | lowest |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in dict.fromkeys(row.kind for row in rows):
        _show(kind, [row for row in rows if row.kind == kind])
    _show("all", rows)
    seconds = sum(row.seconds for row in rows)
    print(f"| pages a second in one process | {len(rows) / seconds:.2f} | | | | |")


def _show(kind: str, rows: Sequence[Row]) -> None:
    ours, plain = [row.ours for row in rows], [row.plain for row in rows]
    cells = (f"{np.mean(each):.4f} | {min(each):.4f}" for each in (ours, plain))
    print(f"| {kind} | {len(rows)} | {' | '.join(cells)} |")


def make_jobs(data: Path) -> Iterator[Job]:
    """Wear every page in every way, and add the pages that are special."""
    texts = sorted((data / "csta" / "manifestos").glob("*.txt"))
    if not texts:
        sys.exit(f"{data}: no files csta/manifestos/*.txt in it.")
    lines = texts[0].read_text(encoding="utf-8", errors="replace").splitlines()
    single = set_page(lines[40:], Style())
    columns = set_page(lines[400:], Style(n_columns=2, size=9.5))
    pages = [single, columns, take_page(data / "raw" / REAL[0], REAL[1])]
    for kind, wear in KINDS.items():
        for i, page in enumerate(pages):
            worn = wear(page.picture, _generator(kind, i))
            yield Job(kind=kind, page=replace(page, picture=worn), format=FORMATS[i])
    special = {
        "line numbers": set_page(lines[90:], Style(is_numbered=True)),
        "typewriter, noise": set_page(lines[140:], Style(font=TYPEWRITER, size=10)),
        "pictures among the text": set_page(lines[190:], Style(), n_rows=32),
    }
    for kind, page in special.items():
        for i, name in enumerate(("clean", "askew by 0.5 to 3 degrees")):
            picture = page.picture
            if "pictures" in kind:
                picture = put_pictures(picture, _generator(kind, i))
            elif "typewriter" in kind:
                picture = KINDS["noise"](picture, _generator(kind, i))
            worn = KINDS[name](picture, _generator(kind, i))
            yield Job(kind=kind, page=replace(page, picture=worn), format=FORMATS[i])


def _generator(kind: str, i: int) -> np.random.Generator:
    return np.random.default_rng([zlib.crc32(kind.encode()), i])


def set_page(lines: Sequence[str], style: Style, n_rows: int = N_ROWS) -> Page:
    """Set one page from sentences, `#` before headings, and draw it."""
    if style.font == TYPEWRITER:
        registerFont(TTFont(TYPEWRITER, TYPEWRITER_FILE))
    measure = (WIDTH - 2 * LEFT - (style.n_columns - 1) * GUTTER) / style.n_columns
    rows = list(islice(_rows(lines, style, measure), n_rows * style.n_columns))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for i, (words, font) in enumerate(rows):
        column, row = divmod(i, n_rows)
        y = HEIGHT - TOP - row * LEADING
        canvas.setFont(font, style.size)
        canvas.drawString(LEFT + column * (measure + GUTTER), y, words)
        if style.is_numbered and row % 5 == 4:
            canvas.setFont(SERIF, 8)
            canvas.drawRightString(LEFT - 14, y, str(row + 1))
    canvas.showPage()
    canvas.save()
    picture = draw(pypdfium2.PdfDocument(buffer.getvalue())[0])
    return Page(picture=picture, words="\n".join(words for words, _ in rows))


def _rows(
    lines: Sequence[str], style: Style, measure: float
) -> Iterator[tuple[str, str]]:
    """Break headings and paragraphs of four sentences into rows."""
    paragraph: list[str] = []
    for raw in lines:
        words = raw.strip()
        is_heading = words.startswith("#")
        if is_heading or not words or len(paragraph) >= 4:
            yield from _fill(" ".join(paragraph), style.font, style.size, measure)
            paragraph = []
        if is_heading:
            yield "", BOLD
            yield from _fill(words.lstrip("# "), BOLD, style.size, measure)
        elif words:
            paragraph.append(words)


def _fill(
    words: str, font: str, size: float, measure: float
) -> Iterator[tuple[str, str]]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, size) > measure:
            yield line, font
            longer = word
        line = longer
    if line:
        yield line, font


def take_page(source: Path, numbers: range) -> Page:
    """Take the first page with much text out of a PDF; its text layer is the words."""
    document = pypdfium2.PdfDocument(source)
    for number in range(numbers.start, min(numbers.stop, len(document))):
        alone = pypdfium2.PdfDocument.new()
        alone.import_pages(document, [number])
        stream = io.BytesIO()
        alone.save(stream)
        read = read_document(stream.getvalue(), name="page", described=Described())
        text = read.document.text
        if len(text) >= LEAST_CHARACTERS and "\ufffd" not in text:
            return Page(picture=draw(document[number]), words=text)
    sys.exit(f"{source}: no page with {LEAST_CHARACTERS} characters.")


def draw(page: pypdfium2.PdfPage) -> Picture:
    """Draw a page in grey at 300 dots per inch."""
    pixels = page.render(scale=300 / 72 * (1 - 5e-5), grayscale=True).to_numpy()
    return np.array(pixels).reshape(pixels.shape[0], pixels.shape[1])


def measure(job: Job) -> Row:
    """Read one picture in both ways."""
    content = _write(job.page.picture, job.format)
    start = time.perf_counter()
    ours = _read(content)
    seconds = time.perf_counter() - start
    plain = _read_plain(job.page.picture)
    if where := os.environ.get("MEASURE_OCR_KEEP"):
        stem = Path(where) / f"{job.kind.replace(' ', '_')}.{job.format}"
        Image.fromarray(job.page.picture).save(f"{stem}.png")
        for name, text in (("ours", ours), ("ref", job.page.words), ("plain", plain)):
            Path(f"{stem}.{name}.txt").write_text(text)
    return Row(
        kind=job.kind,
        ours=_similarity(ours, job.page.words),
        plain=_similarity(plain, job.page.words),
        seconds=seconds,
    )


def _write(picture: Picture, form: str) -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(picture)
    if form == "PDF":
        image.save(stream, format="PDF", resolution=300, quality=95)
    else:
        image.save(stream, format=form, dpi=(300, 300))
    return stream.getvalue()


def _read(content: bytes) -> str:
    try:
        reading = read_document(
            content,
            name="scan",
            described=Described(language="en"),
            recognise=find_tesseract(),
        )
    except UnreadableFileError:
        return ""
    return reading.document.text


def _read_plain(picture: Picture) -> str:
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "eng", "--dpi", "300"],  # noqa: S607
        input=_write(picture, "PNG"),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode()


def _similarity(text: str, words: str) -> float:
    return Indel.normalized_similarity(_letters(text), _letters(words))


def _letters(text: str) -> str:
    """Return a text without white space and hyphens, its marks of one kind."""
    plain = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return re.sub(r"[\s\u00ad-]+", "", plain)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: measure_ocr.py DATA [KIND ...]")
    main(Path(sys.argv[1]), sys.argv[2:])
