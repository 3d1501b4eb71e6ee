"""PDFium's questions about single characters, bound to plain addresses.

An answer costs less than the usual way of asking for it, and there are a million.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


_PROBE = 64
_STRIDE = 8
"""Text objects are asked for at every so many characters first."""
_HYPHEN, _HYPHEN_IN_TEXT = 0x0002, 0xFFFE


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - ctypes has no types to name
    """Rebind a PDFium function to plain addresses, the cheapest way to call it."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_ADDRESS, _INDEX = ctypes.c_void_p, ctypes.c_int
get_code = _bind(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INDEX)
get_text = _bind(
    pdfium.FPDFText_GetText, _INDEX, _ADDRESS, _INDEX, _INDEX, ctypes.c_void_p
)
get_box = _bind(pdfium.FPDFText_GetLooseCharBox, _INDEX, _ADDRESS, _INDEX, _ADDRESS)
get_tight_box = _bind(
    pdfium.FPDFText_GetCharBox, _INDEX, _ADDRESS, _INDEX, *[_ADDRESS] * 4
)
get_object = _bind(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, _ADDRESS, _INDEX)
is_unmapped = _bind(pdfium.FPDFText_HasUnicodeMapError, _INDEX, _ADDRESS, _INDEX)
get_size = _bind(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INDEX)
get_matrix = _bind(pdfium.FPDFText_GetMatrix, _INDEX, _ADDRESS, _INDEX, _ADDRESS)
get_origin = _bind(
    pdfium.FPDFText_GetCharOrigin, _INDEX, _ADDRESS, _INDEX, _ADDRESS, _ADDRESS
)
get_font = _bind(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, _ADDRESS)
get_flags = _bind(pdfium.FPDFFont_GetFlags, _INDEX, _ADDRESS)
get_name = _bind(
    pdfium.FPDFFont_GetBaseFontName,
    ctypes.c_size_t,
    _ADDRESS,
    ctypes.c_void_p,
    ctypes.c_size_t,
)
get_page_object = _bind(pdfium.FPDFPage_GetObject, ctypes.c_size_t, _ADDRESS, _INDEX)
get_object_type = _bind(pdfium.FPDFPageObj_GetType, _INDEX, _ADDRESS)
get_bounds = _bind(pdfium.FPDFPageObj_GetBounds, _INDEX, _ADDRESS, *[_ADDRESS] * 4)


def read_codes(handle: int, n: int) -> NDArray[np.uint32]:
    """Return what PDFium says each character is.

    One call gives the text of a page, and nearly always a code for each character.
    """
    units = np.zeros(2 * n + 2, np.uint16)
    if n and get_text(handle, 0, n, units.ctypes.data) - 1 == n:
        codes = units[:n].astype(np.uint32)
        probes = range(0, n, _PROBE)
        if all(_is_same(get_code(handle, i), int(codes[i])) for i in probes):
            return codes
    return np.fromiter(map(get_code, repeat(handle), range(n)), np.uint32, n)


def _is_same(code: int, unit: int) -> bool:
    """Compare codes; a hyphen at a line end is told as either of two marks."""
    return code == unit or (code == _HYPHEN and unit == _HYPHEN_IN_TEXT)


def read_objects(handle: int, n: int) -> NDArray[np.uint64]:
    """Return the address of the text object that drew each character.

    Where two characters near each other have one object, those between have it, too.
    Characters that PDFium put in belong to no object: they join those before.
    """
    places = np.append(np.arange(0, max(n - 1, 0), _STRIDE), max(n - 1, 0))[: n or None]
    ask = map(get_object, repeat(handle), places.tolist())
    found = np.fromiter(ask, np.uint64, len(places))
    objects = np.repeat(found, np.diff(places, append=n))
    unsure = np.flatnonzero((found[1:] != found[:-1]) | (found[:-1] == 0))
    inside = (places[unsure][:, None] + np.arange(1, _STRIDE)).ravel()
    inside = inside[inside < n]
    ask = map(get_object, repeat(handle), inside.tolist())
    objects[inside] = np.fromiter(ask, np.uint64, len(inside))
    known = np.maximum.accumulate(np.where(objects != 0, np.arange(n), 0))
    return objects[known]
