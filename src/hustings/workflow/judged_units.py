"""What people judged: units that got a code, and those in which none was to be given.

A variable with a condition is not asked where the coder's own word on the other
variable does not meet it. Who was handed a unit with both variables has then judged it
for both. Who was handed the other variable alone was not asked, whatever the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.coding.conditions import NOT_ASKED, NotAsked, are_met, conditions_of
from hustings.model.coder import ADJUDICATED
from hustings.workflow.adjudicated_rows import PERSON
from hustings.workflow.codebooks import stored_codebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.coding.conditions import Judgement
    from hustings.model.adjudication import Adjudicated
    from hustings.model.codebook import Condition
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place

    Key = tuple[str, Place]
    Word: TypeAlias = HandCoding | Adjudicated


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is said of a variable, by coder and place.

    Attributes
    ----------
    said : mapping of (str, Place) to Judgement
    asked : frozenset of (str, Place)
        Where the coder's other words say that a code is to be given.
    """

    said: Mapping[Key, Judgement] = field(default_factory=dict)
    asked: frozenset[Key] = frozenset()

    @cached_property
    def places(self) -> frozenset[Place]:
        """Where anybody judged a unit."""
        return frozenset(place for _, place in self.said)

    @cached_property
    def not_asked(self) -> frozenset[Place]:
        """Where somebody judged that nothing was to be coded."""
        return frozenset(
            place for (_, place), value in self.said.items() if value is NOT_ASKED
        )


def judged_by_hand(
    store: Store,
    codebook_sha256: str,
    variable: str,
    *,
    coders: Sequence[str] | None = None,
    up_to: int | None = None,
) -> Judged:
    """Find what people judged.

    Parameters
    ----------
    coders : sequence of str, optional
        Whose judgements; everybody's otherwise.
    up_to : int, optional
        Leave rows of the database after this number out of account.
    """
    asked: Any = {"codebook": codebook_sha256, "coders": coders, "up_to": up_to}
    conditions = _conditions(store, codebook_sha256, variable)
    others = [
        one
        for name in dict.fromkeys(each.variable for each in conditions)
        for one in store.hand.current(**asked, variable=name)
    ]
    own = store.hand.current(**asked, variable=variable)
    if not others:
        return _judged(own, (), conditions)
    without = _assignments_without(store, variable)
    others = [one for one in others if one.assignment_id not in without]
    return _judged(own, others, conditions)


def settled(
    store: Store, codebook_sha256: str, variable: str, *, up_to: int | None = None
) -> Judged:
    """Find what was settled, by rule or person.

    What was settled of a condition rules out codes that a rule, one variable after the
    other, took from those who saw it otherwise. A person who decided on a code has said
    that there is one to be given.
    """
    asked: Any = {"codebook": codebook_sha256, "up_to": up_to}
    conditions = _conditions(store, codebook_sha256, variable)
    others = [
        one
        for name in dict.fromkeys(each.variable for each in conditions)
        for one in store.adjudications.current(**asked, variable=name)
    ]
    found = _judged((), others, conditions)
    own = store.adjudications.current(**asked, variable=variable)
    decided = {_key(one) for one in own if one.value and one.rule.startswith(PERSON)}
    return replace(
        found,
        said={**_judged(own, (), ()).said, **found.said},
        asked=found.asked | decided,
    )


def judged_in(store: Store, run: Run, variable: str) -> Judged:
    """Find what the people of one run judged."""
    parameters: Any = run.parameters
    sha256, up_to = parameters["codebook_sha256"], parameters["up_to"]
    if parameters["coder"] == ADJUDICATED:
        return settled(store, sha256, variable, up_to=up_to)
    coders = [str(parameters["coder"])]
    return judged_by_hand(store, sha256, variable, coders=coders, up_to=up_to)


def together(people: Judged, over: Judged) -> dict[Place, dict[str, Judgement]]:
    """Let settled judgements stand alone, by place and coder.

    Where it was settled that a code is to be given, who did not see that has said
    nothing of it.
    """
    asked = {place for _, place in over.asked}
    standing = standing_places([people], over)
    found: dict[Place, dict[str, Judgement]] = {}
    for (coder, place), value in people.said.items():
        if not (value is NOT_ASKED and place in asked):
            found.setdefault(place, {})[coder] = value
    for (coder, place), value in over.said.items():
        if place in standing:
            found[place] = {coder: value}
    return found


def standing_places(people: Iterable[Judged], over: Judged) -> frozenset[Place]:
    """List where what was settled stands alone.

    A code that a rule took from some coders, while others judged that none was to be
    given and nobody settled that, settles nothing.
    """
    asked = {place for _, place in over.asked}
    doubted = {place for one in people for place in one.not_asked} - asked
    return frozenset(
        place
        for (_, place), value in over.said.items()
        if value is NOT_ASKED or place not in doubted
    )


def codes_of(said: Mapping[str, Judgement]) -> dict[str, str]:
    """Keep of some coders' judgements those that are codes."""
    return {
        coder: value for coder, value in said.items() if not isinstance(value, NotAsked)
    }


def _conditions(store: Store, sha256: str, variable: str) -> tuple[Condition, ...]:
    """Give the conditions of a variable in a codebook that the project keeps."""
    return conditions_of(stored_codebook(store, sha256).codebook, variable)


def _assignments_without(store: Store, variable: str) -> set[str | None]:
    """List the assignments that do not ask for a variable."""
    return {
        one.assignment_id
        for one in store.assignments.all()
        if variable not in one.variables
    }


def _judged(
    own: Iterable[Word], others: Iterable[Word], conditions: Sequence[Condition]
) -> Judged:
    """Put codes and what rules them out together."""
    said: dict[Key, Judgement] = {
        _key(one): one.value for one in own if one.value is not None
    }
    values: dict[Key, dict[str, str]] = {}
    for one in others:
        if one.value is not None:
            values.setdefault(_key(one), {})[one.variable] = one.value
    met = {key: are_met(conditions, known) for key, known in values.items()}
    said |= {
        key: NOT_ASKED for key, holds in met.items() if not holds and key not in said
    }
    return Judged(said=said, asked=frozenset(key for key in met if met[key]))


def _key(one: Word) -> Key:
    """Say whose word it is, and where."""
    span = one.anchor.span
    coder = getattr(one, "coder", ADJUDICATED)
    return coder, (one.document_id, span.start, span.end)
