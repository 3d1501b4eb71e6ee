"""How far people agree who cut the text themselves, while they code.

The numbers are those of ``hustings agree``: the same function computes both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.workflow.agreeing_on_units import own_units_now, unitising_rows
from hustings.workflow.agreement_questions import AgreementQuestion

if TYPE_CHECKING:
    from hustings.model.codebook import Variable
    from hustings.store.project import Store

BOTH, VALUES = "u_alpha", "cu_alpha"
"""Units and values together; values alone, where both marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutEstimate:
    """One coefficient; None where it is undefined, or has no interval."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutAgreement:
    """Agreement of people who cut and coded units of their own.

    Attributes
    ----------
    n_units : int
        That they cut and coded, each person's counted.
    n_coders : int
    both, values : CutEstimate or None
        `u_alpha` and `cu_alpha`; None where no two people divided the same text, or the
        variable's values cannot be compared so.
    """

    n_units: int
    n_coders: int
    both: CutEstimate | None
    values: CutEstimate | None


def measure_cuts(store: Store, sha256: str, variable: Variable) -> CutAgreement | None:
    """Measure agreement on units that people cut; None where nobody did."""
    units = own_units_now(store, sha256)
    if not units:
        return None
    found: dict[str, CutEstimate] = {}
    if variable.level in {"nominal", "ordinal"}:
        asked = AgreementQuestion(statistics=(BOTH, VALUES))
        rows, _ = unitising_rows(units, variable.name, asked)
        found = {
            row["statistic"]: CutEstimate(
                value=row["value"], low=row["low"], high=row["high"]
            )
            for row in rows
            if row["code"] is None
        }
    return CutAgreement(
        n_units=len(units),
        n_coders=len({one.coder for one in units}),
        both=found.get(BOTH),
        values=found.get(VALUES),
    )
