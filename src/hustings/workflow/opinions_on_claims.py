"""A learned coder's say on claims that the grammar found: a row beside each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.comparison.second_opinions import NO_OPINION, accords
from hustings.model.claim import OWN
from hustings.workflow.second_opinions import difference_problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.second_opinions import Opinion
    from hustings.model.document import Problem
    from hustings.workflow.second_opinions import SecondCoder

SECOND_STANCES = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("stance", pa.int8()),
        ("probability", pa.float64()),
    ]
)
"""One row a claim, in the order of the claims; `start` and `end` are of its target.
Stance and probability are null where the coder has no say: of stances that a unit
reports of others, of a language that it did not learn, of a unit without a word."""

_CLAIM_COLUMNS = ["document", "unit", "actor", "target", "stance", "start", "end"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondStances:
    """What a coder says of claims.

    Attributes
    ----------
    table : Table
        Of `SECOND_STANCES`.
    """

    table: pa.Table
    problems: tuple[Problem, ...]


def opinions_on_claims(
    second: SecondCoder,
    claims: pa.Table,
    units: Mapping[tuple[str | None, str], tuple[str, str | None]],
) -> SecondStances:
    """Ask a learned coder for the stance of each unit on each of its targets.

    Parameters
    ----------
    claims : Table
        Of `hustings.claims.tables.CLAIMS`.
    units : mapping of (document, unit) to (text, language)
    """
    rows = claims.select(_CLAIM_COLUMNS).to_pylist()
    own = [i for i, row in enumerate(rows) if row["actor"] == OWN]
    asked = []
    for i in own:
        text, language = units[rows[i]["document"], rows[i]["unit"]]
        asked.append((text, rows[i]["target"], language))
    said: dict[int, Opinion] = dict(zip(own, second.ask(asked), strict=True))
    opinions = [said.get(i, NO_OPINION) for i in range(len(rows))]
    pairs = [
        (row["stance"], one.stance) for row, one in zip(rows, opinions, strict=True)
    ]
    return SecondStances(
        table=_table(rows, opinions),
        problems=(
            *second.find_problems(asked),
            *difference_problem(second.name, pairs),
        ),
    )


def with_opinions(
    rows: Sequence[Mapping[str, Any]], table: pa.Table
) -> list[dict[str, Any]]:
    """Put a coder's stances beside those of claims, row by row."""
    said = table.select(["stance", "probability"]).to_pylist()
    return [
        {
            **row,
            "second_stance": one["stance"],
            "second_probability": one["probability"],
            "agrees": accords(row["stance"], one["stance"]),
        }
        for row, one in zip(rows, said, strict=True)
    ]


def _table(rows: Sequence[Mapping[str, Any]], opinions: Sequence[Opinion]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                **{name: row[name] for name in ("document", "unit", "start", "end")},
                "stance": one.stance,
                "probability": one.probability,
            }
            for row, one in zip(rows, opinions, strict=True)
        ],
        schema=SECOND_STANCES,
    )
