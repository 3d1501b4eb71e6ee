"""Training a cutter on units that people have cut.

The documents' units, joined by spaces, are a text whose boundaries are known. Gaps
inside its sentences are the cases of a logistic regression with an L2 penalty; where a
cutter is given to start from, its log-odds are one more variable, so that few documents
move it a little and many move it far. How well it cuts is measured on others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy.sparse import csr_matrix

from hustings.errors import TooFewUnitsError
from hustings.ingest.units.cutter_cases import find_openers, fold_cases, gather_cases
from hustings.ingest.units.cutting import (
    FEATURES,
    WORD_FEATURES,
    Cutter,
    LanguageCutter,
    score_candidates,
)
from hustings.ingest.units.unit_lengths import fit_length, mean_length
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.units.cutter_cases import Cases, Example, Key, Lists

T = TypeVar("T")

FEWEST_CUTS = 20
"""Cuts inside sentences below which nothing can be learned."""
_FEWEST_SEEN = 2
_BOTH = 2  # answers, without which there is nothing to tell apart
_FEWEST_DOCUMENTS = 3
_EVEN = 0.5
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """How a cutter is trained.

    Attributes
    ----------
    strength : float
        Inverse of the penalty on weights; the smaller, the smoother.
    threshold : float or None
        The probability from which a gap is cut; None for half the F1 reached on
        documents left out, which makes F1 highest where probabilities are true.
    uses_words : bool
        Whether single words get weights, beside their classes.
    fits_length : bool
        Whether documents are cut towards the mean length of the units seen, where that
        does better on documents left out; it takes three documents to tell.
    """

    strength: float = 0.03
    threshold: float | None = None
    uses_words: bool = True
    fits_length: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """How boundaries of documents left out were found.

    Attributes
    ----------
    code : str
        ``"boundary"`` for all, ``"inside sentence"`` for those that no sentence's end
        gives away.
    n : int
        Boundaries that the coders made.
    """

    code: str
    precision: float | None
    recall: float | None
    f1: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedCutter:
    """A cutter and what came of measuring it on documents left out."""

    cutter: Cutter
    validation: tuple[Validation, ...]
    problems: tuple[Problem, ...] = ()


def train_cutter(
    examples: Sequence[Example],
    *,
    start: Cutter | None = None,
    lists: Mapping[str, Lists] | None = None,
    name: str = "own units",
    options: TrainingOptions | None = None,
) -> TrainedCutter:
    """Train a cutter for every language of the examples.

    Parameters
    ----------
    start : Cutter, optional
        What is known already: its lists of words, its weights, and its languages that
        no example has.
    lists : mapping of str to lists, optional
        Words and endings by language, for a start from nothing.

    Raises
    ------
    TooFewUnitsError
        If a language has fewer than 20 cuts inside sentences.
    """
    chosen = options or TrainingOptions()
    languages = dict(start.languages) if start else {}
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for language in sorted({example.language for example in examples}):
        own = [example for example in examples if example.language == language]
        before = languages.get(language)
        words = before.lists if before else (lists or {}).get(language)
        if words is None:
            words = find_openers(own, language)
        cases = [
            gather_cases(example, words, uses_words=chosen.uses_words)
            for example in own
        ]
        _require_cuts(language, cases)
        languages[language], found = _train_language(cases, words, before, chosen)
        counts.update(found)
        if len(own) == 1:
            problems.append(_single(language))
    cutter = Cutter(name=name, languages=languages)
    return TrainedCutter(
        cutter=cutter, validation=_validation(counts), problems=tuple(problems)
    )


def _single(language: str) -> Problem:
    return Problem(
        kind="one document",
        message=f"Language {language!r} has one document: it was measured on fifths of "
        "it, which says little of other documents.",
    )


def _require_cuts(language: str, cases: Sequence[Cases]) -> None:
    n_cuts = sum(int(one.answer.sum()) for one in cases)
    if n_cuts < FEWEST_CUTS:
        raise TooFewUnitsError(language=language, n_cuts=n_cuts, fewest=FEWEST_CUTS)


def _train_language(
    cases: Sequence[Cases],
    lists: Lists,
    before: LanguageCutter | None,
    options: TrainingOptions,
) -> tuple[LanguageCutter, Counter[str]]:
    """Train on all documents, and measure with each left out in turn."""
    folds = fold_cases(cases)
    left_out = [
        score_candidates(
            folds[i].tokens,
            folds[i].candidates,
            _fit(
                [one for j, one in enumerate(folds) if j != i], lists, before, options
            ),
        )
        for i in range(len(folds))
    ]
    plain = _measure(folds, left_out, options)
    fitted = _measure_fitted(cases, left_out, options)
    is_better = fitted is not None and fitted.f1 > plain.f1
    chosen = fitted if fitted is not None and is_better else plain
    cutter = replace(
        _fit(cases, lists, before, options),
        threshold=chosen.threshold,
        unit_words=round(_mean_length(cases), 1) if is_better else None,
    )
    return cutter, chosen.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What was found in documents left out, with one threshold for all."""

    threshold: float
    counts: Counter[str]

    @property
    def f1(self) -> float:
        return _f1(self.counts, "boundary") or 0.0


