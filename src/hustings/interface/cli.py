"""The command line: a table of commands, each loaded when it is called.

Loading late keeps ``hustings --help`` quick. This is the one place that translates
errors into the line a person reads and the exit code a script reads.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from hustings.errors import HustingsError
from hustings.interface.headstart import start_readers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS: dict[str, str] = {
    "new": "Make a project: a folder for documents, codings and positions.",
    "read": "Read files into the project and split them into units.",
    "split": "Split documents into units anew, or a table of texts.",
    "train": "Train a model on your own hand-made data.",
    "code": "Code the units with a codebook.",
    "scale": "Place documents on a scale, with intervals, or a table of counts.",
    "compare": "Put actors side by side in their own words.",
    "report": "Write the project's pages as a folder that can be mailed.",
    "serve": "Show the project's pages in the browser, on this machine only.",
    "cite": "Cite words so that they can be found again, and find cited words again.",
    "inspect": "Read one file with no project and print what was found.",
    "codebook": "List the codebooks, show one, or check your own.",
    "check": "Compare the project's files with its records.",
    "demo": "Build the sample project and show it.",
}
"""Every command with its one line. The module of a command has its name."""

_ABOUT = """Political documents in; comparable positions out, each with its evidence
and its error bar.

Start with 'hustings demo', or with 'hustings new NAME' on files of your own."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the user's mistake, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # words are UTF-8, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    called = _named(given)
    start_readers(called, given)
    try:
        build_app(called)(args=given, prog_name="hustings")
    except HustingsError as error:
        _give_up(str(error))
    except KeyboardInterrupt:
        _give_up("Stopped. What was recorded before is kept.", code=130)
    except BrokenPipeError:
        # Whoever read our output has gone: say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except sqlite3.Error as error:
        _give_up(f"The project's database answered: {error}. Nothing was changed.")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _give_up(f"{where}{error.strerror or error}. Nothing was changed.")


def _named(arguments: Sequence[str]) -> str | None:
    """Return the command that was called, if it is one of ours."""
    return next((word for word in arguments if word in COMMANDS), None)


def build_app(called: str | None) -> typer.Typer:
    """List all commands, and load the one that is called."""
    app = typer.Typer(
        help=_ABOUT,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help is quicker by a third, and pipes better
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_version_option)
    for name, line in COMMANDS.items():
        function = _load(name) if name == called else _not_called
        app.command(name, short_help=line, epilog=_example(function))(function)
    return app


def _load(name: str) -> Callable[..., None]:
    """Import a command's module and return its function."""
    module = import_module(f"hustings.interface.commands.{name}")
    function: Callable[..., None] = module.run
    return function


def _example(function: Callable[..., None]) -> str | None:
    """Return the example that stands in a command's module."""
    module = sys.modules[function.__module__]
    return getattr(module, "EXAMPLE", None)


def _not_called() -> None:
    """Stand in the list for a command that was not called."""


def _print_version(value: bool) -> None:  # noqa: FBT001  # typer calls it so
    """Print the version and stop."""
    if value:
        from importlib.metadata import version  # noqa: PLC0415  # slow, rarely needed

        typer.echo(f"hustings {version('hustings')}")
        raise typer.Exit


def _version_option(
    version: bool = typer.Option(  # noqa: FBT001  # typer's way
        False,  # noqa: FBT003  # typer's way
        "--version",
        callback=_print_version,
        is_eager=True,
        help="Print the version and stop.",
    ),
) -> None:
    """Take the options that stand before a command."""


def _give_up(message: str, *, code: int = 1) -> None:
    """Print one line on standard error and exit."""
    line = " ".join(message.split())
    print(f"hustings: {line}", file=sys.stderr)  # noqa: T201  # the line itself
    sys.exit(code)
