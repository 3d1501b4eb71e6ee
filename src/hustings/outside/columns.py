"""Columns of Parquet files that text cannot hold as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Collection


def as_json(table: pa.Table, nested: Collection[str]) -> pa.Table:
    """Write what is nested in some columns as JSON."""
    for place, field in enumerate(table.schema):
        if field.name in nested and pa.types.is_nested(field.type):
            values = table.column(place).to_pylist(maps_as_pydicts="strict")
            texts = [None if one is None else json.dumps(one) for one in values]
            column = pa.array(texts, pa.large_string())
            table = table.set_column(place, field.name, column)
    return table


def without_nan(table: pa.Table) -> pa.Table:
    """Make NaN null: it stands for a missing number, not for the text "nan"."""
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = table.column(place)
            kept = pc.if_else(pc.is_nan(column), pa.scalar(None, field.type), column)
            table = table.set_column(place, field.name, kept)
    return table


def first_line(error: Exception) -> str:
    """Shorten a message of the Parquet reader to one line."""
    line = (str(error).splitlines() or ["no reason given"])[0]
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
