r"""The source `coders`, with one coder whose errors are known: a confusion matrix.

Of N units with the true shares t a coder with the confusion matrix P is expected to
give the counts :math:`N P^\top t`. So positions on codings as they are lie too near to
the middle, and two things are to be done: turn the matrix round, and let the interval
know of it.

References
----------
Mikhaylov, S., Laver, M., & Benoit, K. (2012). Coder reliability and misclassification
in the human coding of party manifestos. Political Analysis, 20(1), 78-91.
https://doi.org/10.1093/pan/mpr047

Buonaccorsi, J. P. (2010). Measurement error: models, methods, and applications.
Chapman & Hall. https://doi.org/10.1201/9781420066586
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidConfusionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray

_ROUNDING = 1e-6
_SMALLEST_EIGENVALUE = 1e-6
_PRIOR = 0.5
"""Added to counts of a matrix drawn anew, so that what was never seen may occur."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConfusionMatrix:
    r"""How probably a coder gives each code where another is the true one.

    Attributes
    ----------
    codes : tuple of str
        In the order of rows and columns.
    probabilities : array of shape (n_codes, n_codes)
        Entry [j, k]: how probably the coder says k where j is true; rows add up to 1.
    n_units : array of shape (n_codes,) or None
        How many units with each true code it was counted on; None: it is taken as
        known. With few, the matrix itself is drawn anew, the same for all cases.

    Raises
    ------
    InvalidConfusionError
        If it is not square, a row does not add up to 1, a number is negative, or the
        matrix cannot be turned round, because a coder this bad tells nothing.

    Examples
    --------
    >>> import numpy as np
    >>> matrix = ConfusionMatrix.from_counts(("for", "against"), [[80, 20], [10, 90]])
    >>> matrix.probabilities.tolist()
    [[0.8, 0.2], [0.1, 0.9]]
    >>> matrix.corrected(np.array([45.0, 55.0])).round(6).tolist()
    [50.0, 50.0]
    """

    codes: tuple[str, ...]
    probabilities: FloatArray
    n_units: FloatArray | None = None

    def __post_init__(self) -> None:
        n = len(self.codes)
        if self.probabilities.shape != (n, n):
            raise InvalidConfusionError(
                reason=f"it has the shape {self.probabilities.shape} for {n} codes.",
                advice="Give one row for each true code and one column for each given.",
            )
        self._require_rows()
        if np.abs(np.linalg.eigvals(self.probabilities)).min() < _SMALLEST_EIGENVALUE:
            raise InvalidConfusionError(
                reason="two codes are given alike, whichever is true.",
                advice="Merge codes that nobody tells apart.",
            )

    def _require_rows(self) -> None:
        """Raise unless rows are probabilities."""
        rows = self.probabilities.sum(axis=1)
        odd = ~np.isfinite(rows) | (np.abs(rows - 1) > _ROUNDING)
        odd |= (self.probabilities < 0).any(axis=1)
        if odd.any():
            code = self.codes[int(np.argmax(odd))]
            raise InvalidConfusionError(
                reason=f"the row of {code!r} does not hold probabilities that add up "
                "to 1.",
                advice="Divide each row by its sum, or give counts.",
            )

    @staticmethod
    def from_counts(
        codes: tuple[str, ...], counts: list[list[float]] | FloatArray
    ) -> ConfusionMatrix:
        """Divide each row of counts, true code by given code, by its sum.

        Raises
        ------
        InvalidConfusionError
            As the class, or if a true code was never seen.
        """
        table = np.asarray(counts, dtype=np.float64)
        n_units = table.sum(axis=-1)
        if not (np.isfinite(n_units).all() and (n_units > 0).all()):
            raise InvalidConfusionError(
                reason="a row of counts is empty.",
                advice="Leave out codes that were never seen.",
            )
        probabilities = table / n_units[:, None]
        return ConfusionMatrix(
            codes=codes, probabilities=probabilities, n_units=n_units
        )

    @staticmethod
    def from_disagreement(
        codes: tuple[str, ...], share: float, *, n_units: float | None = None
    ) -> ConfusionMatrix:
        r"""Make the matrix of coders who err alike and in every direction alike.

        Two such coders who each err with probability e, to any of the :math:`K - 1`
        other codes alike, differ in a share of

        .. math:: d = 2 e (1 - e) + e^2 \frac{K - 2}{K - 1}

        of the units. Two coders alone cannot show whether they err so; the matrix is
        as good as this assumption.

        Parameters
        ----------
        share : float
            Of units in which two coders differ, d.
        n_units : float, optional
            Units coded twice, where the matrix is not to be taken as known; each shows
            two codings.

        Raises
        ------
        InvalidConfusionError
            If coders who guess would differ as little.

        Examples
        --------
        >>> matrix = ConfusionMatrix.from_disagreement(("for", "against"), 0.18)
        >>> matrix.probabilities.round(4).tolist()
        [[0.9, 0.1], [0.1, 0.9]]
        """
        n = len(codes)
        curve = 2 - (n - 2) / max(n - 1, 1)
        root = 1 - curve * share
        if n < 2 or not share >= 0 or root <= 0:
            raise InvalidConfusionError(
                reason=f"coders who differ in {share:.0%} of the units may as well "
                "guess.",
                advice="Give a share between 0 and that of guessing.",
            )
        error = (1 - np.sqrt(root)) / curve
        matrix = np.full((n, n), error / (n - 1))
        np.fill_diagonal(matrix, 1 - error)
        counted = None if n_units is None else np.full(n, 2 * n_units / n)
        return ConfusionMatrix(codes=codes, probabilities=matrix, n_units=counted)

    def for_codes(self, codes: tuple[str, ...]) -> ConfusionMatrix:
        """Put rows and columns into the order of other codes.

        Codes that the matrix does not know are taken as always right.

        Raises
        ------
        InvalidConfusionError
            If the matrix knows a code that is not among them.
        """
        place = {code: i for i, code in enumerate(codes)}
        strange = [code for code in self.codes if code not in place]
        if strange:
            raise InvalidConfusionError(
                reason=f"it knows the code {strange[0]!r}, which the counts lack.",
                advice="Give the counts a column for each code of the matrix.",
            )
        at = np.array([place[code] for code in self.codes])
        matrix = np.eye(len(codes))
        matrix[np.ix_(at, at)] = self.probabilities
        n_units = None
        if self.n_units is not None:
            n_units = np.full(len(codes), np.inf)
            n_units[at] = self.n_units
        return replace(self, codes=codes, probabilities=matrix, n_units=n_units)

    def renamed(self, names: Mapping[str, str]) -> ConfusionMatrix:
        """Give codes other names; those that get the same one become one.

        Raises
        ------
        InvalidConfusionError
            If two codes become one and nothing says how often each is the true one.

        Examples
        --------
        >>> counts = [[8, 1, 1], [2, 7, 1], [0, 0, 10]]
        >>> matrix = ConfusionMatrix.from_counts(("1.1", "1.2", "2"), counts)
        >>> matrix.renamed({"1.1": "1", "1.2": "1"}).probabilities.tolist()
        [[0.9, 0.1], [0.0, 1.0]]
        """
        new = [names.get(code, code) for code in self.codes]
        codes = tuple(dict.fromkeys(new))
        if len(codes) == len(new):
            return replace(self, codes=codes)
        if self.n_units is None or not np.isfinite(self.n_units).all():
            twice = next(code for code in codes if new.count(code) > 1)
            raise InvalidConfusionError(
                reason=f"several of its codes are one code of this scale, {twice!r}, "
                "and probabilities cannot be added up.",
                advice="Give counts, or a matrix of main codes.",
            )
        groups = np.array([[code == one for one in codes] for code in new], np.float64)
        counts = groups.T @ (self.probabilities * self.n_units[:, None]) @ groups
        return ConfusionMatrix.from_counts(codes, counts)

    def corrected(self, counts: FloatArray) -> FloatArray:
        r"""Estimate the true counts by the matrix method: :math:`\hat t = P^{-\top} o`.

        Parameters
        ----------
        counts : array of shape (..., n_codes)

        Returns
        -------
        array of shape (..., n_codes)
            0 or more, with the same sum.
        """
        return corrected_counts(counts, inverted(self.probabilities))

    def drawn(self, n_draws: int, generator: np.random.Generator) -> FloatArray | None:
        """Draw the matrix anew, shape (n_draws, n_codes, n_codes); None if known."""
        if self.n_units is None:
            return None
        matrices = np.tile(self.probabilities, (n_draws, 1, 1))
        for j, n in enumerate(self.n_units):
            if not np.isfinite(n):
                continue
            seen = self.probabilities[j] * n
            # codes never given for this one keep a small chance
            prior = seen + _PRIOR / len(self.codes)
            matrices[:, j] = generator.dirichlet(prior, size=n_draws)
        return matrices


