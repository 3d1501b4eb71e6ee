"""The command `train`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import JsonOption, LanguageOption
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.workflow.training import train_units

EXAMPLE = "Example: hustings train --for units --from units.csv --out ours.json"


class Trainable(StrEnum):
    """What can be trained."""

    units = "units"


def run(
    table: Annotated[
        Path,
        typer.Option(
            "--from", help="Units that people cut (CSV, JSONL or Parquet), in order."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The model to write, as JSON.")],
    purpose: Annotated[
        Trainable, typer.Option("--for", help="What the model is to do.")
    ] = Trainable.units,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Train a model on your own hand-made data, and measure it on documents left out.

    --for units learns to cut sentences into quasi-sentences as your coders do. The
    table has the columns document and text, a row a unit, and, if wished, language. Use
    the model with 'hustings split --cutter MODEL'.
    """
    del purpose  # there is one so far, and the option names it
    with show_progress("Training"):
        result = train_units(table, out, language=language)
    if json:
        print_result(result.to_rows(), result.problems, result.run_row())
        return
    print_rows(result.to_rows())
    print_problems(result.problems)
    say(result.summary())
