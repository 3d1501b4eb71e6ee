"""What ``code --by hand`` does, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from hustings.interface.hand_options import QueueOf
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.outside.saving import check_place
from hustings.store.project import Store
from hustings.workflow.active_queue import hand_out_units
from hustings.workflow.codebooks import DEFAULT_CODEBOOK
from hustings.workflow.coding_sheets import one_a_coder, write_sheets
from hustings.workflow.drawing import Request
from hustings.workflow.training_sets import assign_training

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = ("coder", "queue", "n_units", "n_shared", "n_documents")
"""Columns on a terminal."""


def hand_out(
    project: Path,
    request: Request,
    *,
    training: Path | None,
    sheet: Path | None,
    json: bool,
) -> None:
    """Draw units, hand them out, and print what each coder has."""
    _require_active(request)
    if request.claims:
        _require_room(request, training=training, sheet=sheet)
    if training is not None:
        _require_no_draw(request)
    if sheet is not None:
        _require_whole_units(request)
        check_place(sheet)
    with Store.open(project) as store:
        result = (
            hand_out_units(store, request)
            if training is None
            else assign_training(store, request, training)
        )
    written = (
        [] if sheet is None else write_sheets(one_a_coder(result.assignments), sheet)
    )
    if json:
        print_result(result.to_rows(), result.problems, None)
        return
    print_rows(result.to_rows(), columns=SHOWN)
    print_problems(result.problems)
    say(result.summary())
    if written:
        say(f"Sheets: {', '.join(str(path) for path in written)}.")


def _require_active(request: Request) -> None:
    """Raise where a share is set apart from a queue that has no other part."""
    plain = Request(codebook=request.codebook, coders=()).random_share
    if request.queue != QueueOf.active.value and request.random_share != plain:
        message = "--random-share goes with --queue active: all else is random anyway."
        raise typer.BadParameter(message)


def _require_room(
    request: Request, *, training: Path | None, sheet: Path | None
) -> None:
    """Raise where claims are asked for together with what goes with codes."""
    others = {
        "--codebook": request.codebook != DEFAULT_CODEBOOK,
        "--variables": bool(request.variables),
        "--codes-of": request.codes_of is not None,
        "--more-of": bool(request.more_of),
        "--stratify code": request.stratify == "code",
        "--queue active": request.queue == QueueOf.active.value,
        "--unitising": request.unitising,
        "--training": training is not None,
        "--sheet": sheet is not None,
    }
    for option, is_given in others.items():
        if is_given:
            message = (
                f"{option} goes with codes: claims are written in the coding room."
            )
            raise typer.BadParameter(message)


def _require_no_draw(request: Request) -> None:
    """Raise where a training set is to be drawn as well: its table says all."""
    told = Request(
        codebook=request.codebook,
        coders=request.coders,
        variables=request.variables,
        order=request.order,
        seed=request.seed,
        blind=request.blind,
        unitising=request.unitising,
    )
    if request != told:
        message = "A training set is not drawn: leave out all options on samples."
        raise typer.BadParameter(message)


def _require_whole_units(request: Request) -> None:
    """Raise where units are to be cut on a sheet, which has a row for each."""
    if request.unitising:
        message = "Units are cut in the coding room, not on a sheet: leave --sheet out."
        raise typer.BadParameter(message)
