"""The worklist as a table: what a person needs to see to settle each row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from hustings.errors import OutputFileError, RepeatedWorklistError
from hustings.model.document import Span
from hustings.outside.saving import check_place
from hustings.store.sources import write_whole
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.settlements import item_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hustings.store.project import Store
    from hustings.workflow.reanchoring import ReanchorResult

COLUMNS = (
    "item",
    "fate",
    "kind",
    "coder",
    "variable",
    "value",
    "replaces",
    "unit",
    "start",
    "end",
    "before",
    "words",
    "after",
    "document",
    "candidates",
    "near",
    "decision",
)
"""`before`, `words`, `after`: the earlier text. `document`, `candidates`, `near`: the
new one; `near` is what stands there between the neighbours of the words. `decision` is
for a person to fill in."""

CONTEXT = 120
"""Characters of the earlier text on either side of the words."""
SIGHT = 40
"""Characters around a candidate, and around what stands between the neighbours."""
LONGEST = 800
"""Characters of the new text that are shown at most."""


def write_worklist(store: Store, result: ReanchorResult, path: Path) -> int:
    """Write the rows to be settled as CSV; return how many there are.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    check_place(path, own=[store.sources, store.derived])
    if path.exists():
        raise RepeatedWorklistError(path=str(path))
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
    rows = worklist_rows(store, result)
    target = io.StringIO()
    writer = csv.DictWriter(target, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    write_whole(path, target.getvalue().encode("utf-8-sig"))
    return len(rows)


def worklist_rows(store: Store, result: ReanchorResult) -> list[dict[str, object]]:
    """Return a row of `COLUMNS` for everything that a person has to settle."""
    desk = _Desk(store, result.rows)
    return [desk.lay_out(row) for row in result.worklist]


class _Desk:
    """Both texts, and what was found in them."""

    def __init__(self, store: Store, rows: Sequence[Mapping[str, Any]]) -> None:
        self._store = store
        self._rows = rows
        self._texts: dict[str, str] = {}

    def lay_out(self, row: Mapping[str, Any]) -> dict[str, object]:
        """Put both texts of one row side by side."""
        old = self._text(row["replaces"])
        return {
            **{name: row[name] for name in COLUMNS if name in row},
            "item": item_id(row),
            "before": old[max(row["start"] - CONTEXT, 0) : row["start"]],
            "after": old[row["end"] : row["end"] + CONTEXT],
            "candidates": self._candidates(row),
            "near": self._near(row),
            "decision": "",
        }

    def _candidates(self, row: Mapping[str, Any]) -> str:
        """List the places that fit, by number, with a little of what is around."""
        text = self._text(row["document"])
        return "\n".join(
            f"{number}: {one['start']}-{one['end']} {_in_sight(text, one)}"
            for number, one in enumerate(row["candidates"], 1)
        )

    def _near(self, row: Mapping[str, Any]) -> str:
        """Return what stands in the new text between the neighbours of the words."""
        text = self._text(row["document"])
        between = self._between(row, len(text))
        start, end = max(between.start - SIGHT, 0), between.end + SIGHT
        shown = text[start : min(end, start + LONGEST)]
        return f"{start}-{start + len(shown)} {shown.strip()}"

    def _between(self, row: Mapping[str, Any], length: int) -> Span:
        """Return the stretch between the nearest words that were found, if in order."""
        found = [
            one
            for one in self._rows
            if one["new_start"] is not None
            and (one["replaces"], one["document"]) == (row["replaces"], row["document"])
        ]
        before = [one for one in found if one["end"] <= row["start"]]
        after = [one for one in found if one["start"] >= row["end"]]
        last = max(before, key=lambda one: one["end"], default=None)
        first = min(after, key=lambda one: one["start"], default=None)
        start = 0 if last is None else int(last["new_end"])
        end = length if first is None else int(first["new_start"])
        return Span(start, max(end, start))

    def _text(self, document: str) -> str:
        if document not in self._texts:
            found = find_document(self._store, document)
            self._texts[document] = text_of(self._store, found)
        return self._texts[document]


def _in_sight(text: str, place: Mapping[str, int]) -> str:
    """Return a place with what stands around it; its own words in brackets."""
    start, end = place["start"], place["end"]
    before, after = text[max(start - SIGHT, 0) : start], text[end : end + SIGHT]
    return " ".join(f"…{before}[{text[start:end]}]{after}…".split())
