"""The options of `compare` that are about claims, and what they ask for together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class By(StrEnum):
    """What the rows are."""

    codes = "codes"
    issues = "issues"


class NetworkOf(StrEnum):
    """What is tied to what in a network."""

    two_mode = "two-mode"
    congruence = "congruence"
    conflict = "conflict"
    subtract = "subtract"


class NormaliseBy(StrEnum):
    """What the weight of a tie is divided by."""

    none = "none"
    activity = "activity"
    jaccard = "jaccard"
    cosine = "cosine"


ByOption: TypeAlias = Annotated[
    By | None,
    typer.Option(
        help="Compare by codes, or by issues: who is for or against what.",
        show_default="issues where only claims were found",
    ),
]
AgreementOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--agreement", help="How far actors stand on the same side of their issues."
    ),
]
EditionsOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ACTOR",
        help="What this actor's last document kept, dropped, reversed, took up.",
        show_default=False,
    ),
]
NetworkOption: TypeAlias = Annotated[
    NetworkOf | None,
    typer.Option(
        help="A discourse network of actors and issues, or of actors alone.",
        show_default=False,
    ),
]
NormaliseOption: TypeAlias = Annotated[
    NormaliseBy,
    typer.Option(help="With --network: what ties between actors are divided by."),
]
CountedOption: TypeAlias = Annotated[
    bool,
    typer.Option("--counted", help="With --network: repeated claims count each time."),
]
DemandsOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The demands and pledges of this document or actor, to be cited.",
        show_default=False,
    ),
]
CalendarOption: TypeAlias = Annotated[
    bool, typer.Option("--calendar", help="All dates that the documents name.")
]
OutOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Write the network (.graphml, .gexf, .csv) or the calendar (.ics).",
        show_default=False,
    ),
]
SinceOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Claims: documents from here on.", show_default=False
    ),
]
UntilOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Claims: documents up to here.", show_default=False
    ),
]
EveryOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--every-document",
        help="Claims: all documents of an actor, and not only its latest.",
    ),
]
ReportedOption: TypeAlias = Annotated[
    bool,
    typer.Option("--reported", help="Claims: also stances reported of others."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsAsked:
    """What was asked of claims.

    Attributes
    ----------
    by : By or None
    out : Path or None
        Where a network or a calendar is written.
    """

    by: By | None = None
    agreement: bool = False
    editions: str | None = None
    network: NetworkOf | None = None
    normalise: NormaliseBy = NormaliseBy.none
    counted: bool = False
    demands: str | None = None
    calendar: bool = False
    out: Path | None = None
    replace: bool = False
    since: str | None = None
    until: str | None = None
    every_document: bool = False
    reported: bool = False

    @property
    def views(self) -> list[str]:
        """Name the views that are asked for beside the plain one."""
        given = {
            "--agreement": self.agreement,
            "--editions": self.editions is not None,
            "--network": self.network is not None,
            "--demands": self.demands is not None,
            "--calendar": self.calendar,
        }
        return [name for name, is_given in given.items() if is_given]

    @property
    def needs_claims(self) -> bool:
        """Whether an option was given that says something of claims alone."""
        chosen = (self.since, self.until, self.every_document, self.reported)
        return bool(self.views or self.by is By.issues or any(chosen))


def check_asked(asked: ClaimsAsked, *, given: str | None) -> None:
    """Refuse options that do not go together.

    Parameters
    ----------
    given : str or None
        The option that compares something else, such as ``--scale``.
    """
    views = asked.views
    if len(views) > 1:
        reason = f"it shows something else than {views[0]}. Ask for one of them."
        raise typer.BadParameter(reason, param_hint=views[1])
    if given is not None and asked.needs_claims:
        reason = "it says nothing of claims."
        raise typer.BadParameter(reason, param_hint=given)
    if asked.by is By.codes and (views or asked.since or asked.until):
        reason = "this view is made of claims."
        raise typer.BadParameter(reason, param_hint="--by codes")
    if asked.out is not None and not (asked.network or asked.calendar):
        reason = "it is written with --network or --calendar alone."
        raise typer.BadParameter(reason, param_hint="--out")
