"""Drawings of networks: actors and issues in two columns, or actors in a circle."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import GREY, INK, colour_of, shape_of
from hustings.interface.pages.drawings import Drawing
from hustings.interface.pages.shapes import Hand, Pen, Shape, dot, line, speck, write
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROW = 26
FOR, AGAINST = "#0072b2", "#d55e00"
_PENS = {
    "for": Pen(stroke=FOR, width=1.75),
    "against": Pen(stroke=AGAINST, width=1.75, dashes="6,4"),
    "mixed": Pen(stroke=GREY, width=1.75, dashes="2,3"),
}
_WORDS = 190
_THICKEST = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A line between two names.

    Attributes
    ----------
    stance : str
        For, against or mixed between an actor and an issue; empty between actors.
    """

    source: str
    target: str
    weight: float = 1.0
    stance: str = ""


def lay_two_columns(
    actors: Sequence[str],
    issues: Sequence[str],
    ties: Sequence[Tie],
    marks: Mapping[str, int | None],
    *,
    width: int,
) -> Drawing:
    """Lay out a two-mode network: actors left, issues right, a line for each tie.

    For is a whole line, against a dashed one, mixed a dotted one. Issues stand in an
    order in which lines cross little: by the mean place of those who speak to them.
    """
    height = _ROW * max(len(issues), len(actors))
    left = _spread(actors, height)
    right = _spread(_untangle(issues, ties, left), height)
    shapes = [
        *(
            line(0, left[one.source], width, right[one.target], _PENS[one.stance])
            for one in ties
        ),
        *(shape for one in actors for shape in _actor(one, 0, left[one], marks)),
        *(shape for one in issues for shape in _issue(one, width, right[one])),
    ]
    return Drawing(shapes=tuple(shapes), width=width, height=height)


def _spread(names: Sequence[str], height: float) -> dict[str, float]:
    """Spread names evenly over a height."""
    step = height / max(len(names), 1)
    return {name: step * (place + 0.5) for place, name in enumerate(names)}


def _untangle(
    issues: Sequence[str], ties: Sequence[Tie], places: Mapping[str, float]
) -> list[str]:
    """Sort issues by the mean place of the actors that are tied to them."""
    tied = {
        issue: [places[one.source] for one in ties if one.target == issue]
        for issue in issues
    }
    return sorted(
        issues, key=lambda one: sum(tied[one]) / len(tied[one]) if tied[one] else 0.0
    )


def _actor(
    name: str, x: float, y: float, marks: Mapping[str, int | None]
) -> list[Shape]:
    """Draw an actor with its name left of it."""
    mark = marks.get(name)
    hand = Hand(side="right", limit=_WORDS)
    return [
        dot(x, y, look=shape_of(mark), fill=colour_of(mark)),
        write(name, x - 14, y, hand),
    ]


def _issue(name: str, x: float, y: float) -> list[Shape]:
    """Draw an issue with its name right of it."""
    return [
        speck(x, y, fill=INK, size=30),
        write(name, x + 9, y, Hand(limit=_WORDS + 60)),
    ]


def lay_circle(
    actors: Sequence[str],
    ties: Sequence[Tie],
    marks: Mapping[str, int | None],
    links: Mapping[str, str],
    *,
    width: int,
    colour: str,
) -> Drawing:
    """Lay out a one-mode network: actors on a circle, thicker lines for more.

    The order on the circle is given, so that neighbours in it stand side by side.
    """
    middle, radius = width / 2, width / 2 - 8
    angles = _angles(len(actors))
    top = min((sin(angle) for angle in angles), default=0.0)
    bottom = max((sin(angle) for angle in angles), default=0.0)
    places = {
        name: (middle + radius * cos(angle), 12 + radius * (sin(angle) - top))
        for name, angle in zip(actors, angles, strict=True)
    }
    heaviest = max((one.weight for one in ties), default=1.0) or 1.0
    shapes = [
        line(
            *places[one.source],
            *places[one.target],
            Pen(
                stroke=colour,
                width=max(_THICKEST * one.weight / heaviest, 0.75),
                dashes="6,4" if colour == AGAINST else "",
            ),
        )
        for one in sorted(ties, key=lambda one: one.weight)
    ]
    shapes += [
        shape
        for name, at in places.items()
        for shape in _named(name, at, middle, marks.get(name))
    ]
    spots = tuple(around(x, y, (name,), links[name]) for name, (x, y) in places.items())
    height = round(24 + radius * (bottom - top))
    return Drawing(shapes=tuple(shapes), width=width, height=height, spots=spots)


def _angles(n: int) -> list[float]:
    """Spread angles over the circle, so that two actors stand beside one another."""
    return [2 * pi * (place + 0.5) / n - pi / 2 for place in range(n)]


def _named(
    name: str, at: tuple[float, float], middle: float, mark: int | None
) -> list[Shape]:
    """Draw an actor with its name outside of the circle."""
    x, y = at
    is_right = x >= middle
    hand = Hand(side="left" if is_right else "right", limit=_WORDS, has_halo=True)
    return [
        dot(x, y, look=shape_of(mark), fill=colour_of(mark)),
        write(name, x + (12 if is_right else -12), y, hand),
    ]
