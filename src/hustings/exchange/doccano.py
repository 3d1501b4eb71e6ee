"""Codings that doccano exports as JSONL: text classification and sequence labelling.

Spans count characters of the record's own text. They are taken as spans of a document
only where the record names one, and never without comparing the words.

References
----------
https://doccano.github.io/doccano/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hustings.errors import TableFileError, TableRowsError
from hustings.exchange.coding_columns import SYNONYMS, clean
from hustings.exchange.table_codings import ReadCodings, TableCoding
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEXTS = ("text", "data", "sentence")
_LABELS = ("label", "labels", "entities", "cats", "spans")


def is_doccano(first: object) -> bool:
    """Say whether the first object of a JSONL file is a record of doccano."""
    if not isinstance(first, Mapping) or "value" in first:
        return False
    has_list = any(isinstance(first.get(name), list) for name in _LABELS)
    return has_list and any(isinstance(first.get(name), str) for name in _TEXTS)


def read_doccano(content: bytes, *, name: str) -> ReadCodings:
    r"""Read a JSONL export.

    Raises
    ------
    TableFileError
        If a line is no record of doccano.

    Examples
    --------
    >>> line = b'{"id": 1, "text": "Lower fares! Now.", "label": [[0, 12, "411"]]}\n'
    >>> read_doccano(line, name="all.jsonl").codings[0].words
    'Lower fares!'
    """
    codings: list[TableCoding] = []
    n_bare = 0
    for number, record in _records(content, name):
        found = list(_codings(record, number, name))
        n_bare += not found
        codings += found
    problems = []
    if n_bare:
        message = f"{name}: {n_bare:,} records have no labels."
        problems.append(Problem(kind="records without labels", message=message))
    return ReadCodings(codings=tuple(codings), problems=tuple(problems))


def _records(content: bytes, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(content.decode("utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, Mapping) or _text(record) is None:
            raise TableFileError(
                name=name,
                line=number,
                reason="This is no record of doccano.",
                advice="Export the project as JSONL, one record a line.",
            )
        yield number, record


def _text(record: Mapping[str, Any]) -> str | None:
    found = (record[name] for name in _TEXTS if isinstance(record.get(name), str))
    return next(found, None)


def _codings(
    record: Mapping[str, Any], number: int, name: str
) -> Iterator[TableCoding]:
    """Yield the codings of a record, in reading order."""
    labels: Any = next((record[key] for key in _LABELS if record.get(key)), [])
    listed = labels if isinstance(labels, list) else [labels]
    plain = [str(one) for one in listed if isinstance(one, str | int)]
    spans = [one for one in map(_span, listed) if one is not None]
    if len(spans) + len(plain) < len(listed):
        raise TableFileError(
            name=name,
            line=number,
            reason="A label is neither a text nor a span with a label.",
            advice="Export the project as JSONL again.",
        )
    whole = TableCoding(
        row=number,
        unit=told_of(record, "unit"),
        document=told_of(record, "document"),
        coder=told_of(record, "coder"),
        words=_text(record),
    )
    _check_alone(plain, spans, number, name)
    yield from (_of_span(whole, *span) for span in sorted(set(spans)))
    yield from (replace(whole, value=one) for one in dict.fromkeys(map(clean, plain)))


def _check_alone(
    plain: Sequence[str],
    spans: Sequence[tuple[int, int, str]],
    number: int,
    name: str,
) -> None:
    """Refuse two labels on one text, or on one stretch of it: a unit has one value."""
    on_stretch: dict[tuple[int, int], list[str]] = {}
    for start, end, label in spans:
        on_stretch.setdefault((start, end), []).append(label)
    for labels in (plain, *on_stretch.values()):
        different = list(dict.fromkeys(map(clean, labels)))
        if len(different) > 1:
            raise TableRowsError(
                name=name,
                rows=[number],
                reason=f"One text has several labels: "
                f"{', '.join(map(repr, different))}.",
                advice="A unit has one value in a variable: keep one label of each "
                "text, or export the labels of each variable by themselves.",
            )


def _of_span(whole: TableCoding, start: int, end: int, label: str) -> TableCoding:
    """Take the coding of a span out of its record, without white space around it."""
    words = (whole.words or "")[start:end]
    return replace(
        whole,
        unit=None,
        start=start + len(words) - len(words.lstrip()),
        end=start + len(words.rstrip()),
        words=words.strip(),
        value=clean(label),
    )


def _span(label: object) -> tuple[int, int, str] | None:
    """Read ``[start, end, label]``, or the same as an object."""
    if isinstance(label, Mapping):
        label = [label.get("start_offset"), label.get("end_offset"), label.get("label")]
    if not isinstance(label, list) or len(label) < 3:
        return None
    start, end, code = label[:3]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return None
    return start, end, str(code)


def told_of(record: Mapping[str, Any], role: str) -> str | None:
    """Return what a record, or its meta, says of unit, document or coder."""
    meta = record.get("meta")
    for source in (record, meta if isinstance(meta, Mapping) else {}):
        for name in SYNONYMS[role]:
            if isinstance(source.get(name), str | int):
                return clean(str(source[name])) or None
    return None
