"""Drawings of agreement: a tree of actors, and a map of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.pages.charts import GREY, INK, Axis, colour_of, shape_of
from hustings.interface.pages.drawings import Drawing, lay_axis_below
from hustings.interface.pages.label_places import Dot, place_labels
from hustings.interface.pages.scatter import draw_labels
from hustings.interface.pages.shapes import Hand, Pen, Shape, dot, line, write
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.accord import AccordTree
    from hustings.estimates.resampling import FloatArray

_ROW = 30
_BRANCH = Pen(stroke=INK, width=1.25)
_NAME = Hand(limit=260.0)
_ROOM = 0.12
MOST_NAMED = 30
"""Of more actors on a map, those are named whose names cover no others."""


def lay_tree(
    tree: AccordTree,
    actors: Sequence[str],
    marks: Mapping[str, int | None],
    *,
    width: int,
) -> Drawing:
    """Lay out a tree: actors below one another, joined where they agree so much.

    The horizontal axis is agreement, 1 at the left; names stand at the left ends.
    """
    height = _ROW * len(actors)
    farthest = max((float(joint[2]) for joint in tree.joints), default=0.0)
    reach = max(farthest * (1 + _ROOM), 0.5)
    places: dict[int, tuple[float, float]] = {
        actor: (0.0, _ROW * (rank + 0.5)) for rank, actor in enumerate(tree.order)
    }
    shapes: list[Shape] = _axis(reach, width, height)
    for number, joint in enumerate(tree.joints):
        ends = [places[int(joint[0])], places[int(joint[1])]]
        x = width * float(joint[2]) / reach
        shapes += _join(ends, x)
        places[len(actors) + number] = (x, (ends[0][1] + ends[1][1]) / 2)
    shapes += [
        shape
        for rank, actor in enumerate(tree.order)
        for shape in _leaf(actors[actor], marks, _ROW * (rank + 0.5))
    ]
    return Drawing(shapes=tuple(shapes), width=width, height=height)


def _axis(reach: float, width: int, height: int) -> list[Shape]:
    """Draw the axis of agreement: what is left of 1, at the distance."""
    ticks = lay_axis_below(
        Axis(low=0.0, high=reach),
        width=width,
        height=height,
        n=4 if width > 200 else 2,
        has_grid=True,
    )
    words = write(
        "distance: 1 − agreement",
        width,
        height + 30,
        Hand(side="right", colour=GREY),
    )
    return [*ticks, words]


def _join(ends: Sequence[tuple[float, float]], x: float) -> list[Shape]:
    """Draw two branches out to where they meet."""
    (left, up), (right, down) = ends
    return [
        line(left, up, x, up, _BRANCH),
        line(right, down, x, down, _BRANCH),
        line(x, up, x, down, _BRANCH),
    ]


def _leaf(actor: str, marks: Mapping[str, int | None], y: float) -> list[Shape]:
    """Draw an actor's mark with its name left of it."""
    mark = marks.get(actor)
    hand = Hand(side="right", limit=_NAME.limit)
    return [
        dot(0, y, look=shape_of(mark), fill=colour_of(mark)),
        write(actor, -14, y, hand),
    ]


def lay_accord_map(
    places: FloatArray,
    actors: Sequence[str],
    marks: Mapping[str, int | None],
    links: Mapping[str, str],
    *,
    width: int,
) -> Drawing:
    """Lay out a map: the same scale on both axes, and no axis is named.

    Parameters
    ----------
    places : array of shape (n_actors, 2)
    """
    spread = places.max(axis=0) - places.min(axis=0)
    longest = float(spread.max()) or 1.0
    scale = width * (1 - 2 * _ROOM) / longest
    height = max(round(float(spread[1]) * scale + 2 * _ROOM * width), 160)
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    dots = [
        Dot(
            x=width / 2 + scale * float(x - middle[0]),
            y=height / 2 - scale * float(y - middle[1]),
            words=actor,
        )
        for actor, (x, y) in zip(actors, places.tolist(), strict=True)
    ]
    frame = Pen(stroke=GREY, width=0.5)
    shapes = [
        line(0, height, width, height, frame),
        line(0, 0, width, 0, frame),
        line(0, 0, 0, height, frame),
        line(width, 0, width, height, frame),
        *(_mark(one, marks.get(one.words)) for one in dots),
        *draw_labels(
            place_labels(
                dots, width=width, height=height, may_drop=len(dots) > MOST_NAMED
            )
        ),
    ]
    spots = tuple(around(one.x, one.y, (one.words,), links[one.words]) for one in dots)
    return Drawing(shapes=tuple(shapes), width=width, height=height, spots=spots)


def _mark(one: Dot, mark: int | None) -> Shape:
    """Draw an actor."""
    return dot(one.x, one.y, look=shape_of(mark), fill=colour_of(mark))
