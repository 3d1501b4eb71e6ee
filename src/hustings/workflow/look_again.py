"""The worklist of a new version: codings that their coders look at again.

``hustings code --from-table`` reads it back, once `value` is filled in.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from hustings.errors import OutputFileError, RepeatedWorklistError
from hustings.exchange.table_files import csv_cell
from hustings.outside.saving import check_place
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from pathlib import Path

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


def write_look_again(result: AddResult, path: Path) -> None:
    """Write the codings to look at again as CSV.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    require_new_file(path)
    write_whole(path, look_again_as_csv(result))


def look_again_as_csv(result: AddResult) -> bytes:
    """Return the codings to look at again as CSV for a spreadsheet."""
    lines: list[list[object]] = [list(COLUMNS)]
    for one in result.again:
        row = {**asdict(one), "was": one.value, "value": None, "note": None}
        lines.append([row[name] for name in COLUMNS])
    text = "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return text.encode("utf-8-sig")


def require_new_file(path: Path) -> None:
    """Raise where a worklist cannot be written; asked before anything changes."""
    check_place(path)
    if path.exists():
        raise RepeatedWorklistError(path=str(path))
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
