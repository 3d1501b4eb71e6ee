"""Entries of a lexicon: verbs, nouns and what they do to the phrase beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.claim import Modality

ATTITUDE = "attitude"
CHANGE = "change"
CONTROL = "control"
CAUSE = "cause"
GIVE = "give"
REPLACE = "replace"
REPORTING = "report"
NEUTRAL = "neutral"
FAIL = "fail"
ALLOW = "allow"
TURN = "turn"
MAKE = "make"
LET = "let"
CREDIT = "credit"
HARM = "harm"
BENEFIT = "benefit"
KINDS = (
    ATTITUDE,
    CHANGE,
    CONTROL,
    CAUSE,
    GIVE,
    REPLACE,
    REPORTING,
    NEUTRAL,
    FAIL,
    ALLOW,
    TURN,
    MAKE,
    LET,
    CREDIT,
    HARM,
    BENEFIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb, with the words that belong to it.

    Attributes
    ----------
    lemma : str
        Its own lemma, without a separable particle.
    kind : str
        One of `KINDS`: `ATTITUDE` holds a stance ("support"), `CHANGE` does something
        to its object ("raise"), `CONTROL` hands on to an infinitive ("want to"),
        `CAUSE` to a clause ("ensure that"), `GIVE` has its object second ("give
        people a voice"), `REPLACE` two ("replace A by B"), `ALLOW` and `FAIL` an
        infinitive of somebody else, `TURN` neither keeps nor ends its object and is
        a target itself ("reform the senate"), `MAKE` has an adjective behind its
        object ("make rents fair"), `LET` an infinitive that is part of the target
        ("allow shops to open"), `CREDIT` the ground of praise or blame second ("thank
        A for B"), `HARM` is a reproach to its subject, too ("the tax stifles trade"),
        `BENEFIT` praises it ("the ferry brings people together"),
        `REPORTING` says what others say, and `NEUTRAL`
        takes no stance ("consider").
    stance : int
        Toward its object: 1, -1 or 0.
    rest : tuple of str
        Words that follow it: "crack" has "down", "on".
    particle : tuple of str
        Words that stand behind the object, or at the end of the clause: "phase" has
        "out", "lehnen" has "ab".
    modality : Modality or None
        What it makes of a claim; None leaves that to the sentence.
    second : tuple of str
        For `REPLACE`: the words before the second object.
    is_state : bool
        Whether it stands beside "are", as an adjective does: "opposed to".
    is_impersonal : bool
        Whether it speaks for the document whatever its subject: "il faut".
    """

    lemma: str
    kind: str
    stance: int
    rest: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    modality: Modality | None = None
    second: tuple[str, ...] = ()
    is_state: bool = False
    is_impersonal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun that carries a stance toward what follows it: "ban on", "support for".

    Attributes
    ----------
    stance : int
        Toward what follows: 1 or -1.
    after : frozenset of str
        Prepositions that lead to it.
    is_bare : bool
        Whether it is nothing but the stance: a bare "end to child labour" is against
        it and for nothing, and "renew our call for trams" is for trams alone.
    """

    stance: int
    after: frozenset[str]
    is_bare: bool
