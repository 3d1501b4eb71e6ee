"""Drawings as files of their own: SVG, PNG and PDF, each with its title and caution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, Literal, TypeAlias

import vl_convert
from PIL import Image

from hustings.errors import OutputFileError
from hustings.interface.pages.charts import GREY, PAPER
from hustings.interface.pages.shapes import Hand, Pen, Shape, bar, canvas, moved, write
from hustings.outside.saving import check_file
from hustings.outside.typesetting import typeset_picture
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hustings.interface.pages.drawings import Drawing

Form: TypeAlias = Literal["svg", "png", "pdf"]
FORMS: tuple[Form, ...] = ("svg", "png", "pdf")

_SCALE = 2.0
"""Twice the size, for sharp prints."""

_LETTER = 8.0
"""Pixels of a letter of the title, on average."""

_LEAST = 420
_BETWEEN = 28.0
_ASIDE, _ABOVE = 20.0, 16.0
_CLAIM = Hand(stand="top", size=16, is_bold=True)
_FACT = Hand(stand="top", colour=GREY)
_HEADING = Hand(stand="bottom", size=14, is_bold=True)
_COLOURS = 256
_SANS = "Liberation Sans, Arial, Helvetica, Noto Sans, DejaVu Sans, sans-serif"
"""By name: the typesetter takes a serif where it is asked for any sans serif."""

_POINTS_PER_PIXEL = 0.75
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a picture says beside its drawing.

    Attributes
    ----------
    title : str
        The claim.
    lines : tuple of str
        Scale, intervals, coder.
    caution : str
        What a reader must know before relying on it, such as "uncorrected machine
        coding"; empty where there is nothing.
    """

    title: str
    lines: tuple[str, ...] = ()
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One of the drawings of a picture, with its heading."""

    drawing: Drawing
    heading: str = ""


def draw_picture(parts: Sequence[Part], caption: Caption, *, columns: int = 3) -> str:
    """Draw one or more drawings under one title, as SVG.

    Parameters
    ----------
    parts : sequence of Part
        At least one.
    columns : int, default=3
        How many drawings stand beside one another.
    """
    blocks = [_with_heading(one) for one in parts]
    rows = [blocks[i : i + columns] for i in range(0, len(blocks), columns)]
    wides = [
        max(_wide(one) for one in blocks[i::columns])
        for i in range(columns)[: len(blocks)]
    ]
    width = max(sum(wides) + _BETWEEN * (len(wides) - 1), _LEAST)
    title, down = _title(caption, width)
    shapes = [*title]
    for row in rows:
        lefts = accumulate(
            wides, lambda left, wide: left + wide + _BETWEEN, initial=0.0
        )
        shapes += [
            moved([one], left - one.box[0], down - one.box[1])
            for one, left in zip(row, lefts, strict=False)
        ]
        down += max(one.box[3] - one.box[1] for one in row) + _BETWEEN
    return _on_paper(shapes, width, down - _BETWEEN)


def make_file(svg: str, form: Form, *, title: str = "") -> bytes:
    """Make a file of an SVG: the same bytes for the same drawing.

    Parameters
    ----------
    form : {"svg", "png", "pdf"}
        A PNG has twice the size in pixels.
    title : str
        Of the document, where the form can hold it.
    """
    if form == "svg":
        return svg.encode()
    return _png(svg) if form == "png" else _pdf(svg, title)


def _with_heading(part: Part) -> Shape:
    """Put a drawing and its heading together."""
    left, top, right, bottom = part.drawing.box
    shapes = [moved(part.drawing.shapes, 0, 0)]
    if part.heading:
        shapes.append(write(part.heading, 0, top - 10, _HEADING))
        top -= 10 + _HEADING.size
    together = moved(shapes, 0, 0)
    return Shape(svg=together.svg, box=(left, top, max(right, together.box[2]), bottom))


def _wide(shape: Shape) -> float:
    return shape.box[2] - shape.box[0]


def _title(caption: Caption, width: float) -> tuple[list[Shape], float]:
    """Write claim and facts above the drawing, wrapped to its width.

    Gives also how far down the drawing begins.
    """
    below = [*caption.lines, *([caption.caution] if caption.caution else [])]
    claims = wrap(caption.title, int(width / _LETTER)) or [""]
    facts = [part for said in below for part in wrap(said, int(width / 6.4))]
    shapes = [write(one, 0, 20 * i, _CLAIM) for i, one in enumerate(claims)]
    down = 20.0 * len(claims) + 6
    shapes += [write(one, 0, down + 18 * i, _FACT) for i, one in enumerate(facts)]
    return shapes, down + 18 * len(facts) + 22


def _on_paper(shapes: Sequence[Shape], width: float, height: float) -> str:
    """Lay shapes on paper with a margin, in a font that every program has."""
    whole = (ceil(width + 2 * _ASIDE), ceil(height + 2 * _ABOVE))
    paper = bar(0, 0, *whole, Pen(fill=PAPER))
    inside = moved(shapes, _ASIDE, _ABOVE)
    return str(
        canvas(
            paper.svg + inside.svg,
            width=whole[0],
            height=whole[1],
            attributes=' font-family="sans-serif"',
        )
    )


def _png(svg: str) -> bytes:
    """Make a PNG of 256 colours, a quarter as heavy as one of all colours."""
    out = BytesIO()
    with Image.open(BytesIO(vl_convert.svg_to_png(svg, scale=_SCALE))) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
            out, format="PNG"
        )
    return out.getvalue()


def _pdf(svg: str, title: str) -> bytes:
    """Make a PDF of one page; vl-convert's own differ from time to time."""
    size = _SIZE.search(svg)
    width, height = (float(one) for one in size.groups()) if size else (600.0, 400.0)
    return typeset_picture(
        svg.replace('font-family="sans-serif"', f'font-family="{_SANS}"'),
        width=width * _POINTS_PER_PIXEL,
        height=height * _POINTS_PER_PIXEL,
        title=title,
    )


def form_of(path: Path) -> Form:
    """Tell the form of a picture from the name of its file.

    Raises
    ------
    OutputFileError
        If it is none of .svg, .png and .pdf.
    """
    for form in FORMS:
        if path.suffix.lower() == f".{form}":
            return form
    raise OutputFileError(
        name=str(path), reason="a picture is an .svg, .png or .pdf file."
    )


def check_picture(path: Path, *, replace: bool = False) -> None:
    """Refuse a file that cannot be drawn into, before anything is computed.

    Raises
    ------
    OutputFileError
        If the name says no form, or its folder is not there.
    ExportTargetError
        If something is there and may not be written over.
    """
    form_of(path)
    check_file(path, replace=replace)


def save_picture(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a picture.

    Raises
    ------
    OutputFileError, ExportTargetError
        As `check_picture`, or if the file cannot be written.
    """
    check_picture(path, replace=replace)
    try:
        write_whole(path, content)
    except OSError as error:
        raise OutputFileError(
            name=str(path), reason=f"it cannot be written ({error.strerror})."
        ) from None
