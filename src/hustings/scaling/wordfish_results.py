"""What Wordfish gives back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.scaling.exponential_sums import exponential_sum, solve_slopes
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_positions import WordEstimates, place_cases
from hustings.scaling.word_statistics import WordStatistic
from hustings.scaling.wordfish_bootstrap import refitted_theta
from hustings.scaling.wordfish_errors import fitted_again
from hustings.scaling.wordfish_model import (
    Parameters,
    case_errors,
    update_cases,
    word_counts,
)
from hustings.scaling.wordfish_options import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.wordfish_fitting import Fit
    from hustings.words.matrices import DocumentFeatureMatrix

NAME = "wordfish"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordfishResult(ScaleResult):
    """Positions of cases by Wordfish, and all else that the model estimates.

    Attributes
    ----------
    cases, features : tuple of str
        The cases and words in the model, in the order of its parameters.
    fit : Fit
        The parameters, turned so that the direction holds, and how they were reached.
    errors : Parameters
        The standard error of each parameter.
    word_shares : array of shape (n_features,)
        How often each word is used, as a share of all.
    direction : tuple of two str
        The cases that say which end is low, and which is high.
    inflation : float
        What standard errors were multiplied by: 1 under Poisson.
    report : mapping
        How the fit ended: ``converged``, ``stopped``, ``iterations``,
        ``log_likelihood``, ``log_posterior`` (without the terms that no parameter
        changes) and its ``trace``, ``direction``, ``dispersion``, and where the mode
        of the log posterior is, if the fit is another.
    """

    cases: tuple[str, ...]
    features: tuple[str, ...]
    fit: Fit
    errors: Parameters
    word_shares: FloatArray
    inflation: float
    direction: tuple[str, str]
    report: Mapping[str, object]

    @property
    def estimates(self) -> Parameters:
        """The parameters: alpha and theta of cases, psi and beta of words."""
        return self.fit.parameters

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word: score (beta), psi, their errors, pull; strongest pull first.

        A word's pull is its share of all words times the distance of its score from
        the mean: how far it alone moves the mean of the scores in a text.
        """
        now, errors = self.estimates, self.errors
        pulls = self.word_shares * (now.beta - self.word_shares @ now.beta)
        return [
            {
                "word": self.features[j],
                "score": float(now.beta[j]),
                "pull": float(pulls[j]),
                "standard_error": float(errors.beta[j]),
                "psi": float(now.psi[j]),
                "psi_error": float(errors.psi[j]),
            }
            for j in np.argsort(-np.abs(pulls), kind="stable").tolist()
        ]

    def summary(self) -> str:
        """Return how the fit ended, and a line a case."""
        report = self.report
        ending = (
            f"Wordfish ({report['optimum']}): {report['stopped']} after "
            f"{report['iterations']} iterations, log posterior "
            f"{report['log_posterior']:.4f}."
        )
        direction = "Direction: {} below {}.".format(*self.direction)
        # By name: a class with slots is made anew, and super() would mean the old one.
        return "\n".join([ending, direction, ScaleResult.summary(self)])

    def place(
        self, matrix: DocumentFeatureMatrix, *, confidence: float = 0.95
    ) -> ScaleResult:
        r"""Place other texts, with the words' psi and beta as they are.

        Maximises the posterior of :math:`(\alpha_i, \theta_i)` of each new text alone,
        and puts the result on the scale of this one: texts that took part come out
        where they are. The standard error is that of the text alone.

        Parameters
        ----------
        matrix : DocumentFeatureMatrix
            Words that are not in the model count into nothing; a case that has no
            others gets no position, and a `Problem` says so.
        confidence : float, default=0.95

        Raises
        ------
        InvalidOptionError
            If `confidence` does not lie between 0 and 1.
        """
        known = matrix.select(self.features)
        totals = known.case_totals()
        used = np.flatnonzero(totals > 0)
        theta, error = (np.full(known.n_cases, np.nan) for _ in range(2))
        if len(used):
            theta[used], error[used] = self._placed(known, used)
        found = WordEstimates(
            scale=self.scale,
            cases=known.cases,
            estimates=theta,
            standard_errors=error,
            n_tokens=totals,
        )
        positions, problems = place_cases(found, confidence=confidence)
        return ScaleResult(
            scale=self.scale,
            positions=positions,
            method=_FORMULA,
            parameters={**self.parameters, "confidence": confidence},
            problems=problems,
        )

    def statistic(self) -> WordStatistic:
        """Give how a text is placed: by its alpha and theta, the words as fitted."""
        beta = self.estimates.beta
        return WordStatistic(
            features=self.features,
            columns=np.column_stack([beta, np.ones(len(beta))]),
            outcomes=self._thetas,
        )

    def learn_again(self, matrix: DocumentFeatureMatrix) -> FloatArray:
        """Fit the model to other counts of the same texts, from where it stands."""
        theta = np.full((matrix.n_cases, 1), np.nan)
        rows = matrix.rows_of(self.cases)
        counts = matrix.keep(self.cases).select(self.features).matrix
        given: Any = self.parameters
        again = partial(fitted_again, settings=Settings(**given))
        theta[rows, 0] = refitted_theta(counts, self.estimates, again)[0]
        return theta

    def _thetas(self, sums: FloatArray) -> FloatArray:
        """Place texts by sums (n_texts, 2) of their words' betas, and of words."""
        theta = np.full((len(sums), 1), np.nan)
        used = sums[:, 1] > 0
        if not used.any():
            return theta
        now = self.estimates
        found, _, _ = solve_slopes(
            exponential_sum(points=now.beta, log_weights=now.psi),
            sums=sums[used, 0],
            weights=sums[used, 1],
            precision=max(self.fit.theta_precision, _LEAST_PRECISION),
            start=np.zeros(int(used.sum())),
        )
        theta[used, 0] = (found - self.fit.centre) / self.fit.spread
        return theta

    def _placed(
        self, known: DocumentFeatureMatrix, used: np.ndarray
    ) -> tuple[FloatArray, FloatArray]:
        """Fit alpha and theta of new cases: theta and its standard error."""
        start = Parameters(
            alpha=np.zeros(len(used)),
            theta=np.zeros(len(used)),
            psi=self.estimates.psi,
            beta=self.estimates.beta,
        )
        precision = self.fit.theta_precision
        counts = word_counts(known.matrix[used])
        step = update_cases(counts, start, precision=precision)
        placed = self.fit.placed(step.parameters)
        _, error = case_errors(placed, precision=precision)
        return placed.theta, error * self.inflation


_FORMULA = "formula"
_LEAST_PRECISION = 1e-12
