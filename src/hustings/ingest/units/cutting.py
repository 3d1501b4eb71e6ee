r"""The cutter: where one sentence makes two statements, and how probably.

Every gap where a sentence might be cut is described by a few small numbers
(`clause_features`); the probability of a boundary is that of a logistic regression on
combinations of them,

.. math:: p = 1 / (1 + \exp(-b - \sum_k w_k)),

with one weight :math:`w_k` for what each feature says of the gap. A gap is cut where
:math:`p` reaches the cutter's threshold. A cutter that knows how long units are moves
the probabilities of a whole document first (`unit_lengths`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.units.clause_features import find_candidates
from hustings.ingest.units.clause_tokens import ClauseWords, find_tokens
from hustings.ingest.units.unit_lengths import fit_length
from hustings.model.document import Boundary, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.units.clause_features import Candidates
    from hustings.ingest.units.clause_tokens import Tokens
    from hustings.ingest.units.sentences import Bounds

FEATURES: tuple[tuple[str, ...], ...] = (
    ("mark",),
    ("join",),
    ("mark", "join"),
    ("mark", "join", "key2"),
    ("mark", "join", "before"),
    ("key2", "after"),
    ("key", "after"),
    ("before", "key2"),
    ("before", "before2"),
    ("mark", "join", "left_all"),
    ("mark", "join", "right_all"),
    ("last", "join"),
    ("closing", "mark", "join"),
    ("verb_left", "verb_right", "join", "mark"),
    ("verb_segment", "verb_right", "join"),
    ("finite_left", "finite_right", "join"),
    ("commas_left", "commas_right", "mark", "join"),
    ("semicolons", "mark", "join"),
    ("inside",),
    ("inside", "mark"),
    ("parallel", "key2"),
    ("parallel", "key2", "mark", "join"),
    ("opening", "key2"),
    ("upper", "mark"),
    ("upper", "before"),
    ("upper", "upper_before", "mark"),
    ("length",),
    ("length", "mark", "join"),
    ("length", "key2"),
    ("length", "shorter"),
    ("distance", "mark", "join"),
    ("distance", "key2", "join"),
    ("joints_left", "joints_right", "mark", "join"),
    ("joints_left", "joints_right", "key2"),
)
"""Combinations of columns; each of their values has a weight of its own."""

WORD_FEATURES = ("word", "word mark", "word next", "before word")
"""What is known of the words themselves, where a cutter has weights for them."""

_FARTHEST = 30.0
"""Log-odds beyond which probabilities are 0 or 1 to any purpose."""

RADIX = 64
"""No column has as many values."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LanguageCutter:
    """How sentences of one language are cut.

    Attributes
    ----------
    lists : mapping of str to sequence of str
        Words and endings by class, as `ClauseWords.from_lists` takes them.
    bias : float
        The term :math:`b`.
    threshold : float
        The probability from which a gap is cut, in (0, 1).
    weights : sequence of mapping of int to float
        For each of `FEATURES`, weights by its value as `combine_columns` gives it.
    word_weights : sequence of mapping of str to float
        For each of `WORD_FEATURES`, weights by its value.
    unit_words : float or None
        The mean length of a unit that documents are cut towards; None cuts every
        sentence without regard to the others.
    """

    lists: Mapping[str, Sequence[str]]
    bias: float
    threshold: float
    weights: Sequence[Mapping[int, float]]
    word_weights: Sequence[Mapping[str, float]]
    unit_words: float | None = None

    @cached_property
    def words(self) -> ClauseWords:
        """The lists, ready for use."""
        return ClauseWords.from_lists(self.lists)

    @cached_property
    def tables(self) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """The weights of each feature as sorted values and their weights."""
        return [_table(weights) for weights in self.weights]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cutter:
    """What cuts sentences into quasi-sentences, language by language.

    Attributes
    ----------
    name : str
        What people call it.
    sha256 : str
        Of the file it was read from; empty for one that was never in a file.
    """

    name: str
    languages: Mapping[str, LanguageCutter]
    sha256: str = ""

    def for_language(self, language: str | None) -> LanguageCutter | None:
        """Find the part for a language, ``"en"`` for ``"en-GB"``; None without one."""
        return self.languages.get((language or "").partition("-")[0].lower())


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence that is a unit.

    Attributes
    ----------
    probability : float or None
        Of the boundary it begins with; None where a sentence begins.
    uncut : tuple of Boundary
        Places inside it where it might have been cut.
    """

    start: int
    end: int
    probability: float | None = None
    uncut: tuple[Boundary, ...] = field(default=())


def cut_sentences(
    text: str, sentences: Sequence[Bounds], cutter: LanguageCutter
) -> list[list[Piece]]:
    """Cut sentences of one language into quasi-sentences.

    Parameters
    ----------
    sentences : sequence of (int, int)
        Spans in `text`, in order, without white space at their ends: all of a
        document's, since how finely it is cut depends on all of them.

    Returns
    -------
    list of list of Piece
        For each sentence its pieces, which cover all of it but white space.
    """
    tokens = find_tokens(text, sentences, cutter.words)
    candidates = find_candidates(tokens)
    scores = score_candidates(tokens, candidates, cutter)
    probabilities = np.round(fit_length(scores, tokens, cutter.unit_words), 6)
    places: list[list[Boundary]] = [[] for _ in sentences]
    for token, probability in zip(
        candidates.token.tolist(), probabilities.tolist(), strict=True
    ):
        place = Boundary(position=int(tokens.start[token]), probability=probability)
        places[tokens.sentence[token]].append(place)
    return [
        list(_pieces(text, bounds, found, cutter.threshold))
        for bounds, found in zip(sentences, places, strict=True)
    ]


def score_candidates(
    tokens: Tokens, candidates: Candidates, cutter: LanguageCutter
) -> NDArray[np.float64]:
    """Give the probability of a boundary at each candidate."""
    total = np.full(len(candidates.token), cutter.bias)
    for columns, table in zip(FEATURES, cutter.tables, strict=True):
        total += _look_up(combine_columns(candidates, columns), *table)
    if any(cutter.word_weights):
        total += [
            sum(
                weights.get(value, 0.0)
                for weights, value in zip(cutter.word_weights, values, strict=True)
            )
            for values in word_values(tokens, candidates)
        ]
    odds: NDArray[np.float64] = np.exp(np.clip(total, -_FARTHEST, _FARTHEST))
    return odds / (1.0 + odds)


def combine_columns(
    candidates: Candidates, columns: Sequence[str]
) -> NDArray[np.int64]:
    """Write the values of some columns as one number each, in base `RADIX`."""
    combined = np.zeros(len(candidates.token), dtype=np.int64)
    for name in columns:
        combined = combined * RADIX + candidates.columns[name]
    return combined


def word_values(tokens: Tokens, candidates: Candidates) -> Iterator[tuple[str, ...]]:
    """Yield the values of `WORD_FEATURES` of each candidate."""
    forms = [*tokens.forms, ""]
    marks = candidates.columns["mark"].tolist()
    for token, mark in zip(candidates.token.tolist(), marks, strict=True):
        word = forms[token]
        yield (
            word,
            f"{word} {mark}",
            f"{word} {forms[token + 1]}",
            f"{forms[token - 1]} {word}",
        )


def no_cutter(language: str | None) -> Problem:
    """Say that quasi-sentences of a language cannot be told from sentences."""
    named = f"language {language!r}" if language else "a text of unknown language"
    return Problem(
        kind="no cutter",
        message=f"No cutter for {named}: its quasi-sentences are whole sentences. "
        "Say which language it is, or train one with 'hustings train --for units'.",
    )


def _pieces(
    text: str, bounds: Bounds, places: Sequence[Boundary], threshold: float
) -> Iterator[Piece]:
    """Cut one sentence where the probability is high and words stand on both sides."""
    start, end = bounds
    cuts = [
        place
        for place in places
        if place.probability >= threshold and _has_words(text, place.position, end)
    ]
    cuts = [cut for cut in cuts if _has_words(text, start, cut.position)]
    cuts = [
        cut
        for before, cut in pairwise([None, *cuts])
        if cut and (not before or _has_words(text, before.position, cut.position))
    ]
    made = {cut.position for cut in cuts}
    edges = [start, *sorted(made), end]
    opened = {cut.position: cut.probability for cut in cuts}
    for low, high in pairwise(edges):
        yield Piece(
            low,
            low + len(text[low:high].rstrip()),
            opened.get(low),
            tuple(
                place
                for place in places
                if low < place.position < high and place.position not in made
            ),
        )


def _has_words(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))


def _table(
    weights: Mapping[int, float],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Sort weights by value, with one beyond all so that a search ends inside."""
    values = sorted(weights)
    return (
        np.array([*values, np.iinfo(np.int64).max], dtype=np.int64),
        np.array([*(weights[value] for value in values), 0.0]),
    )


def _look_up(
    values: NDArray[np.int64], known: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the weight of each value, 0 where there is none."""
    at = np.searchsorted(known, values)
    found: NDArray[np.float64] = np.where(known[at] == values, weights[at], 0.0)
    return found
