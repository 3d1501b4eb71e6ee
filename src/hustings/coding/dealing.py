"""Dealing units out to coders: shares as equal as can be, some units to two of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def deal_units(
    n_units: int, coders: Sequence[str], *, overlap: float = 0.0, seed: int = 0
) -> dict[str, NDArray[np.int64]]:
    """Deal units out at random, a share of them to two coders.

    Which units two people code is drawn at random from the sample, so agreement on them
    speaks for all of it. No coder has more than one unit more than another, and all
    pairs of coders meet about equally often.

    Parameters
    ----------
    n_units : int
        Units of the sample.
    coders : sequence of str
        Each once.
    overlap : float
        Share of the units that two coders get, in [0, 1].
    seed : int
        The same seed gives the same shares.

    Returns
    -------
    dict of str to array of int
        By coder, the indices of their units, ascending.

    Raises
    ------
    InvalidOptionError
        If `overlap` is outside its range, or not 0 with a single coder.

    Examples
    --------
    >>> dealt = deal_units(10, ["ana", "ben"], overlap=0.2, seed=1)
    >>> (
    ...     [len(units) for units in dealt.values()],
    ...     len(set(dealt["ana"]) & set(dealt["ben"])),
    ... )
    ([6, 6], 2)
    """
    n_twice = _count_twice(n_units, coders, overlap)
    stream = random_stream(seed=seed, name="dealing")
    shuffled = stream.permutation(n_units)
    hands: dict[str, list[int]] = {coder: [] for coder in coders}
    meetings = dict.fromkeys(combinations(coders, 2), 0)
    for unit in shuffled[:n_twice]:
        pair = _next_pair(hands, meetings, stream)
        meetings[pair] += 1
        for coder in pair:
            hands[coder].append(int(unit))
    for unit in shuffled[n_twice:]:
        hands[_next_coder(hands, stream)].append(int(unit))
    return {
        coder: np.array(sorted(hand), dtype=np.int64) for coder, hand in hands.items()
    }


def shuffle_units(
    units: NDArray[np.int64], *, coder: str, seed: int = 0
) -> NDArray[np.int64]:
    """Put a coder's units into an order of its own, which tells nothing."""
    return random_stream(seed=seed, name=f"order {coder}").permutation(units)


def _count_twice(n_units: int, coders: Sequence[str], overlap: float) -> int:
    """Return how many units two coders get."""
    if not 0 <= overlap <= 1:
        raise InvalidOptionError(
            option="overlap",
            value=overlap,
            advice="Write a share from 0 to 1, such as 0.2.",
        )
    if overlap > 0 and len(coders) < 2:
        raise InvalidOptionError(
            option="overlap",
            value=overlap,
            advice="Two coders are needed for it; name another in --coders.",
        )
    return min(max(round(overlap * n_units), 1 if overlap else 0), n_units)


def _next_pair(
    hands: dict[str, list[int]],
    meetings: dict[tuple[str, str], int],
    stream: np.random.Generator,
) -> tuple[str, str]:
    """Choose the pair with the fewest units so far, then the fewest meetings."""
    pairs = list(meetings)
    ties = stream.random(len(pairs))
    loads = [sorted(len(hands[coder]) for coder in pair)[::-1] for pair in pairs]
    ranks = [(loads[i], meetings[pair], ties[i]) for i, pair in enumerate(pairs)]
    return pairs[min(range(len(pairs)), key=lambda i: ranks[i])]


def _next_coder(hands: dict[str, list[int]], stream: np.random.Generator) -> str:
    """Choose one of the coders with the fewest units."""
    fewest = min(map(len, hands.values()))
    able = [coder for coder, hand in hands.items() if len(hand) == fewest]
    return able[int(stream.integers(len(able)))]
