r"""How much an issue's words say: general ones, and how far they are its own.

A target of general words alone ("more help", "these measures") leaves open what is
meant. It is gathered with what has the same head and with nothing else, so that it
swallows no target that does say of what.

.. math:: s = \frac{\text{claims of the issue with all words of its name}}
    {\text{claims of its language with all these words}}

is an issue's specificity, in (0, 1]: near 1 for "tuition fees", whose words stand in
few other targets, near 0 for "services", which are of all kinds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from typing import TYPE_CHECKING

from hustings.words.stems import lemma_of, plain_form
from hustings.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

Words = frozenset[str]


def content_of(target: str, language: str, stop_words: AbstractSet[str]) -> Words:
    """Give the lemmas of a target without its function words; all if none is left.

    Examples
    --------
    >>> sorted(content_of("the night buses", "en", {"the"}))
    ['bus', 'night']
    """
    words = [word for word in words_of(target) if word.casefold() not in stop_words]
    return frozenset(lemma_of(word, language) for word in words or words_of(target))


def is_general(
    target: str,
    language: str,
    general: AbstractSet[str],
    stop_words: AbstractSet[str] = frozenset(),
) -> bool:
    """Say whether a target has general words alone, and so leaves open what is meant.

    Examples
    --------
    >>> general, stop = {"help", "more", "person"}, {"the", "for"}
    >>> is_general("more help", "en", general, stop)
    True
    >>> is_general("help for the ferry", "en", general, stop)
    False
    """
    words = [word for word in words_of(target) if word.casefold() not in stop_words]
    return bool(general) and all(
        plain_form(word) in general or lemma_of(word, language) in general
        for word in words
    )


class Spread:
    """In how many claims of a language words stand together."""

    def __init__(self, targets: Iterable[tuple[str, Words]]) -> None:
        self._counts: Counter[str] = Counter()
        self._holders: dict[str, set[str]] = defaultdict(set)
        for key, words in targets:
            self._counts[key] += 1
            for word in words:
                self._holders[word].add(key)

    def count(self, words: Words) -> int:
        """Count the claims whose target has all of some words."""
        holders = sorted((self._holders[one] for one in words), key=len)
        if not holders:
            return 0
        return sum(self._counts[key] for key in reduce(set.intersection, holders))


def measure_specificity(
    name: Words, said: Mapping[Words, int], spread: Spread
) -> float:
    """Measure how far the words of an issue's name are its own.

    Parameters
    ----------
    name : frozenset of str
        Of the target said most often.
    said : mapping of frozenset of str to int
        The issue's claims by the words of their targets.
    spread : Spread
        Of all claims in the issue's language.

    Returns
    -------
    float
        In (0, 1]; 1 for an issue without words.

    Examples
    --------
    >>> bus, toll = frozenset({"bus"}), frozenset({"toll"})
    >>> night = bus | {"night"}
    >>> spread = Spread([("a", bus), ("b", night), ("b", night), ("c", toll)])
    >>> measure_specificity(bus, {bus: 1}, spread)
    0.3333333333333333
    """
    own = sum(n for words, n in said.items() if name <= words)
    everywhere = spread.count(name)
    return own / everywhere if everywhere else 1.0
