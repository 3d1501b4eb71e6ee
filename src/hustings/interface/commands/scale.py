"""The command `scale`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hustings.errors import OneSidedScaleError
from hustings.estimates.resampling import Resampling
from hustings.interface.options import (
    HERE,
    CoderOption,
    IntervalOf,
    JsonOption,
    OwnFormula,
    ProjectOption,
    TableOption,
)
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.model.codebook import ScaleDefinition
from hustings.workflow.project import Project
from hustings.workflow.tabling import scale_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.document import Problem

EXAMPLE = "Example: hustings scale rile --from counts.csv --json"

CodesOption = Annotated[
    str | None,
    typer.Option(help="Codes of your own scale, with commas.", show_default=False),
]


def run(
    scale: Annotated[
        str,
        typer.Argument(
            help="rile, logit, salience, a scale of your codebook, or any name "
            "together with --left and --right."
        ),
    ],
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Whose codings and scales to use.",
            show_default="the latest codings",
        ),
    ] = None,
    coder: CoderOption = None,
    left: CodesOption = None,
    right: CodesOption = None,
    formula: Annotated[
        OwnFormula | None,
        typer.Option(help="Of your own scale.", show_default="difference"),
    ] = None,
    interval: Annotated[
        IntervalOf | None,
        typer.Option(
            help="What is resampled: single units, whole blocks, or nothing.",
            show_default="block; multinomial with --from",
        ),
    ] = None,
    draws: Annotated[int, typer.Option(help="Resampled sets of counts.")] = 1000,
    confidence: Annotated[float, typer.Option(help="Of the interval.")] = 0.95,
    seed: Annotated[int, typer.Option(help="Same seed, same interval.")] = 0,
    table: TableOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Place documents on a scale, with intervals, or a table of counts.

    With --from, the first column of the table is the case and every other column a
    code with its count.
    """
    own = _own_scale(scale, left, right, formula)
    chosen = interval or (IntervalOf.block if table is None else IntervalOf.multinomial)
    resampling = Resampling(
        interval=chosen.value, n_draws=draws, confidence=confidence, seed=seed
    )
    if table is not None:
        with show_progress("Scaling"):
            result = scale_table(
                table, scale, codebook=codebook, own=own, resampling=resampling
            )
        _print(result.to_rows(), result.problems, result.run_row(), json=json)
        return
    with (
        show_progress("Scaling") as effort,
        Project.open(project, effort=effort) as opened,
    ):
        scaled = opened.scale(
            scale, codebook=codebook, coder=coder, own=own, **asdict(resampling)
        )
        listed = enumerate(opened.list_documents().documents)
        order = {one.document: place for place, one in listed}
    rows = sorted(scaled.to_rows(), key=lambda row: order[str(row["case"])])
    _print(rows, scaled.problems, scaled.run_id, json=json)
    if not json:
        say(scaled.summary())


def _own_scale(
    name: str, left: str | None, right: str | None, formula: OwnFormula | None
) -> ScaleDefinition | None:
    """Make a scale of the user's two lists of codes, if they are given."""
    if left is None and right is None and formula is None:
        return None
    if left is None or right is None:
        raise OneSidedScaleError(name=name)
    return ScaleDefinition(
        name=name,
        title=name,
        variable="",
        formula=(formula or OwnFormula.difference).value,
        left=tuple(code.strip() for code in left.split(",")),
        right=tuple(code.strip() for code in right.split(",")),
    )


def _print(
    rows: Sequence[Mapping[str, Any]],
    problems: Sequence[Problem],
    run: object,
    *,
    json: bool,
) -> None:
    """Print positions and what is wrong with them."""
    if json:
        print_result(rows, problems, run)
    else:
        names = ("name",) if any("name" in row for row in rows) else ("case",)
        print_rows(rows, columns=(*names, "code", "position", "low", "high", "n_units"))
        print_problems(problems)
