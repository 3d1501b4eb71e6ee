"""The step `check`: whether the project still holds what its records say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.errors import HustingsError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.outside.engine.local import run_sql
from hustings.workflow.checking_hand import check_hand
from hustings.workflow.own_units import add_own
from hustings.workflow.runs import Effort
from hustings.workflow.steps import STEPS
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from hustings.model.run import Output, Run
    from hustings.store.project import Store


_BAD_BLOCKS = """
SELECT document, block.block AS id FROM (
    SELECT document, len(text)::BIGINT AS length, unnest(blocks) AS block FROM documents
) WHERE block.start < 0 OR block."end" > length OR block.start >= block."end"
"""

_BAD_CODINGS = """
SELECT DISTINCT codings.unit AS id FROM codings LEFT JOIN units USING (unit)
WHERE units.unit IS NULL
"""

_BAD_EVIDENCE = """
SELECT DISTINCT unit AS id FROM (
    SELECT unit, unnest(evidence) AS span FROM codings
) JOIN units USING (unit)
WHERE span.start < units.start OR span."end" > units."end" OR span.start >= span."end"
"""


_BAD_CLAIMS = """
SELECT DISTINCT claims.unit AS id FROM claims LEFT JOIN units USING (unit)
WHERE units.unit IS NULL
OR claims.start < units.start OR claims."end" > units."end"
OR substring(text, claims.start - units.start + 1, claims."end" - claims.start)
   IS DISTINCT FROM target
OR head_start < claims.start OR head_end > claims."end" OR stance NOT IN (-1, 1)
"""
"""DuckDB's `substring` counts graphemes only where it is asked to: these are code
points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found.

    Attributes
    ----------
    problems : tuple of Problem
        What is wrong; empty where all is well.
    notes : tuple of str
        What is harmless, such as the litter of a killed command, and what was done.
    """

    n_documents: int
    n_runs: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a problem."""
        return [asdict(problem) for problem in self.problems]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        what = f"{count(self.n_documents, 'document')} and {count(self.n_runs, 'run')}"
        if self.is_sound:
            return f"Checked {what}: all is as recorded."
        return f"Checked {what}: {count(len(self.problems), 'problem')}."


def check_project(
    store: Store, *, rebuild: bool = False, effort: Effort | None = None
) -> CheckResult:
    """Compare a project's files with its records.

    Hashes of sources and derived tables match; spans lie inside their texts and
    units hold the words they say; every coding's unit exists.

    Parameters
    ----------
    rebuild : bool, default=False
        Make missing and altered derived tables again, and clear away litter.
    """
    notes = _rebuild(store, effort or Effort()) if rebuild else []
    problems = [*_check_database(store), *_check_sources(store), *_check_tables(store)]
    if not problems:
        problems = list(_check_contents(store))
    notes += [
        f"{name} belongs to no run: left behind by a command that was stopped. "
        "'hustings check --rebuild' clears it away."
        for name in store.litter()
    ]
    return CheckResult(
        n_documents=len(store.documents()),
        n_runs=len(store.runs()),
        problems=tuple(problems),
        notes=tuple(notes),
    )


def _check_database(store: Store) -> Iterator[Problem]:
    for message in store.complaints():
        yield Problem(kind="damaged database", message=f"project.sqlite: {message}")


def _check_sources(store: Store) -> Iterator[Problem]:
    """Yield the documents whose original bytes are gone or changed."""
    for document in store.all_documents():
        state = store.source_state(document.sha256)
        if state != "intact":
            yield Problem(
                kind=f"{state} source",
                message=f"sources/{document.sha256} ({document.name}) is {state}. Put "
                "the original file there again.",
            )
    yield from _check_brought(store)


def _check_brought(store: Store) -> Iterator[Problem]:
    """Yield the tables of codings and the cutters that are gone or changed."""
    tables = store.hand.tables()
    read = {document.sha256 for document in store.all_documents()}
    for sha256 in sorted(store.named_sources() - read):
        state = store.source_state(sha256)
        # a table that a colleague brought in lies in the project it was merged from
        if state == "intact" or not tables.get(sha256, True):
            continue
        what = "a table of codings" if sha256 in tables else _what_is(store, sha256)
        advice = (
            "Bring the same table in again with 'hustings code --from-table'."
            if sha256 in tables
            else "Put the original file there again."
        )
        yield Problem(
            kind=f"{state} source",
            message=f"sources/{sha256} ({what}) is {state}. {advice}",
        )


def _what_is(store: Store, sha256: str) -> str:
    """Name what a run keeps beside documents."""
    run = next(run for run in store.runs() if sha256 in run.inputs)
    kept = run.parameters.get("source") if run.step == "code" else run.step
    return _KEPT.get(str(kept), "a cutter")


