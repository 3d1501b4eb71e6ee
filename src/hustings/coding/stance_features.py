"""What a text and its target say together: features of a stance.

Whether a text is for or against a target is in neither of them alone. "That is right"
is for "Abolish the toll", "The toll is right" against it. So beside the words of a text
and those of its target, features tell which words stand around those that the two
share, and cross the words of the text with what the target asks for: whether it raises
or lowers something, whether it is negated, whether it keeps what there is.

Who speaks is no feature: a text is judged by what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from math import log2
from typing import TYPE_CHECKING

import Stemmer

from hustings.words.features import stem_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hustings.coding.stance_cues import StanceCues

BLOCKS = ("text", "target", "around", "asked", "classes", "turned")
"""Kinds of features; each is brought to length 1 of its own."""

_WORD = re.compile(r"\w+(?:['’]\w+)?|[!?]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MARKS = frozenset("!?")
_LONGEST = 400
"""Words of a text that are read."""
_AROUND = 4
_NEAR = 5
_OPENING = 8
_FIRST = 15
_SHORTEST_SHARED = 4
_SHORTEST_PART = 7
_SHORTEST_WHOLE = 6
_MOST_TIMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text and its target, as features and as words.

    Attributes
    ----------
    features : mapping of str to set of str
        By block; each begins with a mark of its block.
    words : tuple of (str, int, int)
        The stems of the text, with their spans.
    turn : str
        How the target turns words: "+" if it asks for more of something, "-" for less.
    asked : str
        What it asks for, finer.
    """

    features: dict[str, set[str]]
    words: tuple[tuple[str, int, int], ...]
    turn: str
    asked: str


