r"""Several scales on the same draws: how far a case's positions vary together.

A text drawn anew has one place on each scale. So the blocks are drawn once for all
scales, and the covariance is that of the places of the same draw,

.. math:: \Sigma_{ab} = \frac{1}{D - 1} \sum_d (\theta_a^{*d} - \bar\theta_a^*)
    (\theta_b^{*d} - \bar\theta_b^*)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.resampling import block_draws, random_stream
from hustings.scaling.recipes import fold_as_defined, recipe_from_definition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook, ScaleDefinition
    from hustings.scaling.counts import BlockCounts
    from hustings.scaling.recipes import Recipe


def paired_covariances(
    counts: BlockCounts,
    definitions: Sequence[ScaleDefinition],
    *,
    codebook: Codebook | None = None,
    n_draws: int = 1000,
    seed: int = 0,
) -> dict[str, FloatArray]:
    """Compute how each case's positions on several scales vary together.

    Parameters
    ----------
    counts : BlockCounts
    definitions : sequence of ScaleDefinition
        At least one, all of the same variable.
    codebook : Codebook, optional
        To learn which code stands for "none of the others".
    n_draws, seed : int
        Whole blocks are drawn, as by ``interval="block"``.

    Returns
    -------
    mapping of str to array of shape (n_scales, n_scales)
        Covariances by case, in the order of the definitions; NaN where fewer than two
        draws have a position on both scales.

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.model.codebook import ScaleDefinition
    >>> from hustings.scaling.counts import BlockCounts
    >>> wheels, rails = (
    ...     ScaleDefinition(
    ...         name=name,
    ...         title=name,
    ...         variable="topic",
    ...         formula="difference",
    ...         left=left,
    ...         right=right,
    ...     )
    ...     for name, left, right in (
    ...         ("wheels", ("trams",), ("cars",)),
    ...         ("rails", ("cars",), ("trams",)),
    ...     )
    ... )
    >>> counts = BlockCounts(
    ...     cases=("Harbour",),
    ...     codes=("trams", "cars"),
    ...     matrix=np.array([[3.0, 0.0], [0.0, 2.0], [1.0, 1.0]]),
    ...     n_units=np.array([4.0, 2.0, 3.0]),
    ...     case_of_block=np.array([0, 0, 0]),
    ... )
    >>> found = paired_covariances(counts, [wheels, rails])["Harbour"]
    >>> bool(np.isclose(found[0, 1], -found[0, 0]))
    True
    """
    prepared = [_prepared(counts, one, codebook) for one in definitions]
    added = np.hstack([sums for _, sums in prepared])
    recipes = [recipe for recipe, _ in prepared]
    return {
        case: _covariance(
            _outcomes(
                block_draws(
                    added[counts.case_of_block == i],
                    n_draws=n_draws,
                    generator=random_stream(seed=seed, name=case),
                ),
                recipes,
            )
        )
        for i, case in enumerate(counts.cases)
        if (counts.case_of_block == i).any()
    }


def _prepared(
    counts: BlockCounts, definition: ScaleDefinition, codebook: Codebook | None
) -> tuple[Recipe, FloatArray]:
    """Give a scale's recipe, and what each block adds to its sums and its units."""
    folded = fold_as_defined(counts, definition)
    recipe = recipe_from_definition(folded.codes, definition, codebook)
    return recipe, np.column_stack([folded.matrix @ recipe.groups, folded.n_units])


def _outcomes(drawn: FloatArray, recipes: Sequence[Recipe]) -> FloatArray:
    """Give every draw its place on every scale: shape (n_draws, n_scales)."""
    widths = [recipe.groups.shape[1] + 1 for recipe in recipes]
    parts = np.split(drawn, np.cumsum(widths)[:-1], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack(
            [
                recipe.formula(part[:, :-1], part[:, -1])[:, 0]
                for recipe, part in zip(recipes, parts, strict=True)
            ]
        )


def _covariance(outcomes: FloatArray) -> FloatArray:
    """Compute covariances of columns, each pair over the draws that have both."""
    n_scales = outcomes.shape[1]
    found = np.full((n_scales, n_scales), np.nan)
    for i in range(n_scales):
        for j in range(n_scales):
            found[i, j] = covariance_of(outcomes[:, i], outcomes[:, j])
    return found


def covariance_of(first: FloatArray, second: FloatArray) -> float:
    """Compute the covariance of paired draws; NaN where fewer than two are defined.

    Examples
    --------
    >>> import numpy as np
    >>> covariance_of(np.array([1.0, 2.0, np.nan]), np.array([3.0, 5.0, 9.0]))
    1.0
    """
    known = np.isfinite(first) & np.isfinite(second)
    n = int(known.sum())
    if n < 2:
        return float("nan")
    apart = (first[known] - first[known].mean()) * (
        second[known] - second[known].mean()
    )
    return float(apart.sum() / (n - 1))


def covariances_of_draws(
    first: Mapping[str, FloatArray], second: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Compute covariances, shape (2, 2), of the cases that two runs drew together."""
    return {
        case: _covariance(np.column_stack([first[case], second[case]]))
        for case in first
        if case in second and len(first[case]) == len(second[case])
    }
