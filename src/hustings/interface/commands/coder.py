"""The command `coder`."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from hustings.interface.endpoint_options import (
    ConcurrencyOption,
    FormOption,
    InsecureOption,
    KeyOption,
    ModelOption,
    PriceInOption,
    PriceOutOption,
    RemoteOption,
    SettingOption,
    TimeoutOption,
    read_settings,
)
from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_result, print_rows, print_text, say
from hustings.model.endpoint import Endpoint
from hustings.store.project import Store
from hustings.workflow.coders import add_coder, list_coders
from hustings.workflow.remote_endpoints import add_endpoint, list_endpoints
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
    remote: RemoteOption = None,
    model: ModelOption = None,
    key_env: KeyOption = None,
    concurrency: ConcurrencyOption = None,
    timeout: TimeoutOption = None,
    price_in: PriceInOption = None,
    price_out: PriceOutOption = None,
    answer_form: FormOption = None,
    setting: SettingOption = None,
    insecure: InsecureOption = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Add the people who code, and see what each has done.

    Adding or inviting a person prints a link with which they set a password for
    'hustings serve --team', once, within seven days. A name has up to 40 letters,
    digits, spaces, full stops, '_' and '-'. Large and small letters make no difference.

    With --remote a language model behind an endpoint is added, on this machine or at
    a host that you name. 'hustings code --coder remote:NAME' asks it; nothing is sent
    before. Adding one of the same name changes its settings.
    """
    if (action != Action.list) != (name is not None):
        asked = "Name the person to add" if name is None else "'list' takes no name"
        message = f"{asked}: hustings coder add NAME, or hustings coder list."
        raise typer.BadParameter(message)
    given: dict[str, Any] = {
        "key_variable": key_env,
        "concurrency": concurrency,
        "timeout": timeout,
        "price_in": price_in,
        "price_out": price_out,
        "form": None if answer_form is None else answer_form.value,
        "settings": read_settings(setting) or None,
        "is_insecure": insecure or None,
    }
    said = {key: value for key, value in given.items() if value is not None}
    _check_remote(action, remote, model, is_described=bool(said))
    with Store.open(project) as store:
        if name is None:
            _list(store, as_json=json)
        elif remote is not None:
            plain = Endpoint(name=name, url=remote, model=model or "")
            _add_endpoint(store, replace(plain, **said), as_json=json)
        else:
            _bring_in(store, name, action, role, as_json=json)


def _check_remote(
    action: Action, remote: str | None, model: str | None, *, is_described: bool
) -> None:
    """Raise where options on an endpoint do not add one."""
    if remote is None and (model is not None or is_described):
        message = "Options on a language model need --remote URL."
        raise typer.BadParameter(message)
    if remote is not None and (action != Action.add or model is None):
        command = "hustings coder add NAME --remote URL --model MODEL"
        message = f"Name address and model: {command}."
        raise typer.BadParameter(message)


def _bring_in(
    store: Store, name: str, action: Action, role: RoleOf, *, as_json: bool
) -> None:
    """Add or invite a person."""
    if action == Action.add:
        added = add_coder(store, name, role=role.value)
        say(f"Added {added.coder_id}, {added.role}.")
    _print_link(invite_coder(store, name), as_json=as_json)


def _add_endpoint(store: Store, endpoint: Endpoint, *, as_json: bool) -> None:
    result = add_endpoint(store, endpoint)
    if as_json:
        print_result(result.to_rows(), (), None)
        return
    say(result.summary())


def _list(store: Store, *, as_json: bool) -> None:
    """List the people, and the endpoints below them."""
    result, endpoints = list_coders(store), list_endpoints(store)
    rows = [*result.to_rows(), *endpoints.to_rows()]
    if as_json:
        print_result(rows, (), None)
        return
    print_rows(rows)
    say(result.summary())
    for line in endpoints.lines():
        say(line)


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
