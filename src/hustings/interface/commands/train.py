"""The command `train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, LanguageOption, ProjectOption
from hustings.interface.train_arguments import Trainable, TrainArguments

EXAMPLE = "Example: hustings train --from codings.csv --out ours.npz"


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
    from hustings.interface.train_work import train  # noqa: PLC0415  # slow; not for --help

    train(
        TrainArguments(
            table=table,
            out=out,
            purpose=purpose,
            codebook=codebook,
            variable=variable,
            embedding=embedding,
            name=name,
            seed=seed,
            language=language,
            project=project,
            json=json,
        )
    )
