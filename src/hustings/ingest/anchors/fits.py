"""Places in a text where some words may stand, and how well each of them fits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.fuzz import ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hustings.ingest.anchors.alignment import Match, Tokens

CONTEXT = 10
"""Tokens on either side that are looked at."""
_MOST_PLACES = 40
_SLACK = 4
_SEED = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch of tokens that may be the wanted one.

    Attributes
    ----------
    start, end : int
        Tokens of the text that is searched.
    similarity : float
        Of the words, letter by letter, in [0, 1].
    context : float
        Of the tokens around them, in [0, 1]; 1 where there are none to compare.
    """

    start: int
    end: int
    similarity: float
    context: float

    @property
    def score(self) -> float:
        """Words and context together; two equal places differ by their context."""
        return self.similarity + self.context / 2

    def meets(self, other: Fit) -> bool:
        """Say whether two stretches overlap."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Wanted:
    """Tokens that are looked for: those from `first` to `last` of a text."""

    tokens: Tokens
    first: int
    last: int

    @property
    def forms(self) -> tuple[str, ...]:
        """The tokens themselves."""
        return self.tokens.forms[self.first : self.last]

    @property
    def n_words(self) -> int:
        """How many of them are no mere signs; at least one."""
        return max(sum(form[0].isalnum() for form in self.forms), 1)

    def fit(self, there: Tokens, start: int, end: int) -> Fit:
        """Say how well a stretch of another text fits."""
        words = " ".join(there.forms[start:end])
        return Fit(
            start,
            end,
            ratio(" ".join(self.forms), words) / 100,
            self._context(there, start, end),
        )

    def _context(self, there: Tokens, start: int, end: int) -> float:
        """Compare the tokens on either side, in their order."""
        here = self.tokens.forms
        sides = [
            (here[max(self.first - CONTEXT, 0) : self.first],
             there.forms[max(start - CONTEXT, 0) : start]),
            (here[self.last : self.last + CONTEXT],
             there.forms[end : end + CONTEXT]),
        ]  # fmt: skip
        weights = [len(mine) for mine, _ in sides]
        shared = [_shared(mine, theirs) for mine, theirs in sides]
        return sum(shared) / sum(weights) if any(weights) else 1.0


def _shared(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Count the tokens that both have in the same order."""
    return (len(mine) + len(theirs) - Indel.distance(mine, theirs)) // 2


def find_fits(
    wanted: Wanted, there: Tokens, is_free: Callable[[int], bool]
) -> list[Fit]:
    """Return the places that hold some of the wanted tokens, the best first.

    Parameters
    ----------
    is_free : function of int
        Says of a token there whether it may belong to what is wanted.
    """
    votes: Counter[int] = Counter()
    for i, j in _seeds(wanted, there):
        if is_free(j):
            votes[j - (i - wanted.first)] += 1
    starts = [start for start, _ in votes.most_common(_MOST_PLACES)]
    fits = {
        (fit.start, fit.end): fit
        for start in starts
        if (fit := _fit_near(wanted, there, start)) is not None
    }
    return _apart(sorted(fits.values(), key=lambda fit: (-fit.score, fit.start)))


def _seeds(wanted: Wanted, there: Tokens) -> Iterator[Match]:
    """Yield where a few wanted tokens in a row stand in the other text."""
    length = min(_SEED, wanted.last - wanted.first)
    places = there.places(length)
    for i in range(wanted.first, wanted.last - length + 1):
        for j in places.get(wanted.tokens.forms[i : i + length], ()):
            yield i, j


def _fit_near(wanted: Wanted, there: Tokens, start: int) -> Fit | None:
    """Return the stretch near `start` that the wanted tokens match best."""
    low = max(start - _SLACK, 0)
    high = start + len(wanted.forms) + _SLACK
    window = there.forms[low:high]
    found = [
        (edit.src_start + k, low + edit.dest_start + k)
        for edit in Levenshtein.opcodes(wanted.forms, window)
        if edit.tag == "equal"
        for k in range(edit.src_end - edit.src_start)
    ]
    if not found:
        return None
    core = largest_cluster(found)
    return wanted.fit(there, core[0][1], core[-1][1] + 1)


def largest_cluster(pairs: Sequence[Match]) -> Sequence[Match]:
    """Return the most pairs in a row without a wide gap on the new side only.

    Examples
    --------
    >>> largest_cluster([(0, 3), (1, 40), (2, 41), (4, 43)])
    [(1, 40), (2, 41), (4, 43)]
    """
    clusters: list[list[Match]] = [[pairs[0]]]
    for pair in pairs[1:]:
        i, j = clusters[-1][-1]
        if (pair[1] - j) - (pair[0] - i) > len(pairs) // 4 + _SLACK:
            clusters.append([])
        clusters[-1].append(pair)
    return max(clusters, key=len)


def _apart(ranked: Sequence[Fit]) -> list[Fit]:
    """Keep the best of places that overlap."""
    kept: list[Fit] = []
    for fit in ranked:
        if not any(fit.meets(other) for other in kept):
            kept.append(fit)
    return kept
