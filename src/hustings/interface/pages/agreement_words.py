"""Agreement in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.coding.agreement_results import FULL_NAMES
from hustings.coding.unitising_results import FULL_NAMES as UNITISING_NAMES
from hustings.workflow.agreeing import estimate_of_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def words_of_rows(rows: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Say what overall alpha means, or name the coefficients of unitising in full."""
    several = len({row.get("variable") for row in rows}) > 1
    for row in rows:
        if row["code"] is not None or row["coder_a"] is not None:
            continue
        name = f"{row['variable']}: " if several else ""
        if row["statistic"] == "krippendorff_alpha" and row["value"] is not None:
            what = f"{row['n_units']:,} units coded twice or more by {row['n_coders']}"
            yield f"{name}{what} coders. {estimate_of_row(row).in_words()}"
        elif row["statistic"] in UNITISING_NAMES:
            yield f"{name}{row['statistic']} is {UNITISING_NAMES[row['statistic']]}."


def full_name(statistic: str) -> str:
    """Name a statistic in full."""
    return {**FULL_NAMES, **UNITISING_NAMES}[statistic]
