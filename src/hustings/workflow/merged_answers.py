"""Answers of language models that come along with a colleague's project.

They cost time and money, so they are carried by what they answer: a question goes by
the hash of its address and of all that was sent, and is never asked again where its
answer is there. What machines coded is not carried: with the answers here, the same
command makes it again and asks nobody.

Endpoints do not come along, and nobody's agreement to send texts anywhere does: where
words go from here is not for another project to say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from hustings.coding.remote import hash_question
from hustings.model.document import Problem
from hustings.store.anchors import in_utc
from hustings.store.answers import StoredAnswer, StoredQuestion, answers_of, clean
from hustings.workflow.wording import count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.store.answers import AnswerRows
    from hustings.store.project import Store
    from hustings.workflow.counterparts import Counterparts

_LONGEST: Final = 4_000_000
"""Characters of an answer; what comes from an endpoint is cut off at a quarter."""
_VERDICTS: Final = frozenset({"accepted", "rejected", "failed"})
_MISFIT: Final = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    OverflowError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedQuestion:
    """A question of the other project, with the answers to it."""

    question: StoredQuestion
    written: str
    answers: Sequence[tuple[StoredAnswer, str]]


@dataclass(slots=True, kw_only=True)
class ArrivedAnswers:
    """The other project's questions and answers, sorted.

    Attributes
    ----------
    fresh : list of ArrivedQuestion
    n_there, n_left_out : int
        Answers to questions that were answered here, too; and those about documents
        that are not here, or that cannot be what Hustings wrote.
    n_strange : int
        Of those left out, the latter.
    """

    fresh: list[ArrivedQuestion] = field(default_factory=list)
    n_there: int = 0
    n_left_out: int = 0
    n_strange: int = 0

    @property
    def n_brought(self) -> int:
        """How many answers are new here."""
        return sum(len(one.answers) for one in self.fresh)

    @property
    def is_empty(self) -> bool:
        """Whether no model was asked there."""
        return not (self.n_brought or self.n_there or self.n_left_out)


def sort_answers(
    store: Store, other: Store, counterparts: Counterparts
) -> ArrivedAnswers:
    """Sort the answers that a model gave in another project.

    Questions that no model ever answered are passed over: they can be asked here.
    """
    theirs, ours = answers_of(other), answers_of(store)
    questions = theirs.questions()
    known = ours.replies([row["sha256"] for row in questions])
    found = ArrivedAnswers()
    for row in questions:
        answers = theirs.answers_to(row["sha256"])
        if not any(one["verdict"] != "failed" for one in answers):
            continue
        units = _units_here(theirs, row["sha256"], counterparts)
        if row["sha256"] in known:
            found.n_there += len(answers)
        elif not units:
            found.n_left_out += len(answers)
        elif (arrived := _arrived(row, answers, units)) is not None:
            found.fresh.append(arrived)
        else:
            found.n_left_out += len(answers)
            found.n_strange += len(answers)
    return found


def write_answers(store: Store, found: ArrivedAnswers) -> None:
    """Write the questions and answers that are new here."""
    rows = answers_of(store)
    for one in found.fresh:
        rows.ask(one.question, at=one.written)
        for answer, written in one.answers:
            rows.answer(answer, at=written)


def answer_problems(
    store: Store, found: ArrivedAnswers, *, name: str
) -> Iterator[Problem]:
    """Say what is to be done for answers to be used, and what was left out."""
    if found.n_strange:
        yield Problem(
            kind="strange answers",
            message=f"{name}: {count(found.n_strange, 'answer')} left out: they are "
            "not what the hash of their question names.",
        )
    here = {(one.url, one.model) for one in answers_of(store).endpoints().values()}
    lacking = {(one.question.url, one.question.model) for one in found.fresh} - here
    for url, model in sorted(lacking):
        n = sum(
            len(one.answers)
            for one in found.fresh
            if (one.question.url, one.question.model) == (url, model)
        )
        yield Problem(
            kind="answers without an endpoint",
            message=f"{count(n, 'answer')} by {model} came along. To code with them "
            f"and ask nobody again: 'hustings coder add NAME --remote {url} --model "
            f"{model}', with the settings that were used there.",
        )


def _units_here(
    rows: AnswerRows, question: str, counterparts: Counterparts
) -> list[tuple[str, str]]:
    """Name the units of a question that lie in documents that are here."""
    found = [
        (counterparts.document(document), unit)
        for document, unit in rows.asked_units(question)
    ]
    return [(document, unit) for document, unit in found if document is not None]


def _arrived(
    row: sqlite3.Row, answers: Sequence[sqlite3.Row], units: list[tuple[str, str]]
) -> ArrivedQuestion | None:
    """Read a question and its answers; None where Hustings did not write them."""
    try:
        question = _question(row, units)
        return ArrivedQuestion(
            question=question,
            written=in_utc(row["written"]),
            answers=[(_answer(one), in_utc(one["written"])) for one in answers],
        )
    except _MISFIT:
        return None


def _question(row: sqlite3.Row, units: list[tuple[str, str]]) -> StoredQuestion:
    messages: Any = json.loads(row["messages"])
    settings: Any = json.loads(row["settings"])
    of_prompt = sha256(row["prompt"].encode()).hexdigest()
    hashed = hash_question(row["url"], of_prompt, _messages(messages), settings)
    is_named = all(row[name].isprintable() for name in ("endpoint", "url", "model"))
    if not (is_named and hashed == row["sha256"]):
        raise ValueError
    if not isinstance(settings, dict) or settings.get("model") != row["model"]:
        raise ValueError
    return StoredQuestion(
        sha256=row["sha256"],
        endpoint=row["endpoint"],
        url=row["url"],
        model=row["model"],
        prompt=row["prompt"],
        messages=messages,
        settings=settings,
        units=units,
    )


def _messages(read: list[Mapping[str, Any]]) -> list[Mapping[str, str]]:
    if not all(isinstance(text, str) for one in read for text in one.values()):
        raise ValueError
    return read


def _answer(row: sqlite3.Row) -> StoredAnswer:
    numbers = (row["status"], row["tokens_in"], row["tokens_out"])
    is_fine = (
        row["verdict"] in _VERDICTS
        and isinstance(row["body"], str)
        and isinstance(row["reason"], str)
        and isinstance(row["attempt"], int)
        and all(one is None or isinstance(one, int) for one in numbers)
        and len(row["body"]) <= _LONGEST
        and len(row["reason"]) <= _LONGEST
    )
    if not is_fine:
        raise ValueError
    return StoredAnswer(
        question=row["question_sha256"],
        attempt=row["attempt"],
        verdict=row["verdict"],
        reason=clean(row["reason"]),
        status=row["status"],
        body=clean(row["body"]),
        seconds=float(row["seconds"]),
        tokens_in=row["tokens_in"],
        tokens_out=row["tokens_out"],
    )
