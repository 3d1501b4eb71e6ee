"""Wordscores: positions from the words of reference texts with known positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from hustings.errors import InvalidOptionError, UnusableReferencesError
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_positions import METHOD, WordEstimates, place_cases
from hustings.scaling.word_statistics import WordStatistic, mean_of_words
from hustings.scaling.wordscores_rescaling import (
    RESCALINGS,
    UNSCALED,
    Batch,
    Rescale,
    Rescaling,
    Texts,
    widened,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

NAME = "wordscores"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordscoresResult(ScaleResult):
    """Positions of texts by Wordscores, and the scores of the words.

    Attributes
    ----------
    features : tuple of str
        The words that any reference text has.
    scores : array of shape (n_features,)
        The score of each word.
    pulls : array of shape (n_features,)
        How far each word moves the mean reference text from the mean reference
        score: its mean share times its score's distance from that mean.
    rescaling : Rescaling
        What was done to raw scores.
    n_words : int
        Words of the matrix, those without a score included.
    """

    features: tuple[str, ...] = ()
    scores: FloatArray = field(default_factory=lambda: np.zeros(0))
    pulls: FloatArray = field(default_factory=lambda: np.zeros(0))
    rescaling: Rescaling = UNSCALED
    n_words: int = 0

    @property
    def report(self) -> dict[str, object]:
        """What was done, and on how many words it rests."""
        return {
            "rescale": self.parameters["rescale"],
            "batch": self.parameters["batch"],
            "is_rescaled": self.rescaling != UNSCALED,
            "multiplier": self.rescaling.multiplier,
            "shift": self.rescaling.shift,
            "n_scored_words": len(self.features),
            "n_words": self.n_words,
        }

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word (word, score, pull), those that pull most first."""
        order = np.argsort(-np.abs(self.pulls), kind="stable").tolist()
        return [
            {
                "word": self.features[j],
                "score": float(self.scores[j]),
                "pull": float(self.pulls[j]),
            }
            for j in order
        ]

    def statistic(self) -> WordStatistic:
        """Give how a text is placed: the mean score of its words, rescaled."""
        columns, outcomes = mean_of_words(
            self.scores,
            multiplier=self.rescaling.multiplier,
            shift=self.rescaling.shift,
        )
        given: Any = self.parameters
        ends = given["references"].values()
        is_raw = self.rescaling == UNSCALED
        return WordStatistic(
            features=self.features,
            columns=columns,
            outcomes=outcomes,
            span=(min(ends), max(ends)) if is_raw else (-inf, inf),
        )

    def learn_again(self, matrix: DocumentFeatureMatrix) -> FloatArray:
        """Place all cases by word scores from other counts of the same texts."""
        given: Any = self.parameters
        rows, ends = _check_references(matrix, given["references"])
        scored, scores, _ = _word_scores(matrix, rows, ends)
        texts = _raw(scored, scores)
        if self.rescaling == UNSCALED:
            return texts.raw[:, None]
        within = _batch(matrix.n_cases, rows, given["batch"])
        found, undefined = RESCALINGS[given["rescale"]](texts, rows, ends, within)
        places = np.nan if undefined else found.multiplier * texts.raw + found.shift
        return np.broadcast_to(places, texts.raw.shape)[:, None]

    def place(
        self, matrix: DocumentFeatureMatrix, *, confidence: float = 0.95
    ) -> ScaleResult:
        """Place other texts by the same word scores and the same rescaling.

        Raises
        ------
        InvalidOptionError
            If `confidence` does not lie between 0 and 1.
        """
        known = matrix.select(self.features)
        found = _estimates(
            known.cases,
            _raw(known, self.scores),
            self.rescaling,
            np.arange(known.n_cases),
        )
        positions, problems = place_cases(found, confidence=confidence)
        return ScaleResult(
            scale=NAME,
            positions=positions,
            method=METHOD,
            parameters={**self.parameters, "confidence": confidence},
            problems=problems,
        )


