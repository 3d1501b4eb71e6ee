"""The command `train`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import HERE, JsonOption, LanguageOption, ProjectOption
from hustings.interface.output import (
    print_problems,
    print_result,
    print_rows,
    say,
)
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.training import train_units
from hustings.workflow.training_coders import TrainOptions, train_from_table
from hustings.workflow.training_projects import train_in_project

if TYPE_CHECKING:
    from hustings.workflow.training import TrainResult
    from hustings.workflow.training_results import TrainedCoder

EXAMPLE = "Example: hustings train --from codings.csv --out ours.npz"

_SHOWN = ("variable", "code", "precision", "recall", "f1", "f1_low", "f1_high", "n")
"""Columns that fit on a terminal."""


class Trainable(StrEnum):
    """What can be trained."""

    codes = "codes"
    units = "units"
    stance = "stance"


def run(
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="What people coded or cut (CSV, JSONL or Parquet).",
            show_default="the project's codings by people",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The model to write. In a project it is kept there, too.",
            show_default=False,
        ),
    ] = None,
    purpose: Annotated[
        Trainable, typer.Option("--for", help="What the model is to do.")
    ] = Trainable.codes,
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Name of a codebook, or a codebook file: its domains help, and values "
            "are checked.",
            show_default="the one that people coded with",
        ),
    ] = None,
    variable: Annotated[
        str | None,
        typer.Option(help="Learn this variable only.", show_default="all coded"),
    ] = None,
    embedding: Annotated[
        str | None,
        typer.Option(
            help="What words mean: the path of an embedding, or 'none'.",
            show_default="the one that comes with Hustings, for English",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="What the coder is called.", show_default="the codebook's, or OUT's"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of chance.")] = 0,
    language: LanguageOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Train a model on what people coded, and measure it on documents left out.

    A coder learns from a table with the columns unit, text and value and, if wished,
    document, before, after, heading, language and variable; or, without --from, from
    the codings by people in a project, adjudicated values first. Use it with 'hustings
    code --coder MODEL'.

    --for stance learns who is for or against a target: the table has a column target;
    in a project it learns the variables whose codes are for, against and neutral.
    --for units learns to cut sentences into quasi-sentences: columns document and text,
    a row a unit. Use that with 'hustings split --cutter MODEL'.
    """
    _check(purpose, table, out)
    options = TrainOptions(
        codebook=codebook,
        variable=variable,
        embedding=embedding,
        seed=seed,
        language=language,
        name=name,
        purpose="stance" if purpose == Trainable.stance else "codes",
    )
    if purpose == Trainable.units:
        _refuse_coder_options(options)
    with show_progress("Training"):
        if table is None:
            with Store.open(project) as store:
                _print_coder(train_in_project(store, options, out=out), json=json)
        elif purpose == Trainable.units:
            _print_cutter(_units(table, out, language), json=json)
        else:
            _print_coder(_coder(table, out, options), json=json)


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
