"""Which errors the intervals of a run hold, in parameters and in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.estimates.sources import (
    SOURCES,
    CoderError,
    MachineError,
    Sampling,
    Sources,
    Unitising,
)
from hustings.scaling.uncertainty import available_sources
from hustings.store.sources import sha256_of
from hustings.workflow.coding_evidence import join_names
from hustings.workflow.hand_samples import HandSample, probabilities_of
from hustings.workflow.scaling_actors import cases_of, is_by_actor
from hustings.workflow.section_blocks import sections_of
from hustings.workflow.unit_tables import CodingRuns, assemble_units

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.estimates.misclassification import ConfusionMatrix
    from hustings.model.codebook import Codebook
    from hustings.model.run import Run
    from hustings.scaling.unit_tables import UnitTable
    from hustings.store.project import Store
    from hustings.workflow.coding_evidence import Evidence
    from hustings.workflow.scale_questions import ScaleQuestion


def parameters_of(evidence: Evidence, asked: ScaleQuestion) -> dict[str, Any]:
    """Say in plain values what a run is made of; `runs_in` reads it back."""
    sample = evidence.sample
    return {
        "coder": evidence.coder,
        "machine": None
        if evidence.machine is None
        else evidence.machine.parameters["coder"],
        "people": [run.parameters["coder"] for run in evidence.people],
        "base": evidence.base.run_id,
        "sample": None
        if sample is None
        else {**asdict(sample), "assignments": list(sample.assignments)},
        "correction": _correction_of(evidence, asked),
        **_confusion_of(asked),
    }


def _correction_of(evidence: Evidence, asked: ScaleQuestion) -> str | None:
    """Say how a machine is corrected, where people coded a sample for it."""
    is_corrected = evidence.machine is not None and evidence.sample is not None
    return (asked.correction or "tuned") if is_corrected else None


def _confusion_of(asked: ScaleQuestion) -> dict[str, Any]:
    """Name the file of a matrix, and how it corrects; nothing where there is none."""
    if asked.confusion is None:
        return {}
    return {
        "confusion": sha256_of(asked.confusion.content),
        "confusion_name": asked.confusion.name,
        "correction": asked.correction or "matrix",
    }


def runs_in(store: Store, plan: Run) -> CodingRuns:
    """Find the runs and the sample that a plan names."""
    parameters: Any = plan.parameters
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    by_coder = {run.parameters["coder"]: run for run in parents if run.step == "code"}
    sample = parameters["sample"]
    base = store.run(parameters["base"])
    assert base is not None  # noqa: S101  # runs are never deleted
    return CodingRuns(
        base=base,
        machine=by_coder.get(parameters["machine"]),
        people=tuple(by_coder[name] for name in parameters["people"]),
        probabilities=None
        if sample is None
        else probabilities_of(
            store, HandSample(**{**sample, "assignments": tuple(sample["assignments"])})
        ),
    )


def sources_in(
    parameters: Mapping[str, Any], confusion: ConfusionMatrix | None = None
) -> Sources:
    """Make the sources of error that a plan's parameters name."""
    names: Sequence[str] = parameters["sources"]
    correction = parameters["correction"]
    by: Any = "units" if parameters["interval"] == "multinomial" else "blocks"
    machine = MachineError(
        correction=correction if correction in {"difference", "hand"} else "tuned",
        borrowing="rectifier" if correction == "borrowed" else "none",
    )
    return Sources(
        sampling=Sampling(by=by) if "sampling" in names else None,
        coders=_coder_error(correction, confusion) if "coders" in names else None,
        unitising=Unitising() if "unitising" in names else None,
        machine=machine if "machine" in names else None,
    )


def _coder_error(correction: Any, confusion: ConfusionMatrix | None) -> CoderError:  # noqa: ANN401  # of a plan
    """Take the matrix as what the coder errs by, if there is one."""
    if confusion is None:
        return CoderError()
    return CoderError(confusion=confusion, correction=correction or "matrix")


