"""What language models were asked and what they answered: every word, in both ways.

Rows are only ever added. A question is one request by its content; it is written before
it is sent, so that whatever may have left the machine is told, and an answer that has
come is never asked for again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.store.anchors import in_utc
from hustings.store.endpoint_rows import (
    AGREED,
    endpoint_of,
    mark_of,
    settings_of,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.endpoint import Endpoint
    from hustings.store.database import Database
    from hustings.store.project import Store

Verdict: TypeAlias = Literal["accepted", "rejected", "failed"]

_A_BATCH = 500
"""Values in one query; SQLite takes some thousands at most."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_LAST_REPLIES = """
SELECT answers.question_sha256, answers.body FROM answers JOIN (
    SELECT question_sha256, max(number) AS last FROM answers
    WHERE verdict <> 'failed' AND number > ? AND question_sha256 IN ({marks})
    GROUP BY question_sha256
) AS latest ON latest.last = answers.number
"""

_ALL = """
SELECT questions.*, asked_units.document_id, asked_units.unit_id,
    answers.attempt, answers.verdict,
    answers.reason, answers.status, answers.body, answers.seconds, answers.tokens_in,
    answers.tokens_out, answers.written AS answered
FROM questions
LEFT JOIN answers ON answers.question_sha256 = questions.sha256
LEFT JOIN (
    SELECT question_sha256, group_concat(document_id, ' ') AS document_id,
        group_concat(unit_id, ' ') AS unit_id
    FROM asked_units GROUP BY question_sha256
) AS asked_units ON asked_units.question_sha256 = questions.sha256
ORDER BY questions.written, questions.rowid, answers.number
"""

_EXPERIENCE = """
SELECT count(*) AS n, avg(seconds) AS seconds, avg(tokens_out) AS tokens_out,
    sum(length(prompts.text) + length(questions.messages)) * 1.0
        / nullif(sum(tokens_in), 0) AS characters_a_token
