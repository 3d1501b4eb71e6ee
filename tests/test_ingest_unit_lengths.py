from __future__ import annotations

import numpy as np
import pytest

from hustings.ingest.units.clause_tokens import ClauseWords, Tokens, find_tokens
from hustings.ingest.units.unit_lengths import fit_length, mean_length


def _document(n_sentences: int, n_words: int) -> Tokens:
    """Make a document of sentences of so many words each."""
    sentence = "word " * n_words + "."
    text = " ".join([sentence] * n_sentences)
    bounds = [(i * (len(sentence) + 1), len(sentence)) for i in range(n_sentences)]
    spans = [(low, low + length) for low, length in bounds]
    return find_tokens(text, spans, ClauseWords.from_lists({}))


def test_without_a_length_nothing_moves() -> None:
    probability = np.array([0.2, 0.7])
    tokens = _document(2, 10)
    assert fit_length(probability, tokens, None) is probability
    assert not len(fit_length(np.array([]), tokens, 12.0))


def test_a_shift_by_hand() -> None:
    # 100 sentences of 15 words, units of 12: 1500 / 12 - 100 = 25 cuts at 100 gaps of
    # even odds, so log(1 / 3) would do; 1500 / 2500 of it is taken.
    fitted = fit_length(np.full(100, 0.5), _document(100, 15), 12.0)
    shift = np.log(1 / 3) * 0.6
    assert fitted == pytest.approx(np.full(100, 1 / (1 + np.exp(-shift))))


def test_long_sentences_are_cut_more_than_short_ones() -> None:
    probability = np.full(100, 0.4)
    short = fit_length(probability, _document(100, 12), 12.0)
    long = fit_length(probability, _document(100, 24), 12.0)
    assert short.max() < 0.4 < long.min()


def test_a_single_sentence_is_hardly_moved() -> None:
    fitted = fit_length(np.array([0.5]), _document(1, 8), 17.0)
    assert fitted == pytest.approx([0.5], abs=0.01)


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_certainty_stays_near(probability: float) -> None:
    fitted = fit_length(np.full(3, probability), _document(100, 30), 10.0)
    assert np.isfinite(fitted).all()
    assert fitted == pytest.approx(np.full(3, probability), abs=1e-6)


def test_the_order_of_gaps_stays() -> None:
    probability = np.linspace(0.01, 0.99, 50)
    fitted = fit_length(probability, _document(60, 30), 16.0)
    assert (np.diff(fitted) > 0).all()


def test_mean_length_counts_words_and_no_marks() -> None:
    assert mean_length(_document(4, 9), n_units=6) == 6.0  # 4 x 9 words / 6
