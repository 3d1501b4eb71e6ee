"""Columns that several tables have, defined once."""

from __future__ import annotations

from hustings.exchange.data_dictionary import Column

DOCUMENT = Column(
    name="document", meaning="The document's id, as in the table documents."
)
UNIT = Column(name="unit", meaning="The unit's id, as in the table units.")
START = Column(
    name="start",
    meaning="Where the stretch begins in the document's text.",
    kind="whole number",
    unit="code points, from 0",
)
END = Column(
    name="end",
    meaning="Where it ends: the first character after it.",
    kind="whole number",
    unit="code points",
)
NO_PAGES = "The format has no pages."
FIRST_PAGE = Column(
    name="first_page",
    meaning="The page on which the stretch begins.",
    kind="whole number",
    unit="pages, from 1 in the order of the file",
    missing=NO_PAGES,
)
LAST_PAGE = Column(
    name="last_page",
    meaning="The page on which it ends.",
    kind="whole number",
    unit="pages, from 1 in the order of the file",
    missing=NO_PAGES,
)
WORDS = Column(
    name="words", meaning="The stretch itself, exactly as it stands in the text."
)
CODER = Column(
    name="coder",
    meaning="Who assigned the value: a person's name, a program's id, or "
    "'adjudicated'.",
)
CODEBOOK = Column(name="codebook", meaning="The codebook's name.")
BOOK_VERSION = Column(
    name="codebook_version", meaning="The codebook's version, as its file says it."
)
BOOK_HASH = Column(
    name="codebook_sha256", meaning="SHA-256 of the codebook's text that was used."
)
VARIABLE = Column(name="variable", meaning="What is coded, as the codebook names it.")
RUN = Column(name="run", meaning="The run that made the row, as in the table runs.")
LOW = Column(
    name="low",
    meaning="Lower end of the interval.",
    kind="number",
    missing="No interval was asked for, or it is not defined.",
)
HIGH = Column(
    name="high",
    meaning="Upper end of the interval.",
    kind="number",
    missing="No interval was asked for, or it is not defined.",
)
CONFIDENCE = Column(
    name="confidence",
    meaning="Share of intervals made this way that cover the true value.",
    kind="number",
    unit="0 to 1",
    missing="There is no interval.",
)
WRITTEN = Column(
    name="written", meaning="When it was written.", kind="ISO time", unit="UTC"
)
KINDS = (
    "heading",
    "paragraph",
    "item",
    "slogan",
    "quotation",
    "signature",
    "footnote",
    "table",
    "contents",
    "pullquote",
    "imprint",
)
