"""Latent semantic scaling: positions from seed words and the words near them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.model.document import Problem
from hustings.scaling.polarities import seed_weights, word_polarities, word_vectors
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_positions import METHOD, WordEstimates, place_cases
from hustings.scaling.word_statistics import WordStatistic, mean_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.results import Position
    from hustings.words.matrices import DocumentFeatureMatrix

NAME = "lss"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LatentSemanticResult(ScaleResult):
    """Positions of texts by latent semantic scaling, and the polarity of the words.

    Attributes
    ----------
    features : tuple of str
        The words that have a polarity.
    polarities : array of shape (n_features,)
        Where each word stands between the seeds' poles.
    pulls : array of shape (n_features,)
        The word's share of all words, times its polarity's distance from the mean.
    seeds : mapping from word to weight
        The words that the seed patterns matched; each side adds up to 1 or -1.
    n_dimensions : int
        Singular vectors that were used.
    middle, stretch : float
        Positions are ``(raw - middle) / stretch``.
    """

    features: tuple[str, ...] = ()
    polarities: FloatArray = field(default_factory=lambda: np.zeros(0))
    pulls: FloatArray = field(default_factory=lambda: np.zeros(0))
    seeds: Mapping[str, float] = field(default_factory=dict)
    n_dimensions: int = 0
    middle: float = 0.0
    stretch: float = 1.0

    @property
    def report(self) -> dict[str, object]:
        """What the polarities rest on."""
        return {
            "n_dimensions": self.n_dimensions,
            "n_words": len(self.features),
            "seeds": dict(self.seeds),
            "middle": self.middle,
            "stretch": self.stretch,
        }

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word (word, score, pull, is_seed), those that pull most first."""
        order = np.argsort(-np.abs(self.pulls), kind="stable").tolist()
        return [
            {
                "word": self.features[j],
                "score": float(self.polarities[j]),
                "pull": float(self.pulls[j]),
                "is_seed": self.features[j] in self.seeds,
            }
            for j in order
        ]

    def summary(self) -> str:
        """Return a line a case for a person to read; polarities are small numbers."""
        return "\n".join(_line(position) for position in self.positions)

    def statistic(self) -> WordStatistic:
        """Give how a text is placed: the mean polarity of its words, standardised."""
        columns, outcomes = mean_of_words(
            self.polarities,
            multiplier=1 / self.stretch,
            shift=-self.middle / self.stretch,
        )
        return WordStatistic(features=self.features, columns=columns, outcomes=outcomes)

    def place(
        self, matrix: DocumentFeatureMatrix, *, confidence: float = 0.95
    ) -> ScaleResult:
        """Place other texts by the same polarities, on the same scale.

        Raises
        ------
        InvalidOptionError
            If `confidence` does not lie between 0 and 1.
        """
        found = _means(
            matrix, dict(zip(self.features, self.polarities.tolist(), strict=True))
        )
        return _result(found, self.middle, self.stretch, confidence)


def latent_semantic(
    matrix: DocumentFeatureMatrix,
    seeds: Mapping[str, float],
    *,
    sentences: DocumentFeatureMatrix | None = None,
    n_dimensions: int = 300,
    standardise: bool = False,
    confidence: float = 0.95,
) -> LatentSemanticResult:
    r"""Compute positions from a few seed words and the words that go with them.

    .. math::
        \beta_w = \sum_s \omega_s \cos(v_w, v_s), \qquad
        \hat\theta_i = \frac{1}{n_i} \sum_w f_{iw} \beta_w, \qquad
        \mathrm{SE}(\hat\theta_i) = \frac{\mathrm{SD}_i(\beta)}{\sqrt{n_i}}

    :math:`v_w` are the rows of the first :math:`k` right singular vectors of the counts
    by sentence, :math:`\omega_s` the weights of the seeds (see `seed_weights`),
    :math:`n_i` the tokens of the text that have a polarity, and :math:`\mathrm{SD}_i`
    the spread of their polarities.

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
        The texts to be placed.
    seeds : mapping from pattern to weight
        Above 0 for the high pole, below 0 for the low. ``*`` stands for any letters,
        ``?`` for one.
    sentences : DocumentFeatureMatrix, optional
        Counts by sentence, from which polarities are learned; the more, the better.
        Without it they are learned from `matrix`.
    n_dimensions : int, default=300
        :math:`k`. At most the number of sentences and half the number of words are
        used, for with as many dimensions as words no word is like another; a
        `Problem` says so.
    standardise : bool, default=False
        Give the positions the mean 0 and the standard deviation 1 over these texts.
        ``raw`` holds the position before.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    LatentSemanticResult
        Before standardising, from -2 to 2, and 0 where neither pole is nearer. A text
        without a word that has a polarity gets no position, and a `Problem` says so.
        A seed that matches nothing is left out, and a `Problem` says so.

    Raises
    ------
    UnusableSeedsError
        If no seed matches a word, a weight is 0 or no number, or all words are
        equally near to both poles.
    InvalidCountsError
        If the sentences hold no word.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    The standard error holds the spread of the words of the text alone: neither the
    choice of the seeds nor the error of the polarities. Which words go together is
    learned from the texts at hand, so that positions from different corpora are not on
    one scale; use `LatentSemanticResult.place`.

    References
    ----------
    Watanabe, K. (2021). Latent semantic scaling: a semisupervised text analysis
    technique for new domains and languages. Communication Methods and Measures, 15(2),
    81-102. https://doi.org/10.1080/19312458.2020.1832976

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> words = ["case", "good", "trams", "bad", "roads", "parks"]
    >>> counts = [["Harbour", 2, 3, 0, 0, 1], ["Orchard", 0, 0, 2, 3, 1]]
    >>> counts += [["Quay", 0, 2, 0, 1, 1]]
    >>> rows = [dict(zip(words, row, strict=True)) for row in counts]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> result = latent_semantic(matrix, {"good": 1, "bad": -1}, n_dimensions=2)
    >>> [round(position.position, 2) for position in result.positions]
    [1.0, -1.01, 0.28]
    """
    learned = matrix if sentences is None else sentences
    weights, problems = seed_weights(seeds, learned.features)
    vectors, fewer = word_vectors(learned, n_dimensions)
    polarities = word_polarities(vectors, learned.features, weights)
    found = _means(matrix, polarities)
    middle, stretch, alike = _standard(found) if standardise else (0.0, 1.0, ())
    placed = _result(found, middle, stretch, confidence)
    features = tuple(polarities)
    values = np.array(list(polarities.values()))
    return LatentSemanticResult(
        scale=NAME,
        positions=placed.positions,
        method=METHOD,
        parameters={
            "seeds": dict(seeds),
            "n_dimensions": n_dimensions,
            "standardise": standardise,
            "confidence": confidence,
        },
        problems=(*problems, *fewer, *alike, *placed.problems),
        features=features,
        polarities=values,
        pulls=_pulls(matrix.select(features).feature_totals(), values),
        seeds=weights,
        n_dimensions=vectors.shape[1],
        middle=middle,
        stretch=stretch,
    )


