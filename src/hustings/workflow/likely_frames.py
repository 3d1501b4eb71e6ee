"""Strata by how likely a machine finds it that a unit bears certain codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from hustings.coding.likely_sampling import likelihood_importance, likelihood_strata
from hustings.errors import InvalidOptionError, NothingCodedError, UnknownCoderError
from hustings.workflow.current import code_runs
from hustings.workflow.machine_runs import codes_of_run, probabilities_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place


def find_likely_run(
    store: Store,
    wanted: Collection[str],
    *,
    coder: str | None,
    codebook: str,
    name: str,
) -> Run:
    """Find the latest codings that say how probable some codes are.

    Parameters
    ----------
    wanted : collection of str
        The codes.
    coder : str or None
        Whose codings; None for whichever program coded last with probabilities.
    codebook, name : str
        Of which codebook, and which variable of it.

    Raises
    ------
    NothingCodedError, UnknownCoderError
        If no program, or not this coder, has said how probable codes are.
    InvalidOptionError
        If it does not know one of the codes.
    """
    runs = [
        run
        for run in code_runs(store)
        if run.parameters["codebook"] == codebook and codes_of_run(run, name)
    ]
    if not runs:
        what = f"codebook {codebook} that say how probable the codes of {name} are"
        raise NothingCodedError(wanted=what)
    found = [run for run in runs if coder in (None, run.parameters["coder"])]
    if not found:
        known = [str(run.parameters["coder"]) for run in runs]
        raise UnknownCoderError(coder=str(coder), known=known)
    _require_known(wanted, codes_of_run(found[-1], name))
    return found[-1]


def chances_of(
    store: Store,
    run: Run,
    variable: str,
    codes: Collection[str],
    units: Sequence[str],
) -> FloatArray:
    """Add up a run's probabilities of some codes; 0 for a unit that has none.

    Returns
    -------
    array of shape (n_units,)
    """
    known = codes_of_run(run, variable)
    columns = [i for i, code in enumerate(known) if code in set(codes)]
    table = probabilities_of(store, run, variable)
    there = table.filter(
        pc.equal(pc.list_value_length(table["probabilities"]), len(known))
    )
    shares = pc.list_flatten(there["probabilities"]).to_numpy()
    sums = shares.astype(np.float64).reshape(-1, len(known))[:, columns].sum(axis=1)
    found = dict(zip(there["unit"].to_pylist(), sums.tolist(), strict=True))
    return np.array([found.get(unit, 0.0) for unit in units])


def strata_by_likelihood(
    places: Sequence[Place], chances: FloatArray, n_strata: int
) -> dict[Place, str]:
    """Name the stratum of each place."""
    return dict(zip(places, likelihood_strata(chances, n_strata), strict=True))


def importance_by_likelihood(
    strata: Mapping[Place, str], places: Sequence[Place], chances: FloatArray
) -> Mapping[str, float]:
    """Say how much a unit of each stratum counts."""
    return likelihood_importance(chances, [strata[place] for place in places])


def _require_known(wanted: Collection[str], known: Sequence[str]) -> None:
    """Raise unless all codes are known."""
    for code in wanted:
        if code not in known:
            shown = ", ".join(known[:20]) + (" ..." if len(known) > 20 else "")
            raise InvalidOptionError(
                option="more_of", value=code, advice=f"Choose among {shown}."
            )