def inverted(matrix: FloatArray) -> FloatArray:
    """Invert one confusion matrix, or one a draw."""
    return np.linalg.inv(matrix).astype(np.float64)


def corrected_counts(counts: FloatArray, inverse: FloatArray) -> FloatArray:
    """Turn counts round; parts below 0 are set to 0 and the sum is kept.

    Parameters
    ----------
    counts : array of shape (n_draws, n_cases, n_codes) or (..., n_codes)
    inverse : array of shape (n_codes, n_codes), or with the draws before it
        Of the confusion matrix.
    """
    turned = counts @ inverse
    positive = np.maximum(turned, 0)
    before = turned.sum(axis=-1, keepdims=True)
    after = positive.sum(axis=-1, keepdims=True)
    scale = np.divide(before, after, out=np.ones_like(after), where=after > 0)
    return np.asarray(positive * np.maximum(scale, 0))


def misclassification_noise(
    true_counts: FloatArray,
    matrix: FloatArray,
    *,
    n_draws: int,
    generator: np.random.Generator,
) -> FloatArray:
    r"""Simulate what the coder makes of these units, less what is expected.

    .. math:: o = \sum_j \mathrm{Multinomial}(t_j,\ P_{j \cdot}) - P^\top t

    Parameters
    ----------
    true_counts : array of shape (n_codes,)
        Rounded to whole units, the largest remainders first.

    Returns
    -------
    array of shape (n_draws, n_codes)

    Examples
    --------
    >>> import numpy as np
    >>> noise = misclassification_noise(
    ...     np.array([30.0, 10.0]),
    ...     np.array([[0.9, 0.1], [0.2, 0.8]]),
    ...     n_draws=4000,
    ...     generator=np.random.default_rng(1),
    ... )
    >>> np.abs(noise.sum(axis=1)).max() < 1e-9, bool(abs(noise[:, 0].var() - 4.3) < 0.3)
    (np.True_, True)
    """
    whole = _whole(true_counts)
    rows = matrix / matrix.sum(axis=1, keepdims=True)
    drawn = generator.multinomial(whole, rows, size=(n_draws, len(whole))).sum(axis=1)
    return np.asarray(drawn - whole @ rows)


def _whole(counts: FloatArray) -> IntArray:
    """Round to whole numbers with the same (rounded) sum."""
    floor = np.floor(counts)
    missing = round(counts.sum() - floor.sum())
    order = np.argsort(floor - counts, kind="stable")
    floor[order[:missing]] += 1
    return floor.astype(np.int64)
