"""Measure PDF reading against hand-cleaned texts: `measure_reading.py DATA`.

DATA is a folder with `raw/de_2021_pdf/*.pdf` and `raw/de_2021_clean_txt/*.txt`. For
each pair: similarity of the characters in order (white space and hyphens at line ends
left out) for Hustings, for Hustings without blocks of kind `contents` (the clean texts
have none) and for plain pypdfium2; F1 of block boundaries, against the clean text as it
is, and without the breaks it has inside a sentence where a page of the PDF ends; pages
per second, bytes to units.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from rapidfuzz.distance import Indel

from hustings.ingest.reading import Described, read_document
from hustings.ingest.units.splitting import split_units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.document import Document

_LINE_END_HYPHEN = re.compile(r"[-\u00ad\ufffe\x02]\s*\n")
_PAGE_BREAK = re.compile(r"(?<![.!?:;…“”\"])[ ]*\n\n(?=[a-zäöüß])")
"""Where the clean text stops inside a sentence and goes on in lower case."""
_FINAL = re.compile(r"[.!?:;…]\W*$")
_SPACE = re.compile(r"\s+")


def main(folder: Path) -> None:
    """Print one row a file, then the means."""
    row = "{:<8} {:>9} {:>12} {:>9} {:>10} {:>10} {:>8}"
    heads = ("ours", "no contents", "plain", "bounds", "joined", "pages/s")
    print(row.format("file", *heads))
    sources = sorted((folder / "raw" / "de_2021_pdf").glob("*.pdf"))
    if not sources:
        sys.exit(f"{folder}: no files raw/de_2021_pdf/*.pdf in it.")
    rows = [measure(source) for source in sources]
    for source, figures in zip(sources, rows, strict=True):
        print(row.format(source.stem, *_show(figures)))
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    print(row.format("mean", *_show(means)))


def _show(figures: Iterable[float]) -> list[str]:
    *shares, speed = figures
    return [*(f"{share:.4f}" for share in shares), f"{speed:.0f}"]


def measure(source: Path) -> tuple[float, ...]:
    """Measure one file."""
    content = source.read_bytes()
    start = time.perf_counter()
    reading = read_document(content, name=source.name, described=Described())
    split_units(reading.document)
    speed = len(reading.document.pages) / (time.perf_counter() - start)
    clean_path = source.parent.parent / "de_2021_clean_txt" / f"{source.stem}.txt"
    clean = clean_path.read_text(encoding="utf-8")
    text = reading.document.text
    body = "\n\n".join(
        block.span.of(text)
        for block in reading.document.blocks
        if block.kind != "contents"
    )
    page_ends = find_page_ends(reading.document)
    return (
        similarity(text, clean),
        similarity(body, clean),
        similarity(read_plain(content), clean),
        boundary_f1(body, clean, set()),
        boundary_f1(body, _PAGE_BREAK.sub(" ", clean), page_ends),
        speed,
    )


def read_plain(content: bytes) -> str:
    """Read a PDF as pypdfium2 alone does."""
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def similarity(text: str, clean: str) -> float:
    """Compare characters in order, without white space and line-end hyphens."""
    return Indel.normalized_similarity(_squeeze(text), _squeeze(clean))


def _squeeze(text: str) -> str:
    return _SPACE.sub("", _LINE_END_HYPHEN.sub("", text.replace("\r\n", "\n")))


def find_page_ends(document: Document) -> set[int]:
    """Return the words, counted without contents, after which a page ends."""
    ends: set[int] = set()
    place = -1
    for block in document.blocks:
        if block.kind == "contents":
            continue
        page = None
        for word in re.finditer(r"\S+", block.span.of(document.text)):
            here = document.offsets.locate(block.span.start + word.start())
            if page and here and here[0] != page:
                ends.add(place)
            page = here[0] if here else page
            place += 1
    return ends


def boundary_f1(text: str, clean: str, page_ends: set[int]) -> float:
    """Compare which words end a block, after aligning the words of both texts.

    At a page's end a clean text's break after a word without a final mark is no
    boundary.
    """
    our_words, ours = _words(text)
    clean_words, theirs = _words(clean)
    mapped, broken = set(), set()
    for block in Indel.opcodes(our_words, clean_words).as_matching_blocks():
        shift = block.b - block.a
        here = range(block.a, block.a + block.size)
        mapped |= {i + shift for i in ours if i in here}
        broken |= {i + shift for i in page_ends if i in here}
    theirs -= {i for i in broken if not _FINAL.search(clean_words[i])}
    return 2 * len(mapped & theirs) / (len(ours) + len(theirs))


def _words(text: str) -> tuple[list[str], set[int]]:
    """Return the words, and the places of those that end a block."""
    words: list[str] = []
    ends = set()
    for block in re.split(r"\n+", text):
        words += block.split()
        if block.strip():
            ends.add(len(words) - 1)
    return words, ends


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: measure_reading.py DATA")
    main(Path(sys.argv[1]))
