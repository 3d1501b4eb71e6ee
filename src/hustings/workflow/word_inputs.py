"""What scales from words are given: read, checked, and put into a run's parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hustings.errors import (
    InvalidOptionError,
    MissingInputError,
    UselessInputError,
)
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import SOURCES
from hustings.scaling.references import (
    classes_from_rows,
    scores_from_rows,
    weights_from_rows,
)
from hustings.scaling.word_catalogue import (
    REFIT,
    WORD_SCALES,
    WordInputs,
    interval_options,
    scale_words,
)
from hustings.scaling.word_draws import (
    DRAWN,
    DrawnPositions,
    draw_words_again,
    without_intervals,
)
from hustings.workflow.coding_evidence import refuse_sources
from hustings.workflow.scaling_named import read_options, refuse_useless_words
from hustings.workflow.scaling_units import freedom_by_case
from hustings.workflow.section_blocks import PARAGRAPHS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.estimates.resampling import IntervalMethod
    from hustings.scaling.word_catalogue import FromWords, NamedWordScale, WordInput
    from hustings.scaling.word_draws import WordBlocks
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


def word_parameters(
    scale: str, question: ScaleQuestion, *, usual: IntervalMethod = "multinomial"
) -> dict[str, Any]:
    """Put what a scale from words is given into plain values.

    Parameters
    ----------
    usual : {"block", "multinomial"}
        What is drawn anew if sampling error is asked for.

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
    _refuse_sources_of_codings(named, question)
    interval = _interval_of(named, question, usual)
    options = read_options(scale, named.options, question.options)
    refit = bool(options.pop(REFIT, False))
    _refuse_idle(named, question, interval, refit=refit)
    parameters: dict[str, Any] = {"method": scale}
    if named.needs is not None:
        parameters["needed"] = _as_pairs(_needed(scale, named.needs, question))
    for name in ("direction", "reference"):
        if name in named.takes and getattr(question, name):
            parameters[name] = list(getattr(question, name))
    parameters |= {"options": options, "interval": interval}
    return {**parameters, **_drawing(named, question, interval, refit=refit)}


def _drawing(
    named: NamedWordScale, question: ScaleQuestion, interval: str | None, *, refit: bool
) -> dict[str, Any]:
    """Name what decides the numbers of an interval."""
    drawing: dict[str, Any] = {}
    if named.errors:
        drawing["confidence"] = question.confidence
    is_drawn = interval in DRAWN
    if named.has_draws or is_drawn:
        of_texts = named.n_refits if refit else named.n_texts
        usual = of_texts if is_drawn else DRAWS
        drawing["n_draws"] = usual if question.n_draws is None else question.n_draws
        drawing["seed"] = question.seed
    if is_drawn:
        drawing["sources"] = ["sampling"]
        drawing |= {REFIT: True} if refit else {}
        _resampling({**drawing, "interval": interval})  # raises what is out of range
    return drawing


def _refuse_sources_of_codings(named: NamedWordScale, question: ScaleQuestion) -> None:
    """Raise for errors that are of codings: nobody coded words."""
    refuse_sources(named.name, replace(question, uncertainty=()))
    for source in question.uncertainty:
        if source not in {*SOURCES, "all", "none"}:
            advice = "Of a scale from words: sampling (which is all), or none."
            raise InvalidOptionError(option="uncertainty", value=source, advice=advice)
        if not named.errors:
            what = f"--uncertainty {source}: it gives no positions"
            raise UselessInputError(scale=named.name, what=what, known=())
        if source in _OF_CODINGS:
            what = f"--uncertainty {source}: it counts words, which nobody coded or cut"
            known = ("--uncertainty sampling",)
            raise UselessInputError(scale=named.name, what=what, known=known)


_OF_CODINGS = frozenset(SOURCES) - {"sampling"}


def _interval_of(
    named: NamedWordScale, question: ScaleQuestion, usual: IntervalMethod
) -> str | None:
    """Choose how intervals are made: by draws of texts if sampling is asked for."""
    if not question.uncertainty:
        if question.interval is not None:
            interval_options(named, question.interval)  # raises for an unknown one
        return question.interval or next(iter(named.errors), None)
    if question.interval not in {None, *DRAWN}:
        what = (
            f"--interval {question.interval} beside --uncertainty, which draws texts "
            "anew"
        )
        known = ("--interval block", "--interval multinomial")
        raise UselessInputError(scale=named.name, what=what, known=known)
    return "none" if "none" in question.uncertainty else question.interval or usual


