"""Where a sentence might be cut, and what speaks for and against each place.

A candidate is a gap between two words: after a mark (`,` `;` `:` a dash, a bracket), or
before a conjunction, a relative pronoun, "with", "by" and the like. What is known of it
is a handful of small numbers (`columns`); a feature is one combination of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.units.clause_chains import count_joints, measure_distances
from hustings.ingest.units.clause_tokens import CLASS, CLASSES, is_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hustings.ingest.units.clause_tokens import Tokens

    Whole = NDArray[np.int64]

_STEPS = np.array([1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 45])
_FEW = np.array([1, 2, 3, 4, 6, 9, 14])
_SENTENCES = np.array([8, 12, 16, 20, 24, 28, 33, 39, 46, 55])
_SIDES = np.array([2, 4, 6, 8, 10, 13, 17, 22])


def _classes(*names: str) -> NDArray[np.bool_]:
    chosen = np.zeros(len(CLASSES), dtype=bool)
    chosen[[CLASS[name] for name in names]] = True
    return chosen


_AFTER = _classes("comma", "semicolon", "colon", "dash", "close", "stop")
_JOINS = _classes("and", "or", "but")
_OPENS = _classes(
    "and", "or", "but", "so", "including", "with", "while", "because", "which", "by"
)
_MARKED = _classes("comma", "semicolon", "colon", "dash", "open", "bullet")
_VERBS = _classes(
    "verb", "will", "be", "ing", "infinitive", "future", "ons", "en", "t", "zu", "ed"
)
_FINITE = _classes("will", "be", "future", "ons", "t")
_GOVERNS = _classes(
    "to", "will", "and", "or", "but", "we", "they", "also", "ly", "so", "that", "which"
)
_PARALLEL = (
    "ing",
    "verb",
    "to",
    "will",
    "we",
    "infinitive",
    "future",
    "en",
    "that",
    "by",
    "the",
    "prep",
    "with",
    "zu",
    "of",
    "noun",
)
_LOOSE = _classes("dash", "bullet", "quote", "mark", "open", "close")
_LISTS = _classes("semicolon", "colon")


COLUMNS = (
    "mark",
    "join",
    "key",
    "key2",
    "after",
    "after2",
    "before",
    "before2",
    "last",
    "closing",
    "left",
    "right",
    "left_all",
    "right_all",
    "verb_left",
    "verb_segment",
    "verb_right",
    "verb_rest",
    "finite_left",
    "finite_right",
    "commas",
    "commas_left",
    "commas_right",
    "semicolons",
    "joins_left",
    "joins_right",
    "inside",
    "parallel",
    "opening",
    "upper",
    "upper_before",
    "length",
    "shorter",
    "distance",
    "joints_left",
    "joints_right",
)
"""What is known of a candidate: the names of its columns."""

_ADVERBS = _classes("also", "ly")
_RESTARTS = _classes(
    "we", "they", "the", "prep", "because", "while", "verb", "to", "but", "be"
)
_NEVER_LAST = _classes("the", "of", "to", "and", "or", "by", "with", "prep")
_NOTHING = 4  # places after the last token, so that one may look ahead of any


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """Places where sentences might be cut.

    Attributes
    ----------
    token : ndarray of int64, shape (n,)
        The token that would open a new unit.
    columns : mapping of str to ndarray of int64, shape (n,)
        What is known of each place, in numbers from 0.
    """

    token: Whole
    columns: Mapping[str, Whole]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Frame:
    """Candidates `at`, and the sentence and the segments around each.

    `kind` and `upper` (1 for a capital) have some places of nothing at their end; the
    first of them is `n`. A segment runs from one mark or conjunction to the next:
    `left` to `at` and `at` to `right` are the segments before and after a candidate,
    `low` to `high` its sentence.
    """

    kind: Whole
    upper: Whole
    n: int
    at: Whole
    low: Whole
    high: Whole
    left: Whole
    right: Whole
    mark: Whole
    join: Whole
    key: Whole
    key2: Whole


def find_candidates(tokens: Tokens) -> Candidates:
    """Find every place where a sentence might be cut, and describe it."""
    n = len(tokens.start)
    if not n:
        return Candidates(token=tokens.start, columns=_nothing(tokens.start))
    first = np.append(True, tokens.sentence[1:] != tokens.sentence[:-1])
    at = np.flatnonzero(_is_candidate(tokens, first))
    frame = _frame(tokens, first, at)
    columns = {
        **_neighbours(frame),
        **_lengths(frame),
        **_verbs(frame),
        **_counts(frame),
        **_words(frame),
        **_chains(frame),
        "parallel": _parallel(frame),
    }
    return Candidates(token=at, columns={name: columns[name] for name in COLUMNS})


def _nothing(empty: Whole) -> dict[str, Whole]:
    return dict.fromkeys(COLUMNS, empty)


def _is_candidate(tokens: Tokens, first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the tokens that might open a unit."""
    kind = tokens.kind
    before = np.roll(kind, 1)
    gap = tokens.start > np.roll(tokens.end, 1)
    after_mark = _AFTER[before] & gap
    after_mark &= (before != CLASS["dash"]) | np.roll(gap, 1)
    after_mark &= (before != CLASS["stop"]) | tokens.is_upper
    bullet = kind == CLASS["bullet"]
    bare = (kind == CLASS["verb"]) & ~_GOVERNS[before] & gap
    restart = tokens.is_upper & _RESTARTS[kind] & gap
    # nothing ends in "the" or "of", nor in the number of an item
    restart &= is_word(before) & ~_NEVER_LAST[before]
    restart &= ~((before == CLASS["number"]) & np.roll(first, 1))
    found: NDArray[np.bool_] = after_mark | (_OPENS[kind] & gap) | bullet
    found |= bare | restart
    found &= ~(_JOINS[before] & ~after_mark)
    found &= ~_MARKED[kind] | bullet
    found &= ~first & (kind != CLASS["stop"])
    return found


