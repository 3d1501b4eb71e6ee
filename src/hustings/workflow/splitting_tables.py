"""Splitting the texts of a table with no project."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hustings.ingest.languages import guess_language
from hustings.ingest.units.cutting import no_cutter
from hustings.ingest.units.splitting import knows_language, split_text
from hustings.model.document import Problem
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.cutters import load_cutter
from hustings.workflow.table_results import TableResult, no_rows, plan_table_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hustings.ingest.units.cutting import Cutter
    from hustings.model.document import UnitKind


def split_table(
    path: Path, *, into: UnitKind = "quasi-sentence", cutter: Path | None = None
) -> TableResult:
    """Split every text of a table; spans index each text exactly as it stands there.

    Parameters
    ----------
    path : pathlib.Path
        Columns document, text and, if wished, language. Without a language it is
        detected.
    cutter : pathlib.Path, optional
        A cutter that `train` wrote, in place of the one that comes with Hustings.

    Raises
    ------
    MissingColumnError
        If there is no column document or text.
    UnreadableFileError, CutterFileError
        If the cutter cannot be used.
    """
    table = read_table(path)
    require_columns(table, ["document", "text"], path)
    loaded = load_cutter(cutter)
    documents = [_with_language(row) for row in table.to_pylist()]
    rows = [row for one in documents for row in _unit_rows(one, into, loaded.cutter)]
    used = loaded.parameters() if into == "quasi-sentence" else {}
    return TableResult(
        rows=tuple(rows),
        problems=(
            *(() if documents else [no_rows(path)]),
            *_table_problems(documents),
            *_uncut(documents, into, loaded.cutter),
        ),
        run=plan_table_run(path, "split", {"into": into, **used}),
    )


def _with_language(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """Detect the language of a text whose row does not say it."""
    language = row.get("language") or guess_language(row["text"] or "")
    return {**row, "language": language}


def _uncut(
    rows: Iterable[Mapping[str, str | None]], into: UnitKind, cutter: Cutter
) -> Iterable[Problem]:
    """Tell of languages whose quasi-sentences are whole sentences, each once."""
    if into != "quasi-sentence":
        return
    for language in sorted({row["language"] or "" for row in rows if row["text"]}):
        if not knows_language(cutter, language):
            yield no_cutter(language)


def _unit_rows(
    row: Mapping[str, str | None], into: UnitKind, cutter: Cutter
) -> Iterable[dict[str, object]]:
    """Yield the units of one text."""
    text = row["text"] or ""
    for span in split_text(text, row["language"], into, cutter=cutter):
        yield {
            "document": row["document"],
            "unit": f"{row['document']}/{span.start}-{span.end}",
            "start": span.start,
            "end": span.end,
        }


def _table_problems(rows: list[dict[str, str | None]]) -> Iterable[Problem]:
    """Yield what is odd about the documents of a table."""
    for name, n in Counter(row["document"] for row in rows).items():
        if n > 1:
            yield Problem(
                kind="repeated document",
                message=f"Document {name!r} has {n} rows; each is split on its own.",
            )
    for row in rows:
        if not (row["text"] or "").strip():
            yield Problem(
                kind="empty text",
                message=f"Document {row['document']!r} has no text and no units.",
            )
