"""Texts as vectors: the sum of the vectors of their words and pieces of words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

import numpy as np
from scipy import sparse

from hustings.errors import EmbeddingShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from hustings.words.wordpieces import Pieces

    Vectors: TypeAlias = npt.NDArray[np.float32]

_AT_ONCE = 4096


@runtime_checkable
class Embedding(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """What it is called in the record of a run."""
        ...

    @property
    def version(self) -> str:
        """The first digits of its weights' SHA-256."""
        ...

    @property
    def width(self) -> int:
        """The number of columns of what it gives."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text, of length 1, or 0 for a text without known words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaticEmbedding:
    r"""One vector a word or piece of a word, whatever stands around it.

    The vector of a text is :math:`\sum_i s_i q_i`, brought to length 1, where
    :math:`q_i` is the row of its piece :math:`i` in `vectors` and :math:`s_i` that
    row's scale. A scale holds the weight of the piece as well: words found everywhere
    weigh little.

    Attributes
    ----------
    name, version : str
    language : str or None
        ISO 639-1 code of the language it was made for; None where nobody said.
    pieces : Pieces
        They name rows of `vectors`.
    vectors : ndarray of int8 or float32, shape (n_pieces, width)
    scales : ndarray of float32, shape (n_pieces,)

    Raises
    ------
    EmbeddingShapeError
        If rows, scales and vocabulary do not fit each other.

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.words.wordpieces import WordPieces
    >>> embedding = StaticEmbedding(
    ...     name="small",
    ...     version="1",
    ...     language="en",
    ...     pieces=WordPieces(vocabulary={"tax": 0, "##es": 1, "trams": 2}),
    ...     vectors=np.array([[3, 0], [0, 0], [0, 2]], dtype=np.int8),
    ...     scales=np.array([1.0, 1.0, 2.0], dtype=np.float32),
    ... )
    >>> embedding.embed(["Taxes", "Trams, tax", "?"]).astype(float).round(3).tolist()
    [[1.0, 0.0], [0.6, 0.8], [0.0, 0.0]]
    """

    name: str
    version: str
    language: str | None
    pieces: Pieces
    vectors: npt.NDArray[np.int8] | Vectors
    scales: Vectors
    _rows: Vectors = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _check_shapes(self.pieces, self.vectors, self.scales)
        rows = np.multiply(self.vectors, self.scales[:, None], dtype=np.float32)
        object.__setattr__(self, "_rows", rows)

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self.vectors.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text, of length 1, or 0 for a text without known words.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        ndarray of float32, shape (n_texts, width)
        """
        embedded = np.zeros((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            part = texts[start : start + _AT_ONCE]
            embedded[start : start + len(part)] = self._sums(part)
        return with_length_one(embedded)

    def _sums(self, texts: Sequence[str]) -> Vectors:
        """(n_texts, width): a product with the sparse counts of pieces, summed in C."""
        rows = [self.pieces.rows_of(text) for text in texts]
        bounds = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows)), out=bounds[1:])
        named = np.fromiter(chain.from_iterable(rows), np.int64, int(bounds[-1]))
        ones = np.ones(len(named), dtype=np.float32)
        shape = (len(rows), len(self.vectors))
        counts = sparse.csr_array((ones, named, bounds), shape=shape)
        return np.asarray(counts @ self._rows, dtype=np.float32)


def with_length_one(vectors: Vectors) -> Vectors:
    """Divide rows by their lengths; rows of zeros stay.

    Examples
    --------
    >>> with_length_one(np.array([[0, 4], [0, 0]], dtype=np.float32)).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths = np.where(lengths > 0, lengths, 1).astype(np.float32)
    return np.asarray(vectors / lengths, dtype=np.float32)


def _check_shapes(
    pieces: Pieces, vectors: npt.NDArray[np.int8] | Vectors, scales: Vectors
) -> None:
    n_rows = len(vectors)
    if vectors.ndim != 2 or not vectors.size or vectors.dtype.kind not in "if":
        raise EmbeddingShapeError(reason="it has no table of vectors.")
    if scales.dtype.kind not in "if":
        raise EmbeddingShapeError(reason="its scales are no numbers.")
    if scales.shape != (n_rows,):
        reason = f"{n_rows} vectors have {scales.size} scales."
        raise EmbeddingShapeError(reason=reason)
    last = max(pieces.vocabulary.values(), default=-1)
    if last >= n_rows or min(pieces.vocabulary.values(), default=0) < 0:
        reason = f"its vocabulary names row {last}, and there are {n_rows} vectors."
        raise EmbeddingShapeError(reason=reason)
    if not (np.isfinite(scales).all() and np.isfinite(vectors.sum(dtype=float))):
        raise EmbeddingShapeError(reason="it has numbers that are not finite.")
