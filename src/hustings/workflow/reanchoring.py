"""Codings of a text that was replaced, found again in the text that counts now.

A coding holds on to the words of its unit. Where a new version of the file or a new
reading took the place of the document, the words are looked for in the new text, and
what became of every coding is told: *exact*, *moved*, *ambiguous* or *lost*. Nothing
is changed and nothing dropped; those that are ambiguous or lost are a worklist, until
a person has settled them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.estimates.frames import frame_from_rows
from hustings.ingest.anchors.anchoring import carry_inside, reanchor
from hustings.ingest.tables import batch_from_rows
from hustings.model.document import Span
from hustings.outside.clock import now
from hustings.workflow.current import code_runs, current_splits
from hustings.workflow.lenses import is_machine
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.settlements import (
    is_settlement,
    settle_rows,
    settlement_tables,
    units_by_span,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from hustings.model.citation import Fate, Place
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
_CANDIDATE = pa.struct(
    [("start", pa.int64()), ("end", pa.int64()), ("words", pa.string())]
)

ANCHORS = pa.schema(
    [
        ("kind", pa.string()),
        ("fate", pa.string()),
        ("coder", pa.string()),
        ("variable", pa.string()),
        ("value", pa.string()),
        ("replaces", pa.string()),
        ("unit", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("words", pa.string()),
        ("document", pa.string()),
        ("new_unit", pa.string()),
        ("new_start", pa.int64()),
        ("new_end", pa.int64()),
        ("new_words", pa.string()),
        ("similarity", pa.float64()),
        ("candidates", pa.list_(_CANDIDATE)),
        ("evidence", pa.list_(_SPAN)),
        ("old_evidence", pa.list_(_SPAN)),
    ]
)
"""One row an anchor. `replaces`, `unit`, `start`, `end`, `words`: the earlier document
and its text; `document` and `new_...`: those that count now. `kind` is what is
anchored, so far ``coding``. `new_unit` is the unit with just the span that was found,
if there is one; `old_evidence` are the coding's evidence spans in the earlier text,
`evidence` the same in the new one, null for each that was not found inside it."""

FATES: tuple[Fate, ...] = ("exact", "moved", "ambiguous", "lost")
OPEN: frozenset[str] = frozenset({"ambiguous", "lost"})
"""What a person has to settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReanchorResult:
    """What became of the codings of replaced texts.

    Attributes
    ----------
    rows : tuple of mapping
        As `ANCHORS` says, those of one document together, in reading order, with a
        column `settled`: ``"placed"`` or ``"dropped"`` where a person decided.
    run_ids : tuple of str
        One run for each document that was replaced.
    """

    rows: tuple[Mapping[str, Any], ...] = ()
    run_ids: tuple[str, ...] = ()

    @property
    def worklist(self) -> tuple[Mapping[str, Any], ...]:
        """The rows that a person has to settle."""
        return tuple(row for row in self.rows if is_open(row))

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row an anchor."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read; nothing where nothing is anchored."""
        if not self.rows:
            return ""
        counts = Counter(row["fate"] for row in self.rows)
        fates = ", ".join(f"{counts[fate]} {fate}" for fate in FATES)
        settled = sum(row["settled"] is not None for row in self.rows)
        by_hand = f" ({settled} settled by hand)" if settled else ""
        return (
            f"Looked for {count(len(self.rows), 'coding')} in the new text: {fates}"
            f"{by_hand}.{self._advice()}"
        )

    def _advice(self) -> str:
        """Say what to do so that machines have coded the new text."""
        if not any(is_machine(row["coder"]) for row in self.rows):
            return ""
        return " Run 'hustings code' with each codebook, so that the new text counts."


