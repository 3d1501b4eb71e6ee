"""People's sheets of claims as a table: what each of them says each unit claims."""

from __future__ import annotations

from typing import Final

from hustings.exchange.data_dictionary import Column, Kind, TableDefinition
from hustings.exchange.shared_columns import (
    CODER,
    DOCUMENT,
    END,
    FIRST_PAGE,
    LAST_PAGE,
    START,
    WORDS,
)
from hustings.model.claim import Modality

CLAIMED, NOTHING, NOT_LOOKED_AT = "claims", "no claim", "not looked at"

_NO_CLAIM = "The row is no claim."
_NO_SHEET = "Not looked at yet."


def _of_claim(
    name: str, meaning: str, *, kind: Kind = "text", unit: str = ""
) -> Column:
    return Column(name=name, meaning=meaning, kind=kind, unit=unit, missing=_NO_CLAIM)


def _place(name: str, meaning: str) -> Column:
    return _of_claim(name, meaning, kind="whole number", unit="code points")


def _of_sheet(name: str, meaning: str, *, kind: Kind = "text") -> Column:
    return Column(name=name, meaning=meaning, kind=kind, missing=_NO_SHEET)


CLAIM_SHEETS: Final = TableDefinition(
    name="claim_sheets",
    meaning="A row a claim on the latest sheet of a person and unit; one row for a "
    "unit in which a person found none, and one for a unit that a person was given to "
    "look at and has not yet. In reading order, then by coder.",
    columns=(
        DOCUMENT,
        Column(
            name="unit",
            meaning="The unit's id, as in the table units where it is a unit now.",
        ),
        START,
        END,
        FIRST_PAGE,
        LAST_PAGE,
        WORDS,
        CODER,
        Column(
            name="state",
            meaning="Whether the person found claims, found none, or has not looked. "
            "A unit that nobody was given has no row.",
            values=(CLAIMED, NOTHING, NOT_LOOKED_AT),
        ),
        Column(
            name="counts",
            meaning="Whether this sheet counts in the place of what the program found.",
            kind="truth",
        ),
        _of_claim(
            "claim",
            "Place of the claim on its sheet.",
            kind="whole number",
            unit="from 0",
        ),
        _of_claim(
            "actor",
            "'own' for the document's own voice, or the name that the unit has.",
        ),
        _of_claim("stance", "1 for the target, -1 against it.", kind="whole number"),
        _of_claim("target", "What the stance is held toward, in its words."),
        _of_claim("head", "The word of the target that names it."),
        Column(
            name="modality",
            meaning="How the stance is put.",
            values=tuple(one.value for one in Modality),
            missing=_NO_CLAIM,
        ),
        _place("target_start", "Where the target begins in the document's text."),
        _place("target_end", "Where it ends: the first character after it."),
        _place("head_start", "Where the head begins in the document's text."),
        _place("head_end", "Where it ends: the first character after it."),
        Column(
            name="link",
            meaning="Place on the sheet, from 0, of the claim that this one goes with.",
            kind="whole number",
            missing="It stands for itself, or the row is no claim.",
        ),
        _of_sheet("unsure", "Whether the person was unsure.", kind="truth"),
        _of_sheet("note", "What the person noted."),
        Column(
            name="written",
            meaning="When the sheet was written.",
            kind="ISO time",
            unit="UTC",
            missing=_NO_SHEET,
        ),
        _of_sheet("origin", "Where the sheet was brought in from; empty otherwise."),
        Column(
            name="assignment",
            meaning="The assignment it was made for.",
            missing="It was made for none.",
        ),
        Column(
            name="shown",
            meaning="The run whose claims the person was shown, as in the table runs.",
            missing="None were shown, or not looked at yet.",
        ),
        _of_sheet("sheet", "The sheet's id: the same wherever the project is copied."),
    ),
)
