r"""How finely a document is cut: people make units of much the same length.

A document of long sentences is cut more often than one of short sentences, whatever its
words: four of five coders of manifestos made units of 17 words on average from
sentences of 21 to 25. So a cutter may know the mean length of a unit,
:math:`\ell`. A document of :math:`W` words in :math:`S` sentences is then expected to
have :math:`W / \ell - S` cuts inside sentences, and the log-odds of all its gaps are
moved by one number :math:`d` until their probabilities add up to that,

.. math:: \sum_i \frac{1}{1 + \exp(-z_i - d)} = \frac{W}{\ell} - S,

of which :math:`W / (W + 1000)` is taken, since a page says little of its document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.units.clause_tokens import is_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.ingest.units.clause_tokens import Tokens

_FEW_WORDS = 1000
_FARTHEST = 2.0
_FEWEST = 0.02  # cuts for each gap, so that a list of short lines is not all refused
_HALVINGS = 30
_LEAST = 1e-12


def fit_length(
    probability: NDArray[np.float64], tokens: Tokens, unit_words: float | None
) -> NDArray[np.float64]:
    """Move the probabilities of a document's gaps towards units of a mean length.

    Parameters
    ----------
    probability : ndarray of float64, shape (n,)
        Of a boundary at each gap inside the sentences of the document.
    tokens : Tokens
        All of the document's sentences.
    unit_words : float or None
        The mean number of words of a unit; None leaves the probabilities as they are.
    """
    if unit_words is None or not len(probability):
        return probability
    n_words = int(is_word(tokens.kind).sum())
    expected = n_words / unit_words - count_sentences(tokens)
    sure = np.clip(probability, _LEAST, 1.0 - _LEAST)
    odds = np.log(sure / (1.0 - sure))
    shift = _find_shift(odds, max(expected, _FEWEST * len(odds)))
    return _logistic(odds + shift * n_words / (n_words + _FEW_WORDS))


def count_sentences(tokens: Tokens) -> int:
    """Count the sentences that hold a token."""
    return len(np.unique(tokens.sentence))


def mean_length(tokens: Tokens, n_units: int) -> float:
    """Give the mean number of words of a document's units."""
    return float(is_word(tokens.kind).sum() / n_units)


def _find_shift(odds: NDArray[np.float64], expected: float) -> float:
    """Halve the range in which the shift lies, until it is known well enough."""
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _logistic(odds + middle).sum() < expected:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
    return result
