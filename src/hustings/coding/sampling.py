"""Random samples of units with exactly known inclusion probabilities.

A unit's inclusion probability is the probability, over all samples that the design
could have given, that the unit is in it. Estimates from a sample weigh units by its
inverse (Horvitz and Thompson 1952), so a wrong one makes every estimate wrong. Here the
number drawn from each stratum is fixed before anything is drawn, and so each
probability is a plain ratio of two known numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError, SampleSizeError
from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray

Allocation: TypeAlias = Literal["proportional", "equal"]
"""How many come from each stratum: as many as it is large, or as many from each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """How many were drawn of how many.

    Attributes
    ----------
    n_there : int
        Units, or documents where whole documents are drawn.
    """

    name: str
    n_there: int
    n_drawn: int

    @property
    def probability(self) -> float:
        """That of each unit of the stratum, in (0, 1]."""
        return self.n_drawn / self.n_there


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """What was drawn, and with which probabilities.

    Attributes
    ----------
    chosen : array of int, shape (n,)
        Indices of the units drawn, ascending.
    probabilities : array of shape (n_units,)
        Inclusion probability of every unit, drawn or not, in (0, 1].
    strata : tuple of Stratum
        By name; one where the sample is not stratified.
    """

    chosen: NDArray[np.int64]
    probabilities: FloatArray
    strata: tuple[Stratum, ...]


def draw_units(
    strata: Sequence[str],
    *,
    n: int,
    allocation: Allocation = "proportional",
    importance: Mapping[str, float] | None = None,
    seed: int = 0,
    name: str = "",
) -> Sample:
    r"""Draw units at random without replacement, a fixed number from each stratum.

    .. math:: \pi_i = n_h / N_h \quad \text{for each unit } i \text{ of stratum } h

    Parameters
    ----------
    strata : sequence of str, length n_units
        The stratum of each unit; all the same for a simple random sample.
    n : int
        Units to draw.
    allocation : {"proportional", "equal"}
        See `allocate`. Each stratum gives one unit at least: no unit has an inclusion
        probability of 0.
    importance : mapping of str to float, optional
        How much more, above 0, a unit of each stratum counts than another's, in
        proportional allocation.
    seed : int
        The same seed and strata give the same units.
    name : str
        Tells draws under one seed apart.

    Raises
    ------
    SampleSizeError
        If `n` is less than 1 or than the number of strata, or more than there are.

    References
    ----------
    Horvitz, D. G., & Thompson, D. J. (1952). A generalization of sampling without
    replacement from a finite universe. Journal of the American Statistical
    Association, 47(260), 663-685. https://doi.org/10.1080/01621459.1952.10483446

    Cochran, W. G. (1977). Sampling Techniques (3rd ed.). Wiley.

    Examples
    --------
    >>> sample = draw_units(["a", "a", "a", "a", "b", "b"], n=3, seed=1)
    >>> [(one.name, one.n_drawn, one.probability) for one in sample.strata]
    [('a', 2, 0.5), ('b', 1, 0.5)]
    >>> len(sample.chosen)
    3
    """
    members_of = _members(strata)
    sizes = {stratum: len(members) for stratum, members in members_of.items()}
    shares = allocate(sizes, n, allocation=allocation, importance=importance)
    chosen = np.zeros(len(strata), dtype=np.bool_)
    probabilities = np.ones(len(strata))
    for stratum, members in members_of.items():
        stream = random_stream(seed=seed, name=f"sample {name} {stratum}")
        chosen[stream.choice(members, size=shares[stratum], replace=False)] = True
        probabilities[members] = shares[stratum] / len(members)
    return Sample(
        chosen=np.flatnonzero(chosen),
        probabilities=probabilities,
        strata=tuple(
            Stratum(name=one, n_there=sizes[one], n_drawn=shares[one])
            for one in sorted(sizes)
        ),
    )


def draw_documents(
    documents: Sequence[str],
    strata: Mapping[str, str],
    *,
    n: int,
    allocation: Allocation = "proportional",
    seed: int = 0,
    name: str = "",
) -> Sample:
    """Draw whole documents; each of their units has its document's probability.

    Parameters
    ----------
    documents : sequence of str, length n_units
        The document of each unit.
    strata : mapping of str to str
        The stratum of each document, such as its actor.
    n : int
        Documents to draw.

    Raises
    ------
    SampleSizeError
        As `draw_units`, counting documents.

    Examples
    --------
    >>> sample = draw_documents(["a", "a", "b"], {"a": "", "b": ""}, n=1, seed=3)
    >>> sample.probabilities.tolist()
    [0.5, 0.5, 0.5]
    """
    names = sorted(set(documents))
    drawn = draw_units(
        [strata[one] for one in names],
        n=n,
        allocation=allocation,
        seed=seed,
        name=f"documents {name}",
    )
    taken = {names[i] for i in drawn.chosen}
    at = {one: i for i, one in enumerate(names)}
    is_chosen = [document in taken for document in documents]
    return Sample(
        chosen=np.flatnonzero(np.array(is_chosen, dtype=np.bool_)),
        probabilities=drawn.probabilities[[at[one] for one in documents]],
        strata=drawn.strata,
    )


