"""Words on a plane: where each stands on the scale, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import INK, KEPT
from hustings.interface.pages.drawings import Drawing, show
from hustings.interface.pages.label_places import Dot, place_labels
from hustings.interface.pages.scatter import draw_axes, draw_ends, draw_labels
from hustings.interface.pages.shapes import Shape, speck
from hustings.interface.pages.spots import Spot, around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.scatter import Frame

FAINT = "#bdb9ae"
"""Of the many words that carry no label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDot:
    """A word on the plane; `said` makes it answer, `is_named` asks for its label."""

    word: str
    x: float
    y: float
    is_named: bool = False
    said: tuple[str, ...] = ()


@lru_cache(maxsize=KEPT)
def draw_words(words: tuple[WordDot, ...], frame: Frame, *, alt_text: str) -> Markup:
    """Draw words for a page; see `lay_words`."""
    return show(lay_words(words, frame), alt_text)


def lay_words(words: tuple[WordDot, ...], frame: Frame) -> Drawing:
    """Lay out words: faint dots for all, ink and a label for those that are named.

    Parameters
    ----------
    words : tuple of WordDot
        Those to be named in the order of their importance; a label that would cover
        another is left out.
    """
    named = [one for one in words if one.is_named]
    dots = [
        Dot(x=frame.across(one.x), y=frame.down(one.y), words=one.word) for one in named
    ]
    labels = place_labels(dots, width=frame.width, height=frame.height, may_drop=True)
    shapes = [
        *draw_axes(frame),
        *_draw_points([one for one in words if not one.is_named], frame, FAINT, 14),
        *_draw_points(named, frame, INK, 24),
        *draw_ends(frame),
        *draw_labels(labels),
    ]
    return Drawing(
        shapes=tuple(shapes),
        width=frame.width,
        height=frame.height,
        spots=tuple(_spot(one, frame) for one in named if one.said),
    )


def _draw_points(
    words: Sequence[WordDot], frame: Frame, colour: str, size: int
) -> list[Shape]:
    """Draw a dot a word."""
    return [
        speck(frame.across(one.x), frame.down(one.y), fill=colour, size=size)
        for one in words
    ]


def _spot(word: WordDot, frame: Frame) -> Spot:
    """Let a word answer to the mouse."""
    return around(frame.across(word.x), frame.down(word.y), word.said, "")
