r"""Stances on a target that somebody asks about: "a wealth tax".

A word of what is asked is *said* by a word of the same lemma, or by one whose
embedding is close to it. A claim speaks to what is asked where its target says all of
it and its head says part of it ("the toll on the bridge" speaks to "the toll", "help
for those who pay the toll" does not), or where both mean the same as wholes. Between a
target and one that turns it round ("the toll", "abolition of the toll") the stance is
turned, too. A unit that says all of it close together, and takes no stance on it,
mentions it with neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors.claims import EmptyTargetError
from hustings.model.claim import NEITHER
from hustings.model.document import Span
from hustings.words.stems import lemma_of
from hustings.words.tokens import word_bounds, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from hustings.model.claim import Claim
    from hustings.words.embeddings import Embedding

CLOSE = 0.65
"""Cosine from which on one word says another: "rich" says "wealth", "income" not."""
SAME = 0.85
"""Cosine of two targets from which on they mean the same as wholes."""
_BETWEEN = 6
"""Other words that may stand among those of a mention."""
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class AimedUnit:
    """A unit with its claims.

    Attributes
    ----------
    start : int
        Where its text begins in the text that spans index.
    claims : tuple of Claim
        With spans in that text.
    """

    document: str
    unit: str
    text: str
    start: int = 0
    language: str | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """What one unit says of the target that is asked about.

    Attributes
    ----------
    unit : AimedUnit
    stance : int
        1, -1, or 0 where the unit mentions the target with neither.
    span : Span
        Of the claim's target, or of the mention.
    claim : Claim or None
        That the stance rests on.
    """

    unit: AimedUnit
    stance: int
    span: Span
    claim: Claim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AimingWords:
    """What is known of the words of some languages.

    Attributes
    ----------
    embeddings : mapping of str to Embedding
        By language.
    stop_words, turning : mapping of str to set of str
        By language: function words, and lemmas of heads that turn a stance round.
    """

    embeddings: Mapping[str, Embedding] = field(default_factory=dict)
    stop_words: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    turning: Mapping[str, AbstractSet[str]] = field(default_factory=dict)


def aim(
    units: Sequence[AimedUnit], target: str, words: AimingWords | None = None
) -> list[Aimed]:
    """Find the units that speak to a target, and their stances on it.

    Parameters
    ----------
    units : sequence of AimedUnit
    target : str
        As somebody asks: in the language of the units.
    words : AimingWords, optional

    Returns
    -------
    list of Aimed
        In the order of the units; one a stance that a unit takes.

    Raises
    ------
    EmptyTargetError
        If the target has no word.
    """
    if not words_of(target):
        raise EmptyTargetError
    known = words or AimingWords()
    languages = sorted({unit.language or "" for unit in units})
    aims = {one: _aim_of(units, target, one, known) for one in languages}
    return [
        found for unit in units for found in _aimed(unit, aims[unit.language or ""])
    ]


@dataclass(frozen=True, kw_only=True)
class _Aim:
    """What is asked, in one language.

    Attributes
    ----------
    lemmas : tuple of str
        Content words of the target.
    near : mapping of str to set of str
        By word of the units, which of the lemmas it says without being one.
    same : set of str
        Targets of claims that mean the same as the asked one.
    """

    language: str
    lemmas: tuple[str, ...]
    stop_words: AbstractSet[str]
    turning: AbstractSet[str]
    near: Mapping[str, frozenset[str]]
    same: frozenset[str]

    @cached_property
    def turned(self) -> frozenset[str]:
        """The lemmas without those that turn a stance round; empty if none does."""
        kept = frozenset(self.lemmas) - self.turning
        return kept if len(kept) < len(set(self.lemmas)) else frozenset()

    def said_by(self, word: str) -> frozenset[str]:
        """Give the lemmas that a word says."""
        lemma = lemma_of(word, self.language)
        own = frozenset({lemma}) if lemma in self.lemmas else frozenset()
        return own or self.near.get(word.casefold(), frozenset())

    def said_in(self, text: str) -> frozenset[str]:
        """Give the lemmas that a text says."""
        return frozenset().union(*map(self.said_by, words_of(text)))


def _aim_of(
    units: Sequence[AimedUnit], target: str, language: str, known: AimingWords
) -> _Aim:
    """Make ready what is asked in one language."""
    stop_words = known.stop_words.get(language, frozenset())
    words = [word for word in words_of(target) if word.casefold() not in stop_words]
    content = words or words_of(target)
    inside = [unit for unit in units if (unit.language or "") == language]
    embedding = known.embeddings.get(language)
    targets = {claim.target for unit in inside for claim in unit.claims}
    return _Aim(
        language=language,
        lemmas=tuple(dict.fromkeys(lemma_of(word, language) for word in content)),
        stop_words=stop_words,
        turning=known.turning.get(language, frozenset()),
        near=_near(inside, content, language, embedding, stop_words),
        same=_same(targets, target, embedding),
    )


def _near(
    units: Iterable[AimedUnit],
    asked: Sequence[str],
    language: str,
    embedding: Embedding | None,
    stop_words: AbstractSet[str],
) -> dict[str, frozenset[str]]:
    """Give the words of the units that mean one of the asked words."""
    if embedding is None:
        return {}
    spread = {word.casefold() for unit in units for word in words_of(unit.text)}
    known = sorted(spread - stop_words)
    if not known:
        return {}
    likeness = embedding.embed(known) @ embedding.embed(list(asked)).T
    return {
        known[row]: frozenset(
            lemma_of(asked[column], language)
            for column in np.flatnonzero(likeness[row] >= CLOSE).tolist()
        )
        for row in np.flatnonzero((likeness >= CLOSE).any(axis=1)).tolist()
    }


def _same(
    targets: Iterable[str], asked: str, embedding: Embedding | None
) -> frozenset[str]:
    """Give the targets that mean the same as the asked one."""
    ordered = sorted(targets)
    if embedding is None or not ordered:
        return frozenset()
    likeness = embedding.embed(ordered) @ embedding.embed([asked])[0]
    return frozenset(ordered[place] for place in np.flatnonzero(likeness >= SAME))


def _aimed(unit: AimedUnit, aim: _Aim) -> Iterator[Aimed]:
    """Yield what a unit says: its claims on the target, or a mention."""
    taken: set[tuple[str, int]] = set()
    for claim in unit.claims:
        turn = _turn(claim, aim)
        if turn and (claim.actor, turn * claim.stance) not in taken:
            taken.add((claim.actor, turn * claim.stance))
            stance = turn * claim.stance
            yield Aimed(unit=unit, stance=stance, span=claim.span, claim=claim)
    mention = None if taken else _mention(unit, aim)
    if mention is not None:
        yield Aimed(unit=unit, stance=NEITHER, span=mention)


def _turn(claim: Claim, aim: _Aim) -> int:
    """Say how a claim's stance is to be taken: 1, turned -1, or not at all 0."""
    lemmas, said = frozenset(aim.lemmas), aim.said_in(claim.target)
    head_turns = lemma_of(claim.head, aim.language) in aim.turning
    if head_turns and not aim.turned:
        return -1 if said == lemmas and _is_mostly(claim, aim) else 0
    if said == lemmas and aim.said_by(claim.head):
        return 1
    if aim.turned and not head_turns:
        speaks = aim.turned <= said and aim.said_by(claim.head) & aim.turned
        return -1 if speaks else 0
    return 1 if claim.target in aim.same and not head_turns else 0