def wordscores(
    matrix: DocumentFeatureMatrix,
    references: Mapping[str, float],
    *,
    rescale: Rescale = "none",
    batch: Batch = "virgin",
    confidence: float = 0.95,
) -> WordscoresResult:
    r"""Compute positions from the words of reference texts with known positions.

    .. math::
        P_{wr} = \frac{F_{wr}}{\sum_r F_{wr}}, \qquad S_w = \sum_r P_{wr} A_r, \qquad
        S_v = \sum_w F_{wv} S_w, \qquad
        \mathrm{SE}(S_v) = \sqrt{\frac{\sum_w F_{wv} (S_w - S_v)^2}{N_v}}

    :math:`F` are shares of a text's tokens, those of a text :math:`v` among the
    :math:`N_v` tokens that have a score; :math:`A_r` is the score of a reference.

    Raw scores crowd in the middle, because texts share most of their words. Two ways of
    rescaling stretch them, both of the form :math:`m S_v + c`, so that the standard
    error is :math:`|m|\,\mathrm{SE}(S_v)`:

    * ``lbg``: :math:`m = \mathrm{SD}(A_r) / \mathrm{SD}(S_v)`, around the mean of the
      :math:`S_v`. **It depends on which texts are placed together**: leave one out and
      all others move.
    * ``mv``: :math:`m = (A_2 - A_1) / (S_2 - S_1)` with the lowest and the highest
      reference, so that both come out at their own scores. It depends on these two.

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
        References and the texts to be placed (the *virgin* texts).
    references : mapping from case to score
        At least two, not all of the same score. References that tie for the lowest
        or the highest score count with the mean of their raw scores.
    rescale : {"none", "lbg", "mv"}, default="none"
    batch : {"virgin", "all"}, default="virgin"
        The texts whose mean and spread ``lbg`` takes: those without a reference score,
        as in the paper, or all. A single virgin text has no spread: all texts are
        taken then, and a `Problem` says so.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    WordscoresResult
        A position for every case, references included, except where ``lbg`` knows
        nothing of them (``batch="virgin"``). ``raw`` lies between the lowest and the
        highest reference score. ``n_units`` is :math:`N_v`. A text
        without a scored word gets no position, and a `Problem` says so. Where
        rescaling is undefined (texts that do not differ), positions are raw, and a
        `Problem` says so.

    Raises
    ------
    UnknownCaseError
        If a reference is not in the matrix.
    UnusableReferencesError
        If there are fewer than two references, a score is missing, all scores are
        equal, or a reference has no word.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    The standard error is that of a mean of words drawn one by one. It holds neither
    error in the reference scores nor the choice of the references.

    References
    ----------
    Laver, M., Benoit, K., & Garry, J. (2003). Extracting policy positions from
    political texts using words as data. American Political Science Review, 97(2),
    311-331. https://doi.org/10.1017/S0003055403000698

    Martin, L. W., & Vanberg, G. (2008). A robust transformation procedure for
    interpreting political text. Political Analysis, 16(1), 93-100.
    https://doi.org/10.1093/pan/mpm010

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [
    ...     {"case": "Harbour", "trams": 9, "roads": 1, "parks": 5},
    ...     {"case": "Orchard", "trams": 1, "roads": 9, "parks": 5},
    ...     {"case": "Quay", "trams": 6, "roads": 4, "parks": 2},
    ... ]
    >>> result = wordscores(
    ...     DocumentFeatureMatrix.from_rows(rows), {"Harbour": -1, "Orchard": 1}
    ... )
    >>> print(result.summary().splitlines()[2])
    Quay: wordscores -0.13 [-0.54, 0.27] (12 tokens)
    """
    _check_options(rescale, batch)
    rows, given = _check_references(matrix, references)
    scored, scores, pulls = _word_scores(matrix, rows, given)
    texts = _raw(scored, scores)
    virgin = _batch(matrix.n_cases, rows, "virgin")
    lone = rescale == "lbg" and np.isfinite(texts.raw[virgin]).sum() < 2
    taken: Batch = "all" if lone else batch
    within = _batch(matrix.n_cases, rows, taken)
    rescaling, problems = RESCALINGS[rescale](texts, rows, given, within)
    placed = within if rescale == "lbg" else np.arange(matrix.n_cases)
    found = _estimates(matrix.cases, texts, rescaling, placed)
    positions, unplaced = place_cases(found, confidence=confidence)
    return WordscoresResult(
        scale=NAME,
        positions=positions,
        method=METHOD,
        parameters={
            "rescale": rescale,
            "batch": taken,
            "confidence": confidence,
            "references": dict(references),
        },
        problems=(*widened(batch, taken), *problems, *unplaced),
        features=scored.features,
        scores=scores,
        pulls=pulls,
        rescaling=rescaling,
        n_words=matrix.n_features,
    )


