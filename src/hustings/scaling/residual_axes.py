r"""The axes along which cases differ most in their words.

.. math:: S = D_r^{-1/2} (P - r c^\top) D_c^{-1/2} = U \Sigma V^\top,
    \qquad P = Y / \textstyle\sum_{ij} y_{ij}

Correspondence analysis shows them; Wordfish starts from the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, svds

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

_GRAM_CASES = 400
"""Up to here products of cases decompose fastest, and give all axes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Axes:
    """The first axes of a table of counts.

    Attributes
    ----------
    row_masses, column_masses : arrays of shape (n_cases,) and (n_words,)
        Shares of all counts.
    rows, columns : arrays of shape (n_cases, n_axes) and (n_words, n_axes)
        Singular vectors.
    singular_values : array of shape (n_axes,)
        Falling.
    total_inertia : float
        The sum of **all** squared singular values.
    """

    row_masses: FloatArray
    column_masses: FloatArray
    rows: FloatArray
    columns: FloatArray
    singular_values: FloatArray
    total_inertia: float


def residual_axes(matrix: sparse.csr_array, n_axes: int) -> Axes:
    """Decompose counts of shape (n_cases, n_words), no row or column of them empty.

    `n_axes` must be less than either number. Axes that the counts do not have come out
    with singular values below 1e-7.
    """
    row_masses, column_masses, scaled = _scaled(matrix)
    decompose = _by_products if matrix.shape[0] <= _GRAM_CASES else _by_iteration
    rows, values = decompose(scaled, row_masses, column_masses, n_axes)
    columns = scaled.T @ rows - np.outer(
        np.sqrt(column_masses), _mean(rows, row_masses)
    )
    return Axes(
        row_masses=row_masses,
        column_masses=column_masses,
        rows=rows,
        columns=columns / np.maximum(values, np.finfo(np.float64).tiny),
        singular_values=values,
        total_inertia=float((scaled.data**2).sum() - 1),
    )


def principal_rows(axes: Axes) -> FloatArray:
    """Give principal coordinates of cases, shape (n_cases, n_axes)."""
    return axes.rows / np.sqrt(axes.row_masses)[:, None] * axes.singular_values


def turned_onto(
    target: FloatArray, masses: FloatArray, places: FloatArray
) -> FloatArray:
    """Rotate and reflect places (n_cases, n_axes) to come nearest to the target."""
    left, _, right = np.linalg.svd(places.T @ (target * masses[:, None]))
    turned: FloatArray = places @ (left @ right)
    return turned


def row_axes(matrix: sparse.csr_array, n_axes: int) -> tuple[FloatArray, FloatArray]:
    """Give left singular vectors (n_cases, n_axes) and singular values, no words."""
    row_masses, column_masses, scaled = _scaled(matrix)
    decompose = _by_products if matrix.shape[0] <= _GRAM_CASES else _by_iteration
    return decompose(scaled, row_masses, column_masses, n_axes)


def _mean(rows: FloatArray, row_masses: FloatArray) -> FloatArray:
    """Give what is left of the trivial axis in others; nearly 0, shape (n_axes,)."""
    return np.sqrt(row_masses) @ rows


def _scaled(
    matrix: sparse.csr_array,
) -> tuple[FloatArray, FloatArray, sparse.csr_array]:
    """Give the masses, and P with its rows and columns divided by their roots."""
    shares = matrix / matrix.data.sum()
    row_masses = np.asarray(shares.sum(axis=1), np.float64)
    column_masses = np.asarray(shares.sum(axis=0), np.float64)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(shares.indptr))
    divided = shares.data / np.sqrt(row_masses[rows] * column_masses[shares.indices])
    scaled = sparse.csr_array(
        (divided, shares.indices, shares.indptr), shape=shares.shape
    )
    return row_masses, column_masses, scaled


def _by_products(
    scaled: sparse.csr_array,
    row_masses: FloatArray,
    _column_masses: FloatArray,
    n_axes: int,
) -> tuple[FloatArray, FloatArray]:
    """Decompose the products of few cases, shape (n_cases, n_cases)."""
    products = (scaled @ scaled.T).toarray()
    products -= np.outer(np.sqrt(row_masses), np.sqrt(row_masses))
    values, rows = np.linalg.eigh(products)
    falling = np.argsort(-values)[:n_axes]
    return rows[:, falling], np.sqrt(np.maximum(values[falling], 0))


def _by_iteration(
    scaled: sparse.csr_array,
    row_masses: FloatArray,
    column_masses: FloatArray,
    n_axes: int,
) -> tuple[FloatArray, FloatArray]:
    """Find the first axes of many cases; nothing is made dense."""
    row_roots, column_roots = np.sqrt(row_masses), np.sqrt(column_masses)
    turned = scaled.T.tocsr()
    residuals = LinearOperator(
        scaled.shape,
        matvec=lambda x: scaled @ x.ravel() - row_roots * (column_roots @ x.ravel()),
        rmatvec=lambda x: turned @ x.ravel() - column_roots * (row_roots @ x.ravel()),
        dtype=np.float64,
    )
    # A start of one's own: the default is random, and differs from run to run.
    start = np.cos(np.arange(min(scaled.shape), dtype=np.float64))
    rows, values, _ = svds(residuals, k=n_axes, v0=start)
    falling = np.argsort(-values)
    return rows[:, falling], values[falling]
