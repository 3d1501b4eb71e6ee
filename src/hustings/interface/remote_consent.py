"""Before texts leave the machine: the estimate is shown, and a person is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from hustings.errors import ConsentNeededError
from hustings.interface.output import say
from hustings.workflow.remote_agreements import is_agreed

if TYPE_CHECKING:
    from hustings.coding.remote_estimates import RemoteEstimate
    from hustings.store.project import Store


def require_agreement(store: Store, estimate: RemoteEstimate, *, yes: bool) -> None:
    """Show an estimate, and ask where texts would leave this machine.

    A host is agreed to once: the project remembers it.

    Raises
    ------
    ConsentNeededError
        If nobody is there to be asked.
    Abort
        If the person says no.
    """
    say(estimate.summary())
    say(estimate.leaves)
    if not estimate.needs_consent:
        return
    host = estimate.endpoint.host
    if is_agreed(store, estimate.endpoint):
        say(f"That texts go to {host} was agreed to before.")
        return
    if yes:
        say(f"Agreed to by --yes, and remembered for {host}.")
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConsentNeededError(leaves=estimate.leaves)
    typer.confirm("Send them?", abort=True, err=True)
