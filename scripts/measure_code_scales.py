"""Measure scales from codes: published values, intervals, coverage, speed.

Usage: python scripts/measure_code_scales.py DATA

RILE and the logit scale are computed of published category shares; the bootstrap of a
share is held against the formula; simulated texts say how often intervals hold a known
value; the block bootstrap is timed, its best of three runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from hustings.outside.tables import read_table
from hustings.scaling import BlockCounts, Counts, logit_rile, rile, salience
from hustings.scaling.attention import issue_attention_diversity, programmatic_clarity
from hustings.scaling.distances import distances
from hustings.scaling.factor import vanilla
from hustings.scaling.marpor import RILE
from hustings.scaling.rivals import Rivals

N_CASES = 1_000
N_TEXTS = 150
N_UNITS = 300


def main() -> None:
    """Print a row a figure."""
    path = Path(sys.argv[1]) / "scaling" / "mpds_sample.csv"
    rows = read_table(path).to_pylist()
    print("| measure | figure |\n| --- | --- |")
    for measure in (published, shares, coverage, speed):
        for words, figure in measure(rows):
            print(f"| {words} | {figure} |")


def published(rows: list[dict[str, str | None]]) -> list[tuple[str, str]]:
    """Compare RILE and the logit scale with the published shares."""
    counts = Counts.from_percentages(rows)
    names = [f"{row['party']} {row['date']}" for row in rows]
    found = {one.case: one.position for one in rile(counts, interval="none").positions}
    logits = {
        one.case: one.position for one in logit_rile(counts, interval="none").positions
    }
    by_name = dict(zip(names, rows, strict=True))
    known = [name for name in names if by_name[name]["rile"] not in {"", "NA"}]
    riles = [abs(found[name] - float(by_name[name]["rile"] or 0)) for name in known]
    apart = [abs(logits[name] - _logit(by_name[name])) for name in known]
    return [
        (
            "RILE against the published one",
            f"{len(riles)} rows, {max(riles):.4f} at most",
        ),
        ("logit against the formula", f"{len(apart)} rows, {max(apart):.1e} at most"),
    ]


def _logit(row: dict[str, str | None]) -> float:
    """Compute the logit scale of one row by hand."""
    n_units = float(row["total"] or 0)
    sides = [
        sum(_share(row, code) for code in side) * n_units / 100
        for side in (RILE.right, RILE.left)
    ]
    return float(np.log(sides[0] + 0.5) - np.log(sides[1] + 0.5))


def _share(row: dict[str, str | None], code: str) -> float:
    text = row[f"per{code}"]
    return 0.0 if text in {None, "", "NA"} else float(str(text))


def shares(_rows: list[dict[str, str | None]]) -> list[tuple[str, str]]:
    """Hold the bootstrap of a share against the formula of the multinomial."""
    return [
        (
            f"bootstrap of a share of {n_units:,} units against the formula, as asked",
            f"error {100 * error:.1f} %, width {100 * width:.1f} % apart at most",
        )
        for n_units in (200, 2_000, 20_000)
        for error, width in [_share_errors(n_units)]
    ]


def _share_errors(n_units: int) -> tuple[float, float]:
    """Give the largest relative differences, over shares of 5, 15, 30 and 50 %."""
    parts = {"b": 5, "c": 15, "d": 30, "e": 50}
    counts = Counts.from_rows(
        [{"case": "a", **{code: n_units * n // 100 for code, n in parts.items()}}]
    )
    errors, widths = [], []
    for one in salience(counts).positions:
        formula = (one.position * (1 - one.position) / n_units) ** 0.5
        errors.append(abs((one.standard_error or 0) / formula - 1))
        width = (one.high or 0) - (one.low or 0)
        widths.append(abs(width / (2 * 1.959964 * formula) - 1))
    return max(errors), max(widths)


def coverage(_rows: list[dict[str, str | None]]) -> list[tuple[str, str]]:
    """Count how often 95 % intervals hold what simulated texts were drawn from."""
    generator = np.random.default_rng(3)
    codes = ("101", "102", "504", "505", "401", "403", "601", "602", "703", "501")
    first, second = generator.dirichlet(np.ones(len(codes)), size=2)
    near = 0.9 * first + 0.1 * second
    sided = np.abs(first[[0, 2, 4, 6]] - first[[1, 3, 5, 7]]).sum() / first[:8].sum()
    merged = np.append(first[[0, 2, 6]] + first[[1, 3, 7]], first[[4, 5, 8, 9]])
    one, _ = _texts(generator, codes, first, first)
    found = [
        ("clarity", programmatic_clarity(one).positions, sided),
        (
            "issue attention diversity",
            issue_attention_diversity(one).positions,
            np.exp(-(merged * np.log(merged)).sum()),
        ),
    ]
    rows = [
        (words, np.mean([(p.low or 0) <= truth <= (p.high or 0) for p in positions]))
        for words, positions, truth in found
    ]
    for words, other in (("alike", first), ("near", near), ("far", second)):
        held = _pair_coverage(generator, codes, first, other)
        rows.append((f"distance of two texts that are {words}", held))
    return [
        (f"95 % interval holds the truth: {words}", f"{100 * share:.0f} %")
        for words, share in rows
    ]


def _texts(
    generator: np.random.Generator,
    codes: tuple[str, ...],
    first: np.ndarray[tuple[int], np.dtype[np.float64]],
    second: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[Counts, dict[str, str]]:
    """Draw pairs of texts, each pair an election of its own."""
    matrix = np.concatenate(
        [generator.multinomial(N_UNITS, one, size=N_TEXTS) for one in (first, second)]
    ).astype(float)
    cases = tuple(f"{side} {i}" for side in ("a", "b") for i in range(N_TEXTS))
    counts = Counts(cases=cases, codes=codes, matrix=matrix, n_units=matrix.sum(axis=1))
    return counts, {case: case.split()[1] for case in cases}


def _pair_coverage(
    generator: np.random.Generator,
    codes: tuple[str, ...],
    first: np.ndarray[tuple[int], np.dtype[np.float64]],
    second: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> float:
    """Say how often the distance of two texts holds that of what they came from."""
    counts, elections = _texts(generator, codes, first, second)
    truth = float(np.abs(first - second).sum())
    pairs = distances(counts, Rivals(elections=elections)).pairs
    return float(np.mean([(p.low or 0) <= truth <= (p.high or 0) for p in pairs]))


def speed(rows: list[dict[str, str | None]]) -> list[tuple[str, str]]:
    """Time 1,000 draws of RILE for 1,000 cases, and the factor of the sample."""
    found = []
    for n_blocks in (60, 200, 500):
        blocks = _blocks(n_blocks)
        seconds = min(_seconds(blocks) for _ in range(3))
        words = f"1,000 block draws of RILE, {N_CASES:,} cases of {n_blocks} paragraphs"
        found.append((words, f"{seconds:.2f} s"))
    counts = Counts.from_percentages(rows)
    start = perf_counter()
    vanilla(counts)
    words = f"vanilla of {len(counts.cases)} cases with intervals"
    return [*found, (words, f"{perf_counter() - start:.2f} s")]


def _blocks(n_blocks: int) -> BlockCounts:
    """Draw cases with so many paragraphs of about six units."""
    generator = np.random.default_rng(1)
    codes = ("104", "401", "202", "504", "703", "000")
    matrix = generator.poisson(1.0, (N_CASES * n_blocks, len(codes))).astype(float)
    return BlockCounts(
        cases=tuple(f"case {i}" for i in range(N_CASES)),
        codes=codes,
        matrix=matrix,
        n_units=matrix.sum(axis=1),
        case_of_block=np.repeat(np.arange(N_CASES), n_blocks),
    )


def _seconds(counts: BlockCounts) -> float:
    """Time one run."""
    start = perf_counter()
    rile(counts, interval="block", n_draws=1_000)
    return perf_counter() - start


if __name__ == "__main__":
    main()
