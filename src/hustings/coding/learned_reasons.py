"""The words behind an answer: what each word of a unit adds to the score of a code.

A word adds its own weight and those of its pieces; what pairs of words and the
embedding add is not shared out. Neighbours and headings speak through the probabilities
only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.words.tokens import word_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_scores import LinearScorer
    from hustings.coding.learned_words import Floats, TextFeatures
    from hustings.coding.units_in_context import IntArray

N_WORDS = 3
"""Words named as evidence of a coding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A word of a unit and what it adds to the score of a code.

    Attributes
    ----------
    start, end : int
        Where it stands in the unit's text.
    weight : float
        Above 0 it speaks for the code, below 0 against it.
    """

    start: int
    end: int
    word: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordEffects:
    """What every word of every unit adds to the score of the unit's code.

    Attributes
    ----------
    units, places : array of int, shape (n_words,)
        Index of the unit, and the place of the word in it.
    weights : array of float, shape (n_words,)
    """

    units: IntArray
    places: IntArray
    weights: Floats


def word_effects(
    features: TextFeatures, scorer: LinearScorer, own: IntArray, codes: IntArray
) -> WordEffects:
    """Compute the effects of words.

    Parameters
    ----------
    features : TextFeatures
    own : array of int, shape (n_units,)
        Index of each unit's text in `features`.
    codes : array of int, shape (n_units,)
        Column of the code asked about.
    """
    of_words, of_pieces = _form_effects(features, scorer, int(codes.max(initial=0)) + 1)
    ends = features.stream.ends
    n_words = np.diff(ends)[own]
    units = np.repeat(np.arange(len(own)), n_words)
    firsts = np.repeat(np.cumsum(n_words) - n_words, n_words)
    places = np.arange(len(units)) - firsts
    forms = features.stream.ids[ends[own][units] + places]
    lengths, columns = features.lengths[own][units], codes[units]
    weights = of_words[forms, columns] / lengths[:, 0]
    weights += of_pieces[forms, columns] / lengths[:, 1]
    return WordEffects(units=units, places=places, weights=weights)


def find_evidence(
    texts: Sequence[str], effects: WordEffects
) -> list[list[tuple[int, int]]]:
    """Give the spans of the words that speak most for the code of each unit.

    Parameters
    ----------
    texts : sequence of str
        Of the units.

    Returns
    -------
    list of list of (start, end)
        At most `N_WORDS` a unit, in the order of the text.
    """
    order = np.lexsort((effects.places, -effects.weights, effects.units))
    units = effects.units[order]
    firsts = np.searchsorted(units, units)
    order = order[np.arange(len(order)) - firsts < N_WORDS]
    order = np.sort(order[effects.weights[order] > 0])
    places: list[list[int]] = [[] for _ in texts]
    for unit, place in zip(
        effects.units[order].tolist(), effects.places[order].tolist(), strict=True
    ):
        places[unit].append(place)
    return [_spans(t, p) if p else [] for t, p in zip(texts, places, strict=True)]


def find_reasons(
    text: str, effects: WordEffects, *, n_words: int
) -> tuple[Reason, ...]:
    """Give the words of one unit with the greatest effects, for or against."""
    bounds = word_bounds(text)
    heaviest = np.argsort(-np.abs(effects.weights), kind="stable")[:n_words]
    return tuple(
        Reason(
            start=bounds[place][0],
            end=bounds[place][1],
            word=text[slice(*bounds[place])],
            weight=float(effects.weights[i]),
        )
        for i, place in zip(
            heaviest.tolist(), effects.places[heaviest].tolist(), strict=True
        )
        if place < len(bounds)
    )


def _spans(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    bounds = word_bounds(text, n_most=max(places) + 1)
    return [bounds[place] for place in places if place < len(bounds)]


def _form_effects(
    features: TextFeatures, scorer: LinearScorer, n_codes: int
) -> tuple[Floats, Floats]:
    """(n_forms, n_codes) twice: by the words themselves, and by their pieces."""
    vocabulary = scorer.vocabulary
    first = len(vocabulary.words) + len(vocabulary.pairs)
    last, weights = vocabulary.n_features, scorer.weights[:, :n_codes]
    forms = features.forms.tocsc()
    return (
        np.asarray(forms[:, :first] @ weights[:first], np.float32),
        np.asarray(forms[:, first:last] @ weights[first:last], np.float32),
    )
