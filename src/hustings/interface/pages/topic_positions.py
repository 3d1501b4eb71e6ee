"""Topics by position: how much actors speak about a topic, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.matrix import latest_of_each
from hustings.interface.pages import addresses, charts
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.map_charts import Place, draw_map, lay_map
from hustings.interface.pages.picture_files import Part
from hustings.interface.pages.position_drawings import shorten
from hustings.interface.pages.positions import (
    build_rows,
    is_salience,
    lens_through,
    plain_scales,
    scale_key,
)
from hustings.interface.pages.scale_facts import caption_of
from hustings.interface.pages.scatter import Frame
from hustings.interface.pages.wording import say_number, say_share
from hustings.workflow.lenses import is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from hustings.interface.pages.positions import PositionRow
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredScale
    from hustings.workflow.lenses import Lens

TOPICS = 6
"""Topics that are drawn: those with the largest mean share."""

_SIZE = (270, 220)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPanel:
    """One topic: its share by position."""

    code: str
    title: str
    colour: str
    chart: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsView:
    """The largest topics by the position on one scale."""

    anchor: str
    title: str
    scale: GatheredScale
    panels: tuple[TopicPanel, ...]
    n_documents: int
    is_machine: bool
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Crossing:
    """Shares of codes beside the positions on one scale."""

    key: str
    scale: GatheredScale
    lens: Lens | None
    rows: tuple[PositionRow, ...]
    shares: dict[tuple[str, str], Position]

    @property
    def topics(self) -> list[str]:
        """The codes with the largest mean share, the largest first."""
        means: dict[str, float] = {}
        for (_, code), share in self.shares.items():
            means[code] = means.get(code, 0.0) + share.position
        ranked = sorted(means, key=lambda code: -means[code])
        return [code for code in ranked if means[code] > 0][:TOPICS]

    @property
    def title(self) -> str:
        """Say what is shown."""
        return f"How much is said about a topic, by {self.scale.title}"

    def name(self, code: str) -> str:
        """Return a code's title."""
        return self.lens.title_of(code) if self.lens else code


def build_topics(project: ProjectIndex) -> tuple[TopicsView, ...]:
    """Build the largest topics for each run of saliences that has a scale beside it."""
    return tuple(_build_view(one) for one in _crossings(project))


def list_topic_figures(project: ProjectIndex) -> list[Figure]:
    """Return the files of all topics by position."""
    return [_figure(one) for one in _crossings(project)]


def _build_view(crossing: _Crossing) -> TopicsView:
    """Draw a panel a topic."""
    frame = _frame(crossing)
    return TopicsView(
        anchor=f"topics-{addresses.slug(crossing.key)}",
        title=crossing.title,
        scale=crossing.scale,
        panels=tuple(
            TopicPanel(
                code=code,
                title=crossing.name(code),
                colour=crossing.lens.colour_of(code) if crossing.lens else "dx",
                chart=draw_map(
                    _places(crossing, code),
                    frame,
                    alt_text=_say_topic(crossing, code),
                ),
            )
            for code in crossing.topics
        ),
        n_documents=len(crossing.rows),
        is_machine=is_uncorrected(crossing.scale),
        figure=_figure(crossing),
    )


def _crossings(project: ProjectIndex) -> Iterator[_Crossing]:
    """Yield shares with the first scale by the same coder and codebook."""
    for shares in project.gathered.scales:
        scale = _scale_beside(project, shares) if is_salience(shares) else None
        if scale is not None:
            yield _cross(project, shares, scale)


def _scale_beside(project: ProjectIndex, shares: GatheredScale) -> GatheredScale | None:
    """Return the first scale that counts the same codings."""
    for scale in plain_scales(project):
        if (scale.coder, scale.codebook) == (shares.coder, shares.codebook):
            return scale
    return None


