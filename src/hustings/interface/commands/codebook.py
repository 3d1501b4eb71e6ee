"""The command `codebook`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.coding.codebook_changes import find_changes
from hustings.coding.free_numbers import asked_in_words
from hustings.interface.booklet.writing import write_booklet
from hustings.interface.options import (
    HERE,
    JsonOption,
    ProjectOption,
    ReplaceOption,
    TableOption,
)
from hustings.interface.output import (
    harmless,
    print_json,
    print_problems,
    print_result,
    print_rows,
    print_table,
    print_text,
    say,
)
from hustings.outside.packaged import codebook_names
from hustings.store.project import Store
from hustings.workflow.codebook_versions import add_codebook, list_versions
from hustings.workflow.codebooks import load_codebook, load_for_folder
from hustings.workflow.look_again import require_new_file, write_look_again
from hustings.workflow.recoding_tables import (
    VALUE,
    find_recoding,
    recode_table,
    rule_rows,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from hustings.model.codebook import Codebook, Variable
    from hustings.workflow.codebook_versions import AddResult

EXAMPLE = "Example: hustings codebook my-codebook.yaml --booklet coders.pdf"

_ADD = "add"
_VERSIONS = "versions"


def run(
    codebook: Annotated[
        str | None,
        typer.Argument(
            help="Name of a codebook, or a codebook file; 'add' with a file; "
            "'versions'. Lists the built-in ones without.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Argument(help="With 'add': the codebook to add.", show_default=False),
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="OLD NEW",
            help="Say how two codebooks differ: names, files, or NAME@VERSION.",
            show_default=False,
        ),
    ] = None,
    booklet: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT",
            help="Write a booklet for coders: .html or .pdf.",
            show_default=False,
        ),
    ] = None,
    replace: ReplaceOption = False,
    worklist: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT",
            help="With 'add': write the codings to look at again as CSV.",
            show_default=False,
        ),
    ] = None,
    recode: Annotated[
        str | None,
        typer.Option(
            help="Show a recoding, or apply it to the table of --from: "
            "marpor-5-to-4, marpor-5-to-main, or a codebook file with rules.",
            show_default=False,
        ),
    ] = None,
    table: TableOption = None,
    column: Annotated[
        str, typer.Option(help="With --recode: the table's column with codes.")
    ] = VALUE,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """List the codebooks, show or check one, add a version of it to the project.

    A codebook is one YAML file. A mistake in it is named with its line. A new version
    shows how it differs, recodes hand codings by its rules, and lists those that a
    person has to look at again.
    """
    _refuse_stray_file(codebook, file)
    if diff is not None:
        _show_changes(*diff, project, json=json)
    elif recode is not None:
        _recode(recode, table, column, json=json)
    elif codebook == _VERSIONS:
        _show_versions(project, json=json)
    elif file is not None:
        _add(file, project, worklist, json=json)
    elif codebook is None:
        _show([_entry(load_codebook(name).codebook) for name in codebook_names()], json)
    else:
        shown = load_for_folder(project, codebook).codebook
        _show_one(shown, booklet, replace=replace, json=json)


def _refuse_stray_file(codebook: str | None, file: str | None) -> None:
    """Raise unless a second word stands beside 'add', and only there."""
    if (codebook == _ADD) != (file is not None):
        message = "Write: hustings codebook add FILE."
        raise typer.BadParameter(message)


def _show_one(
    codebook: Codebook, booklet: Path | None, *, replace: bool, json: bool
) -> None:
    """Show a codebook's codes, or write its booklet."""
    if booklet is not None:
        print_problems(write_booklet(codebook, booklet, replace=replace))
        say(f"Wrote {booklet}.")
        return
    _show(_codes(codebook), json)
    if not json:
        has_codes = any(variable.codes for variable in codebook.variables)
        names = [scale.name for scale in codebook.scales] or ["none"]
        scales = ", ".join(["salience", *names] if has_codes else names)
        say(f"{codebook.title}, version {codebook.version}. Scales: {scales}.")


