"""What ``agree --claims`` takes and prints: how far people agree on claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.project import Store
from hustings.workflow.agreeing_on_claims import PROGRAM, agree_claims
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from hustings.coding.agreement_intervals import AgreementOptions

SHOWN = (
    "variable",
    "statistic",
    "coder_a",
    "coder_b",
    "value",
    "low",
    "high",
    "n_units",
)
"""Columns on a terminal."""

ClaimsOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--claims",
        help="Compare what people say units claim: with each other, and what the "
        "program found with each of them.",
    ),
]


def refuse_with_claims(given: Mapping[str, object]) -> None:
    """Raise for options that are about values, or about a table."""
    for option, value in given.items():
        if value:
            message = f"{option} goes without --claims."
            raise typer.BadParameter(message)


def has_claims_alone(project: Path) -> bool:
    """Say whether people of a project said what units claim, and coded nothing."""
    with Store.open(project) as store:
        coded = store.hand.last_number()
        return not coded and bool(claim_sheets_of(store).last_number())


def tell_of_claims(store: Store) -> str:
    """Say that claims can be compared, too; nothing where nobody wrote any."""
    n = len(claim_sheets_of(store).current())
    if not n:
        return ""
    return f"There are {count(n, 'sheet')} of claims, too: 'hustings agree --claims'."


def show_claim_agreement(
    project: Path, coders: Sequence[str], options: AgreementOptions, *, json: bool
) -> None:
    """Measure agreement on claims, and print it."""
    with show_progress("Comparing"), Store.open(project) as store:
        result = agree_claims(store, coders=coders, options=options)
    rows = result.to_rows()
    if json:
        print_result(rows, result.problems, result.run_id)
        return
    say(result.summary())
    print_rows(rows, columns=[one for one in SHOWN if _is_told(one, rows)])
    print_problems(result.problems)
    for line in words_of_claims(rows):
        say(line)


def words_of_claims(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say what the numbers mean, those of all people and of the program."""
    for row in rows:
        value = row["value"]
        if value is None:
            continue
        units = count(row["n_units"], "unit")
        if row["statistic"] == "claim_f1" and row["coder_a"] is None:
            yield (
                f"Of the claims that two people found in {units}, {value:.0%} are the "
                "same: voice, side and head."
            )
        elif row["statistic"] == "claim_precision" and row["coder_a"] == PROGRAM:
            yield (
                f"{row['coder_b']} has {value:.0%} of the claims that the program "
                f"found in {units}."
            )
        elif row["statistic"] == "claim_recall" and row["coder_a"] == PROGRAM:
            yield f"The program found {value:.0%} of {row['coder_b']}'s claims."


def _is_told(column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Leave columns out that are empty in all rows."""
    return any(row.get(column) is not None for row in rows)
