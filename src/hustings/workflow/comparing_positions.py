"""The step `compare` for positions: which actors differ on a scale, and who moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import UnknownScaleError
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.results import UNCORRECTED
from hustings.model.document import Problem
from hustings.workflow.gathering_scales import gather_scales
from hustings.workflow.lenses import is_uncorrected
from hustings.workflow.named_documents import NamedDocuments
from hustings.workflow.position_differences import (
    difference_rows,
    pairs_of_latest,
    pairs_over_time,
)
from hustings.workflow.scaled_cases import case_names
from hustings.workflow.wording import count

if TYPE_CHECKING:
    import polars as pl

    from hustings.store.project import Store
    from hustings.workflow.gathered import GatheredScale


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPositions:
    """Differences on one scale.

    Attributes
    ----------
    rows : tuple of mapping
        Changes of actors from one document to the next, then all pairs of actors in
        their latest documents; each second less first, with its interval.
    """

    scale: GatheredScale
    rows: tuple[dict[str, Any], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """That nothing corrects a machine, if so."""
        if not is_uncorrected(self.scale):
            return ()
        message = (
            f"Uncorrected machine coding by {self.scale.coder}: its errors are in no "
            "interval."
        )
        return (Problem(kind=UNCORRECTED, message=message),)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a difference."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n = len(self.rows)
        clear = sum(bool(row["is_clear"]) for row in self.rows)
        return (
            f"{clear} of {count(n, 'difference')} on {self.scale.scale} "
            f"{'is' if clear == 1 else 'are'} clear ({self.scale.run_id})."
        )


def compare_positions_on(
    store: Store, scale: str, *, codebook: str | None = None, coder: str | None = None
) -> ComparedPositions:
    """Compare actors' positions on a scale that was computed before.

    Parameters
    ----------
    scale : str
        Of its runs, the latest counts, or that with this codebook and coder.

    Raises
    ------
    UnknownScaleError
        If no run of the step `scale` fits.
    """
    there = [one for one in gather_scales(store) if one.positions]
    fitting = [
        one
        for one in there
        if one.scale == scale
        and codebook in {None, one.codebook}
        and coder in {None, one.coder}
    ]
    if not fitting:
        raise UnknownScaleError(scale=scale, known=[one.scale for one in there])
    found = fitting[-1]
    names = case_names(store)
    cases = [one.case for one in found.positions]
    files = list(NamedDocuments(store).known().values())
    pairs = (*pairs_over_time(files, cases), *pairs_of_latest(files, cases))
    freedom: Any = found.report.get("degrees_of_freedom")
    rows = difference_rows(found.positions, pairs, found.draws, freedom)
    return ComparedPositions(
        scale=found,
        rows=tuple(
            {
                **row,
                "name_a": names.get(row["case_a"], row["case_a"]),
                "name_b": names.get(row["case_b"], row["case_b"]),
            }
            for row in rows
        ),
    )
