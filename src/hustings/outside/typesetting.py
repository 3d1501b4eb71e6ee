"""Typesetting: a packaged template and data into a PDF, with no network."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import typst

if TYPE_CHECKING:
    from collections.abc import Mapping

_ARCHIVAL: Final = "a-2b"
"""The standard that refuses a PDF in which a sign has no glyph."""
_PICTURE: Final = b"""
#let data = json(bytes(sys.inputs.data))
#set document(date: none, title: data.title)
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: 100%, alt: data.title)
"""
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A PDF, and what it could not show.

    Attributes
    ----------
    unshown : str
        The first signs that no font has; empty where there are none.
    """

    pdf: bytes
    unshown: str = ""


def typeset(template: str, data: Mapping[str, object]) -> Typeset:
    """Typeset data by a template.

    The data reach the template as one JSON text in ``sys.inputs.data``, so that no word
    of it is ever read as a command. The fonts are those of Typst, and then those of the
    machine, for signs that the first lack.

    Parameters
    ----------
    template : str
        Typst source. Where ``sys.inputs.checked`` is there, its document must have a
        date; it should have none otherwise, so that its bytes are the same each time.

    Examples
    --------
    >>> made = typeset("#json(bytes(sys.inputs.data)).word", {"word": "#quay"})
    >>> made.pdf[:5], made.unshown
    (b'%PDF-', '')
    """
    source = template.encode()
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    pdf = typst.compile(source, sys_inputs=inputs)
    return Typeset(pdf=pdf, unshown=_find_unshown(source, inputs))


def typeset_picture(svg: str, *, width: float, height: float, title: str) -> bytes:
    """Typeset an SVG as a PDF of one page of its size.

    Parameters
    ----------
    width, height : float
        Of the page, in points; the picture fills its width.
    title : str
        Names the document, and stands in for the picture where it cannot be seen.

    Returns
    -------
    bytes
        The same for the same picture.

    Examples
    --------
    >>> svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    >>> typeset_picture(svg, width=9, height=9, title="Nothing")[:5]
    b'%PDF-'
    """
    data = {"svg": svg, "width": width, "height": height, "title": title}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    pdf: bytes = typst.compile(_PICTURE, sys_inputs=inputs)
    return pdf


def _find_unshown(source: bytes, inputs: Mapping[str, str]) -> str:
    """Return the first signs without a glyph, by asking for an archival PDF."""
    checked = {**inputs, "checked": "yes"}
    try:
        typst.compile(source, sys_inputs=checked, pdf_standards=_ARCHIVAL)
    except typst.TypstError as error:
        found = _UNSHOWN.search(str(error))
        if found is None:
            raise
        return found[1]
    return ""
