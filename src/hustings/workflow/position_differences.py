"""Differences between documents on a scale: each with its own interval."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hustings.errors import InvalidOptionError, UselessInputError
from hustings.estimates.contrasts import paired_difference
from hustings.scaling.position_contrasts import difference_of_positions, has_errors
from hustings.scaling.results import Position
from hustings.workflow.named_documents import NamedDocuments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.estimates.differences import Difference
    from hustings.estimates.resampling import FloatArray
    from hustings.store.project import Store
    from hustings.workflow.read_files import ReadFile
    from hustings.workflow.scaled_cases import ScaledCases
    from hustings.workflow.table_results import TableResult

Pair = tuple[str, str]


def compare_positions(
    first: Position,
    second: Position,
    draws: Mapping[str, FloatArray],
    freedom: Mapping[str, float | None] | None = None,
) -> Difference | None:
    """Compare two positions on one scale, second less first.

    By paired draws where both cases have draws, otherwise as those of positions that
    share no units; see `difference_of_positions`.

    Parameters
    ----------
    draws : mapping of str to array of shape (n_draws,)
        By case; draws of one number belong together.
    freedom : mapping, optional
        Degrees of freedom by case; None is infinite.

    Returns
    -------
    Difference or None
        None where an interval is missing.
    """
    is_drawn = first.case in draws and second.case in draws
    if is_drawn and has_errors(first, second) and first.confidence is not None:
        known = [(freedom or {}).get(one.case) for one in (first, second)]
        return paired_difference(
            second.position - first.position,
            draws[first.case],
            draws[second.case],
            confidence=first.confidence,
            freedom=min((one for one in known if one), default=float("inf")),
        )
    return difference_of_positions(first, second)


def document_differences(
    store: Store, scaled: ScaledCases, pair: Pair | None, *, over_time: bool
) -> list[dict[str, Any]]:
    """Compare two documents, or each actor's from one to the next.

    Parameters
    ----------
    pair : tuple of str or None
        Two documents by id, file, or actor and date: the second less the first.
    over_time : bool
        Whether all changes of actors are shown.

    Raises
    ------
    NoSuchDocumentError, AmbiguousDocumentError
        If a document is not there, or not the only one of its name.
    InvalidOptionError
        If one has no position, or both are the same.
    UselessInputError
        If changes are asked for where no document has a position.
    """
    if over_time and ("pooled" in scaled.parameters or not scaled.positions):
        what = "--changes: no document has a position on it"
        raise UselessInputError(scale=scaled.scale, what=what, known=())
    named = NamedDocuments(store)
    cases = [one.case for one in scaled.positions]
    if "pooled" in scaled.parameters:
        pairs = [] if pair is None else [pair]  # the cases are actors
    else:
        pairs = [] if pair is None else [(named.find(pair[0]), named.find(pair[1]))]
        pairs += pairs_over_time(named.known().values(), cases) if over_time else []
    freedom: Any = scaled.report.get("degrees_of_freedom")
    rows = difference_rows(scaled.positions, pairs, scaled.draws, freedom)
    return [
        {
            **row,
            "name_a": scaled.names.get(row["case_a"], row["case_a"]),
            "name_b": scaled.names.get(row["case_b"], row["case_b"]),
        }
        for row in rows
    ]


def table_difference(found: TableResult, pair: Pair) -> list[dict[str, Any]]:
    """Compare two cases of a table, the second less the first.

    Raises
    ------
    InvalidOptionError
        If a case has no position, or both are the same.
    """
    names = {one.name for one in fields(Position)}
    positions = [
        Position(**{name: value for name, value in row.items() if name in names})
        for row in found.rows
        if "position" in row
    ]
    freedom: Any = found.report.get("degrees_of_freedom")
    return list(difference_rows(positions, [pair], found.draws, freedom))


def difference_rows(
    positions: Sequence[Position],
    pairs: Iterable[Pair],
    draws: Mapping[str, FloatArray],
    freedom: Mapping[str, float | None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Compare pairs of cases; of saliences, code by code.

    Raises
    ------
    InvalidOptionError
        If a case has no position, or both are the same.
    """
    by_case: dict[str, dict[str | None, Position]] = {}
    for one in positions:
        by_case.setdefault(one.case, {})[one.code] = one
    for pair in pairs:
        _require_two(pair)
        first, second = (_of_case(by_case, case) for case in pair)
        for code in first:
            if code in second:
                found = compare_positions(first[code], second[code], draws, freedom)
                yield _row(first[code], second[code], found)


def _require_two(pair: Pair) -> None:
    """Raise `InvalidOptionError` if a case is compared with itself."""
    if pair[0] == pair[1]:
        raise InvalidOptionError(
            option="difference", value=pair[0], advice="Name two different cases."
        )


def _of_case(
    by_case: Mapping[str, dict[str | None, Position]], case: str
) -> dict[str | None, Position]:
    """Return what a case has."""
    if case not in by_case:
        raise InvalidOptionError(
            option="difference",
            value=case,
            advice="This case has no position; name one that has.",
        )
    return by_case[case]


def _row(first: Position, second: Position, found: Difference | None) -> dict[str, Any]:
    """Put a difference into columns; its interval is empty where one is missing."""
    return {
        "case_a": first.case,
        "case_b": second.case,
        "scale": first.scale,
        **({} if first.code is None else {"code": first.code}),
        "difference": second.position - first.position,
        "low": None if found is None else found.low,
        "high": None if found is None else found.high,
        "confidence": None if found is None else found.confidence,
        "standard_error": None if found is None else found.standard_error,
        "is_clear": None if found is None else found.is_clear,
        "verdict": "no interval" if found is None else found.verdict,
    }


def pairs_over_time(files: Iterable[ReadFile], cases: Iterable[str]) -> list[Pair]:
    """Pair each document with the next one of its actor, by date.

    Documents of one date are not compared.
    """
    wanted = set(cases)
    dated = [one for one in files if one.document in wanted and one.actor and one.date]
    dated.sort(key=lambda one: (str(one.actor), str(one.date), one.document))
    return [
        (a.document, b.document)
        for a, b in pairwise(dated)
        if a.actor == b.actor and a.date != b.date
    ]


def pairs_of_latest(files: Iterable[ReadFile], cases: Iterable[str]) -> list[Pair]:
    """Pair the latest documents of all actors, in the order of the alphabet."""
    wanted = set(cases)
    dated = [one for one in files if one.document in wanted and one.actor]
    dated.sort(key=lambda one: (str(one.actor), str(one.date or ""), one.document))
    latest = list({one.actor: one.document for one in dated}.values())
    return [(a, b) for i, a in enumerate(latest) for b in latest[i + 1 :]]
