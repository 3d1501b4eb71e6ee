"""The tables that the step `agree` writes, whatever is compared."""

from __future__ import annotations

import pyarrow as pa

AGREEMENT = pa.schema(
    [
        ("statistic", pa.string()),
        ("code", pa.string()),
        ("coder_a", pa.string()),
        ("coder_b", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("level", pa.string()),
        ("n_units", pa.int64()),
        ("n_values", pa.int64()),
        ("n_coders", pa.int64()),
        ("standard_error", pa.float64()),
        ("variable", pa.string()),
    ]
)
"""One row a statistic: overall, of one code, or of two coders."""

PROBLEMS = pa.schema(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)
