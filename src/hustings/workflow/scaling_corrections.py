"""Whether a number counts hand codings, or a machine's with or without a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.estimates.results import UNCORRECTED
from hustings.workflow.lenses import is_machine

if TYPE_CHECKING:
    from collections.abc import Mapping

HAND, CORRECTED = "hand", "corrected"
CORRECTIONS = (HAND, CORRECTED, UNCORRECTED)
"""All that the column `correction` of positions can say."""


def correction_of(coder: str, method: str | None) -> str | None:
    """Say how a number came by its codings.

    Parameters
    ----------
    coder : str
        Whose codings were counted; empty for scales from words and votes.
    method : str or None
        How a random sample by hand corrected them, as `CaseEstimate.method`; None
        where codings were counted as they are.

    Returns
    -------
    str or None
        One of `CORRECTIONS`; None for scales from words and votes.

    Examples
    --------
    >>> correction_of("Ana and Ben", None), correction_of("learned:topics", "tuned")
    ('hand', 'corrected')
    >>> correction_of("dictionary:harbour", None)
    'uncorrected machine coding'
    """
    if not coder:
        return None
    if method == UNCORRECTED:
        return UNCORRECTED
    if not is_machine(coder):
        return HAND
    return UNCORRECTED if method is None else CORRECTED


def correction_in(coder: str, report: Mapping[str, object]) -> str | None:
    """Say the same of a whole run, by its report."""
    is_corrected = bool(report.get("is_corrected"))
    return correction_of(coder, CORRECTED if is_corrected else None)
