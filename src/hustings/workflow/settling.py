"""Taking back a worklist with decisions: checked as a whole, then recorded as a run."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import DecisionTableError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.anchors.anchoring import find_words
from hustings.model.document import Span
from hustings.outside.clock import now
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.reanchoring import compute_cite, is_open, reanchor_codings
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.settlements import (
    ITEM,
    Settlement,
    current_units_of,
    item_id,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl

    from hustings.store.project import Store
    from hustings.workflow.settlements import Decision

_WORDS: dict[str, Decision] = {"drop": "dropped", "open": "open"}
_NUMBER = re.compile(r"\d+")
_SPAN = re.compile(r"(\d+)\s*[-–\s,:]\s*(\d+)")
_QUOTED = re.compile(r"[\"“„«](.+)[\"”“»]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleResult:
    """What a person decided.

    Attributes
    ----------
    settlements : tuple of Settlement
        In the order of the table; rows without a decision are left out.
    n_open : int
        Rows that are still to be settled.
    run_id : str or None
        The run that records the decisions; None where the table had none.
    """

    settlements: tuple[Settlement, ...]
    n_open: int
    run_id: str | None = None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a decision."""
        return [asdict(one) for one in self.settlements]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        counts = Counter(one.decision for one in self.settlements)
        again = f", {counts['open']} opened again" if counts["open"] else ""
        return (
            f"Took {count(len(self.settlements), 'decision')}: {counts['placed']} "
            f"placed, {counts['dropped']} dropped{again}. "
            f"{count(self.n_open, 'row')} left to settle."
        )


def settle(store: Store, path: Path) -> SettleResult:
    """Take back a worklist with decisions, all of them or none.

    A decision is the number of a candidate, a span of the new text (``120-180``), the
    id of a unit that the new text has now, the words themselves in quotation marks,
    ``drop`` for words that stand nowhere any more, or ``open`` to take an earlier
    decision back. Rows with an empty decision stay as they are.

    Raises
    ------
    MissingFileError, TableFileError, MissingColumnError
        If the table cannot be read, or lacks `item` or `decision`.
    DecisionTableError
        With every row that has a mistake; nothing is recorded then.
    """
    table = read_table(path)
    require_columns(table, ["item", "decision"], path)
    rows = reanchor_codings(store).rows
    known = {item_id(row): row for row in rows}
    decisions = _Decisions(store, known)
    for number, row in enumerate(table.to_pylist(), 1):
        decisions.take(number, row)
    if decisions.mistakes:
        raise DecisionTableError(name=path.name, mistakes=decisions.mistakes)
    run_id = _record(store, decisions.taken.values()) if decisions.taken else None
    return SettleResult(
        settlements=tuple(decisions.taken.values()),
        n_open=sum(map(is_open, reanchor_codings(store).rows)),
        run_id=run_id,
    )


def _record(store: Store, settlements: Iterable[Settlement]) -> str:
    """Record decisions as a run of their own."""
    settled = [asdict(one) for one in settlements]
    documents = {one[name] for one in settled for name in ("replaces", "document")}
    known = {one.document_id: one.run_id for one in store.all_documents()}
    plan = plan_run(
        "cite",
        parameters={"settled": settled},
        parents={known[document] for document in documents},
    )
    run = execute(store, plan, compute_cite, Effort())
    store.record([run], at=now())
    return run.run_id


class _Decisions:
    """The decisions of a table, and the mistakes in it."""

    def __init__(self, store: Store, known: Mapping[str, Mapping[str, Any]]) -> None:
        self._store = store
        self._known = known
        self._texts: dict[str, str] = {}
        self._units: dict[str, dict[Span, str]] = {}
        self.taken: dict[str, Settlement] = {}
        self.mistakes: dict[int, str] = {}

    def take(self, number: int, row: Mapping[str, str | None]) -> None:
        """Check one row of the table and take its decision, if it has one."""
        decision = (row["decision"] or "").strip()
        item = (row["item"] or "").strip()
        if not decision:
            return
        found = self._check(item, decision)
        if isinstance(found, _Mistake):
            self.mistakes[number] = found.told
        elif self.taken.setdefault(item, found) != found:
            self.mistakes[number] = f"{item} is decided otherwise further up."

    def _check(self, item: str, decision: str) -> Settlement | _Mistake:
        """Turn what a person wrote into a settlement."""
        row = self._known.get(item)
        if row is None:
            return _Mistake(
                f"no item {item!r} is to be settled. Write the worklist anew, and copy "
                "the decisions."
            )
        if not is_open(row) and row["settled"] is None:
            return _Mistake(f"{item} was found without you ({row['fate']}).")
        told = _WORDS.get(decision.casefold())
        if told is not None:
            return _settlement(row, told)
        span = self._find(row, decision)
        return span if isinstance(span, _Mistake) else _settlement(row, "placed", span)

    def _find(self, row: Mapping[str, Any], decision: str) -> Span | _Mistake:
        """Return the span of the new text that a decision means."""
        document = row["document"]
        if _NUMBER.fullmatch(decision):
            return _candidate(row, int(decision))
        if match := _SPAN.fullmatch(decision):
            start, end = map(int, match.groups())
            return self._inside(document, Span(start, end))
        if match := _QUOTED.fullmatch(decision):
            return self._quoted(document, match.group(1))
        for span, unit in self._units_of(document).items():
            if unit == decision:
                return span
        return _Mistake(
            f"{decision!r} is no candidate's number, no span (120-180), no unit that "
            f"{document} has now, no words in quotation marks and not drop."
        )

    def _inside(self, document: str, span: Span) -> Span | _Mistake:
        """Check that a span holds words of a document."""
        text = self._text(document)
        if 0 <= span.start < span.end <= len(text) and span.of(text).strip():
            return span
        return _Mistake(
            f"{span.start}-{span.end} holds no words of {document}, whose "
            f"characters are 0 to {len(text)}."
        )

    def _quoted(self, document: str, words: str) -> Span | _Mistake:
        """Find words that stand once in a document."""
        places = find_words(words, self._text(document))
        if len(places) == 1:
            return places[0]
        where = f"in {len(places)} places" if places else "nowhere"
        return _Mistake(f"“{words}” stands {where} in {document}.")

    def _text(self, document: str) -> str:
        if document not in self._texts:
            found = find_document(self._store, document)
            self._texts[document] = text_of(self._store, found)
        return self._texts[document]

    def _units_of(self, document: str) -> dict[Span, str]:
        if document not in self._units:
            self._units[document] = current_units_of(self._store, document)
        return self._units[document]


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong with one row."""

    told: str


def _candidate(row: Mapping[str, Any], number: int) -> Span | _Mistake:
    """Return the candidate of a number, counted from 1."""
    candidates = row["candidates"]
    if not 1 <= number <= len(candidates):
        have = f"1 to {len(candidates)}" if candidates else "none"
        return _Mistake(f"there is no candidate {number}; it has {have}.")
    one = candidates[number - 1]
    return Span(one["start"], one["end"])


def _settlement(
    row: Mapping[str, Any], decision: Decision, span: Span | None = None
) -> Settlement:
    """Record a decision about what a row anchors."""
    item: dict[str, Any] = {name: row[name] for name in ITEM}
    return Settlement(
        **item,
        document=row["document"],
        decision=decision,
        new_start=None if span is None else span.start,
        new_end=None if span is None else span.end,
    )