def _measure_fitted(
    cases: Sequence[Cases],
    left_out: Sequence[NDArray[np.float64]],
    options: TrainingOptions,
) -> _Measured | None:
    """Measure cutting towards the length of the other documents' units."""
    if not options.fits_length or len(cases) < _FEWEST_DOCUMENTS:
        return None
    fitted = [
        fit_length(found, one.tokens, _mean_length(cases, without=one))
        for one, found in zip(cases, left_out, strict=True)
    ]
    return _measure(cases, fitted, options)


def _measure(
    folds: Sequence[Cases],
    left_out: Sequence[NDArray[np.float64]],
    options: TrainingOptions,
) -> _Measured:
    """Choose the threshold, and count the boundaries found with it."""
    threshold = options.threshold or _best_threshold(folds, left_out)
    counts: Counter[str] = Counter()
    for one, probabilities in zip(folds, left_out, strict=True):
        counts.update(_compare(one, probabilities >= threshold))
    return _Measured(threshold=threshold, counts=counts)


def _mean_length(cases: Sequence[Cases], *, without: Cases | None = None) -> float:
    """Average over documents the mean length of their units."""
    return fmean(
        mean_length(one.tokens, len(one.gold) + 1)
        for one in cases
        if one is not without
    )


def _fit(
    cases: Sequence[Cases],
    lists: Lists,
    before: LanguageCutter | None,
    options: TrainingOptions,
) -> LanguageCutter:
    """Fit the weights to some documents, and add those of the cutter before."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # slow

    answer = np.concatenate([one.answer for one in cases])
    if len(np.unique(answer)) < _BOTH:
        return before or _language_cutter(lists, {}, _even_odds(answer), None, 0.0)
    known = _known_keys(cases)
    index = {key: i for i, key in enumerate(known)}
    matrix = _matrix(cases, index, before)
    # A solver without chance in it: the same units give the same weights.
    model = LogisticRegression(
        C=options.strength, solver="liblinear", intercept_scaling=10.0, tol=1e-5
    )
    model.fit(matrix, answer)
    weights = model.coef_[0]
    share = float(weights[-1]) if before else 0.0
    learned = dict(zip(known, weights.tolist(), strict=False))
    return _language_cutter(lists, learned, float(model.intercept_[0]), before, share)


def _even_odds(answer: NDArray[np.int64]) -> float:
    """Give the log-odds of a cut where all gaps were cut, or none was."""
    return float(np.log((answer.sum() + 0.5) / ((1 - answer).sum() + 0.5)))


def _known_keys(cases: Sequence[Cases]) -> list[Key]:
    """List, in one order, the features seen often enough."""
    counts = Counter(key for one in cases for row in one.keys for key in row)
    return sorted(
        (key for key, n in counts.items() if n >= _FEWEST_SEEN),
        key=lambda key: (key[0], str(key[1])),
    )


def _matrix(
    cases: Sequence[Cases],
    index: Mapping[Key, int],
    before: LanguageCutter | None,
) -> csr_matrix:
    """Write candidates as rows of ones, and the log-odds of the cutter before last."""
    rows = [row for one in cases for row in one.keys]
    places = [[index[key] for key in row if key in index] for row in rows]
    ends = list(accumulate(map(len, places), initial=0))
    columns = [place for row in places for place in row]
    matrix = csr_matrix(
        (np.ones(len(columns)), columns, ends), shape=(len(rows), len(index) + 1)
    )
    if before is None:
        return matrix
    prior = np.concatenate([_log_odds(one, before) for one in cases])
    last = csr_matrix(
        (prior, (np.arange(len(rows)), np.full(len(rows), len(index)))),
        shape=matrix.shape,
    )
    return csr_matrix(matrix + last)


def _log_odds(one: Cases, before: LanguageCutter) -> NDArray[np.float64]:
    probability = score_candidates(one.tokens, one.candidates, before)
    odds: NDArray[np.float64] = np.log(probability / (1.0 - probability))
    return odds


def _language_cutter(
    lists: Lists,
    learned: Mapping[Key, float],
    bias: float,
    before: LanguageCutter | None,
    share: float,
) -> LanguageCutter:
    """Add weights learned to a share of those before: both weigh the same terms."""
    n = len(FEATURES)
    features: list[dict[int, float]] = [{} for _ in FEATURES]
    words: list[dict[str, float]] = [{} for _ in WORD_FEATURES]
    if before is not None:
        bias += share * before.bias
        for own, old in zip(features, before.weights, strict=True):
            own.update({value: share * weight for value, weight in old.items()})
        for own_words, old_words in zip(words, before.word_weights, strict=True):
            own_words.update({w: share * weight for w, weight in old_words.items()})
    for (feature, value), weight in learned.items():
        if isinstance(value, str):
            words[feature - n][value] = words[feature - n].get(value, 0.0) + weight
        else:
            features[feature][value] = features[feature].get(value, 0.0) + weight
    return LanguageCutter(
        lists=lists,
        bias=round(bias, _DIGITS),
        threshold=0.5,
        weights=[_rounded(weights) for weights in features],
        word_weights=[_rounded(weights) for weights in words],
    )


def _rounded(weights: Mapping[T, float]) -> dict[T, float]:
    """Round weights, and leave out those that are nothing."""
    rounded = {value: round(weight, _DIGITS) for value, weight in weights.items()}
    return {value: weight for value, weight in rounded.items() if weight}


def _best_threshold(
    folds: Sequence[Cases], left_out: Sequence[NDArray[np.float64]]
) -> float:
    """Give half the F1 that is reached, where true probabilities give the highest.

    Lipton, Elkan and Naryanaswamy (2014). https://doi.org/10.1007/978-3-662-44851-9_15
    """
    counts: Counter[str] = Counter()
    for one, probabilities in zip(folds, left_out, strict=True):
        counts.update(_compare(one, probabilities >= _EVEN))
    return round((_f1(counts, "boundary") or 1.0) / 2, 2)


def _compare(one: Cases, is_cut: NDArray[np.bool_]) -> Counter[str]:
    """Count the boundaries found, made and right, all and inside sentences."""
    inside = set(one.place[is_cut].tolist()) - one.ends
    gold_inside = one.gold - one.ends
    found = inside | one.ends
    return Counter(
        {
            "boundary found": len(found),
            "boundary made": len(one.gold),
            "boundary right": len(found & one.gold),
            "inside sentence found": len(inside),
            "inside sentence made": len(gold_inside),
            "inside sentence right": len(inside & gold_inside),
        }
    )


def _f1(counts: Mapping[str, int], code: str) -> float | None:
    n = counts.get(f"{code} found", 0) + counts.get(f"{code} made", 0)
    return 2 * counts.get(f"{code} right", 0) / n if n else None


def _validation(counts: Mapping[str, int]) -> tuple[Validation, ...]:
    """Turn counts over all documents into precision, recall and F1."""
    return tuple(
        Validation(
            code=code,
            precision=_share(counts[f"{code} right"], counts[f"{code} found"]),
            recall=_share(counts[f"{code} right"], counts[f"{code} made"]),
            f1=_f1(counts, code),
            n=counts[f"{code} made"],
        )
        for code in ("boundary", "inside sentence")
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
