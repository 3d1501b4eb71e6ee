"""Which code points of a page are text, and what they read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPACES = np.array(
    [0x09, 0x0A, 0x0D, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000],
    np.uint32,
)
_HYPHEN, _SPACE = 0x2D, 0x20
_UNKNOWN = 0xFFFD
_FIRST_PLACE = _SPACE - 3
_LETTERS_SHARE = 0.8
_LINE_END_HYPHENS = (0xFFFE, 0x0002)
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF06C: "●",
    0xF06E: "■",
    0xF0A8: "□",
    0xF071: "❑",
    0xF076: "❖",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF02D: "-",
    0xF020: " ",
}
"""Bullets of the symbol fonts, which have no Unicode of their own."""


def _windows_codes() -> NDArray[np.uint32]:
    """Return what the bytes 0x80 to 0x9F mean in Windows-1252; 0 for nothing."""
    meanings = (bytes([i]).decode("cp1252", "ignore") for i in range(0x80, 0xA0))
    return np.array([ord(each) if each else 0 for each in meanings], np.uint32)


_WINDOWS = _windows_codes()


def clean_codes(raw: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], int]:
    """Turn what PDFium says of characters into code points that can be read.

    Spaces of every kind become a plain one, PDFium's mark for a hyphen at a line
    end becomes a hyphen, surrogate pairs become one code point in the first place
    of the two.

    Parameters
    ----------
    raw : array of uint32, shape (n,)

    Returns
    -------
    codes : array of uint32, shape (n,)
        0 where there is nothing to read.
    n_unreadable : int
        How many characters the file gives no meaning for.

    Examples
    --------
    >>> codes, _ = clean_codes(np.array([0x41, 0xA0, 0xFFFE, 0xD83D, 0xDE00], "u4"))
    >>> [chr(code) for code in codes if code]
    ['A', ' ', '-', '😀']
    """
    codes = raw.copy()
    if not len(codes):
        return codes, 0
    _join_surrogates(codes)
    codes[np.isin(codes, _LINE_END_HYPHENS)] = _HYPHEN
    codes[np.isin(codes, _SPACES)] = _SPACE
    windows = (codes >= 0x80) & (codes < 0xA0)
    codes[windows] = _WINDOWS[codes[windows] - 0x80]
    private = (codes >= 0xE000) & (codes < 0xF900)
    if private.any():
        _read_symbols(codes)
        private = (codes >= 0xE000) & (codes < 0xF900)
    n_unreadable = int((private | (codes == 0xFFFD) | (raw == 0)).sum())
    codes[_is_nothing(codes)] = 0
    return codes, n_unreadable


def guess_unmapped(
    codes: NDArray[np.uint32], unmapped: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], int]:
    """Read characters whose font tells only their place in it.

    Most TrueType fonts hold the characters of ASCII in order from place 3 on. The guess
    is made where it gives letters almost throughout.

    Parameters
    ----------
    codes : array of uint32, shape (n,)
    unmapped : array of bool, shape (n,)
        Characters that the file gives no meaning for; their codes are places.

    Returns
    -------
    codes : array of uint32, shape (n,)
    n_guessed : int

    Examples
    --------
    >>> codes, _ = guess_unmapped(np.array([0x37, 0x4B, 0x48], "u4"), np.ones(3, bool))
    >>> "".join(map(chr, codes))
    'The'
    """
    places = codes[unmapped]
    read = places + _FIRST_PLACE
    in_ascii = (read >= _SPACE) & (read < 0x7F)
    letters = ((read | 0x20) >= ord("a")) & ((read | 0x20) <= ord("z"))
    is_text = letters | (read == _SPACE)
    if is_text[in_ascii].sum() < _LETTERS_SHARE * max(in_ascii.sum(), 1):
        return codes, 0
    guessed = codes.copy()
    guessed[unmapped] = np.where(in_ascii, read, _UNKNOWN)
    return guessed, int(in_ascii.sum())


def _join_surrogates(codes: NDArray[np.uint32]) -> None:
    high = np.flatnonzero((codes >= 0xD800) & (codes < 0xDC00))
    high = high[high + 1 < len(codes)]
    high = high[(codes[high + 1] >= 0xDC00) & (codes[high + 1] < 0xE000)]
    codes[high] = 0x10000 + ((codes[high] - 0xD800) << 10) + (codes[high + 1] - 0xDC00)
    codes[high + 1] = 0


def _read_symbols(codes: NDArray[np.uint32]) -> None:
    for code, symbol in _SYMBOLS.items():
        codes[codes == code] = ord(symbol)


def _is_nothing(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Say which codes are controls, lone surrogates or no characters at all."""
    surrogate = (codes >= 0xD800) & (codes < 0xE000)
    marks = (codes == 0x200B) | (codes == 0xFEFF) | (codes == 0x2060)
    nothing: NDArray[np.bool_] = (
        (codes < 0x20)
        | (codes == 0x7F)
        | surrogate
        | marks
        | ((codes & 0xFFFE) == 0xFFFE)
        | (codes > 0x10FFFF)
    )
    return nothing
