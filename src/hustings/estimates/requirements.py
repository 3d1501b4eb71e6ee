"""What each source needs, and what is to be said where it is not all there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import UnusableSourceError
from hustings.estimates.observations import UnitObservations
from hustings.estimates.results import UNCORRECTED
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.estimates.observations import CountObservations, Observations
    from hustings.estimates.replicates import Case
    from hustings.estimates.sources import Sources
    from hustings.estimates.sparse_observations import SparseObservations
    from hustings.estimates.statistics import Statistic

FEW_CODED = 10
"""Of a case with fewer units coded by hand an estimate is hardly more than a guess."""

_MOST_NAMED = 5


def check_sources(observations: Observations, sources: Sources) -> None:
    """Raise `UnusableSourceError` for a source that these observations cannot show."""
    if isinstance(observations, UnitObservations):
        _check_units(observations, sources)
    else:
        _check_counts(observations, sources)


def check_rows(statistic: Statistic, sources: Sources) -> None:
    """Refuse to borrow between rows that share their cases.

    Raises
    ------
    UnusableSourceError
    """
    machine = sources.machine
    if statistic.rows is not None and machine and machine.borrowing == "rectifier":
        _refuse(
            "machine",
            f"{statistic.name!r} measures several cases at once, so that none of its "
            "errors can be borrowed from others.",
            "Choose another correction.",
        )


def _check_counts(
    observations: CountObservations | SparseObservations, sources: Sources
) -> None:
    """Allow the text drawn anew, and a coder whose errors are known."""
    by_block = sources.sampling is not None and sources.sampling.by == "blocks"
    if by_block and not observations.is_by_block:
        _refuse("sampling", "the counts do not know their blocks.", "Draw units.")
    if sources.coders is not None and sources.coders.confusion is None:
        _refuse(
            "coders",
            "counts do not say who coded what.",
            "Give the codings unit by unit, or a confusion matrix.",
        )
    for source in ("unitising", "machine"):
        if getattr(sources, source) is not None:
            _refuse(
                source, "counts do not know their units.", "Give them unit by unit."
            )


def _check_units(observations: UnitObservations, sources: Sources) -> None:
    """Require blocks, several coders, boundaries or a machine, as asked for."""
    by_block = sources.sampling is not None and sources.sampling.by == "blocks"
    if by_block and observations.block_of_unit is None:
        _refuse("sampling", "nothing says which block a unit is in.", "Draw units.")
    has_variants = observations.unitising_of_unit is not None
    if has_variants:
        _check_variants(observations, sources)
    if sources.unitising is not None and not has_variants:
        _require_boundaries(observations)
    if sources.machine is not None and observations.machine is None:
        _refuse("machine", "there are no machine codings.", "Leave it out.")
    if sources.coders is not None and sources.coders.confusion is None:
        _require_coders(observations)


def _check_variants(observations: UnitObservations, sources: Sources) -> None:
    """Allow several unitisings with blocks drawn anew, and without a machine."""
    if sources.sampling is not None and sources.sampling.by != "blocks":
        _refuse(
            "sampling",
            "units of several unitisings are not the same units.",
            "Draw blocks, which all unitisings share.",
        )
    if observations.machine is not None:
        _refuse(
            "unitising",
            "machine codings are there for one unitising at a time.",
            "Leave out all unitisings but one.",
        )


def _require_boundaries(observations: UnitObservations) -> None:
    """Raise unless cuts have probabilities."""
    if observations.boundary is None:
        _refuse(
            "unitising",
            "there is one unitising, and its cuts have no probabilities.",
            "Give several unitisings, or the cutter's probabilities.",
        )


def _require_coders(observations: UnitObservations) -> None:
    """Raise unless a unit has two codings."""
    times = np.bincount(observations.unit_of_coding, minlength=1)
    if times.max(initial=0) < 2:
        _refuse(
            "coders",
            "no unit has two codings.",
            "Have some units coded twice, or give a confusion matrix.",
        )


def _refuse(source: str, reason: str, advice: str) -> None:
    raise UnusableSourceError(source=source, reason=reason, advice=advice)


def find_problems(
    observations: Observations, cases: Sequence[Case], sources: Sources
) -> Iterator[Problem]:
    """Tell what the estimates rest on, where it is less than it seems."""
    if not isinstance(observations, UnitObservations):
        return
    if observations.machine is not None:
        yield from _about_sample(observations)
        yield from _about_few(observations, cases, sources)
    is_redrawn = sources.coders is not None and sources.coders.confusion is None
    if is_redrawn:
        yield from _about_single(observations)


def _about_sample(observations: UnitObservations) -> Iterator[Problem]:
    """Tell that nothing corrects the machine, or which hand codings do not."""
    is_coded = np.zeros(len(observations.case_of_unit), np.bool_)
    is_coded[observations.unit_of_coding] = True
    if observations.probability is None:
        yield _uncorrected(int(is_coded.sum()))
        return
    in_sample = ~np.isnan(observations.probability)
    if (is_coded & ~in_sample).any():
        yield Problem(
            kind="outside the sample",
            message=f"{int((is_coded & ~in_sample).sum())} units coded by hand are "
            "not in the random sample and are not used.",
        )
    if (in_sample & ~is_coded).any():
        yield Problem(
            kind="missing hand codings",
            message=f"{int((in_sample & ~is_coded).sum())} units of the sample have "
            "no hand coding; the others are weighed up for them, as if it were chance "
            "that they are missing.",
        )


def _uncorrected(n_coded: int) -> Problem:
    """Tell that there is no random sample, whatever was coded by hand."""
    ignored = f" The {n_coded} units coded by hand are not used." if n_coded else ""
    return Problem(
        kind=UNCORRECTED,
        message="Uncorrected machine coding: no random sample of hand codings with "
        "known inclusion probabilities is used, so nothing says how far the machine is "
        f"off.{ignored}",
    )


def _about_few(
    observations: UnitObservations, cases: Sequence[Case], sources: Sources
) -> Iterator[Problem]:
    """Name the cases with few hand codings, or too few to correct anything."""
    if observations.probability is None:
        return
    borrowing = sources.machine is not None and sources.machine.borrowing == "rectifier"
    advice = "" if borrowing else " Borrow the machine's error from the others, or code"
    ending = "" if borrowing else " more of them by hand."
    for name, case in zip(observations.cases, cases, strict=True):
        n = int(case.n_coded)
        if n < 2 and case.n_units > 0:
            yield Problem(
                kind="no hand codings" if n == 0 else "few hand codings",
                message=f"Case {name!r} has {n or 'no'} hand coding{'s'[n == 1 :]} in "
                "the sample, too few to correct the machine by."
                f"{advice}{ending}",
            )
        elif n < FEW_CODED and n < case.n_units:
            yield Problem(
                kind="few hand codings",
                message=f"Case {name!r} has only {n} hand codings in the sample; its "
                f"estimate is hardly more than a guess.{advice}{ending}",
            )


def _about_single(observations: UnitObservations) -> Iterator[Problem]:
    """Tell that single codings borrow their coders' error from double ones."""
    times = np.bincount(observations.unit_of_coding)
    single = int((times == 1).sum())
    if single:
        yield Problem(
            kind="single codings",
            message=f"{single} units have one coding; how it might have come out "
            f"otherwise is taken from the {int((times > 1).sum())} that have more.",
        )
