"""What was read, as tables: documents, texts, blocks and units."""

from __future__ import annotations

from typing import Final

from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.shared_columns import (
    DOCUMENT,
    END,
    FIRST_PAGE,
    KINDS,
    LAST_PAGE,
    NO_PAGES,
    RUN,
    START,
    UNIT,
    WORDS,
)

DOCUMENTS: Final = TableDefinition(
    name="documents",
    meaning="A row a document that counts, in the order in which they were read.",
    columns=(
        DOCUMENT,
        Column(name="name", meaning="Name of the file when it was first read."),
        Column(
            name="actor",
            meaning="Who speaks.",
            missing="Nobody said it, and it was not found in the text.",
        ),
        Column(
            name="title",
            meaning="What the document is called.",
            missing="Nobody said it, and it was not found in the text.",
        ),
        Column(
            name="date",
            meaning="Day, month or year of the document.",
            kind="ISO date",
            missing="Nobody said it, and it was not found in the text.",
        ),
        Column(
            name="language",
            meaning="Language that most of the text is in (ISO 639-1).",
            missing="Not detected.",
        ),
        Column(name="country", meaning="The country.", missing="Nobody said which."),
        Column(
            name="guessed",
            meaning="What of actor, title and date was found in the text and not said "
            "by a person.",
            kind="list",
            values=("actor", "title", "date"),
            missing="Nothing was guessed.",
        ),
        Column(name="media_type", meaning="What kind of file it is."),
        Column(name="sha256", meaning="SHA-256 of the file's bytes."),
        Column(
            name="n_pages",
            meaning="How many pages it has.",
            kind="whole number",
            missing=NO_PAGES,
        ),
        Column(
            name="n_characters",
            meaning="Length of its text.",
            kind="whole number",
            unit="code points",
        ),
        Column(
            name="n_units",
            meaning="How many units it has now, headings among them.",
            kind="whole number",
        ),
        RUN,
    ),
)

TEXTS: Final = TableDefinition(
    name="texts",
    meaning="The whole text of each document, which all spans index.",
    columns=(
        DOCUMENT,
        Column(name="text", meaning="The text, without what was page furniture."),
    ),
)

BLOCKS: Final = TableDefinition(
    name="blocks",
    meaning="A row a block, in reading order. Blocks cover a text but white space.",
    columns=(
        DOCUMENT,
        Column(name="block", meaning="The block's id; unique within its document."),
        Column(name="kind", meaning="What the block is.", values=KINDS),
        Column(
            name="level",
            meaning="Depth of a heading or of a nested item.",
            kind="whole number",
            unit="from 1",
            missing="The block has no depth.",
        ),
        Column(
            name="marker",
            meaning="The printed number or bullet of an item or heading.",
            missing="None is printed.",
        ),
        Column(
            name="speaker",
            meaning="Who is quoted.",
            missing="No quotation, or one that names nobody.",
        ),
        Column(
            name="refers_to",
            meaning="The block that a footnote belongs to.",
            missing="No footnote, or none that says where it belongs.",
        ),
        START,
        END,
        FIRST_PAGE,
        LAST_PAGE,
        WORDS,
    ),
)

UNITS: Final = TableDefinition(
    name="units",
    meaning="A row a unit that counts now, in reading order.",
    columns=(
        DOCUMENT,
        UNIT,
        Column(
            name="position",
            meaning="Its place among the units of its document.",
            kind="whole number",
            unit="from 1",
        ),
        Column(name="block", meaning="The block it lies in, as in the table blocks."),
        Column(
            name="kind",
            meaning="What its block is; scales leave headings out.",
            values=tuple(one for one in KINDS if one not in {"contents", "pullquote"}),
        ),
        START,
        END,
        FIRST_PAGE,
        LAST_PAGE,
        Column(
            name="language",
            meaning="Language of its document (ISO 639-1).",
            missing="Not detected.",
        ),
        WORDS,
        Column(
            name="probability",
            meaning="Of the boundary that opens it, where a sentence was cut there.",
            kind="number",
            unit="0 to 1",
            missing="A sentence or block begins there.",
        ),
    ),
)
