"""Pages that are pictures: rendered, made ready, and recognised.

The recognising itself is a function handed in: it takes a picture and a language and
gives hOCR. Only pages that need it are recognised, several at once.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from hustings.errors import (
    MissingLanguageError,
    RecognitionError,
    UnreadableFileError,
)
from hustings.ingest.drafts import PageCharacters
from hustings.ingest.languages import guess_language
from hustings.ingest.readers.directions import DOWNWARD, UPRIGHT, Direction, Frame
from hustings.ingest.scanning.hocr import Recognised, read_hocr
from hustings.ingest.scanning.page_pictures import Prepared, looks_like_paper, prepare
from hustings.ingest.scanning.scan_problems import tell_pattern, tell_scans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from hustings.ingest.readers.glyphs import Glyphs
    from hustings.model.document import Problem

Recognise: TypeAlias = "Callable[[bytes, str | None], bytes]"
"""A grey picture at 300 dots per inch and an ISO 639-1 code in, hOCR out.

It is called from several threads at once, and itself decides how many it lets through.
"""

_RESOLUTION = 300
_POINTS = 72
# A hair less than one, so that a scan with 300 dots per inch is drawn dot for dot:
# one pixel more would blur all of them.
_HAIR = 1 - 5e-5
_MOST_PIXELS = 40_000_000
_UNREADABLE_SHARE = 0.3
_PREVIEW = 0.5  # pixels a point: enough to tell paper from a photograph
_MANY = 40  # words of a page that may be a pattern
_PHRASE = 8  # different words of a phrase
_MOSTLY = 0.8  # share of a page's words that are the phrase's
_UNSURE = 60  # mean confidence, in percent, below which a page is no text
_DOUBTFUL = 75  # below which a page may lie upside down
_AT_ONCE = 4  # pages in memory
_TRIES = 3  # pages after which a language that none of them told stays open


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScannedPage:
    """What was recognised on one page.

    Attributes
    ----------
    glyphs : Glyphs
        With boxes on the page as shown, and the direction in which it reads.
    """

    glyphs: Glyphs

    @property
    def characters(self) -> PageCharacters:
        """Where each character lies on the page as shown, and no further."""
        size = np.floor(np.array([self.glyphs.width, self.glyphs.height]) * 100) / 100
        boxes = np.clip(self.glyphs.boxes, 0, np.tile(size, 2)).astype(np.float32)
        return PageCharacters(page=self.glyphs.page, boxes=boxes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sheet:
    """A page to be recognised; nothing is prepared where nothing is printed."""

    glyphs: Glyphs
    scale: float
    prepared: Prepared | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Outcome:
    """What came of one page."""

    glyphs: Glyphs
    words: Recognised | None = None
    error: RecognitionError | None = None


@dataclass(slots=True, kw_only=True)
class Scanner:
    """Recognises the pages of one file that need it.

    Attributes
    ----------
    language : str or None
        ISO 639-1 code; where it is not given, the first page with words tells it.
    is_mixed : bool
        Whether other pages of the file have text. Then a page without is more often
        a photograph than a scan, and only what looks like paper is recognised.
    recognised : dict
        By page, what was read.
    failures : dict
        By page, why it was not.
    patterns : dict
        By page, words that are printed over and over as a decoration.
    """

    recognise: Recognise
    language: str | None = None
    is_mixed: bool = False
    recognised: dict[int, Recognised] = field(default_factory=dict)
    failures: dict[int, RecognitionError] = field(default_factory=dict)
    patterns: dict[int, str] = field(default_factory=dict)
    _lacking: list[MissingLanguageError] = field(default_factory=list)
    _is_guessed: bool = False
    _n_tried: int = 0

    def needs(self, glyphs: Glyphs) -> bool:
        """Say whether a page has no text of its own, or none that can be read."""
        n_visible = int((glyphs.codes > 0x20).sum())
        return not n_visible or glyphs.n_unreadable > _UNREADABLE_SHARE * n_visible

    def read_all(self, pages: Iterable[tuple[Any, Glyphs]]) -> Iterator[ScannedPage]:
        """Recognise pages, in order; one without words stays as it is.

        Pages are drawn one after the other by whoever asks for them, for PDFium is
        not safe for threads. They wait for each other until the language is known,
        so that the words do not depend on which page is done first.
        """
        waiting: deque[Future[_Outcome]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for page, glyphs in pages:
                sheet = self._draw(page, glyphs)
                waiting.append(pool.submit(self._read, sheet, self.language))
                while len(waiting) >= self._most_waiting():
                    yield self._keep(waiting.popleft().result())
            while waiting:
                yield self._keep(waiting.popleft().result())

    def _most_waiting(self) -> int:
        is_settled = self.language is not None or self._n_tried >= _TRIES
        return _AT_ONCE if is_settled else 1

    def _draw(self, page: Any, glyphs: Glyphs) -> _Sheet:  # noqa: ANN401 - pypdfium2 ships no types
        """Draw a page that looks like one, and make it ready."""
        scale = _scale(glyphs.width, glyphs.height)
        if self.is_mixed and not looks_like_paper(render_grey(page, _PREVIEW)):
            return _Sheet(glyphs=glyphs, scale=scale, prepared=None)
        prepared = prepare(render_grey(page, scale))
        return _Sheet(glyphs=glyphs, scale=scale, prepared=prepared)

    def _read(self, sheet: _Sheet, language: str | None) -> _Outcome:
        """Recognise what is prepared of a page."""
        if sheet.prepared is None:
            return _Outcome(glyphs=sheet.glyphs)
        try:
            words = self._best_words(sheet, sheet.prepared, language)
        except RecognitionError as error:
            return _Outcome(glyphs=sheet.glyphs, error=error)
        is_text = words.confidence >= _UNSURE
        return _Outcome(glyphs=sheet.glyphs, words=words if is_text else None)

    def _best_words(
        self, sheet: _Sheet, prepared: Prepared, language: str | None
    ) -> Recognised:
        """Recognise a page in the likeliest direction, in others where that fails.

        Whether lines run up and down shows in a picture; which end is up does not. A
        table may look as if it lay on its side.
        """
        words = self._words(sheet, prepared, language)
        others = (2, 1, 3) if prepared.lies.quarters else (2,)
        for quarters in others:
            if words.confidence >= _DOUBTFUL:
                break
            turned = self._words(sheet, prepared.turned(quarters), language)
            words = max(words, turned, key=lambda each: each.weight)
        return words

    def _words(
        self, sheet: _Sheet, prepared: Prepared, language: str | None
    ) -> Recognised:
        hocr = self._recognise(write_pnm(prepared.picture), language)
        page, lies = sheet.glyphs, prepared.lies
        frame = Frame(width=page.width, height=page.height, direction=lies)
        width, height = frame.size
        turned = replace(page, width=width, height=height)
        words = read_hocr(hocr, turned, scale=sheet.scale)
        return replace(words, glyphs=_lay(words.glyphs, frame))

    def _recognise(self, picture: bytes, language: str | None) -> bytes:
        """Recognise in all languages where that of the page cannot be had."""
        try:
            return self.recognise(picture, language)
        except MissingLanguageError as error:
            if not self._is_guessed and error.package:
                raise
            self._lacking.append(error)
            return self.recognise(picture, None)

    def _keep(self, outcome: _Outcome) -> ScannedPage:
        """Keep what is to be told of a page."""
        number = outcome.glyphs.page
        if outcome.error:
            self.failures[number] = outcome.error
        if outcome.words is None:
            return ScannedPage(glyphs=outcome.glyphs)
        if self.is_mixed and is_pattern(outcome.words.text):
            self.patterns[number] = outcome.words.text
            return ScannedPage(glyphs=outcome.glyphs)
        self.recognised[number] = outcome.words
        if self._most_waiting() == 1:
            self._n_tried += 1
            self.language = guess_language(outcome.words.text)
            self._is_guessed = self.language is not None
        return ScannedPage(glyphs=outcome.words.glyphs)

    def problems(self) -> Iterator[Problem]:
        """Tell which pages were recognised, how surely, and which could not be."""
        lacking = self._lacking[0] if self._lacking else None
        yield from tell_scans(self.recognised, self.failures, lacking)
        yield from map(tell_pattern, self.patterns, self.patterns.values())

    def refuse(self, name: str) -> UnreadableFileError:
        """Say why a file of pictures gave no words."""
        error = next(iter(self.failures.values()), None)
        return UnreadableFileError(
            name=name,
            reason=f"It is a scan, and {error.reason}."
            if error
            else "It is a scan, and no words were recognised on it.",
            advice=error.advice if error else "Give a sharper scan, or leave it out.",
        )


def is_pattern(text: str) -> bool:
    """Say whether a page is one phrase printed over and over, to look at.

    Examples
    --------
    >>> is_pattern("MORE BOATS NOW " * 20), is_pattern("More boats now. " * 3)
    (True, False)
    """
    words = text.casefold().split()
    usual = Counter(words).most_common(_PHRASE)
    return len(words) >= _MANY and sum(n for _, n in usual) >= _MOSTLY * len(words)


def refuse_scan(name: str) -> UnreadableFileError:
    """Say that a file is a scan and that the program to read it is missing."""
    return UnreadableFileError(
        name=name,
        reason="The file has no text: it is a scan.",
        advice="Reading it needs tesseract: apt-get install tesseract-ocr.",
    )


def _scale(width: float, height: float) -> float:
    """Give pixels a point, fewer for posters."""
    area = max(width * height, 1.0)
    return min(_RESOLUTION / _POINTS, math.sqrt(_MOST_PIXELS / area)) * _HAIR


def render_grey(page: Any, scale: float) -> NDArray[np.uint8]:  # noqa: ANN401 - pypdfium2 ships no types
    """Draw a page as shown, one byte a pixel."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    return pixels.reshape(pixels.shape[0], pixels.shape[1], -1)[:, :, 0]