def _cross(
    project: ProjectIndex, shares: GatheredScale, scale: GatheredScale
) -> _Crossing:
    """Put shares and positions of each actor's latest document together."""
    rows = build_rows(project, scale)
    documents = [project.documents[row.position.case].document for row in rows]
    latest = {one.document_id for one in latest_of_each(documents)}
    lens = lens_through(project, shares)
    uncoded = lens.variable.uncoded if lens else None
    return _Crossing(
        key=f"{scale_key(project, shares)}-by-{scale_key(project, scale)}",
        scale=scale,
        lens=lens,
        rows=tuple(row for row in rows if row.position.case in latest),
        shares={
            (one.case, one.code): one
            for one in shares.positions
            if one.code not in {None, uncoded} and one.case in latest and one.code
        },
    )


def _places(crossing: _Crossing, code: str) -> tuple[Place, ...]:
    """Place each actor's latest document."""
    return tuple(
        _place(row, share, crossing.name(code))
        for row in crossing.rows
        if (share := crossing.shares.get((row.position.case, code))) is not None
    )


def _place(row: PositionRow, share: Position, title: str) -> Place:
    """Place one document by position and share."""
    x = row.position
    return Place(
        label=shorten(row.actor),
        x=x.position,
        y=share.position,
        y_ends=None
        if share.low is None or share.high is None
        else (share.low, share.high),
        actor=row.mark,
        said=(
            row.actor,
            f"position {say_number(x.position, digits=row.digits)}",
            f"{say_share(share.position)} about {title}",
        ),
        link=row.document,
    )


def _frame(crossing: _Crossing) -> Frame:
    """Return axes that all panels share."""
    shown = dict.fromkeys(crossing.topics)
    ends = [
        one.position if one.high is None else one.high
        for (_, code), one in crossing.shares.items()
        if code in shown
    ]
    return Frame(
        x=_axis_across(crossing),
        y=charts.Axis(low=0, high=max([*ends, 0.05]) * 1.04, number_format=".0%"),
        width=_SIZE[0],
        height=_SIZE[1],
    )


def _axis_across(crossing: _Crossing) -> charts.Axis:
    """Return an axis that is just long enough for the dots."""
    places = [row.position.position for row in crossing.rows]
    room = (max(places) - min(places) or 0.1) * 0.16
    return charts.Axis(
        low=min(places) - room,
        high=max(places) + room,
        low_pole=crossing.scale.low_pole,
        high_pole=crossing.scale.high_pole,
        zero="0",
    )


def _say_topic(crossing: _Crossing, code: str) -> str:
    """Return a panel in words."""
    parts = ", ".join(
        f"{place.label} {say_share(place.y)}" for place in _places(crossing, code)
    )
    return f"{crossing.name(code)}: {parts}"


def _figure(crossing: _Crossing) -> Figure:
    """Return the files of the topics."""
    about = "Share of units on the topic, in each actor’s latest document, with its "
    return Figure(
        key=crossing.key,
        caption=caption_of(crossing.scale, crossing.title, [f"{about}interval."]),
        draw=lambda: [
            Part(
                drawing=lay_map(_places(crossing, code), _frame(crossing)),
                heading=crossing.name(code),
            )
            for code in crossing.topics
        ],
        write=lambda: _write(crossing, crossing.rows),
    )


def _write(crossing: _Crossing, rows: Sequence[PositionRow]) -> str:
    """Write shares of all codes beside positions as CSV."""
    head = ("document", "actor", "date", "scale", "position", "position_low")
    ends = ("position_high", "code", "share", "share_low", "share_high", "n_units")
    places = {row.position.case: row for row in rows}
    return write_rows(
        (*head, *ends),
        [
            (
                *(case, places[case].actor, places[case].date, crossing.scale.scale),
                places[case].position.position,
                *(places[case].position.low, places[case].position.high),
                *(code, one.position, one.low, one.high, one.n_units),
            )
            for (case, code), one in crossing.shares.items()
            if case in places
        ],
    )
