"""Gathering scales: positions, what drives them, and how pairs of scales vary."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, groupby
from math import isfinite
from typing import TYPE_CHECKING, Any

from hustings.model.codebook import ScaleDefinition
from hustings.scaling.kernels import block_counts_from_table
from hustings.scaling.paired_draws import covariances_of_draws, paired_covariances
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import scale_runs
from hustings.workflow.gathered import GatheredScale, PairedSpread
from hustings.workflow.scale_sides import sides_of, with_sub_codes
from hustings.workflow.scaled_cases import SALIENCE, positions_of
from hustings.workflow.word_tables import read_draws, read_report, read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from hustings.estimates.resampling import FloatArray
    from hustings.model.run import Run
    from hustings.store.project import Store

    Pairs = dict[tuple[str, str], Mapping[str, PairedSpread]]

AFFINITY = "affinity"

_METHODS = {
    "wordscores": "Wordscores",
    "wordfish": "Wordfish",
    "ca": "Correspondence analysis",
    "affinity": "Class affinity",
    "lss": "Latent semantic scaling",
}
_OF_WORDS = (
    *("stems", "stop_words", "n_grams", "numbers", "language"),
    *("min_count", "min_documents", "max_document_share"),
)
_DRAWN_BY = (
    *_OF_WORDS,
    "seed",
    "n_draws",
    "interval",
    "sources",
    "left_out",
    "confusion",
    "blocks",
)
"""Parameters that must be the same for draws of two runs to belong together."""


def gather_scales(store: Store) -> tuple[GatheredScale, ...]:
    """Gather the latest run of every scale, oldest first."""
    return tuple(
        scale for run in scale_runs(store) for scale in _by_class(_scale(store, run))
    )


def _scale(store: Store, run: Run) -> GatheredScale:
    """Put together what is known of the positions on one scale."""
    parameters: Any = run.parameters
    definition = parameters.get("definition") or {}
    said = {**parameters, **definition}
    is_share = parameters["scale"] == SALIENCE
    left, right = _sides(store, run)
    return GatheredScale(
        run_id=run.run_id,
        scale=parameters["scale"],
        title=_title(said, is_share=is_share),
        formula=_formula(said, is_share=is_share),
        coder=parameters.get("coder") or "",
        codebook=parameters.get("codebook") or "",
        variable=parameters.get("variable") or "",
        low_pole=said.get("low_pole") or ("not mentioned" if is_share else "low"),
        high_pole=said.get("high_pole")
        or ("nothing else mentioned" if is_share else "high"),
        method=parameters.get("interval") or "none",
        people=() if parameters.get("machine") else tuple(parameters.get("people", ())),
        left=left,
        right=right,
        positions=positions_of(store, run),
        words=_optional(store, run, "words", read_words) or (),
        inputs=parameters.get("inputs") or {},
        report=_optional(store, run, "report", read_report) or {},
        draws=_optional(store, run, "draws", read_draws) or {},
    )


def _sides(store: Store, run: Run) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the codes of both poles, of a scale that has two lists of them."""
    sides = sides_of(run.parameters)
    if not any(sides) or not run.parameters.get("codebook"):
        return sides
    inputs: Any = run.parameters.get("inputs") or {}
    if inputs.get("options", {}).get("handbook") == "4":
        return sides  # which folds no sub-codes
    codes = [
        code.code
        for variable in codebook_of_run(store, run).codebook.variables
        if variable.name == run.parameters.get("variable")
        for code in variable.codes
    ]
    left, right = (with_sub_codes(side, codes) for side in sides)
    return left, right


def _title(said: Mapping[str, Any], *, is_share: bool) -> str:
    """Name a scale for readers."""
    if said.get("title"):
        return str(said["title"])
    if is_share:
        return f"Salience, {said['codebook']}"
    return _METHODS.get(said["scale"], str(said["scale"]))


def _formula(said: Mapping[str, Any], *, is_share: bool) -> str:
    """Name what was computed: of a scale from words, its method."""
    method = said.get("method")
    if method in _METHODS:
        return str(method)
    return "share" if is_share else str(said.get("formula") or said["scale"])


def _optional(
    store: Store, run: Run, name: str, read: Callable[[pa.Table], Any]
) -> Any:  # noqa: ANN401 - whatever the reader gives
    """Read one of a run's tables, None if it has no such table."""
    for output in run.outputs:
        if output.table == name:
            return read(store.table(output))
    return None


