r"""Which units to code by hand next: those that teach a machine most.

Two things make a unit worth coding. The machine is unsure of it: its probabilities are
spread over many codes (entropy), or its two most probable codes are close,

.. math:: u(x) = 1 - (\hat p_{(1)}(x) - \hat p_{(2)}(x)).

And it is not like the others that are about to be coded: ten units that say the same
teach as much as one.

Where people themselves disagree, the units a machine doubts most are those that nobody
can decide, and they teach least. So candidates are not simply taken from the top: they
are drawn at random, each the more likely the more the machine doubts it, with odds
:math:`u(x)^2`. Of the candidates, half as many again as are wanted, units are taken one
by one, each time the one with the highest

.. math:: (1 - \lambda)\, u(x) + \lambda\, d(x, S) - \delta\, n_{doc(x)} / |S|

where :math:`d(x, S)` is the distance to the nearest unit taken so far (or coded
before), and the last part spreads the units over documents.

Units that stand for few others teach little of the rest. So half of a batch is chosen
by an optimal design, from candidates that were drawn in the same way, four for each
unit that is wanted: see `hustings.coding.active_design`. Each half does better beside
the other than alone.

Units chosen so are no sample of anything: no share or position may be estimated from
them alone. A random share beside them, drawn before, is what estimates rest on.

References
----------
Settles, B. (2009). Active learning literature survey. University of Wisconsin-Madison,
Computer Sciences Technical Report 1648.

Beygelzimer, A., Dasgupta, S., & Langford, J. (2009). Importance weighted active
learning. ICML. https://doi.org/10.1145/1553374.1553381

Efraimidis, P. S., & Spirakis, P. G. (2006). Weighted random sampling with a reservoir.
Information Processing Letters, 97(5), 181-185.
https://doi.org/10.1016/j.ipl.2005.11.003

Carbonell, J., & Goldstein, J. (1998). The use of MMR, diversity-based reranking for
reordering documents and producing summaries. SIGIR '98, 335-336.
https://doi.org/10.1145/290941.291025
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.coding.active_design import choose_by_design
from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.estimates.observations import BoolArray, IntArray
    from hustings.estimates.resampling import FloatArray

Measure: TypeAlias = Literal["entropy", "margin"]

_CANDIDATES = 1.5
"""Candidates for each unit that is chosen."""
_FOR_DESIGN = 4.0
"""The same for units that a design chooses."""
_SHARPNESS = 2.0
_SURE = 1e-6
"""The least doubt there is: a unit of which a machine is certain may come in, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveOptions:
    """How units are chosen.

    Attributes
    ----------
    measure : {"entropy", "margin"}
        Of how unsure the machine is.
    diversity : float
        How much being unlike the others counts beside it, in [0, 1].
    spread : float
        How much a document loses for the share of units it has given, 0 or more.
    by_design : float
        The share of a batch that a design chooses, in [0, 1].
    seed : int
        Decides between units that are equal in all that.

    Raises
    ------
    InvalidOptionError
        If one is outside its range.
    """

    measure: Measure = "entropy"
    diversity: float = 1.0
    spread: float = 0.2
    by_design: float = 0.5
    seed: int = 0

    def __post_init__(self) -> None:
        checks = (
            ("measure", self.measure in get_args(Measure), "Choose entropy or margin."),
            ("diversity", 0 <= self.diversity <= 1, "It lies in [0, 1]."),
            ("spread", self.spread >= 0, "It is 0 or more."),
            ("by_design", 0 <= self.by_design <= 1, "It lies in [0, 1]."),
            ("seed", self.seed >= 0, "Use 0 or a positive number."),
        )
        for option, holds, advice in checks:
            if not holds:
                raise InvalidOptionError(
                    option=option, value=getattr(self, option), advice=advice
                )


def measure_doubt(
    probabilities: FloatArray, measure: Measure = "entropy"
) -> FloatArray:
    r"""Measure how unsure a machine is of each unit.

    Parameters
    ----------
    probabilities : array of shape (n_units, n_codes)
        Rows add up to 1.
    measure : {"entropy", "margin"}
        Entropy is taken as a share of the largest there can be, :math:`\log K`.

    Returns
    -------
    array of shape (n_units,)
        From 0, sure, to 1.

    Examples
    --------
    >>> rows = np.array([[1.0, 0.0], [0.5, 0.5], [0.75, 0.25]])
    >>> measure_doubt(rows, "margin").tolist()
    [0.0, 1.0, 0.5]
    >>> measure_doubt(rows).round(2).tolist()
    [0.0, 1.0, 0.81]
    """
    if probabilities.shape[1] < 2:
        return np.zeros(len(probabilities))
    return _MEASURES[measure](probabilities)


