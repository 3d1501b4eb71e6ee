"""Codings that Label Studio exports: JSON, JSON-MIN and CSV.

Choices, labelled spans, ratings and numbers are codings; a control of the labelling
page that has the name of a variable is that variable.

References
----------
https://labelstud.io/guide/export
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from hustings.errors import TableFileError
from hustings.exchange.coding_columns import SYNONYMS, clean
from hustings.exchange.doccano import told_of
from hustings.exchange.table_codings import ReadCodings, TableCoding
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.exchange.spreadsheets import Grid

_ADVICE = "Export the project as JSON, JSON-MIN or CSV."
_SPANNED = frozenset({"labels", "hypertextlabels", "paragraphlabels"})
_ABOUT = frozenset(
    {
        "id",
        "annotator",
        "annotation_id",
        "created_at",
        "updated_at",
        "lead_time",
        "agreement",
        "meta",
    }
)


def read_label_studio(
    content: bytes, *, name: str, variables: Sequence[str] = ()
) -> ReadCodings:
    """Read an export as JSON or JSON-MIN; rows are its tasks, counted from 1.

    Raises
    ------
    TableFileError
        If it is no such export.

    Examples
    --------
    >>> task = b'[{"id": 1, "text": "Lower fares!", "topic": "411", "annotator": 2}]'
    >>> coding = read_label_studio(task, name="export.json").codings[0]
    >>> coding.words, coding.value, coding.coder
    ('Lower fares!', '411', '2')
    """
    try:
        tasks = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        tasks = None
    if isinstance(tasks, Mapping):
        tasks = [tasks]
    if not isinstance(tasks, list) or not all(
        isinstance(one, Mapping) for one in tasks
    ):
        raise TableFileError(
            name=name, reason="This is no list of tasks.", advice=_ADVICE
        )
    for number, task in enumerate(tasks, 1):
        _check_task(task, number, name)
    tally: Counter[str] = Counter()
    codings = [
        coding
        for number, task in enumerate(tasks, 1)
        for coding in _codings(task, number, variables, tally)
    ]
    return ReadCodings(codings=tuple(codings), problems=tuple(_problems(name, tally)))


def _check_task(task: Mapping[str, Any], number: int, name: str) -> None:
    """Refuse a task whose parts are of another kind than an export's."""
    for key in ("annotations", "completions"):
        works = _list_of(task, key, f"Task {number}", name)
        if not all(isinstance(one, Mapping) for one in works):
            _refuse(f"Task {number}: {key!r} holds what is no object.", name)
        for work in works:
            _list_of(work, "result", f"Task {number}", name)
    if "annotations" in task or "completions" in task:
        _list_of(task, "predictions", f"Task {number}", name)
        if not isinstance(task.get("data") or {}, Mapping):
            _refuse(f"Task {number}: 'data' is no object.", name)


def _list_of(
    found: Mapping[str, Any], key: str, where: str, name: str
) -> Sequence[Any]:
    """Return the list under a key, empty where there is none; refuse another value."""
    value = found.get(key) or []
    if not isinstance(value, list):
        _refuse(f"{where}: {key!r} is no list.", name)
    return value


def _refuse(reason: str, name: str) -> NoReturn:
    raise TableFileError(name=name, reason=reason, advice=_ADVICE)


def is_label_studio(grid: Grid) -> bool:
    """Say whether a CSV file has the columns of an export."""
    names = {clean(cell) for cell in grid.rows[0][1]} if grid.rows else set()
    return {"annotator", "annotation_id"} <= names


def read_label_studio_table(
    grid: Grid, *, variables: Sequence[str] = ()
) -> ReadCodings:
    """Read an export as CSV: JSON-MIN with a column a key."""
    header, *rows = [cells for _, cells in grid.rows]
    numbers = [number for number, _ in grid.rows[1:]]
    tally: Counter[str] = Counter()
    codings = []
    for number, cells in zip(numbers, rows, strict=True):
        task = {
            clean(key): _as_json(cell)
            for key, cell in zip(header, cells, strict=False)
            if cell
        }
        codings += list(_minimal(task, number, variables, tally)) if task else []
    return ReadCodings(
        codings=tuple(codings), problems=tuple(_problems(grid.name, tally))
    )


def _as_json(cell: str) -> object:
    """Read a cell that holds a list or an object; others are text."""
    if cell.lstrip()[:1] not in {"[", "{"}:
        return cell
    try:
        found: object = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return found


