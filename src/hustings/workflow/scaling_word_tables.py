"""Scaling the words of a table with no project: counts of words, or the texts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import MissingColumnError, TableFileError, UselessInputError
from hustings.model.document import Problem
from hustings.outside.tables import read_counts_table
from hustings.words.matrices import DocumentFeatureMatrix
from hustings.workflow.scale_questions import FeatureChoice
from hustings.workflow.section_blocks import SECTIONS, blocks_in, refuse_blocks
from hustings.workflow.table_results import (
    TableResult,
    plan_table_run,
    require_table,
    short_parameters,
)
from hustings.workflow.word_counting import count_units
from hustings.workflow.word_inputs import (
    apply_words,
    draw_again,
    report_of,
    word_parameters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from hustings.model.run import Run
    from hustings.scaling.word_draws import WordBlocks
    from hustings.workflow.scale_questions import ScaleQuestion

_CASES = ("case", "document")
_MOST_NAMED = 5


def scale_word_table(
    path: Path | None, scale: str, asked: ScaleQuestion
) -> TableResult:
    """Apply a scale from words to a table of counts of words, or of texts.

    A table whose column ``text`` holds words and not numbers is one of texts: a row a
    stretch of text, with its ``case`` (or ``document``), and where they are known
    ``block``, ``section``, ``language`` and ``kind`` (headings do not count).

    Raises
    ------
    MissingColumnError
        If a table of texts does not say whose they are.
    TableFileError
        If a text has no case.
    UselessInputError
        If blocks are to be drawn and the table does not name any.
    """
    file = require_table(path, scale)
    table, repeated = read_counts_table(file)
    if _holds_texts(table):
        return _scale_texts(file, table, scale, asked)
    return _scale_counts(file, table, repeated, scale, asked)


def _holds_texts(table: pa.Table) -> bool:
    """Whether a table can be no table of counts: its column `text` holds words."""
    if "text" not in table.column_names[1:]:
        return False
    return not all(_is_number(one) for one in table["text"].to_pylist() if one)


def _is_number(text: object) -> bool:
    """Whether a cell could be a count."""
    try:
        float(str(text))
    except ValueError:
        return False
    return True


def _scale_counts(
    file: Path,
    table: pa.Table,
    repeated: Sequence[str],
    scale: str,
    asked: ScaleQuestion,
) -> TableResult:
    """Apply a scale to words that are counted already."""
    refuse_blocks(scale, asked)
    _refuse_counting(scale, asked)
    parameters = word_parameters(scale, asked)
    matrix = DocumentFeatureMatrix.from_table(table)
    trimming = asked.features.trimming
    if trimming != FeatureChoice().trimming:
        matrix = matrix.trimmed(**trimming)
        parameters |= trimming
    result, drawn = draw_again(apply_words(matrix, parameters), matrix, parameters)
    return TableResult(
        rows=tuple(result.to_rows()),
        problems=(*result.problems, *_repeated(repeated)),
        run=_run(file, scale, parameters),
        report=report_of(result, drawn),
        words=tuple(result.words),
        draws=drawn.draws if drawn is not None else {},
    )


def _refuse_counting(scale: str, asked: ScaleQuestion) -> None:
    """Raise for what only texts can be asked."""
    if counting := asked.features.counting:
        raise UselessInputError(
            scale=scale,
            what=f"--{counting[0].replace('_', '-')} with a table, whose words are "
            "counted already",
            known=("--min-count", "--min-documents", "--max-document-share"),
        )
    if asked.uncertainty and asked.interval == "block":
        what = "--interval block with a table of words, which has no paragraphs"
        known = ("--interval multinomial", "a table with the columns case, text, block")
        raise UselessInputError(scale=scale, what=what, known=known)


def _scale_texts(
    file: Path, table: pa.Table, scale: str, asked: ScaleQuestion
) -> TableResult:
    """Count the words of texts, and apply a scale to them."""
    column = "section" if asked.blocks == SECTIONS else "block"
    has_blocks = column in table.column_names
    if not has_blocks and (asked.interval == "block" or asked.blocks == SECTIONS):
        what = f"blocks with a table that has no column {column!r}"
        known = ("--interval multinomial",)
        raise UselessInputError(scale=scale, what=what, known=known)
    parameters = {
        **word_parameters(scale, asked, usual="block" if has_blocks else "multinomial"),
        **asdict(asked.features),
        **blocks_in(asked),
    }
    units, documents = _units(table, file)
    counted = count_units(units, documents, parameters)
    result: Any = apply_words(counted.matrix, parameters, counted.sentences)
    names = units[column].to_pylist() if has_blocks else []
    blocks: WordBlocks | None = counted.blocks(names) if has_blocks else None
    result, drawn = draw_again(result, counted.matrix, parameters, blocks)
    unnamed = _unnamed(names, column) if parameters["interval"] == "block" else ()
    return TableResult(
        rows=tuple(result.to_rows()),
        problems=(*result.problems, *unnamed),
        run=_run(file, scale, parameters),
        report=report_of(result, drawn),
        words=tuple(result.words),
        draws=drawn.draws if drawn is not None else {},
    )


def _run(file: Path, scale: str, parameters: Mapping[str, Any]) -> Run:
    """Describe the execution."""
    return plan_table_run(
        file, "scale", {"scale": scale, **short_parameters(parameters)}
    )


def _units(table: pa.Table, file: Path) -> tuple[pa.Table, list[str]]:
    """Name columns as a project's units do; headings aside. And the cases in order."""
    named = [name for name in _CASES if name in table.column_names]
    if not named:
        known = table.column_names
        raise MissingColumnError(name=file.name, column="case", known=known)
    cases = table[named[0]].to_pylist()
    if not all(cases):
        raise TableFileError(
            name=file.name,
            line=1 + cases.index(next(one for one in cases if not one)) + 1,
            reason="The text has no case.",
            advice="Say whose it is, or take the row out.",
        )
    units = pa.table(
        {
            "document": cases,
            "text": pc.fill_null(table["text"], ""),
            "language": _optional(table, "language"),
            "block": _optional(table, "block"),
            "section": _optional(table, "section"),
            "kind": _optional(table, "kind"),
        }
    )
    is_heading = pc.equal(pc.fill_null(units["kind"], ""), "heading")
    return units.filter(pc.invert(is_heading)), list(dict.fromkeys(cases))


def _optional(table: pa.Table, name: str) -> pa.Array:
    """Give a column, empty cells as null; nulls where there is none."""
    known = name in table.column_names
    cells = table[name].to_pylist() if known else [None] * len(table)
    return pa.array([cell or None for cell in cells], pa.string())


def _unnamed(names: Sequence[str | None], column: str) -> Iterable[Problem]:
    """Tell of texts that stand in no block."""
    n = sum(name is None for name in names)
    if n:
        yield Problem(
            kind="no block",
            message=f"{n} texts have no {column}: each is drawn as one of its own.",
        )


def _repeated(columns: Sequence[str]) -> Iterable[Problem]:
    """Tell of words that have several columns."""
    if columns:
        yield Problem(
            kind="repeated columns",
            message=f"Columns of the same name are words of their own: "
            f"{', '.join(columns[:_MOST_NAMED])}"
            f"{' ...' if len(columns) > _MOST_NAMED else ''}. Add them up if they are "
            "one word.",
        )
