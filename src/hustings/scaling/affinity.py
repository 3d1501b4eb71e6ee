"""Class affinity: how much of a text is drawn from each of several classes of texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.special import expit

from hustings.errors import InvalidOptionError, UnusableReferencesError
from hustings.estimates.intervals import normal_quantile
from hustings.scaling.affinity_fitting import MOST_STEPS, AffinityFit, fit_affinities
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_positions import METHOD, WordEstimates, place_cases
from hustings.scaling.word_statistics import WordStatistic
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray
    from hustings.model.document import Problem
    from hustings.scaling.results import Position

NAME = "affinity"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AffinityResult(ScaleResult):
    """Affinities of texts to classes, and how the classes use words.

    Attributes
    ----------
    classes : tuple of str
        In the order in which the references name them.
    features : tuple of str
        The words that any reference text has.
    probabilities : array of shape (n_features, n_classes)
        Smoothed share of each word in each class; columns add up to 1.
    smoothing : float
        The penalty's weight.
    iterations : int
        Newton steps of the text that took most.
    converged : bool
        Whether every text reached its maximum.
    """

    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    probabilities: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))
    smoothing: float = 0.5
    iterations: int = 0
    converged: bool = True

    @property
    def report(self) -> dict[str, object]:
        """How the maxima were found, and on how many words they rest."""
        return {
            "classes": list(self.classes),
            "converged": self.converged,
            "iterations": self.iterations,
            "n_words": len(self.features),
        }

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word and class: its share there, and the log of that to the others'.

        Within a class, words come first that tell most in its favour: those with the
        largest ``pull``, their share times the log ratio.
        """
        return [
            row
            for k in range(len(self.classes))
            for row in _words_of_class(
                self.features, self.classes, self.probabilities, k
            )
        ]

    def summary(self) -> str:
        """Return a line a case and class for a person to read."""
        return "\n".join(_line(position) for position in self.positions)

    def statistic(self) -> WordStatistic:
        """Give how a text is placed: fitted as a mixture of the classes as they are."""
        return WordStatistic(
            features=self.features,
            columns=sparse.csr_array(sparse.eye_array(len(self.features))),
            outcomes=self._affinities,
            span=(0.0, 1.0),
            names=self._placed,
        )

    @property
    def _placed(self) -> tuple[str, ...]:
        """The classes that cases are placed by: of two the first says it all."""
        return self.classes[:1] if len(self.classes) == 2 else self.classes

    def learn_again(self, matrix: DocumentFeatureMatrix) -> FloatArray:
        """Place all cases by the classes' words in other counts of the same texts.

        The words are those that the references had at first.
        """
        known = matrix.select(self.features)
        given: Any = self.parameters
        counts = _class_counts(known, given["references"], self.classes)
        probabilities = _smoothed(counts, given["reference_smoothing"])
        fitted = fit_affinities(known, probabilities, self.smoothing)
        return fitted.affinities[:, : len(self._placed)]

    def _affinities(self, counts: FloatArray) -> FloatArray:
        """Fit texts by their counts (n_texts, n_features): shares (n_texts, n)."""
        fitted = fit_affinities(
            DocumentFeatureMatrix(
                cases=tuple(map(str, range(len(counts)))),
                features=self.features,
                matrix=sparse.csr_array(counts),
            ),
            self.probabilities,
            self.smoothing,
        )
        return fitted.affinities[:, : len(self._placed)]

    def place(
        self, matrix: DocumentFeatureMatrix, *, confidence: float = 0.95
    ) -> ScaleResult:
        """Place other texts by the same classes.

        Raises
        ------
        InvalidOptionError
            If `confidence` does not lie between 0 and 1.
        """
        known = matrix.select(self.features)
        fitted = fit_affinities(known, self.probabilities, self.smoothing)
        positions, problems = _place(known, self.classes, fitted, confidence)
        return ScaleResult(
            scale=NAME,
            positions=positions,
            method=METHOD,
            parameters={**self.parameters, "confidence": confidence},
            problems=problems,
        )


def affinity(
    matrix: DocumentFeatureMatrix,
    references: Mapping[str, str],
    *,
    smoothing: float = 0.5,
    reference_smoothing: float = 0.5,
    confidence: float = 0.95,
) -> AffinityResult:
    r"""Compute how much of each text is drawn from each class of reference texts.

    A text is taken as a mixture of the classes' words,

    .. math::
        x_w \sim \mathrm{Multinomial}\Big(N, \sum_k \theta_k p_{kw}\Big), \qquad
        p_{kw} = \frac{n_{kw} + s_r}{\sum_{w'} (n_{kw'} + s_r)},

    and its affinities :math:`\theta` (shares that add up to 1) maximise

    .. math:: \sum_w x_w \log \sum_k \theta_k p_{kw} + s \sum_k \log \theta_k .

    Words are those that any reference text has. The standard error comes from the
    second derivatives at the maximum, the penalty included; the interval is that of
    :math:`\log(\theta_k / (1 - \theta_k))`, so that it stays inside (0, 1).

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
        References and the texts to be placed.
    references : mapping from case to class
        At least two classes. Texts of the same class are put together.
    smoothing : float, default=0.5
        :math:`s`, above 0: it keeps affinities off 0 and 1.
    reference_smoothing : float, default=0.5
        :math:`s_r`, above 0: added to every word of every class.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    AffinityResult
        With two classes one position a case, in (0, 1): its affinity to the class
        that the references name first, with that class as its ``code``; one minus it
        is the affinity to the other. With more, one position a case and class, which
        add up to 1. References are placed as all others. A text without a word of the
        references gets no position, and a `Problem` says so.

    Raises
    ------
    UnknownCaseError
        If a reference is not in the matrix.
    UnusableReferencesError
        If there is one class only, a class has no words, or all classes use all words
        alike.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Perry, P. O., & Benoit, K. (2017). Scaling text with the class affinity model.
    https://arxiv.org/abs/1710.08963

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [
    ...     {"case": "Harbour", "trams": 9, "roads": 1, "parks": 5},
    ...     {"case": "Orchard", "trams": 1, "roads": 9, "parks": 5},
    ...     {"case": "Quay", "trams": 6, "roads": 2, "parks": 2},
    ... ]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> result = affinity(matrix, {"Harbour": "for", "Orchard": "against"})
    >>> print(result.summary().splitlines()[2])
    Quay: affinity to for 0.77 [0.29, 0.96] (10 tokens)
    """
    _check_above_zero(smoothing=smoothing, reference_smoothing=reference_smoothing)
    classes = tuple(dict.fromkeys(references.values()))
    counts = _class_counts(matrix, references, classes)
    known = matrix.columns(np.flatnonzero(counts.sum(axis=1) > 0))
    probabilities = _smoothed(counts[counts.sum(axis=1) > 0], reference_smoothing)
    fitted = fit_affinities(known, probabilities, smoothing)
    positions, problems = _place(known, classes, fitted, confidence)
    return AffinityResult(
        scale=NAME,
        positions=positions,
        method=METHOD,
        parameters={
            "smoothing": smoothing,
            "reference_smoothing": reference_smoothing,
            "confidence": confidence,
            "references": dict(references),
        },
        problems=problems,
        classes=classes,
        features=known.features,
        probabilities=probabilities,
        smoothing=smoothing,
        iterations=max(fitted.n_steps, default=0),
        converged=all(n < MOST_STEPS for n in fitted.n_steps),
    )


