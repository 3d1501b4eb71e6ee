"""The options of `claim` that are about issues, and what they ask for together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

import typer

IssuesOption: TypeAlias = Annotated[
    bool,
    typer.Option("--issues", help="List the issues with the targets gathered in each."),
]
RenameOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ISSUE", help="Give this issue the name --to.", show_default=False
    ),
]
MergeOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ISSUE",
        help="Make one issue of these; once for each.",
        show_default=False,
    ),
]
SplitOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ISSUE",
        help="Let the targets of --target leave this issue.",
        show_default=False,
    ),
]
TargetsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar="WORDS",
        help="With --split: a target that leaves; once for each.",
        show_default=False,
    ),
]
ToOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What the issue is called that is renamed, merged or split off.",
        show_default=False,
    ),
]
DeciderOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="CODER",
        help="Who decides, as 'hustings coder' lists them.",
        show_default=False,
    ),
]
CoderOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="A second opinion: a coder that 'train --for stance' made, by name or "
        "file.",
        show_default=False,
    ),
]
ParserOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Sharpen targets with this spaCy pipeline: an installed one, or its "
        "folder.",
        show_default=False,
    ),
]
OnOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="TARGET",
        help="What each document says of this target; or that it is silent.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is used beside the grammar.

    Attributes
    ----------
    coder : str or None
        A learned coder that gives a second opinion.
    parser : str or None
    """

    coder: str | None = None
    parser: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesAsked:
    """What is asked of issues.

    Attributes
    ----------
    to : str or None
        The name that an issue gets.
    by : str or None
        Who decides.
    """

    issues: bool = False
    rename: str | None = None
    merge: tuple[str, ...] = ()
    split: str | None = None
    targets: tuple[str, ...] = ()
    to: str | None = None
    by: str | None = None

    @property
    def given(self) -> list[str]:
        """Name what is to be done, as options."""
        asked = {
            "--issues": self.issues,
            "--rename": self.rename is not None,
            "--merge": bool(self.merge),
            "--split": self.split is not None,
        }
        return [name for name, is_given in asked.items() if is_given]


def check_beside(
    asked: IssuesAsked,
    beside: Beside,
    *,
    on: str | None,
    has_table: bool,
) -> None:
    """Refuse a second opinion or a parser where nothing is looked for."""
    for option, value in (("--coder", beside.coder), ("--parser", beside.parser)):
        if value is not None and (asked.given or asked.to or asked.by):
            reason = "it goes with looking for claims, not with issues."
            raise typer.BadParameter(reason, param_hint=option)
    if beside.parser is not None and on is not None and not has_table:
        reason = "claims have been found already. Run 'hustings claim --parser' first."
        raise typer.BadParameter(reason, param_hint="--parser")


def check_issues(asked: IssuesAsked, *, on: str | None, has_table: bool) -> None:
    """Refuse options that do not go together."""
    given = [*asked.given, *(["--on"] if on is not None else [])]
    if len(given) > 1:
        reason = f"it asks for something else than {given[0]}. Ask for one of them."
        raise typer.BadParameter(reason, param_hint=given[1])
    if asked.given and has_table:
        reason = "issues are those of a project."
        raise typer.BadParameter(reason, param_hint=asked.given[0])
    _check_parts(asked)


def _check_parts(asked: IssuesAsked) -> None:
    """Refuse parts of a decision without the rest of it."""
    is_decision = bool({*asked.given} - {"--issues"})
    for option, value in (("--to", asked.to), ("--by", asked.by)):
        if value is not None and not is_decision:
            reason = "it goes with --rename, --merge or --split."
            raise typer.BadParameter(reason, param_hint=option)
    if asked.rename is not None and asked.to is None:
        reason = "name what it is called with --to."
        raise typer.BadParameter(reason, param_hint="--rename")
    if len(set(asked.merge)) == 1:
        reason = "name two or more issues, each with an option of its own."
        raise typer.BadParameter(reason, param_hint="--merge")
    if bool(asked.targets) != (asked.split is not None):
        reason = "--split and --target go together."
        raise typer.BadParameter(reason, param_hint="--split")