def is_open(row: Mapping[str, Any]) -> bool:
    """Say whether a person has to settle a row."""
    return row["fate"] in OPEN and row["settled"] is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A text that was coded, the one that counts now, and who coded the earlier."""

    old: StoredDocument
    new: StoredDocument
    code_runs: tuple[str, ...]


def reanchor_codings(store: Store) -> ReanchorResult:
    """Find the latest codings of every replaced text in the text that counts now.

    A machine that has coded the new text already has nothing left behind. What people
    coded in the earlier one is always told: they do not code all of it anew.

    Raises
    ------
    MissingTableError, AlteredTableError
        If a table that this builds on is not as it was written.
    """
    plans = [_plan(store, pair) for pair in _pairs(store)]
    runs = [execute(store, plan, compute_cite, Effort()) for plan in plans]
    new = [run for run in runs if store.run(run.run_id) is None]
    if new:
        store.record(new, at=now())
    rows = [row for run in runs for row in store.table(run.outputs[0]).to_pylist()]
    return ReanchorResult(
        rows=tuple(settle_rows(store, rows)),
        run_ids=tuple(run.run_id for run in runs),
    )


def compute_cite(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Re-anchor the codings that a plan names, or write down what people decided."""
    if is_settlement(plan):
        return settlement_tables(plan)
    rows = list(_anchor_rows(store, plan))
    effort.advance(1)
    return {"anchors": [batch_from_rows(rows, ANCHORS)]}


def _pairs(store: Store) -> list[_Pair]:
    """Pair replaced texts that somebody has coded with those that count now."""
    documents = {one.document_id: one for one in store.all_documents()}
    before = _replaced(documents.values())
    found: dict[tuple[str, str], set[str]] = {}
    for runs in _runs_by_coder(store) if before else ():
        for document in documents.values():
            if document.replaced_by is None:
                for old, run in _left_behind(document.document_id, before, runs):
                    found.setdefault((old, document.document_id), set()).add(run)
    return [
        _Pair(old=documents[old], new=documents[new], code_runs=tuple(sorted(runs)))
        for (old, new), runs in found.items()
    ]


def _replaced(documents: Iterable[StoredDocument]) -> dict[str, list[str]]:
    """Return by each document those whose place it took."""
    before: dict[str, list[str]] = {}
    for one in documents:
        if one.replaced_by is not None:
            before.setdefault(one.replaced_by, []).append(one.document_id)
    return before


def _runs_by_coder(store: Store) -> Iterator[list[tuple[Run, set[str]]]]:
    """Yield each coder's runs, the latest first, with the documents they coded.

    The latest run of a machine has all that it says. A person's runs have what counted
    when they were written, so that an earlier one may have what a later one has not.
    """
    for latest in code_runs(store):
        runs = [latest]
        if _is_by_hand(latest):
            runs = [run for run in reversed(store.runs()) if _is_of(run, latest)]
        yield [(run, _coded(store, run)) for run in runs]


def _is_by_hand(run: Run) -> bool:
    return run.parameters.get("source") == "hand"


def _is_of(run: Run, latest: Run) -> bool:
    """Say whether a run holds what the same person said with the same codebook."""
    return run.step == "code" and all(
        run.parameters[name] == latest.parameters[name]
        for name in ("coder", "codebook")
    )


def _left_behind(
    document: str,
    before: Mapping[str, list[str]],
    runs: Sequence[tuple[Run, set[str]]],
) -> Iterator[tuple[str, str]]:
    """Yield the replaced texts that one coder coded, each with the run that did.

    Of a machine the nearest ones, unless it has coded the new text; of people all.
    """
    latest, coded = runs[0]
    if document in coded and not _is_by_hand(latest):
        return
    for old in before.get(document, ()):
        run = next((run for run, coded in runs if old in coded), None)
        if run is not None:
            yield old, run.run_id
        if run is None or _is_by_hand(run):
            yield from _left_behind(old, before, runs)


def _coded(store: Store, run: Run) -> set[str]:
    """Return the documents in which a run coded units."""
    table = store.table(_output(run, "codings"), ["document"])
    return set(pc.unique(table["document"]).to_pylist())


def _output(run: Run, table: str) -> Any:  # noqa: ANN401  # an Output; see `next`
    return next(output for output in run.outputs if output.table == table)


