"""Asking an endpoint about units: what was answered before is never asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from hustings.coding.remote_answers import Accepted, Rejected, check_answer
from hustings.outside.clock import now_exactly
from hustings.outside.endpoint_queue import ask_all
from hustings.outside.endpoints import Attempt, read_key, read_reply
from hustings.store.answers import StoredAnswer, StoredQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from hustings.coding.remote import Question, RemoteTask
    from hustings.coding.remote_prompts import Passage
    from hustings.coding.units_in_context import UnitsInContext
    from hustings.outside.endpoint_queue import Patience
    from hustings.store.answers import AnswerRows, Verdict
    from hustings.workflow.runs import Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No answer of a model came, however often it was tried."""

    kind: str


Outcome: TypeAlias = Accepted | Rejected | Failed

CUT_OFF = Rejected(
    kind="cut off at the limit of tokens",
    reason="it is cut off at the limit of tokens (max_tokens)",
)


@dataclass(slots=True, kw_only=True)
class Inquiry:
    """The same question on all units that have the same words in the same context.

    Attributes
    ----------
    rows : list of int
        The units.
    texts : list of str
        Their words, which may differ in white space.
    question : Question
        What is to be asked next, or was asked last.
    is_repair : bool
        Whether that is the second question, after an answer that could not be used.
    reply : str
        The last answer.
    outcome : Accepted, Rejected, Failed or None
        None while it is still to be asked.
    """

    task: RemoteTask
    passage: Passage
    sample: int
    question: Question
    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    is_repair: bool = False
    reply: str = ""
    outcome: Outcome | None = None

    @property
    def body(self) -> bytes:
        """What is sent."""
        return self.question.body

    def take(self, reply: str, *, is_cut_off: bool) -> Accepted | Rejected:
        """Check a reply; the first that cannot be used leads to a second question."""
        self.reply = reply
        checked = check_answer(reply, self.texts[0], self.task.variable)
        if isinstance(checked, Rejected) and is_cut_off:
            checked = CUT_OFF
        if isinstance(checked, Rejected) and not (self.is_repair or is_cut_off):
            self.is_repair = True
            self.question = self.task.repair(
                self.passage, reply, checked.reason, sample=self.sample
            )
        else:
            self.outcome = checked
        return checked

    def answer_on(self, i: int) -> Outcome:
        """Return what came of it for one of its units, by that unit's own words."""
        if isinstance(self.outcome, Accepted):
            return check_answer(self.reply, self.texts[i], self.task.variable)
        return self.outcome or Failed(kind="not asked")


def plan_inquiries(
    task: RemoteTask,
    units: UnitsInContext,
    passages: Sequence[Passage | None],
    rows: Iterable[int],
) -> list[Inquiry]:
    """Write the questions on some units, each once."""
    found: dict[str, Inquiry] = {}
    for row in rows:
        passage = passages[row]
        if passage is None:
            continue
        for sample in range(task.samples):
            question = task.question(passage, sample=sample)
            inquiry = found.setdefault(
                question.sha256,
                Inquiry(task=task, passage=passage, sample=sample, question=question),
            )
            inquiry.rows.append(row)
            inquiry.texts.append(units.texts[row])
            inquiry.units.append((units.documents[row] or "", units.units[row]))
    return list(found.values())


def recall(
    rows: AnswerRows, inquiries: Sequence[Inquiry], *, since: int
) -> dict[str, list[tuple[str, str]]]:
    """Take the answers that are there already: to first questions, then to second.

    Returns
    -------
    dict of str to list of (str, str)
        By the hash of each question that was answered, the units it is about.
    """
    answered: dict[str, list[tuple[str, str]]] = {}
    for is_repair in (False, True):
        by_hash = {
            one.question.sha256: one
            for one in inquiries
            if one.outcome is None and one.is_repair == is_repair
        }
        for sha256, body in rows.replies(by_hash, since=since).items():
            answered[sha256] = by_hash[sha256].units
            read = Attempt(**read_reply(body))
            by_hash[sha256].take(read.reply or "", is_cut_off=read.is_cut_off)
    return answered


def ask_open(
    rows: AnswerRows,
    inquiries: Sequence[Inquiry],
    *,
    effort: Effort,
    patience: Patience | None = None,
) -> None:
    """Ask what has not been answered, and write every word of it down.

    Raises
    ------
    MissingKeyError
        If the key's variable is not set; nothing is sent then.
    EndpointStoppedError
        If the endpoint answers nothing any more.
    """
    waiting = [one for one in inquiries if one.outcome is None]
    if not waiting:
        return
    endpoint = waiting[0].task.endpoint
    key = read_key(endpoint)
    ask_all(
        endpoint,
        waiting,
        _Notebook(rows=rows, effort=effort),
        key=key,
        patience=patience,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notebook:
    """Writes down what is asked and answered.

    What comes in together is one transaction: with many requests under way, a
    transaction each would take longer than the endpoint.
    """

    rows: AnswerRows
    effort: Effort

    def together(self) -> AbstractContextManager[object]:
        """Write all or nothing of what is told inside."""
        return self.rows.database.transaction()

    def begin(self, request: Inquiry) -> None:
        """Write a question before it leaves."""
        endpoint, question = request.task.endpoint, request.question
        self.rows.ask(
            StoredQuestion(
                sha256=question.sha256,
                endpoint=endpoint.name,
                url=endpoint.url,
                model=endpoint.model,
                prompt=question.prompt,
                messages=question.messages,
                settings=question.settings,
                units=request.units,
            ),
            at=now_exactly(),
        )

    def record(self, request: Inquiry, attempt: Attempt, number: int) -> Inquiry | None:
        """Write an answer, and ask the second question where the first failed."""
        asked = request.question.sha256
        if attempt.reply is None:
            request.outcome = Failed(kind=attempt.fault)
            self._keep(asked, attempt, number, verdict="failed", reason=attempt.fault)
            return None
        request.outcome = None  # an earlier attempt may have failed
        checked = request.take(attempt.reply, is_cut_off=attempt.is_cut_off)
        is_fine = isinstance(checked, Accepted)
        self._keep(
            asked,
            attempt,
            number,
            verdict="accepted" if is_fine else "rejected",
            reason="" if isinstance(checked, Accepted) else checked.reason,
        )
        if request.outcome is None:
            return request
        self.effort.advance(1)
        return None

    def _keep(
        self,
        asked: str,
        attempt: Attempt,
        number: int,
        *,
        verdict: Verdict,
        reason: str,
    ) -> None:
        self.rows.answer(
            StoredAnswer(
                question=asked,
                attempt=number,
                verdict=verdict,
                reason=reason,
                status=attempt.status,
                body=attempt.body,
                seconds=attempt.seconds,
                tokens_in=attempt.tokens_in,
                tokens_out=attempt.tokens_out,
            ),
            at=now_exactly(),
        )


def outcomes_by_row(inquiries: Iterable[Inquiry]) -> Mapping[int, list[Outcome]]:
    """Return what came of every unit's questions, one outcome a sample."""
    found: dict[int, list[Outcome]] = {}
    for one in inquiries:
        for i, row in enumerate(one.rows):
            found.setdefault(row, []).append(one.answer_on(i))
    return found
