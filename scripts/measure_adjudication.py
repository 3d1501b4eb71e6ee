"""Aggregate crowd codings of one debate by majority and by Dawid-Skene, beside votes.

Usage: python scripts/measure_adjudication.py DATA

DATA holds agreement/ep_coal_debate_codings.csv: sentences of speeches in six languages,
each coded by several people as for, against or neutral to a subsidy, and how each
speaker voted. A speaker's mean is that of the aggregated values of the speech: 1 for,
-1 against, 0 neutral. Two figures say how well means tell the votes For from Against:
the share of pairs of speakers that stand in the right order (AUC), and the point-
biserial correlation r. Majority leaves ties out; Dawid-Skene takes each sentence's
likeliest value.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.adjudication import adjudicate_codings
from hustings.coding.adjudication_results import AdjudicationRule, Vote
from hustings.coding.dawid_skene import dawid_skene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.dawid_skene import DawidSkeneResult

FILE = Path("agreement") / "ep_coal_debate_codings.csv"
SIDES = {"Pro-Subsidy": 1.0, "Anti-Subsidy": -1.0, "Neutral or inapplicable": 0.0}


def main() -> None:
    """Print a row a language, and one for all languages together."""
    path = Path(sys.argv[1]) / FILE
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print("| codings | n | majority AUC | r | Dawid-Skene AUC | r | steps | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    print_row("all six languages", rows)
    for language in sorted({row["language"] for row in rows}):
        print_row(language, [row for row in rows if row["language"] == language])


def print_row(name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Measure some codings both ways."""
    result, seconds = fit(rows)
    likeliest = {unit: value for unit, (value, _) in result.most_probable().items()}
    figures = [
        figure
        for values in (majority(rows), likeliest)
        for figure in separation(rows, values)
    ]
    shown = " | ".join(f"{figure:.3f}" for figure in figures)
    end = "" if result.converged else " (not converged)"
    print(
        f"| {name} | {len(rows):,} | {shown} | {result.n_iterations}{end} | "
        f"{seconds:.2f} |"
    )


def fit(rows: Sequence[Mapping[str, str]]) -> tuple[DawidSkeneResult, float]:
    """Fit the model, and say how long it took."""
    columns = [
        [row[name] for row in rows]
        for name in ("sentence_id", "coder_id", "crowd_subsidy_label")
    ]
    start = time.perf_counter()
    return dawid_skene(*columns), time.perf_counter() - start


def majority(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the majority's value of each sentence that has one."""
    votes = [
        Vote(
            unit=row["sentence_id"],
            coder=row["coder_id"],
            value=row["crowd_subsidy_label"],
            coding=str(i),
        )
        for i, row in enumerate(rows)
    ]
    result = adjudicate_codings(votes, AdjudicationRule(rule="majority"))
    return {one.unit: one.value for one in result.settled if one.value is not None}


def separation(
    rows: Sequence[Mapping[str, str]], values: Mapping[str, str]
) -> tuple[float, float]:
    """Return AUC and point-biserial correlation of speakers' means with their votes."""
    speeches: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["vote"] in {"For", "Against"} and row["sentence_id"] in values:
            speaker = (row["name_last"], row["name_first"], row["vote"])
            side = SIDES[values[row["sentence_id"]]]
            speeches[speaker][row["sentence_id"]] = side
    means = np.array([np.mean(list(one.values())) for one in speeches.values()])
    votes_for = np.array([vote == "For" for _, _, vote in speeches])
    apart = np.sign(means[votes_for][:, None] - means[~votes_for][None, :])
    correlation = np.corrcoef(means, votes_for)[0, 1]
    return float((apart.mean() + 1) / 2), float(correlation)


if __name__ == "__main__":
    main()
