"""Options of ``code --by hand``. What they do is in `hustings.interface.hand_work`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Worker(StrEnum):
    """Who codes: a program or people."""

    machine = "machine"
    hand = "hand"


class StratifyBy(StrEnum):
    """What makes a stratum."""

    none = "none"
    actor = "actor"
    document = "document"
    code = "code"


class AllocationOf(StrEnum):
    """How many come from each stratum."""

    proportional = "proportional"
    equal = "equal"


class OrderOf(StrEnum):
    """In which order a coder meets the units."""

    shuffled = "shuffled"
    document = "document"


class QueueOf(StrEnum):
    """What decides which units are coded."""

    random = "random"
    active = "active"


def read_share(text: str) -> float:
    """Read a share, as a number or in per cent.

    Raises
    ------
    typer.BadParameter
        If it is neither.

    Examples
    --------
    >>> read_share("0.2"), read_share("20%")
    (0.2, 0.2)
    """
    written = str(text).strip()  # a default comes as a number
    try:
        share = float(written.removesuffix("%"))
    except ValueError:
        message = f"{written!r} is no share: write 0.2 or 20%."
        raise typer.BadParameter(message) from None
    return share / 100 if written.endswith("%") else share


ByOption: TypeAlias = Annotated[
    Worker, typer.Option("--by", help="A program, or people.")
]
CodersOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ana,ben", help="By hand: who gets units.", show_default=False
    ),
]
SampleOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="By hand: how many units to draw, such as 200, 0.2 or 20%.",
        show_default="all",
    ),
]
StratifyOption: TypeAlias = Annotated[
    StratifyBy, typer.Option(help="By hand: draw from each of these.")
]
AllocateOption: TypeAlias = Annotated[
    AllocationOf, typer.Option(help="How many from each: by size, or as many.")
]
CodesOfOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="CODER",
        help="With --stratify code or --more-of: whose codes.",
        show_default="who coded last",
    ),
]
MoreOfOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="economic,social",
        help="Draw more of the units that a program finds likely to have one of these "
        "codes: for shares and positions of what has them.",
        show_default=False,
    ),
]
WholeOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--whole-documents",
        help="Draw documents with all their units; --sample counts documents.",
    ),
]
DocumentsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--documents",
        help="Draw from this document only (id or file name); may be repeated.",
        show_default="all",
    ),
]
OverlapOption: TypeAlias = Annotated[
    float,
    typer.Option(
        parser=read_share,
        metavar="SHARE",
        help="Share of the units that two coders get, such as 0.2 or 20%.",
    ),
]
VariablesOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="topic,stance", help="What is to be coded.", show_default="all"
    ),
]
OrderOption: TypeAlias = Annotated[
    OrderOf | None,
    typer.Option(
        help="Order of coding.",
        show_default="shuffled where units are drawn one by one, else by document",
    ),
]
NewOnlyOption: TypeAlias = Annotated[
    bool, typer.Option("--new-only", help="Leave out units assigned before.")
]
BlindOption: TypeAlias = Annotated[
    bool,
    typer.Option("--blind", help="Coders are not told whose words they code."),
]
UnitisingOption: TypeAlias = Annotated[
    bool,
    typer.Option("--unitising", help="Coders may cut and join units in the room."),
]
ClaimsOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--claims",
        help="Coders do not code: they correct the claims that 'hustings claim' found, "
        "or with --blind find them themselves.",
    ),
]
TrainingOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="ANSWERS",
        help="Give every coder the units of this table of right answers.",
        show_default=False,
    ),
]
SheetOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT",
        help="Write a sheet for each coder: .csv or .xlsx.",
        show_default=False,
    ),
]
SeedOption: TypeAlias = Annotated[
    int, typer.Option(help="The same seed draws the same units.")
]


QueueOption: TypeAlias = Annotated[
    QueueOf,
    typer.Option(
        help="Draw all units at random, or let a machine's doubts choose most of them."
    ),
]
RandomShareOption: TypeAlias = Annotated[
    float,
    typer.Option(
        parser=read_share,
        metavar="SHARE",
        help="Of an active queue: the share that is drawn at random all the same, and "
        "kept apart to check machines with and to estimate from.",
    ),
]


def named(text: str | None, option: str) -> tuple[str, ...]:
    """Cut an option's text at its commas; refuse one that names nothing.

    Raises
    ------
    typer.BadParameter
        If the option was given, and nothing stands in it.
    """
    found = listed(text)
    if text is not None and not found:
        message = f"{option} names nothing: give names with commas, or leave it out."
        raise typer.BadParameter(message)
    return found


def listed(text: str | None) -> tuple[str, ...]:
    """Cut an option's text at its commas."""
    return tuple(part for one in (text or "").split(",") if (part := one.strip()))
