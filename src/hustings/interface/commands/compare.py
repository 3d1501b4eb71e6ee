"""The command `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import HERE, CoderOption, JsonOption, ProjectOption
from hustings.interface.output import (
    harmless,
    print_problems,
    print_result,
    print_rows,
    print_text,
    say,
)
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.comparing import compare_actors
from hustings.workflow.comparing_positions import compare_positions_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.comparison.matrix import Cell, Row
    from hustings.workflow.comparing import CompareResult

EXAMPLE = "Example: hustings compare --codebook cap-21"

_SHOWN = 3
_OF_POSITIONS = ("name_a", "name_b", "code", "difference", "low", "high", "verdict")


def run(
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Whose codes are the topics.",
            show_default="that with the most codings",
        ),
    ] = None,
    coder: CoderOption = None,
    scale: Annotated[
        str | None,
        typer.Option(
            help="Compare positions on this scale instead: who differs, who moved.",
            show_default=False,
        ),
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Put actors side by side in their own words.

    The latest document of each actor, topic by topic, with up to three quotations
    each and a plain line where nothing was found. The report shows the same as a page.
    With --scale, the differences between positions, each with its own interval.
    """
    if scale is not None:
        _compare_positions(project, scale, (codebook, coder), json=json)
        return
    with show_progress("Comparing"), Store.open(project) as store:
        result = compare_actors(store, codebook=codebook, coder=coder)
    if json:
        print_result(result.to_rows(), (), None)
        return
    for row in result.matrix.rows:
        print_text(harmless("\n".join(_lines(row, result))) + "\n\n")
    say(result.summary())


def _compare_positions(
    project: Path, scale: str, chosen: tuple[str | None, str | None], *, json: bool
) -> None:
    """Print the differences on a scale, each with its interval."""
    codebook, coder = chosen
    with show_progress("Comparing"), Store.open(project) as store:
        result = compare_positions_on(store, scale, codebook=codebook, coder=coder)
    if json:
        print_result(result.to_rows(), result.problems, result.scale.run_id)
        return
    print_rows(result.to_rows(), columns=_OF_POSITIONS)
    print_problems(result.problems)
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
