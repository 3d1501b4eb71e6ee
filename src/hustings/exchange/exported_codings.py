"""Codings as tables, and all that belongs to them."""

from __future__ import annotations

from typing import Final

from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.shared_columns import (
    BOOK_HASH,
    BOOK_VERSION,
    CODEBOOK,
    CODER,
    CONFIDENCE,
    DOCUMENT,
    END,
    FIRST_PAGE,
    HIGH,
    LAST_PAGE,
    LOW,
    RUN,
    START,
    UNIT,
    VARIABLE,
    WORDS,
    WRITTEN,
)

CODINGS: Final = TableDefinition(
    name="codings",
    meaning="A row a value that counts now: each coder's latest word on each unit and "
    "variable, in reading order.",
    columns=(
        DOCUMENT,
        UNIT,
        START,
        END,
        FIRST_PAGE,
        LAST_PAGE,
        WORDS,
        CODER,
        Column(
            name="made_by",
            meaning="Whether a program, a person or an adjudication assigned it.",
            values=("machine", "hand", "adjudicated"),
        ),
        Column(
            name="validated",
            meaning="Whether a random sample coded by hand says how often this "
            "program is right.",
            kind="truth",
            missing="Not made by a program.",
        ),
        Column(
            name="accuracy",
            meaning="Share of the program's values of this kind that are right, "
            "estimated from that sample, over all units.",
            kind="number",
            unit="0 to 1",
            missing="Not made by a program, or unvalidated.",
        ),
        Column(
            name="accuracy_low",
            meaning="Low end of its 95 % interval.",
            kind="number",
            unit="0 to 1",
            missing="Not made by a program, or unvalidated.",
        ),
        Column(
            name="accuracy_high",
            meaning="High end of its 95 % interval.",
            kind="number",
            unit="0 to 1",
            missing="Not made by a program, or unvalidated.",
        ),
        CODEBOOK,
        BOOK_VERSION,
        BOOK_HASH,
        VARIABLE,
        Column(
            name="value",
            meaning="The code, as in the table codes, or a number as text.",
        ),
        Column(
            name="evidence",
            meaning="The words that the coder relied on, as start-end in code points "
            "of the document's text.",
            kind="list",
            missing="The coder named none.",
        ),
        Column(
            name="unsure",
            meaning="Whether the person said that they were unsure.",
            kind="truth",
            missing="Not made by hand.",
        ),
        Column(
            name="note",
            meaning="What the person noted who coded or settled it.",
            missing="Made by a program.",
        ),
        Column(
            name="rule",
            meaning="The rule or person that settled the value.",
            missing="Not adjudicated.",
        ),
        Column(
            name="probability",
            meaning="Of the value, where the rule gives one.",
            kind="number",
            unit="0 to 1",
            missing="Not adjudicated, or the rule gives none.",
        ),
        Column(
            name="settles",
            meaning="Ids of the codings that the adjudication looked at.",
            kind="list",
            missing="Not adjudicated.",
        ),
        Column(
            name="written",
            meaning="When it was written.",
            kind="ISO time",
            unit="UTC",
            missing="Made by a program: see its run.",
        ),
        Column(
            name="origin",
            meaning="Where it was brought in from; empty if it was made here.",
            missing="Not made by hand.",
        ),
        Column(
            name="coding",
            meaning="Its id, the same wherever the project is copied or merged.",
            missing="Made by a program.",
        ),
        RUN,
    ),
)

ASSIGNMENTS: Final = TableDefinition(
    name="assignments",
    meaning="A row a unit that a person is to code, in the order of coding.",
    columns=(
        Column(name="assignment", meaning="The assignment's id."),
        Column(name="coder", meaning="The person who is to code."),
        CODEBOOK,
        BOOK_HASH,
        Column(name="variables", meaning="What they are to code.", kind="list"),
        Column(
            name="purpose",
            meaning="Whether it is work, or training with known answers.",
            values=("coding", "training"),
        ),
        Column(
            name="design",
            meaning="All that is needed to draw the units again: method, seed, number "
            "or share, strata, overlap.",
            kind="JSON",
        ),
        WRITTEN,
        Column(
            name="position",
            meaning="Place of the unit in the order of coding.",
            kind="whole number",
        ),
        DOCUMENT,
        Column(name="unit", meaning="The unit's id when it was assigned."),
        START,
        END,
        WORDS,
        Column(
            name="inclusion_probability",
            meaning="Of the unit into the sample, known by design.",
            kind="number",
            unit="above 0, to 1",
        ),
        Column(
            name="answers",
            meaning="The right value of each variable, for training.",
            kind="JSON",
            missing="No training.",
        ),
    ),
)

