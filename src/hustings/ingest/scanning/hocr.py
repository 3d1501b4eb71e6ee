"""hOCR: the words that were recognised in a picture, as characters with boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.markup.xmltree import parse_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from hustings.ingest.readers.glyphs import Glyphs

_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_SURE = re.compile(r"\bx_wconf (\d+)")
_LINES = frozenset(["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"])
_LEAST_SURE = 20  # percent; a lone letter that is less sure is a speck
_LEAST_SURE_MARK = 50
_LEAST_SURE_EDGE = 80  # of a mark at a line's end, where specks reach into the gutter
_LEAST_SURE_LINE = (40, 58)  # the lowest, and what a good page's lines have at least
_BELOW_PAGE = 25  # percent below most of its page, a line is part of a picture
_LEAST_SURE_SHORT = 75
_SHORT = 2  # letters and figures
_CERTAIN = 88
_MANY_CERTAIN = 7  # letters of certain words, that a picture does not have in a line
_UNCERTAIN = 70  # percent; of the words below it, every second or third is wrong
_FEWEST_ALIGNED = 5  # lines
_SAME_EDGE = 1.0  # point
_PROTRUDING = 0.6  # of the type size; a bullet hangs out more
_PROTRUDING_SPECKS = 2.0
_SPECKS_BEFORE = re.compile(r"^[-_|~.,;:·‘’'–—]+(?=\w)")
_SAME_SIZE = 0.15  # sizes measured in pixels differ by this much in one typeface
_STAINED = 0.35
_SAME_HEIGHT = 0.08
_LIKE_BULLETS = frozenset("eoO0*©®¢«»°·=¤+o◦●■▪¢>")
_BULLETS = frozenset("•◦●■▪*")
_NEVER_ALONE = frozenset("_|.,;:'‘’`´~^")
_RAISED = 0.05  # of the type size, above the baseline
_BULLET_HEIGHT = 0.6
_SPACE = 0x20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    box: tuple[float, float, float, float]
    confidence: float

    @property
    def n_letters(self) -> int:
        """Letters and figures in it."""
        return sum(character.isalnum() for character in self.text)

    def is_likely(self) -> bool:
        """Say whether it is more than a speck, given that its line is text."""
        if not self.n_letters:
            return self.confidence >= _LEAST_SURE_MARK
        return self.n_letters > 1 or self.confidence >= _LEAST_SURE

    def is_certain(self) -> bool:
        """Say whether no stain could be taken for it."""
        return self.n_letters > _SHORT and self.confidence >= _CERTAIN

    def is_speck(self) -> bool:
        """Say whether it may be a speck at the end of a line."""
        if self.text in _NEVER_ALONE:
            return True
        is_mark = not self.n_letters and self.text not in _BULLETS
        return is_mark and self.confidence < _LEAST_SURE_EDGE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One recognised line, in points."""

    words: tuple[_Word, ...]
    top: float
    bottom: float
    baseline: float
    size: float

    @property
    def n_characters(self) -> int:
        return sum(len(word.text) for word in self.words)

    @property
    def height(self) -> float:
        """The height of most of its words."""
        return float(np.median([word.box[3] - word.box[1] for word in self.words]))

    @property
    def confidence(self) -> float:
        """Mean over its characters, in percent."""
        total = sum(word.confidence * len(word.text) for word in self.words)
        return total / self.n_characters if self.words else 0.0

    def is_text(self, least: float) -> bool:
        """Say whether its words were read, not guessed from a picture or a speck."""
        n_letters = sum(word.n_letters for word in self.words)
        if not n_letters and len(self.words) == 1 and self.words[0].text in _BULLETS:
            return True
        if n_letters <= _SHORT:
            return self.confidence >= _LEAST_SURE_SHORT
        n_certain = sum(word.n_letters for word in self.words if word.is_certain())
        return self.confidence >= least or n_certain >= _MANY_CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recognised:
    """The words of one page.

    Attributes
    ----------
    confidence : float
        Mean over the words, in percent; 0 where there are none.
    n_words : int
    uncertain : tuple of str
        Those of the words that may well be others.
    marks : tuple of str
        What looked like words on pictures and stains, and was left out.
    program : str
        What recognised them, and in which languages; "" where it does not say.
    """

    glyphs: Glyphs
    text: str
    confidence: float
    n_words: int = 0
    uncertain: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    program: str = ""

    @property
    def weight(self) -> float:
        """How much was read, and how surely."""
        return self.confidence * len(self.text)


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
    found = list(_lines(root, scale))
    least = _least_sure(found)
    trimmed = [_trim(line) for line in found if line.is_text(least)]
    aligned = _align([line for line in trimmed if line.words])
    lines = _even_sizes([_with_bullet(line) for line in aligned])
    words = [word for line in lines for word in line.words]
    text = "\n".join(" ".join(word.text for word in line.words) for line in lines)
    return Recognised(
        glyphs=_glyphs(lines, page),
        text=text,
        confidence=_mean([word.confidence for word in words]),
        n_words=len(words),
        uncertain=tuple(w.text for w in words if w.confidence < _UNCERTAIN),
        marks=tuple(_marks(line for line in found if not line.is_text(least))),
        program=_program(root),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _least_sure(lines: Sequence[_Line]) -> float:
    """Say how sure a line of this page must be, by how sure most of it is."""
    ordered = sorted((line.confidence, line.n_characters) for line in lines)
    middle = sum(n for _, n in ordered) / 2
    usual = 0.0
    for confidence, n in ordered:
        middle -= n
        usual = confidence
        if middle <= 0:
            break
    lowest, highest = _LEAST_SURE_LINE
    return min(max(usual - _BELOW_PAGE, lowest), highest)


def _trim(line: _Line) -> _Line:
    """Leave out specks: what is no likely word, and doubtful marks at the ends."""
    words = [word for word in line.words if word.is_likely()]
    while words and words[-1].is_speck():
        words.pop()
    while words and words[0].is_speck() and words[0].text not in _LIKE_BULLETS:
        words.pop(0)
    return replace(line, words=tuple(words))


def _marks(lines: Iterable[_Line]) -> Iterator[str]:
    """Yield what was left out, as far as it has letters or figures."""
    for line in lines:
        if any(word.n_letters for word in line.words):
            yield " ".join(word.text for word in line.words)


def _program(root: etree._Element) -> str:
    """Name the program that wrote the hOCR, and its languages."""
    names = [
        str(meta.get("content"))
        for meta in root.iter("{*}meta")
        if meta.get("name") == "ocr-system"
    ]
    languages = sorted({str(each.get("lang")) for each in root.iter("{*}p")} - {"None"})
    if not names:
        return ""
    return f"{names[0]} ({', '.join(languages)})" if languages else names[0]


def _align(lines: list[_Line]) -> list[_Line]:
    """Let lines begin at their column's edge from which specks have drawn them."""
    begins = np.array([line.words[0].box[0] for line in lines])
    ordered = np.sort(begins)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > _SAME_EDGE) + 1)
    edges = [group for group in groups if len(group) >= _FEWEST_ALIGNED]
    if not edges:
        return lines
    aligned = set(np.concatenate(edges).tolist())
    return [
        line
        if line.words[0].box[0] in aligned
        else _begin_at([float(edge[0]) for edge in edges], line)
        for line in lines
    ]


