"""Options that several commands have, defined once."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Into(StrEnum):
    """What documents are split into."""

    quasi_sentence = "quasi-sentence"
    sentence = "sentence"
    paragraph = "paragraph"


class IntervalOf(StrEnum):
    """Where an interval comes from: three ways for codes, three for words."""

    block = "block"
    multinomial = "multinomial"
    none = "none"
    formula = "formula"
    quasi_poisson = "quasi-poisson"
    bootstrap = "bootstrap"


class RescaleBy(StrEnum):
    """How raw Wordscores are stretched."""

    none = "none"
    lbg = "lbg"
    mv = "mv"


class CorrectBy(StrEnum):
    """How machine codings are corrected by hand, or a coder's by a known matrix."""

    tuned = "tuned"
    difference = "difference"
    hand = "hand"
    borrowed = "borrowed"
    matrix = "matrix"
    simex = "simex"
    none = "none"


class OwnFormula(StrEnum):
    """How a scale of two lists of codes is computed."""

    difference = "difference"
    logit = "logit"


ProjectOption: TypeAlias = Annotated[
    Path,
    typer.Option("--project", help="The project's folder.", show_default="this folder"),
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")
]
IntoOption: TypeAlias = Annotated[
    Into, typer.Option("--into", help="The units to split into.")
]
ActorOption: TypeAlias = Annotated[
    str | None, typer.Option(help="Who speaks.", show_default="guessed")
]
DateOption: TypeAlias = Annotated[
    str | None,
    typer.Option(help="2031-10-07, 2031-10 or 2031.", show_default="guessed"),
]
TitleOption: TypeAlias = Annotated[str | None, typer.Option(show_default="guessed")]
LanguageOption: TypeAlias = Annotated[
    str | None,
    typer.Option(help="Two letters, such as en.", show_default="detected"),
]
ProcessesOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--processes",
        min=1,
        help="Worker processes.",
        show_default="one a core, at most four",
    ),
]
MaxSecondsOption: TypeAlias = Annotated[
    int,
    typer.Option("--max-seconds", min=1, help="Seconds of computing a file may cost."),
]
MaxMegabytesOption: TypeAlias = Annotated[
    int,
    typer.Option("--max-megabytes", min=100, help="Memory that a file may cost."),
]
ReplaceOption: TypeAlias = Annotated[
    bool, typer.Option("--replace", help="Write over a file that is there.")
]
CoderOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="Use the codings by this coder; 'adjudicated' for what was settled.",
        show_default=False,
    ),
]
TableOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="Work on this table (CSV, JSONL or Parquet) with no project.",
        show_default=False,
    ),
]

DEFAULT_PROCESSES = min(os.cpu_count() or 1, 4)
HERE = Path()