@dataclass(frozen=True, kw_only=True, eq=False)
class PairReader:
    """Turns texts and their targets into features.

    Attributes
    ----------
    cues : StanceCues
        Of the language that both are in.
    """

    cues: StanceCues

    def read(self, text: str, target: str) -> Pair:
        """Give the features of a text on a target.

        Examples
        --------
        >>> from hustings.coding.stance_cues import StanceCues
        >>> cues = StanceCues(classes={"lowers": ("abolish",)})
        >>> pair = PairReader(cues=cues).read("The toll helps.", "Abolish the toll!")
        >>> pair.turn, "- helps" in pair.features["turned"]
        ('-', True)
        >>> sorted(pair.features["around"] & {"C helps", "C toll"})
        ['C helps']
        """
        said = _Words.read(text, self._stem)
        asked = self._target(target)
        hits = self._shared(said, asked)
        around = {*self._around(said, hits), *self._opening(text, said, asked, hits)}
        features = {
            "text": {f"T {gram}" for gram in _grams(said.stems, 3)},
            "target": {f"H {gram}" for gram in _grams(asked.words.stems, 2)},
            "around": around,
            "asked": set(self._crossed(said, asked)),
            "classes": set(self._classes(text, said, asked, hits)),
            "turned": {
                *(f"{asked.turn} {stem}" for stem in said.stems),
                *(f"{asked.tag} {stem}" for stem in said.stems),
                *(f"{asked.turn}{one}" for one in around),
            },
        }
        words = zip(said.stems, said.spans, strict=True)
        return Pair(
            features=features,
            words=tuple((stem, *span) for stem, span in words),
            turn=asked.turn,
            asked=asked.tag,
        )

    @cached_property
    def _stem(self) -> Callable[[str], str]:
        language = self.cues.language
        if language not in stem_languages():
            return str
        return lru_cache(maxsize=1 << 16)(Stemmer.Stemmer(language).stemWord)

    @cached_property
    def _target(self) -> Callable[[str], _Target]:
        """Read a target; many texts are on one, so it is read once."""
        cues, stem = self.cues, self._stem
        return lru_cache(maxsize=1 << 12)(
            lambda target: _Target.read(_Words.read(target, stem), cues, stem)
        )

    def _shared(self, said: _Words, asked: _Target) -> list[int]:
        """Find the words of a text that the target has, too, or a part of them."""
        known: dict[str, bool] = {}
        for stem in set(said.stems):
            known[stem] = stem in asked.content or (
                len(stem) >= _SHORTEST_PART
                and any(
                    len(other) >= _SHORTEST_WHOLE and (other in stem or stem in other)
                    for other in asked.content
                )
            )
        return [i for i, stem in enumerate(said.stems) if known[stem]]

    def _around(self, said: _Words, hits: Sequence[int]) -> Iterator[str]:
        """Name the words around those that are shared, and how many are."""
        at = set(hits)
        for i in hits:
            for j in range(max(0, i - _AROUND), min(len(said.stems), i + _AROUND + 1)):
                if j not in at:
                    yield f"C {said.stems[j]}"
            near = said.forms[max(0, i - _NEAR) : i + _NEAR + 1]
            if any(word in self.cues.negators for word in near):
                yield "C negated"

    def _opening(
        self, text: str, said: _Words, asked: _Target, hits: Sequence[int]
    ) -> Iterator[str]:
        """Name how a text begins, how long it is, how often it negates and shares."""
        opening = said.stems[: min(len(_first_sentence(text)), _OPENING)]
        yield from (f"F {gram}" for gram in _grams(opening, 2))
        yield from (f"O{n} {' '.join(opening[:n])}" for n in (1, 2, 3))
        n_negators = sum(word in self.cues.negators for word in said.forms)
        share = len({said.stems[i] for i in hits}) / max(len(asked.content), 1)
        yield f"length {int(log2(len(said.forms) + 1) * 2)}"
        yield f"negators {min(n_negators, _AROUND)}"
        yield f"shared {int(min(share, 1) * 4)}"

    def _crossed(self, said: _Words, asked: _Target) -> Iterator[str]:
        """Cross the words of a text with what the target asks for."""
        for stem in set(said.stems):
            yield from (f"A {action}|{stem}" for action in asked.actions)
            yield from (f"P {tag}|{stem}" for tag in asked.tags)

    def _classes(
        self, text: str, said: _Words, asked: _Target, hits: Sequence[int]
    ) -> Iterator[str]:
        """Count words that tell for or against, as the target turns them."""
        yield f"K {asked.tag}"
        told = [self._told(said.forms, i) for i in range(len(said.forms))]
        for name, n in _counted(told):
            for level in range(1, min(n, _MOST_TIMES) + 1):
                yield f"K {name}{level}"
                yield f"K {asked.tag}|{name}{level}"
                yield f"K {asked.turn}|{name}{level}"
        for i in hits:
            for name, _ in _counted(told[max(0, i - _NEAR) : i + _NEAR + 1]):
                yield from (
                    f"N {before}{name}"
                    for before in (f"{asked.tag}|", f"{asked.turn}|", "")
                )
        first = told[: min(len(_first_sentence(text)), _FIRST)]
        for name, _ in _counted(first):
            yield f"S {asked.tag}|{name}"
            yield f"S {asked.turn}|{name}"

    def _told(self, forms: Sequence[str], i: int) -> tuple[str, ...]:
        """Name the classes of a word; with a mark where it is negated."""
        found = self.cues.classes_of(forms[i])
        before = forms[max(0, i - 3) : i]
        is_turned = forms[i] not in self.cues.negators and any(
            word in self.cues.negators for word in before
        )
        return tuple(f"{name}~" for name in found) if is_turned else found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words of a text: as they stand, in lower case, as stems, with their spans."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @staticmethod
    def read(text: str, stem: Callable[[str], str]) -> _Words:
        found = list(islice(_WORD.finditer(text), _LONGEST))
        forms = tuple(one.group().lower() for one in found)
        return _Words(
            forms=forms,
            stems=tuple(map(stem, forms)),
            spans=tuple(one.span() for one in found),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What a target asks for."""

    words: _Words
    content: frozenset[str]
    actions: tuple[str, ...]
    tags: tuple[str, ...]
    turn: str
    tag: str

    @staticmethod
    def read(words: _Words, cues: StanceCues, stem: Callable[[str], str]) -> _Target:
        told = {name for word in words.forms for name in cues.classes_of(word)}
        n_negators = sum(word in _strong(cues) for word in words.forms)
        is_turned = n_negators % 2 == 1
        is_lower = "lowers" in told
        way = "lowers" if is_lower else "raises" if "raises" in told else "asks"
        return _Target(
            words=words,
            content=_content(words),
            actions=_actions(words, cues, stem),
            tags=(
                "negated" if n_negators else "plain",
                *(word for word in dict.fromkeys(words.forms) if word in cues.tenses),
            ),
            turn="-" if is_lower != is_turned else "+",
            tag=f"{way}{'~' if is_turned else ''}{'=' if 'keeps' in told else ''}",
        )


def _strong(cues: StanceCues) -> frozenset[str]:
    """Give negators that turn what is asked: "not", but not "against"."""
    return frozenset(w for w in cues.negators if "less" in cues.classes_of(w))


def _content(words: _Words) -> frozenset[str]:
    return frozenset(stem for stem in words.stems if len(stem) >= _SHORTEST_SHARED)


def _actions(
    words: _Words, cues: StanceCues, stem: Callable[[str], str]
) -> tuple[str, ...]:
    """Give what is to be done: the last words that say something, and the cues."""
    forms = [word for word in words.forms if word not in _MARKS]
    last = [
        w
        for w in forms[-4:]
        if w not in cues.auxiliaries and len(w) >= _SHORTEST_SHARED
    ]
    return tuple(dict.fromkeys(stem(word) for word in last[-2:]))


def _first_sentence(text: str) -> list[str]:
    return _WORD.findall(_SENTENCE.split(text, maxsplit=1)[0])


def _grams(stems: Sequence[str], longest: int) -> set[str]:
    """Give words that stand together, one to `longest` at a time."""
    return {
        " ".join(stems[i : i + n])
        for n in range(1, longest + 1)
        for i in range(len(stems) - n + 1)
    }


def _counted(told: Sequence[tuple[str, ...]]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for names in told:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return list(counts.items())