def _refuse_idle(
    named: NamedWordScale, question: ScaleQuestion, interval: str | None, *, refit: bool
) -> None:
    """Raise for options that would change nothing."""
    draws = interval in {*DRAWN, "bootstrap"}
    has_interval = interval not in {None, "none"}
    nothing_drawn = f"its interval by {interval} draws nothing"
    idle = {
        "--draws": question.n_draws is not None and not draws,
        "--seed": question.seed != 0 and not draws,
        "--confidence": question.confidence != _USUAL and not has_interval,
        "--blocks": question.blocks != PARAGRAPHS and interval != "block",
        "refit=yes": refit and interval not in DRAWN,
    }
    known = ["--uncertainty sampling"] if named.errors else []
    known += ["--interval bootstrap"] if named.has_draws else []
    for option, is_idle in idle.items():
        if is_idle:
            why = nothing_drawn if has_interval else "there is no interval"
            what = f"{option}: {why}"
            raise UselessInputError(scale=named.name, what=what, known=known)


_USUAL = 0.95


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
    is_own = parameters.get("interval") in named.errors
    of_interval = ("interval", "n_draws", "seed") if is_own else ()
    how = {
        name: parameters[name]
        for name in (*of_interval, "confidence")
        if parameters.get(name) is not None
    }
    return scale_words(named, matrix, inputs, {**parameters["options"], **how})


def draw_again(
    result: FromWords,
    matrix: DocumentFeatureMatrix,
    parameters: Mapping[str, Any],
    blocks: WordBlocks | None = None,
) -> tuple[FromWords, DrawnPositions | None]:
    """Draw texts anew if parameters say so: the result with intervals, and the draws.

    Parameters
    ----------
    blocks : WordBlocks, optional
        Of the texts of `matrix`, with its features.
    """
    found: Any = result
    if parameters["interval"] == "none":
        return _without_intervals(found), None
    if parameters["interval"] not in DRAWN:
        return result, None
    refit = bool(parameters.get(REFIT))
    how = _resampling(parameters)
    drawn = draw_words_again(found, matrix, how, blocks, refit=refit)
    return (
        replace(
            found,
            positions=drawn.positions,
            problems=drawn.problems,
            method=parameters["interval"],
        ),
        drawn,
    )


def _without_intervals(found: Any) -> FromWords:  # noqa: ANN401  # any scale's result
    """Take the intervals off a result, and what is said of those that are missing."""
    problems = tuple(one for one in found.problems if one.kind != "no interval")
    bare: FromWords = replace(
        found,
        positions=without_intervals(found.positions),
        problems=problems,
        method="none",
    )
    return bare


def _resampling(parameters: Mapping[str, Any]) -> Resampling:
    """Read how texts are drawn."""
    names = ("interval", "n_draws", "confidence", "seed")
    return Resampling(**{name: parameters[name] for name in names})


def _as_pairs(needed: object) -> object:
    """Turn a mapping into pairs: their order counts, and a stored one loses it."""
    return list(map(list, needed.items())) if isinstance(needed, dict) else needed


def _from_pairs(needed: Sequence[Any] | None) -> object:
    """Turn pairs back into a mapping; names of cases stay as they are."""
    if needed and isinstance(needed[0], list):
        return dict(needed)
    return needed


def report_of(
    result: FromWords, drawn: DrawnPositions | None = None
) -> dict[str, object]:
    """Give how a computation went; one that is exact has converged, too."""
    exact = {"converged": True, "iterations": 0, "log_likelihood": None}
    is_exact = "inertias" in result.report
    return {**(exact if is_exact else {}), **result.report, **_told(drawn)}


def _told(drawn: DrawnPositions | None) -> dict[str, object]:
    """Say what draws hold, and what they hold fixed."""
    if drawn is None:
        return {}
    return {
        "sources": list(drawn.estimates.sources),
        REFIT: drawn.refit,
        **({} if drawn.refit else {"held_fixed": "words"}),
        "degrees_of_freedom": freedom_by_case(drawn.estimates),
    }


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
