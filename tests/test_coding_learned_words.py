"""Texts as rows of numbers: which features there are, and what they weigh."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from hustings.coding.learned_scores import fit_columns
from hustings.coding.learned_words import count_text_features, learn_vocabulary

TEXTS = ["Mend the pier.", "Mend the baths!", "The pier, the pier."]


def test_features_are_those_of_two_texts() -> None:
    vocabulary = learn_vocabulary(TEXTS)

    assert vocabulary.words == ("mend", "pier", "the")
    assert vocabulary.pairs == ("mend the", "the pier")
    assert " th" in vocabulary.pieces
    assert " bath" not in vocabulary.pieces
    assert vocabulary.rarity[2] == pytest.approx(1)


def test_rows_have_two_parts_of_length_one() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    matrix = count_text_features(["Mend the pier."], vocabulary).matrix.toarray()
    n = len(vocabulary.words) + len(vocabulary.pairs)

    assert np.linalg.norm(matrix[0, :n]) == pytest.approx(1)
    assert np.linalg.norm(matrix[0, n:]) == pytest.approx(1)


def test_unknown_words_make_the_known_ones_count_less() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    rows = count_text_features(["pier", "pier zebra"], vocabulary).matrix.toarray()
    pier = vocabulary.words.index("pier")

    assert rows[1, pier] < rows[0, pier]


def test_a_text_without_words_is_a_row_of_zeros() -> None:
    found = count_text_features(["", "..."], learn_vocabulary(TEXTS)).matrix

    assert found.nnz == 0


def test_case_and_order_of_texts_do_not_matter() -> None:
    first = learn_vocabulary(TEXTS)
    other = learn_vocabulary([text.upper() for text in reversed(TEXTS)])

    assert (first.words, first.pairs, first.pieces) == (
        other.words,
        other.pairs,
        other.pieces,
    )


def test_columns_of_codes_that_no_unit_has_say_no() -> None:
    matrix = sparse.csr_matrix(np.array([[1.0, 0], [0, 1.0], [1.0, 0]]))
    codes = np.array([0, 2, 0])

    weights, biases = fit_columns(matrix, codes, n_codes=3, strength=1.0, seed=0)
    scores = matrix @ weights + biases

    assert biases[1] == -1
    assert not weights[:, 1].any()
    assert scores.argmax(axis=1).tolist() == [0, 2, 0]


@pytest.mark.parametrize("width", [0, 2])
def test_one_code_alone_is_always_right(width: int) -> None:
    matrix = sparse.csr_matrix(np.ones((3, width)))

    weights, biases = fit_columns(
        matrix, np.zeros(3, np.int64), n_codes=2, strength=1.0, seed=0
    )

    assert biases.tolist() == [1, -1]
    assert weights.shape == (width, 2)


def test_rare_codes_of_many_are_told_by_their_mean() -> None:
    # Code i has the feature i; 100 codes have two units, the last two have one.
    codes = np.concatenate([np.arange(102), np.arange(100)])
    matrix = sparse.csr_matrix(np.eye(102)[codes])

    weights, biases = fit_columns(matrix, codes, n_codes=103, strength=1.0, seed=0)
    scores = matrix @ weights + biases

    assert scores[100].argmax() == 100
    assert scores[101, [100, 101, 102]].tolist() == [-1, 1, -1]
    assert (scores[:100].argmax(axis=1) == codes[:100]).all()
