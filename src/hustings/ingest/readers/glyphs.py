"""The characters of one PDF page, as arrays: what they are and where they stand.

PDFium answers one question about one character per call. The calls are driven by
`map` over ranges of addresses, so that no Python code runs between two of them: that
is what makes reading fast enough to keep every character's place.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pypdfium2.raw as pdfium

from hustings.ingest.codepoints import clean_codes, guess_unmapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

Fonts: TypeAlias = dict[str, tuple[int, bool, bool]]
"""By a font's name: its number in this document, whether it is bold, and whether
it is a font of symbols whose letters are not letters."""

_FORCE_BOLD = 1 << 18
_BULLET = 0x2022
_SYMBOL_NAMES = ("dingbat", "wingding", "webding", "iconic", "icomoon", "awesome")
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glyphs:
    """All characters of one page, in the order of its content stream.

    Attributes
    ----------
    codes : array of uint32, shape (n,)
        Code points; 0 where nothing is to be read (control characters, text outside
        the page, the second half of a surrogate pair).
    boxes : array of float32, shape (n, 4)
        x0, y0, x1, y1 in points of the page as shown, clipped to it.
    baselines, sizes : array of float32, shape (n,)
        The line a character stands on, and its type size in points.
    bold : array of bool, shape (n,)
    fonts : array of int, shape (n,)
        A number for each typeface of the document.
    upright : array of bool, shape (n,)
        Whether it reads from left to right on the page as shown.
    n_unreadable : int
        Characters that the file gives no meaning for.
    n_unmapped : int
        Characters whose font tells only their place in it.
    n_guessed : int
        How many of those were read by that place.
    """

    page: int
    width: float
    height: float
    codes: NDArray[np.uint32]
    boxes: NDArray[np.float32]
    baselines: NDArray[np.float32]
    sizes: NDArray[np.float32]
    bold: NDArray[np.bool_]
    fonts: NDArray[np.intp]
    upright: NDArray[np.bool_]
    n_unreadable: int
    n_unmapped: int
    n_guessed: int


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - ctypes has no types to name
    """Rebind a PDFium function to plain addresses, the cheapest way to call it."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_ADDRESS, _INDEX = ctypes.c_void_p, ctypes.c_int
_get_code = _bind(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INDEX)
_get_box = _bind(pdfium.FPDFText_GetLooseCharBox, _INDEX, _ADDRESS, _INDEX, _ADDRESS)
_get_tight_box = _bind(
    pdfium.FPDFText_GetCharBox, _INDEX, _ADDRESS, _INDEX, *[_ADDRESS] * 4
)
_get_object = _bind(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, _ADDRESS, _INDEX)
_is_unmapped = _bind(pdfium.FPDFText_HasUnicodeMapError, _INDEX, _ADDRESS, _INDEX)
_get_size = _bind(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INDEX)
_get_matrix = _bind(pdfium.FPDFText_GetMatrix, _INDEX, _ADDRESS, _INDEX, _ADDRESS)
_get_origin = _bind(
    pdfium.FPDFText_GetCharOrigin, _INDEX, _ADDRESS, _INDEX, _ADDRESS, _ADDRESS
)
_get_font = _bind(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, _ADDRESS)
_get_flags = _bind(pdfium.FPDFFont_GetFlags, _INDEX, _ADDRESS)
_get_name = _bind(
    pdfium.FPDFFont_GetBaseFontName,
    ctypes.c_size_t,
    _ADDRESS,
    ctypes.c_void_p,
    ctypes.c_size_t,
)


def read_glyphs(page: Any, number: int, fonts: Fonts) -> Glyphs:  # noqa: ANN401 - pypdfium2 ships no types
    """Read all characters of a page.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    number : int
        The page's number, from 1.
    fonts : dict
        Number and boldness of each font; filled here, shared by all pages.
    """
    text_page = page.get_textpage()
    try:
        handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        n = max(pdfium.FPDFText_CountChars(text_page), 0)
        return _gather(handle or 0, n, _Sheet.of(page), number, fonts)
    finally:
        text_page.close()