def place_by_polarity(
    matrix: DocumentFeatureMatrix,
    polarities: Mapping[str, float],
    *,
    confidence: float = 0.95,
) -> ScaleResult:
    r"""Place texts at the mean polarity of their words.

    .. math:: \hat\theta_i = \frac{1}{n_i} \sum_w f_{iw} \beta_w, \qquad
        \mathrm{SE}(\hat\theta_i) = \sqrt{\frac{1}{n_i^2} \sum_w f_{iw}
        (\beta_w - \hat\theta_i)^2}

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
    polarities : mapping from word to polarity
        Words that are not named count into nothing, not even into :math:`n_i`.

    Returns
    -------
    ScaleResult
        From the lowest to the highest polarity. A text without a word that has one
        gets no position, and one whose words have all the same gets no interval; a
        `Problem` says so.

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [{"case": "Harbour", "a": 2, "b": 1, "c": 2, "d": 1, "e": 1}]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> result = place_by_polarity(matrix, {"a": 0.1, "b": 0.1, "c": 0.3})
    >>> f"{result.positions[0].standard_error:.7f}", result.positions[0].n_units
    ('0.0438178', 5)
    """
    return _result(_means(matrix, polarities), 0.0, 1.0, confidence)


def _means(
    matrix: DocumentFeatureMatrix, polarities: Mapping[str, float]
) -> WordEstimates:
    """Average the polarities of each text's words."""
    known = matrix.select(polarities)
    beta = np.array(list(polarities.values()), float)
    n_tokens = known.case_totals()
    middle = float(beta.mean()) if len(beta) else 0.0
    with np.errstate(invalid="ignore"):  # a text without a known word: 0 / 0
        means = known.matrix @ (beta - middle) / n_tokens
        squares = known.matrix @ (beta - middle) ** 2 / n_tokens
        variances = squares - means**2
        # What rounding leaves of a variance that is 0.
        variances[variances < 1e-12 * squares] = 0
        errors = np.sqrt(variances / n_tokens)
    return WordEstimates(
        scale=NAME,
        cases=known.cases,
        estimates=means + middle,
        standard_errors=errors,
        n_tokens=n_tokens,
    )


def _standard(found: WordEstimates) -> tuple[float, float, tuple[Problem, ...]]:
    """Give mean and standard deviation of the positions, if they differ."""
    placed = found.estimates[np.isfinite(found.estimates)]
    if len(placed) > 1 and (spread := float(placed.std(ddof=1))) > 1e-12:
        return float(placed.mean()), spread, ()
    problem = Problem(
        kind="not standardised",
        message="Standardising needs at least two texts that differ. Positions are "
        "mean polarities.",
    )
    return 0.0, 1.0, (problem,)


def _result(
    found: WordEstimates, middle: float, stretch: float, confidence: float
) -> ScaleResult:
    """Standardise estimates and make positions of them."""
    is_plain = (middle, stretch) == (0.0, 1.0)
    standard = replace(
        found,
        estimates=(found.estimates - middle) / stretch,
        standard_errors=found.standard_errors / stretch,
        raw=None if is_plain else found.estimates,
    )
    positions, problems = place_cases(standard, confidence=confidence)
    return ScaleResult(
        scale=NAME,
        positions=positions,
        method=METHOD,
        parameters={"confidence": confidence},
        problems=problems,
    )


def _line(position: Position) -> str:
    """Put case, position and interval on one line."""
    interval = (
        ""
        if position.low is None or position.high is None
        else f" [{position.low:.4f}, {position.high:.4f}]"
    )
    where = f"{position.case}: {position.scale} {position.position:.4f}"
    return f"{where}{interval} ({position.n_units} tokens)"


def _pulls(totals: FloatArray, values: FloatArray) -> FloatArray:
    """Give each word's share of all words, times its distance from their mean."""
    if not totals.any():
        return np.zeros_like(values)
    shares = totals / totals.sum()
    pulls: FloatArray = shares * (values - shares @ values)
    return pulls
