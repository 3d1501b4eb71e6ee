"""What scales from words are given: read, checked, and put into a run's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import MissingInputError
from hustings.scaling.references import (
    classes_from_rows,
    scores_from_rows,
    weights_from_rows,
)
from hustings.scaling.word_catalogue import WORD_SCALES, WordInputs, scale_words
from hustings.workflow.scaling_named import read_options, refuse_useless_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.scaling.word_catalogue import FromWords, WordInput
    from hustings.words.matrices import DocumentFeatureMatrix
    from hustings.workflow.scale_questions import ScaleQuestion

_MISSING: Mapping[WordInput, tuple[str, str]] = {
    "scores": (
        "reference texts with scores",
        "--references FILE with the columns case and score",
    ),
    "classes": (
        "reference texts with classes",
        "--references FILE with the columns case and class",
    ),
    "seeds": ("seed words", "--seeds FILE with the columns word and weight"),
    "target": ("the cases to look at", "--target CASE, once for each"),
}
DRAWS = 200
"""Fits of a bootstrap unless named: each is a whole model."""


def word_parameters(scale: str, question: ScaleQuestion) -> dict[str, Any]:
    """Put what a scale from words is given into plain values.

    Raises
    ------
    MissingInputError, UselessInputError
        If something is missing, or of no use.
    UnusableReferencesError, UnusableSeedsError
        If a table cannot be read.
    InvalidOptionError
        If the scale has no such option.
    """
    named = WORD_SCALES[scale]
    refuse_useless_words(scale, question)
    parameters: dict[str, Any] = {"method": scale}
    if named.needs is not None:
        parameters["needed"] = _as_pairs(_needed(scale, named.needs, question))
    for name in ("direction", "reference"):
        if name in named.takes and getattr(question, name):
            parameters[name] = list(getattr(question, name))
    parameters["options"] = read_options(scale, named.options, question.options)
    parameters["interval"] = question.interval or next(iter(named.errors), None)
    if named.errors:
        parameters["confidence"] = question.confidence
    if named.has_draws:
        parameters["n_draws"] = DRAWS if question.n_draws is None else question.n_draws
        parameters["seed"] = question.seed
    return parameters


def apply_words(
    matrix: DocumentFeatureMatrix,
    parameters: Mapping[str, Any],
    sentences: DocumentFeatureMatrix | None = None,
) -> FromWords:
    """Apply the scale that parameters of `word_parameters` describe."""
    named = WORD_SCALES[parameters["method"]]
    inputs = WordInputs(
        needed=_from_pairs(parameters.get("needed")),
        direction=parameters.get("direction"),
        reference=parameters.get("reference"),
        sentences=sentences if "sentences" in named.takes else None,
    )
    how = {
        name: parameters[name]
        for name in ("interval", "n_draws", "confidence", "seed")
        if parameters.get(name) is not None
    }
    return scale_words(named, matrix, inputs, {**parameters["options"], **how})


def _as_pairs(needed: object) -> object:
    """Turn a mapping into pairs: their order counts, and a stored one loses it."""
    return list(map(list, needed.items())) if isinstance(needed, dict) else needed


def _from_pairs(needed: Sequence[Any] | None) -> object:
    """Turn pairs back into a mapping; names of cases stay as they are."""
    if needed and isinstance(needed[0], list):
        return dict(needed)
    return needed


def report_of(result: FromWords) -> dict[str, object]:
    """Give how a computation went; one that is exact has converged, too."""
    exact = {"converged": True, "iterations": 0, "log_likelihood": None}
    is_exact = "inertias" in result.report
    return {**(exact if is_exact else {}), **result.report}


def _needed(scale: str, needs: WordInput, question: ScaleQuestion) -> object:
    """Read the input that a scale cannot do without."""
    rows = question.seeds if needs == "seeds" else question.references
    if needs == "target":
        if question.target:
            return list(question.target)
    elif rows:
        return _READ[needs](_ordered(rows, needs))
    what, option = _MISSING[needs]
    raise MissingInputError(scale=scale, what=what, option=option)


def _ordered(
    rows: Sequence[Mapping[str, object]], needs: WordInput
) -> list[Mapping[str, object]]:
    """Put the two columns first whose names say what they are, if they are there."""
    wanted = _COLUMNS[needs]
    if not set(wanted) <= set(rows[0]):
        return list(rows)
    return [{name: row.get(name) for name in wanted} for row in rows]


_COLUMNS: Mapping[WordInput, tuple[str, str]] = {
    "scores": ("case", "score"),
    "classes": ("case", "class"),
    "seeds": ("word", "weight"),
}
_READ: Mapping[WordInput, Callable[[Sequence[Mapping[str, object]]], object]] = {
    "scores": scores_from_rows,
    "classes": classes_from_rows,
    "seeds": weights_from_rows,
}
