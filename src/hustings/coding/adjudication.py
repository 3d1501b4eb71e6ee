"""Settling disagreements by a stated rule; what no rule settles stays open.

Every rule looks at one variable. A coder has one vote a unit; who gave a unit several
values has the vote split evenly between them. A value keeps what it settles and by
which rule, and a case that stays open says why: that is a person's worklist.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from hustings.coding.adjudication_results import AdjudicationResult, SettledUnit
from hustings.coding.dawid_skene import dawid_skene
from hustings.errors import UnclearRuleError
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hustings.coding.adjudication_results import AdjudicationRule, RuleName, Vote
    from hustings.coding.dawid_skene import DawidSkeneResult

UNANIMITY = "unanimity"
_HALF = 0.5
_ROUNDING = 1e-9


def adjudicate_codings(
    votes: Iterable[Vote], rule: AdjudicationRule
) -> AdjudicationResult:
    """Settle the value of every unit of one variable by a rule.

    ``majority``
        The value with more than half of the votes. A tie stays open, and so does a
        value that leads with less than half.
    ``unanimity``
        The value that all of a unit's coders gave.
    ``senior``
        The value that the senior coder gave. Where they gave none, what all others
        agree on, which is then settled by ``unanimity`` and says so.
    ``dawid-skene``
        The value whose probability reaches the threshold, in the model that
        `hustings.coding.dawid_skene.dawid_skene` fits to all codings.

    Parameters
    ----------
    votes : iterable of Vote
        Of one variable.
    rule : AdjudicationRule

    Returns
    -------
    AdjudicationResult

    Raises
    ------
    UnclearRuleError
        If the senior coder has coded nothing here.

    References
    ----------
    Dawid, A. P., & Skene, A. M. (1979). Maximum likelihood estimation of observer
    error-rates using the EM algorithm. Journal of the Royal Statistical Society C,
    28(1), 20-28. https://doi.org/10.2307/2346806

    Examples
    --------
    >>> from hustings.coding.adjudication_results import AdjudicationRule, Vote
    >>> said = [("u1", "ana", "401"), ("u1", "bo", "402"), ("u1", "carl", "402")]
    >>> said += [("u2", "ana", "401"), ("u2", "bo", "504")]
    >>> votes = [
    ...     Vote(unit=unit, coder=coder, value=value, coding=f"{unit}-{coder}")
    ...     for unit, coder, value in said
    ... ]
    >>> result = adjudicate_codings(votes, AdjudicationRule(rule="majority"))
    >>> [(one.unit, one.value, one.reason) for one in result.settled]
    [('u1', '402', ''), ('u2', None, 'tie between 401 and 504')]
    """
    by_unit: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_unit[vote.unit].append(vote)
    cases = {unit: tuple(sorted(said, key=_order)) for unit, said in by_unit.items()}
    problems: list[Problem] = []
    settle = _RULES[rule.rule](rule, cases, problems)
    settled = [
        settle(unit, said)
        if _n_coders(said) >= rule.fewest
        else _leave_open(unit, said, rule.name, f"fewer than {rule.fewest} coders")
        for unit, said in cases.items()
    ]
    return AdjudicationResult(
        settled=tuple(settled),
        rule=rule.name,
        problems=(*problems, *_single(settled)),
    )


Settle: TypeAlias = "Callable[[str, tuple[Vote, ...]], SettledUnit]"
Cases: TypeAlias = "Mapping[str, tuple[Vote, ...]]"


def _majority(rule: AdjudicationRule, cases: Cases, problems: list[Problem]) -> Settle:
    """Settle where one value has more than half of the votes."""
    del cases, problems  # every unit stands for itself

    def settle(unit: str, said: tuple[Vote, ...]) -> SettledUnit:
        shares = vote_shares(said)
        top = max(shares.values())
        leading = [value for value in shares if shares[value] > top - _ROUNDING]
        if top > _HALF + _ROUNDING:
            return SettledUnit(unit=unit, value=leading[0], rule=rule.name, votes=said)
        reason = (
            f"{leading[0]} leads with half of the votes or less"
            if len(leading) == 1
            else f"tie between {_enumerate(leading)}"
        )
        return _leave_open(unit, said, rule.name, reason)

    return settle


def _unanimity(rule: AdjudicationRule, cases: Cases, problems: list[Problem]) -> Settle:
    """Settle where all gave the same value."""
    del cases, problems  # every unit stands for itself
    return lambda unit, said: _agreed(unit, said, rule.name, "coders differ")


def _senior(rule: AdjudicationRule, cases: Cases, problems: list[Problem]) -> Settle:
    """Settle by the word of one coder."""
    del problems  # the rule is never in doubt
    senior = rule.senior
    coders = sorted({vote.coder for said in cases.values() for vote in said})
    if senior not in coders:
        raise UnclearRuleError(
            reason=f"{senior!r} has coded nothing here; {_enumerate(coders)} have."
        )

    def settle(unit: str, said: tuple[Vote, ...]) -> SettledUnit:
        values = sorted({vote.value for vote in said if vote.coder == senior})
        if len(values) == 1:
            return SettledUnit(unit=unit, value=values[0], rule=rule.name, votes=said)
        if values:
            reason = f"{senior} said {_enumerate(values)}"
            return _leave_open(unit, said, rule.name, reason)
        reason = f"coders differ and {senior} did not code it"
        agreed = _agreed(unit, said, UNANIMITY, reason)
        is_open = agreed.value is None
        return _leave_open(unit, said, rule.name, reason) if is_open else agreed

    return settle


def _dawid_skene(
    rule: AdjudicationRule, cases: Cases, problems: list[Problem]
) -> Settle:
    """Settle where the model is sure enough."""
    found = _model_of(cases)
    problems.extend(found.problems)
    best = found.most_probable()

    def settle(unit: str, said: tuple[Vote, ...]) -> SettledUnit:
        value, probability = best[unit]
        is_sure = probability >= rule.threshold - _ROUNDING
        return SettledUnit(
            unit=unit,
            value=value if is_sure else None,
            rule=rule.name,
            votes=said,
            probability=probability,
            reason=""
            if is_sure
            else f"{value} is likeliest, with {probability:.2f} below "
            f"{rule.threshold:g}",
        )

    return settle


_RULES: Mapping[
    RuleName, Callable[[AdjudicationRule, Cases, list[Problem]], Settle]
] = {
    "majority": _majority,
    "unanimity": _unanimity,
    "senior": _senior,
    "dawid-skene": _dawid_skene,
}


def vote_shares(votes: Sequence[Vote]) -> dict[str, float]:
    """Return the share of the votes that each value has, one vote a coder.

    Examples
    --------
    >>> from hustings.coding.adjudication_results import Vote
    >>> votes = [
    ...     Vote(unit="u1", coder=coder, value=value, coding="")
    ...     for coder, value in (("ana", "x"), ("ana", "y"), ("bo", "y"))
    ... ]
    >>> vote_shares(votes)
    {'x': 0.25, 'y': 0.75}
    """
    said: dict[str, list[str]] = defaultdict(list)
    for vote in votes:
        said[vote.coder].append(vote.value)
    shares: dict[str, float] = defaultdict(float)
    for values in said.values():
        for value in values:
            shares[value] += 1 / len(values) / len(said)
    return dict(sorted(shares.items()))


def _model_of(cases: Cases) -> DawidSkeneResult:
    votes = [vote for said in cases.values() for vote in said]
    return dawid_skene(
        [vote.unit for vote in votes],
        [vote.coder for vote in votes],
        [vote.value for vote in votes],
    )


def _agreed(unit: str, said: tuple[Vote, ...], rule: str, reason: str) -> SettledUnit:
    """Settle a unit on whose value all agree, or leave it open for a reason."""
    if len({vote.value for vote in said}) == 1:
        return SettledUnit(unit=unit, value=said[0].value, rule=rule, votes=said)
    return _leave_open(unit, said, rule, reason)


def _leave_open(
    unit: str, said: tuple[Vote, ...], rule: str, reason: str
) -> SettledUnit:
    return SettledUnit(unit=unit, value=None, rule=rule, votes=said, reason=reason)


def _single(settled: Sequence[SettledUnit]) -> Iterator[Problem]:
    """Tell how many values rest on one coder alone."""
    single = [one for one in settled if one.value and _n_coders(one.votes) == 1]
    if single:
        yield Problem(
            kind="one coder only",
            message=f"{len(single)} of {len(settled)} values rest on one coder, whom "
            "nobody else checked. With --fewest 2 they stay open.",
        )


def _n_coders(votes: Sequence[Vote]) -> int:
    return len({vote.coder for vote in votes})


def _order(vote: Vote) -> tuple[str, str, str]:
    return (vote.coder, vote.value, vote.coding)


def _enumerate(values: Sequence[str]) -> str:
    """Write values one after the other."""
    return " and ".join([", ".join(values[:-1]), values[-1]] if values[1:] else values)
