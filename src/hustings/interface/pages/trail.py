"""The Trail: from any number down to its runs, codings, units and characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.positions import (
    is_salience,
    lens_through,
    plain_scales,
    scale_key,
)
from hustings.interface.pages.run_trail import runs_behind
from hustings.interface.pages.scale_facts import (
    digits_of,
    formula_of,
    is_from_words,
    noun_of,
)
from hustings.interface.pages.trail_arithmetic import compute
from hustings.workflow.actors import has_pages, name_of, title_of
from hustings.workflow.lenses import count_judged, is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.coding import Coding
    from hustings.model.document import Unit
    from hustings.model.run import Run
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredDocument, GatheredScale
    from hustings.workflow.lenses import Groups, Lens

TOLERANCE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One counted unit, with the way to its words."""

    number: int
    words: str
    evidence: tuple[str, ...]
    page: int | None
    start: int
    end: int
    address: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    """A code with the units that got it."""

    code: str
    title: str
    instruction: str
    colour: str
    anchor: str
    share: float
    salience: Position | None
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The codes that pull toward one pole."""

    title: str
    letter: str
    n_units: int
    codes: tuple[CodeCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsView:
    """The trail of a document's counts through one lens."""

    document: GatheredDocument
    actor: str
    title: str
    lens: Lens
    n_units: int
    codes: tuple[CodeCard, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTrail:
    """The trail of one position.

    Attributes
    ----------
    arithmetic : str
        The formula with this document's counts filled in.
    agrees : bool
        Whether the counts shown still give the position that the run wrote.
    """

    document: GatheredDocument
    actor: str
    title: str
    scale: GatheredScale
    position: Position
    digits: int
    formula: str
    noun: str
    anchor: str
    arithmetic: str
    basis: str
    agrees: bool
    is_machine: bool
    n_units: int
    sides: tuple[Side, ...]
    counts: str | None
    runs: tuple[Run, ...]


def build_counts(
    project: ProjectIndex, document: GatheredDocument, lens: Lens
) -> CountsView:
    """Build the trail of all counts of one document through one lens."""
    groups = project.group_units(
        document, lens.coder, lens.variable.name, lens.codebook.name
    )
    scale = _find_salience(project, lens)
    order = [*(code for code in lens.codes if code in groups)]
    order += sorted(set(groups) - set(order))
    shelf = _Shelf(
        document=document,
        lens=lens,
        n_units=count_judged(document, lens.coder, groups),
        saliences=_saliences(scale, document),
    )
    return CountsView(
        document=document,
        actor=name_of(document),
        title=title_of(document),
        lens=lens,
        n_units=shelf.n_units,
        codes=tuple(shelf.card(code, groups[code]) for code in order),
        runs=runs_behind(
            project, document, scale.run_id if scale else None, lens.coder
        ),
    )


def build_position_trail(
    project: ProjectIndex, scale: GatheredScale, position: Position
) -> PositionTrail:
    """Build the trail of one document's position on one scale."""
    document = next(
        one
        for one in project.gathered.documents
        if one.document.document_id == position.case
    )
    lens = lens_through(project, scale)
    groups = _groups(project, document, scale)
    if scale.formula == "mean":
        groups = _with_value(project, scale, groups)
    n_units = _count_units(document, scale, groups)
    shelf = _Shelf(document=document, lens=lens, n_units=n_units, saliences={})
    sides = _build_sides(scale, groups, shelf)
    value, arithmetic = compute(scale, sides, shelf.n_units, groups)
    agrees = value is None or abs(value - position.position) < TOLERANCE
    basis = str(scale.report.get("basis", ""))
    return PositionTrail(
        document=document,
        actor=name_of(document),
        title=title_of(document),
        scale=scale,
        position=position,
        digits=digits_of(scale),
        formula=formula_of(scale),
        noun=noun_of(scale),
        anchor=addresses.slug(scale_key(project, scale)),
        arithmetic=arithmetic if agrees or not basis else "",
        basis=basis,
        agrees=agrees or bool(basis),
        is_machine=is_uncorrected(scale),
        n_units=shelf.n_units,
        sides=sides,
        counts=addresses.counts_page(position.case, lens.key) if lens else None,
        runs=runs_behind(project, document, scale.run_id, scale.coder),
    )


def _groups(
    project: ProjectIndex, document: GatheredDocument, scale: GatheredScale
) -> Groups:
    """Group units by value; where several people coded, a unit may have several."""
    found: dict[str, list[tuple[Unit, Coding]]] = {}
    for coder in scale.people or (scale.coder,):
        groups = project.group_units(document, coder, scale.variable, scale.codebook)
        for value, members in groups.items():
            known = {unit.unit_id for unit, _ in found.get(value, ())}
            new = [one for one in members if one[0].unit_id not in known]
            found.setdefault(value, []).extend(new)
    return found


def _count_units(
    document: GatheredDocument, scale: GatheredScale, groups: Groups
) -> int:
    """Return how many units a position's shares are shares of."""
    if not scale.people:
        return count_judged(document, scale.coder, groups)
    return len({unit.unit_id for members in groups.values() for unit, _ in members})


def _with_value(project: ProjectIndex, scale: GatheredScale, groups: Groups) -> Groups:
    """Leave out the code that says that a unit has no value."""
    codebook = project.gathered.codebooks.get(scale.codebook)
    without = {
        one.uncoded
        for one in (codebook.variables if codebook else ())
        if one.name == scale.variable
    }
    return {value: found for value, found in groups.items() if value not in without}


def list_positions(
    project: ProjectIndex,
) -> Iterable[tuple[str, GatheredScale, Position]]:
    """List every position that has a trail page, with the page's address."""
    known = {one.document.document_id for one in project.gathered.documents}
    for scale in plain_scales(project):
        key = scale_key(project, scale)
        for one in scale.positions:
            if one.case in known:
                yield addresses.position_page(key, one.case), scale, one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """A document from which cards with units are taken.

    Attributes
    ----------
    n_units : int
        Units that shares are of.
    """

    document: GatheredDocument
    lens: Lens | None
    n_units: int
    saliences: Mapping[str, Position]

    def card(self, code: str, members: Sequence[tuple[Unit, Coding]]) -> CodeCard:
        """Return a code with its units."""
        known = self.lens.codes.get(code) if self.lens else None
        return CodeCard(
            code=code,
            title=known.title if known else "",
            instruction=known.instruction if known else "",
            colour=self.lens.colour_of(code) if self.lens else "dx",
            anchor=addresses.code_anchor(code),
            share=len(members) / max(self.n_units, 1),
            salience=self.saliences.get(code),
            units=self.rows(members),
        )

    def rows(self, members: Sequence[tuple[Unit, Coding]]) -> tuple[UnitRow, ...]:
        """Units in reading order."""
        numbers = {unit.unit_id: i for i, unit in enumerate(self.document.units, 1)}
        return tuple(
            _build_unit(self.document, unit, coding, numbers[unit.unit_id])
            for unit, coding in members
        )


def _build_unit(
    document: GatheredDocument, unit: Unit, coding: Coding, number: int
) -> UnitRow:
    """One unit's words and where they stand."""
    text = document.document.text
    span = unit.span
    return UnitRow(
        number=number,
        words=" ".join(span.of(text).split()),
        evidence=tuple(dict.fromkeys(one.of(text) for one in coding.evidence)),
        page=unit.page if has_pages(document) else None,
        start=span.start,
        end=span.end,
        address=addresses.unit_address(
            document.document.document_id, span.start, span.end
        ),
        language=document.document.language,
    )


def _build_sides(
    scale: GatheredScale,
    groups: Groups,
    shelf: _Shelf,
) -> tuple[Side, ...]:
    """Return the codes of each pole; all values if there are no poles.

    A scale from words counts no codes.
    """
    if is_from_words(scale):
        return ()
    if not scale.left and not scale.right:
        return (_build_side("All codings", "", sorted(groups), groups, shelf),)
    return (
        _build_side(f"Toward “{scale.low_pole}”", "L", scale.left, groups, shelf),
        _build_side(f"Toward “{scale.high_pole}”", "R", scale.right, groups, shelf),
    )


def _build_side(
    title: str,
    letter: str,
    codes: Sequence[str],
    groups: Groups,
    shelf: _Shelf,
) -> Side:
    """One side's codes that have units."""
    cards = tuple(shelf.card(code, groups[code]) for code in codes if code in groups)
    n_units = sum(len(card.units) for card in cards)
    return Side(title=title, letter=letter, n_units=n_units, codes=cards)


def _find_salience(project: ProjectIndex, lens: Lens) -> GatheredScale | None:
    """Return the run of saliences through a lens, if there is one."""
    for scale in project.gathered.scales:
        if is_salience(scale) and lens_through(project, scale) == lens:
            return scale
    return None


def _saliences(
    scale: GatheredScale | None, document: GatheredDocument
) -> dict[str, Position]:
    """One document's shares by code."""
    return {
        one.code: one
        for one in (scale.positions if scale else ())
        if one.code is not None and one.case == document.document.document_id
    }


def all_lens_documents(
    project: ProjectIndex,
) -> Iterable[tuple[str, GatheredDocument, Lens]]:
    """List every document and lens, with the address of its counts."""
    for lens in project.lenses:
        for document in project.gathered.documents:
            identity = document.document.document_id
            yield addresses.counts_page(identity, lens.key), document, lens
