"""The command line: a table of commands, each loaded when it is called.

Loading late keeps ``hustings --help`` quick. This is the one place that translates
errors into the line a person reads and the exit code a script reads.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from hustings.errors import HustingsError
from hustings.errors.shortening import shorten
from hustings.interface.headstart import start_readers
from hustings.interface.help_sections import SectionedCommand
from hustings.interface.usage import say_usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UsageError: type[typer.BadParameter] = typer.BadParameter.__mro__[1]
"""What typer raises for any wrong command line; it exports this one kind alone."""

COMMANDS: dict[str, str] = {
    "new": "Make a project: a folder for documents, codings and positions.",
    "read": "Read files into the project and split them into units.",
    "split": "Split documents into units anew, or a table of texts.",
    "train": "Train a model on your own hand-made data.",
    "code": "Code the units with a codebook.",
    "agree": "Measure how far coders agree, in a project or a table of codings.",
    "adjudicate": "Settle where coders disagree, by a rule or by your decisions.",
    "claim": "Find who is for or against what, in a project or a table of units.",
    "scale": "Place documents on a scale, with intervals, or a table of counts.",
    "compare": "Put actors side by side in their own words.",
    "report": "Write the project's pages as a folder that can be mailed.",
    "export": "Write tables as CSV, XLSX, Parquet or JSONL, each with a dictionary.",
    "serve": "Show the pages and the coding room, on this machine or to a team.",
    "cite": "Cite words so that they can be found again, and find cited words again.",
    "inspect": "Read one file with no project, or list a project's documents.",
    "codebook": "List the codebooks, show one, or check your own.",
    "coder": "Add the people who code, and see what each has done.",
    "backup": "Keep the database and the original files in one ZIP file.",
    "merge": "Bring in what a colleague coded by hand in a copy of the project.",
    "check": "Compare the project's files with its records.",
    "demo": "Build the sample project and show it.",
}
"""Every command with its one line. The module of a command has its name."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What a terminal would obey; a message may quote a file or an endpoint."""

_KEPT = "What was recorded before is kept; run the command again."

_ABOUT = """Political documents in; comparable positions out, each with its evidence
and its error bar.

Start with 'hustings demo', or with 'hustings new NAME' on files of your own."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the user's mistake, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # words are UTF-8, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(_run(given))
    except BrokenPipeError:
        # Whoever read our output has gone: say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except UsageError as error:
        where = error.ctx.command_path if error.ctx else "hustings"
        _give_up(say_usage(error.format_message(), where), code=2)
    except (KeyboardInterrupt, typer.Abort):
        _give_up("Stopped. What was recorded before is kept.", code=130)
    except (HustingsError, sqlite3.Error, OSError) as error:
        _give_up(_explain(error))


def _run(given: list[str]) -> int:
    """Run one command and return its exit code."""
    called = _named(given)
    start_readers(called, given)
    app = build_app(called)
    if not given:  # 'hustings' alone shows what there is
        app(args=["--help"], prog_name="hustings", standalone_mode=False)
        return 2
    code = app(args=given, prog_name="hustings", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _explain(error: HustingsError | sqlite3.Error | OSError) -> str:
    """Say what went wrong; an exception of ours owns its sentence."""
    if isinstance(error, HustingsError):
        return str(error)
    if isinstance(error, sqlite3.Error):
        return f"The project's database answered: {error}. {_KEPT}"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. {_KEPT}"


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
        app.command(
            name, cls=SectionedCommand, short_help=line, epilog=_example(function)
        )(function)
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
    line = _CONTROL.sub("\ufffd", shorten(" ".join(message.split())))
    print(f"hustings: {line}", file=sys.stderr)  # noqa: T201  # the line itself
    sys.exit(code)
