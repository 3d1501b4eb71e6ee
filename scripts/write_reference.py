"""Write docs/reference/ from the code, so that it cannot lie.

Run by ``make docs``; a test compares what it would write with what is there.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

import hustings
from hustings import errors
from hustings.exchange.data_dictionary import dictionary_rows
from hustings.exchange.exported_tables import TABLES
from hustings.exchange.manifesto_table import MANIFESTO
from hustings.interface import cli
from hustings.outside.packaged import codebook_names
from hustings.workflow.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
NOTICE = (
    "<!-- Written by `make docs` from the code. Change the code, not this page. -->"
)

METHODS = {
    "hustings.scaling": "Scales: counts in, positions out",
    "hustings.coding": "Agreement: codings in, coefficients out",
    "hustings.coding.unitising": "Agreement on stretches",
    "hustings.coding.dawid_skene": "Many coders",
    "hustings.coding.adjudication": "Adjudication",
    "hustings.coding.sampling": "Samples",
    "hustings.estimates.differences": "Differences between two positions",
    "hustings.workflow.project": "A project",
    "hustings.model.document": "Documents, blocks and units",
    "hustings.model.codebook": "Codebooks",
    "hustings.model.coding": "Codings",
    "hustings.model.run": "Runs",
    "hustings.scaling.results": "Results of scales",
}
"""The modules whose public names are promised to users."""


def pages() -> dict[str, str]:
    """Return every page's text by its file name."""
    return {
        "commands.md": _page("Commands", _commands()),
        "python.md": _page("Python", _python()),
        "codebooks.md": _page("Codebooks", _codebooks()),
        "errors.md": _page("Errors", _errors()),
        "tables.md": _page("Tables", _tables()),
    }


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


def _commands() -> Iterator[str]:
    """Yield the help of every command, as the terminal shows it."""
    yield (
        "Exit codes: 0 done; 1 the user's mistake, with one line on standard error; "
        "2 wrong usage. Results with `--json` are UTF-8 on standard output, and "
        "nothing else is there."
    )
    for name in cli.COMMANDS:
        yield f"## hustings {name}"
        yield f"```text\n{help_of(name)}\n```"


def help_of(name: str) -> str:
    """Return a command's help at 80 columns."""
    result = CliRunner().invoke(
        cli.build_app(name),
        [name, "--help"],
        prog_name="hustings",
        env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"},
    )
    lines = [line.rstrip() for line in result.output.strip().splitlines()]
    return "\n".join(lines)


def _python() -> Iterator[str]:
    """Yield signature and docstring of every public name."""
    yield (
        "`import hustings` gives "
        + ", ".join(f"`hustings.{name}`" for name in hustings.__all__)
        + ". Every result is frozen and has `to_rows()` and `summary()`."
    )
    for module_name, title in METHODS.items():
        module = importlib.import_module(module_name)
        yield f"## {title}"
        yield f"In `{module_name}`. {inspect.getdoc(module) or ''}"
        for name in _public(module_name):
            yield from _entry(name, getattr(module, name))


def _public(module_name: str) -> list[str]:
    """List the classes and functions that a module defines or exports."""
    module = importlib.import_module(module_name)
    exported = getattr(module, "__all__", None)
    names = exported or [
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", None) == module_name
        and (inspect.isfunction(value) or inspect.isclass(value))
    ]
    return [name for name in names if not name.startswith("_")]


def _entry(name: str, value: object) -> Iterator[str]:
    """Yield one class or function, and the public methods of a class."""
    if not callable(value):
        return
    yield f"### {name}"
    if not dataclasses.is_dataclass(value):
        yield f"```python\n{name}{_signature(value)}\n```"
    yield f"```text\n{inspect.getdoc(value) or ''}\n```"
    if inspect.isclass(value) and not dataclasses.is_dataclass(value):
        for method_name, method in _methods(value):
            function = getattr(method, "__func__", method)
            if inspect.isfunction(function) and not method_name.startswith("_"):
                yield f"#### {name}.{method_name}"
                yield f"```python\n{method_name}{_signature(function)}\n```"
                yield f"```text\n{inspect.getdoc(function) or ''}\n```"


def _methods(value: type) -> Iterator[tuple[str, object]]:
    """Yield what a class defines, after what it takes from classes of ours."""
    for one in reversed(value.__mro__):
        if one.__module__.startswith("hustings."):
            yield from vars(one).items()


def _signature(value: object) -> str:
    """Return a signature, a parameter a line where it is long."""
    try:
        found = inspect.signature(value)  # type: ignore[arg-type]  # callable
    except ValueError:
        return "(...)"
    signature = str(
        found.replace(
            parameters=[
                one.replace(default=_ordered(one.default))
                for one in found.parameters.values()
            ]
        )
    )
    plain = signature.replace("'", "")
    return plain if len(plain) < 70 else plain.replace(", ", ",\n    ")


def _ordered(default: object) -> object:
    """Write a set in the same order each time; its own order differs by process."""
    if isinstance(default, frozenset | set):
        return sorted(default)
    return default


def _codebooks() -> Iterator[str]:
    """Yield every built-in codebook with its codes and scales."""
    for name in codebook_names():
        codebook = load_codebook(name).codebook
        yield f"## {codebook.name}"
        yield f"{codebook.title}, version {codebook.version}. {codebook.source}"
        for variable in codebook.variables:
            yield f"### {variable.title} (`{variable.name}`, {variable.level})"
            rows = [
                f"| `{code.code}` | {code.title} | {_on_one_line(code.instruction)} |"
                for code in variable.codes
            ]
            yield "\n".join(
                ["| code | title | instruction |", "| --- | --- | --- |", *rows]
            )
        for scale in codebook.scales:
            yield (
                f"Scale `{scale.name}` ({scale.formula}): {scale.title}, from "
                f"{scale.low_pole} to {scale.high_pole}."
            )


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _errors() -> Iterator[str]:
    """Yield every error with what it means."""
    yield (
        "An error is a mistake that its caller can mend. Imperfect data is no error: "
        "it is a `Problem` beside the result."
    )
    found = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.HustingsError)
    ]
    rows = [f"| `{one.__name__}` | {inspect.getdoc(one)} |" for one in found]
    yield "\n".join(["| error | meaning |", "| --- | --- |", *rows])


def _tables() -> Iterator[str]:
    """Yield every table that goes out with what its columns mean."""
    yield (
        "What `hustings export` writes, as the dictionaries beside its files say it. "
        "Spans are half-open, in code points of the document's text."
    )
    for table in (*TABLES.values(), MANIFESTO):
        yield f"## {table.name}"
        yield table.meaning
        rows = [
            f"| `{row['column']}` | {row['type']} | {_meaning(row)} | "
            f"{row['missing']} |"
            for row in dictionary_rows([table])
        ]
        yield "\n".join(
            [
                "| column | type | meaning | a missing cell means |",
                "| --- | --- | --- | --- |",
                *rows,
            ]
        )


def _meaning(row: Mapping[str, object]) -> str:
    """Say what a column means, with its unit and its values."""
    unit = f" ({row['unit']})" if row["unit"] else ""
    values = f" One of: {row['values']}." if row["values"] else ""
    meaning = str(row["meaning"])
    return _on_one_line(f"{meaning[:-1]}{unit}.{values}")


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    sys.exit(main())
