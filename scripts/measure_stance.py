"""Stances toward targets: trained on earlier texts, tested on later ones.

Usage: python scripts/measure_stance.py DATA

DATA holds ``stance``. German theses with the reasons that were given for an answer:
trained on those before 2017, tested on those from then on, for and against only; no
speaker, document or date is told to a coder. English claims on motions: cross-validated
over motions, so that no coder has seen the motion it is asked about.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from sklearn.metrics import accuracy_score, f1_score

from hustings.coding.learned_training import train_coder
from hustings.coding.stance_cues import NO_CUES, StanceCues, cues_from_yaml
from hustings.coding.stance_files import stances_to_bytes
from hustings.coding.stance_learning import train_stances
from hustings.coding.units_in_context import UnitsInContext
from hustings.outside.packaged import lexicon_texts

LATER = "2017-01-01"
N_FOLDS = 5

Row = dict[str, str]


def main(folder: str) -> None:
    """Print the tables."""
    data = Path(folder) / "stance"
    print_wahlomat(read_wahlomat(data / "wahlomat_dev.jsonl"))
    print_claims(read_claims(data / "ibm_claims_train.csv"))


def print_wahlomat(rows: list[Row]) -> None:
    """Train on theses before 2017, and test from then on."""
    earlier = [row for row in rows if row["date"] < LATER]
    later = [row for row in rows if row["date"] >= LATER]
    print(
        f"\n| theses and reasons, German: {len(earlier):,} before {LATER}, "
        f"{len(later):,} from then on | accuracy | macro-F1 | "
        "macro-F1, cross-validated | ECE | training, s | units/s | file, MB |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for name, cues in (("all features", cues_of("de")), ("without cues", NO_CUES)):
        started = time.perf_counter()
        training = train_stances(units_of(earlier), values_of(earlier), cues=cues)
        took = time.perf_counter() - started
        found, chance, speed = answers(training.coder, later)
        size = len(stances_to_bytes({"": training.coder})) / 1e6
        print(
            f"| {name} | {scores(later, found)} | "
            f"{training.validation.macro_f1.estimate:.3f} | "
            f"{error_of(later, found, chance):.3f} | {took:.0f} | {speed:,.0f} | "
            f"{size:.1f} |"
        )
    bare = [{k: v for k, v in row.items() if k != "target"} for row in earlier]
    training = train_coder(units_of(bare), values_of(bare))
    asked = [{k: v for k, v in row.items() if k != "target"} for row in later]
    found, _, _ = answers(training.coder, asked)
    print(f"| words of the reasons alone | {scores(later, found)} | | | | | |")


def print_claims(rows: list[Row]) -> None:
    """Cross-validate over motions."""
    motions = list(dict.fromkeys(row["target"] for row in rows))
    print(
        f"\n| {len(rows):,} claims on {len(motions)} motions, English, cross-validated "
        "over motions | accuracy | macro-F1 |\n| --- | --- | --- |"
    )
    for name, cues in (("all features", cues_of("en")), ("without cues", NO_CUES)):
        found: dict[str, str] = {}
        for fold in range(N_FOLDS):
            held = set(motions[fold::N_FOLDS])
            taught = [row for row in rows if row["target"] not in held]
            asked = [row for row in rows if row["target"] in held]
            training = train_stances(units_of(taught), values_of(taught), cues=cues)
            given, _, _ = answers(training.coder, asked)
            found |= {row["unit"]: one for row, one in zip(asked, given, strict=True)}
        print(f"| {name} | {scores(rows, [found[row['unit']] for row in rows])} |")


def cues_of(language: str) -> StanceCues:
    """Open the cues that come with Hustings."""
    return cues_from_yaml(lexicon_texts("stances")[language], name=language)


def read_wahlomat(path: Path) -> list[Row]:
    """Read answers for and against; who answered is left out."""
    with path.open(encoding="utf-8") as file:
        answered = [json.loads(line) for line in file]
    return [
        {
            "unit": str(i),
            "text": one["comment"],
            "target": one["target"],
            "date": one["date"],
            "language": "de",
            "value": one["stance"],
        }
        for i, one in enumerate(answered)
        if one["stance"] != "NEUTRAL"
    ]


def read_claims(path: Path) -> list[Row]:
    """Read claims with the motion that each is on."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                "unit": row["claims.claimId"],
                "text": row["claims.claimCorrectedText"],
                "target": row["topicText"].removeprefix("This house "),
                "language": "en",
                "value": row["claims.stance"],
            }
            for row in csv.DictReader(file)
        ]


def units_of(rows: list[Row]) -> UnitsInContext:
    """Give what a coder may see."""
    hidden = {"value", "date"}
    return UnitsInContext.from_rows(
        [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    )


def values_of(rows: list[Row]) -> list[str]:
    """Give the stances."""
    return [row["value"] for row in rows]


def answers(coder: object, rows: list[Row]) -> tuple[list[str], list[float], float]:
    """Give codes, their probabilities, and how many units a second were coded."""
    hidden = {"value", "date"}
    shown = [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    batch = pa.RecordBatch.from_pylist(shown)
    started = time.perf_counter()
    coded = coder.code(batch)
    speed = len(rows) / (time.perf_counter() - started)
    given = [one or "" for one in coded.column("value").to_pylist()]
    return given, [one or 0 for one in coded.column("probability").to_pylist()], speed


def scores(rows: list[Row], found: list[str]) -> str:
    """Give accuracy and macro-F1; a unit without an answer is wrong."""
    right = values_of(rows)
    labels = sorted(set(right))
    f1 = f1_score(right, found, labels=labels, average="macro")
    return f"{accuracy_score(right, found):.3f} | {f1:.3f}"


def error_of(rows: list[Row], found: list[str], chance: list[float]) -> float:
    """Give the expected calibration error, in ten bins."""
    is_right = np.array(values_of(rows)) == np.array(found)
    likely = np.array(chance)
    bins = np.minimum((likely * 10).astype(int), 9)
    gaps = [
        abs(is_right[bins == one].mean() - likely[bins == one].mean())
        * (bins == one).mean()
        for one in np.unique(bins)
    ]
    return float(sum(gaps))


if __name__ == "__main__":
    main(*sys.argv[1:])
