"""What the command `train` does with its arguments, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from hustings.interface.output import (
    print_problems,
    print_result,
    print_rows,
    say,
)
from hustings.interface.progress import show_progress
from hustings.interface.train_arguments import Trainable
from hustings.store.project import Store
from hustings.workflow.training import train_units
from hustings.workflow.training_coders import TrainOptions, train_from_table
from hustings.workflow.training_projects import train_in_project

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.interface.train_arguments import TrainArguments
    from hustings.workflow.training import TrainResult
    from hustings.workflow.training_results import TrainedCoder

_SHOWN = ("variable", "code", "precision", "recall", "f1", "f1_low", "f1_high", "n")
"""Columns that fit on a terminal."""


def train(asked: TrainArguments) -> None:
    """Train a model on a table or in a project, and print how well it does.

    Raises
    ------
    typer.BadParameter
        If options do not go together, or what is needed is missing.
    """
    table, out, purpose = asked.table, asked.out, asked.purpose
    _check(purpose, table, out)
    options = TrainOptions(
        codebook=asked.codebook,
        variable=asked.variable,
        embedding=asked.embedding,
        seed=asked.seed,
        language=asked.language,
        name=asked.name,
        purpose="stance" if purpose == Trainable.stance else "codes",
    )
    if purpose == Trainable.units:
        _refuse_coder_options(options)
    with show_progress("Training"):
        if table is None:
            with Store.open(asked.project) as store:
                trained = train_in_project(store, options, out=out)
                _print_coder(trained, json=asked.json)
        elif purpose == Trainable.units:
            _print_cutter(_units(table, out, asked.language), json=asked.json)
        else:
            _print_coder(_coder(table, out, options), json=asked.json)


def _check(purpose: Trainable, table: Path | None, out: Path | None) -> None:
    """Raise where a table is needed and missing, or the place for the model."""
    if table is None and purpose == Trainable.units:
        message = "--for units needs a table: --from TABLE --out MODEL."
        raise typer.BadParameter(message)
    if table is not None and out is None:
        message = "Name the file to write: --out MODEL."
        raise typer.BadParameter(message)


def _refuse_coder_options(options: TrainOptions) -> None:
    if options != TrainOptions(language=options.language):
        message = "--for units takes --from, --out and --language only."
        raise typer.BadParameter(message)


def _units(table: Path, out: Path | None, language: str | None) -> TrainResult:
    assert out is not None  # noqa: S101  # checked before
    return train_units(table, out, language=language)


def _coder(table: Path, out: Path | None, options: TrainOptions) -> TrainedCoder:
    assert out is not None  # noqa: S101  # checked before
    return train_from_table(table, out, options)


def _print_cutter(result: TrainResult, *, json: bool) -> None:
    if json:
        print_result(result.to_rows(), result.problems, result.run_row())
        return
    print_rows(result.to_rows())
    print_problems(result.problems)
    say(result.summary())


def _print_coder(result: TrainedCoder, *, json: bool) -> None:
    """Print rows by code, then the learning curve, then what it all means."""
    if json:
        print_result(result.to_rows(), result.problems, result.run_row())
        return
    print_rows(result.to_rows(), columns=_SHOWN)
    print_problems(result.problems)
    for line in result.summary().splitlines():
        say(line)
