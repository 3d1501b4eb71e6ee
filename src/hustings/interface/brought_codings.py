"""What ``code --from-table`` does, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.importing import import_codings

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.workflow.importing import TableOptions


def bring_in(
    project: Path,
    table: Path,
    options: TableOptions,
    *,
    unmatched: Path | None,
    json: bool,
) -> None:
    """Bring codings in, and print what became of them."""
    with show_progress("Matching"), Store.open(project) as store:
        result = import_codings(store, table, options, unmatched=unmatched)
    if json:
        print_result(result.to_rows(), result.problems, list(result.run_ids))
        return
    print_rows(result.to_rows())
    print_problems(result.problems)
    say(result.summary())
    if result.unmatched and unmatched is None:
        say("List the rows that were not matched with --unmatched OUT.csv.")
