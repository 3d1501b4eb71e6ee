"""Reading JSONL, one object a line, as a table of text."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.errors import TableFileError

if TYPE_CHECKING:
    from collections.abc import Collection

_TEXT = pa.large_string()
_OBJECT_A_LINE = "Write one object a line."


def read_jsonl(text: str, *, name: str, nested: Collection[str] = ()) -> pa.Table:
    """Read one object a line into columns of text.

    Lists and objects may stand under the keys `nested`; they stay JSON.
    """
    rows = [
        _object(line, name=name, number=number, nested=nested)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pa.table(
        [pa.array([row.get(column) for row in rows], _TEXT) for column in columns],
        names=columns,
    )


def _object(
    line: str, *, name: str, number: int, nested: Collection[str]
) -> dict[str, str | None]:
    """Read one line of JSONL: an object of simple values, numbers as written."""
    refuse = partial(TableFileError, name=name, line=number)
    try:
        pairs = json.loads(
            line,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse_constant,
            object_pairs_hook=tuple,
        )
        json.dumps(
            pairs, ensure_ascii=False
        ).encode()  # half a surrogate pair is no text
    except _ConstantError as constant:
        reason = f"JSON has no {constant}."
        advice = "Write null where a value is missing."
        raise refuse(reason=reason, advice=advice) from None
    except (ValueError, RecursionError):
        reason = "This is no JSON in UTF-8."
        raise refuse(reason=reason, advice=_OBJECT_A_LINE) from None
    if not isinstance(pairs, tuple):
        raise refuse(reason="This is no object.", advice=_OBJECT_A_LINE)
    if len(dict(pairs)) < len(pairs):
        raise refuse(reason="A key stands twice.", advice="Use every key once.")
    deep = {key for key, value in pairs if isinstance(value, tuple | list)}
    if deep - set(nested):
        reason = "A value is a list or an object."
        raise refuse(reason=reason, advice="Write text and numbers only.")
    flat = {key: _simple(value) for key, value in pairs if key not in deep}
    if not deep:
        return flat
    whole = json.loads(line)
    return flat | {key: json.dumps(whole[key], ensure_ascii=False) for key in deep}


class _ConstantError(Exception):
    """NaN or Infinity, which some programs write and JSON does not have."""


def _refuse_constant(name: str) -> str:
    raise _ConstantError(name)


def _simple(value: str | bool | None) -> str | None:  # noqa: FBT001 -- a value of JSON, not a flag
    """Write true and false as JSON does."""
    return str(value).lower() if isinstance(value, bool) else value
