"""The step `adjudicate`: settling where people's codings of a unit differ.

A run holds what a rule, or persons' decisions, made of the codings up to a row of the
database; its table can be made again from that. What is new in it is written among the
adjudicated values, where a later word supersedes an earlier one. A person's decision is
left alone by rules, unless they are told to look at it again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.coding.adjudication_results import AdjudicationRule
from hustings.errors import NothingToAdjudicateError, UnclearRuleError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.model.adjudication import Adjudicated
from hustings.model.citation import anchor_of
from hustings.model.coder import ADJUDICATED
from hustings.model.document import Problem, Span
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now, now_exactly
from hustings.workflow.adjudicated_rows import (
    ADJUDICATED_VALUES,
    codings_of,
    decided,
    groundless,
    place_of,
    place_of_row,
    rows_by_decision,
    rows_by_rule,
)
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.sittings import DECIDED, decided_since, rows_of_sitting
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from hustings.coding.adjudication_results import RuleName
    from hustings.model.run import Run
    from hustings.store.project import Store

PROBLEMS = pa.schema(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicateResult:
    """What was settled, and what stays open.

    Attributes
    ----------
    rows : tuple of mapping
        As `hustings.workflow.adjudicated_rows.ADJUDICATED_VALUES` says.
    rule : str
        As the values keep it; ``"decisions"`` for those of persons.
    n_new : int
        Values that differ from what stood before.
    n_kept : int
        Cases that a person had decided and that the rule left alone.
    """

    rows: tuple[Mapping[str, Any], ...]
    rule: str
    n_new: int
    n_kept: int
    run_id: str
    problems: tuple[Problem, ...] = ()

    @property
    def worklist(self) -> tuple[Mapping[str, Any], ...]:
        """The rows that a person has to settle."""
        return tuple(row for row in self.rows if row["value"] is None)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a unit and variable."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n_open = len(self.worklist)
        kept = (
            f" Kept {count(self.n_kept, 'decision')} by persons." if self.n_kept else ""
        )
        return (
            f"Adjudicated {count(len(self.rows), 'value')} by {self.rule}: "
            f"{len(self.rows) - n_open:,} settled, {n_open:,} open; {self.n_new:,} new "
            f"or changed.{kept} They count as those of the coder 'adjudicated' (run "
            f"{self.run_id})."
        )


def adjudicate(
    store: Store,
    rule: AdjudicationRule,
    *,
    codebook: str | None = None,
    variable: str | None = None,
    again: bool = False,
) -> AdjudicateResult:
    """Settle the codings that people made by a rule, variable by variable.

    Parameters
    ----------
    codebook : str, optional
        Name of a codebook; those with all codebooks otherwise.
    variable : str, optional
        One variable; all otherwise.
    again : bool, default=False
        Whether the rule overturns what persons decided.

    Raises
    ------
    NothingToAdjudicateError
        If nobody has coded a document that counts with that codebook and variable.
    UnclearRuleError
        If the senior coder has coded nothing of a variable.
    """
    scope, n_kept = scope_of(
        store, rule, codebook=codebook, variable=variable, again=again
    )
    plan = plan_adjudicate(store, scope)
    return finish(
        store, plan, rule=AdjudicationRule(**scope["rule"]).name, n_kept=n_kept
    )


def scope_of(
    store: Store,
    rule: AdjudicationRule,
    *,
    codebook: str | None = None,
    variable: str | None = None,
    again: bool = False,
) -> tuple[dict[str, Any], int]:
    """Say what a rule would be applied to, and how many persons' decisions it keeps.

    Raises
    ------
    NothingToAdjudicateError
        If nobody has coded a document that counts with that codebook and variable.
    """
    documents = sorted(one.document_id for one in store.documents())
    books = texts_of(store, codebook)
    codings = codings_of(store, documents=documents, books=books, variable=variable)
    if not codings:
        raise NothingToAdjudicateError(wanted=_wanted(codebook, variable))
    rule = _with_known_senior(store, rule)
    scope: dict[str, Any] = {
        "rule": asdict(rule),
        "codebooks": sorted({one.codebook_sha256 for one in codings}),
        "variable": variable,
        "documents": sorted({one.document_id for one in codings}),
        "codings_up_to": store.hand.last_number(),
        "adjudications_up_to": store.adjudications.last_number(),
        "again": again,
    }
    kept = set(map(place_of, [] if again else decided(store)))
    kept &= set(map(place_of, codings))
    if not kept and not groundless(store, codings, scope):
        scope["adjudications_up_to"] = 0  # what stands has no bearing on the result
    return scope, len(kept)


def plan_adjudicate(store: Store, parameters: Mapping[str, object]) -> Run:
    """Plan to settle what people coded; its parents are their runs of `code`."""
    people = [
        run.run_id
        for run in publish_codings(store)
        if run.parameters["coder"] != ADJUDICATED
    ]
    return plan_run(
        "adjudicate",
        parameters=parameters,
        parents=people,
        packages=("numpy",),
    )


def finish(
    store: Store,
    plan: Run,
    *,
    rule: str,
    n_kept: int = 0,
    publish: Callable[[Store], object] = publish_codings,
) -> AdjudicateResult:
    """Execute a plan, write down what is new in it, and let it count.

    Parameters
    ----------
    publish : callable
        Lets it count; whoever settles many cases in a row does so once, later.
    """
    run = execute(store, plan, compute_adjudicate, Effort())
    tables = {one.table: store.table(one).to_pylist() for one in run.outputs}
    rows = tables["adjudicated"]
    store.record([run], at=now())
    new = _new(store, rows)
    if new:
        store.adjudications.add(list(_records(store, new)))
        publish(store)
    return AdjudicateResult(
        rows=tuple(rows),
        rule=rule,
        n_new=len(new),
        n_kept=n_kept,
        run_id=run.run_id,
        problems=tuple(Problem(**row) for row in tables["problems"]),
    )


def record_decisions(store: Store) -> Run | None:
    """Record what persons decided one by one as one run; None where nothing is new.

    What they decided is written already: the run tells of it.
    """
    names = decided_since(store)
    if not names:
        return None
    run = execute(
        store, plan_adjudicate(store, {DECIDED: names}), compute_adjudicate, Effort()
    )
    store.record([run], at=now())
    return run


def compute_adjudicate(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Settle the codings that a plan names, or tell of what was decided."""
    problems: list[Problem] = []
    if DECIDED in plan.parameters:
        rows = list(rows_of_sitting(store, plan))
    elif "decisions" in plan.parameters:
        rows = list(rows_by_decision(store, plan))
    else:
        rows = list(rows_by_rule(store, plan, problems))
    effort.advance(1)
    return {
        "adjudicated": [batch_from_rows(rows, ADJUDICATED_VALUES)],
        "problems": [batch_from_rows([asdict(one) for one in problems], PROBLEMS)],
    }


