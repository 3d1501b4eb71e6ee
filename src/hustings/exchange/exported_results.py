"""Positions, the words behind them, runs and problems as tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.shared_columns import (
    CODEBOOK,
    CONFIDENCE,
    HIGH,
    LOW,
    RUN,
    VARIABLE,
)

_NO_CODES = "The scale is made of words or votes."

POSITIONS: Final = TableDefinition(
    name="positions",
    meaning="A row a document and scale (and code, for saliences): the latest run of "
    "every scale and coder.",
    columns=(
        RUN,
        Column(name="scale", meaning="The scale's name."),
        Column(name="coder", meaning="Whose codings were counted.", missing=_NO_CODES),
        replace(CODEBOOK, missing=_NO_CODES),
        replace(VARIABLE, missing=_NO_CODES),
        Column(
            name="document",
            meaning="The case: the document's id.",
            missing="The case is an actor, with all documents together.",
        ),
        Column(name="actor", meaning="Who speaks.", missing="Not known."),
        Column(
            name="date",
            meaning="Day, month or year of the document.",
            kind="ISO date",
            missing="Not known.",
        ),
        Column(
            name="code",
            meaning="The code whose salience this is, or the class of an affinity.",
            missing="The position is neither.",
        ),
        Column(
            name="position",
            meaning="Where the document stands.",
            kind="number",
            unit="that of the scale; saliences are shares, 0 to 1",
        ),
        LOW,
        HIGH,
        CONFIDENCE,
        Column(
            name="standard_error",
            meaning="Standard deviation of the resampled positions, or by formula.",
            kind="number",
            unit="that of the scale",
            missing="There is none.",
        ),
        Column(
            name="raw",
            meaning="The score before rescaling, of Wordscores.",
            kind="number",
            missing="The scale has none.",
        ),
        *(
            Column(
                name=f"from_{source}",
                meaning=f"Share of the interval's variance from {source}.",
                kind="number",
                unit="share, 0 to 1",
                missing="The interval is not told apart by source.",
            )
            for source in ("sampling", "coders", "unitising", "machine")
        ),
        Column(
            name="axis_2",
            meaning="Where it stands on the second axis, of correspondence analysis.",
            kind="number",
            missing="The scale has one axis.",
        ),
        Column(
            name="axis_2_error",
            meaning="The standard error of that.",
            kind="number",
            missing="The scale has one axis.",
        ),
        Column(
            name="correction",
            meaning="Whether people's codings were counted, or a machine's, corrected "
            "by a random sample of hand codings or not.",
            values=("hand", "corrected", "uncorrected machine coding"),
            missing=_NO_CODES,
        ),
        Column(
            name="interval",
            meaning="What was resampled for the interval, or the formula it is from.",
            values=(
                "block",
                "multinomial",
                "none",
                "formula",
                "quasi-poisson",
                "bootstrap",
            ),
        ),
        Column(
            name="n_units",
            meaning="Units it rests on, without headings; of scales from words, words.",
            kind="whole number",
        ),
    ),
)

_OTHER_SCALE = "The scale has none."

DRIVING_WORDS: Final = TableDefinition(
    name="words",
    meaning="A row a word of the latest run of every scale from words: what moves the "
    "positions, in the scale's own order.",
    columns=(
        RUN,
        Column(name="scale", meaning="The scale's name."),
        Column(name="word", meaning="The word, stem or sequence of words."),
        Column(
            name="score",
            meaning="Where the word stands: its score, beta, coordinate or polarity; "
            "or the log of its share in a class to that in the others.",
            kind="number",
        ),
        Column(
            name="weight",
            meaning="How often it stands in all documents together.",
            kind="number",
            missing="It stands in none that were counted.",
        ),
        Column(
            name="psi",
            meaning="How common the word is whatever the position, of Wordfish.",
            kind="number",
            unit="log",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="pull",
            meaning="How far it moves the mean of all scores: its share times its "
            "distance.",
            kind="number",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="contribution",
            meaning="Its share in the inertia of the first axis, of correspondence "
            "analysis.",
            kind="number",
            unit="share, 0 to 1",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="side",
            meaning="The class that it speaks for, of class affinity.",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="is_seed",
            meaning="Whether somebody chose it, of latent semantic scaling.",
            kind="truth",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="score_2",
            meaning="Its coordinate on the second axis, of correspondence analysis.",
            kind="number",
            missing=_OTHER_SCALE,
        ),
        Column(
            name="contribution_2",
            meaning="Its share in the inertia of the second axis.",
            kind="number",
            unit="share, 0 to 1",
            missing=_OTHER_SCALE,
        ),
    ),
)

RUNS: Final = TableDefinition(
    name="runs",
    meaning="A row a recorded execution of a step, the oldest first.",
    columns=(
        RUN,
        Column(name="step", meaning="The step's name."),
        Column(
            name="started",
            meaning="When it was first executed.",
            kind="ISO time",
            unit="UTC",
        ),
        Column(
            name="parameters",
            meaning="Everything that decides the result, seeds included.",
            kind="JSON",
        ),
        Column(
            name="inputs",
            meaning="SHA-256 of the bytes that it read.",
            kind="JSON",
        ),
        Column(
            name="parents",
            meaning="Runs whose tables it read.",
            kind="JSON",
        ),
        Column(
            name="versions",
            meaning="Of Hustings and of the libraries that matter to the step.",
            kind="JSON",
        ),
        Column(
            name="outputs",
            meaning="The tables that it wrote, with SHA-256 and number of rows.",
            kind="JSON",
        ),
    ),
)

PROBLEMS: Final = TableDefinition(
    name="problems",
    meaning="A row a thing that was imperfect in what was read or scaled, and a row a "
    "file that could not be read.",
    columns=(
        RUN,
        Column(name="step", meaning="The step that met it."),
        Column(
            name="document",
            meaning="The document's id.",
            missing="It is of a file that gave no document, or of several documents.",
        ),
        Column(
            name="name", meaning="The file's name.", missing="Of several documents."
        ),
        Column(name="kind", meaning="A short name of the sort of problem."),
        Column(name="message", meaning="What, where, and what it means."),
        Column(
            name="page",
            meaning="The page it was met on.",
            kind="whole number",
            unit="pages, from 1",
            missing="It concerns no single page.",
        ),
    ),
)