def write_pnm(picture: NDArray[np.uint8]) -> bytes:
    """Write a grey picture in the plainest of formats."""
    height, width = picture.shape
    return b"P5 %d %d 255\n" % (width, height) + picture.tobytes()


def _lay(glyphs: Glyphs, frame: Frame) -> Glyphs:
    """Lay the characters of a straightened page on the page as shown."""
    lies = frame.direction
    page = replace(glyphs, width=frame.width, height=frame.height)
    if lies == UPRIGHT:
        return page
    return replace(
        page,
        boxes=lay_boxes(glyphs.boxes, frame),
        directions=(lies,),
        turns=np.zeros(len(glyphs.codes), np.intp),
    )


def lay_boxes(boxes: NDArray[np.float32], frame: Frame) -> NDArray[np.float32]:
    """Move boxes of a straightened page to the page as shown: undo `Frame.move_boxes`.

    A box keeps its size; its middle is turned round the middle of the page.
    """
    width, height = frame.size
    tilt = Direction(0, -frame.direction.tilt)
    boxes = Frame(width=width, height=height, direction=tilt).move_boxes(boxes)
    back = {1: DOWNWARD, DOWNWARD: 1}.get(
        frame.direction.quarters, frame.direction.quarters
    )
    return Frame(width=width, height=height, direction=Direction(back)).move_boxes(
        boxes
    )
