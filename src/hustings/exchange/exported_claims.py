"""Claims as a table: who is for or against what, and where it stands."""

from __future__ import annotations

from typing import Final

from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.shared_columns import (
    DOCUMENT,
    END,
    NO_PAGES,
    RUN,
    START,
    UNIT,
)
from hustings.model.claim import Modality

_NO_CUE = "A heading or lead-in carries the stance, or a person wrote the claim down."


def _place(name: str, meaning: str, missing: str = "") -> Column:
    return Column(
        name=name,
        meaning=meaning,
        kind="whole number",
        unit="code points",
        missing=missing,
    )


CLAIMS: Final = TableDefinition(
    name="claims",
    meaning="A row a claim of the documents that count: as a person wrote it down in "
    "the coding room, or else as the latest run found it.",
    columns=(
        RUN,
        DOCUMENT,
        UNIT,
        Column(
            name="actor",
            meaning="Who holds the stance: the document's actor for its own voice, "
            "else the one that it reports of.",
        ),
        Column(
            name="is_reported",
            meaning="Whether the document reports another's stance.",
            kind="truth",
        ),
        Column(
            name="date",
            meaning="Of the document.",
            kind="ISO date",
            missing="Not known.",
        ),
        Column(
            name="stance",
            meaning="1 for the target, -1 against it.",
            kind="whole number",
        ),
        Column(name="target", meaning="What the stance is held toward, in its words."),
        Column(name="head", meaning="The word of the target that names it."),
        Column(
            name="modality",
            meaning="How the stance is put.",
            values=tuple(one.value for one in Modality),
        ),
        Column(name="issue", meaning="The id of the issue that the target belongs to."),
        Column(name="issue_name", meaning="What that issue is called."),
        Column(
            name="code",
            meaning="The code of most units of the issue, by the usual coder.",
            missing="Nobody has coded them, or no code has more than half of them.",
        ),
        Column(
            name="confidence",
            meaning="Share of claims so constructed that careful readers confirm.",
            kind="number",
            unit="share, 0 to 1",
        ),
        Column(
            name="checked_by",
            meaning="The person on whose word the claim stands; its confidence is 1.",
            missing="The program alone found it.",
        ),
        Column(
            name="page",
            meaning="The page on which the unit begins.",
            kind="whole number",
            missing=NO_PAGES,
        ),
        START,
        END,
        _place("head_start", "Where the head begins in the document's text."),
        _place("head_end", "Where it ends: the first character after it."),
        _place("cue_start", "Where the words that carry the stance begin.", _NO_CUE),
        _place("cue_end", "Where these end: the first character after them.", _NO_CUE),
        Column(
            name="link",
            meaning="Place, among the unit's claims from 0, of the one that this goes "
            "with: for a prohibition, and against what it prohibits.",
            kind="whole number",
            missing="It stands for itself.",
        ),
    ),
)