def _batch(n_cases: int, rows: NDArray[np.int64], batch: Batch) -> NDArray[np.int64]:
    """Give the places of all texts, or of those without a reference score."""
    everything = np.arange(n_cases)
    return everything if batch == "all" else np.delete(everything, rows)


def _check_options(rescale: str, batch: str) -> None:
    """Raise unless the options are known ones."""
    for option, value, known in (
        ("rescale", rescale, get_args(Rescale)),
        ("batch", batch, get_args(Batch)),
    ):
        if value not in known:
            raise InvalidOptionError(
                option=option, value=value, advice=f"Choose {' or '.join(known)}."
            )


def _check_references(
    matrix: DocumentFeatureMatrix, references: Mapping[str, float]
) -> tuple[NDArray[np.int64], FloatArray]:
    """Give the references' rows and scores."""
    for case, score in references.items():
        if score is None or not np.isfinite(score):
            raise UnusableReferencesError(
                reason=f"The reference text {case!r} has no score.",
                advice="Give it a number, or take it off the references.",
            )
    rows = matrix.rows_of(references)
    given = np.array([references[matrix.cases[i]] for i in rows.tolist()], float)
    if len(given) < 2 or np.ptp(given) == 0:
        few = f"There are {len(given)} reference texts."
        raise UnusableReferencesError(
            reason=few
            if len(given) < 2
            else "All reference texts have the same score.",
            advice="Name at least two texts with different scores.",
        )
    for i in rows[matrix.case_totals()[rows] == 0].tolist():
        raise UnusableReferencesError(
            reason=f"The reference text {matrix.cases[i]!r} has no words.",
            advice="Look at its text, trim less, or take it off the references.",
        )
    return rows, given


def _word_scores(
    matrix: DocumentFeatureMatrix, rows: NDArray[np.int64], given: FloatArray
) -> tuple[DocumentFeatureMatrix, FloatArray, FloatArray]:
    """Keep the words that references have, and give their scores and pulls."""
    texts = matrix.matrix[rows]
    shares = texts.multiply(1 / texts.sum(axis=1)[:, None]).tocsr()
    # Scores are taken from their mean first: sums of small numbers lose fewer digits.
    middle = float(given.mean())
    totals = np.asarray(shares.sum(axis=0))
    kept = np.flatnonzero(totals > 0)
    apart = (shares.T @ (given - middle))[kept] / totals[kept]
    return matrix.columns(kept), apart + middle, apart * totals[kept] / len(given)


def _raw(scored: DocumentFeatureMatrix, scores: FloatArray) -> Texts:
    """Score texts by their words, where they have any."""
    n_tokens = scored.case_totals()
    middle = float(scores.mean())
    apart = scores - middle
    with np.errstate(invalid="ignore"):  # a text without a scored word: 0 / 0
        means = scored.matrix @ apart / n_tokens
        squares = scored.matrix @ apart**2 / n_tokens
    variances = squares - means**2
    # What rounding leaves of a variance that is 0.
    variances[variances < 1e-12 * squares] = 0
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(variances / n_tokens)
    return Texts(raw=means + middle, standard_errors=errors, n_tokens=n_tokens)


def _estimates(
    cases: Sequence[str],
    texts: Texts,
    rescaling: Rescaling,
    placed: NDArray[np.int64],
) -> WordEstimates:
    """Rescale raw scores: their errors grow by the multiplier and move nowhere."""
    raw = texts.raw[placed]
    return WordEstimates(
        scale=NAME,
        cases=[cases[i] for i in placed.tolist()],
        estimates=rescaling.multiplier * raw + rescaling.shift,
        standard_errors=abs(rescaling.multiplier) * texts.standard_errors[placed],
        n_tokens=texts.n_tokens[placed],
        raw=raw,
    )
