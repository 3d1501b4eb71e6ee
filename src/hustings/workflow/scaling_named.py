"""Named scales, applied to counts with what a user brings beside them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hustings.errors import (
    InvalidOptionError,
    MissingColumnError,
    MissingInputError,
    UselessInputError,
)
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.franzmann_kaiser import issue_weights
from hustings.scaling.references import weights_from_rows
from hustings.scaling.rivals import Rivals
from hustings.scaling.word_catalogue import WORD_SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.estimates.resampling import Resampling
    from hustings.scaling.catalogue import Input
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.distances import PairResult
    from hustings.scaling.results import ScaleResult
    from hustings.workflow.scale_questions import ScaleQuestion

_HANDBOOK = "5, 4 or cee; of counts whose codebook has no scale of this name"

CODE_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "rile": {"handbook": _HANDBOOK},
    "logit": {"handbook": _HANDBOOK},
    "franzmann-kaiser": {
        "base_values": "yes or no: take off the smallest share",
        "smoothing": "yes or no: with the elections before and after",
    },
    "meyer-miller-nicheness": {"weighting": "votes, size or equal"},
    "bischof-nicheness": {"part": "both, nicheness or specialisation"},
    "programmatic-clarity": {
        "weighting": "votes, size or equal",
        "least_sum": "of an election's votes",
    },
    "issue-attention-diversity": {"form": "shannon or herfindahl"},
    "relative-party-size": {"least_sum": "of an election's votes"},
    "median-voter": {"ends": "scale or neighbours"},
    "distances": {"measure": "manhattan or euclidean"},
}
"""What can be chosen of a scale from codes, by the name of the option."""

_FILES: Mapping[Input, tuple[str, str]] = {
    "sides": ("two lists of codes", "--left 504,506 --right 505,507"),
    "rivals": (
        "a table of rivals",
        "--votes FILE with the columns case, election and what is known of votes",
    ),
    "votes": ("a table of votes", "--votes FILE with the columns case and votes"),
    "weights": (
        "weights of issues",
        "--weights FILE with the columns code, weight, and election or country",
    ),
    "weights by code": (
        "a weight for each code",
        "--weights FILE with the columns code and weight",
    ),
}

_FIELDS: Mapping[Input, tuple[str, ...]] = {
    "counts": (),
    "sides": ("left", "right"),
    "rivals": ("votes",),
    "votes": ("votes",),
    "weights": ("weights",),
    "weights by code": ("weights",),
    "areas": ("areas",),
}
"""The inputs of a question by what the catalogue calls them."""


def takes_sides(scale: str) -> bool:
    """Whether a named scale takes two lists of codes."""
    named = NAMED_SCALES.get(scale)
    return named is not None and "sides" in {*named.needs, *named.takes}


def needs_counts(scale: str) -> bool:
    """Whether a named scale rests on counts of codes."""
    return "counts" in NAMED_SCALES[scale].needs


def read_inputs(scale: str, question: ScaleQuestion) -> dict[str, Any]:
    """Check what a named scale is given, and put it into plain values.

    Raises
    ------
    MissingInputError
        If something is missing without which it cannot be computed.
    UselessInputError
        If it was given something that it has no use for.
    """
    named = NAMED_SCALES[scale]
    refuse_features(scale, question)
    both = (*named.needs, *named.takes)
    fields = {name for one in both for name in _FIELDS[one]}
    _refuse_useless(scale, question, fields)
    for wanted in named.needs:
        if not set(_FIELDS[wanted]) <= question.given():
            what, option = _FILES[wanted]
            raise MissingInputError(scale=scale, what=what, option=option)
    given = {name: getattr(question, name) for name in fields & question.given()}
    if "areas" in given:
        given["areas"] = _areas(given["areas"])
    given = {name: given[name] for name in sorted(given)}
    options = read_options(scale, CODE_OPTIONS.get(scale, {}), question.options)
    return {**given, **({"options": options} if options else {})}


def apply_named(
    scale: str, counts: AnyCounts | None, inputs: Mapping[str, Any], how: Resampling
) -> ScaleResult | PairResult:
    """Apply a named scale to counts, with its inputs as `read_inputs` gives them."""
    named = NAMED_SCALES[scale]
    both = {*named.needs, *named.takes}
    positional: list[object] = [counts] if needs_counts(scale) else []
    if "votes" in inputs:
        positional.append(Rivals.from_rows(inputs["votes"]))
    if "weights" in named.needs:
        positional.append(issue_weights(inputs["weights"]))
    keywords: dict[str, Any] = {
        name: inputs[name] for name in ("left", "right") if name in inputs
    }
    if "areas" in inputs:
        keywords["areas"] = dict(inputs["areas"])
    if "weights by code" in both:
        keywords["weights"] = weights_by_code(inputs["weights"])
    if needs_counts(scale):
        keywords |= asdict(how)
    return named.function(*positional, **keywords, **inputs.get("options", {}))


def read_options(
    scale: str, known: Mapping[str, str], given: Mapping[str, object]
) -> dict[str, object]:
    """Read the options of a scale: numbers and yes or no from their text.

    Raises
    ------
    UselessInputError
        If the scale has no such option.
    InvalidOptionError
        If it is no number where it must be one.

    Examples
    --------
    >>> read_options("lss", {"n_dimensions": "how many"}, {"n_dimensions": "20"})
    {'n_dimensions': 20}
    """
    for name in given:
        if name not in known:
            what = f"the option {name!r}"
            raise UselessInputError(scale=scale, what=what, known=tuple(known))
    return {
        name: _KINDS.get(f"{scale}.{name}", _KINDS.get(name, _text))(name, value)
        for name, value in given.items()
    }


def weights_by_code(rows: Sequence[Mapping[str, object]]) -> dict[str, float]:
    """Read a table of code and weight.

    Raises
    ------
    MissingColumnError, UnusableSeedsError
        If it lacks a column, a code stands twice or has no number.
    """
    columns = ("code", "weight")
    picked = pick_columns(rows, columns, what="The table of weights")
    return weights_from_rows(picked, what="code")


def pick_columns(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], *, what: str
) -> list[dict[str, object]]:
    """Take columns by their names.

    Raises
    ------
    MissingColumnError
        If one is not there.
    """
    for column in columns:
        if rows and column not in rows[0]:
            raise MissingColumnError(name=what, column=column, known=tuple(rows[0]))
    return [{column: row[column] for column in columns} for row in rows]


def _refuse_useless(scale: str, question: ScaleQuestion, fields: set[str]) -> None:
    """Raise for the first input that a scale has no use for."""
    useless = sorted(question.given() - fields)
    if useless:
        known = [f"--{name}" for name in sorted(fields)]
        raise UselessInputError(scale=scale, what=f"--{useless[0]}", known=known)


def refuse_for_definition(scale: str, question: ScaleQuestion) -> None:
    """Raise if a scale that its codes define was given anything else.

    Raises
    ------
    UselessInputError
    """
    _refuse_useless(scale, question, set())
    for name in set(question.options) & set(CODE_OPTIONS.get(scale, {})):
        what = f"the option {name!r}, as the codebook says which codes it counts"
        raise UselessInputError(scale=scale, what=what, known=())
    read_options(scale, {}, question.options)


def refuse_features(scale: str, question: ScaleQuestion) -> None:
    """Raise if a scale from codes was told what counts as a word.

    Raises
    ------
    UselessInputError
    """
    chosen = question.features.chosen
    if chosen:
        what = f"--{chosen[0].replace('_', '-')}, which is about words"
        raise UselessInputError(scale=scale, what=what, known=())


def refuse_useless_words(scale: str, question: ScaleQuestion) -> None:
    """Raise for the first input that a scale from words has no use for."""
    named = WORD_SCALES[scale]
    inputs = {"scores": "references", "classes": "references"}
    needed = () if named.needs is None else (inputs.get(named.needs, named.needs),)
    _refuse_useless(scale, question, {*needed, *named.takes} - {"sentences"})


def _areas(rows: Sequence[Mapping[str, object]]) -> list[tuple[str, list[str]]]:
    """Read a table of area and code, areas in the order of the table."""
    areas: dict[str, list[str]] = {}
    for row in pick_columns(rows, ("area", "code"), what="The table of areas"):
        areas.setdefault(str(row["area"]), []).append(str(row["code"]))
    return list(areas.items())


def _text(_name: str, value: object) -> object:
    return value


def _whole(name: str, value: object) -> int:
    """Read a whole number."""
    try:
        return int(str(value))
    except ValueError:
        raise InvalidOptionError(
            option=name, value=value, advice="Give a whole number."
        ) from None


def _number(name: str, value: object) -> float:
    """Read a number."""
    try:
        return float(str(value))
    except ValueError:
        raise InvalidOptionError(
            option=name, value=value, advice="Give a number."
        ) from None


def _is_so(name: str, value: object) -> bool:
    """Read yes or no."""
    known = {"yes": True, "true": True, "no": False, "false": False}
    found = known.get(str(value).lower())
    if found is None:
        raise InvalidOptionError(option=name, value=value, advice="Say yes or no.")
    return found


_KINDS: Mapping[str, Callable[[str, object], object]] = {
    "n_axes": _whole,
    "n_dimensions": _whole,
    "max_iterations": _whole,
    "tolerance": _number,
    "beta_spread": _number,
    "smoothing": _number,
    "reference_smoothing": _number,
    "least_sum": _number,
    "standardise": _is_so,
    "refit": _is_so,
    "base_values": _is_so,
    "franzmann-kaiser.smoothing": _is_so,
}
