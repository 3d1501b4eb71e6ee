"""Coding with a language model behind an endpoint: the questions, and the answers read.

Values in, values out: this module writes the questions that are to be asked about units
and turns the replies into codings. Who asks them, and what keeps them, is elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hustings.coding.remote_prompts import (
    LONGEST_UNIT,
    PROMPT_VERSION,
    Passage,
    repair_messages,
    system_message,
    unit_message,
)
from hustings.coding.remote_schemas import answer_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.coding.units_in_context import UnitsInContext
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.endpoint import Endpoint

Messages: TypeAlias = "tuple[Mapping[str, str], ...]"

_SIDE: Final = 2
"""Units before and after that are sent along."""
_DEFAULTS: Final[Mapping[str, object]] = {"temperature": 0, "max_tokens": 1_000}
_SAMPLED: Final[Mapping[str, object]] = {"temperature": 1, "max_tokens": 1_000}
"""For several answers on a unit: at temperature 0 they would all be the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request to an endpoint, and what makes it the same as another.

    Attributes
    ----------
    sha256 : str
        Of the address and all that is sent: the same question has the same.
    prompt : str
        The message that all questions on a variable have in common.
    messages : tuple of mapping
        The others: the unit, and what was said since.
    settings : mapping
        All else of the request's body.
    """

    sha256: str
    prompt: str
    messages: Messages
    settings: Mapping[str, object]

    @property
    def body(self) -> bytes:
        """What is sent; made when it is, since the codebook is in every one."""
        system = {"role": "system", "content": self.prompt}
        return _canonical({**self.settings, "messages": [system, *self.messages]})

    @property
    def n_characters(self) -> int:
        """How long all messages are together."""
        return len(self.prompt) + sum(len(one["content"]) for one in self.messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTask:
    """What an endpoint's model is asked about one variable of a codebook.

    Attributes
    ----------
    samples : int
        How often each unit is asked; the frequencies of several answers are their
        probabilities.
    prompt : str
        Codebook and rules, as `system_message` gives them.
    prompt_sha256 : str
        Its hash.
    schema : mapping
        The JSON schema of an answer.
    """

    endpoint: Endpoint
    variable: Variable
    prompt: str
    prompt_sha256: str
    samples: int = 1
    schema: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the probabilities; none for free numbers."""
        return tuple(code.code for code in self.variable.codes)

    @property
    def version(self) -> str:
        """Twelve digits that change whenever any answer could."""
        decisive = [
            PROMPT_VERSION,
            self.endpoint.url,
            self.prompt_sha256,
            self.samples,
            self._settings(0),
        ]
        return hashlib.sha256(_canonical(decisive)).hexdigest()[:12]

    def question(
        self, passage: Passage, *, sample: int = 0, since: Messages = ()
    ) -> Question:
        """Write the question on a unit.

        Parameters
        ----------
        sample : int
            Which of several answers; it is sent as the seed.
        since : tuple of messages
            An answer that could not be used, and why.
        """
        messages = ({"role": "user", "content": unit_message(passage)}, *since)
        settings = self._settings(sample)
        return Question(
            sha256=hash_question(
                self.endpoint.url, self.prompt_sha256, messages, settings
            ),
            prompt=self.prompt,
            messages=messages,
            settings=settings,
        )

    def repair(
        self, passage: Passage, reply: str, reason: str, *, sample: int = 0
    ) -> Question:
        """Write the second question, after an answer that could not be used."""
        since = tuple(repair_messages(reply, reason))
        return self.question(passage, sample=sample, since=since)

    def _settings(self, sample: int) -> dict[str, object]:
        """Return all of a request but its messages."""
        defaults = _DEFAULTS if self.samples == 1 else _SAMPLED
        chosen = {**defaults, **self.endpoint.settings}
        settings = {name: one for name, one in chosen.items() if one is not None}
        if self.samples > 1:
            settings["seed"] = sample
        return {
            "model": self.endpoint.model,
            **settings,
            **_form(self.endpoint.form, self.schema),
        }


def remote_task(
    endpoint: Endpoint, codebook: Codebook, variable: Variable, *, samples: int = 1
) -> RemoteTask:
    """Make a task of an endpoint, a codebook and one of its variables."""
    prompt = system_message(codebook, variable)
    return RemoteTask(
        endpoint=endpoint,
        variable=variable,
        prompt=prompt,
        prompt_sha256=hashlib.sha256(prompt.encode()).hexdigest(),
        samples=samples,
        schema=answer_schema(variable),
    )


def hash_question(
    url: str,
    prompt_sha256: str,
    messages: Sequence[Mapping[str, str]],
    settings: Mapping[str, object],
) -> str:
    """Give the SHA-256 of a question: of its address, and of all that is sent.

    The prompt goes by its own hash: it is long, and the same in every question.
    """
    decisive = [url, prompt_sha256, messages, settings]
    return hashlib.sha256(_canonical(decisive)).hexdigest()


def passages_of(units: UnitsInContext) -> list[Passage | None]:
    """Return what is sent of each unit; None for one that is empty or too long.

    The two units before and the two after it go along, where the document is known,
    and otherwise what is said to stand before and after.
    """
    return [_passage(units, i) for i in range(units.n_units)]


def _passage(units: UnitsInContext, i: int) -> Passage | None:
    text = units.texts[i]
    if not text.strip() or len(text) > LONGEST_UNIT:
        return None
    return Passage(
        unit=text,
        heading=units.headings[i] or "",
        before=_beside(units, range(max(i - _SIDE, 0), i), i) or units.befores[i] or "",
        after=_beside(units, range(i + 1, min(i + 1 + _SIDE, units.n_units)), i)
        or units.afters[i]
        or "",
    )


def _beside(units: UnitsInContext, rows: Sequence[int], i: int) -> str:
    """Join the texts of neighbours that are in the same document."""
    return " ".join(_same_document(units, rows, units.documents[i]))


def _same_document(
    units: UnitsInContext, rows: Sequence[int], document: str | None
) -> Iterator[str]:
    for row in rows:
        if document is not None and units.documents[row] == document:
            yield units.texts[row]


def _form(form: str, schema: Mapping[str, Any]) -> dict[str, object]:
    """Ask for the form of an answer as the protocol does."""
    if form == "json":
        return {"response_format": {"type": "json_object"}}
    if form == "schema":
        wanted = {"name": "coding", "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    return {}


def _canonical(value: object) -> bytes:
    """Write JSON the one way that is hashed and sent.

    Keys keep their order: a schema's properties are answered in the order in which
    they stand there.
    """
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
