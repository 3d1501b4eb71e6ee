"""One scale by several coders, codebooks or methods: where each puts every document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses, charts
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.picture_files import Caption, Part
from hustings.interface.pages.position_drawings import (
    NARROW,
    WIDE,
    find_axis,
    mark_of,
    reach_of,
    shorten,
)
from hustings.interface.pages.positions import build_rows, plain_scales
from hustings.interface.pages.row_charts import draw_positions, lay_rows
from hustings.interface.pages.scale_facts import (
    BALANCED,
    caution_of,
    is_from_words,
    say_interval,
)
from hustings.interface.pages.wording import join_words, say_coder, year_of
from hustings.workflow.lenses import is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.positions import PositionRow
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.workflow.gathered import GatheredScale


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerRow:
    """One document by one coder or method."""

    maker: str
    row: PositionRow
    is_uncorrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MakersView:
    """One scale by all who made it."""

    anchor: str
    title: str
    scale: GatheredScale
    rows: tuple[MakerRow, ...]
    cautions: tuple[str, ...]
    digits: int
    wide: Markup
    narrow: Markup
    figure: Figure


def build_makers(project: ProjectIndex) -> tuple[MakersView, ...]:
    """Build a comparison of each scale that several have made."""
    return tuple(_build_view(project, one) for one in _groups(project))


def list_maker_figures(project: ProjectIndex) -> list[Figure]:
    """Return the files of all comparisons."""
    return [_figure(_rows(project, one), one) for one in _groups(project)]


def _groups(project: ProjectIndex) -> list[list[GatheredScale]]:
    """Put scales of one name and one formula together."""
    groups: dict[tuple[str, str], list[GatheredScale]] = {}
    for one in plain_scales(project):
        groups.setdefault((one.scale, one.formula), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _build_view(project: ProjectIndex, group: Sequence[GatheredScale]) -> MakersView:
    """Draw a row a document and maker."""
    rows = _rows(project, group)
    draw = partial(
        draw_positions,
        axis=_axis(group),
        alt_text=f"{_title(group)}. The numbers are in the table below.",
    )
    return MakersView(
        anchor=f"makers-{addresses.slug(group[0].scale)}",
        title=_title(group),
        scale=group[0],
        rows=rows,
        cautions=tuple(one.coder for one in group if is_uncorrected(one)),
        digits=rows[0].row.digits,
        wide=draw(_marks(rows, is_wide=True), width=WIDE - 60, beside=True),
        narrow=draw(_marks(rows, is_wide=False), width=NARROW, beside=False),
        figure=_figure(rows, group),
    )


def _rows(
    project: ProjectIndex, group: Sequence[GatheredScale]
) -> tuple[MakerRow, ...]:
    """Put what several made of one document below one another."""
    by_scale = [(one, build_rows(project, one)) for one in group]
    order = list(dict.fromkeys(project.documents))
    rows = [
        MakerRow(
            maker=_maker(scale, group), row=row, is_uncorrected=is_uncorrected(scale)
        )
        for scale, found in by_scale
        for row in found
    ]
    return tuple(sorted(rows, key=lambda one: order.index(one.row.position.case)))


def _maker(scale: GatheredScale, group: Sequence[GatheredScale]) -> str:
    """Name who made a scale, and how where one coder made it twice."""
    if is_from_words(scale):
        return scale.title
    coders = [one.coder for one in group]
    coder = say_coder(scale.coder)
    return coder if coders.count(scale.coder) == 1 else f"{coder}, {scale.codebook}"


def _title(group: Sequence[GatheredScale]) -> str:
    """Name the scale and all who made it."""
    makers = list(dict.fromkeys(_maker(one, group) for one in group))
    return f"{group[0].title} by {join_words(makers)}"


def _axis(group: Sequence[GatheredScale]) -> charts.Axis:
    """Return an axis that holds what all made."""
    axes = [find_axis(one, one.formula) for one in group]
    low, high = min(one.low for one in axes), max(one.high for one in axes)
    first = axes[0]
    if group[0].formula not in BALANCED:
        low, high = reach_of([one for scale in group for one in scale.positions])
        room = (high - low or 0.1) * 0.08
        low, high = low - room, high + room
    return charts.Axis(
        low=low,
        high=high,
        low_pole=first.low_pole,
        high_pole=first.high_pole,
        zero=first.zero,
    )


def _marks(rows: Sequence[MakerRow], *, is_wide: bool) -> tuple[charts.Mark, ...]:
    """Return a mark a row; its label names the document once."""
    return tuple(
        _mark(one, is_first=not is_wide or _is_first(rows, i), is_wide=is_wide)
        for i, one in enumerate(rows)
    )


def _is_first(rows: Sequence[MakerRow], i: int) -> bool:
    """Whether a row is the first of its document."""
    return not i or rows[i - 1].row.position.case != rows[i].row.position.case


def _mark(one: MakerRow, *, is_first: bool, is_wide: bool) -> charts.Mark:
    """Return a mark: hollow where nobody has corrected the machine."""
    mark = mark_of(one.row, is_first=True)
    when = year_of(one.row.date)
    name = f"{shorten(one.row.actor)}, {when}" if when else shorten(one.row.actor)
    return charts.Mark(
        label=name if is_first else "",
        note=f"{one.maker}, {mark.note}" if is_wide else one.maker,
        position=mark.position,
        low=mark.low,
        high=mark.high,
        actor=mark.actor,
        is_hollow=one.is_uncorrected,
        said=(mark.said[0], one.maker, *mark.said[1:]),
        link=mark.link,
    )


def _figure(rows: Sequence[MakerRow], group: Sequence[GatheredScale]) -> Figure:
    """Return the files of a comparison."""
    about = f"{say_interval(group[0])}. Hollow dots: uncorrected machine coding."
    caption = Caption(title=_title(group), lines=(about,), caution=caution_of(*group))
    return Figure(
        key=f"{group[0].scale}-by-coder",
        caption=caption,
        draw=lambda: [
            Part(
                drawing=lay_rows(
                    _marks(rows, is_wide=True),
                    _axis(group),
                    width=WIDE - 60,
                    beside=True,
                )
            )
        ],
        write=lambda: _write(rows),
    )


def _write(rows: Sequence[MakerRow]) -> str:
    """Write all positions with their makers as CSV."""
    head = ("document", "actor", "date", "scale", "by", "position", "low", "high")
    return write_rows(
        (*head, "confidence", "n_units", "is_corrected"),
        [
            (
                *(one.row.position.case, one.row.actor, one.row.date),
                *(one.row.position.scale, one.maker, one.row.position.position),
                *(one.row.position.low, one.row.position.high),
                *(one.row.position.confidence, one.row.position.n_units),
                "false" if one.is_uncorrected else "true",
            )
            for one in rows
        ],
    )