def rule_of(
    rule: RuleName | AdjudicationRule | None, *, decisions: object
) -> AdjudicationRule:
    """Turn what a caller asked for into a rule.

    Raises
    ------
    UnclearRuleError
        If there is none, or decisions beside it.
    """
    if rule is None:
        raise UnclearRuleError(reason="Nothing says how disagreements are settled.")
    if decisions is not None:
        raise UnclearRuleError(reason="Rules and decisions are taken one at a time.")
    return rule if isinstance(rule, AdjudicationRule) else AdjudicationRule(rule=rule)


def texts_of(store: Store, codebook: str | None) -> list[str] | None:
    """Return the hashes of a codebook's texts that people used; None for all."""
    if codebook is None:
        return None
    used = sorted({sha256 for _, sha256 in store.hand.extents()})
    texts = (store.codebook(sha256) for sha256 in used)
    return [one.sha256 for one in texts if one is not None and one.name == codebook]


def _new(store: Store, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out what stands as it is already."""
    standing = {
        place_of(one): (one.value, one.rule, one.settles, one.probability, one.note)
        for one in store.adjudications.current()
    }
    return [
        row
        for row in rows
        if standing.get(place_of_row(row))
        != (
            row["value"],
            row["rule"],
            tuple(row["settles"]),
            row["probability"],
            row["note"] or "",
        )
    ]


def _records(store: Store, rows: Iterable[Mapping[str, Any]]) -> Iterator[Adjudicated]:
    """Turn rows into adjudicated values, with the words they are of."""
    at = now_exactly()
    texts: dict[str, str] = {}
    for row in rows:
        document = row["document"]
        if document not in texts:
            texts[document] = text_of(store, find_document(store, document))
        value = Adjudicated(
            adjudication_id="",
            document_id=document,
            unit_id=row["unit"],
            anchor=anchor_of(texts[document], Span(row["start"], row["end"])),
            codebook_sha256=row["codebook_sha256"],
            variable=row["variable"],
            value=row["value"],
            rule=row["rule"],
            settles=tuple(row["settles"]),
            probability=row["probability"],
            written=at,
            note=row["note"] or "",
        )
        yield replace(value, adjudication_id=identify(value, nonce=nonce()))


def _with_known_senior(store: Store, rule: AdjudicationRule) -> AdjudicationRule:
    """Write the senior coder's name as the project does."""
    person = store.coders.find(rule.senior) if rule.senior else None
    return rule if person is None else replace(rule, senior=person.coder_id)


def _wanted(codebook: str | None, variable: str | None) -> str:
    """Say what was looked for."""
    of = f"variable {variable!r}" if variable else "any variable"
    return f"{of} with codebook {codebook!r}" if codebook else of