def allocate(
    sizes: Mapping[str, int],
    n: int,
    *,
    allocation: Allocation = "proportional",
    importance: Mapping[str, float] | None = None,
) -> dict[str, int]:
    """Say how many of `n` come from each stratum: one at least, and all at most.

    ``proportional`` comes as near to the sizes as whole numbers allow (largest
    remainders), or to sizes times importance; ``equal`` takes as many from each, and
    all of those that are smaller.

    Raises
    ------
    SampleSizeError
        If there are fewer units than `n`, or more strata.
    InvalidOptionError
        If there is no such allocation.

    Examples
    --------
    >>> allocate({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 8, 'b': 1, 'c': 1}
    >>> allocate({"a": 90, "b": 9, "c": 1}, 10, allocation="equal")
    {'a': 5, 'b': 4, 'c': 1}
    >>> allocate({"a": 50, "b": 50}, 40, importance={"a": 3.0, "b": 1.0})
    {'a': 30, 'b': 10}
    """
    _require_possible(sizes, n)
    if allocation not in _ALLOCATIONS:
        raise InvalidOptionError(
            option="allocation",
            value=allocation,
            advice=f"Choose {' or '.join(get_args(Allocation))}.",
        )
    if importance is not None and allocation == "proportional":
        return _by_importance(sizes, n, importance)
    return _ALLOCATIONS[allocation](sizes, n)


def size_from_text(text: str, *, there: int) -> int:
    """Read a number of units, or a share of those that are there.

    ``200`` is a number; ``0.2`` and ``20%`` are shares, and ``1`` is one unit.

    Raises
    ------
    SampleSizeError
        If it is neither.

    Examples
    --------
    >>> [size_from_text(text, there=500) for text in ("200", "0.2", "20%", "1", "1.0")]
    [200, 100, 100, 1, 500]
    """
    written = canonical_size(text)
    return int(written) if written.isdigit() else _size_of_share(written, there)


def canonical_size(text: str) -> str:
    """Write the size of a sample in the one way that all its spellings share.

    Raises
    ------
    SampleSizeError
        If it is neither a number nor a share.

    Examples
    --------
    >>> [canonical_size(text) for text in ("0200", "50%", "0.50", ".5", "100%")]
    ['200', '0.5', '0.5', '0.5', '1.0']
    """
    written = text.strip()
    if written.isascii() and written.isdigit():
        return str(int(written))
    try:
        share = Decimal(written.removesuffix("%"))
    except InvalidOperation:
        share = Decimal(-1)
    share = share / 100 if written.endswith("%") else share
    if not (share.is_finite() and 0 < share <= 1):
        raise SampleSizeError(
            asked=repr(text),
            reason="this is neither a number nor a share.",
            advice="Write a number such as 200, or a share such as 0.2 or 20%.",
        )
    # "1" would be one unit
    return "1.0" if share == 1 else f"{share.normalize():f}"


def _size_of_share(share: str, there: int) -> int:
    return max(round(float(share) * there), 1)


def _members(strata: Sequence[str]) -> dict[str, list[int]]:
    """Return the indices of each stratum's units, by the names of strata."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for i, stratum in enumerate(strata):
        found[stratum].append(i)
    return dict(sorted(found.items()))


def _require_possible(sizes: Mapping[str, int], n: int) -> None:
    """Raise unless each stratum can give one, and all together `n`."""
    there = sum(sizes.values())
    if not 1 <= n <= there:
        raise SampleSizeError(
            asked=str(n),
            reason=f"there are {there:,} to draw from.",
            advice=f"Ask for 1 to {there:,}.",
        )
    if n < len(sizes):
        raise SampleSizeError(
            asked=str(n),
            reason=f"there are {len(sizes)} strata, and each must give one.",
            advice=f"Ask for {len(sizes)} or more, or do not stratify.",
        )


def _proportional(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Round n N_h / N by largest remainders, one at least."""
    there = sum(sizes.values())
    names = sorted(sizes)
    # n N_h in whole numbers: no quota is rounded before it is compared.
    quotas = {name: n * sizes[name] for name in names}
    shares = {name: max(quotas[name] // there, 1) for name in names}
    while (left := n - sum(shares.values())) != 0:
        step = 1 if left > 0 else -1
        able = [
            name
            for name in names
            if (shares[name] < sizes[name] if left > 0 else shares[name] > 1)
        ]
        owed = {name: step * (quotas[name] - shares[name] * there) for name in able}
        shares[max(able, key=lambda name: owed[name])] += step
    return shares


def _by_importance(
    sizes: Mapping[str, int], n: int, importance: Mapping[str, float]
) -> dict[str, int]:
    """Give one to each; each further one goes where it is owed most, while any is left.

    The quota of a stratum that is used up falls to the others.
    """
    weights = {name: sizes[name] * importance[name] for name in sorted(sizes)}
    shares = dict.fromkeys(weights, 1)
    for _ in range(n - len(shares)):
        able = [name for name in shares if shares[name] < sizes[name]]
        # The divisor method of Sainte-Lague: nearest to the quotas on the whole.
        next_one = max(able, key=lambda name: weights[name] / (2 * shares[name] + 1))
        shares[next_one] += 1
    return shares


def _equal(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Fill all strata to the same height; what is left over goes to the larger."""
    shares = dict.fromkeys(sorted(sizes), 0)
    while (left := n - sum(shares.values())) > 0:
        able = [name for name in shares if shares[name] < sizes[name]]
        able.sort(key=lambda name: -sizes[name])
        each = max(left // len(able), 1)
        for name in able[:left]:
            shares[name] += min(each, sizes[name] - shares[name])
    return shares


_ALLOCATIONS: Mapping[str, Callable[[Mapping[str, int], int], dict[str, int]]] = {
    "proportional": _proportional,
    "equal": _equal,
}
