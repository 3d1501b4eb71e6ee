"""Voices: whose stance it is, the document's own or somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.phrases import phrase_at
from hustings.claims.subjects import shares_subject, subject_end, subject_start
from hustings.model.claim import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.claims.phrases import Phrase
    from hustings.claims.readings import Reading
    from hustings.claims.vocabulary import Word

_FARTHEST: Final = 40
_WORD = re.compile(r"[^\W\d_]+")
_LEFT_BORDER: Final = classes.STOP | classes.STARTER | classes.END
_UNNAMED: Final = 3
_LONG: Final = 9  # "Democratic", whose members are "Democrats"
NOBODY = ""
"""Actor where it is unclear whose stance it is: "it", "who"."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verb says something of.

    Attributes
    ----------
    actor : str
        `OWN`, a name, or `NOBODY`.
    phrase : Phrase or None
    start : int
        Its first word.
    """

    actor: str
    phrase: Phrase | None
    start: int


def names_of(actor: str | None) -> frozenset[str]:
    """Give the words by which a document may call its actor, in small letters.

    Examples
    --------
    >>> sorted(names_of("Riverside Civic Group"))
    ['civic', 'civics', 'group', 'groups', 'rcg', 'riverside', 'riversides']
    """
    if not actor:
        return frozenset()
    words = _WORD.findall(actor)
    initials = "".join(word[0] for word in words if word[0].isupper())
    named = {word.lower() for word in words if _is_naming(word)}
    named |= {word.removesuffix("ic") for word in named if len(word) >= _LONG}
    named |= {f"{word}s" for word in named}
    return frozenset(named | {initials.lower()} if len(initials) > 1 else named)


def _is_naming(word: str) -> bool:
    return len(word) >= _UNNAMED and word[0].isupper() and word not in _GENERAL


_GENERAL: Final = frozenset({"The", "And", "For", "Der", "Die", "Das", "Les", "Los"})


_SHARED: Final = frozenset(
    [
        "party",
        "group",
        "list",
        "union",
        "alliance",
        "movement",
        "congress",
        "council",
        "association",
        "league",
        "front",
        "committee",
        "club",
        "society",
        "assembly",
        "coalition",
        "initiative",
        "network",
        "campaign",
        "partei",
        "gruppe",
        "liste",
        "bund",
        "bündnis",
        "allianz",
        "bewegung",
        "verein",
        "verband",
        "fraktion",
        "parti",
        "groupe",
        "union",
        "alliance",
        "mouvement",
        "ligue",
        "partido",
        "grupo",
        "lista",
        "unión",
        "alianza",
        "movimiento",
        "liga",
        "partito",
        "gruppo",
        "unione",
        "lega",
        "partij",
        "groep",
        "lijst",
        "bond",
        "beweging",
        "grupo",
        "união",
        "aliança",
    ]
)
"""Words for what kind of organisation one is, without a plural's ending."""


def subject_before(reading: Reading, i: int, names: frozenset[str]) -> Subject:
    """Find the subject that ends before a word.

    Parameters
    ----------
    reading : Reading
    i : int
        The verb's first word, an auxiliary included.
    names : frozenset of str
        What the document calls its actor, see `names_of`.
    """
    last = i - 1
    if last < 0:
        return Subject(NOBODY, None, i)
    bits = reading.bits[last]
    if bits & classes.PRONOUN:
        actor = OWN if bits & classes.OWN_VOICE else NOBODY
        return Subject(actor, None, last)
    end = _end(reading, i)
    start = _after_time(reading, clause_start(reading, end - 1), end)
    phrase = phrase_at(reading, start, end)
    if phrase is None and start < last and _is_ours(reading, start):
        return Subject(OWN, None, start)
    if phrase is None or not _reaches(reading, phrase, i):
        return Subject(NOBODY, phrase, start)
    return Subject(actor_of(reading, phrase, names), phrase, start)


def _is_ours(reading: Reading, start: int) -> bool:
    """Tell whether "we" begins a clause of which another verb is said."""
    bits = reading.bits[start]
    is_we = bits & classes.OWN_VOICE and not bits & classes.DETERMINER
    return bool(is_we) and _is_read_by_segments(reading)


def _end(reading: Reading, i: int) -> int:
    """Find where the subject of the verb at a word ends."""
    return subject_end(reading, i) if _is_read_by_segments(reading) else i


def _is_read_by_segments(reading: Reading) -> bool:
    """Tell whether a language has verbs between subject and object."""
    return not reading.lexicon.verb_is_final