def _show_changes(old: str, new: str, project: Path, *, json: bool) -> None:
    """Print how two codebooks differ."""
    books = [load_for_folder(project, name).codebook for name in (old, new)]
    changes = find_changes(*books)
    if json:
        rows = [{**asdict(one), "words": one.in_words()} for one in changes]
        print_result(rows, (), None)
        return
    for change in changes:
        print_text(f"{harmless(change.in_words())}\n")
    say(f"{count(len(changes), 'difference')}.")


def _recode(name: str, table: Path | None, column: str, *, json: bool) -> None:
    """Show a recoding's rules, or apply them to a table."""
    recoding = find_recoding(name)
    if table is None:
        _show(rule_rows(recoding), json)
        if not json and recoding.title:
            say(recoding.title)
        return
    result = recode_table(table, recoding, column=column)
    if json:
        print_result(result.to_rows(), result.problems, asdict(result.run))
        return
    print_rows(result.to_rows())
    print_problems(result.problems)


def _show_versions(project: Path, *, json: bool) -> None:
    """List the versions that a project has of its codebooks."""
    with Store.open(project) as store:
        rows = list_versions(store)
    _show(rows, json)
    if not (rows or json):
        say("No codebook was added to this project yet.")


def _add(file: str, project: Path, worklist: Path | None, *, json: bool) -> None:
    """Add a version, and say what it changed."""
    if worklist is not None:
        require_new_file(worklist)
    with Store.open(project) as store:
        result = add_codebook(store, file)
    written = [] if worklist is None else write_look_again(result, worklist)
    if json:
        print_json(_added(result))
        return
    for change in result.changes:
        say(change.in_words())
    print_problems(result.problems)
    if worklist is None:
        print_rows(result.to_rows(), columns=("coder", "words", "value", "reason"))
    else:
        say(f"{worklist}: {count(len(result.again), 'coding')} to look at again.")
        for path in written[1:]:
            values = count(len(result.settle_again), "adjudicated value")
            say(f"{path}: {values} to settle again.")
    say(result.summary())


def _added(result: AddResult) -> dict[str, object]:
    """Return what was added as JSON."""
    return {
        "rows": result.to_rows(),
        "problems": [asdict(one) for one in result.problems],
        "run": None,
        "codebook": result.codebook,
        "version": result.version,
        "replaces": result.replaces,
        "is_new": result.is_new,
        "n_kept": result.n_kept,
        "n_recoded": result.n_recoded,
        "n_dropped": result.n_dropped,
        "n_settled": result.n_settled,
        "changes": [{**asdict(one), "words": one.in_words()} for one in result.changes],
    }


def _show(rows: list[dict[str, object]], json: bool) -> None:
    if json:
        print_json({"rows": rows})
    else:
        print_table(rows)


def _entry(codebook: Codebook) -> dict[str, object]:
    return {
        "codebook": codebook.name,
        "version": codebook.version,
        "title": codebook.title,
        "codes": sum(len(variable.codes) for variable in codebook.variables),
    }


def _codes(codebook: Codebook) -> list[dict[str, object]]:
    return [row for variable in codebook.variables for row in _rows_of(variable)]


def _rows_of(variable: Variable) -> list[dict[str, object]]:
    """Return a row a code, or one that says which numbers are asked for."""
    if variable.number is not None:
        title = f"{variable.title}: {asked_in_words(variable.number)}"
        return [_row(variable, None, title, variable.instruction)]
    return [_row(variable, c.code, c.title, c.instruction) for c in variable.codes]


def _row(
    variable: Variable, code: str | None, title: str, instruction: str
) -> dict[str, object]:
    return {
        "variable": variable.name,
        "code": code,
        "title": title,
        "instruction": " ".join(instruction.split()),
    }
