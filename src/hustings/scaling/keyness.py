"""Keyness: the words that one group of texts uses more, or less, than another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
from scipy.special import erfc, xlogy

from hustings.errors import InvalidCountsError, InvalidOptionError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import polars as pl
    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

KeynessMeasure: TypeAlias = Literal["chi2", "log_likelihood"]
"""Pearson's chi squared, or the log-likelihood ratio G2."""

Adjustment: TypeAlias = Literal["none", "bonferroni", "benjamini_hochberg"]
"""What is done about testing many words at once."""

_LEAST_EXPECTED = 5
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWord:
    """How one word differs between two groups of texts.

    Attributes
    ----------
    word : str
    statistic : float
        With the sign of the difference: above 0 if the target uses it more.
    p : float
        Probability of a statistic at least so far from 0, if both groups used the
        word alike and words were drawn one by one.
    p_adjusted : float
        The same after `adjust`; equal to `p` without.
    n_target, n_reference : float
        Times the word stands in each group.
    expected : float
        Times it would stand in the target if both groups used it alike.
    """

    word: str
    statistic: float
    p: float
    p_adjusted: float
    n_target: float
    n_reference: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeynessResult:
    """The words of two groups of texts, those that speak most for the target first.

    Attributes
    ----------
    key_words : tuple of KeyWord
    measure : {"chi2", "log_likelihood"}
    adjust : {"none", "bonferroni", "benjamini_hochberg"}
    target, reference : tuple of str
        The cases of each group.
    problems : tuple of Problem
    """

    key_words: tuple[KeyWord, ...]
    measure: KeynessMeasure
    adjust: Adjustment
    target: tuple[str, ...]
    reference: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def report(self) -> dict[str, object]:
        """What was compared, and how."""
        return {
            "measure": self.measure,
            "adjust": self.adjust,
            "target": list(self.target),
            "reference": list(self.reference),
            "n_words": len(self.key_words),
        }

    @property
    def words(self) -> list[dict[str, object]]:
        """The rows, under the name that every scale from words has for them."""
        return self.to_rows()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a word."""
        return [
            {
                "word": found.word,
                "statistic": found.statistic,
                "p": found.p,
                "p_adjusted": found.p_adjusted,
                "n_target": found.n_target,
                "n_reference": found.n_reference,
                "expected": found.expected,
            }
            for found in self.key_words
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return the words that speak most for the target, a line each."""
        return "\n".join(
            f"{found.word}: {self.measure} {found.statistic:.2f}, "
            f"p {found.p_adjusted:.3g} ({found.n_target:g} times, "
            f"{found.expected:.1f} expected)"
            for found in self.key_words[:_MOST_SHOWN]
        )


def keyness(
    matrix: DocumentFeatureMatrix,
    target: Collection[str],
    *,
    reference: Collection[str] | None = None,
    measure: KeynessMeasure = "log_likelihood",
    adjust: Adjustment = "none",
) -> KeynessResult:
    r"""Compare how often two groups of texts use each word.

    .. math::
        \chi^2 = \sum_{i,j} \frac{(O_{ij} - E_{ij})^2}{E_{ij}}, \qquad
        G^2 = 2 \sum_{i,j} O_{ij} \log \frac{O_{ij}}{E_{ij}}

    over the four cells of word or other word, target or reference; :math:`E` are the
    counts expected if both groups used the word alike. No correction for continuity is
    made. The sign is that of the difference.

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
    target : collection of str
        Cases of the one group.
    reference : collection of str, optional
        Cases of the other; without it all that are not in `target`.
    measure : {"log_likelihood", "chi2"}, default="log_likelihood"
        With small counts, the log-likelihood ratio is nearer to its distribution.
    adjust : {"none", "bonferroni", "benjamini_hochberg"}, default="none"
        Bonferroni bounds the chance of one false word, Benjamini and Hochberg's
        procedure the share of false words among those under a threshold.

    Returns
    -------
    KeynessResult
        Every word that stands in either group, by its signed statistic from high to
        low. For ``chi2`` a `Problem` says how many words were expected too rarely for
        their p to hold.

    Raises
    ------
    UnknownCaseError
        If a case is not in the matrix.
    InvalidCountsError
        If a group has no case or no word, or a case is in both.
    InvalidOptionError
        If an option is not one of its values.

    Notes
    -----
    p takes words as drawn one by one. They are not: a word that comes once in a text
    comes again. Use it to put words in order, rather than as a test.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics, 19(1), 61-74. https://aclanthology.org/J93-1003

    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: a
    practical and powerful approach to multiple testing. Journal of the Royal
    Statistical Society B, 57(1), 289-300.
    https://doi.org/10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [
    ...     {"case": "Harbour", "trams": 9, "roads": 1, "parks": 5},
    ...     {"case": "Orchard", "trams": 1, "roads": 9, "parks": 5},
    ... ]
    >>> result = keyness(DocumentFeatureMatrix.from_rows(rows), ["Harbour"])
    >>> print(result.summary().splitlines()[0])
    trams: log_likelihood 10.65, p 0.0011 (9 times, 5.0 expected)
    """
    _check_options(measure, adjust)
    groups = _groups(matrix, target, reference)
    used = matrix.keep([*groups[0], *groups[1]]).trimmed(min_documents=1)
    observed = _observed(used, len(groups[0]))
    expected = _expected(observed)
    statistics = _MEASURES[measure](observed, expected)
    # The tail of chi squared with one degree of freedom.
    p = erfc(np.sqrt(statistics / 2))
    signed = np.copysign(statistics, observed[0, 0] - expected[0, 0])
    adjusted = _ADJUSTMENTS[adjust](p)
    order = np.argsort(-signed, kind="stable").tolist()
    return KeynessResult(
        key_words=tuple(
            KeyWord(
                word=used.features[j],
                statistic=float(signed[j]),
                p=float(p[j]),
                p_adjusted=float(adjusted[j]),
                n_target=float(observed[0, 0, j]),
                n_reference=float(observed[0, 1, j]),
                expected=float(expected[0, 0, j]),
            )
            for j in order
        ),
        measure=measure,
        adjust=adjust,
        target=groups[0],
        reference=groups[1],
        problems=_rare(expected) if measure == "chi2" else (),
    )