def _after_time(reading: Reading, start: int, i: int) -> int:
    """Skip "for thirty years" before a subject that has a determiner."""
    if not reading.bits[start] & classes.PREPOSITION:
        return start
    inner = phrase_at(reading, start + 1, i)
    if inner is None or inner.end >= i:
        return start
    has_determiner = reading.bits[inner.end] & classes.DETERMINER
    return inner.end if has_determiner else start


def _reaches(reading: Reading, phrase: Phrase, i: int) -> bool:
    """Tell whether nothing but relative clauses stands between subject and verb."""
    rest = reading.bits[phrase.end : i]
    passed = classes.RELATIVE | classes.CONJUNCTION | classes.COMMA | classes.TO
    if _is_read_by_segments(reading) and shares_subject(reading, i):
        passed |= classes.FINITE_AUXILIARY
    return not rest or bool(rest[0] & passed)


def clause_start(reading: Reading, i: int) -> int:
    """Find where the clause of a word begins, without what leads in to it."""
    if _is_read_by_segments(reading):
        return subject_start(reading, i + 1)
    bits = reading.bits
    at = i
    comma = None
    while at >= 0 and i - at < _FARTHEST:
        if bits[at] & _LEFT_BORDER and not bits[at] & classes.RELATIVE:
            break
        if bits[at] & classes.COMMA:
            comma = at
        at -= 1
    start = _skip_light(reading, at + 1, i)
    if comma is not None and bits[start] & _LEADS_IN:
        commas = [k for k in range(start, i) if bits[k] & classes.COMMA]
        return _skip_light(reading, commas[-1] + 1, i) if commas else start
    return start


_LEADS_IN: Final = (
    classes.PREPOSITION | classes.TO | classes.PURPOSE | classes.MEANS | classes.INSTEAD
)


def _skip_light(reading: Reading, start: int, i: int) -> int:
    """Skip "and also", quotation marks and the like."""
    light = classes.CONJUNCTION | classes.ADVERB | classes.COMMA | classes.MARK
    while start < i and reading.bits[start] & light:
        start += 1
    return start


def actor_of(reading: Reading, phrase: Phrase, names: frozenset[str]) -> str:
    """Give whose stance a subject holds: the document's, a name's, or nobody's."""
    words = reading.words[phrase.start : phrase.core]
    if reading.words[phrase.head].text in _AGAINST_US:
        return reading.phrase(phrase.start, phrase.core)
    if any(word.bits & classes.OWN_VOICE for word in words):
        return OWN
    if _is_called(words, names):
        return OWN
    if len(words) == 1 and words[0].bits & classes.MEETING:
        return OWN  # a resolution: "Conference rejects"
    if reading.bits[phrase.head] & classes.OTHERS or _is_name(reading, phrase):
        return reading.phrase(phrase.start, phrase.core)
    return NOBODY


_AGAINST_US: Final = frozenset(
    {"opponents", "opponent", "critics", "rivals", "rival", "competitors"}
)


def _is_called(words: Sequence[Word], names: frozenset[str]) -> bool:
    """Tell whether words call the document's actor by its name.

    A word that many organisations share names nobody by itself: in a document of the
    Ledger Party, "the Ferry Party" is somebody else, and "the Party" is its own.
    """
    called = [_stem(word.text) for word in words if not word.bits & classes.DETERMINER]
    named = [word for word in called if word in names]
    is_told_apart = any(word.removesuffix("s") not in _SHARED for word in named)
    return is_told_apart or (bool(called) and len(named) == len(called))


def _stem(word: str) -> str:
    """Take the plural and the genitive from a name: "Greens", "Labour's"."""
    return word.removesuffix("'s")


def _is_name(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a subject is a name: capital letters inside the sentence."""
    if reading.lexicon.has_capital_nouns:
        return _names_others(reading, phrase.head)
    if reading.bits[phrase.head] & classes.PEOPLE:
        return False  # "l'État"
    return any(
        reading.is_capital(i) and not reading.bits[i] & classes.DETERMINER
        for i in range(phrase.start, phrase.core)
        if not _begins_sentence(reading, i)
    )


def _names_others(reading: Reading, head: int) -> bool:
    """Tell whether a noun is an abbreviation, or ends as "Bauernbund" does."""
    written = reading.text[reading.starts[head] : reading.ends[head]]
    if len(written) > 1 and written.isupper():
        return True
    text = written.lower()
    bits = reading.lexicon.bits
    return any(
        bits.get(text[at:], 0) & classes.OTHERS for at in range(2, len(text) - 2)
    )


def _begins_sentence(reading: Reading, i: int) -> bool:
    return i == 0 or bool(reading.bits[i - 1] & (classes.END | classes.COLON))
