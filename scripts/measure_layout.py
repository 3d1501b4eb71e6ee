"""Measure reading order, headings and memory on set pages: `measure_layout.py DATA`.

DATA holds `csta/manifestos/*.txt`: one sentence a line, `#` before headings. The texts
are set with reportlab in two justified columns, with running heads and page numbers,
and drawn row by row across both columns, 300 pages in all. Rows: similarity of the
characters in order, for Hustings and for plain pypdfium2; F1 of the headings against
the `#` lines; pages a second from bytes to units, and the memory that one file of 300
pages takes, in a process of its own.
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from rapidfuzz.distance import Indel
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from hustings.ingest.reading import Described, read_document
from hustings.ingest.units.splitting import split_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

N_PAGES: Final = 300
N_SENTENCES: Final = 4
"""Sentences to a paragraph: the texts do not tell."""
WIDTH, HEIGHT = A4
LEFT, TOP, GUTTER, LEADING = 56.0, 76.0, 24.0, 13.0
MEASURE = (WIDTH - 2 * LEFT - GUTTER) / 2
N_ROWS: Final = 48
ROMAN, BOLD, SIZE, LARGE = "Times-Roman", "Helvetica-Bold", 10.0, 13.0
INDENT = 12.0
SHORTEST_PART: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """One line as it is set: its words, where it begins, and how wide it is made."""

    words: str
    font: str = ROMAN
    size: float = SIZE
    indent: float = 0.0
    is_justified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFile:
    """A PDF, the words on its pages in order, and its headings."""

    content: bytes
    n_pages: int
    words: str
    headings: tuple[str, ...]


def main(data: Path) -> None:
    """Print a row a measure."""
    sources = sorted((data / "csta" / "manifestos").glob("*.txt"))
    if not sources:
        sys.exit(f"{data}: no files csta/manifestos/*.txt in it.")
    texts = [source.read_text(encoding="utf-8", errors="replace") for source in sources]
    files = list(set_files(texts))
    rows = [measure(file) for file in files]
    n_pages = sum(file.n_pages for file in files)
    weights = [file.n_pages / n_pages for file in files]
    ours, plain, seconds = (
        sum(w * row[i] for w, row in zip(weights, rows, strict=True)) for i in range(3)
    )
    print(f"| two-column pages drawn row by row | {n_pages} |")
    print(f"| similarity in order, Hustings | {ours:.4f} |")
    print(f"| similarity in order, lowest file | {min(row[0] for row in rows):.4f} |")
    print(f"| similarity in order, plain pypdfium2 | {plain:.4f} |")
    print(f"| F1 of headings against `#` lines | {heading_f1(rows):.4f} |")
    print(f"| pages a second, bytes to units | {1 / seconds:.0f} |")
    print(
        f"| memory at most on one file of {N_PAGES} pages, MB | {memory(texts):.0f} |"
    )


def set_files(texts: Iterable[str]) -> Iterator[SetFile]:
    """Set every text until there are enough pages."""
    left = N_PAGES
    for text in texts:
        file = set_text(text, left)
        left -= file.n_pages
        yield file
        if not left:
            return


def set_text(text: str, most_pages: int) -> SetFile:
    """Set one text in two columns, drawn row by row."""
    lines = list(islice(_lines(text), most_pages * 2 * N_ROWS))
    columns = [lines[i : i + N_ROWS] for i in range(0, len(lines), N_ROWS)]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for number, i in enumerate(range(0, len(columns), 2), 1):
        _draw_page(canvas, columns[i : i + 2], number)
    canvas.save()
    return SetFile(
        content=buffer.getvalue(),
        n_pages=(len(columns) + 1) // 2,
        words="\n".join(line.words for line in lines),
        headings=tuple(_headings(lines)),
    )


def _lines(text: str) -> Iterator[SetLine]:
    """Break headings and paragraphs into lines, an empty one above each heading."""
    paragraph: list[str] = []
    for raw in text.splitlines():
        words = raw.strip()
        if words.startswith("#") or not words or len(paragraph) >= N_SENTENCES:
            yield from _justify(" ".join(paragraph))
            paragraph = []
        if words.startswith("#"):
            yield SetLine(words="")
            yield from _loud(words.lstrip("# "))
        elif words:
            paragraph.append(words)
    yield from _justify(" ".join(paragraph))


def _loud(words: str) -> Iterator[SetLine]:
    for line in _break(words, BOLD, LARGE, 0.0):
        yield SetLine(words=line, font=BOLD, size=LARGE)


def _justify(words: str) -> Iterator[SetLine]:
    lines = list(_break(words, ROMAN, SIZE, INDENT))
    for i, line in enumerate(lines):
        yield SetLine(
            words=line,
            indent=0.0 if i else INDENT,
            is_justified=i < len(lines) - 1,
        )


def _break(words: str, font: str, size: float, indent: float) -> Iterator[str]:
    """Fill lines, breaking long words with a hyphen."""
    line, room = "", MEASURE - indent
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, size) <= room:
            line = longer
            continue
        head = _head(line, word, font, size, room)
        yield f"{line} {head}-" if head else line
        line, room = word[len(head) :], MEASURE
    if line:
        yield line


def _head(line: str, word: str, font: str, size: float, room: float) -> str:
    """Return how much of a long word still fits on the line."""
    if font == BOLD or not word.isalpha():
        return ""
    for n in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        if stringWidth(f"{line} {word[:n]}-", font, size) <= room:
            return word[:n]
    return ""


def _headings(lines: Sequence[SetLine]) -> Iterator[str]:
    heading = ""
    for line in lines:
        if line.font == BOLD:
            heading += line.words
        elif heading:
            yield _letters(heading)
            heading = ""
    if heading:
        yield _letters(heading)


def _draw_page(canvas: Canvas, columns: Sequence[list[SetLine]], number: int) -> None:
    canvas.setFont(ROMAN, 8)
    canvas.drawString(LEFT, HEIGHT - 40, "Programmes set again for measuring")
    canvas.drawCentredString(WIDTH / 2, 30, str(number))
    for row in range(N_ROWS):
        for j, column in enumerate(columns):
            if row < len(column) and column[row].words:
                x = LEFT + j * (MEASURE + GUTTER)
                _draw_line(canvas, column[row], x, HEIGHT - TOP - row * LEADING)
    canvas.showPage()


def _draw_line(canvas: Canvas, line: SetLine, x: float, y: float) -> None:
    width = stringWidth(line.words, line.font, line.size)
    n_spaces = line.words.count(" ")
    room = MEASURE - line.indent - width
    canvas.setFont(line.font, line.size)
    canvas.drawString(
        x + line.indent,
        y,
        line.words,
        wordSpace=room / n_spaces if line.is_justified and n_spaces else 0,
    )


def measure(file: SetFile) -> tuple[float, float, float, int, int, int]:
    """Return both similarities, seconds a page, and headings right, found, asked."""
    start = time.perf_counter()
    document = read_document(file.content, name="set", described=Described()).document
    split_units(document)
    seconds = (time.perf_counter() - start) / file.n_pages
    found = Counter(
        _letters(block.span.of(document.text))
        for block in document.blocks
        if block.kind == "heading"
    )
    asked = Counter(file.headings)
    words = _letters(file.words)
    return (
        Indel.normalized_similarity(_letters(document.text), words),
        Indel.normalized_similarity(_letters(_plain(file.content)), words),
        seconds,
        (found & asked).total(),
        found.total(),
        asked.total(),
    )


def heading_f1(rows: Sequence[tuple[float, float, float, int, int, int]]) -> float:
    """Return the harmonic mean of precision and recall over all files."""
    right, found, asked = (sum(row[i] for row in rows) for i in (3, 4, 5))
    return 2 * right / (found + asked)


def _plain(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _letters(text: str) -> str:
    """Return a text without white space and hyphens."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text)


def memory(texts: Sequence[str]) -> float:
    """Read one file of all pages in a process of its own; megabytes at most."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(set_text("\n".join(texts), N_PAGES).content)
        file.flush()
        done = subprocess.run(  # noqa: S603  # this script
            [sys.executable, __file__, "--memory", file.name],
            check=True,
            capture_output=True,
            text=True,
        )
    return float(done.stdout)


def print_memory(path: Path) -> None:
    """Read and split one file and print the most memory that took."""
    content = path.read_bytes()
    split_units(read_document(content, name="set", described=Described()).document)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--memory":
        print_memory(Path(sys.argv[2]))
    elif len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        sys.exit("usage: measure_layout.py DATA")