def choose_batch(  # noqa: PLR0913  # what there is, and what of it may be chosen
    probabilities: FloatArray,
    vectors: FloatArray,
    documents: IntArray,
    n: int,
    *,
    is_free: BoolArray,
    is_coded: BoolArray,
    options: ActiveOptions | None = None,
) -> IntArray:
    """Choose units to code next: some by a design, the others by doubt and distance.

    Parameters
    ----------
    probabilities : array of shape (n_units, n_codes)
        Rows add up to 1.
    vectors : array of shape (n_units, n_features)
        What each unit says.
    documents : array of int, shape (n_units,)
    n : int
        How many; all that are free if there are fewer.
    is_free, is_coded : array of bool, shape (n_units,)
        Units that may be chosen, and those that the machine has learned from.

    Returns
    -------
    array of int, shape (n,)
        Indices; first those that the design chose.

    Examples
    --------
    >>> vectors = np.repeat(np.eye(4), 3, axis=0)
    >>> every, even = np.ones(12, bool), np.full((12, 2), 0.5)
    >>> chosen = choose_batch(
    ...     even, vectors, np.zeros(12, int), 4, is_free=every, is_coded=~every
    ... )
    >>> len(set(chosen.tolist()))
    4
    """
    asked = options or ActiveOptions()
    doubt = measure_doubt(probabilities, asked.measure)
    n_designed = round(asked.by_design * n)
    designed = choose_by_design(
        probabilities,
        vectors,
        n_designed,
        candidates=_draw(doubt, ceil(_FOR_DESIGN * n_designed), asked.seed, is_free),
        coded=np.flatnonzero(is_coded),
    )
    is_left = is_free.copy()
    is_left[designed] = False
    n_left = n - len(designed)
    drawn = find_candidates(doubt, n_left, seed=asked.seed, is_free=is_left)
    others = choose_units(
        doubt[drawn], vectors[drawn], documents[drawn], n_left, options=asked
    )
    return np.concatenate([designed, drawn[others]])


def find_candidates(
    doubt: FloatArray, n: int, *, seed: int = 0, is_free: BoolArray | None = None
) -> IntArray:
    """Draw the units that may be worth coding, by how unsure the machine is of each.

    Parameters
    ----------
    doubt : array of shape (n_units,)
        See `measure_doubt`.
    n : int
        Units that are to be chosen from them.
    is_free : array of bool, shape (n_units,), optional
        Units that may be chosen; all otherwise.

    Returns
    -------
    array of int
        Indices, in the order in which they were drawn; half as many again as `n`, or
        all that are free.

    Examples
    --------
    >>> doubt = np.repeat([0.9, 0.1], 100)
    >>> drawn = find_candidates(doubt, 40, seed=1)
    >>> len(drawn), bool((drawn < 100).mean() > 0.9)
    (60, True)
    """
    every = np.ones(len(doubt), bool) if is_free is None else is_free
    return _draw(doubt, max(ceil(_CANDIDATES * n), 1), seed, every, name="candidates")


def choose_units(
    doubt: FloatArray,
    vectors: FloatArray,
    documents: IntArray,
    n: int,
    *,
    options: ActiveOptions | None = None,
    coded: FloatArray | None = None,
) -> IntArray:
    """Choose the units that teach most, the best first; see the module.

    Parameters
    ----------
    doubt : array of shape (n_units,)
        See `measure_doubt`.
    vectors : array of shape (n_units, n_features)
        What each unit says, so that units that say the same lie near.
    documents : array of int, shape (n_units,)
    n : int
        How many; all if there are fewer.
    coded : array of shape (n_coded, n_features), optional
        The vectors of units that were coded before.

    Returns
    -------
    array of int, shape (n,)
        Indices in the order in which they were chosen.

    Examples
    --------
    Three units say the same; after one of them it is another's turn.

    >>> doubt = np.array([0.9, 0.9, 0.8, 0.6])
    >>> vectors = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> set(choose_units(doubt, vectors, np.zeros(4, int), 2).tolist()) >= {3}
    True
    """
    asked = options or ActiveOptions()
    luck = random_stream(seed=asked.seed, name="choice").random(len(doubt)) * 1e-9
    units = _unit_length(vectors)
    far = _distance(units, None if coded is None else _unit_length(coded))
    worth = (1 - asked.diversity) * doubt + luck
    taken = np.zeros(int(documents.max(initial=0)) + 1)
    is_left = np.ones(len(doubt), bool)
    chosen: list[int] = []
    for _ in range(min(n, len(doubt))):
        crowded = asked.spread * taken[documents] / max(len(chosen), 1)
        score = worth + asked.diversity * far - crowded
        best = int(np.where(is_left, score, -np.inf).argmax())
        chosen.append(best)
        is_left[best] = False
        taken[documents[best]] += 1
        far = np.minimum(far, (1 - units @ units[best]) / 2)
    return np.array(chosen, np.int64)


def _draw(
    doubt: FloatArray, n: int, seed: int, is_free: BoolArray, *, name: str = "designed"
) -> IntArray:
    """Draw units by the odds of their squared doubt."""
    free = np.flatnonzero(is_free)
    luck = random_stream(seed=seed, name=name).random(len(free))
    odds = np.maximum(doubt[free], _SURE) ** _SHARPNESS
    order = np.argsort(np.log(luck) / odds, kind="stable")[::-1]
    return np.asarray(free[order[:n]])


def _margin_doubt(probabilities: FloatArray) -> FloatArray:
    top = np.partition(probabilities, -2, axis=1)[:, -2:]
    return np.asarray(1 - (top[:, 1] - top[:, 0]))


def _entropy_doubt(probabilities: FloatArray) -> FloatArray:
    logs = np.log(np.where(probabilities > 0, probabilities, 1))
    entropy = -(probabilities * logs).sum(axis=1)
    return np.asarray(np.abs(entropy) / np.log(probabilities.shape[1]))


_MEASURES: Mapping[Measure, Callable[[FloatArray], FloatArray]] = {
    "margin": _margin_doubt,
    "entropy": _entropy_doubt,
}


def _unit_length(vectors: FloatArray) -> FloatArray:
    """Scale vectors to length 1; nothing stays nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: FloatArray = np.divide(
        vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0
    )
    return found


def _distance(units: FloatArray, coded: FloatArray | None) -> FloatArray:
    """(n_units,): cosine distance to the nearest coded unit, in [0, 1]."""
    if coded is None or not len(coded):
        return np.ones(len(units))
    near = (units @ coded.T).max(axis=1)
    return np.asarray((1 - near) / 2)
