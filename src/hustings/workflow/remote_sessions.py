"""Coding some units with an endpoint: each variable after those that it depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.coding.coders import coded_batch
from hustings.coding.remote_answers import Accepted
from hustings.coding.remote_estimates import Experience, estimate_requests
from hustings.coding.remote_votes import take_vote
from hustings.errors import EndpointStoppedError
from hustings.workflow.remote_asking import (
    Failed,
    ask_open,
    outcomes_by_row,
    plan_inquiries,
    recall,
)
from hustings.workflow.remote_findings import find_problems
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.remote import RemoteTask
    from hustings.coding.remote_estimates import RemoteEstimate
    from hustings.coding.remote_prompts import Passage
    from hustings.coding.remote_votes import Vote
    from hustings.coding.units_in_context import UnitsInContext
    from hustings.model.codebook import Variable
    from hustings.model.document import Problem
    from hustings.model.endpoint import Endpoint
    from hustings.outside.endpoint_queue import Patience
    from hustings.store.answers import AnswerRows
    from hustings.workflow.remote_asking import Inquiry, Outcome


@dataclass(slots=True, kw_only=True)
class Session:
    """Coding some units once: each variable after those that it depends on.

    Attributes
    ----------
    since : int
        Only answers with a greater number count.
    found : dict of str to dict of int to list of Outcome
        By variable and row.
    """

    endpoint: Endpoint
    tasks: tuple[RemoteTask, ...]
    rows: AnswerRows
    units: UnitsInContext
    passages: list[Passage | None]
    since: int
    effort: Effort = field(default_factory=Effort)
    patience: Patience | None = None
    found: dict[str, Mapping[int, list[Outcome]]] = field(default_factory=dict)

    def estimate(self) -> RemoteEstimate:
        """Count what is still to be asked; of variables with conditions the most."""
        self.found.clear()
        inquiries: list[Inquiry] = []
        for task in self.tasks:
            planned = self._plan(task, is_estimate=True)
            recall(self.rows, planned, since=self.since)
            self.found[task.variable.name] = outcomes_by_row(planned)
            inquiries += planned
        self.found.clear()
        return self._estimate(inquiries)

    def code(self) -> dict[str, pa.Table]:
        """Ask what is still to be asked, and put all answers together.

        Raises
        ------
        EndpointStoppedError
            Also if no question at all has an answer.
        """
        tables: dict[str, pa.Table] = {}
        for task in self.tasks:
            planned = self._plan(task, is_estimate=False)
            answered = recall(self.rows, planned, since=self.since)
            if answered:
                self.rows.mention(answered)
            ask_open(
                self.rows,
                planned,
                effort=self.effort,
                patience=self.patience,
            )
            self.found[task.variable.name] = outcomes_by_row(planned)
            tables[task.variable.name] = self._table(task)
        self._require_some()
        return tables

    def _require_some(self) -> None:
        """Raise where all that was asked failed: nothing has been coded then."""
        outcomes = [
            outcome
            for by_row in self.found.values()
            for of_row in by_row.values()
            for outcome in of_row
        ]
        failed = [one for one in outcomes if isinstance(one, Failed)]
        if failed and len(failed) == len(outcomes):
            raise EndpointStoppedError(
                endpoint=self.endpoint.name,
                host=self.endpoint.host,
                reason=failed[-1].kind,
                n_left=len(failed),
            )

    def find_problems(self) -> tuple[Problem, ...]:
        """Tell which units have no value, and why."""
        return find_problems(self.endpoint, self.units, self.passages, self.found)

    def _plan(self, task: RemoteTask, *, is_estimate: bool) -> list[Inquiry]:
        rows = [
            row
            for row in range(self.units.n_units)
            if self._may_apply(task.variable, row, is_estimate=is_estimate)
        ]
        return plan_inquiries(task, self.units, self.passages, rows)

    def _may_apply(self, variable: Variable, row: int, *, is_estimate: bool) -> bool:
        """Say whether a unit is to be coded on a variable, as far as is known."""
        condition = variable.condition
        if condition is None or condition.variable not in self.found:
            return True
        outcomes = self.found[condition.variable].get(row, [])
        is_open = not any(isinstance(one, Accepted) for one in outcomes)
        if is_estimate and is_open:
            return True
        return self._vote(condition.variable, row).value == condition.code

    def _vote(self, variable: str, row: int) -> Vote:
        task = next(one for one in self.tasks if one.variable.name == variable)
        outcomes = self.found[variable].get(row, [])
        return take_vote(
            [one for one in outcomes if isinstance(one, Accepted)],
            codes=task.codes,
            n_samples=task.samples,
        )

    def _table(self, task: RemoteTask) -> pa.Table:
        votes = [
            self._vote(task.variable.name, row) for row in range(self.units.n_units)
        ]
        batch = coded_batch(
            self.units.units,
            [vote.value for vote in votes],
            probability=[vote.probability for vote in votes],
            probabilities=[vote.probabilities for vote in votes],
            evidence=[vote.evidence for vote in votes],
        )
        return pa.Table.from_batches([batch])

    def _estimate(self, inquiries: Sequence[Inquiry]) -> RemoteEstimate:
        waiting = [one for one in inquiries if one.outcome is None]
        row = self.rows.experience(self.endpoint.url, self.endpoint.model)
        return estimate_requests(
            self.endpoint,
            n_units=self.units.n_units,
            n_requests=len(waiting),
            n_cached=len(inquiries) - len(waiting),
            n_sent=len({row for one in waiting for row in one.rows}),
            n_skipped=self.passages.count(None),
            n_characters=sum(one.question.n_characters for one in waiting),
            experience=Experience(
                n_answers=row["n"],
                characters_a_token=row["characters_a_token"],
                tokens_out=row["tokens_out"],
                seconds=row["seconds"],
            ),
        )
