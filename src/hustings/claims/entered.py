"""Which entry of a verb fits where its particle and its preposition stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import clause_end, find, sentence_end

if TYPE_CHECKING:
    from hustings.claims.entries import Verb
    from hustings.claims.readings import Reading
    from hustings.claims.regions import Region

_BEHIND: Final = (
    classes.STOP
    | classes.COMMA
    | classes.CONJUNCTION
    | classes.STARTER
    | classes.INSTEAD
    | classes.PURPOSE
)


def entry_in(
    reading: Reading, i: int, region: Region
) -> tuple[Verb | None, int | None]:
    """Choose the entry whose particle and preposition are there.

    Gives also where the objects begin, where a preposition leads to them.
    """
    for verb in reading.words[i].verbs:
        if verb.particle and particle_of(reading, i, verb) is None:
            continue
        if not verb.rest:
            return verb, None
        at = _rest(reading, verb, region)
        if at is not None:
            leads = reading.bits[at - 1] & (classes.PREPOSITION | classes.TO)
            return verb, at if leads else None
        if _before_clause(reading, i, verb):
            return verb, None
    return None, None


def particle_of(reading: Reading, i: int, verb: Verb) -> int | None:
    """Find the separable particle of a verb, at the end of its clause."""
    n = len(verb.particle)
    if i > n and reading.bits[i - 1] & classes.TO:
        return find(reading, verb.particle, i - 1 - n, i - 1)  # "af te schaffen"
    end = sentence_end(reading, i)
    at = find(reading, verb.particle, i + 1, end)
    while at is not None:
        if at + n >= len(reading) or reading.bits[at + n] & _BEHIND:
            return at
        at = find(reading, verb.particle, at + 1, end)
    return None


def _rest(reading: Reading, verb: Verb, region: Region) -> int | None:
    """Find the preposition of a verb, behind it or before it, and what follows."""
    places = [(region.start, region.end)]
    if region.front is not None:
        places.append(region.front)
    for start, end in places:
        stop = min(end, sentence_end(reading, start))
        at = find(reading, verb.rest, start, stop)
        if at is not None:
            return at + len(verb.rest)
    return None


def _before_clause(reading: Reading, i: int, verb: Verb) -> bool:
    """Tell whether "dafür" stands for "für" between a verb and its clause."""
    rest = (*verb.rest[:-1], _PRONOUNS.get(verb.rest[-1], ""))
    return find(reading, rest, i + 1, clause_end(reading, i + 1)) is not None


_PRONOUNS: Final = {
    "für": "dafür",
    "gegen": "dagegen",
    "auf": "darauf",
    "an": "daran",
    "zu": "dazu",
}
"""What stands for a preposition before a clause: "kämpfen dafür, dass"."""
