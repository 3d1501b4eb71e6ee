"""Take the words out of every unit's boxes again: `measure_boxes.py DATA`.

For every PDF below DATA/raw: PDFium is asked, without Hustings, what stands inside the
boxes of each unit. Two shares of units: the letters and digits are the unit's, none
more and none less; and the unit's are all there, in order, with others between them
(type that is drawn twice, capitals that reach into the line above).
"""

from __future__ import annotations

import ctypes
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from hustings.workflow.inspecting import inspect_file

if TYPE_CHECKING:
    from collections.abc import Sequence

_FINE = 200
"""Device units a point, so that rounding moves no edge."""


def main(data: Path) -> None:
    """Print a row a folder of PDFs."""
    folders = sorted({path.parent for path in (data / "raw").rglob("*.pdf")})
    total = [0, 0, 0]
    for folder in folders:
        counts = [0, 0, 0]
        for path in sorted(folder.glob("*.pdf")):
            counts = _add(counts, measure(path))
        total = _add(total, counts)
        _print_row(folder.name, counts)
    _print_row("all", total)


def measure(path: Path) -> list[int]:
    """Count units, those given exactly, and those given with others between."""
    read = inspect_file(path).to_contract()
    text = read["document"]["text"]
    pages = _Pages(path)
    found = [
        (_letters(text[unit["start"] : unit["end"]]), _letters(pages.words(unit)))
        for unit in read["units"]
    ]
    exact = sum(asked == given for asked, given in found)
    held = sum(_holds(given, asked) for asked, given in found)
    return [len(found), exact, held]


class _Pages:
    """A document as PDFium sees it, page by page."""

    def __init__(self, path: Path) -> None:
        self._document = pypdfium2.PdfDocument(path)
        self._open: dict[int, tuple[Any, Any]] = {}

    def words(self, unit: dict[str, Any]) -> str:
        """Return what stands in a unit's boxes."""
        return " ".join(self._bounded(page, box) for page, *box in unit["boxes"])

    def _bounded(self, number: int, box: Sequence[float]) -> str:
        if number not in self._open:
            page = self._document[number - 1]
            self._open[number] = (page, page.get_textpage())
        page, text = self._open[number]
        (left, top), (right, bottom) = _place(page, *box[:2]), _place(page, *box[2:])
        sides = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        words: str = text.get_text_bounded(*sides)
        return words


def _place(page: Any, x: float, y: float) -> tuple[float, float]:  # noqa: ANN401 - pypdfium2 ships no types
    """Turn a point of the page as shown into one of the page as stored."""
    width, height = (round(side * _FINE) for side in page.get_size())
    stored_x, stored_y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(
        page,
        *(0, 0, width, height, 0, round(x * _FINE), round(y * _FINE)),
        stored_x,
        stored_y,
    )
    return stored_x.value, stored_y.value


def _letters(words: str) -> str:
    """Keep letters and digits, ligatures spelled out."""
    spelled = unicodedata.normalize("NFKC", words).casefold()
    return "".join(character for character in spelled if character.isalnum())


def _holds(given: str, asked: str) -> bool:
    """Say whether one string can be had from the other by leaving letters out."""
    left = iter(given)
    return all(character in left for character in asked)


def _add(one: list[int], other: list[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _print_row(name: str, counts: list[int]) -> None:
    n, exact, held = counts
    print(f"| {name} | {n} | {exact / n:.4f} | {held / n:.4f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
