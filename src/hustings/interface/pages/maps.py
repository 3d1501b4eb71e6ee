"""Maps: two scales against one another, with the region in which each actor may lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.ellipses import ellipse_outline
from hustings.interface.pages import addresses, charts
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.map_charts import Place, draw_map, lay_map
from hustings.interface.pages.picture_files import Caption, Part
from hustings.interface.pages.position_drawings import shorten
from hustings.interface.pages.positions import build_rows, plain_scales, scale_key
from hustings.interface.pages.scale_facts import caution_of, confidence_of, name_in
from hustings.interface.pages.scatter import Frame
from hustings.interface.pages.wording import say_count, say_number, year_of
from hustings.workflow.lenses import is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from hustings.estimates.resampling import FloatArray
    from hustings.interface.pages.positions import PositionRow
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.workflow.gathered import GatheredScale, PairedSpread

MOST = 6
"""Pairs of scales that are drawn."""

SIMILAR = 0.25
"""How far the draws' spread may be from the standard error of an interval shown."""

_WIDE, _NARROW = (600, 440), (262, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """One document on two scales."""

    x: PositionRow
    y: PositionRow
    has_ellipse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Two scales against one another."""

    anchor: str
    title: str
    x: str
    y: str
    rows: tuple[MapRow, ...]
    n_ellipses: int
    confidence: float | None
    is_machine: bool
    maker: str
    wide: Markup
    narrow: Markup
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pair:
    """Two scales with the documents that are on both."""

    key: str
    x: GatheredScale
    y: GatheredScale
    x_name: str
    y_name: str
    rows: tuple[MapRow, ...]
    places: tuple[Place, ...]

    @property
    def title(self) -> str:
        """Say how alike the two scales order the documents."""
        n = len(self.rows)
        name = f"{self.x_name} against {self.y_name}"
        across = [row.x.position.position for row in self.rows]
        up = [row.y.position.position for row in self.rows]
        if n < 3 or len(set(across)) == 1 or len(set(up)) == 1:
            return name
        rank = float(np.corrcoef(_ranks(across), _ranks(up))[0, 1])
        return (
            f"{name}: rank correlation {say_number(rank, digits=2)} over "
            f"{say_count(n, 'document')}"
        )

    @property
    def about(self) -> str:
        """Say what is drawn around the dots."""
        n_ellipses = sum(row.has_ellipse for row in self.rows)
        confidence = confidence_of(self.x.positions)
        if confidence is None:
            return "Without intervals."
        held = f"{100 * confidence:g}\N{NO-BREAK SPACE}%"
        ellipses = f"Ellipses hold both true values at once with {held} confidence"
        crosses = f"Crosses are the two {held} intervals"
        if not n_ellipses:
            return f"{crosses}: the scales have no common draws."
        if n_ellipses == len(self.rows):
            return f"{ellipses}; the same blocks were drawn for both scales."
        return f"{ellipses}. {crosses}, where there are no common draws."


def _ranks(values: Sequence[float]) -> FloatArray:
    """Rank values from 1; equal ones share the mean of their ranks."""
    _, places, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    ranks: FloatArray = (last - (times - 1) / 2)[places]
    return ranks


def build_maps(project: ProjectIndex) -> tuple[MapView, ...]:
    """Build a map for each of the first pairs of scales."""
    return tuple(_build_map(one) for one in _pairs(project))


def list_map_figures(project: ProjectIndex) -> list[Figure]:
    """Return the files of all maps."""
    return [_figure(one) for one in _pairs(project)]


def _build_map(pair: _Pair) -> MapView:
    """Draw a pair of scales."""
    wide, narrow = _frame(pair, _WIDE), _frame(pair, _NARROW)
    told = f"{pair.title}. The numbers are in the table below."
    return MapView(
        anchor=f"map-{addresses.slug(pair.key)}",
        title=pair.title,
        x=pair.x_name,
        y=pair.y_name,
        rows=pair.rows,
        n_ellipses=sum(row.has_ellipse for row in pair.rows),
        confidence=confidence_of(pair.x.positions),
        is_machine=is_uncorrected(pair.x) or is_uncorrected(pair.y),
        maker=pair.x.coder if is_uncorrected(pair.x) else pair.y.coder,
        wide=draw_map(pair.places, wide, alt_text=told),
        narrow=draw_map(_shorter(pair.places), narrow, alt_text=told),
        figure=_figure(pair),
    )


def _pairs(project: ProjectIndex) -> Iterator[_Pair]:
    """Yield pairs of scales that have documents in common."""
    n_found = 0
    for x, y in combinations(plain_scales(project), 2):
        pair = _pair(project, x, y) if x.scale != y.scale else None
        if pair is not None and n_found < MOST:
            n_found += 1
            yield pair


def _pair(project: ProjectIndex, x: GatheredScale, y: GatheredScale) -> _Pair | None:
    """Put the documents together that are on both scales."""
    up = {row.position.case: row for row in build_rows(project, y)}
    spreads = _spreads(project, x, y)
    both = [
        (row, up[row.position.case])
        for row in build_rows(project, x)
        if row.position.case in up
    ]
    if not both:
        return None
    places = tuple(_place(a, b, spreads.get(a.position.case)) for a, b in both)
    rows = tuple(
        MapRow(x=a, y=b, has_ellipse=bool(place.outline))
        for (a, b), place in zip(both, places, strict=True)
    )
    key = f"{scale_key(project, x)}-and-{scale_key(project, y)}"
    return _Pair(
        key=key,
        x=x,
        y=y,
        x_name=name_in(project.gathered.scales, x),
        y_name=name_in(project.gathered.scales, y),
        rows=rows,
        places=_labelled(places),
    )


def _spreads(
    project: ProjectIndex, x: GatheredScale, y: GatheredScale
) -> dict[str, PairedSpread]:
    """Find how documents vary on both scales together, whichever comes first."""
    pairs = project.gathered.pairs
    if (x.run_id, y.run_id) in pairs:
        return dict(pairs[x.run_id, y.run_id])
    return {
        case: replace(
            one,
            first_variance=one.second_variance,
            second_variance=one.first_variance,
        )
        for case, one in pairs.get((y.run_id, x.run_id), {}).items()
    }


def _place(x: PositionRow, y: PositionRow, spread: PairedSpread | None) -> Place:
    """Place a document on both scales."""
    when = year_of(x.date)
    return Place(
        label=f"{shorten(x.actor)}, {when}" if when else shorten(x.actor),
        x=x.position.position,
        y=y.position.position,
        x_ends=_ends(x),
        y_ends=_ends(y),
        outline=_outline(x, y, spread),
        actor=x.mark,
        track=x.actor if x.date else "",
        said=_say(x, y),
        link=x.trail,
    )


def _labelled(places: Sequence[Place]) -> tuple[Place, ...]:
    """Let the earlier documents of an actor only say their year."""
    last = {one.actor: one for one in places}
    return tuple(
        one
        if last[one.actor] is one
        else replace(one, label=one.label.rsplit(", ", 1)[-1])
        for one in places
    )


def _shorter(places: Sequence[Place]) -> tuple[Place, ...]:
    """Name each actor once, and without a year, on a narrow drawing."""
    last = {one.actor: one for one in places}
    return tuple(
        replace(one, label=_short(one.label) if last[one.actor] is one else "")
        for one in places
    )


def _short(label: str) -> str:
    """Take the year off a label."""
    name = label.rsplit(", ", 1)[0]
    return name if len(name) <= 18 else f"{name[:17].rstrip()}…"


def _ends(row: PositionRow) -> tuple[float, float] | None:
    """Return the ends of an interval."""
    low, high = row.position.low, row.position.high
    return None if low is None or high is None else (low, high)


def _outline(
    x: PositionRow, y: PositionRow, spread: PairedSpread | None
) -> tuple[tuple[float, float], ...]:
    """Return the ellipse, where the draws show all that the intervals hold."""
    if spread is None or x.position.confidence is None:
        return ()
    if not _agrees(spread.first_variance, x) or not _agrees(spread.second_variance, y):
        return ()
    return ellipse_outline(
        (x.position.position, y.position.position),
        first_variance=spread.first_variance,
        second_variance=spread.second_variance,
        covariance=spread.covariance,
        confidence=x.position.confidence,
    )


def _agrees(variance: float, row: PositionRow) -> bool:
    """Whether draws spread as far as the standard error of the interval shown says.

    They do not where the interval comes from a formula because a side has no unit.
    """
    error = row.position.standard_error
    return bool(error) and abs(sqrt(variance) / (error or 1.0) - 1) <= SIMILAR


def _say(x: PositionRow, y: PositionRow) -> tuple[str, ...]:
    """Return what a place says when it is pointed at."""
    when = year_of(x.date)
    return (
        f"{x.actor}, {when}" if when else x.actor,
        *(_say_place(one, axis) for one, axis in ((x, "across"), (y, "up"))),
        say_count(x.position.n_units, x.noun),
        f"Open the {x.noun}s behind it",
    )


def _say_place(row: PositionRow, axis: str) -> str:
    """Say a position and its interval."""
    place, ends = row.position, _ends(row)
    said = f"{axis}: {say_number(place.position, digits=row.digits)}"
    if ends is None:
        return said
    low, high = (say_number(end, digits=row.digits) for end in ends)
    return f"{said}, interval {low} to {high}"


def _frame(pair: _Pair, size: tuple[int, int]) -> Frame:
    """Return axes that hold all intervals and ellipses."""
    points = [point for one in pair.places for point in one.outline]
    across = [end for one in pair.places for end in one.x_ends or (one.x,)]
    up = [end for one in pair.places for end in one.y_ends or (one.y,)]
    return Frame(
        x=_axis(pair.x, [*across, *(point[0] for point in points)]),
        y=_axis(pair.y, [*up, *(point[1] for point in points)]),
        width=size[0],
        height=size[1],
        x_title=pair.x_name,
        y_title=pair.y_name,
    )


def _axis(scale: GatheredScale, values: Sequence[float]) -> charts.Axis:
    """Return an axis just long enough: on a map every pixel is needed."""
    low, high = min(values), max(values)
    room = (high - low or 0.1) * 0.05
    return charts.Axis(
        low=low - room,
        high=high + room,
        low_pole=scale.low_pole,
        high_pole=scale.high_pole,
        zero="0",
    )


def _figure(pair: _Pair) -> Figure:
    """Return the files of a map."""
    caption = Caption(
        title=pair.title, lines=(pair.about,), caution=caution_of(pair.x, pair.y)
    )
    return Figure(
        key=pair.key,
        caption=caption,
        draw=lambda: [Part(drawing=lay_map(pair.places, _frame(pair, _WIDE)))],
        write=lambda: _write(pair),
    )


def _write(pair: _Pair) -> str:
    """Write the documents on both scales as CSV."""
    head = ("document", "actor", "date", "x_scale", "y_scale")
    return write_rows(
        (*head, *_NAMES, "has_ellipse", "x_run", "y_run"),
        [
            (
                *(row.x.position.case, row.x.actor, row.x.date),
                *(pair.x.scale, pair.y.scale),
                *_numbers(row),
                "true" if row.has_ellipse else "false",
                *(pair.x.run_id, pair.y.run_id),
            )
            for row in pair.rows
        ],
    )


_NAMES = ("x", "x_low", "x_high", "y", "y_low", "y_high")


def _numbers(row: MapRow) -> tuple[float | None, ...]:
    """Return both positions with their intervals."""
    x, y = row.x.position, row.y.position
    return (x.position, x.low, x.high, y.position, y.low, y.high)
