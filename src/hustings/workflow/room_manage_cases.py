"""Disagreements as cases to be settled one after the other, by a person or a rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from hustings.coding.free_numbers import known_value
from hustings.errors import UnknownPlaceError
from hustings.model.adjudication import Adjudicated
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now_exactly
from hustings.workflow.adjudicated_rows import (
    PERSON,
    UNDECIDED,
    place_of,
    place_of_row,
    rows_by_rule,
)
from hustings.workflow.adjudicating import scope_of
from hustings.workflow.carried_adjudications import settled_codings
from hustings.workflow.room_checking import check_note, check_value
from hustings.workflow.room_manage_words import coded_unit_at, coded_units
from hustings.workflow.runs import plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.coding.adjudication_results import AdjudicationRule
    from hustings.model.document import Problem
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.adjudicated_rows import Place
    from hustings.workflow.room_manage_words import CodedBook, CodedUnit

State: TypeAlias = Literal["open", "changed", "settled"]
"""Not settled; coded otherwise since it was settled; settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One variable of a unit that people coded differently.

    Attributes
    ----------
    standing : Adjudicated or None
        What was settled last.
    note : str
        What the person noted who settled it.
    """

    unit: CodedUnit
    standing: Adjudicated | None
    note: str = ""

    @property
    def key(self) -> str:
        """Name the case in an address."""
        document, start, end = self.unit.place
        return f"{document}:{start}:{end}:{self.unit.variable}"

    @property
    def value(self) -> str | None:
        """What it was settled on."""
        return None if self.standing is None else self.standing.value

    @property
    def state(self) -> State:
        """How far it is."""
        if self.standing is None or self.standing.value is None:
            return "open"
        said = {one.coding_id for one in self.unit.said}
        return "settled" if said == set(settled_codings(self.standing)) else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rule would do, before it is applied.

    Attributes
    ----------
    n_settled, n_open, n_single : int
        Values that it settles, cases that it leaves to a person, and units that too
        few people coded for it.
    n_agreed : int
        Of those settled, the ones on which all agree already.
    n_alone : int
        Of those settled, the ones that rest on one person.
    n_changed : int
        Values settled before that would become others, or open again.
    n_kept : int
        Decisions by persons, which it leaves alone.
    open_cases : tuple of mapping
        Rows of cases that stay open, with the reason.
    """

    rule: str
    n_settled: int
    n_open: int
    n_single: int
    n_agreed: int
    n_alone: int
    n_changed: int
    n_kept: int
    open_cases: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def list_cases(
    store: Store,
    book: CodedBook,
    variable: str | None = None,
    *,
    units: Sequence[CodedUnit] | None = None,
) -> list[Case]:
    """Return what people coded differently, in reading order, settled or not.

    What a rule left open is among them, if two people or more have coded it.

    Parameters
    ----------
    units : sequence of CodedUnit, optional
        Those of the codebook, where somebody has them at hand.
    """
    standing = {
        place_of(one): one
        for one in store.adjudications.current(codebook=book.sha256, variable=variable)
    }
    notes = notes_of_decisions(store)
    order = {one.name: i for i, one in enumerate(book.codebook.variables)}
    found: list[Case] = []
    documents: dict[str, int] = {}
    for unit in coded_units(store, book.sha256) if units is None else units:
        if variable not in {None, unit.variable}:
            continue
        documents.setdefault(unit.document_id, len(documents))
        place = (*unit.place, book.sha256, unit.variable)
        settled = standing.get(place)
        if _is_case(unit, settled):
            found.append(_case(unit, settled, notes))
    return sorted(
        found,
        key=lambda one: (
            documents[one.unit.document_id],
            *one.unit.place[1:],
            order.get(one.unit.variable, len(order)),
        ),
    )


def find_case(store: Store, book: CodedBook, key: str) -> Case:
    """Return the case of a key, without looking at the others.

    Raises
    ------
    UnknownPlaceError
        If there is none any more.
    """
    found = find_coded(store, book, key)
    if not _is_case(found.unit, found.standing):
        raise UnknownPlaceError(what="This case")
    return found


def find_coded(store: Store, book: CodedBook, key: str) -> Case:
    """Return what people said at the place of a key, whether they differ or not.

    Raises
    ------
    UnknownPlaceError
        If nobody has coded there any more.
    """
    place, variable = _read_key(key)
    unit = coded_unit_at(store, book.sha256, place, variable)
    if unit is None:
        raise UnknownPlaceError(what="This case")
    rows = store.adjudications.history(place[0], unit.anchor.span)
    wanted = (*place, book.sha256, variable)
    standing = next((one for one in reversed(rows) if place_of(one) == wanted), None)
    return _case(unit, standing, notes_of_decisions(store))


def _read_key(key: str) -> tuple[tuple[str, int, int], str]:
    """Read a case's place and variable back from its key."""
    document, *rest = key.rsplit(":", 3)
    if len(rest) != 3 or not all(one.isdecimal() and len(one) < 12 for one in rest[:2]):
        raise UnknownPlaceError(what="This case")
    return (document, int(rest[0]), int(rest[1])), rest[2]


def _is_case(unit: CodedUnit, settled: Adjudicated | None) -> bool:
    """Say whether people differ of a unit, or a rule left it open."""
    is_left_open = settled is not None and settled.value is None
    return unit.is_disputed or (unit.is_shared and is_left_open)


def _case(
    unit: CodedUnit, settled: Adjudicated | None, notes: Mapping[str, str]
) -> Case:
    note = notes.get(settled.adjudication_id, "") if settled else ""
    return Case(unit=unit, standing=settled, note=note)


