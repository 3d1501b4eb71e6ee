"""The command `coder`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_result, print_rows, print_text, say
from hustings.store.project import Store
from hustings.workflow.coders import add_coder, list_coders
from hustings.workflow.room_entry import OneTimeLink, invite_coder

EXAMPLE = "Example: hustings coder add 'Ana María' --role manager"


class Action(StrEnum):
    """What is done."""

    add = "add"
    invite = "invite"
    list = "list"


class RoleOf(StrEnum):
    """What a person may do."""

    coder = "coder"
    manager = "manager"


def run(
    action: Annotated[
        Action, typer.Argument(help="Add a person, give a new link, or list all.")
    ],
    name: Annotated[
        str | None, typer.Argument(help="The person.", show_default=False)
    ] = None,
    role: Annotated[
        RoleOf, typer.Option(help="A manager also hands out and settles codings.")
    ] = RoleOf.coder,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Add the people who code, and see what each has done.

    Adding or inviting a person prints a link with which they set a password for
    'hustings serve --team', once, within seven days. A name has up to 40 letters,
    digits, spaces, full stops, '_' and '-'. Large and small letters make no difference.
    """
    if (action != Action.list) != (name is not None):
        asked = "Name the person to add" if name is None else "'list' takes no name"
        message = f"{asked}: hustings coder add NAME, or hustings coder list."
        raise typer.BadParameter(message)
    with Store.open(project) as store:
        if name is not None:
            if action == Action.add:
                added = add_coder(store, name, role=role.value)
                say(f"Added {added.coder_id}, {added.role}.")
            _print_link(invite_coder(store, name), as_json=json)
            return
        result = list_coders(store)
    if json:
        print_result(result.to_rows(), (), None)
        return
    print_rows(result.to_rows())
    say(result.summary())


def _print_link(link: OneTimeLink, *, as_json: bool) -> None:
    """Print a one-time link: the only time that it is seen."""
    day = link.expires[:10]
    if as_json:
        row = {"coder": link.coder.coder_id, "link": link.path, "expires": link.expires}
        print_result([row], (), None)
        return
    say(
        f"With this link on your server {link.coder.coder_id} sets a password for the "
        f"coding room, once, until {day}:"
    )
    print_text(f"{link.path}\n")
