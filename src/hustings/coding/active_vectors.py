"""What texts say, as vectors, where no embedding knows their language.

Words and pairs of words weighed by how rare they are, folded to a few directions:
latent semantic analysis of just these texts.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray

_DIRECTIONS = 64
_WORD = re.compile(r"\w+")


def text_vectors(texts: Sequence[str], *, seed: int = 0) -> FloatArray:
    r"""Give each text a vector: texts that share rare words lie near each other.

    .. math:: x_{tw} = (1 + \log f_{tw}) \,
        \Bigl(1 + \log \frac{1 + n}{1 + n_w}\Bigr) \approx U S V'

    and the vectors are the rows of U S, the largest 64 singular values.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    array of shape (n_texts, n_directions)
        Zeros where no text has a word.

    References
    ----------
    Deerwester, S., Dumais, S. T., Furnas, G. W., Landauer, T. K., & Harshman, R.
    (1990). Indexing by latent semantic analysis. Journal of the American Society for
    Information Science, 41(6), 391-407.

    Examples
    --------
    >>> vectors = text_vectors(["More trams.", "More trams!", "Lower tax."])
    >>> bool(vectors[0] @ vectors[1] > vectors[0] @ vectors[2])
    True
    """
    from scipy.sparse.linalg import svds  # noqa: PLC0415  # slow

    matrix = _weighed(texts)
    n = min(_DIRECTIONS, min(matrix.shape) - 1)
    if n < 1:
        return np.asarray(matrix.toarray())
    start = random_stream(seed=seed, name="directions").random(min(matrix.shape))
    left, sizes, _ = svds(matrix, k=n, v0=start)
    return np.asarray(left * sizes)


def _weighed(texts: Sequence[str]) -> sparse.csr_matrix:
    """(n_texts, n_words): words and pairs by their weights, each text of length 1."""
    counts = [Counter(_features(text)) for text in texts]
    words = dict.fromkeys(word for one in counts for word in one)
    place = {word: i for i, word in enumerate(words)}
    rows = [i for i, one in enumerate(counts) for _ in one]
    columns = [place[word] for one in counts for word in one]
    times = np.array([n for one in counts for n in one.values()], float)
    shape = (len(texts), max(len(place), 1))
    matrix = sparse.csr_matrix((1 + np.log(times), (rows, columns)), shape=shape)
    known = np.bincount(np.array(columns, int), minlength=shape[1])
    matrix = matrix @ sparse.diags(np.log((1 + len(texts)) / (1 + known)) + 1)
    lengths = np.sqrt(np.asarray(matrix.power(2).sum(axis=1)).ravel())
    return sparse.csr_matrix(
        sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix
    )


def _features(text: str) -> list[str]:
    """List the words of a text, and its pairs of words."""
    words = _WORD.findall(text.casefold())
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]