AGREEMENT: Final = TableDefinition(
    name="agreement",
    meaning="A row a coefficient of the latest measurement of agreement.",
    columns=(
        RUN,
        Column(
            name="variable",
            meaning="What was coded.",
            missing="The measurement names none.",
        ),
        Column(
            name="statistic",
            meaning="The coefficient's name.",
            values=(
                "percent_agreement",
                "cohen_kappa",
                "weighted_kappa",
                "scott_pi",
                "fleiss_kappa",
                "krippendorff_alpha",
                "gwet_ac1",
                "gwet_ac2",
                "alpha_u",
                "u_alpha",
                "u_alpha_binary",
                "cu_alpha",
                "ku_alpha",
            ),
        ),
        Column(
            name="code",
            meaning="The code it is of.",
            missing="It is of all codes together.",
        ),
        Column(name="coder_a", meaning="One coder of a pair.", missing="It is of all."),
        Column(name="coder_b", meaning="The other coder.", missing="It is of all."),
        Column(
            name="value",
            meaning="The coefficient.",
            kind="number",
            unit="at most 1; 0 is agreement by chance, but for percent_agreement",
            missing="It is not defined for these codings.",
        ),
        LOW,
        HIGH,
        CONFIDENCE,
        Column(
            name="level",
            meaning="Level of measurement it was computed for.",
            values=("nominal", "ordinal", "interval", "ratio"),
            missing="The coefficient knows no levels.",
        ),
        Column(
            name="n_units",
            meaning="Units it rests on.",
            kind="whole number",
            missing="Not counted.",
        ),
        Column(
            name="n_values",
            meaning="Values it rests on.",
            kind="whole number",
            missing="Not counted.",
        ),
        Column(
            name="n_coders",
            meaning="Coders it rests on.",
            kind="whole number",
            missing="Not counted.",
        ),
        Column(
            name="standard_error",
            meaning="Of the coefficient, by its formula.",
            kind="number",
            missing="There is no formula.",
        ),
        Column(
            name="coverage",
            meaning="Share of what was marked that another coder marked, too.",
            kind="number",
            unit="0 to 1",
            missing="It is no coefficient of what two coders marked.",
        ),
    ),
)

_ANY_NUMBER = "The variable takes any number."

CODES: Final = TableDefinition(
    name="codes",
    meaning="A row a code of every codebook that the latest codings use, and one for "
    "each variable that takes any number.",
    columns=(
        CODEBOOK,
        BOOK_VERSION,
        BOOK_HASH,
        VARIABLE,
        Column(name="variable_title", meaning="What the variable is called."),
        Column(
            name="level",
            meaning="The variable's level of measurement.",
            values=("nominal", "ordinal", "interval", "ratio"),
        ),
        Column(name="code", meaning="The code.", missing=_ANY_NUMBER),
        Column(name="title", meaning="What the code is called.", missing=_ANY_NUMBER),
        Column(
            name="number",
            meaning="Which numbers the variable takes.",
            missing="It has codes.",
        ),
        Column(
            name="domain",
            meaning="The group of codes it belongs to.",
            missing="It belongs to none.",
        ),
        Column(
            name="domain_title",
            meaning="What that group is called.",
            missing="It belongs to none.",
        ),
        Column(
            name="is_uncoded",
            meaning="Whether it says 'none of the others fits'.",
            kind="truth",
            missing=_ANY_NUMBER,
        ),
        Column(
            name="instruction",
            meaning="When to use the code, or how the number is found.",
        ),
        Column(
            name="examples",
            meaning="Units that received it.",
            kind="JSON",
            missing=_ANY_NUMBER,
        ),
    ),
)
