"""The command `inspect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import (
    HERE,
    ActorOption,
    DateOption,
    Into,
    IntoOption,
    JsonOption,
    LanguageOption,
    MaxMegabytesOption,
    MaxSecondsOption,
    ProjectOption,
    TitleOption,
)
from hustings.interface.output import (
    harmless,
    print_json,
    print_problems,
    print_result,
    print_table,
    print_text,
    say,
)
from hustings.interface.progress import show_progress
from hustings.outside.limits import MEGABYTES, SECONDS, Limits
from hustings.store.project import Store
from hustings.workflow.inspecting import inspect_file
from hustings.workflow.listing import list_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.model.document import Block
    from hustings.workflow.inspecting import Inspection

EXAMPLE = "Example: hustings inspect manifesto.pdf --json"


def run(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The file to read; without, the documents of the project are listed.",
            show_default=False,
        ),
    ] = None,
    actor: ActorOption = None,
    date: DateOption = None,
    title: TitleOption = None,
    language: LanguageOption = None,
    into: IntoOption = Into.quasi_sentence,
    max_seconds: MaxSecondsOption = SECONDS,
    max_megabytes: MaxMegabytesOption = MEGABYTES,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Read one file with no project and print what was found, or list the documents.

    Prints the text with the kind of each block, or with --json everything: pages,
    blocks, units with their boxes on the page, dates, links and problems. Without a
    file, the documents of the project are listed with their ids.
    """
    if file is None:
        _list_documents(project, json=json)
        return
    said = {"actor": actor, "date": date, "title": title, "language": language}
    limits = Limits(seconds=max_seconds, megabytes=max_megabytes)
    with show_progress("Reading"):
        found = inspect_file(file, said=said, into=into.value, limits=limits)
    if json:
        print_json(found.to_contract())
        return
    print_text(harmless("\n".join(_lines(found))) + "\n")
    print_problems(found.problems)


def _list_documents(project: Path, *, json: bool) -> None:
    """Print a row a document of the project."""
    with Store.open(project) as store:
        listed = list_documents(store)
    if json:
        print_result(listed.to_rows(), (), None)
        return
    hidden = {"title", "n_pages", "n_problems", "sha256"}
    print_table(
        [
            {name: value for name, value in row.items() if name not in hidden}
            for row in listed.to_rows()
        ]
    )
    say(listed.summary())


def _lines(found: Inspection) -> Iterator[str]:
    """Yield what is known of the document, then its blocks."""
    document = found.document
    yield found.summary()
    yield f"actor {document.actor or 'unknown'}, date {document.date or 'unknown'}"
    page = None
    for block in document.blocks:
        if block.page != page:
            page = block.page
            yield f"\n-- page {page} --"
        yield _line(block, document.text)


def _line(block: Block, text: str) -> str:
    """Put a block's kind before its words."""
    level = f" {block.level}" if block.level else ""
    return f"{block.kind + level:>12}  {block.span.of(text)}"
