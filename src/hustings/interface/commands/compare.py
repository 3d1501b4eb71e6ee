"""The command `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.compare_claims import show_claims
from hustings.interface.compare_options import (
    AgreementOption,
    ByOption,
    CalendarOption,
    ClaimsAsked,
    CountedOption,
    DemandsOption,
    EditionsOption,
    EveryOption,
    NetworkOption,
    NormaliseBy,
    NormaliseOption,
    OutOption,
    ReportedOption,
    SinceOption,
    UntilOption,
    check_asked,
)
from hustings.interface.options import (
    HERE,
    CoderOption,
    JsonOption,
    ProjectOption,
    ReplaceOption,
)
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
from hustings.workflow.claiming import current_claims
from hustings.workflow.comparing import compare_actors
from hustings.workflow.comparing_positions import compare_positions_on
from hustings.workflow.current import code_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.comparison.matrix import Cell, Row
    from hustings.workflow.comparing import CompareResult

EXAMPLE = "Example: hustings compare --codebook cap-21"

_SHOWN = 3
_OF_POSITIONS = ("name_a", "name_b", "code", "difference", "low", "high", "verdict")


def run(  # the options, each with its default
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
    by: ByOption = None,
    agreement: AgreementOption = False,
    editions: EditionsOption = None,
    network: NetworkOption = None,
    normalise: NormaliseOption = NormaliseBy.none,
    counted: CountedOption = False,
    demands: DemandsOption = None,
    calendar: CalendarOption = False,
    out: OutOption = None,
    replace: ReplaceOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    every_document: EveryOption = False,
    reported: ReportedOption = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Put actors side by side in their own words.

    The latest document of each actor, topic by topic, with up to three quotations
    each and a plain line where nothing was found. The report shows the same as a page.
    With --scale, the differences between positions, each with its own interval. With
    --by issues, who is for or against what, where 'hustings claim' has looked.
    """
    asked = ClaimsAsked(
        by=by,
        agreement=agreement,
        editions=editions,
        network=network,
        normalise=normalise,
        counted=counted,
        demands=demands,
        calendar=calendar,
        out=out,
        replace=replace,
        since=since,
        until=until,
        every_document=every_document,
        reported=reported,
    )
    check_asked(asked, given=_of_codes(codebook, coder, scale))
    if scale is not None:
        _compare_positions(project, scale, (codebook, coder), json=json)
        return
    with show_progress("Comparing"), Store.open(project) as store:
        if asked.needs_claims or (by is None and _has_only_claims(store)):
            show_claims(store, asked, json=json)
            return
        result = compare_actors(store, codebook=codebook, coder=coder)
    if json:
        print_result(result.to_rows(), (), None)
        return
    for row in result.matrix.rows:
        print_text(harmless("\n".join(_lines(row, result))) + "\n\n")
    say(result.summary())


def _of_codes(codebook: str | None, coder: str | None, scale: str | None) -> str | None:
    """Name the first option that is about codes or positions alone."""
    given = {"--scale": scale, "--codebook": codebook, "--coder": coder}
    return next((name for name, value in given.items() if value is not None), None)


def _has_only_claims(store: Store) -> bool:
    """Say whether claims were found where nobody has coded."""
    return current_claims(store) is not None and not code_runs(store)


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
