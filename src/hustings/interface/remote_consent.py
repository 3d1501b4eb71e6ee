"""Before texts leave the machine: the estimate is shown, and a person is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from hustings.errors import ConsentNeededError
from hustings.interface.output import say

if TYPE_CHECKING:
    from hustings.coding.remote_estimates import RemoteEstimate

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
        help="Texts may leave this machine; do not ask.",
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


def require_agreement(estimate: RemoteEstimate, *, yes: bool) -> None:
    """Show an estimate, and ask where texts would leave this machine.

    Raises
    ------
    ConsentNeededError
        If nobody is there to be asked.
    Abort
        If the person says no.
    """
    say(estimate.summary())
    say(estimate.leaves)
    if yes or not estimate.needs_consent:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConsentNeededError(leaves=estimate.leaves)
    typer.confirm("Send them?", abort=True, err=True)