def choose_sources(units: UnitTable, asked: ScaleQuestion) -> list[str]:
    """Name the sources that are to reach the interval: all there are, unless named."""
    wanted = asked.uncertainty or ("all",)
    if asked.interval == "none" or "none" in wanted:
        return []
    there = set(available_sources(units).names)
    if asked.confusion is not None:
        there.add("coders")
    return [
        name
        for name in SOURCES
        if ("all" in wanted and name in there) or name in wanted
    ]


def units_of_plan(
    store: Store, plan: Run, codebook: Codebook, documents: Sequence[str]
) -> UnitTable:
    """Assemble the units that a plan names."""
    name = str(plan.parameters["variable"])
    variable = next(one for one in codebook.variables if one.name == name)

    def columns(found: Sequence[str]) -> Sequence[str]:
        if variable.number is None:
            return [code.code for code in variable.codes]
        return sorted(found, key=float)

    units = assemble_units(
        store,
        runs_in(store, plan),
        documents=documents,
        variable=name,
        columns=columns,
        sections=sections_of(store, plan, documents),
    )
    return units.joined(cases_of(plan, documents)) if is_by_actor(plan) else units


def describe(plan: Run, units: UnitTable, methods: Collection[str]) -> str:
    """Say in plain words what positions rest on and what intervals hold.

    Parameters
    ----------
    methods : collection of str
        How estimates were made: too few documents to borrow from leave each alone.
    """
    parameters: Any = plan.parameters
    names: Sequence[str] = parameters["sources"]
    held = (
        f"Intervals hold {join_names(_said(names))}."
        if names
        else "No interval was asked for."
    )
    return f"{_basis(parameters, units, methods)} {held}"


def _basis(
    parameters: Mapping[str, Any], units: UnitTable, methods: Collection[str]
) -> str:
    """Say what positions rest on."""
    n, not_asked = _judged(units)
    people = join_names(parameters["people"]) if parameters["people"] else ""
    if parameters["machine"] is None:
        drawn = "" if parameters["sample"] is None else ", drawn at random"
        known = _OF_CONFUSION.get(str(parameters["correction"]), "")
        return (
            f"Positions rest on {n} units coded by {people}{drawn}{known}{not_asked}."
        )
    soft = ", each unit by the probabilities of its codes" if _is_soft(units) else ""
    if not people:
        return f"Positions rest on the codings of {parameters['machine']} alone{soft}."
    how = _HOW[next((one for one in _HOW if one in methods), "tuned")]
    return (
        f"Positions rest on the codings of {parameters['machine']}{soft}, corrected by "
        f"{n} units that {people} coded at random ({how}){not_asked}."
    )


def _judged(units: UnitTable) -> tuple[str, str]:
    """Count the units that people judged, and say in how many there was no code."""
    counts = np.ones(len(units.case_of_unit), np.bool_)
    if units.probability is not None:
        counts = ~np.isnan(units.probability)
    judged = np.unique(units.unit_of_coding)
    coded = np.unique(units.unit_of_coding[units.is_asked])
    n, n_coded = int(counts[judged].sum()), int(counts[coded].sum())
    told = f"; in {n - n_coded:,} of them there was nothing to code"
    return f"{n:,}", told if n_coded < n else ""


def _is_soft(units: UnitTable) -> bool:
    """Say whether a machine's probabilities count, and not its likeliest codes."""
    machine = units.machine
    return machine is not None and bool(((machine > 0) & (machine < 1)).any())


_HOW: Mapping[str, str] = {
    "tuned": "tuned: the machine counts as far as it was right",
    "difference": "difference estimator",
    "hand": "hand codings alone",
    "borrowed rectifier": "with the machine's error borrowed from the other "
    "documents, which holds as far as these are like them",
}

_OF_CONFUSION: Mapping[str, str] = {
    "matrix": ", whose known errors are taken out by the matrix method",
    "simex": ", whose known errors are taken out by SIMEX",
}

_SAID: Mapping[str, str] = {
    "sampling": "sampling",
    "coders": "coders' disagreement",
    "unitising": "the cutting of units",
    "machine": "the machine's error",
}


def _said(names: Sequence[str]) -> list[str]:
    return [_SAID[name] for name in names]
