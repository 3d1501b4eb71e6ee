"""The characters of one PDF page, as arrays: what they are and where they stand.

PDFium answers one question about one character per call. The calls are driven by
`map` over ranges of addresses, so that no Python code runs between two of them: that
is what makes reading fast enough to keep every character's place.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pypdfium2.raw as pdfium

from hustings.ingest.characters.codepoints import clean_codes, guess_unmapped
from hustings.ingest.readers.directions import (
    DOWNWARD,
    UPRIGHT,
    Direction,
    Frame,
    column_baselines,
    find_directions,
    find_drift,
    find_vertical,
    set_in_column,
    spell_upright,
)
from hustings.ingest.readers.pdfium_calls import (
    get_box,
    get_flags,
    get_font,
    get_matrix,
    get_name,
    get_origin,
    get_size,
    get_tight_box,
    is_unmapped,
    read_codes,
    read_objects,
)
from hustings.ingest.readers.sheets import Sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

Fonts: TypeAlias = dict[str, tuple[int, bool, bool]]
"""By a font's name: its number in this document, whether it is bold, and whether
it is a font of symbols whose letters are not letters."""

_ASKEW = 0.1
"""Radians by which upright text may be off."""
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
        The line a character stands on, on the page turned so that it stands upright,
        and its type size in points.
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
    directions : tuple of Direction
        The ways in which characters read.
    turns : array of int, shape (n,), or None
        For each character its direction's place in `directions`; None where all are
        upright.
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
    directions: tuple[Direction, ...] = (UPRIGHT,)
    turns: NDArray[np.intp] | None = None

    def turned(self, number: int) -> Glyphs:
        """Return the page turned so that the text of one direction stands upright.

        Parameters
        ----------
        number : int
            The direction's place in `directions`.
        """
        if self.turns is None:
            return self
        direction = self.directions[number]
        upright = self.turns == number
        if direction == UPRIGHT:
            return replace(self, upright=upright)
        frame = Frame(width=self.width, height=self.height, direction=direction)
        width, height = frame.size
        boxes = frame.move_boxes(self.boxes)
        return replace(self, width=width, height=height, boxes=boxes, upright=upright)


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
        return _gather(handle or 0, n, Sheet.of(page), number, fonts)
    finally:
        text_page.close()


def show_rectangles(page: Any, rectangles: NDArray[np.float32]) -> NDArray[np.float32]:  # noqa: ANN401 - pypdfium2 ships no types
    """Move left, bottom, right, top in the file to x0, y0, x1, y1 as shown."""
    return Sheet.of(page).show(rectangles)


def _gather(handle: int, n: int, sheet: Sheet, number: int, fonts: Fonts) -> Glyphs:
    raw, runs = read_codes(handle, n), _Runs.of(handle, n)
    unmapped = _unmapped(handle, raw, runs)
    n_unmapped, n_guessed = int(unmapped.sum()), 0
    if n_unmapped:
        raw, n_guessed = guess_unmapped(raw, unmapped)
    angles = sheet.angles(runs.matrices)
    boxes = _boxes(handle, sheet, runs, angles)
    sizes = runs.sizes[runs.of_character]
    faces = runs.typefaces(fonts)[runs.of_character]
    codes, n_unreadable = clean_codes(raw)
    # a symbol font says "n" and prints a square
    codes[(faces[:, 2] > 0) & (codes > 0x20) & (codes < 0x7F)] = _BULLET
    codes[~sheet.holds(boxes)] = 0
    directions, turns, baselines = _stand(runs, sheet, angles)
    vertical = find_vertical(codes, boxes, sizes, turns == 0)
    if vertical.any():
        turns[vertical] = DOWNWARD
        baselines[vertical] = column_baselines(boxes, sizes, sheet.width)[vertical]
        codes[vertical] = spell_upright(codes[vertical])
        sizes = set_in_column(vertical, codes, sizes, baselines)
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
        upright=turns == 0,
        n_unreadable=n_unreadable if n_guessed else n_unreadable + n_unmapped,
        n_unmapped=n_unmapped,
        n_guessed=n_guessed,
        directions=directions,
        turns=turns if turns.any() or directions[0].tilt else None,
    )


def _stand(
    runs: _Runs, sheet: Sheet, angles: NDArray[np.floating]
) -> tuple[tuple[Direction, ...], NDArray[np.intp], NDArray[np.float32]]:
    """Return the directions, and of each character its direction and baseline."""
    x, y = sheet.turn(runs.origins[:, 0], runs.origins[:, 1])
    weights = np.bincount(runs.of_character, minlength=len(angles))
    drift = find_drift(x, y, runs.sizes)
    directions, which = find_directions(angles, weights, drift)
    baselines = y.astype(np.float32)
    for i, direction in enumerate(directions):
        members = which == i
        if direction != UPRIGHT and members.any():
            frame = Frame(width=sheet.width, height=sheet.height, direction=direction)
            baselines[members] = frame.move(x[members], y[members])[1]
    return directions, which[runs.of_character], baselines[runs.of_character]


def _turned_in_file(
    runs: _Runs, sheet: Sheet, angles: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Say which characters do not stand upright in the file's own space."""
    in_file = np.abs(np.remainder(angles + sheet.turns * (np.pi / 2) + 0.1, 2 * np.pi))
    turned: NDArray[np.bool_] = (in_file > _ASKEW + 0.1)[runs.of_character]
    return turned