def _begin_at(edges: Sequence[float], line: _Line) -> _Line:
    """Cut off a line's first word what protrudes from an edge, and specks it holds."""
    first = line.words[0]
    text = _SPECKS_BEFORE.sub("", first.text)
    reach = (_PROTRUDING if text == first.text else _PROTRUDING_SPECKS) * line.size
    for edge in edges:
        if 0 < edge - first.box[0] < reach and edge < first.box[2]:
            word = replace(first, text=text, box=(edge, *first.box[1:]))
            return replace(line, words=(word, *line.words[1:]))
    return line


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
        yield _Line(
            words=tuple(_words(element, scale)),
            top=box[1],
            bottom=box[3],
            baseline=box[3] + rise + slope * middle,
            size=float(size[1]) / scale if size else box[3] - box[1],
        )


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
    for element in line.iter("{*}span"):
        title = element.get("title") or ""
        box, text, sure = _box(title, scale), words_of(element), _SURE.search(title)
        if element.get("class") != "ocrx_word" or box is None or not text:
            continue
        yield _Word(text=text, box=box, confidence=float(sure[1]) if sure else 0.0)


def _even_sizes(lines: list[_Line]) -> list[_Line]:
    """Give lines of about the size of most of the page just that size."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: line.size)
    counts = np.cumsum([line.n_characters for line in ordered])
    body = ordered[int(np.searchsorted(counts, counts[-1] / 2))]
    height = float(np.median([line.height for line in lines if _is_near(line, body)]))
    return [
        replace(line, size=body.size)
        if _is_near(line, body) or _is_stained(line, body, height)
        else line
        for line in lines
    ]


def _is_near(line: _Line, body: _Line) -> bool:
    return abs(line.size - body.size) <= _SAME_SIZE * body.size


def _is_stained(line: _Line, body: _Line, height: float) -> bool:
    """Say whether only a speck makes a line of the body's type look larger."""
    is_larger = body.size < line.size <= (1 + _STAINED) * body.size
    return is_larger and abs(line.height - height) <= _SAME_HEIGHT * height


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
