"""Options of ``code`` by a program; `hustings.interface.machine_work` does it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

_PANEL = "Remote coders"

EstimateOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--estimate",
        help="Say what would be sent, what it would cost, and send nothing.",
        rich_help_panel=_PANEL,
    ),
]
YesOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--yes",
        help="Texts may go to the coder's host; do not ask. Remembered for that host.",
        rich_help_panel=_PANEL,
    ),
]
AgainOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--again", help="Ask anew what was answered before.", rich_help_panel=_PANEL
    ),
]
SamplesOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--samples",
        min=1,
        max=50,
        help="Answers on each unit; several give probabilities.",
        rich_help_panel=_PANEL,
    ),
]


class FormOf(StrEnum):
    """What a network reads of a unit."""

    sentence = "sentence"
    context = "context"


FormOption: TypeAlias = Annotated[
    FormOf | None,
    typer.Option(
        "--form",
        help="What a network reads: the unit alone, or with the units around it.",
        show_default="what its name says",
    ),
]
TargetOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="WORDS",
        help="What stances are on, such as 'a wealth tax': the target of every unit "
        "that has none of its own.",
        show_default=False,
    ),
]