def show_rectangle(
    page: Any,  # noqa: ANN401 - pypdfium2 ships no types
    rectangle: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """Move left, bottom, right, top in the file to x0, y0, x1, y1 as shown."""
    shown = _Sheet.of(page).show(np.array([rectangle], np.float32))
    x0, y0, x1, y1 = shown[0].tolist()
    return x0, y0, x1, y1


def _gather(handle: int, n: int, sheet: _Sheet, number: int, fonts: Fonts) -> Glyphs:
    raw = np.fromiter(map(_get_code, repeat(handle), range(n)), np.uint32, n)
    unmapped = np.fromiter(map(_is_unmapped, repeat(handle), range(n)), np.int8, n) == 1
    n_unmapped, n_guessed = int(unmapped.sum()), 0
    if n_unmapped:
        raw, n_guessed = guess_unmapped(raw, unmapped)
    runs = _Runs.of(handle, n)
    directions, upright_there = sheet.directions(runs.matrices)
    upright = upright_there[runs.of_character]
    boxes = _loose_boxes(handle, n)
    tilted = np.flatnonzero((directions[runs.of_character] != 0) | _flat(boxes))
    if len(tilted):
        boxes[tilted] = _tight_boxes(handle, tilted)
    boxes = sheet.show(boxes)
    sizes = runs.sizes[runs.of_character]
    baselines = sheet.show_baselines(runs.origins)[runs.of_character]
    _stand_up(boxes, baselines, sizes, tilted[upright[tilted]])
    faces = runs.typefaces(fonts)[runs.of_character]
    codes, n_unreadable = clean_codes(raw)
    # a symbol font says "n" and prints a square
    codes[(faces[:, 2] > 0) & (codes > 0x20) & (codes < 0x7F)] = _BULLET
    codes[~sheet.holds(boxes)] = 0
    return Glyphs(
        page=number,
        width=sheet.width,
        height=sheet.height,
        codes=codes,
        boxes=sheet.clip(boxes),
        baselines=baselines,
        sizes=sizes,
        bold=faces[:, 1] > 0,
        fonts=faces[:, 0],
        upright=upright,
        n_unreadable=n_unreadable if n_guessed else n_unreadable + n_unmapped,
        n_unmapped=n_unmapped,
        n_guessed=n_guessed,
    )


def _loose_boxes(handle: int, n: int) -> NDArray[np.float32]:
    """Return x0, y1, x1, y0 of each character's place in its line, y upward."""
    boxes = np.zeros((n, 4), np.float32)
    address = boxes.ctypes.data
    places = range(address, address + 16 * n, 16)
    deque(map(_get_box, repeat(handle), range(n), places), maxlen=0)
    return boxes[:, [0, 3, 2, 1]]


def _flat(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    return (boxes[:, 3] - boxes[:, 1]) <= 0.01


def _tight_boxes(handle: int, indices: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return x0, y0, x1, y1 of the characters' own shapes, y upward."""
    boxes = np.zeros((len(indices), 4), np.float64)
    address = boxes.ctypes.data
    # PDFium writes left, right, bottom, top
    left, right, bottom, top = (
        range(address + at, address + at + 32 * len(indices), 32)
        for at in (0, 16, 8, 24)
    )
    calls = map(
        _get_tight_box, repeat(handle), indices.tolist(), left, right, bottom, top
    )
    deque(calls, maxlen=0)
    return boxes.astype(np.float32)


def _stand_up(
    boxes: NDArray[np.float32],
    baselines: NDArray[np.float32],
    sizes: NDArray[np.float32],
    indices: NDArray[np.intp],
) -> None:
    """Give characters that the page turns upright the height of their line."""
    boxes[indices, 1] = baselines[indices] - 0.8 * sizes[indices]
    boxes[indices, 3] = baselines[indices] + 0.2 * sizes[indices]


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Characters drawn by one operator share font, size, direction and baseline.

    Attributes
    ----------
    of_character : array of int, shape (n,)
        The run of each character.
    matrices : array of float32, shape (n_runs, 6)
    origins : array of float64, shape (n_runs, 2)
    """

    of_character: NDArray[np.intp]
    objects: NDArray[np.uint64]
    sizes: NDArray[np.float32]
    matrices: NDArray[np.float32]
    origins: NDArray[np.float64]

    @classmethod
    def of(cls, handle: int, n: int) -> _Runs:
        objects = np.fromiter(map(_get_object, repeat(handle), range(n)), np.uint64, n)
        changes = np.ones(n, bool)
        # characters that PDFium put in belong to no object: they join the run before
        changes[1:] = (objects[1:] != objects[:-1]) & (objects[1:] != 0)
        first = np.flatnonzero(changes)
        starts = first.tolist()
        count = len(starts)
        matrices = np.zeros((count, 6), np.float32)
        at = matrices.ctypes.data
        deque(
            map(_get_matrix, repeat(handle), starts, range(at, at + 24 * count, 24)),
            maxlen=0,
        )
        scale = np.hypot(matrices[:, 2], matrices[:, 3])
        sizes = np.fromiter(map(_get_size, repeat(handle), starts), np.float32, count)
        return cls(
            of_character=np.cumsum(changes) - 1,
            objects=objects[first],
            sizes=sizes * np.where(scale > 0, scale, 1).astype(np.float32),
            matrices=matrices,
            origins=_origins(handle, starts),
        )

    def typefaces(self, fonts: Fonts) -> NDArray[np.intp]:
        """Return number, boldness and symbolhood of each run's typeface.

        An address means one font on this page only: PDFium frees fonts with pages.
        """
        faces = np.zeros((len(self.objects), 3), np.intp)
        by_address: dict[int, tuple[int, bool, bool]] = {}
        for i, each in enumerate(self.objects.tolist()):
            font = _get_font(each) if each else 0
            if font not in by_address:
                by_address[font] = _describe(font, fonts)
            faces[i] = by_address[font]
        return faces


def _origins(handle: int, starts: list[int]) -> NDArray[np.float64]:
    origins = np.zeros((len(starts), 2), np.float64)
    at, end = origins.ctypes.data, origins.ctypes.data + 16 * len(starts)
    calls = map(
        _get_origin,
        repeat(handle),
        starts,
        range(at, end, 16),
        range(at + 8, end + 8, 16),
    )
    deque(calls, maxlen=0)
    return origins


def _describe(font: int, fonts: Fonts) -> tuple[int, bool, bool]:
    """Give a font its number and say whether it is bold, or made of symbols.

    PDFium guesses weights from stem widths, which differ by design: the name decides.
    """
    buffer = ctypes.create_string_buffer(256)
    if font:
        _get_name(font, ctypes.addressof(buffer), len(buffer))
    name = buffer.value.decode("utf-8", "replace").lower()
    if name not in fonts:
        is_bold = any(word in name for word in _BOLD_NAMES)
        is_forced = bool(font) and bool(_get_flags(font) & _FORCE_BOLD)
        is_symbols = any(word in name for word in _SYMBOL_NAMES)
        fonts[name] = len(fonts), is_bold or is_forced, is_symbols
    return fonts[name]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The visible part of a page, and how it is turned when shown.

    Attributes
    ----------
    turns : int
        Quarter turns clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: Any) -> _Sheet:  # noqa: ANN401 - pypdfium2 ships no types
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
        turns = pdfium.FPDFPage_GetRotation(page) % 4
        return cls(box.left, box.bottom, box.right, box.top, turns)

    @property
    def width(self) -> float:
        across, along = self.right - self.left, self.top - self.bottom
        return along if self.turns % 2 else across

    @property
    def height(self) -> float:
        across, along = self.right - self.left, self.top - self.bottom
        return across if self.turns % 2 else along

    def _turn(
        self, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Move points from the file's space to the page as shown."""
        across, down = x - self.left, self.top - y
        if self.turns == 1:
            return self.width - down, across
        if self.turns == 2:
            return self.width - across, self.height - down
        if self.turns == 3:
            return down, self.height - across
        return across, down

    def show(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        x0, y0 = self._turn(boxes[:, 0], boxes[:, 1])
        x1, y1 = self._turn(boxes[:, 2], boxes[:, 3])
        corners = np.minimum(x0, x1), np.minimum(y0, y1)
        opposite = np.maximum(x0, x1), np.maximum(y0, y1)
        return np.stack([*corners, *opposite], axis=1).astype(np.float32)

    def show_baselines(self, origins: NDArray[np.float64]) -> NDArray[np.float32]:
        return self._turn(origins[:, 0], origins[:, 1])[1].astype(np.float32)

    def holds(self, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Say which boxes have their middle on the page."""
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside: NDArray[np.bool_] = (
            (x >= 0) & (x <= self.width) & (y >= 0) & (y <= self.height)
        )
        return inside

    def clip(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        limits = np.array([self.width, self.height] * 2, np.float32)
        return np.clip(boxes, 0, limits)

    def directions(
        self, matrices: NDArray[np.float32]
    ) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the quarter turns of each run in the file, and which are upright."""
        angles = np.arctan2(matrices[:, 1], matrices[:, 0])
        turned = np.rint(angles / (np.pi / 2)).astype(np.intp)
        straight = np.abs(angles - turned * (np.pi / 2)) < 0.1
        return np.where(straight, turned % 4, 1), straight & (
            (turned - self.turns) % 4 == 0
        )
