"""The thin bars beside the Reader's text: the domain of each unit's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.workflow.lenses import coding_through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.document import Block, Unit
    from hustings.workflow.gathered import GatheredDocument
    from hustings.workflow.lenses import Lens


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of the thin bar at a block's left edge, in thousandths of its height."""

    colour: str
    start: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A domain's bar colour with its title and its units."""

    colour: str
    title: str
    n_units: int


def build_bars(
    gathered: GatheredDocument, block: Block, units: Sequence[Unit], lens: Lens
) -> tuple[Bar, ...]:
    """Build the parts of a block's bar, as high as their units are long."""
    first, length = block.span.start, max(block.span.end - block.span.start, 1)
    bars = []
    for unit in units:
        start = 1000 * (unit.span.start - first) // length
        end = 1000 * (unit.span.end - first) // length
        coding = coding_through(gathered, unit, lens)
        colour = lens.colour_of(coding.value) if coding else "dn"
        bars.append(Bar(colour=colour, start=start, height=end - start))
    return tuple(bars)


def build_tallies(
    project: ProjectIndex, document: GatheredDocument
) -> tuple[Tally, ...]:
    """Return what the colours of the bars mean, with the units of each domain."""
    if not project.lenses:
        return ()
    lens = project.lenses[0]
    groups = project.group_units(
        document, lens.coder, lens.variable.name, lens.codebook.name
    )
    counts: dict[tuple[str, str], int] = {}
    for code, members in groups.items():
        key = (lens.colour_of(code), lens.domain_of(code) or "no topic")
        if key[0] == "dx":
            key = ("dx", "coded")
        counts[key] = counts.get(key, 0) + len(members)
    return tuple(
        Tally(colour=colour, title=title, n_units=n)
        for (colour, title), n in sorted(counts.items())
    )
