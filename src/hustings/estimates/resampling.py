"""Seeded resampling: how counts might have come out in another text like this one.

Every case has its own stream of random numbers, made from the seed and the name of
the case, so that no case's interval depends on which other cases stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, get_args

import numpy as np
from numpy.typing import NDArray

from hustings.errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FloatArray: TypeAlias = NDArray[np.float64]

IntervalMethod: TypeAlias = Literal["multinomial", "block", "none"]
"""What is resampled: single units, whole blocks, or nothing."""

MOST_DRAWS = 100_000
"""More draws change no digit that anybody prints, and fill the memory."""

_CELLS_AT_ONCE = 131_072
"""Picks of blocks held in memory at a time: 1 MB, which stays near the processor."""

_BITS = 62
"""Whole numbers of so many bits add up without touching the sign."""


class IntervalOptions(TypedDict, total=False):
    """The options that every scale takes; see `Resampling` for their meaning."""

    interval: IntervalMethod
    n_draws: int
    confidence: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How an interval is made.

    Attributes
    ----------
    interval : {"multinomial", "block", "none"}
        What is resampled.
    n_draws : int
        Resampled sets of counts for each case.
    confidence : float
        In (0, 1).
    seed : int
        Not negative. The same seed gives the same interval.

    Raises
    ------
    InvalidOptionError
        If a value is outside its range.
    """

    interval: IntervalMethod = "multinomial"
    n_draws: int = 1000
    confidence: float = 0.95
    seed: int = 0

    def __post_init__(self) -> None:
        _require(
            self.interval in get_args(IntervalMethod),
            "interval",
            self.interval,
            "Choose multinomial, block or none.",
        )
        _require(
            2 <= self.n_draws <= MOST_DRAWS,
            "n_draws",
            self.n_draws,
            f"Draw from 2 to {MOST_DRAWS:,} times; 1,000 is usual.",
        )
        _require(self.seed >= 0, "seed", self.seed, "Use 0 or a positive number.")
        require_confidence(self.confidence)


def require_confidence(confidence: float) -> None:
    """Raise `InvalidOptionError` unless `confidence` lies between 0 and 1."""
    _require(
        0 < confidence < 1,
        "confidence",
        confidence,
        "It must lie between 0 and 1, such as 0.95.",
    )


def _require(holds: bool, option: str, value: object, advice: str) -> None:  # noqa: FBT001 -- a check reads best with its condition first
    if not holds:
        raise InvalidOptionError(option=option, value=value, advice=advice)


def random_stream(*, seed: int, name: str) -> np.random.Generator:
    """Give the generator that belongs to one name under one seed.

    Examples
    --------
    >>> first, again = (random_stream(seed=1, name="Harbour 2031") for _ in range(2))
    >>> bool(first.random() == again.random())
    True
    """
    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])


def multinomial_draws(
    sums: FloatArray,
    n_units: float,
    *,
    n_draws: int,
    generator: np.random.Generator,
) -> FloatArray:
    r"""Resample the units of one case and count them by group again.

    .. math:: (n_1^*, \dots, n_k^*, n_{rest}^*) \sim
        \mathrm{Multinomial}(N, (n_1, \dots, n_k, N - \sum_j n_j) / N)

    Parameters
    ----------
    sums : array of shape (k,)
        Units in each group; the rest of the units is in none.
    n_units : float
        All units of the case; rounded to a whole number of draws from the urn.

    Returns
    -------
    array of shape (n_draws, k + 1)
        Units in each group, and in the last column all units.

    References
    ----------
    Benoit, K., Laver, M., & Mikhaylov, S. (2009). Treating words as data with error:
    uncertainty in text statements of policy positions. American Journal of
    Political Science, 53(2), 495-513.
    https://doi.org/10.1111/j.1540-5907.2009.00383.x

    Examples
    --------
    >>> import numpy as np
    >>> generator = random_stream(seed=1, name="Harbour 2031")
    >>> draws = multinomial_draws(
    ...     np.array([30.0, 10.0]), 100, n_draws=5000, generator=generator
    ... )
    >>> draws.shape
    (5000, 3)
    >>> draws.mean(axis=0).round().tolist()
    [30.0, 10.0, 100.0]
    """
    groups = np.append(sums, max(n_units - sums.sum(), 0.0))
    n = round(n_units)
    draws = generator.multinomial(n, groups / groups.sum(), size=n_draws)
    draws[:, -1] = n
    return draws.astype(np.float64)


