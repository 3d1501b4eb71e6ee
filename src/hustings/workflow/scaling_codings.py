"""Scaling a table of codings with no project: a row a unit and coder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hustings.errors import InvalidOptionError, MissingColumnError
from hustings.estimates.results import UNCORRECTED
from hustings.outside.tables import read_table, require_columns
from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult
from hustings.scaling.unit_tables import UnitTable
from hustings.workflow.coding_evidence import check_uncertainty
from hustings.workflow.confusion_files import read_confusion, with_confusion
from hustings.workflow.scaling_corrections import CORRECTED, HAND
from hustings.workflow.scaling_sources import choose_sources, sources_in
from hustings.workflow.scaling_units import basis_of, freedom_by_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import CaseEstimate, Estimates
    from hustings.model.document import Problem
    from hustings.workflow.confusion_files import KnownCodes
    from hustings.workflow.scale_questions import ScaleQuestion

_NEEDED = ("unit", "coder", "value")


def read_codings_table(
    path: Path, asked: ScaleQuestion, known: KnownCodes | None = None
) -> tuple[SourcedCounts, tuple[Problem, ...]]:
    """Read units with their codings, and the errors that are to reach intervals.

    Parameters
    ----------
    path : pathlib.Path
        Columns case (or document), unit, coder, value, and where they are known block,
        inclusion_probability, stratum, cluster, unitising, boundary, inner_cuts; as
        `hustings.scaling.unit_tables.UnitTable.from_rows` takes them.
    known : KnownCodes, optional
        The codes of the codebook, to check those of a confusion matrix against.

    Returns
    -------
    SourcedCounts
    tuple of Problem
        What a confusion matrix does not fit.

    Raises
    ------
    MissingColumnError
        If a column is missing.
    InvalidOptionError
        If the machine is none of the coders, or there is no such source or correction.
    InvalidObservationsError
        If rows do not go together.
    InvalidConfusionError, UnknownCodeError
        If a confusion matrix is none, or of other codes.
    """
    check_uncertainty(asked)
    table = read_table(path)
    _check_columns(table, path)
    if asked.machine is not None:
        _check_machine(table, asked.machine)
    elif asked.confusion is None and asked.correction not in {None, "none"}:
        raise InvalidOptionError(
            option="correct",
            value=asked.correction,
            advice="It is a machine that is corrected: say which with --machine.",
        )
    units = UnitTable.from_arrow(table, machine=asked.machine)
    if asked.correction == "none" and asked.machine is not None:
        units = _without_sample(units)
    confusion = None
    problems: tuple[Problem, ...] = ()
    if asked.confusion is not None:
        _require_one(table, asked)
        confusion = read_confusion(asked.confusion)
        units, problems = with_confusion(units, confusion, known)
    parameters = {
        "sources": choose_sources(units, asked),
        "correction": asked.correction,
        "interval": _drawn_by(units, asked),
    }
    sources = sources_in(parameters, None if confusion is None else confusion.matrix)
    return SourcedCounts.of_units(units, sources), problems


def rows_with_bases(
    result: SourcedResult, *, has_machine: bool
) -> list[dict[str, Any]]:
    """Return positions, each with what it rests on."""
    bases = [
        {**basis_of(one), "correction": _correction(one, has_machine=has_machine)}
        for one in result.estimates.estimates
    ]
    told = [
        name
        for name in (bases[0] if bases else {})
        if name not in {"case", "code"} and any(one[name] is not None for one in bases)
    ]
    return [
        {**row, **{name: basis[name] for name in told}}
        for row, basis in zip(result.to_rows(), bases, strict=True)
    ]


def _correction(one: CaseEstimate, *, has_machine: bool) -> str:
    """Say whether hand codings were counted, or a machine's, corrected or not."""
    corrected = CORRECTED if one.is_corrected else UNCORRECTED
    return corrected if has_machine else HAND


def draws_by_case(result: SourcedResult) -> Mapping[str, FloatArray]:
    """Return the draws of each case, where there is one outcome a case."""
    found = result.estimates
    if not found.draws.size or any(one.code is not None for one in found.estimates):
        return {}
    return {one.case: found.draws[:, i] for i, one in enumerate(found.estimates)}


def report_of_units(found: Estimates) -> dict[str, object]:
    """Say which errors the intervals hold, and whether a machine was corrected."""
    return {
        "is_corrected": found.is_corrected,
        "sources": list(found.sources),
        "degrees_of_freedom": freedom_by_case(found),
    }


def _check_columns(table: pa.Table, path: Path) -> None:
    """Raise unless the table has what a coding needs."""
    require_columns(table, _NEEDED, path)
    if not {"case", "document"} & set(table.column_names):
        raise MissingColumnError(
            name=path.name, column="case", known=table.column_names
        )


def _require_one(table: pa.Table, asked: ScaleQuestion) -> None:
    """Raise unless all codings are one coder's, by hand."""
    coders = {str(one) for one in table["coder"].to_pylist() if one}
    if asked.machine is not None or len(coders) > 1:
        raise InvalidOptionError(
            option="confusion",
            value=str(asked.confusion and asked.confusion.name),
            advice="A matrix is about one coder. Keep that coder's rows, or leave the "
            "matrix out: several coders show their errors themselves.",
        )


def _check_machine(table: pa.Table, machine: str) -> None:
    """Raise unless a row is by the machine."""
    coders = sorted({str(one) for one in table["coder"].to_pylist() if one})
    if machine not in coders:
        raise InvalidOptionError(
            option="machine",
            value=machine,
            advice=f"Name one of the coders: {', '.join(coders[:12])}.",
        )


def _without_sample(units: UnitTable) -> UnitTable:
    """Take a machine's codings as they are."""
    return replace(units, probability=None)


def _drawn_by(units: UnitTable, asked: ScaleQuestion) -> str:
    """Draw blocks where they are known, unless single units are asked for."""
    has_blocks = "block_of_unit" in units.of_units
    if asked.interval == "block" or (has_blocks and asked.interval is None):
        return "block"
    return asked.interval or "multinomial"
