"""What a rule, or persons' decisions, make of codings: the rows of one run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from hustings.coding.adjudication import adjudicate_codings
from hustings.coding.adjudication_results import AdjudicationRule, Vote
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.coding.adjudication_results import AdjudicationResult
    from hustings.model.adjudication import Adjudicated
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store

PERSON = "person:"
"""How the rule of a value begins that a person decided on."""

UNDECIDED = "undecided:"
"""How the rule of an open case begins that a person looked at and left open."""

TAKEN_BACK = "its codings were taken back"

ADJUDICATED_VALUES = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("codebook_sha256", pa.string()),
        ("variable", pa.string()),
        ("value", pa.string()),
        ("rule", pa.string()),
        ("probability", pa.float64()),
        ("settles", pa.list_(pa.string())),
        ("codings", pa.string()),
        ("reason", pa.string()),
        ("note", pa.string()),
    ]
)
"""One row a unit and variable. `value` is null where the case stays open, and `reason`
says why; `codings` says for people what `settles` names by id."""

Place: TypeAlias = tuple[str, int, int, str, str]
"""Document, start, end, codebook and variable: what has one adjudicated value."""

Row: TypeAlias = "dict[str, object]"


def place_of(one: HandCoding | Adjudicated) -> Place:
    """Return what has one adjudicated value."""
    span = one.anchor.span
    return one.document_id, span.start, span.end, one.codebook_sha256, one.variable


def place_of_row(row: Mapping[str, Any]) -> Place:
    """Return the place of a row of `ADJUDICATED_VALUES`."""
    start, end = int(row["start"]), int(row["end"])
    return row["document"], start, end, row["codebook_sha256"], row["variable"]


def codings_of(
    store: Store,
    *,
    documents: Iterable[str],
    books: Sequence[str] | None = None,
    variable: str | None = None,
    up_to: int | None = None,
) -> list[HandCoding]:
    """Return people's codings of some documents that count, in reading order."""
    wanted = set(documents)
    return [
        one
        for one in store.hand.current(variable=variable, up_to=up_to)
        if one.document_id in wanted and (books is None or one.codebook_sha256 in books)
    ]


def decided(store: Store, *, up_to: int | None = None) -> list[Adjudicated]:
    """Return the values that a person decided on and nothing superseded.

    A decision that was taken back is one no more.
    """
    return [
        one
        for one in store.adjudications.current(up_to=up_to)
        if one.value is not None and one.rule.startswith(PERSON)
    ]


def groundless(
    store: Store, codings: Iterable[HandCoding], plan: Mapping[str, Any]
) -> list[Adjudicated]:
    """Return values that a rule settled and whose codings were all taken back."""
    coded = set(map(place_of, codings))
    return [
        one
        for one in store.adjudications.current(
            variable=plan["variable"], up_to=plan["adjudications_up_to"]
        )
        if one.value is not None
        and not one.rule.startswith(PERSON)
        and one.document_id in plan["documents"]
        and one.codebook_sha256 in plan["codebooks"]
        and place_of(one) not in coded
    ]


def who_said_what(codings: Iterable[HandCoding]) -> str:
    """Write codings for a person to read."""
    return "; ".join(
        f"{one.coder}: {one.value}{' (unsure)' if one.unsure else ''}"
        for one in sorted(codings, key=lambda one: one.coder)
    )


def rows_by_rule(store: Store, plan: Run, problems: list[Problem]) -> Iterator[Row]:
    """Yield what a rule makes of the codings, but for what persons decided."""
    parameters: Any = plan.parameters
    rule = AdjudicationRule(**parameters["rule"])
    up_to = parameters["adjudications_up_to"]
    persons = [] if parameters["again"] else decided(store, up_to=up_to)
    kept = set(map(place_of, persons))
    codings = codings_of(
        store,
        documents=parameters["documents"],
        books=parameters["codebooks"],
        variable=parameters["variable"],
        up_to=parameters["codings_up_to"],
    )
    for (_, variable), some in _by_variable(codings).items():
        by_unit = _by_unit(some)
        result = adjudicate_codings(map(_vote, some), rule)
        problems.extend(_about(variable, result))
        yield from (
            row
            for row in _rows_of_result(result, by_unit)
            if place_of_row(row) not in kept
        )
    for one in groundless(store, codings, parameters):
        yield {**_row(one, ()), "value": None, "rule": rule.name, "reason": TAKEN_BACK}


def rows_by_decision(store: Store, plan: Run) -> Iterator[Row]:
    """Yield what persons decided, with the codings that it settles."""
    parameters: Any = plan.parameters
    decisions = parameters["decisions"]
    said: dict[Place, list[HandCoding]] = defaultdict(list)
    for one in codings_of(
        store,
        documents={row["document"] for row in decisions},
        up_to=parameters["codings_up_to"],
    ):
        said[place_of(one)].append(one)
    for row in decisions:
        settled = said[place_of_row(row)]
        yield {
            **{name: row[name] for name in ADJUDICATED_VALUES.names if name in row},
            "rule": f"{PERSON}{row['by']}",
            "settles": sorted(one.coding_id for one in settled),
            "codings": who_said_what(settled),
        }


def _by_variable(
    codings: Iterable[HandCoding],
) -> dict[tuple[str, str], list[HandCoding]]:
    """Group codings by codebook and variable."""
    found: dict[tuple[str, str], list[HandCoding]] = defaultdict(list)
    for one in codings:
        found[one.codebook_sha256, one.variable].append(one)
    return found


def _by_unit(codings: Iterable[HandCoding]) -> dict[str, list[HandCoding]]:
    """Group codings by the stretch they are of."""
    found: dict[str, list[HandCoding]] = defaultdict(list)
    for one in codings:
        found[_key(one)].append(one)
    return found


def _rows_of_result(
    result: AdjudicationResult, by_unit: Mapping[str, Sequence[HandCoding]]
) -> Iterator[Row]:
    for settled in result.settled:
        said = by_unit[settled.unit]
        yield {
            **_row(said[0], said),
            "value": settled.value,
            "rule": settled.rule,
            "probability": settled.probability,
            "reason": settled.reason,
        }


def _row(one: HandCoding | Adjudicated, said: Sequence[HandCoding]) -> Row:
    """Give the columns that say what is settled."""
    return {
        "document": one.document_id,
        "unit": one.unit_id,
        "start": one.anchor.span.start,
        "end": one.anchor.span.end,
        "codebook_sha256": one.codebook_sha256,
        "variable": one.variable,
        "settles": sorted(coding.coding_id for coding in said),
        "codings": who_said_what(said),
        "note": "",
    }


def _vote(one: HandCoding) -> Vote:
    value = one.value or ""
    return Vote(unit=_key(one), coder=one.coder, value=value, coding=one.coding_id)


def _key(one: HandCoding) -> str:
    span = one.anchor.span
    return f"{one.document_id} {span.start} {span.end}"


def _about(variable: str, result: AdjudicationResult) -> Iterator[Problem]:
    """Say of which variable a problem is."""
    for one in result.problems:
        yield Problem(kind=one.kind, message=f"{variable}: {one.message}")