def _by_class(scale: GatheredScale) -> list[GatheredScale]:
    """Take class affinity apart: a scale a class; of two classes, the first."""
    placed = list(dict.fromkeys(one.code for one in scale.positions if one.code))
    if scale.formula != AFFINITY or not placed:
        return [scale]
    said = scale.report.get("classes")
    classes = [str(one) for one in said] if isinstance(said, list) else placed
    is_pair = len(classes) == 2
    return [
        _of_class(scale, one, next(other for other in classes if other != one))
        if is_pair
        else _of_class(scale, one, f"not {one}")
        for one in (placed[:1] if is_pair else placed)
    ]


def _of_class(scale: GatheredScale, name: str, low_pole: str) -> GatheredScale:
    """Make a scale of its own of one class."""
    return replace(
        scale,
        scale=f"{scale.scale}-{name}",
        title=f"{scale.title}: “{name}”",
        low_pole=low_pole,
        high_pole=name,
        positions=tuple(
            replace(position, code=None)
            for position in scale.positions
            if position.code == name
        ),
        words=tuple(word for word in scale.words if word.side in (None, name)),
    )


def gather_pairs(store: Store, scales: Sequence[GatheredScale]) -> Pairs:
    """Find how cases vary on two scales together, wherever there are common draws."""
    kept = {one.run_id: one.draws for one in scales if one.draws}
    runs = [run for run in scale_runs(store) if run.parameters["scale"] != SALIENCE]
    return {**_drawn_again(store, runs), **_drawn_together(runs, kept)}


def _drawn_together(
    runs: Sequence[Run], kept: Mapping[str, Mapping[str, FloatArray]]
) -> Pairs:
    """Compare the draws that runs kept, where they are of the same units."""
    return {
        (a.run_id, b.run_id): _spreads(
            covariances_of_draws(kept[a.run_id], kept[b.run_id]), 0, 1
        )
        for a, b in combinations([run for run in runs if run.run_id in kept], 2)
        if _key(a) == _key(b)
    }


def _key(run: Run) -> str:
    """Name what decides which units and blocks a run drew."""
    drawn_by = [run.parameters.get(name) for name in _DRAWN_BY]
    return repr([run.parents, run.parameters.get("variable"), drawn_by])


def _drawn_again(store: Store, runs: Sequence[Run]) -> Pairs:
    """Draw blocks again, for all scales of the same counts at once."""
    able = sorted(filter(_can_be_drawn, runs), key=_key)
    found: Pairs = {}
    for _, group in groupby(able, key=_key):
        members = sorted(group, key=runs.index)
        if len(members) > 1:
            found |= _redraw(store, members)
    return found


def _can_be_drawn(run: Run) -> bool:
    """Whether a run drew blocks of a scale that its parameters define in full."""
    return (
        run.parameters.get("interval") == "block"
        and bool(run.parameters.get("definition"))
        and any(one.table == "counts" for one in run.outputs)
    )


def _redraw(store: Store, runs: Sequence[Run]) -> Pairs:
    """Draw the blocks of the cases once for several scales."""
    parameters: Any = runs[0].parameters
    counted = _optional(store, runs[0], "counts", lambda table: table)
    covariances = paired_covariances(
        block_counts_from_table(counted),
        [_definition(run) for run in runs],
        codebook=codebook_of_run(store, runs[0]).codebook,
        n_draws=int(parameters["n_draws"]),
        seed=int(parameters["seed"]),
    )
    return {
        (a.run_id, b.run_id): _spreads(covariances, i, j)
        for (i, a), (j, b) in combinations(enumerate(runs), 2)
    }


def _definition(run: Run) -> ScaleDefinition:
    """Read a scale's definition back from its run."""
    values: Any = run.parameters["definition"]
    sides = {side: tuple(values[side]) for side in ("left", "right")}
    return ScaleDefinition(**{**values, **sides})


def _spreads(
    covariances: Mapping[str, FloatArray], i: int, j: int
) -> dict[str, PairedSpread]:
    """Take two scales out of the covariances, where they are defined."""
    found = {
        case: PairedSpread(
            first_variance=float(one[i, i]),
            second_variance=float(one[j, j]),
            covariance=float(one[i, j]),
        )
        for case, one in covariances.items()
    }
    return {case: one for case, one in found.items() if _is_defined(one)}


def _is_defined(spread: PairedSpread) -> bool:
    """Whether the draws vary on both scales."""
    variances = (spread.first_variance, spread.second_variance)
    return isfinite(spread.covariance) and min(variances) > 0