def _frame(tokens: Tokens, first: NDArray[np.bool_], at: Whole) -> _Frame:
    """Find the sentence and the segments around each candidate."""
    n = len(tokens.start)
    kind = np.append(tokens.kind, [CLASS["none"]] * _NOTHING)
    starts = np.flatnonzero(first)
    order = np.cumsum(first)[at] - 1
    low, high = starts[order], np.append(starts[1:], n)[order]
    mark = _marks(tokens, kind, at, low)
    join = np.where(_OPENS[kind[at]], kind[at], 0)
    key = np.minimum(at + (join > 0), n)
    key2 = np.where(_ADVERBS[kind[key]] & (join > 0), np.minimum(key + 1, n), key)
    left, right = _segments(first, at, _JOINS[kind[at]] | (mark > 0))
    return _Frame(
        kind=kind,
        upper=np.append(tokens.is_upper, [False] * _NOTHING).astype(np.int64),
        n=n,
        at=at,
        low=low,
        high=high,
        left=np.maximum(left, low),
        right=np.minimum(right, high),
        mark=mark,
        join=join,
        key=key,
        key2=key2,
    )


def _marks(tokens: Tokens, kind: Whole, at: Whole, low: Whole) -> Whole:
    """Give the class of the mark before each candidate, 0 where there is none."""
    before = kind[at - 1]
    # the hyphen of "Lebens- und Arbeitsbedingungen" belongs to its word
    hyphen = (before == CLASS["dash"]) & (tokens.start[at - 1] == tokens.end[at - 2])
    before = np.where(hyphen, kind[at - 2], before)
    # in "; - repair the wall" the semicolon says more than the dash
    earlier = kind[np.maximum(at - 2, low)]
    before = np.where(_LOOSE[before] & _LISTS[earlier], earlier, before)
    return np.where(is_word(before), 0, before)


def _segments(
    first: NDArray[np.bool_], at: Whole, is_edge: NDArray[np.bool_]
) -> tuple[Whole, Whole]:
    """Find the nearest edges of segments before and after each candidate."""
    n = len(first)
    edges = first.copy()
    edges[at] |= is_edge
    edge = np.append(np.flatnonzero(edges), n)
    here = np.searchsorted(edge, at)
    after = np.minimum(here + (edge[here] == at), len(edge) - 1)
    return edge[here - 1], edge[after]