def _boxes(
    handle: int, sheet: Sheet, runs: _Runs, angles: NDArray[np.floating]
) -> NDArray[np.float32]:
    """Return x0, y0, x1, y1 of each character on the page as shown.

    A character's place in its line is known for upright ones only; others get the
    height of their line.
    """
    turned = _turned_in_file(runs, sheet, angles)
    boxes = _loose_boxes(handle, len(turned))
    unsure = np.flatnonzero(turned | _flat(boxes))
    if not len(unsure):
        return sheet.show(boxes)
    boxes[unsure] = _tight_boxes(handle, unsure)
    boxes = sheet.show(boxes)
    of_run = runs.of_character[unsure]
    upright = np.abs(angles[of_run]) <= _ASKEW
    unsure, of_run = unsure[upright], of_run[upright]
    _, y = sheet.turn(runs.origins[of_run, 0], runs.origins[of_run, 1])
    boxes[unsure, 1] = y - 0.8 * runs.sizes[of_run]
    boxes[unsure, 3] = y + 0.2 * runs.sizes[of_run]
    return boxes


def _unmapped(handle: int, codes: NDArray[np.uint32], runs: _Runs) -> NDArray[np.bool_]:
    """Say which characters have a font that does not tell what they mean.

    It is asked once for each code of each font on the page.
    """
    keys = (runs.fonts[runs.of_character] << 32) | codes
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    answers = map(is_unmapped, repeat(handle), first.tolist())
    unmapped: NDArray[np.bool_] = np.fromiter(answers, np.int8, len(first))[which] == 1
    if unmapped.any():  # other characters of such a font may go by the same code
        of_character = runs.fonts[runs.of_character]
        again = np.flatnonzero(np.isin(of_character, of_character[unmapped]))
        answers = map(is_unmapped, repeat(handle), again.tolist())
        unmapped[again] = np.fromiter(answers, np.int8, len(again)) == 1
    return unmapped


def _loose_boxes(handle: int, n: int) -> NDArray[np.float32]:
    """Return x0, y1, x1, y0 of each character's place in its line, y upward."""
    boxes = np.zeros((n, 4), np.float32)
    address = boxes.ctypes.data
    places = range(address, address + 16 * n, 16)
    deque(map(get_box, repeat(handle), range(n), places), maxlen=0)
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
        get_tight_box, repeat(handle), indices.tolist(), left, right, bottom, top
    )
    deque(calls, maxlen=0)
    return boxes.astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Characters drawn by one operator share font, size, direction and baseline.

    Attributes
    ----------
    of_character : array of int, shape (n,)
        The run of each character.
    fonts : array of int, shape (n_runs,)
        For each run its font's place in `addresses`.
    matrices : array of float32, shape (n_runs, 6)
    origins : array of float64, shape (n_runs, 2)
    """

    of_character: NDArray[np.intp]
    fonts: NDArray[np.intp]
    addresses: tuple[int, ...]
    sizes: NDArray[np.float32]
    matrices: NDArray[np.float32]
    origins: NDArray[np.float64]

    @classmethod
    def of(cls, handle: int, n: int) -> _Runs:
        objects = read_objects(handle, n)
        changes = np.ones(n, bool)
        changes[1:] = objects[1:] != objects[:-1]
        first = np.flatnonzero(changes)
        starts, own = first.tolist(), objects[first].tolist()
        count = len(starts)
        matrices = np.zeros((count, 6), np.float32)
        at = matrices.ctypes.data
        deque(
            map(get_matrix, repeat(handle), starts, range(at, at + 24 * count, 24)),
            maxlen=0,
        )
        scale = np.hypot(matrices[:, 2], matrices[:, 3])
        sizes = np.fromiter(map(get_size, repeat(handle), starts), np.float32, count)
        addresses = [get_font(each) if each else 0 for each in own]
        known, fonts = np.unique(np.array(addresses, np.uint64), return_inverse=True)
        return cls(
            of_character=np.cumsum(changes) - 1,
            fonts=fonts,
            addresses=tuple(known.tolist()),
            sizes=sizes * np.where(scale > 0, scale, 1).astype(np.float32),
            matrices=matrices,
            origins=_origins(handle, starts),
        )

    def typefaces(self, fonts: Fonts) -> NDArray[np.intp]:
        """Return number, boldness and symbolhood of each run's typeface.

        An address means one font on this page only: PDFium frees fonts with pages.
        """
        faces = [_describe(address, fonts) for address in self.addresses]
        return np.array(faces, np.intp).reshape(-1, 3)[self.fonts]


def _origins(handle: int, starts: list[int]) -> NDArray[np.float64]:
    origins = np.zeros((len(starts), 2), np.float64)
    at, end = origins.ctypes.data, origins.ctypes.data + 16 * len(starts)
    calls = map(
        get_origin,
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
        get_name(font, ctypes.addressof(buffer), len(buffer))
    name = buffer.value.decode("utf-8", "replace").lower()
    if name not in fonts:
        is_bold = any(word in name for word in _BOLD_NAMES)
        is_forced = bool(font) and bool(get_flags(font) & _FORCE_BOLD)
        is_symbols = any(word in name for word in _SYMBOL_NAMES)
        fonts[name] = len(fonts), is_bold or is_forced, is_symbols
    return fonts[name]
