"""Every command that a page names is one that there is, with options that it has."""

from __future__ import annotations

import re
import shlex
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import typer

from hustings.interface import cli
from hustings.interface.pages.rendering import HERE
from hustings.interface.pages.site import plan_site
from invented_claims import project_with_claims
from invented_project import empty_project, invented_project

if TYPE_CHECKING:
    from collections.abc import Iterator

_ON_A_PAGE = re.compile(r"<code>(hustings [a-z][^<]*)</code>")
_IN_A_SOURCE = re.compile(r"[\"“>`](hustings [a-z][^<\"“”`]*)")
_FILLED = re.compile(r"\{\{.*?\}\}")
USAGE = typer.BadParameter.__mro__[1]
_BRANCH = re.compile(r"\{%.*?%\}")


def commands_of_pages() -> Iterator[tuple[str, str]]:
    """Yield the commands of all pages of three projects, with where they stand."""
    for project in (empty_project(), invented_project(), project_with_claims()):
        for address, write in plan_site(project).items():
            if address.endswith(".html"):
                for said in _ON_A_PAGE.findall(write().decode()):
                    yield address, unescape(said)


def commands_of_sources() -> Iterator[tuple[str, str]]:
    """Yield the commands of templates and views, with something filled in."""
    for path in [*HERE.rglob("*.html"), *HERE.glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for said in _IN_A_SOURCE.findall(_BRANCH.sub("", _FILLED.sub(fill, text))):
            yield path.name, said


def fill(place: re.Match[str]) -> str:
    """Fill a place of a template; what stands there in some cases alone is left out."""
    if " if " in place[0]:
        return ""
    return "two-mode" if "kind" in place[0] else "rile"


def parse(words: list[str]) -> None:
    """Read a command's words as the command line does, without doing it."""
    group: Any = typer.main.get_command(cli.build_app(words[0]))
    name, command, rest = group.resolve_command(None, words)
    command.make_context(name, rest)


NAMED = sorted({*commands_of_pages(), *commands_of_sources()})


def test_pages_name_commands_on_claims() -> None:
    said = {command for _, command in NAMED}
    assert "hustings compare --editions rile" in said
    assert "hustings claim --rename levies --to NAME" in said
    assert "hustings claim" in said


@pytest.mark.parametrize(("page", "command"), NAMED)
def test_every_command_that_a_page_names_is_understood(page: str, command: str) -> None:
    assert page
    name, *words = shlex.split(command)[1:]
    assert name in cli.COMMANDS
    parse([name, *words])


def test_a_command_with_an_unknown_option_would_be_found() -> None:
    with pytest.raises(USAGE, match="--never"):
        parse(["claim", "--never"])