def _neighbours(frame: _Frame) -> dict[str, Whole]:
    """Give the classes of the words around each candidate."""
    kind, n, at = frame.kind, frame.n, frame.at
    word = at - 1 - (frame.mark > 0)
    word = np.where(word >= frame.low, word, n)
    inner = (word > frame.low) & (word < n)
    last = frame.right - 1
    last = np.where(is_word(kind[last]) | (last <= at), last, last - 1)
    ends_early = frame.right < frame.high
    closing = kind[np.where(ends_early, frame.right - 1, n)]
    closing = np.where(is_word(closing) & ends_early, kind[frame.right], closing)
    return {
        "mark": frame.mark,
        "join": frame.join,
        "key": kind[frame.key],
        "key2": kind[frame.key2],
        "after": kind[np.minimum(frame.key2 + 1, n)],
        "after2": kind[np.minimum(frame.key2 + 2, n)],
        "before": kind[word],
        "before2": kind[np.where(inner, word - 1, n)],
        "last": kind[last],
        "closing": closing,
        "opening": kind[frame.low],
        "upper": frame.upper[at],
        "upper_before": frame.upper[word],
    }


def _lengths(frame: _Frame) -> dict[str, Whole]:
    """Count the tokens on both sides, in steps that grow."""
    lengths = {
        "left": frame.at - frame.left,
        "right": frame.right - frame.at,
        "left_all": frame.at - frame.low,
        "right_all": frame.high - frame.at,
    }
    return {
        name: np.searchsorted(_STEPS, length, side="right")
        for name, length in lengths.items()
    }


def _words(frame: _Frame) -> dict[str, Whole]:
    """Count the words of the sentence and of its shorter side, in steps that grow."""
    words = _running(is_word(frame.kind))
    left = words[frame.at] - words[frame.low]
    right = words[frame.high] - words[frame.at]
    return {
        "length": np.searchsorted(_SENTENCES, left + right, side="right"),
        "shorter": np.searchsorted(_SIDES, np.minimum(left, right), side="right"),
    }


def _chains(frame: _Frame) -> dict[str, Whole]:
    """Tell what in the sentence begins as the part that a candidate opens."""
    key = frame.kind[frame.key2]
    left, right = count_joints(
        sentence=frame.low, key=key, mark=frame.mark, join=frame.join
    )
    return {
        "distance": measure_distances(
            frame.kind[: frame.n], at=frame.at, low=frame.low, key=key
        ),
        "joints_left": left,
        "joints_right": right,
    }


def _verbs(frame: _Frame) -> dict[str, Whole]:
    """Count what looks like a verb on both sides, up to a few."""
    verbs, finite = _running(_VERBS[frame.kind]), _running(_FINITE[frame.kind])
    at, low, high = frame.at, frame.low, frame.high
    return {
        "verb_left": np.minimum(verbs[at] - verbs[low], 2),
        "verb_segment": np.minimum(verbs[at] - verbs[frame.left], 2),
        "verb_right": np.minimum(verbs[frame.right] - verbs[at], 2),
        "verb_rest": np.minimum(verbs[high] - verbs[at], 2),
        "finite_left": np.minimum(finite[at] - finite[low], 1),
        "finite_right": np.minimum(finite[frame.right] - finite[at], 1),
    }


def _counts(frame: _Frame) -> dict[str, Whole]:
    """Count marks and conjunctions of the sentence, up to a few."""
    kind, at, low, high = frame.kind, frame.at, frame.low, frame.high
    commas = _running(kind == CLASS["comma"])
    semicolons = _running(kind == CLASS["semicolon"])
    joins = _running(_JOINS[kind])
    opened = _running(kind == CLASS["open"]) - _running(kind == CLASS["close"])
    return {
        "commas": np.searchsorted(_FEW, commas[high] - commas[low], side="right"),
        "commas_left": np.minimum(commas[np.maximum(at - 1, low)] - commas[low], 3),
        "commas_right": np.minimum(commas[high] - commas[at], 3),
        "semicolons": np.minimum(semicolons[high] - semicolons[low], 2),
        "joins_left": np.minimum(joins[at] - joins[low], 3),
        "joins_right": np.minimum(joins[high] - joins[np.minimum(at + 1, high)], 3),
        "inside": np.clip(opened[at] - opened[low], 0, 1),
    }


def _running(is_counted: NDArray[np.bool_]) -> Whole:
    """Count from the first token up to each place."""
    return np.append(0, np.cumsum(is_counted))


def _parallel(frame: _Frame) -> Whole:
    """Count, up to two, how often the opening class stood in the sentence before."""
    key = frame.kind[frame.key2]
    found = np.zeros(len(frame.at), dtype=np.int64)
    for name in _PARALLEL:
        chosen = key == CLASS[name]
        if chosen.any():
            counts = _running(frame.kind == CLASS[name])
            found[chosen] = counts[frame.at[chosen]] - counts[frame.low[chosen]]
    return np.minimum(found, 2)