_KEPT = {
    "answers": "the answers of a coder",
    "model": "a learned coder",
    "train": "what a coder was trained on, or the coder",
    "scale": "a confusion matrix",
}


def _check_tables(store: Store) -> Iterator[Problem]:
    """Yield the derived tables that are gone or changed."""
    for run in store.runs():
        for output in run.outputs:
            state = store.table_state(output)
            if state != "intact":
                yield Problem(
                    kind=f"{state} table",
                    message=f"derived/{output.path} is {state}. Nothing is lost: "
                    "'hustings check --rebuild' makes it again.",
                )


def _check_contents(store: Store) -> Iterator[Problem]:
    """Yield spans that leave their text, and codings whose unit is not there."""
    for run in store.runs():
        if run.step in _CONTENT_CHECKS:
            yield from _CONTENT_CHECKS[run.step](store, run)
    yield from check_hand(store)


def _check_read(store: Store, run: Run) -> Iterator[Problem]:
    documents = store.table(run.outputs[0], ["document", "text", "blocks"])
    for row in run_sql(_BAD_BLOCKS, {"documents": documents}).to_pylist():
        yield _stray(run, "block", f"{row['document']} {row['id']}")


def _check_split(store: Store, run: Run) -> Iterator[Problem]:
    """Compare every unit's words with its span of the text."""
    documents = _of_parents(store, run, "documents", ["document", "text"])
    texts = dict(
        zip(
            documents["document"].to_pylist(),
            documents["text"].to_pylist(),
            strict=True,
        )
    )
    columns = ["unit", "document", "start", "end", "text"]
    for batch in store.table(run.outputs[0], columns).to_batches():
        for row in batch.to_pylist():
            text = texts.get(row["document"], "")
            if not row["text"] or text[row["start"] : row["end"]] != row["text"]:
                yield _stray(run, "unit", row["unit"])


def _check_code(store: Store, run: Run) -> Iterator[Problem]:
    tables = {
        "codings": store.table(run.outputs[0], ["unit", "evidence"]),
        "units": add_own(store, _of_parents(store, run, "units", _ENDS), [run]),
    }
    for query in (_BAD_CODINGS, _BAD_EVIDENCE):
        for row in run_sql(query, tables).to_pylist():
            yield _stray(run, "coding of unit", row["id"])


def _check_claim(store: Store, run: Run) -> Iterator[Problem]:
    """Compare every target's words with its span of the unit."""
    columns = ["unit", "start", "end", "text"]
    tables = {
        "claims": store.table(run.outputs[0]),
        "units": _of_parents(store, run, "units", columns),
    }
    for row in run_sql(_BAD_CLAIMS, tables).to_pylist():
        yield _stray(run, "claim of unit", row["id"])


_ENDS = ["unit", "start", "end"]
_CONTENT_CHECKS: dict[str, Callable[[Store, Run], Iterator[Problem]]] = {
    "read": _check_read,
    "split": _check_split,
    "code": _check_code,
    "claim": _check_claim,
}


def _of_parents(store: Store, run: Run, table: str, columns: Sequence[str]) -> pa.Table:
    """Put the tables of a run's parents together."""
    outputs = [
        output
        for parent in map(store.run, run.parents)
        if parent is not None
        for output in parent.outputs
        if output.table == table
    ]
    return pa.concat_tables([store.table(output, columns) for output in outputs])


def _stray(run: Run, what: str, name: str) -> Problem:
    return Problem(
        kind="stray span",
        message=f"{run.run_id}: the {what} {name} does not lie in its text. "
        "'hustings check --rebuild' makes the tables again.",
    )


def _rebuild(store: Store, effort: Effort) -> list[str]:
    """Make derived tables again where they are missing or changed; clear litter."""
    notes = [f"{name} cleared away." for name in store.tidy()]
    for run in store.runs():
        if not store.is_intact(run):
            notes += _make_again(store, run, effort)
    return notes


def _make_again(store: Store, run: Run, effort: Effort) -> list[str]:
    """Compute a run's tables from its record, and compare them with what they were."""
    try:
        outputs = store.write_tables(run.run_id, STEPS[run.step](store, run, effort))
    except HustingsError as error:
        return [f"{run.run_id} could not be made again: {error}"]
    return [_compare(run, made) for made in outputs]


def _compare(run: Run, made: Output) -> str:
    """Say whether a table made again is the one that was recorded."""
    recorded = {output.table: output.sha256 for output in run.outputs}
    if recorded.get(made.table) == made.sha256:
        return f"derived/{made.path} made again, byte for byte."
    return (
        f"derived/{made.path} made again, but not as it was: it was made with "
        f"{_versions(run)}. Install those versions to get the recorded table."
    )


def _versions(run: Run) -> str:
    """List the versions a run was made with."""
    return ", ".join(f"{name} {version}" for name, version in run.versions.items())