FROM answers JOIN questions ON questions.sha256 = answers.question_sha256
JOIN prompts ON prompts.sha256 = questions.prompt_sha256
WHERE verdict = 'accepted' AND url = ? AND model = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestion:
    """A request as it is kept.

    Attributes
    ----------
    sha256 : str
        Of the address and all that is sent, but the key.
    prompt : str
        The message that many questions have in common; kept once.
    messages : sequence of mapping
        The others.
    settings : mapping
        All else of the request.
    units : sequence of (str, str)
        Document and unit that it is about; the same words in the same context are one
        question. The document is empty where there is none.
    """

    sha256: str
    endpoint: str
    url: str
    model: str
    prompt: str
    messages: Sequence[Mapping[str, str]]
    settings: Mapping[str, object]
    units: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """What came of sending a question once.

    Attributes
    ----------
    question : str
        Its SHA-256.
    attempt : int
        From 1; a question is sent again after faults that may pass.
    reason : str
        Why it does not count; empty where it does.
    status : int or None
        Of HTTP.
    body : str
        All that came.
    """

    question: str
    attempt: int
    verdict: Verdict
    reason: str
    status: int | None
    body: str
    seconds: float
    tokens_in: int | None
    tokens_out: int | None


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The tables of endpoints, questions and answers."""

    database: Database

    def add_endpoint(self, endpoint: Endpoint) -> None:
        """Keep where an endpoint is; a later row of its name supersedes this one."""
        self._write_endpoint(endpoint, settings_of(endpoint), at=endpoint.added)

    def agree(self, endpoint: Endpoint, *, mark: str, at: str) -> None:
        """Write that texts may go to an endpoint, as a row of its own.

        Parameters
        ----------
        mark : str
            Stands for the host, and for whoever agreed.
        """
        settings = {**settings_of(endpoint), AGREED: mark}
        self._write_endpoint(endpoint, settings, at=at)

    def agreements(self) -> frozenset[str]:
        """Return the marks of all that was agreed to, under any endpoint's name."""
        rows = self.database.all("SELECT settings FROM endpoints")
        return frozenset(filter(None, map(mark_of, rows)))

    def _write_endpoint(
        self, endpoint: Endpoint, settings: Mapping[str, object], *, at: str
    ) -> None:
        with self.database.transaction() as cursor:
            cursor.execute(
                "INSERT INTO endpoints VALUES (NULL, ?, ?, ?, ?, ?)",
                (
                    endpoint.name,
                    endpoint.url,
                    endpoint.model,
                    json.dumps(settings),
                    in_utc(at),
                ),
            )

    def endpoints(self) -> dict[str, Endpoint]:
        """Return the endpoints as they are now, by name, in the order of adding.

        Raises
        ------
        EndpointSettingError
            If what is kept of one cannot be read.
        """
        return {name: endpoint_of(row) for name, row in self._latest().items()}

    def has_endpoint(self, name: str) -> bool:
        """Say whether there is an endpoint of a name, even one that cannot be read."""
        return name in self._latest()

    def _latest(self) -> dict[str, sqlite3.Row]:
        rows = self.database.all("SELECT * FROM endpoints ORDER BY number")
        return {row["name"]: row for row in rows}

    def ask(self, question: StoredQuestion, *, at: str) -> None:
        """Write that a question is about to be sent; once for the same question."""
        with self.database.transaction() as cursor:
            prompt = clean(question.prompt)
            of_prompt = sha256(prompt.encode()).hexdigest()
            written = in_utc(at)
            cursor.execute(
                "INSERT OR IGNORE INTO prompts VALUES (?, ?, ?)",
                (of_prompt, prompt, written),
            )
            cursor.execute(
                "INSERT OR IGNORE INTO questions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    question.sha256,
                    question.endpoint,
                    question.url,
                    question.model,
                    of_prompt,
                    _json(list(map(dict, question.messages))),
                    _json(dict(question.settings)),
                    written,
                ),
            )
            cursor.executemany(
                "INSERT OR IGNORE INTO asked_units VALUES (?, ?, ?)",
                [
                    (question.sha256, document, unit)
                    for document, unit in question.units
                ],
            )

    def mention(self, questions: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Write of questions asked before which units they are about, too."""
        rows = [
            (sha256, document, unit)
            for sha256, units in questions.items()
            for document, unit in units
        ]
        with self.database.transaction() as cursor:
            cursor.executemany(
                "INSERT OR IGNORE INTO asked_units VALUES (?, ?, ?)", rows
            )

    def answer(self, answer: StoredAnswer, *, at: str) -> None:
        """Write what came of a question."""
        with self.database.transaction() as cursor:
            cursor.execute(
                "INSERT INTO answers VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    answer.question,
                    answer.attempt,
                    answer.verdict,
                    clean(answer.reason),
                    answer.status,
                    clean(answer.body),
                    answer.seconds,
                    answer.tokens_in,
                    answer.tokens_out,
                    in_utc(at),
                ),
            )

    def last_number(self) -> int:
        """Return the number of the latest answer; 0 for none."""
        row = self.database.one("SELECT coalesce(max(number), 0) AS n FROM answers")
        return 0 if row is None else int(row["n"])

    def replies(self, questions: Iterable[str], *, since: int = 0) -> dict[str, str]:
        """Return the latest body that a model answered each question with.

        Parameters
        ----------
        questions : iterable of str
            Their hashes.
        since : int
            Only answers with a greater number.
        """
        found: dict[str, str] = {}
        for part in _parts(list(dict.fromkeys(questions))):
            query = _LAST_REPLIES.format(marks=", ".join("?" * len(part)))
            for row in self.database.all(query, since, *part):
                found[row["question_sha256"]] = row["body"]
        return found

    def experience(self, url: str, model: str) -> sqlite3.Row:
        """Return n, seconds, tokens_out and characters_a_token of earlier answers."""
        (row,) = self.database.all(_EXPERIENCE, url, model)
        return row

    def all(self) -> Iterator[sqlite3.Row]:
        """Yield every question with every answer to it, in the order of asking.

        A question without an answer stands there once: it was sent, or about to be,
        when the command ended.
        """
        yield from self.database.connection.execute(_ALL)

    def questions(self) -> list[sqlite3.Row]:
        """Return every question with the prompt's text, in the order of asking."""
        return self.database.all(
            "SELECT questions.*, prompts.text AS prompt FROM questions JOIN prompts "
            "ON prompts.sha256 = questions.prompt_sha256 ORDER BY questions.rowid"
        )

    def asked_units(self, question: str) -> list[tuple[str, str]]:
        """Return the document and id of each unit that a question is about."""
        rows = self.database.all(
            "SELECT document_id, unit_id FROM asked_units WHERE question_sha256 = ? "
            "ORDER BY document_id, unit_id",
            question,
        )
        return [(row["document_id"], row["unit_id"]) for row in rows]

    def answers_to(self, question: str) -> list[sqlite3.Row]:
        """Return every answer to a question, oldest first."""
        return self.database.all(
            "SELECT * FROM answers WHERE question_sha256 = ? ORDER BY number", question
        )

    def prompts(self) -> list[sqlite3.Row]:
        """Return what many questions have in common, oldest first."""
        return self.database.all("SELECT * FROM prompts ORDER BY rowid")

    def verdicts(self, endpoint: str) -> dict[str, int]:
        """Count the answers of an endpoint by their verdict."""
        rows = self.database.all(
            "SELECT verdict, count(*) AS n FROM answers JOIN questions "
            "ON questions.sha256 = answers.question_sha256 "
            "WHERE endpoint = ? GROUP BY verdict",
            endpoint,
        )
        return {row["verdict"]: row["n"] for row in rows}


def answers_of(store: Store) -> AnswerRows:
    """Return what was asked and answered in a project."""
    return AnswerRows(store.hand.database)


def clean(text: str) -> str:
    r"""Replace half characters, which JSON can name and no file can hold.

    Control characters are replaced as well, but for tabs and ends of lines: a terminal
    that shows them would obey.

    Examples
    --------
    >>> clean("red \x1b[31m and blue")
    'red �[31m and blue'
    """
    return _CONTROL.sub("\ufffd", text.encode("utf-8", "replace").decode())


def _json(value: object) -> str:
    return clean(json.dumps(value, ensure_ascii=False))


def _parts(values: list[str]) -> Iterator[list[str]]:
    for i in range(0, len(values), _A_BATCH):
        yield values[i : i + _A_BATCH]
