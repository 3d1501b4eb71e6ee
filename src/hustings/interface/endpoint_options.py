"""The options that describe an endpoint of a language model."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

_PANEL = "A language model"


class FormOf(StrEnum):
    """How the form of an answer is asked for."""

    schema = "schema"
    json = "json"
    text = "text"


RemoteOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--remote",
        help="Add a language model in place of a person: the address of an endpoint "
        "that speaks the OpenAI protocol, such as http://localhost:11434/v1.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
ModelOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--model",
        help="The model, as the endpoint calls it.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
KeyOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--key-env",
        help="Name of the environment variable that holds the key. The key itself is "
        "never kept.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
ConcurrencyOption: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        help="Requests at once.",
        show_default="4",
        rich_help_panel=_PANEL,
    ),
]
TimeoutOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        help="Seconds for one answer.",
        show_default="120",
        rich_help_panel=_PANEL,
    ),
]
PriceInOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--price-in",
        help="Of a million tokens sent, for the estimate.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
PriceOutOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--price-out",
        help="Of a million tokens answered, for the estimate.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
FormOption: TypeAlias = Annotated[
    FormOf | None,
    typer.Option(
        "--answer-form",
        help="What the endpoint holds its model to: a JSON schema, JSON, or nothing.",
        show_default="schema",
        rich_help_panel=_PANEL,
    ),
]
SettingOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--setting",
        help="Further part of every request, such as temperature=0.2; an empty value "
        "leaves one out. May be repeated.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
InsecureOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--insecure",
        help="Allow http to another machine, where anybody on the way can read texts.",
        rich_help_panel=_PANEL,
    ),
]


def read_settings(pairs: Iterable[str] | None) -> dict[str, object]:
    """Read settings as JSON values; what is no JSON is text, nothing is None.

    Examples
    --------
    >>> read_settings(["temperature=0.2", "reasoning_effort=low", "max_tokens="])
    {'temperature': 0.2, 'reasoning_effort': 'low', 'max_tokens': None}
    """
    found: dict[str, object] = {}
    for pair in pairs or ():
        name, is_pair, value = pair.partition("=")
        if not (name and is_pair):
            message = f"'--setting {pair}' is not NAME=VALUE."
            raise typer.BadParameter(message)
        found[name] = _value(value)
    return found


def _value(text: str) -> object:
    if not text:
        return None
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value
