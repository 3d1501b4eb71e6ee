"""The command `compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import HERE, CoderOption, JsonOption, ProjectOption
from hustings.interface.output import harmless, print_result, print_text, say
from hustings.interface.progress import show_progress
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.comparison.matrix import Cell, Row
    from hustings.workflow.comparing import CompareResult

EXAMPLE = "Example: hustings compare --codebook cap-21"

_SHOWN = 3


def run(
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Whose codes are the topics.",
            show_default="that with the most codings",
        ),
    ] = None,
    coder: CoderOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Put actors side by side in their own words.

    The latest document of each actor, topic by topic, with up to three quotations
    each and a plain line where nothing was found. The report shows the same as a page.
    """
    with (
        show_progress("Comparing") as effort,
        Project.open(project, effort=effort) as opened,
    ):
        result = opened.compare(codebook=codebook, coder=coder)
    if json:
        print_result(result.to_rows(), (), None)
        return
    for row in result.matrix.rows:
        print_text(harmless("\n".join(_lines(row, result))) + "\n\n")
    say(result.summary())


def _lines(row: Row, result: CompareResult) -> Iterator[str]:
    """Yield a topic, then every actor with its words."""
    yield f"{row.code}  {result.lens.title_of(row.code)}"
    actors = {voice.document_id: voice.actor for voice in result.matrix.voices}
    for cell in row.cells:
        yield f"  {actors[cell.document_id]}: {_count(cell)}"
        for quotation in cell.quotations[:_SHOWN]:
            has_pages = cell.document_id in result.with_pages
            where = f" (p. {quotation.page})" if has_pages else ""
            yield f"    “{quotation.words}”{where}"
        if len(cell.quotations) > _SHOWN:
            yield f"    and {len(cell.quotations) - _SHOWN} more"


def _count(cell: Cell) -> str:
    if cell.is_silent:
        return "nothing found in this document"
    n = len(cell.quotations)
    return f"{n} {'unit' if n == 1 else 'units'}, {100 * cell.share:.1f} %"
