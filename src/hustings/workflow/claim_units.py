"""Units as claims are looked for in them, with the heading or lead-in that governs.

"We reject:" gives the five items below it their stance. A lead-in is a unit that ends
with a colon: it governs the items below it, or, inside a paragraph, the units up to
the end of the sentence. Items without one stand under their heading. A paragraph does
so only where the heading ends with a colon.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.claims.tables import CLAIM_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = ("document", "unit", "block", "kind", "start", "language", "text")
"""What is read of the units."""

_ITEM, _HEADING = "item", "heading"
_CLOSED = "”»\"')"
_ENDS = (".", "!", "?")


@dataclass(kw_only=True)
class _Above:
    """What stands above a unit: the nearest heading, and a lead-in that still holds."""

    document: str = ""
    heading: str | None = None
    lead: str | None = None
    lead_block: str | None = None
    was_item: bool = False


def claim_units(units: pa.Table, actors: Mapping[str, str | None]) -> pa.Table:
    """Put units and what governs them into one table.

    Parameters
    ----------
    units : Table
        With `COLUMNS`, the units of a document together in reading order, headings
        among them.
    actors : mapping of str to str or None
        By document.

    Returns
    -------
    Table
        Of `hustings.claims.tables.CLAIM_UNITS`, in the same order.
    """
    rows = units.select(list(COLUMNS)).to_pylist()
    before, after = _beside(rows)
    columns = {
        **{name: units[name] for name in ("document", "unit", "start", "language")},
        "text": units["text"],
        "kind": units["kind"],
        "actor": [actors.get(row["document"]) for row in rows],
        "heading": _governing(rows),
        "before": before,
        "after": after,
    }
    arrays = [
        columns[one.name].cast(one.type)
        if isinstance(columns[one.name], pa.ChunkedArray)
        else pa.array(columns[one.name], one.type)
        for one in CLAIM_UNITS
    ]
    return pa.table(arrays, schema=CLAIM_UNITS)


def _beside(
    rows: Sequence[Mapping[str, Any]],
) -> tuple[list[str | None], list[str | None]]:
    """Give each unit the texts of its neighbours in the same document."""
    together = [one["document"] == other["document"] for one, other in pairwise(rows)]
    texts = [row["text"] for row in rows]
    before = [
        None,
        *(text if same else None for text, same in zip(texts, together, strict=False)),
    ]
    after = [
        *(
            text if same else None
            for text, same in zip(texts[1:], together, strict=True)
        ),
        None,
    ]
    return before[: len(rows)], after[: len(rows)]


def _governing(rows: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Give each unit what governs it."""
    above, found = _Above(), []
    for row in rows:
        if row["document"] != above.document:
            above = _Above(document=row["document"])
        found.append(_over(row, above))
        _remember(row, above)
    return found


def _over(row: Mapping[str, Any], above: _Above) -> str | None:
    """Say what governs a unit, given what stands above it."""
    if row["kind"] == _HEADING:
        return None
    if row["kind"] == _ITEM:
        return above.lead or above.heading
    if above.lead is not None and row["block"] == above.lead_block:
        return above.lead
    return above.heading if _announces(above.heading or "") else None


def _remember(row: Mapping[str, Any], above: _Above) -> None:
    """Take a unit in as what stands above the next."""
    text, is_item = row["text"], row["kind"] == _ITEM
    if row["kind"] == _HEADING:
        above.heading, above.lead = text, None
    elif _announces(text):
        above.lead, above.lead_block = text, row["block"]
    elif above.lead is not None and _is_over(row, above):
        above.lead = None
    above.was_item = is_item


def _is_over(row: Mapping[str, Any], above: _Above) -> bool:
    """Say whether a lead-in ends with a unit."""
    if row["kind"] == _ITEM:
        return False
    ends = row["text"].rstrip().rstrip(_CLOSED).endswith(_ENDS)
    return above.was_item or row["block"] != above.lead_block or ends


def _announces(text: str) -> bool:
    """Say whether words announce what comes after them."""
    return text.rstrip().rstrip(_CLOSED).endswith((":", "\uff1a"))
