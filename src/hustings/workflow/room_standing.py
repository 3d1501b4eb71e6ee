"""What stands of a person's codings in an assignment: what is done, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.workflow.room_words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.document import Span
    from hustings.store.project import Store
    from hustings.store.words import Word
    from hustings.workflow.room_shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """How far a unit is.

    Attributes
    ----------
    is_done : bool
        Whether every variable that is to be coded in it has a value.
    """

    position: int
    is_done: bool
    is_unsure: bool


def variables_of(
    store: Store, shelf: Shelf, assignment: Assignment
) -> tuple[Variable, ...]:
    """Return the variables that an assignment asks for."""
    codebook: Codebook = shelf.codebook(store, assignment.codebook_sha256)
    wanted = set(assignment.variables)
    return tuple(one for one in codebook.variables if one.name in wanted)


def is_asked(
    variable: Variable, values: Mapping[str, str | None], asked: Iterable[str]
) -> bool:
    """Say whether a variable is to be coded in a unit with these values.

    A condition on a variable that the assignment does not ask for holds: whoever drew
    the units saw to it.
    """
    condition = variable.condition
    if condition is None or condition.variable not in asked:
        return True
    return values.get(condition.variable) == condition.code


def no_longer_asked(
    codebook: Codebook,
    values: Mapping[str, str | None],
    changed: Collection[str],
    asked_with: Callable[[str], Collection[str]],
) -> list[str]:
    """Return the variables of a unit whose values lose their condition by a change.

    Parameters
    ----------
    values : mapping
        By variable, as they are after the change.
    changed : collection of str
        Variables that have changed.
    asked_with : function
        Gives for a variable those that were asked for together with it: a condition on
        any other holds, as in `is_asked`.
    """
    now, touched, found = dict(values), set(changed), []
    for one in codebook.variables:
        condition = one.condition
        if condition is None or condition.variable not in touched:
            continue
        has_value = now.get(one.name) is not None
        if has_value and not is_asked(one, now, asked_with(one.name)):
            now[one.name] = None
            touched.add(one.name)
            found.append(one.name)
    return found


def asked_together(
    store: Store, shelf: Shelf, said: Mapping[str, Word], coder: str, book: Codebook
) -> Callable[[str], Collection[str]]:
    """Give a function that says with what a variable was asked for when it was said.

    Parameters
    ----------
    said : mapping of str to Word
        By variable, what was said last; what came without an assignment was asked for
        with all of the codebook.
    """

    def asked_with(variable: str) -> Collection[str]:
        word = said.get(variable)
        if word is None or word.assignment_id is None:
            return {one.name for one in book.variables}
        return shelf.assignment(store, word.assignment_id, coder=coder).variables

    return asked_with


def is_done(variables: Sequence[Variable], values: Mapping[str, str | None]) -> bool:
    """Say whether every variable that is to be coded has a value."""
    asked = {one.name for one in variables}
    return all(
        values.get(one.name) is not None
        for one in variables
        if is_asked(one, values, asked)
    )


def unit_states(
    store: Store, shelf: Shelf, assignment: Assignment, units: Iterable[AssignedUnit]
) -> list[UnitState]:
    """Return how far each unit of an assignment is."""
    variables = variables_of(store, shelf, assignment)
    names = {one.name for one in variables}
    values: dict[tuple[str, Span], dict[str, str | None]] = {}
    unsure: set[tuple[str, Span]] = set()
    standing = words_for(store, assignment).standing(
        assignment.coder, assignment.codebook_sha256
    )
    for word in standing:
        if word.variable in names:
            place = (word.document_id, word.span)
            values.setdefault(place, {})[word.variable] = word.value
            if word.unsure:
                unsure.add(place)
    return [
        UnitState(
            position=one.position,
            is_done=is_done(variables, values.get(place, {})),
            is_unsure=place in unsure,
        )
        for one in units
        for place in ((one.document_id, one.anchor.span),)
    ]


def next_position(states: Iterable[UnitState]) -> int | None:
    """Return the first position that is not done; None where all are."""
    return next((one.position for one in states if not one.is_done), None)