def _plan(store: Store, pair: _Pair) -> Run:
    """Plan to re-anchor the codings of one replaced text."""
    split = current_splits(store).get(pair.new.run_id)
    coders = [run for run in map(store.run, pair.code_runs) if run is not None]
    cuts = {parent for run in coders for parent in run.parents}
    return plan_run(
        "cite",
        parameters={
            "replaces": pair.old.document_id,
            "document": pair.new.document_id,
            "codings": list(pair.code_runs),
            "split": split.run_id if split else None,
        },
        parents={
            pair.old.run_id,
            pair.new.run_id,
            *pair.code_runs,
            *cuts,
            *([split.run_id] if split else []),
        },
        packages=("rapidfuzz",),
    )


def _anchor_rows(store: Store, plan: Run) -> Iterator[dict[str, object]]:
    """Yield the rows of one replaced text, in reading order."""
    old = find_document(store, str(plan.parameters["replaces"]))
    new = find_document(store, str(plan.parameters["document"]))
    before, after = (text_of(store, one) for one in (old, new))
    codings = _codings(store, plan, old.document_id)
    spans = _unit_spans(store, plan, old.document_id)
    known = [row for row in codings if row["unit"] in spans]
    wanted = sorted({spans[row["unit"]] for row in known})
    places = dict(zip(wanted, reanchor(before, after, wanted), strict=True))
    split = store.run(str(plan.parameters["split"]))
    new_units = units_by_span(store, new.document_id, split)
    for row in sorted(known, key=lambda row: _order(row, spans)):
        span = spans[row["unit"]]
        place = places[span]
        yield {
            **{name: row[name] for name in ("unit", "coder", "variable", "value")},
            "kind": "coding",
            "replaces": old.document_id,
            "document": new.document_id,
            "start": span.start,
            "end": span.end,
            "words": span.of(before),
            "new_unit": None if place.span is None else new_units.get(place.span),
            "evidence": _evidence(row, span, place, (before, after)),
            "old_evidence": row["evidence"] or [],
            **_found(place, after),
        }


def _found(place: Place, text: str) -> dict[str, object]:
    """Describe a place in the new text."""
    span = place.span
    return {
        "fate": place.fate,
        "new_start": None if span is None else span.start,
        "new_end": None if span is None else span.end,
        "new_words": None if span is None else span.of(text),
        "similarity": round(place.similarity, 4),
        "candidates": [
            {"start": one.start, "end": one.end, "words": one.of(text)}
            for one in place.candidates
        ],
    }


def _evidence(
    row: Mapping[str, Any], unit: Span, place: Place, texts: tuple[str, str]
) -> list[dict[str, int] | None]:
    """Return where a coding's evidence stands in the new text, if it does."""
    old = [
        Span(one["start"] - unit.start, one["end"] - unit.start)
        for one in row["evidence"] or ()
    ]
    if place.span is None or not old:
        return [None for _ in old]
    at = place.span.start
    found = carry_inside(unit.of(texts[0]), place.span.of(texts[1]), old)
    return [
        None if one is None else {"start": one.start + at, "end": one.end + at}
        for one in found
    ]


def _codings(store: Store, plan: Run, document: str) -> list[dict[str, Any]]:
    """Return the codings of a document by the plan's code runs."""
    names: Any = plan.parameters["codings"]
    runs = [run for run in map(store.run, names) if run is not None]
    return [
        row
        for run in runs
        for row in store.table(_output(run, "codings"), document=document).to_pylist()
    ]


def _unit_spans(store: Store, plan: Run, document: str) -> dict[str, Span]:
    """Return the spans of a document's units, whenever it was split."""
    coded: Any = plan.parameters["codings"]
    names = [*plan.parents, *coded]
    columns = ["unit", "start", "end"]
    return {
        row["unit"]: Span(row["start"], row["end"])
        for run in filter(None, map(store.run, names))
        for output in run.outputs
        if output.table == "units"  # of a split, or a person's own
        for row in store.table(output, columns, document=document).to_pylist()
    }


def _order(row: Mapping[str, Any], spans: Mapping[str, Span]) -> tuple[object, ...]:
    return (spans[row["unit"]], row["coder"], row["variable"], row["value"])
