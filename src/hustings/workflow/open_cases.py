"""The worklist of open cases: the units' words, and who said what."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from hustings.errors import OutputFileError, RepeatedWorklistError
from hustings.outside.saving import check_place
from hustings.store.sources import write_whole
from hustings.workflow.adjudicated_rows import codings_of, place_of, who_said_what
from hustings.workflow.scaled_cases import case_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from hustings.model.adjudication import Adjudicated
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store

COLUMNS = (
    "unit",
    "document",
    "name",
    "start",
    "end",
    "before",
    "words",
    "after",
    "codebook",
    "variable",
    "codings",
    "notes",
    "rule",
    "probability",
    "value",
    "by",
    "note",
)
"""`codings` says who said what, `notes` what they noted; `rule` left the case open, and
`probability` is that of the likeliest value. `value`, `by` and `note` are for a person
to fill in."""

FOR_PEOPLE = {"value": "", "by": "", "note": ""}
"""The columns that a person fills in."""


def write_open_cases(store: Store, path: Path) -> int:
    """Write the open cases as CSV; return how many there are.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    check_place(path, own=[store.sources, store.derived])
    rows = open_cases(store)
    write_cases(path, rows, COLUMNS)
    return len(rows)


def open_cases(store: Store) -> list[dict[str, object]]:
    """Return a row of `COLUMNS` for everything that a person has to settle."""
    documents = {one.document_id for one in store.documents()}
    said: dict[object, list[HandCoding]] = {}
    for one in codings_of(store, documents=documents):
        said.setdefault(place_of(one), []).append(one)
    names = case_names(store)
    return [
        _row(store, one, said.get(place_of(one), []), names)
        for one in store.adjudications.current()
        if one.value is None and one.document_id in documents
    ]


def require_new(path: Path) -> None:
    """Raise unless a worklist can be written here.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    check_place(path)
    if path.exists():
        raise RepeatedWorklistError(path=str(path))
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")


def write_cases(
    path: Path, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    """Write rows of a worklist as CSV for a spreadsheet.

    Raises
    ------
    RepeatedWorklistError, OutputFileError
        As `require_new` does.
    """
    require_new(path)
    write_whole(path, cases_as_csv(rows, columns))


def cases_as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Return rows of a worklist as CSV for a spreadsheet."""
    target = io.StringIO()
    writer = csv.DictWriter(
        target, fieldnames=columns, lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows({name: _safe(row[name]) for name in columns} for row in rows)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return target.getvalue().encode("utf-8-sig")


def _row(
    store: Store,
    one: Adjudicated,
    said: Sequence[HandCoding],
    names: Mapping[str, str],
) -> dict[str, object]:
    book = store.codebook(one.codebook_sha256)
    anchor = one.anchor
    return {
        "unit": one.unit_id,
        "document": one.document_id,
        "name": names.get(one.document_id, one.document_id),
        "start": anchor.span.start,
        "end": anchor.span.end,
        "before": anchor.before,
        "words": anchor.words,
        "after": anchor.after,
        "codebook": "" if book is None else book.name,
        "variable": one.variable,
        "codings": who_said_what(said),
        "notes": "; ".join(f"{each.coder}: {each.note}" for each in said if each.note),
        "rule": one.rule,
        "probability": one.probability,
        **FOR_PEOPLE,
    }


def _safe(cell: object) -> object:
    """Keep a spreadsheet from computing what a document or a coder wrote."""
    is_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t"))
    return f"'{cell}" if is_formula else cell
