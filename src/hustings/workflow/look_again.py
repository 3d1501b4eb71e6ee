"""The worklist of a new version: codings that their coders look at again.

``hustings code --from-table`` reads it back, once `value` is filled in. Adjudicated
values stand in a table of their own, which ``hustings adjudicate --decisions`` reads.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from hustings.errors import OutputFileError, RepeatedWorklistError
from hustings.exchange.table_files import csv_cell
from hustings.outside.saving import check_place
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hustings.workflow.carried_over import LookAgain
    from hustings.workflow.codebook_versions import AddResult

COLUMNS = (
    "unit",
    "document",
    "start",
    "end",
    "coder",
    "before",
    "words",
    "after",
    "variable",
    "was",
    "reason",
    "choices",
    "value",
    "note",
)
"""`was` is the code under the earlier version; `value` and `note` are for the coder."""

SETTLE_COLUMNS = (
    "unit",
    "document",
    "start",
    "end",
    "before",
    "words",
    "after",
    "codebook",
    "variable",
    "was",
    "reason",
    "choices",
    "value",
    "by",
    "note",
)
"""`codebook` is the SHA-256 of the new version's text; `value`, `by` and `note` are for
the person who settles."""


def write_look_again(result: AddResult, path: Path) -> list[Path]:
    """Write the codings to look at again as CSV, and values to settle beside them.

    Returns
    -------
    list of pathlib.Path
        What was written: ``NAME.csv``, and ``NAME-adjudicated.csv`` where adjudicated
        values are to be settled again.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    require_new_file(path)
    write_whole(path, look_again_as_csv(result))
    if not result.settle_again:
        return [path]
    beside = settle_again_path(path)
    write_whole(beside, settle_again_as_csv(result))
    return [path, beside]


def settle_again_path(path: Path) -> Path:
    """Return where the values to be settled again stand, beside a worklist."""
    return path.with_name(f"{path.stem}-adjudicated{path.suffix}")


def look_again_as_csv(result: AddResult) -> bytes:
    """Return the codings to look at again as CSV for a spreadsheet."""
    return _as_csv(COLUMNS, result.again, {"value": None, "note": None})


def settle_again_as_csv(result: AddResult) -> bytes:
    """Return the adjudicated values to settle again as a table of decisions."""
    more = {"codebook": result.sha256, "value": None, "by": None, "note": None}
    return _as_csv(SETTLE_COLUMNS, result.settle_again, more)


def _as_csv(
    columns: Sequence[str], rows: Sequence[LookAgain], more: Mapping[str, object]
) -> bytes:
    lines: list[list[object]] = [list(columns)]
    for one in rows:
        row = {**asdict(one), "was": one.value, **more}
        lines.append([row[name] for name in columns])
    text = "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return text.encode("utf-8-sig")


def require_new_file(path: Path) -> None:
    """Raise where a worklist cannot be written; asked before anything changes."""
    check_place(path)
    for one in (path, settle_again_path(path)):
        if one.exists():
            raise RepeatedWorklistError(path=str(one))
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
