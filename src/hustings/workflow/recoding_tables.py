"""Recoding a table with no project: by a shipped recoding, or a codebook's rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from hustings.coding.recoding_rules import RECODES
from hustings.errors import (
    CodebookFileError,
    UnknownCodebookError,
    UnknownRecodingError,
)
from hustings.model.document import Problem
from hustings.model.marpor import RECODINGS
from hustings.outside.files import read_file
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.runs import plan_run
from hustings.workflow.table_results import TableResult, no_rows
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.recoding import Recoding, RecodingRule

VALUE = "value"
"""The column with codes, if no other is named."""
WAS = "was"
"""The column that keeps what a code was."""


def find_recoding(name_or_path: str) -> Recoding:
    """Find a recoding by name, or in the file of a codebook with `recodes`.

    Raises
    ------
    UnknownRecodingError
        If it is neither.
    CodebookFileError
        If the file is no codebook, or has no rules.
    """
    if name_or_path in RECODINGS:
        return RECODINGS[name_or_path]
    try:
        codebook = load_codebook(name_or_path).codebook
    except UnknownCodebookError:
        raise UnknownRecodingError(name=name_or_path, known=list(RECODINGS)) from None
    if codebook.recodes is None:
        raise CodebookFileError(
            name=name_or_path,
            line=1,
            reason="this codebook recodes nothing.",
            advice=f"Add `{RECODES}:` with `from` and `rules`.",
        )
    return codebook.recodes


def rule_rows(recoding: Recoding) -> list[dict[str, object]]:
    """Return one row a rule."""
    return [_rule_row(rule) for rule in recoding.rules]


def _rule_row(rule: RecodingRule) -> dict[str, object]:
    return {
        "variable": rule.variable,
        "from": rule.source,
        "to": rule.target,
        "into": ", ".join(rule.into),
    }


def recode_table(path: Path, recoding: Recoding, *, column: str) -> TableResult:
    """Recode a column of a table; every other column stays as it is.

    Parameters
    ----------
    column : str
        The column with codes. What they were stands in the new column `was`. A table
        with a column `variable` is recoded where it names the rule's variable; one
        without is recoded throughout.

    Raises
    ------
    MissingColumnError, TableFileError
        If the table lacks the column, or cannot be read.
    """
    table = read_table(path)
    require_columns(table, [column], path)
    rows = table.to_pylist()
    recoded = [_recode(row, recoding, column) for row in rows]
    plan = plan_run(
        "code",
        parameters={"recoding": recoding.name, "rules": rules_of(recoding)},
        inputs=[sha256_of(read_file(path))],
    )
    return TableResult(
        rows=tuple(recoded),
        problems=(*(() if recoded else [no_rows(path)]), *_open_cases(recoded, column)),
        run=plan,
    )


def rules_of(recoding: Recoding) -> list[dict[str, object]]:
    """Return rules as a run keeps them."""
    return [asdict(rule) for rule in recoding.rules]


def _recode(
    row: Mapping[str, str | None], recoding: Recoding, column: str
) -> dict[str, str | None]:
    """Recode one row; null where a person has to choose."""
    code = (row[column] or "").strip()
    variables = dict.fromkeys(rule.variable for rule in recoding.rules)
    if "variable" in row:
        variables = {row["variable"] or "": None}
    becomes: str | None = row[column]
    for variable in variables:
        rule = recoding.rule_for(variable, code)
        if rule is not None:
            becomes = rule.result(code)
            break
    return {**row, column: becomes, WAS: row[column]}


def _open_cases(
    rows: Sequence[Mapping[str, str | None]], column: str
) -> Iterator[Problem]:
    split = [row[WAS] for row in rows if row[column] is None and row[WAS]]
    if split:
        yield Problem(
            kind="split code",
            message=f"{count(len(split), 'row')} with a code that was split "
            f"({', '.join(sorted(set(map(str, split))))}): a person has to choose, so "
            "they have none now.",
        )
