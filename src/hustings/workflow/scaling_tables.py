"""Scaling the cases of a table of counts with no project."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.errors import (
    TableFileError,
    UnknownScaleError,
)
from hustings.model.document import Problem
from hustings.outside.tables import read_counts_table, read_table
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.counts import Counts
from hustings.scaling.distances import PairResult
from hustings.scaling.from_codes import salience, scale_by_definition
from hustings.scaling.marpor import RILE, UNCODED
from hustings.scaling.sourced_counts import SourcedResult
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.coding_evidence import refuse_sources
from hustings.workflow.confusion_files import KnownCodes
from hustings.workflow.scale_questions import ScaleQuestion
from hustings.workflow.scaled_cases import SALIENCE, find_definition
from hustings.workflow.scaling_actors import refuse_actors
from hustings.workflow.scaling_codings import (
    draws_by_case,
    read_codings_table,
    report_of_units,
    rows_with_bases,
)
from hustings.workflow.scaling_named import (
    apply_named,
    needs_counts,
    read_inputs,
    refuse_features,
    refuse_for_definition,
)
from hustings.workflow.scaling_word_tables import scale_word_table
from hustings.workflow.section_blocks import refuse_blocks
from hustings.workflow.table_results import (
    TableResult,
    plan_table_run,
    require_table,
    short_parameters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hustings.model.codebook import Codebook, ScaleDefinition
    from hustings.scaling.results import ScaleResult

AnyResult: TypeAlias = "ScaleResult | PairResult"


def scale_table(
    path: Path | None,
    scale: str,
    question: ScaleQuestion | None = None,
    *,
    codebook: str | None = None,
    own: ScaleDefinition | None = None,
) -> TableResult:
    """Place the cases of a table of counts on a scale.

    Parameters
    ----------
    path : pathlib.Path or None
        The first column is the case, whatever its name; every other column is a code
        or a word with its count. For scales from words it may hold texts, too: columns
        case (or document), text, and where known block. None for scales that need no
        counts.
    scale : str
        One of `hustings.scaling.NAMED_SCALES` or `hustings.scaling.WORD_SCALES`, or a
        scale of `codebook`.
    question : ScaleQuestion, optional
        Intervals, and what the scale needs beside counts.
    codebook : str, optional
        Name or file of the codebook whose scale it is.
    own : ScaleDefinition, optional
        The user's own lists of codes, in place of a named scale.

    Raises
    ------
    InvalidCountError, InvalidCountsError
        If the table holds no counts.
    UnknownScaleError
        If there is no such scale.
    MissingInputError, UselessInputError
        If the scale lacks something, or has no use for something.
    """
    asked = question or ScaleQuestion()
    refuse_actors(scale, asked)
    book = None if codebook is None else load_codebook(codebook).codebook
    if own is None and book is None and scale in WORD_SCALES:
        return scale_word_table(path, scale, asked)
    refuse_blocks(scale, asked)
    if not asked.codings:
        refuse_sources(scale, asked)
    definition = own or _definition_in(book, scale)
    if definition is None and scale not in NAMED_SCALES:
        raise UnknownScaleError(scale=scale, known=(*NAMED_SCALES, *WORD_SCALES))
    if definition is None:
        return _scale_named(path, scale, asked, book)
    return _scale_defined(path, definition, asked, book)


def _scale_named(
    path: Path | None, scale: str, asked: ScaleQuestion, book: Codebook | None
) -> TableResult:
    """Apply a named scale from codes."""
    if not needs_counts(scale) and path is not None and asked.votes is None:
        asked = replace(asked, votes=tuple(read_table(path).to_pylist()))
    inputs = read_inputs(scale, asked)
    how = asked.resampling("multinomial")
    if not needs_counts(scale):
        return _result(path, scale, inputs, apply_named(scale, None, inputs, how))
    counts, told = _read(require_table(path, scale), asked, book)
    if scale == SALIENCE and book is not None and book.variables[0].uncoded:
        uncoded = UNCODED | {book.variables[0].uncoded}
        result: AnyResult = salience(counts, uncoded=uncoded, **asdict(how))
    else:
        result = apply_named(scale, counts, inputs, how)
    unmet = (*told, *_padded(counts), *_unmet_rile(counts, scale))
    parameters = {**inputs, **asdict(how), **asked.of_codings()}
    return _result(path, scale, parameters, result, unmet)


def _scale_defined(
    path: Path | None,
    definition: ScaleDefinition,
    asked: ScaleQuestion,
    book: Codebook | None,
) -> TableResult:
    """Apply two lists of codes, or the scale of a codebook."""
    refuse_features(definition.name, asked)
    refuse_for_definition(definition.name, asked)
    how = asked.resampling("multinomial")
    counts, told = _read(require_table(path, definition.name), asked, book)
    checked = book if definition.variable else None
    result = scale_by_definition(counts, definition, codebook=checked, **asdict(how))
    sides = {*definition.left, *definition.right}
    unmet = (*told, *_padded(counts), *_unmet(counts, sides, definition.name))
    parameters = {
        "definition": asdict(definition),
        **asdict(how),
        **asked.of_codings(),
    }
    return _result(path, definition.name, parameters, result, unmet)


def _result(
    path: Path | None,
    scale: str,
    parameters: Mapping[str, Any],
    result: AnyResult,
    unmet: Iterable[Problem] = (),
) -> TableResult:
    """Put rows, problems and the run together."""
    found = TableResult(
        rows=tuple(result.to_rows()),
        problems=(*result.problems, *unmet),
        run=plan_table_run(
            path, "scale", {"scale": scale, **short_parameters(parameters)}
        ),
    )
    if isinstance(result, PairResult) and result.estimates is not None:
        return replace(found, report=report_of_units(result.estimates))
    if not isinstance(result, SourcedResult):
        return found
    has_machine = parameters.get("machine") is not None
    return replace(
        found,
        rows=tuple(rows_with_bases(result, has_machine=has_machine)),
        report=report_of_units(result.estimates),
        draws=draws_by_case(result),
    )


def _read(
    path: Path, asked: ScaleQuestion, book: Codebook | None
) -> tuple[Counts, tuple[Problem, ...]]:
    """Read counts, or codings that are still to be counted."""
    if asked.codings:
        known = None if book is None else KnownCodes.of(book)
        return read_codings_table(path, asked, known)
    return _read_counts(path), ()


def _read_counts(path: Path) -> Counts:
    """Read a table of counts of codes, in which no code may stand twice."""
    table, repeated = read_counts_table(path)
    if repeated:
        raise TableFileError(
            name=path.name,
            line=1,
            reason=f"Two columns are named {repeated[0].rpartition(' (')[0]!r}.",
            advice="Give every code one column.",
        )
    return Counts.from_rows(table.to_pylist())


def _padded(counts: Counts) -> Iterable[Problem]:
    """Tell of columns with spaces at their ends."""
    padded = [repr(code) for code in counts.codes if code != code.strip()]
    if padded:
        yield Problem(
            kind="padded columns",
            message=f"Columns with spaces at their ends are taken as they are: "
            f"{', '.join(padded)}. Take the spaces out if codes are meant.",
        )


def _unmet_rile(counts: Counts, scale: str) -> Iterable[Problem]:
    """Tell of a table without a single code of RILE."""
    sides = {*RILE.left, *RILE.right}
    if scale in {"rile", "logit"} and not sides & set(counts.in_main_codes().codes):
        yield from _unmet(counts, sides, scale)


def _unmet(counts: Counts, sides: set[str], scale: str) -> Iterable[Problem]:
    """Tell of codes that a scale counts and no column has."""
    missing = sides - set(counts.in_main_codes().codes)
    if missing:
        yield Problem(
            kind="missing columns",
            message=f"No column is named {', '.join(sorted(missing))}; the scale "
            f"{scale!r} counts them as 0. Columns: {', '.join(counts.codes)}.",
        )


def _definition_in(codebook: Codebook | None, scale: str) -> ScaleDefinition | None:
    """Find a scale in the codebook given; saliences are of every codebook."""
    if codebook is None or scale == SALIENCE:
        return None
    return find_definition(codebook, scale)