def _is_mostly(claim: Claim, aim: _Aim) -> bool:
    """Say whether what a head turns round is mostly what is asked."""
    rest = [
        word
        for word in words_of(claim.target)
        if word.casefold() not in aim.stop_words and word != claim.head
    ]
    return sum(bool(aim.said_by(word)) for word in rest) >= _HALF * len(rest)


def _mention(unit: AimedUnit, aim: _Aim) -> Span | None:
    """Find the shortest stretch that says all that is asked."""
    bounds = word_bounds(unit.text)
    said = [
        (place, aim.said_by(unit.text[start:end]))
        for place, (start, end) in enumerate(bounds)
    ]
    speaking = [(place, lemmas) for place, lemmas in said if lemmas]
    most = len(aim.lemmas) + _BETWEEN
    best: tuple[int, int] | None = None
    for index, (first, _) in enumerate(speaking):
        last = _end_of(speaking[index:], frozenset(aim.lemmas))
        if last is not None and last - first < (best[1] - best[0] if best else most):
            best = first, last
    if best is None:
        return None
    start, end = bounds[best[0]][0], bounds[best[1]][1]
    return Span(unit.start + start, unit.start + end)


def _end_of(
    speaking: Sequence[tuple[int, frozenset[str]]], wanted: frozenset[str]
) -> int | None:
    """Give the place of the word with which all has been said."""
    missing = set(wanted)
    for place, lemmas in speaking:
        missing -= lemmas
        if not missing:
            return place
    return None