def block_draws(
    blocks: FloatArray, *, n_draws: int, generator: np.random.Generator
) -> FloatArray:
    r"""Resample the blocks of one case with replacement and add them up again.

    Units of one paragraph share their subject, so they are no independent draws;
    whole paragraphs come nearer to it.

    .. math:: s^* = \sum_{b} w_b s_b, \qquad
        w \sim \mathrm{Multinomial}(B, (1/B, \dots, 1/B))

    Parameters
    ----------
    blocks : array of shape (n_blocks, k)
        What each of the case's blocks adds. The order of the blocks does not matter.

    Returns
    -------
    array of shape (n_draws, k)

    References
    ----------
    Field, C. A., & Welsh, A. H. (2007). Bootstrapping clustered data. Journal of
    the Royal Statistical Society B, 69(3), 369-390.
    https://doi.org/10.1111/j.1467-9868.2007.00593.x

    Examples
    --------
    >>> import numpy as np
    >>> blocks = np.array([[3.0, 0.0, 4.0], [0.0, 2.0, 5.0]])
    >>> generator = random_stream(seed=1, name="Harbour 2031")
    >>> sorted(set(block_draws(blocks, n_draws=50, generator=generator)[:, 2].tolist()))
    [8.0, 9.0, 10.0]
    """
    ordered = blocks[np.lexsort(blocks.T)]
    packing = _packing(ordered)
    picks = _block_picks(len(ordered), n_draws, generator)
    if packing is None:
        return np.concatenate([_block_weights(part) @ ordered for part in picks])
    packed, bits = packing
    # Every pick is inside; "clip" spares the check and half of the time.
    sums = [packed.take(part, mode="clip").sum(axis=1) for part in picks]
    return _unpacked(np.concatenate(sums), bits)


def _block_picks(
    n_blocks: int, n_draws: int, generator: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Yield which blocks were drawn: shape (some draws, n_blocks)."""
    at_once = max(_CELLS_AT_ONCE // n_blocks, 1)
    for first in range(0, n_draws, at_once):
        n = min(at_once, n_draws - first)
        yield generator.integers(n_blocks, size=(n, n_blocks))


def _block_weights(picks: NDArray[np.int64]) -> FloatArray:
    """Count how often each block was drawn: rows that add up to n_blocks."""
    n, n_blocks = picks.shape
    places = picks + np.arange(n)[:, None] * n_blocks
    # Ten times as fast as generator.multinomial for many equal shares.
    counted = np.bincount(places.ravel(), minlength=n * n_blocks)
    return counted.reshape(n, n_blocks).astype(np.float64)


def _packing(blocks: FloatArray) -> tuple[NDArray[np.int64], list[int]] | None:
    """Put all that a block adds side by side into the bits of one whole number.

    One sum then adds up all columns at once, exactly. None where they do not fit or
    are no whole numbers of 0 or more.
    """
    if not len(blocks) or (blocks < 0).any() or (blocks % 1 != 0).any():
        return None
    bits = [int(top * len(blocks)).bit_length() for top in blocks.max(axis=0)]
    if sum(bits) > _BITS:
        return None
    packed = np.zeros(len(blocks), np.int64)
    for column, width in zip(blocks.T, bits, strict=True):
        packed = (packed << width) | column.astype(np.int64)
    return packed, bits


def _unpacked(sums: NDArray[np.int64], bits: Sequence[int]) -> FloatArray:
    """Take the sums of all columns out of one number each: shape (n, k)."""
    columns = []
    for width in reversed(bits):
        columns.append(sums & ((1 << width) - 1))
        sums = sums >> width
    return np.column_stack(columns[::-1]).astype(np.float64)
