"""What people decided of words that were ambiguous or lost in a new text.

A decision is kept in the parameters of a run of the step `cite`, so that it is never
overwritten: a later run supersedes an earlier one. Where the text was replaced once
more, what was decided is looked for in the newer text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pyarrow as pa

from hustings.ingest.anchors.anchoring import carry_inside, reanchor
from hustings.ingest.tables import batch_from_rows
from hustings.model.document import Span
from hustings.workflow.current import current_splits
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.model.run import Run
    from hustings.store.project import Store

Decision: TypeAlias = Literal["placed", "dropped", "open"]
"""The words stand at a span; they stand nowhere; it is to be decided again."""

Item: TypeAlias = "tuple[object, ...]"
"""What was anchored, in a text that was replaced: the values of `ITEM`."""

ITEM = ("kind", "coder", "variable", "value", "replaces", "start", "end")

SETTLED = pa.schema(
    [
        *((name, pa.string()) for name in ITEM[:5]),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("document", pa.string()),
        ("decision", pa.string()),
        ("new_start", pa.int64()),
        ("new_end", pa.int64()),
    ]
)
"""One row a decision: what was anchored, and where it stands in `document`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One decision, as a run records it: a row of `SETTLED`."""

    kind: str
    coder: str
    variable: str
    value: str
    replaces: str
    start: int
    end: int
    document: str
    decision: Decision
    new_start: int | None = None
    new_end: int | None = None

    @property
    def item(self) -> Item:
        """What was anchored."""
        return item_of(asdict(self))

    @property
    def span(self) -> Span | None:
        """Where it stands now; None unless it was placed."""
        if self.new_start is None or self.new_end is None:
            return None
        return Span(self.new_start, self.new_end)


def item_of(row: Mapping[str, Any]) -> Item:
    """Return what a row anchors."""
    return tuple(row[name] for name in ITEM)


def item_id(row: Mapping[str, Any]) -> str:
    """Name what a row anchors, and the text it is looked for in, in twelve digits."""
    text = json.dumps([*item_of(row), row["document"]])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def is_settlement(run: Run) -> bool:
    """Say whether a run records decisions."""
    return run.step == "cite" and "settled" in run.parameters


def settlement_tables(run: Run) -> dict[str, list[pa.RecordBatch]]:
    """Write the decisions of a run as its table."""
    return {"settled": [batch_from_rows(_rows_of(run), SETTLED)]}


def latest_settlements(store: Store) -> dict[Item, list[Settlement]]:
    """Return the decisions that hold, one for each text, the latest last."""
    latest: dict[Item, dict[str, Settlement]] = {}
    for run in store.runs():
        if is_settlement(run):
            for one in map(_settlement, _rows_of(run)):
                decided = latest.setdefault(one.item, {})
                decided.pop(one.document, None)
                decided[one.document] = one
    return {item: list(decided.values()) for item, decided in latest.items()}


def settle_rows(
    store: Store, rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Let decisions stand in place of what was not found.

    Returns
    -------
    list of dict
        The rows with a column `settled`: ``"placed"`` where a person said where the
        words stand, ``"dropped"`` where they said nowhere, otherwise None.
    """
    desk = _Desk(store, latest_settlements(store))
    return [desk.settle(row) for row in rows]


class _Desk:
    """The decisions, and the texts they are about."""

    def __init__(
        self, store: Store, settlements: Mapping[Item, list[Settlement]]
    ) -> None:
        self._store = store
        self._settlements = settlements
        self._texts: dict[str, str] = {}
        self._units: dict[str, dict[Span, str]] = {}

    def settle(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Apply the decision on one row, if there is one."""
        plain = {**row, "settled": None}
        decided = self._settlements.get(item_of(row), [])
        if row["fate"] not in {"ambiguous", "lost"} or not decided:
            return plain
        own = [one for one in decided if one.document == row["document"]]
        latest = (own or decided)[-1]
        if latest.decision == "dropped":
            return {**plain, "settled": "dropped"}
        span = self._place(latest, row["document"])
        return plain if span is None else self._placed(plain, span)

    def _place(self, settlement: Settlement, document: str) -> Span | None:
        """Return where the words stand, in a still newer text too if need be."""
        if settlement.span is None or settlement.document == document:
            return settlement.span
        before, after = self._text(settlement.document), self._text(document)
        (place,) = reanchor(before, after, [settlement.span])
        return place.span

    def _placed(self, row: dict[str, Any], span: Span) -> dict[str, Any]:
        """Put words where a person says they stand."""
        document = row["document"]
        if document not in self._units:
            self._units[document] = current_units_of(self._store, document)
        return {
            **row,
            "fate": "moved",
            "settled": "placed",
            "new_unit": self._units[document].get(span),
            "new_start": span.start,
            "new_end": span.end,
            "new_words": span.of(self._text(document)),
            "similarity": None,
            "evidence": self._evidence(row, span),
        }

    def _evidence(
        self, row: Mapping[str, Any], span: Span
    ) -> list[dict[str, int] | None]:
        """Return where the coding's evidence stands in its new place, if it does."""
        by = -int(row["start"])
        inside = [
            Span(one["start"] + by, one["end"] + by)
            for one in row.get("old_evidence") or ()
        ]
        words = span.of(self._text(row["document"]))
        return [
            None if one is None else _shifted(one, span.start)
            for one in carry_inside(row["words"], words, inside)
        ]

    def _text(self, document: str) -> str:
        if document not in self._texts:
            found = find_document(self._store, document)
            self._texts[document] = text_of(self._store, found)
        return self._texts[document]


def units_by_span(store: Store, document: str, split: Run | None) -> dict[Span, str]:
    """Return the units that a split gave a document, by their spans."""
    if split is None:
        return {}
    columns = ["unit", "start", "end"]
    table = store.table(split.outputs[0], columns, document=document)
    return {Span(row["start"], row["end"]): row["unit"] for row in table.to_pylist()}


def current_units_of(store: Store, document: str) -> dict[Span, str]:
    """Return the units that a document has now, by their spans."""
    read = find_document(store, document).run_id
    return units_by_span(store, document, current_splits(store).get(read))


def _shifted(span: Span, by: int) -> dict[str, int]:
    return {"start": span.start + by, "end": span.end + by}


def _rows_of(run: Run) -> list[dict[str, Any]]:
    rows: Any = run.parameters["settled"]
    return list(rows)


def _settlement(row: Mapping[str, Any]) -> Settlement:
    return Settlement(**row)
