"""The command `agree`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hustings.coding.agreement_intervals import AgreementOptions
from hustings.coding.agreement_results import FULL_NAMES
from hustings.interface.claim_agreement import (
    ClaimsOption,
    has_claims_alone,
    refuse_with_claims,
    show_claim_agreement,
    tell_of_claims,
)
from hustings.interface.machine_agreement import (
    MachineAsked,
    MachineCoderArgument,
    MachineOption,
    WorklistOption,
    refuse_with_machine,
    require_machine,
    show_machine,
)
from hustings.interface.options import (
    HERE,
    JsonOption,
    ProjectOption,
    ReplaceOption,
    TableOption,
)
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.pages.agreement_charts import check_picture, write_picture
from hustings.interface.pages.agreement_words import words_of_rows
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.agreeing import agree_coders
from hustings.workflow.agreeing_tables import agree_table
from hustings.workflow.agreement_questions import AgreementQuestion, Compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.agreement import By
    from hustings.model.document import Problem

EXAMPLE = "Example: hustings agree --from codings.csv --level ordinal --by pair"

SHOWN = (
    "variable",
    "statistic",
    "code",
    "coder_a",
    "coder_b",
    "value",
    "low",
    "high",
    "n_units",
)
"""Columns on a terminal."""


WEIGHTED = frozenset({"weighted_kappa", "gwet_ac2"})
"""Statistics that weigh how far apart two values are."""


class LevelOf(StrEnum):
    """Level of measurement."""

    nominal = "nominal"
    ordinal = "ordinal"
    interval = "interval"
    ratio = "ratio"


class TellApart(StrEnum):
    """What is told apart besides the whole."""

    overall = "overall"
    code = "code"
    pair = "pair"


class WeightsOf(StrEnum):
    """How much of an agreement neighbouring values are."""

    linear = "linear"
    quadratic = "quadratic"
    ordinal = "ordinal"


class IntervalBy(StrEnum):
    """How intervals are made."""

    bootstrap = "bootstrap"
    analytic = "analytic"
    none = "none"


class DrawnWhole(StrEnum):
    """What is drawn as a whole."""

    units = "units"
    documents = "documents"
    blocks = "blocks"


def run(
    machine_coder: MachineCoderArgument = None,
    machine: MachineOption = False,
    worklist: WorklistOption = None,
    claims: ClaimsOption = False,
    level: Annotated[
        LevelOf | None,
        typer.Option(
            help="Level of measurement of the values.",
            show_default="the codebook's; nominal with --from",
        ),
    ] = None,
    statistic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=f"One of {', '.join(FULL_NAMES)}; or alpha_u, u_alpha, "
            "u_alpha_binary, cu_alpha, ku_alpha for stretches. May be given several "
            "times.",
            show_default="all that fit",
        ),
    ] = None,
    by: Annotated[
        list[TellApart] | None,
        typer.Option(
            metavar="overall|code|pair",
            help="Add each code against the rest, or every two coders. May be given "
            "several times.",
            show_default="code where values are nominal",
        ),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Ordinal values from low to high, if they are no numbers.",
            show_default=False,
        ),
    ] = None,
    weights: Annotated[
        WeightsOf | None,
        typer.Option(help="Of weighted kappa and AC2.", show_default="quadratic"),
    ] = None,
    variable: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this variable. May be given several times in a project.",
            show_default="each by itself",
        ),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Compare codings with this codebook.",
            show_default="that of the latest codings by hand",
        ),
    ] = None,
    coders: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Compare these coders, programs and 'adjudicated' among them.",
            show_default="all persons",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Only units in blocks of this kind: paragraph, item, heading ...",
            show_default="all",
        ),
    ] = None,
    interval: Annotated[
        IntervalBy, typer.Option(help="How intervals are made.")
    ] = IntervalBy.bootstrap,
    resample: Annotated[
        DrawnWhole, typer.Option(help="What is drawn anew as a whole.")
    ] = DrawnWhole.units,
    draws: Annotated[int, typer.Option(help="Resampled sets of units.")] = 1000,
    confidence: Annotated[float, typer.Option(help="Of the interval.")] = 0.95,
    seed: Annotated[int, typer.Option(help="Same seed, same interval.")] = 0,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Draw it as .svg, .png or .html, code by code and coder by coder.",
            show_default=False,
        ),
    ] = None,
    replace: ReplaceOption = False,
    table: TableOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Measure how far coders agree, overall, by code and by pair of coders.

    With --from, the table has the columns unit, coder, value, and may have document,
    block, variable. Where coders cut the text themselves: document, coder, start, end,
    value, and if wished length (of the document) and variable.

    With --claims, people are compared on what they say units claim: F1 of their
    claims, agreement on the targets' words and on the side, and the program with each.

    With --machine, a machine is compared with people who coded a random sample: how
    often it is right overall, by code, by actor and by language.
    """
    if machine or worklist is not None or machine_coder is not None:
        require_machine(machine_coder, is_asked=machine)
        refuse_with_machine(
            {
                "--from": table,
                "--level": level,
                "--statistic": statistic,
                "--by": by,
                "--order": order,
                "--weights": weights,
                "--coders": coders,
                "--kind": kind,
                "--picture": picture,
            }
        )
        asked = MachineAsked(
            coder=machine_coder,
            codebook=codebook,
            variables=tuple(variable or ()),
            confidence=confidence,
            seed=seed,
        )
        show_machine(project, asked, worklist=worklist, json=json)
        return
    options = AgreementOptions(
        interval=interval.value,
        resample=resample.value,
        n_draws=draws,
        confidence=confidence,
        seed=seed,
    )
    of_values = {
        "--from": table,
        "--level": level,
        "--statistic": statistic,
        "--by": by,
        "--order": order,
        "--weights": weights,
        "--variable": variable,
        "--codebook": codebook,
        "--kind": kind,
        "--picture": picture,
    }
    if claims or (not any(of_values.values()) and has_claims_alone(project)):
        refuse_with_claims(of_values)
        show_claim_agreement(project, _names(coders) or (), options, json=json)
        return
    scale = LevelOf.nominal if level is None and table is not None else level
    _check_effect(scale, has_order=order is not None, has_weights=weights is not None)
    _check_weighted(statistic, has_weights=weights is not None)
    if picture is not None:
        check_picture(picture, replace=replace)
    question = AgreementQuestion(
        level=None if level is None else level.value,
        order=_names(order),
        statistics=tuple(statistic or ()),
        by=_told_apart(by, has_picture=picture is not None),
        weights=(weights or WeightsOf.quadratic).value,
        options=options,
    )
    compared = Compared(
        variables=tuple(variable or ()),
        codebook=codebook,
        coders=_names(coders) or (),
        kinds=tuple(kind or ()),
    )
    with show_progress("Comparing"):
        rows, problems, run_of = (
            _of_table(table, question, compared)
            if table is not None
            else _of_project(project, question, compared)
        )
        if picture is not None:
            write_picture(rows, picture, replace=replace)
    if json:
        print_result(rows, problems, run_of)
        return
    shown = rows if statistic or not sys.stdout.isatty() else _most_asked(rows)
    print_rows(shown, columns=[one for one in SHOWN if _is_told(one, rows)])
    print_problems(problems)
    for line in words_of_rows(rows):
        say(line)