def _codings(
    task: Mapping[str, Any],
    number: int,
    variables: Sequence[str],
    tally: Counter[str],
) -> Iterator[TableCoding]:
    """Yield the codings of a task by everybody who worked on it."""
    if "annotations" not in task and "completions" not in task:
        yield from _minimal(task, number, variables, tally)
        return
    tally["predictions"] += len(task.get("predictions") or ())
    data = task.get("data") or {}
    for annotation in task.get("annotations") or task.get("completions") or ():
        if annotation.get("was_cancelled"):
            tally["skipped"] += 1
            continue
        told = _told(data, _coder(annotation.get("completed_by")), number)
        for result in _in_order(annotation.get("result") or ()):
            yield from _of_result(result, told, variables, tally)


def _in_order(results: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Put labelled spans into reading order."""
    return sorted(
        (one for one in results if isinstance(one, Mapping)),
        key=lambda one: _number(_mapping(one.get("value")).get("start")) or 0,
    )


def _of_result(
    result: Mapping[str, Any],
    told: Mapping[str, Any],
    variables: Sequence[str],
    tally: Counter[str],
) -> Iterator[TableCoding]:
    """Yield the codings of one result of one control."""
    kind = str(result.get("type", "")).lower()
    value = _mapping(result.get("value"))
    said = {**told, "variable": _variable(result.get("from_name"), variables)}
    if kind in _SPANNED:
        yield from _of_span(value, said)
    elif kind in {"choices", "rating", "number"}:
        yield from _of_values(value.get(kind), said)
    else:
        tally["other"] += 1


def _minimal(
    task: Mapping[str, Any],
    number: int,
    variables: Sequence[str],
    tally: Counter[str],
) -> Iterator[TableCoding]:
    """Yield the codings of a task in which every control has a key."""
    told = _told(task, _coder(task.get("annotator")), number)
    about = _ABOUT | {name for role in _PLACE for name in SYNONYMS[role]}
    for key, found in task.items():
        if key in about:
            continue
        said = {**told, "variable": _variable(key, variables)}
        values = found if isinstance(found, list) else [found]
        for value in values:
            if isinstance(value, Mapping) and "start" in value:
                yield from _of_span(value, said)
            elif isinstance(value, Mapping):
                yield from _of_values(value.get("choices"), said)
            elif key in variables or key in SYNONYMS["value"] or len(values) < 2:
                yield from _of_values(value, said)
            else:
                tally["other"] += 1


_PLACE = ("unit", "document", "words")


def _told(data: Mapping[str, Any], coder: str | None, number: int) -> dict[str, Any]:
    """Return what a task says of its unit, and who coded it."""
    words = next(
        (data[name] for name in SYNONYMS["words"] if isinstance(data.get(name), str)),
        None,
    )
    return {
        "row": number,
        "unit": told_of(data, "unit"),
        "document": told_of(data, "document"),
        "words": words,
        "coder": coder,
    }


def _of_span(
    value: Mapping[str, Any], said: Mapping[str, Any]
) -> Iterator[TableCoding]:
    """Yield the codings of a labelled span."""
    start, end = _number(value.get("start")), _number(value.get("end"))
    whole = said["words"]
    words = value.get("text")
    if not isinstance(words, str):
        words = whole[start:end] if whole and start is not None and end else None
    labels: Any = next((value[kind] for kind in _SPANNED if kind in value), [])
    for label in labels if isinstance(labels, list) else [labels]:
        found = {"unit": None, "start": start, "end": end, "words": words}
        yield TableCoding(**{**said, **found}, value=clean(str(label)))


def _of_values(found: object, said: Mapping[str, Any]) -> Iterator[TableCoding]:
    """Yield a coding for each value that was chosen."""
    for value in found if isinstance(found, list) else [found]:
        if isinstance(value, list):  # a path of nested choices: the last is the code
            value = value[-1] if value else None  # noqa: PLW2901  # seen as one value
        if value is not None:
            yield TableCoding(**said, value=clean(_as_text(value)) or None)


def _as_text(value: object) -> str:
    is_round = isinstance(value, float) and value.is_integer()
    return str(int(value)) if is_round else str(value)  # type: ignore[call-overload]  # a float


def _variable(control: object, variables: Sequence[str]) -> str | None:
    return str(control) if control in variables else None


def _coder(completed_by: object) -> str | None:
    """Name who did it: by e-mail where there is one, by number otherwise."""
    if isinstance(completed_by, Mapping):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return None if completed_by is None else clean(str(completed_by)) or None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _problems(name: str, tally: Mapping[str, int]) -> Iterator[Problem]:
    """Tell what was passed over."""
    told = {
        "predictions": ("predictions", "predictions of models were passed over"),
        "skipped": ("skipped tasks", "annotations were skipped by their coders"),
        "other": (
            "other controls",
            "results are no choices, labels, ratings or numbers and were passed over",
        ),
    }
    for key, (kind, what) in told.items():
        if tally[key]:
            yield Problem(kind=kind, message=f"{name}: {tally[key]:,} {what}.")
