"""Several answers on one unit become one value with frequencies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.remote_answers import Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a unit gets after all its answers are in.

    Attributes
    ----------
    value : str or None
        None where no answer counts, or the variable does not apply.
    probability : float or None
        Of the value: its frequency among several answers, or what one answer says of
        itself.
    probabilities : tuple of float or None
        Frequencies in the order of the codes; None for one answer alone.
    evidence : tuple of (int, int)
        All that answers with this value quote.
    """

    value: str | None = None
    probability: float | None = None
    probabilities: tuple[float, ...] | None = None
    evidence: tuple[tuple[int, int], ...] = ()


def take_vote(
    answers: Sequence[Accepted], *, codes: Sequence[str], n_samples: int
) -> Vote:
    r"""Put the answers on one unit together.

    With :math:`n_c` of n answers for code c its probability is :math:`n_c / n`; the
    most frequent value wins, and of several the one first in the codebook. Answers
    that do not count are no part of n.

    Parameters
    ----------
    answers : sequence of Accepted
        Those that count.
    codes : sequence of str
        Empty for free numbers, which have no probabilities.
    n_samples : int
        How often each unit was asked; with 1, the answer stands as it is.

    Examples
    --------
    >>> from hustings.coding.remote_answers import Accepted
    >>> three = [Accepted(value="a"), Accepted(value="b"), Accepted(value="b")]
    >>> take_vote(three, codes=["a", "b"], n_samples=3).probabilities
    (0.3333333333333333, 0.6666666666666666)
    """
    if not answers:
        return Vote()
    if n_samples == 1:
        (only,) = answers
        return Vote(
            value=only.value,
            probability=None if only.value is None else only.confidence,
            evidence=only.evidence,
        )
    counts = Counter(one.value for one in answers)
    order = {code: i for i, code in enumerate(codes)}
    value = min(counts, key=lambda one: (-counts[one], order.get(one or "", -1)))
    if value is None:
        return Vote()
    return _vote(value, counts, answers, codes)


def _vote(
    value: str,
    counts: Counter[str | None],
    answers: Sequence[Accepted],
    codes: Sequence[str],
) -> Vote:
    """Give a value with its frequencies among the answers that have a value."""
    n = sum(counts.values()) - counts[None]
    spans = {span for one in answers if one.value == value for span in one.evidence}
    return Vote(
        value=value,
        probability=counts[value] / n,
        probabilities=tuple(counts[code] / n for code in codes) if codes else None,
        evidence=tuple(sorted(spans)),
    )