def _check_effect(level: LevelOf | None, *, has_order: bool, has_weights: bool) -> None:
    """Refuse options that say nothing at a level; None is not known yet."""
    if has_order and level not in {None, LevelOf.ordinal}:
        message = f"--order has no effect at level {level}: use --level ordinal."
        raise typer.BadParameter(message)
    if has_weights and level is LevelOf.nominal:
        message = "--weights has no effect at level nominal: name another --level."
        raise typer.BadParameter(message)


def _check_weighted(statistics: Sequence[str] | None, *, has_weights: bool) -> None:
    """Refuse weights where every statistic that is asked for does without."""
    if has_weights and statistics and not WEIGHTED & {*statistics}:
        message = (
            f"--weights has no effect on {', '.join(statistics)}: it is for "
            f"{' and '.join(sorted(WEIGHTED, reverse=True))}."
        )
        raise typer.BadParameter(message)


def _of_table(
    path: Path, question: AgreementQuestion, compared: Compared
) -> tuple[list[dict[str, Any]], Sequence[Problem], object]:
    """Measure a table."""
    variables = compared.variables
    if len(variables) > 1:
        message = "With --from, name one variable, or none to see each."
        raise typer.BadParameter(message)
    if compared.codebook or compared.coders or compared.kinds:
        message = "--codebook, --coders and --kind choose among a project's codings."
        raise typer.BadParameter(message)
    result = agree_table(path, question, variable=variables[0] if variables else None)
    return result.to_rows(), result.problems, result.run_row()


def _of_project(
    path: Path, question: AgreementQuestion, compared: Compared
) -> tuple[list[dict[str, Any]], Sequence[Problem], object]:
    """Measure the codings of a project."""
    with Store.open(path) as store:
        result = agree_coders(store, question, compared)
        further = tell_of_claims(store)
    say(result.summary())
    if further:
        say(further)
    return result.to_rows(), result.problems, result.run_id


def _names(text: str | None) -> tuple[str, ...] | None:
    """Cut names at commas."""
    return None if text is None else tuple(one.strip() for one in text.split(","))


def _told_apart(
    by: Sequence[TellApart] | None, *, has_picture: bool
) -> tuple[By, ...] | None:
    """Read what is to be told apart; a picture shows both unless one was asked for."""
    if by is None:
        return ("code", "pair") if has_picture else None
    parts: dict[TellApart, By] = {TellApart.code: "code", TellApart.pair: "pair"}
    return tuple(parts[one] for one in dict.fromkeys(by) if one in parts)


def _most_asked(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Show of codes and pairs what most people ask for, all of the whole."""
    asked = {"percent_agreement", "krippendorff_alpha", "alpha_u", "ku_alpha"}
    return [
        row
        for row in rows
        if row["statistic"] in asked or row["code"] is row["coder_a"] is None
    ]


def _is_told(column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Leave columns out that are empty in all rows."""
    return any(row.get(column) is not None for row in rows)
