"""What a person should know of the codings that positions rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.estimates.results import UNCORRECTED
from hustings.model.document import Problem
from hustings.workflow.coding_evidence import join_names
from hustings.workflow.current import code_runs
from hustings.workflow.machine_checks import check_of
from hustings.workflow.scaling_problems import find_stale, find_unjudged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.coding_evidence import Evidence
    from hustings.workflow.scaling_codes import ScalePlan


def find_doubts(
    store: Store, found: ScalePlan, evidence: Evidence, coder: str | None
) -> Iterator[Problem]:
    """Say whose codings are left out, and what is missing, late or uncorrected."""
    yield from evidence.problems
    if coder is None:
        yield from _find_others(store, found, evidence)
    yield from find_stale(store, evidence.base)
    if evidence.machine is None and evidence.sample is None:
        yield from find_unjudged(store, evidence.people, found.variable)
    if evidence.machine is not None and evidence.is_alone:
        yield _uncorrected(store, evidence.machine, found.variable)


def _find_others(
    store: Store, found: ScalePlan, evidence: Evidence
) -> Iterator[Problem]:
    """Say who else has coded with the same codebook, where nobody was asked for."""
    used = {run.parameters["coder"] for run in evidence.runs}
    others = sorted(
        str(run.parameters["coder"])
        for run in code_runs(store)
        if run.parameters["codebook"] == found.codebook.name
        and run.parameters["coder"] not in used
    )
    if others:
        yield Problem(
            kind="several coders",
            message=f"These are the codings of {evidence.coder}, with codebook "
            f"{found.codebook.name}. There are also those of {join_names(others)}: "
            "choose with --coder.",
        )


def _uncorrected(store: Store, machine: Run, variable: str) -> Problem:
    """Say that one machine's codings are counted as they are, and what is known."""
    coder = str(machine.parameters["coder"])
    check = check_of(store, machine, variable=variable)
    if check.is_validated:
        message = (
            f"Uncorrected machine coding by {coder}: it is counted as it is, and no "
            f"interval holds its errors. {check.sentence} Without --no-correct that "
            "sample corrects it."
        )
    else:
        message = (
            "Uncorrected machine coding: no random sample coded by hand says how far "
            f"{coder} is off, and no interval holds it."
        )
    return Problem(kind=UNCORRECTED, message=message)
