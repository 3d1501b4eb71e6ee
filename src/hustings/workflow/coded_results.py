"""What a machine says of the units of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from hustings.coding.coders import CODED
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.workflow.check_words import NEVER_CHECKED
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    import pyarrow as pa

    from hustings.model.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTable:
    """What a machine says of the units of a table.

    Attributes
    ----------
    coder : str
        Such as ``learned:NAME``.
    answers : mapping of str to Table
        By variable, of `hustings.coding.coders.CODED`, a row a unit in their order.
    codes : mapping of str to tuple of str
        By variable, in the order of the probabilities.
    """

    coder: str
    answers: Mapping[str, pa.Table]
    codes: Mapping[str, tuple[str, ...]]
    run: Run
    problems: tuple[Problem, ...] = ()

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return max((one.num_rows for one in self.answers.values()), default=0)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a row a unit: unit, value, probability, probabilities by code.

        Of several variables, each row names its own.
        """
        return [
            {**self._named(variable), **_row(row, self.codes[variable])}
            for variable, table in self.answers.items()
            for row in table.select(CODED.names[:4]).to_pylist()
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def run_row(self) -> dict[str, object]:
        """Return the run as the contract's object."""
        hidden = {"parents", "outputs"}
        return {
            name: value
            for name, value in asdict(self.run).items()
            if name not in hidden
        }

    def summary(self) -> str:
        """Return one line for a person to read."""
        n_coded = max(
            (pc.count(one["value"]).as_py() for one in self.answers.values()),
            default=0,
        )
        return (
            f"{self.coder} coded {n_coded:,} of {count(self.n_units, 'unit')} "
            f"({self.run.run_id}). {NEVER_CHECKED}"
        )

    def _named(self, variable: str) -> dict[str, str]:
        return {"variable": variable} if len(self.answers) > 1 else {}


def _row(row: Mapping[str, Any], codes: tuple[str, ...]) -> dict[str, Any]:
    shares = row["probabilities"]
    by_code = None if shares is None else dict(zip(codes, shares, strict=True))
    return {**row, "probabilities": by_code}


def repeated_units(units: pa.Table) -> list[Problem]:
    """Tell of ids that several rows have: each row is coded, and none is told apart."""
    counts = Counter(units["unit"].to_pylist())
    repeated = [unit for unit, n in counts.items() if n > 1]
    if not repeated:
        return []
    return [
        Problem(
            kind="repeated unit",
            message=(
                f"{count(len(repeated), 'unit')} with several rows, such as "
                f"{repeated[0]!r}. Each row is coded on its own; give each an id."
            ),
        )
    ]
