"""Drawings as files of their own: SVG, PNG and PDF, each with its title and caution."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import altair as alt
import vl_convert
from PIL import Image

from hustings.errors import OutputFileError
from hustings.interface.pages.charts import GREY, INK, PAPER, THEME, spec_of
from hustings.outside.saving import check_file
from hustings.outside.typesetting import typeset_picture
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hustings.interface.pages.charts import Drawing

Form: TypeAlias = Literal["svg", "png", "pdf"]
FORMS: tuple[Form, ...] = ("svg", "png", "pdf")

_SCALE = 2.0
"""Twice the size, for sharp prints."""

_LETTER = 8.0
"""Pixels of a letter of the title, on average."""

_LEAST = 420
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
    spec = json.dumps(_spec(parts, caption, columns))
    return str(vl_convert.vegalite_to_svg(spec))


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


def _spec(parts: Sequence[Part], caption: Caption, columns: int) -> dict[str, Any]:
    """Put drawings and title together, with the theme, on paper."""
    charts = [_with_heading(one) for one in parts]
    width = sum(one.drawing.width for one in parts[:columns])
    chart = charts[0]
    if len(charts) > 1:
        chart = alt.concat(*charts, columns=columns, spacing=28)
    spec = spec_of(chart)
    padding = {"top": 16, "bottom": 16, "left": 20, "right": 20}
    theme = {**THEME, "background": PAPER, "padding": padding}
    return {
        **spec,
        "title": _title(caption, max(width, _LEAST)),
        "config": theme,
    }


def _with_heading(part: Part) -> Any:  # noqa: ANN401 - as of a drawing
    """Give a drawing its heading."""
    if not part.heading:
        return part.drawing.chart
    heading = alt.TitleParams(
        part.heading, anchor="start", frame="group", fontSize=14, color=INK
    )
    return part.drawing.chart.properties(title=heading)


def _title(caption: Caption, width: int) -> dict[str, Any]:
    """Write claim and facts above the drawing, wrapped to its width."""
    below = [*caption.lines, *([caption.caution] if caption.caution else [])]
    wrapped = [part for line in below for part in wrap(line, int(width / 6.4))]
    return {
        "text": wrap(caption.title, int(width / _LETTER)) or [""],
        "subtitle": wrapped,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 16,
        "lineHeight": 20,
        "color": INK,
        "subtitleColor": GREY,
        "subtitleFontSize": 13,
        "subtitleLineHeight": 18,
        "subtitlePadding": 6,
        "offset": 22,
    }


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
