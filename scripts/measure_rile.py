"""Recompute RILE of published category shares and compare it with the published one.

Usage: python scripts/measure_rile.py DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

from hustings.outside.tables import read_table
from hustings.scaling import Counts, rile

_TOLERANCE = 0.015


def measure(path: Path) -> tuple[int, float]:
    """Count the rows with a published RILE, and give the largest difference."""
    rows = read_table(path).to_pylist()
    result = rile(Counts.from_percentages(rows), interval="none")
    positions = {position.case: position.position for position in result.positions}
    differences = [
        abs(positions[f"{row['party']} {row['date']}"] - float(row["rile"]))
        for row in rows
        if row["rile"] not in {"", "NA"}
    ]
    return len(differences), max(differences)


def main() -> None:
    """Print both figures, and fail if the difference is too large."""
    n_rows, largest = measure(Path(sys.argv[1]) / "scaling" / "mpds_sample.csv")
    print(f"RILE recomputed: {n_rows} rows, largest difference {largest:.4f}")
    if largest > _TOLERANCE:
        sys.exit(f"More than {_TOLERANCE} from the published value.")


if __name__ == "__main__":
    main()
