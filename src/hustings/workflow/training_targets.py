"""What the stances that people coded in a project are on: the targets of claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.model.document import Problem
from hustings.workflow.claiming import current_claims
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from hustings.store.project import Store

_ENOUGH = 0.5
"""Share of the coded units that must have a target."""
_TABLE = "or train on a table with a column target"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTargets:
    """The targets of units that people coded.

    Attributes
    ----------
    by_unit : mapping of str to str
        Empty where too few units have one.
    run_id : str or None
        Of the claims that they come from.
    problems : tuple of Problem
    """

    by_unit: Mapping[str, str] = field(default_factory=dict)
    run_id: str | None = None
    problems: tuple[Problem, ...] = ()


def find_targets(store: Store, coded: Collection[str]) -> CodedTargets:
    """Find the target of each unit that people coded, where its claims have one.

    A unit whose own claims are on one target has that; of a unit with several nobody
    knows which of them the stance is on. Claims that people set right count as they set
    them.

    Parameters
    ----------
    coded : collection of str
        Units.
    """
    run = current_claims(store)
    if run is None:
        return CodedTargets(problems=(_no_claims(),))
    targets = _single_targets(store)
    found = {unit: targets[unit] for unit in coded if unit in targets}
    if len(found) < _ENOUGH * len(coded):
        return CodedTargets(problems=(_too_few(len(found), len(coded)),))
    return CodedTargets(
        by_unit=found,
        run_id=run.run_id,
        problems=tuple(_without(len(coded) - len(found))),
    )


def _single_targets(store: Store) -> dict[str, str]:
    """Give the target of each unit whose own claims are on one."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for held in gather_claims(store):
        if not held.is_reported:
            targets[held.claim.unit].add(" ".join(held.claim.target.split()))
    return {unit: min(found) for unit, found in targets.items() if len(found) == 1}


def _no_claims() -> Problem:
    return Problem(
        kind="no targets",
        message="The codings do not say what the stances are on, so the coder judges "
        "texts alone, and 'hustings claim --coder' cannot use it. Run 'hustings claim' "
        f"before training, so that units have the targets of their claims, {_TABLE}.",
    )


def _too_few(n: int, n_coded: int) -> Problem:
    return Problem(
        kind="no targets",
        message=f"Only {n:,} of {count(n_coded, 'coded unit')} have claims on a single "
        "target, too few to learn stances toward targets from. The coder judges texts "
        "alone, and 'hustings claim --coder' cannot use it. Code stances of units with "
        f"a claim, {_TABLE}.",
    )


def _without(n: int) -> Iterator[Problem]:
    if n:
        yield Problem(
            kind="no target",
            message=f"{count(n, 'coded unit')} without a claim on a single target: "
            "learned from the text alone.",
        )
