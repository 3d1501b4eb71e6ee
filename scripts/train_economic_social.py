"""Train the coder that comes with Hustings: `train_economic_social.py DATA`.

DATA holds `csta/sentences_majority.csv`: the sentences of twelve British manifestos
of 1987 to 2001 with the topic that most of their coders gave them, and the mean
direction (Benoit, Conway, Lauderdale, Laver and Mikhaylov 2016, MIT licence). Three
coders go into one file, one for each variable of the codebook `economic-social`: the
topic, and the direction on either scale, the mean rounded to a whole number. The same
sentences give the same bytes. Prints how well each does on manifestos that it has not
seen.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.learned_files import learned_bundle_to_bytes
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.coding.units_in_context import UnitsInContext
from hustings.outside.models import packaged_embedding
from hustings.outside.packaged import codebook_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_training import Training

    Row = dict[str, str]

NAME = "economic-social"
WEIGHTS = Path(__file__).parent.parent / "src" / "hustings" / "weights" / "coders"
VARIABLES = ("topic", "economic", "social")


def main(folder: str) -> None:
    """Train, print the validation, and write the file."""
    rows = read_sentences(Path(folder) / "csta" / "sentences_majority.csv")
    trained = {variable: train(rows, variable) for variable in VARIABLES}
    for variable, training in trained.items():
        print_validation(variable, training)
    content = learned_bundle_to_bytes({v: one.coder for v, one in trained.items()})
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{NAME}.npz").write_bytes(content)
    print(f"\n{len(content):,} bytes")


def read_sentences(path: Path) -> list[Row]:
    """Read the sentences, manifesto by manifesto in reading order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def train(rows: Sequence[Row], variable: str) -> Training:
    """Train on all sentences; those without a value stand around the others."""
    units = UnitsInContext.from_rows(
        {
            "unit": row["doc_id"],
            "document": f"{row['party']} {row['year']}",
            "text": row["text"],
            "language": "en",
        }
        for row in rows
    )
    return train_coder(
        units,
        [value_of(row, variable) for row in rows],
        codebook=codebook_from_text(codebook_text(NAME), name=NAME),
        variable=variable,
        embedding=packaged_embedding("en"),
        options=LearningOptions(name=NAME),
    )


def value_of(row: Row, variable: str) -> str | None:
    """Give the code of a sentence; directions only of sentences on the topic."""
    topic = row["topic"].lower()
    if variable == "topic":
        return topic
    if topic != variable or not row["crowd_mean"]:
        return None
    return str(round(float(row["crowd_mean"])))


def print_validation(variable: str, training: Training) -> None:
    """Print a table of codes, and a sentence about all."""
    validation = training.validation
    print(f"\n{variable}: {validation.summary()} {validation.advice}\n")
    print("| code | precision | recall | F1 | sentences |")
    print("| --- | --- | --- | --- | --- |")
    for row in validation.to_rows():
        cells = [shown(row, name) for name in ("precision", "recall", "f1")]
        print(f"| {row['code']} | {' | '.join(cells)} | {row['n']:,} |")


def shown(row: dict[str, object], name: str) -> str:
    """Show a share with its interval."""
    numbers = [row[name], row[f"{name}_low"], row[f"{name}_high"]]
    if None in numbers:
        return "–"
    estimate, low, high = (f"{number:.2f}" for number in numbers)
    return f"{estimate} [{low}, {high}]"


if __name__ == "__main__":
    main(*sys.argv[1:])
