"""hOCR: the words that were recognised in a picture, as characters with boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.xmltree import parse_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from hustings.ingest.readers.glyphs import Glyphs

_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_SURE = re.compile(r"\bx_wconf (\d+)")
_LINES = frozenset(["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"])
_LEAST_SURE = 20  # percent; what is less sure is a speck or a picture
_LEAST_SURE_SIGN = 50
_LEAST_SURE_LINE = 50
_SAME_SIZE = 0.15  # sizes measured in pixels differ by this much in one typeface
_LIKE_BULLETS = frozenset("eoO0*©®¢«»°·=¤+o◦●■▪¢>")
_RAISED = 0.05  # of the type size, above the baseline
_BULLET_HEIGHT = 0.6
_SPACE = 0x20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One recognised line, in points."""

    words: tuple[_Word, ...]
    top: float
    bottom: float
    baseline: float
    size: float

    def is_sure(self) -> bool:
        """Say whether its words were read, not guessed from a picture."""
        sure = [word.confidence for word in self.words]
        return bool(sure) and sum(sure) / len(sure) >= _LEAST_SURE_LINE

    @property
    def n_characters(self) -> int:
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recognised:
    """The words of one page.

    Attributes
    ----------
    confidence : float
        Mean over the words, in percent; 0 where there are none.
    """

    glyphs: Glyphs
    text: str
    confidence: float


@dataclass(slots=True)
class _Characters:
    """Columns of the arrays that describe characters."""

    codes: list[int] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    baselines: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)

    def add(
        self, code: int, box: tuple[float, float, float, float], line: _Line
    ) -> None:
        self.codes.append(code)
        self.boxes.append(box)
        self.baselines.append(line.baseline)
        self.sizes.append(line.size)


def read_hocr(hocr: bytes, page: Glyphs, *, scale: float) -> Recognised:
    """Turn hOCR into the characters of a page, spread evenly over their words.

    Parameters
    ----------
    page : Glyphs
        The page as it was without them: its number and size.
    scale : float
        Pixels a point.
    """
    root = parse_xml(hocr, name="hOCR", what="result of tesseract")
    lines = _even_sizes([line for line in _lines(root, scale) if line.is_sure()])
    words = [word for line in lines for word in line.words]
    mean = sum(word.confidence for word in words) / len(words) if words else 0.0
    text = "\n".join(" ".join(word.text for word in line.words) for line in lines)
    return Recognised(glyphs=_glyphs(lines, page), text=text, confidence=mean)


def _lines(root: etree._Element, scale: float) -> Iterator[_Line]:
    for element in root.iter("{*}span"):
        title = element.get("title") or ""
        box = _box(title, scale)
        if element.get("class") not in _LINES or box is None:
            continue
        baseline, size = _BASELINE.search(title), _SIZE.search(title)
        middle = (box[2] - box[0]) / 2
        slope = float(baseline[1]) if baseline else 0.0
        rise = float(baseline[2]) / scale if baseline else 0.0
        line = _Line(
            words=tuple(_words(element, scale)),
            top=box[1],
            bottom=box[3],
            baseline=box[3] + rise + slope * middle,
            size=float(size[1]) / scale if size else box[3] - box[1],
        )
        yield _with_bullet(line)


def _with_bullet(line: _Line) -> _Line:
    """Read as a bullet what was taken for a letter: it hangs above the baseline."""
    first = line.words[0] if line.words else None
    if first is None or first.text not in _LIKE_BULLETS or len(line.words) < 2:
        return line
    _, top, _, bottom = first.box
    is_raised = line.baseline - bottom >= _RAISED * line.size
    if not is_raised or bottom - top > _BULLET_HEIGHT * line.size:
        return line
    return replace(line, words=(replace(first, text="•"), *line.words[1:]))


def _box(title: str, scale: float) -> tuple[float, float, float, float] | None:
    found = _BOX.search(title)
    if not found:
        return None
    x0, y0, x1, y1 = (float(value) / scale for value in found.groups())
    return (x0, y0, x1, y1)


def _words(line: etree._Element, scale: float) -> Iterator[_Word]:
    """Yield the words of a line that are likely words."""
    for element in line.iter("{*}span"):
        title = element.get("title") or ""
        box, text, sure = _box(title, scale), words_of(element), _SURE.search(title)
        if element.get("class") != "ocrx_word" or box is None or not text:
            continue
        confidence = float(sure[1]) if sure else 0.0
        has_letters = any(character.isalnum() for character in text)
        if confidence >= (_LEAST_SURE if has_letters else _LEAST_SURE_SIGN):
            yield _Word(text=text, box=box, confidence=confidence)


def _even_sizes(lines: list[_Line]) -> list[_Line]:
    """Give lines of about the size of most of the page just that size."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: line.size)
    counts = np.cumsum([line.n_characters for line in ordered])
    body = ordered[int(np.searchsorted(counts, counts[-1] / 2))].size
    return [
        replace(line, size=body) if abs(line.size - body) <= _SAME_SIZE * body else line
        for line in lines
    ]


def _glyphs(lines: list[_Line], page: Glyphs) -> Glyphs:
    """Make the arrays that the layout works on."""
    characters = _Characters()
    for line in lines:
        _spread(line, characters)
    n = len(characters.codes)
    return replace(
        page,
        codes=np.array(characters.codes, np.uint32),
        boxes=np.array(characters.boxes, np.float32).reshape(n, 4),
        baselines=np.array(characters.baselines, np.float32),
        sizes=np.array(characters.sizes, np.float32),
        bold=np.zeros(n, np.bool_),
        fonts=np.zeros(n, np.intp),
        upright=np.ones(n, np.bool_),
        n_unreadable=0,
        n_unmapped=0,
        n_guessed=0,
    )


def _spread(line: _Line, characters: _Characters) -> None:
    """Spread words over their characters, a space between two words."""
    end = None
    for word in line.words:
        x0, _, x1, _ = word.box
        if end is not None:
            space = (min(end, x0), line.top, max(end, x0), line.bottom)
            characters.add(_SPACE, space, line)
        width = (x1 - x0) / len(word.text)
        for i, character in enumerate(word.text):
            left = x0 + i * width
            box = (left, line.top, left + width, line.bottom)
            characters.add(ord(character), box, line)
        end = x1
    if end is not None:
        characters.add(0, (end, line.top, end, line.bottom), line)