def _check_above_zero(**options: float) -> None:
    """Raise unless all options are finite numbers above 0."""
    for option, value in options.items():
        if not 0 < value < np.inf:
            raise InvalidOptionError(
                option=option, value=value, advice="It must be above 0, such as 0.5."
            )


def _class_counts(
    matrix: DocumentFeatureMatrix,
    references: Mapping[str, str],
    classes: Sequence[str],
) -> FloatArray:
    """Add up the references of each class, shape (n_features, n_classes)."""
    rows = matrix.rows_of(references)
    if len(classes) < 2:
        raise UnusableReferencesError(
            reason=f"The references name {len(classes)} class.",
            advice="Name texts of at least two classes.",
        )
    columns = [
        matrix.matrix[[i for i in rows.tolist() if references[matrix.cases[i]] == name]]
        for name in classes
    ]
    counts = np.column_stack([np.asarray(texts.sum(axis=0)) for texts in columns])
    for name, total in zip(classes, counts.sum(axis=0), strict=True):
        if total == 0:
            raise UnusableReferencesError(
                reason=f"The reference texts of class {name!r} have no words.",
                advice="Look at their texts, trim less, or name others.",
            )
    return counts


def _smoothed(counts: FloatArray, smoothing: float) -> FloatArray:
    """Give the classes' shares of the words, none of them 0."""
    smooth = counts + smoothing
    probabilities: FloatArray = smooth / smooth.sum(axis=0)
    if np.allclose(probabilities, probabilities[:, :1], rtol=1e-9, atol=0):
        raise UnusableReferencesError(
            reason="The reference texts of all classes use all words alike.",
            advice="Name texts that differ.",
        )
    return probabilities


def _place(
    known: DocumentFeatureMatrix,
    classes: Sequence[str],
    fitted: AffinityFit,
    confidence: float,
) -> tuple[tuple[Position, ...], tuple[Problem, ...]]:
    """Give every case a position a class; of two classes the first says it all."""
    placed = classes[:1] if len(classes) == 2 else classes
    by_class = [
        place_cases(
            _of_class(known, name, fitted, k, confidence), confidence=confidence
        )
        for k, name in enumerate(placed)
    ]
    # Case after case, and within a case class after class.
    by_case = zip(*(positions for positions, _ in by_class), strict=True)
    return tuple(p for positions in by_case for p in positions), by_class[0][1]


def _of_class(
    known: DocumentFeatureMatrix,
    name: str,
    fitted: AffinityFit,
    k: int,
    confidence: float,
) -> WordEstimates:
    """Give the affinities to one class, with the intervals of their log odds."""
    shares = fitted.affinities[:, k]
    errors = fitted.standard_errors[:, k]
    odds = np.log(shares) - np.log1p(-shares)
    reach = normal_quantile(confidence) * errors / (shares * (1 - shares))
    return WordEstimates(
        scale=NAME,
        cases=known.cases,
        estimates=shares,
        standard_errors=errors,
        n_tokens=known.case_totals(),
        code=name,
        lows=expit(odds - reach),
        highs=expit(odds + reach),
    )


def _line(position: Position) -> str:
    """Put case, class, affinity and interval on one line."""
    return (
        f"{position.case}: affinity to {position.code} {position.position:.2f} "
        f"[{position.low:.2f}, {position.high:.2f}] ({position.n_units} tokens)"
    )


def _words_of_class(
    features: Sequence[str],
    classes: Sequence[str],
    probabilities: FloatArray,
    k: int,
) -> list[dict[str, object]]:
    """Give a row a word of one class, those that speak most for it first."""
    own = probabilities[:, k]
    others = np.delete(probabilities, k, axis=1).mean(axis=1)
    ratios = np.log(own / others)
    order: NDArray[np.int64] = np.argsort(-own * ratios, kind="stable")
    return [
        {
            "word": features[j],
            "code": classes[k],
            "probability": float(own[j]),
            "log_ratio": float(ratios[j]),
            "pull": float(own[j] * ratios[j]),
        }
        for j in order.tolist()
    ]
