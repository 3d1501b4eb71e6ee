"""Rows of a result as a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl


def frame_from_rows(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Make a data frame of rows; types are inferred from all of them.

    Examples
    --------
    >>> frame_from_rows([{"case": "Quay List 2031", "position": None}]).height
    1
    """
    import polars as pl  # noqa: PLC0415  # half a second that most commands need not pay

    return pl.DataFrame(rows, infer_schema_length=None)
