"""The command `adjudicate`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hustings.coding.adjudication_results import THRESHOLD, AdjudicationRule
from hustings.errors import UnclearRuleError
from hustings.interface.options import HERE, JsonOption, ProjectOption, TableOption
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.adjudicating import adjudicate
from hustings.workflow.adjudicating_tables import (
    adjudicate_table,
    write_table_worklist,
)
from hustings.workflow.decisions import take_decisions
from hustings.workflow.open_cases import require_new, write_open_cases
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.workflow.adjudicating import AdjudicateResult
    from hustings.workflow.table_results import TableResult

EXAMPLE = "Example: hustings adjudicate --rule majority --worklist open.csv"
SHOWN = ("unit", "variable", "value", "rule", "probability", "codings", "reason")
"""Columns on a terminal."""


class Rule(StrEnum):
    """What settles a disagreement."""

    majority = "majority"
    unanimity = "unanimity"
    senior = "senior"
    dawid_skene = "dawid-skene"


def run(
    rule: Annotated[
        Rule | None,
        typer.Option(help="What settles a disagreement.", show_default=False),
    ] = None,
    senior: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="With --rule senior: whose word settles.",
            show_default=False,
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            help="With --rule dawid-skene: the probability that settles.",
            show_default=str(THRESHOLD),
        ),
    ] = None,
    fewest: Annotated[
        int, typer.Option(help="Leave units open that fewer coders have coded.")
    ] = 1,
    variable: Annotated[
        str | None,
        typer.Option(help="Settle this variable only.", show_default="all"),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(help="Settle codings with this codebook.", show_default="all"),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Let the rule overturn persons' decisions."),
    ] = False,
    worklist: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the cases that are open then as CSV, to be filled in.",
            show_default=False,
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Take persons' decisions from such a table.",
            show_default=False,
        ),
    ] = None,
    table: TableOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Settle where coders disagree: by a rule, or by a person's decisions.

    Every value keeps what it settled and by which rule; ties and open cases are a
    worklist. The values count as those of the coder 'adjudicated'.
    """
    chosen = _choose(rule, senior, threshold, fewest)
    _check(chosen, decisions=decisions, worklist=worklist, table=table)
    if table is not None and chosen is not None:
        _settle_table(table, chosen, codebook, variable, worklist, json=json)
        return
    with Store.open(project) as store:
        if chosen is not None:
            with show_progress("Adjudicating"):
                result = adjudicate(
                    store, chosen, codebook=codebook, variable=variable, again=again
                )
            _print(result, result.run_id, json=json)
        elif decisions is not None:
            with show_progress("Adjudicating"):
                result = take_decisions(store, decisions, codebook=codebook)
            _print(result, result.run_id, json=json)
        if worklist is not None:
            _say_written(write_open_cases(store, worklist), worklist)


def _choose(
    rule: Rule | None, senior: str | None, threshold: float | None, fewest: int
) -> AdjudicationRule | None:
    """Put the options of a rule together."""
    if rule is None:
        if senior is not None or threshold is not None:
            raise UnclearRuleError(reason="--senior and --threshold go with a rule.")
        return None
    if threshold is not None and rule is not Rule.dawid_skene:
        raise UnclearRuleError(reason=f"The rule {rule.value!r} has no threshold.")
    return AdjudicationRule(
        rule=rule.value,
        senior=senior,
        threshold=THRESHOLD if threshold is None else threshold,
        fewest=fewest,
    )


def _check(
    rule: AdjudicationRule | None,
    *,
    decisions: Path | None,
    worklist: Path | None,
    table: Path | None,
) -> None:
    """Refuse what cannot be done before anything is."""
    if table is not None and (rule is None or decisions is not None):
        raise UnclearRuleError(reason="A table without a project is settled by a rule.")
    if rule is not None and decisions is not None:
        raise UnclearRuleError(reason="Rules and decisions are taken one at a time.")
    if rule is None and decisions is None and worklist is None:
        raise UnclearRuleError(reason="Nothing says how disagreements are settled.")
    if worklist is not None:
        require_new(worklist)


def _settle_table(
    table: Path,
    rule: AdjudicationRule,
    codebook: str | None,
    variable: str | None,
    worklist: Path | None,
    *,
    json: bool,
) -> None:
    """Settle a table with no project."""
    with show_progress("Adjudicating"):
        result = adjudicate_table(table, rule, codebook=codebook, variable=variable)
    _print(result, result.run_row(), json=json)
    if worklist is not None:
        n = write_table_worklist(table, result, worklist)
        say(f"Wrote {count(n, 'open case')} into {worklist}.")


def _print(result: AdjudicateResult | TableResult, run: object, *, json: bool) -> None:
    """Print what was settled, what is wrong with it, and how much there is."""
    rows = result.to_rows()
    if json:
        print_result(rows, result.problems, run)
        return
    flat = [{**row, "settles": " ".join(_ids(row))} for row in rows]
    print_rows(flat, columns=SHOWN)
    print_problems(result.problems)
    say(result.summary())


def _ids(row: Mapping[str, Any]) -> list[str]:
    return list(row["settles"])


def _say_written(n: int, path: Path) -> None:
    """Say where the open cases are, and what to do with them."""
    what_next = (
        f" Fill the columns 'value' and 'by', then: hustings adjudicate --decisions "
        f"{path}"
    )
    say(f"Wrote {count(n, 'open case')} into {path}.{what_next if n else ''}")
