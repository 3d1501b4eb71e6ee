"""Bringing in what a colleague coded by hand in a copy of the project.

Coders, codebooks, hand codings, adjudicated values, assignments and the cuts made in
them come along, each once however often the projects are merged; so do sheets of
claims, decisions about issues, and the answers of language models, which were paid for.
What is about a document or words that are not here is told and left out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from hustings.errors import SameProjectError
from hustings.estimates.frames import frame_from_rows
from hustings.outside.clock import now
from hustings.store.backups import borrowed
from hustings.store.cuts import cuts_of
from hustings.workflow.arriving import Desk
from hustings.workflow.counterparts import Counterparts
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.merge_runs import record_merge
from hustings.workflow.merged_answers import (
    answer_problems,
    sort_answers,
    write_answers,
)
from hustings.workflow.merged_issues import sort_decisions, write_decisions
from hustings.workflow.merged_people import tell_new_people
from hustings.workflow.merged_rows import (
    check_books,
    check_cuts,
    check_form,
    check_said,
)
from hustings.workflow.merged_sheets import sort_sheets, write_sheets
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

    from hustings.model.adjudication import Adjudicated
    from hustings.model.assignment import Assignment
    from hustings.model.cut import Cut
    from hustings.model.document import Problem
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.workflow.arriving import Sorted
    from hustings.workflow.merged_answers import ArrivedAnswers
    from hustings.workflow.merged_issues import ArrivedDecisions
    from hustings.workflow.merged_sheets import ArrivedSheets


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRows:
    """What became of one kind of rows.

    Attributes
    ----------
    what : str
        ``"coders"``, ``"codebook versions"``, ``"assignments"``, ``"cuts"``, ``"hand
        codings"``, ``"adjudicated values"`` and, where there are some, ``"sheets of
        claims"``, ``"decisions about issues"`` and ``"answers of models"``.
    brought : int
        New here.
    there : int
        Here before.
    left_out : int
        About documents or words that are not here.
    """

    what: str
    brought: int
    there: int
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """What came of merging another project into this one.

    Attributes
    ----------
    name : str
        Of the other project.
    same_coders : tuple of str
        Names that were in both projects: each is taken for one person.
    rows : tuple of MergedRows
    problems : tuple of Problem
        What could not be brought in, or does not count yet.
    run_ids : tuple of str
        The runs through which codings by hand count now.
    run_id : str or None
        The run that says what came; None where nothing did.
    """

    name: str
    same_coders: tuple[str, ...]
    rows: tuple[MergedRows, ...]
    problems: tuple[Problem, ...]
    run_ids: tuple[str, ...]
    run_id: str | None = None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a kind of rows."""
        return [asdict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n = {row.what: row.brought for row in self.rows}
        left = sum(row.left_out for row in self.rows)
        told = f" {count(left, 'row')} left out." if left else ""
        return (
            f"Merged {self.name}: {count(n['hand codings'], 'hand coding')}, "
            f"{count(n['adjudicated values'], 'adjudicated value')}, "
            f"{count(n['assignments'], 'assignment')} and "
            f"{count(n['coders'], 'coder')} new"
            f"{f' (run {self.run_id})' if self.run_id else ''}.{told}"
        )


def merge_project(store: Store, path: Path) -> MergeResult:
    """Bring in what people coded by hand in another project, in one transaction.

    Rows are matched by the hash of the file and the span of the words, and the words
    are compared. The other project is read only; one of an earlier version is brought
    up as a copy.

    Parameters
    ----------
    path : pathlib.Path
        The other project's folder, or a backup of it.

    Raises
    ------
    SameProjectError
        If it is this project.
    NotAProjectError, NewerProjectError, DamagedProjectError
        If the other project cannot be used.
    StrangeRowError
        If a row to be brought in cannot be what Hustings wrote.
    AlteredBackupError
        If a backup is not as it was written.
    MissingTableError, AlteredTableError
        If a text of this project is not as it was written.
    """
    if path.resolve() == store.folder.resolve():
        raise SameProjectError(path=str(path))
    with borrowed(path) as other:
        check_form(other, name=str(path))
        name = other.name() or path.name
        desk = _desk(store, other, name)
        sorted_rows = _sort(store, other, desk)
        _check(other, sorted_rows, name=str(path))
        answers = sort_answers(store, other, desk.counterparts)
        sheets = sort_sheets(
            store, other, desk.counterparts, desk.coders, name=str(path)
        )
        decided = sort_decisions(store, other, desk.coders, name=str(path))
        shared = _same_coders(store, other)
        strangers = tuple(tell_new_people(store, other))
        with store.transaction():
            rows = (
                *_bring(store, other, sorted_rows),
                *_bring_sheets(store, sheets),
                *_bring_decisions(store, decided),
                *_bring_answers(store, answers),
            )
            run = record_merge(store, name, rows)
    return MergeResult(
        name=name,
        same_coders=shared,
        rows=rows,
        problems=(
            *strangers,
            *desk.all_problems(),
            *sheets.problems(),
            *answer_problems(store, answers, name=name),
        ),
        run_ids=tuple(one.run_id for one in publish_codings(store)),
        run_id=None if run is None else run.run_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    """The other project's rows, sorted."""

    assignments: Sorted[Assignment]
    cuts: Sorted[Cut]
    codings: Sorted[HandCoding]
    adjudicated: Sorted[Adjudicated]


def _sort(store: Store, other: Store, desk: Desk) -> _Arrived:
    """Sort all that may come along."""
    # assignments first: whether a coding lies on a unit may rest on one
    assignments = desk.sort_assignments(
        other.assignments.all(), store.assignments.all()
    )
    return _Arrived(
        assignments=assignments,
        cuts=desk.sort_cuts(cuts_of(other).all(), cuts_of(store).all()),
        codings=desk.sort_codings(other.hand.all(), store.hand.all()),
        adjudicated=desk.sort_adjudicated(
            other.adjudications.all(), store.adjudications.all()
        ),
    )


def _check(other: Store, rows: _Arrived, *, name: str) -> None:
    """Refuse what Hustings would not have written itself."""
    check_books(other, _books(other, rows), name=name)
    check_said(
        other,
        rows.codings.fresh,
        rows.adjudicated.fresh,
        rows.assignments.fresh,
        name=name,
    )
    fresh = {one.cut_id for one in rows.cuts.fresh}
    check_cuts(
        [one for one in cuts_of(other).all() if one.cut_id in fresh],
        {one.assignment_id: one for one in other.assignments.all()},
        name=name,
    )


def _desk(store: Store, other: Store, name: str) -> Desk:
    """Set up where the other project's rows are sorted."""
    return Desk(
        counterparts=Counterparts(
            store=store, theirs={one.document_id: one for one in other.all_documents()}
        ),
        coders={
            one.coder_id: (store.coders.find(one.coder_id) or one).coder_id
            for one in other.coders.all()
        },
        origin=f"merge {name}",
    )


def _same_coders(store: Store, other: Store) -> tuple[str, ...]:
    """Return the names that are in both projects."""
    found = [store.coders.find(one.coder_id) for one in other.coders.all()]
    return tuple(one.coder_id for one in found if one is not None)


def _bring(store: Store, other: Store, new: _Arrived) -> Iterator[MergedRows]:
    """Write what is new, in an order in which every row names what is there."""
    yield _bring_coders(store, other)
    for sha256 in _books(other, new):
        book = other.codebook(sha256)
        if book is not None:
            store.keep_codebook(book, at=now())
    yield _bring_versions(store, other)
    store.assignments.add(new.assignments.fresh)
    yield _told("assignments", new.assignments)
    cuts_of(store).add_all(new.cuts.fresh)
    yield _told("cuts", new.cuts)
    store.hand.add(new.codings.fresh)
    yield _told("hand codings", new.codings)
    store.adjudications.add(new.adjudicated.fresh)
    yield _told("adjudicated values", new.adjudicated)


def _bring_sheets(store: Store, found: ArrivedSheets) -> Iterator[MergedRows]:
    """Write sheets of claims; nothing is told where there is none."""
    if not found.is_empty:
        write_sheets(store, found)
        yield MergedRows(
            what="sheets of claims",
            brought=len(found.fresh),
            there=found.n_there,
            left_out=found.n_left_out,
        )


def _bring_decisions(store: Store, found: ArrivedDecisions) -> Iterator[MergedRows]:
    """Write decisions about issues; nothing is told where there is none."""
    if not found.is_empty:
        write_decisions(store, found)
        yield MergedRows(
            what="decisions about issues",
            brought=len(found.fresh),
            there=found.n_there,
        )


def _bring_answers(store: Store, found: ArrivedAnswers) -> Iterator[MergedRows]:
    """Write answers of models; nothing is told where none was asked."""
    if not found.is_empty:
        write_answers(store, found)
        yield MergedRows(
            what="answers of models",
            brought=found.n_brought,
            there=found.n_there,
            left_out=found.n_left_out,
        )


def _bring_coders(store: Store, other: Store) -> MergedRows:
    """Add the people who are not here: as coders, whatever they are elsewhere."""
    theirs = other.coders.all()
    new = [one for one in theirs if store.coders.find(one.coder_id) is None]
    for one in new:
        store.coders.add(replace(one, role="coder"))
    return MergedRows(what="coders", brought=len(new), there=len(theirs) - len(new))


def _bring_versions(store: Store, other: Store) -> MergedRows:
    """Add the versions of codebooks that are not here."""
    known = set(store.codebook_versions.all())
    theirs = other.codebook_versions.all()
    new = [one for one in theirs if one not in known]
    for one in new:
        store.codebook_versions.add(
            one.name, one.version, one.sha256, one.replaces, one.written
        )
    return MergedRows(
        what="codebook versions", brought=len(new), there=len(theirs) - len(new)
    )


def _books(other: Store, rows: _Arrived) -> set[str]:
    """Return the hashes of the codebooks that new rows and versions name."""
    versions = other.codebook_versions.all()
    kinds: tuple[Sorted[Any], ...] = (rows.codings, rows.adjudicated, rows.assignments)
    return {
        *(one.codebook_sha256 for some in kinds for one in some.fresh),
        *(one.sha256 for one in versions),
        *(one.replaces for one in versions if one.replaces is not None),
    }


def _told(what: str, rows: Sorted[Any]) -> MergedRows:
    return MergedRows(
        what=what,
        brought=len(rows.fresh),
        there=rows.n_there,
        left_out=rows.n_left_out,
    )