def decide_case(
    store: Store,
    book: CodedBook,
    case: Case,
    value: str | None,
    *,
    by: str,
    note: str = "",
) -> Adjudicated:
    """Write down what a person decided; downstream it counts once published.

    The run that tells of it comes with all others of the sitting, when nobody has
    decided anything for a while: see `hustings.workflow.sittings`.

    Parameters
    ----------
    value : str or None
        None leaves the case open, and says who looked at it.

    Raises
    ------
    RefusedCodingError
        If the value is no code of the variable, or the note is too long.
    """
    variable = book.variable(case.unit.variable)
    if value is not None:
        check_value(variable, value)
    check_note(note)
    decided = Adjudicated(
        adjudication_id="",
        document_id=case.unit.document_id,
        unit_id=case.unit.unit_id,
        anchor=case.unit.anchor,
        codebook_sha256=book.sha256,
        variable=case.unit.variable,
        value=None if value is None else known_value(value, variable),
        rule=f"{UNDECIDED if value is None else PERSON}{by}",
        settles=tuple(sorted(one.coding_id for one in case.unit.said)),
        probability=None,
        written=now_exactly(),
        note=note,
    )
    standing = case.standing
    if standing is not None and _content(standing) == _content(decided):
        return standing
    decided = replace(decided, adjudication_id=identify(decided, nonce=nonce()))
    store.adjudications.add([decided])
    return decided


def take_back(store: Store, book: CodedBook, *, by: str) -> Adjudicated | None:
    """Take back a person's latest decision that still stands; None where none does.

    What was settled before stands again; where nothing was, the case is open.
    """
    stacks = _stacks(
        one for one in store.adjudications.all() if one.codebook_sha256 == book.sha256
    )
    person = f"{PERSON}{by}"
    rules = {person, f"{UNDECIDED}{by}"}
    own = [stack for stack in stacks.values() if stack[-1].rule in rules]
    if not own:
        return None
    stack = max(own, key=lambda one: one[-1].written)
    nothing = replace(stack[-1], value=None, settles=(), rule=person)
    before = stack[-2] if len(stack) > 1 else nothing
    restored = replace(before, adjudication_id="", written=now_exactly())
    restored = replace(restored, adjudication_id=identify(restored, nonce=nonce()))
    store.adjudications.add([restored])
    return restored


def preview_rule(
    store: Store,
    rule: AdjudicationRule,
    *,
    codebook: str,
    variable: str | None = None,
    again: bool = False,
) -> Preview:
    """Say what a rule would settle; nothing is written.

    Raises
    ------
    NothingToAdjudicateError, UnclearRuleError
        As `hustings.workflow.adjudicating.adjudicate`.
    """
    scope, n_kept = scope_of(
        store, rule, codebook=codebook, variable=variable, again=again
    )
    problems: list[Problem] = []
    plan = plan_run("adjudicate", parameters=scope)
    rows: list[Mapping[str, Any]] = list(rows_by_rule(store, plan, problems))
    settled = [row for row in rows if row["value"] is not None]
    left = [row for row in rows if row["value"] is None]
    still_open = [row for row in left if len(row["settles"]) > 1]
    said = {one.coding_id: one for one in store.hand.current()}
    standing = _standing(store)
    return Preview(
        rule=rule.name,
        n_settled=len(settled),
        n_open=len(still_open),
        n_single=len(left) - len(still_open),
        n_agreed=sum(_is_agreed(row, said) for row in settled),
        n_alone=sum(len(row["settles"]) == 1 for row in settled),
        n_changed=sum(_is_changed(row, standing) for row in rows),
        n_kept=n_kept,
        open_cases=tuple(still_open),
        problems=tuple(problems),
    )


def _standing(store: Store) -> dict[Place, Adjudicated]:
    return {place_of(one): one for one in store.adjudications.current()}


def _stacks(rows: Iterable[Adjudicated]) -> dict[Place, list[Adjudicated]]:
    """Go through all that was settled: what stands at each place, the latest last.

    A row that says again what stood one step before takes that step back, keeping the
    time at which that was first said.
    """
    stacks: dict[Place, list[Adjudicated]] = {}
    for one in sorted(rows, key=lambda row: row.written):
        stack = stacks.setdefault(place_of(one), [])
        is_taken_back = one.value is None and one.rule.startswith(PERSON)
        if is_taken_back:
            stack.clear()
        elif len(stack) > 1 and _content(stack[-2]) == _content(one):
            stack.pop()
        else:
            stack.append(one)
    return {place: stack for place, stack in stacks.items() if stack}


def _content(one: Adjudicated) -> tuple[object, ...]:
    return one.value, one.rule, one.settles, one.probability, one.note


def notes_of_decisions(store: Store) -> dict[str, str]:
    """Return what people noted when they settled what stands now, by its id."""
    notes = {
        (place_of_row(row), row["value"], f"{PERSON}{row['by']}"): str(row["note"])
        for run in store.runs()
        for row in _decisions(run)
    }
    return {
        one.adjudication_id: note
        for one in store.adjudications.current()
        # notes of projects of earlier versions stand in the runs alone
        if (note := one.note or notes.get((place_of(one), one.value, one.rule)))
    }


def _decisions(run: Run) -> Sequence[Mapping[str, Any]]:
    found: Any = run.parameters.get("decisions", ())
    return found if run.step == "adjudicate" else ()


def _is_agreed(row: Mapping[str, Any], said: Mapping[str, HandCoding]) -> bool:
    """Say whether a value is what two people or more agree on."""
    values = {said[one].value for one in row["settles"] if one in said}
    return len(values) == 1 < len(row["settles"])


def _is_changed(row: Mapping[str, Any], standing: Mapping[Place, Adjudicated]) -> bool:
    """Say whether a value that stands would become another, or open."""
    before = standing.get(place_of_row(row))
    is_settled = before is not None and before.value is not None
    return is_settled and before is not None and before.value != row["value"]
