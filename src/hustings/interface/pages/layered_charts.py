"""Charts of Altair's layers, for drawings of which a page has few.

Making one takes a tenth of a second, where `hustings.interface.pages.shapes` takes less
than a thousandth.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from hustings.interface.pages.charts import FONT_SIZE, GREY, HAIRLINE, INK

THEME = {
    "background": None,
    "font": "sans-serif",
    "padding": 6,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "gridColor": HAIRLINE,
        "labelColor": GREY,
        "labelFontSize": FONT_SIZE,
        "labelPadding": 6,
        "ticks": False,
        "title": None,
    },
    "text": {"fontSize": FONT_SIZE, "fill": INK},
}

Layer: TypeAlias = alt.Chart | alt.LayerChart

_SPARED = re.compile(
    r' (?:style|class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"'
    r'| (?:fill-|stroke-)?opacity="1"'
)
"""Attributes that a page does without: its style sheet, or its default, has them."""


def draw_layers(
    layers: list[Layer], *, width: int, height: int, alt_text: str
) -> Markup:
    """Put layers together and make them SVG with the theme."""
    chart = alt.layer(*layers).properties(width=width, height=height)
    spec = {**chart.to_dict(validate=False), "config": THEME}
    return _finish(str(vl_convert.vegalite_to_svg(json.dumps(spec))), alt_text)


def _finish(svg: str, alt_text: str) -> Markup:
    """Make the drawing one image with alt text, without style attributes."""
    plain = _SPARED.sub("", svg)
    head = f'<svg role="img" aria-label="{escape(alt_text)}"'
    return Markup(plain.replace("<svg", head, 1))  # noqa: S704 - our own drawing
