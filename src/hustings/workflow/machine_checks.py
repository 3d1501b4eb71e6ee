"""Whether a machine's codings have been checked by hand, and how often they are right.

A machine run is validated where people coded units that were drawn at random with known
probabilities, and that its coder has not learned from. Adjudicated values stand for
their units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.coding.checked_coders import check_coder
from hustings.coding.checked_ratios import sampled_ratio
from hustings.workflow.check_words import NEVER_CHECKED, Accuracy, MachineCheck
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs
from hustings.workflow.gathered import CheckedVariable
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.read_files import report_files
from hustings.workflow.sampled_codings import (
    SampledCodings,
    checked_units,
    sampled_codings,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.coding.checked_coders import CheckResult
    from hustings.model.run import Run
    from hustings.store.project import Store

FEWEST = 10
"""Of fewer units nobody should say that they validate anything."""

UNKNOWN = "unknown"


def check_of(store: Store, run: Run, *, variable: str | None = None) -> MachineCheck:
    """Say what is known of how often a machine run is right.

    Parameters
    ----------
    run : Run
        Of the step `code`, by a machine.
    variable : str, optional
        The run's own otherwise; of several, the first that people coded.
    """
    found = _first_coded(store, run, variable)
    n, n_asked = len(found.units), _n_in_question(found)
    if n_asked < FEWEST:
        return MachineCheck(n_random=n_asked, sentence=_unvalidated(found, n_asked))
    units = checked_units(found)
    ratio = sampled_ratio(
        units.right,
        units.in_question,
        units.probabilities,
        clusters=units.clusters,
    )
    value, low, high = (float(one or 0) for one in (ratio.value, ratio.low, ratio.high))
    return MachineCheck(
        is_validated=True,
        n_random=n,
        accuracy=Accuracy(value, low, high),
        sentence=_validated(found, value, low, high, n_asked=n_asked),
    )


def _n_in_question(found: SampledCodings) -> int:
    """Count the units that can be coded rightly or wrongly."""
    if not found.units:
        return 0
    return int(np.count_nonzero(checked_units(found).in_question))


def checks_of(store: Store) -> dict[str, MachineCheck]:
    """Say it of the latest codings of every machine, by coder."""
    return {
        str(run.parameters["coder"]): check_of(store, run)
        for run in code_runs(store)
        if not is_by_hand(run)
    }


def checked_machines(store: Store) -> dict[str, tuple[CheckedVariable, ...]]:
    """Check the latest codings of every machine that a random sample can check."""
    found = {
        str(run.parameters["coder"]): tuple(_checked(store, run))
        for run in code_runs(store)
        if not is_by_hand(run)
    }
    return {coder: checked for coder, checked in found.items() if checked}


def _checked(store: Store, run: Run) -> Iterator[CheckedVariable]:
    """Check each variable of which enough units were coded by hand."""
    for name in variables_of(store, run):
        sample = sampled_codings(store, run, name)
        if _n_in_question(sample) >= FEWEST:
            result = check_sample(store, run, sample, confidence=0.95, seed=0)
            yield CheckedVariable(
                codebook=str(run.parameters["codebook"]), variable=name, result=result
            )


def check_sample(
    store: Store, run: Run, found: SampledCodings, *, confidence: float, seed: int
) -> CheckResult:
    """Check a machine by code, by actor and by language."""
    codes = [
        code.code
        for one in codebook_of_run(store, run).codebook.variables
        if one.name == found.variable
        for code in one.codes
    ]
    groups = _groups(store, found.documents)
    units = checked_units(found, groups=groups, codes=codes)
    return check_coder(units, confidence=confidence, seed=seed)


def variables_of(store: Store, run: Run) -> list[str]:
    """Name the variables with codes that a run may have coded."""
    named: Any = run.parameters.get("variables")
    if named:
        return [str(one) for one in named]
    variables = codebook_of_run(store, run).codebook.variables
    return [one.name for one in variables if one.codes]


def _first_coded(store: Store, run: Run, variable: str | None) -> SampledCodings:
    """Find the first variable of which people coded a random sample."""
    names = [variable] if variable else variables_of(store, run)
    found = [sampled_codings(store, run, name) for name in names]
    found.append(SampledCodings(variable=names[0] if names else ""))
    told = (one for one in found if one.n_drawn or one.problems)
    return next((one for one in found if one.units), next(told, found[-1]))


def _groups(store: Store, documents: Sequence[str]) -> dict[str, list[str]]:
    """Name the actor and the language of each unit's document."""
    hashes = [one.sha256 for one in store.documents()]
    known = {one.document: one for one in report_files(store, hashes, ())}
    return {
        "actor": [
            getattr(known.get(one), "actor", None) or UNKNOWN for one in documents
        ],
        "language": [
            getattr(known.get(one), "language", None) or UNKNOWN for one in documents
        ],
    }


def _validated(
    found: SampledCodings, value: float, low: float, high: float, *, n_asked: int
) -> str:
    """Say how often codings are right."""
    n = len(found.units)
    of_these = f" of the {n_asked:,} with something to code" if n_asked < n else ""
    so_far = f" of {found.n_drawn:,}" if n < found.n_drawn else ""
    return (
        f"Validated on {n:,}{so_far} units drawn at random and coded by hand: "
        f"{100 * value:.0f} % right{of_these} (95 % interval {_percent(low, high)})."
    )


def _percent(low: float, high: float) -> str:
    """Write an interval so that it does not end at 100 % by rounding alone."""
    ends = [f"{100 * one:.0f}" for one in (low, high)]
    if high < 1 and ends[1] == "100":
        ends = [f"{100 * one:.1f}" for one in (low, high)]
    return f"{ends[0]} to {ends[1]} %"


def _unvalidated(found: SampledCodings, n_asked: int) -> str:
    """Say why nobody knows how often codings are right."""
    n = len(found.units)
    if n_asked < n:
        return (
            f"Unvalidated: only {n_asked:,} of the {count(n, 'unit')} drawn at random "
            f"and judged by hand had something to code, and it takes {FEWEST} at the "
            "least to say how often it is right."
        )
    if n:
        return (
            f"Unvalidated: only {count(n, 'unit')} drawn at random "
            f"{'is' if n == 1 else 'are'} coded by hand, and it takes {FEWEST} at the "
            "least to say how often it is right."
        )
    if found.problems:
        return f"Unvalidated. {found.problems[0].message}"
    if found.n_drawn:
        return (
            f"Unvalidated: of the {count(found.n_drawn, 'unit')} drawn "
            "at random none is coded by hand yet."
        )
    return NEVER_CHECKED