def _check_options(measure: str, adjust: str) -> None:
    """Raise unless the options are known ones."""
    for option, value, known in (
        ("measure", measure, get_args(KeynessMeasure)),
        ("adjust", adjust, get_args(Adjustment)),
    ):
        if value not in known:
            raise InvalidOptionError(
                option=option, value=value, advice=f"Choose {' or '.join(known)}."
            )


def _groups(
    matrix: DocumentFeatureMatrix,
    target: Collection[str],
    reference: Collection[str] | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the cases of both groups, none of them in both."""
    first = tuple(dict.fromkeys(target))
    others = (case for case in matrix.cases if case not in set(first))
    second = tuple(others if reference is None else dict.fromkeys(reference))
    for case in first:
        if case in second:
            raise InvalidCountsError(
                reason=f"Case {case!r} is in the target and in the reference.",
                advice="Put it into one of them.",
            )
    totals = matrix.case_totals()
    for name, cases in ("target", first), ("reference", second):
        if not totals[matrix.rows_of(cases)].any():
            raise InvalidCountsError(
                reason=f"The {name} has no words.",
                advice="Name cases that have some.",
            )
    return first, second


def _observed(used: DocumentFeatureMatrix, n_target: int) -> FloatArray:
    """Count word and other words in both groups, shape (2, 2, n_features)."""
    groups = used.matrix[:n_target], used.matrix[n_target:]
    words = np.stack([np.asarray(group.sum(axis=0)) for group in groups])
    observed: FloatArray = np.stack([words, words.sum(axis=1)[:, None] - words])
    return observed


def _expected(observed: FloatArray) -> FloatArray:
    """Give the counts if both groups used the words alike, shape (2, 2, n_features)."""
    n = observed.sum(axis=(0, 1))
    margins = observed.sum(axis=1)[:, None] * observed.sum(axis=0)[None]
    expected: FloatArray = margins / n
    return expected


def _chi2(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute Pearson's chi squared, shape (n_features,)."""
    apart = (observed - expected) ** 2
    # No word but this one: the cells of the other words are 0, and so is the distance.
    shares = np.divide(apart, expected, out=np.zeros_like(apart), where=expected > 0)
    statistics: FloatArray = shares.sum(axis=(0, 1))
    return statistics


def _log_likelihood(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute the log-likelihood ratio, shape (n_features,)."""
    ratios = np.divide(
        observed, expected, out=np.ones_like(observed), where=expected > 0
    )
    statistics: FloatArray = 2 * xlogy(observed, ratios).sum(axis=(0, 1))
    return np.maximum(statistics, 0)


def _as_they_are(p: FloatArray) -> FloatArray:
    """Leave p as it is."""
    return p


def _bonferroni(p: FloatArray) -> FloatArray:
    """Multiply p by the number of words."""
    return np.minimum(p * len(p), 1)


def _benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Give the smallest false discovery rate at which each word would be taken."""
    order: NDArray[np.int64] = np.argsort(-p, kind="stable")
    rates = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(rates), 1)
    return adjusted


def _rare(expected: FloatArray) -> tuple[Problem, ...]:
    """Say how many words are expected too rarely."""
    n_rare = int((expected[0].min(axis=0) < _LEAST_EXPECTED).sum())
    if not n_rare:
        return ()
    problem = Problem(
        kind="small counts",
        message=f"{n_rare} of {expected.shape[2]} words are expected less than "
        f"{_LEAST_EXPECTED} times in a group, and their p is rough. Trim rare words, "
        "or use log_likelihood.",
    )
    return (problem,)


_MEASURES: Mapping[KeynessMeasure, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "chi2": _chi2,
    "log_likelihood": _log_likelihood,
}
_ADJUSTMENTS: Mapping[Adjustment, Callable[[FloatArray], FloatArray]] = {
    "none": _as_they_are,
    "bonferroni": _bonferroni,
    "benjamini_hochberg": _benjamini_hochberg,
}
