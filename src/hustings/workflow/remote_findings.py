"""What was imperfect about an endpoint's answers: nothing is dropped without a word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hustings.coding.remote_answers import Accepted, Rejected
from hustings.model.document import Problem
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.coding.remote_prompts import Passage
    from hustings.coding.units_in_context import UnitsInContext
    from hustings.model.endpoint import Endpoint
    from hustings.workflow.remote_asking import Outcome

_MOST_REASONS = 5


def find_problems(
    endpoint: Endpoint,
    units: UnitsInContext,
    passages: Sequence[Passage | None],
    found: Mapping[str, Mapping[int, list[Outcome]]],
) -> tuple[Problem, ...]:
    """Tell which units have no value, and why, with counts.

    Parameters
    ----------
    found : mapping of str to mapping of int to list of Outcome
        By variable and row of `units`.
    """
    return tuple(_problems(endpoint, units, passages, found))


def _problems(
    endpoint: Endpoint,
    units: UnitsInContext,
    passages: Sequence[Passage | None],
    found: Mapping[str, Mapping[int, list[Outcome]]],
) -> Iterator[Problem]:
    yield from _not_sent(units, passages)
    for variable, by_row in found.items():
        yield from _without_value(endpoint, units, variable, by_row)
        yield from _without_some(endpoint, units, variable, by_row)


def _not_sent(
    units: UnitsInContext, passages: Sequence[Passage | None]
) -> Iterator[Problem]:
    """Tell of units that are empty or too long."""
    left = [row for row, one in enumerate(passages) if one is None]
    if left:
        yield Problem(
            kind="units not sent",
            message=f"{count(len(left), 'unit')} without words, or too long to be one "
            f"unit, such as {units.units[left[0]]}, were not sent and have no value.",
        )


def _without_value(
    endpoint: Endpoint,
    units: UnitsInContext,
    variable: str,
    by_row: Mapping[int, list[Outcome]],
) -> Iterator[Problem]:
    """Tell of units none of whose answers counts."""
    lost = {
        row: outcomes
        for row, outcomes in by_row.items()
        if not any(isinstance(one, Accepted) for one in outcomes)
    }
    rejected = {row: why for row, why in lost.items() if isinstance(why[0], Rejected)}
    failed = {row: why for row, why in lost.items() if row not in rejected}
    if rejected:
        yield Problem(
            kind="rejected answers",
            message=f"{count(len(rejected), 'unit')} have no value of {variable!r}: "
            f"the answers of {endpoint.coder_id} could not be used "
            f"({_reasons(rejected)}). The first is {_first(units, rejected)}. "
            "'hustings export answers' shows them all.",
        )
    if failed:
        yield Problem(
            kind="failed requests",
            message=f"{count(len(failed), 'unit')} have no value of {variable!r}: "
            f"{endpoint.host} ({_reasons(failed)}). The first is "
            f"{_first(units, failed)}. The same command asks for these again.",
        )


def _without_some(
    endpoint: Endpoint,
    units: UnitsInContext,
    variable: str,
    by_row: Mapping[int, list[Outcome]],
) -> Iterator[Problem]:
    """Tell of units that have a value, though some of their answers do not count."""
    partly = {
        row: [one for one in outcomes if not isinstance(one, Accepted)]
        for row, outcomes in by_row.items()
        if any(isinstance(one, Accepted) for one in outcomes)
        and not all(isinstance(one, Accepted) for one in outcomes)
    }
    if partly:
        yield Problem(
            kind="answers that do not count",
            message=f"{count(len(partly), 'unit')} have a value of {variable!r} by "
            f"{endpoint.coder_id} that rests on fewer answers than were asked for "
            f"({_reasons(partly)}). The first is {_first(units, partly)}.",
        )


def _reasons(lost: Mapping[int, Sequence[Outcome]]) -> str:
    """Count why, the most frequent first."""
    counts = Counter(
        one.kind
        for outcomes in lost.values()
        for one in outcomes[:1]
        if not isinstance(one, Accepted)
    )
    told = [f"{kind}: {n}" for kind, n in counts.most_common(_MOST_REASONS)]
    more = sum(counts.values()) - sum(n for _, n in counts.most_common(_MOST_REASONS))
    return "; ".join([*told, *([f"other reasons: {more}"] if more else [])])


def _first(units: UnitsInContext, rows: Mapping[int, object]) -> str:
    return units.units[min(rows)]
