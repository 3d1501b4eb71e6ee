"""Simulate texts and count how often a 95 % interval of RILE holds the true position.

Usage: python scripts/measure_intervals.py [DATA]   (DATA is not used)

Texts of paragraphs of four units. In the first kind every unit is drawn on its own; in
the others all units of a paragraph have one code. Real texts lie between the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling import BlockCounts, rile

if TYPE_CHECKING:
    from hustings.estimates.resampling import IntervalMethod

N_TEXTS = 2_000
N_BLOCKS = 60
N_FEW_BLOCKS = 5
A_BLOCK = 4
SHARES = np.array([0.25, 0.15, 0.60])
CODES = ("401", "202", "000")
TRUE = float(100 * (SHARES[0] - SHARES[1]))


def main() -> None:
    """Print a row a kind of text."""
    generator = np.random.default_rng(1)
    print("| text | multinomial | block |\n| --- | --- | --- |")
    for words, size, n_blocks in (
        ("every unit drawn on its own, 60 paragraphs", 1, N_BLOCKS),
        ("one code a paragraph, 60 paragraphs", A_BLOCK, N_BLOCKS),
        ("one code a paragraph, 5 paragraphs", A_BLOCK, N_FEW_BLOCKS),
    ):
        counts = draw_texts(generator, size=size, n_blocks=n_blocks)
        shares = [coverage(counts, "multinomial"), coverage(counts, "block")]
        print(
            f"| {words} | " + " | ".join(f"{100 * one:.1f} %" for one in shares) + " |"
        )


def draw_texts(
    generator: np.random.Generator, *, size: int, n_blocks: int
) -> BlockCounts:
    """Draw texts whose codes come `size` units at a time."""
    n_draws = A_BLOCK // size
    drawn = generator.multinomial(n_draws, SHARES, size=N_TEXTS * n_blocks) * size
    return BlockCounts(
        cases=tuple(f"text {i}" for i in range(N_TEXTS)),
        codes=CODES,
        matrix=drawn.astype(float),
        n_units=np.full(len(drawn), float(A_BLOCK)),
        case_of_block=np.repeat(np.arange(N_TEXTS), n_blocks),
    )


def coverage(counts: BlockCounts, interval: IntervalMethod) -> float:
    """Return the share of intervals that hold the true position."""
    result = rile(counts, interval=interval, n_draws=1000)
    holds = [
        one.low <= TRUE <= one.high
        for one in result.positions
        if one.low is not None and one.high is not None
    ]
    return float(np.mean(holds))


if __name__ == "__main__":
    main()
