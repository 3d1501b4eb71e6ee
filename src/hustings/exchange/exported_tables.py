"""Every table that goes out: its columns and what they mean.

Files, the dictionaries beside them and the page of all tables are made from this.
Spans are half-open, in Unicode code points of the document's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.exchange.exported_answers import ANSWERS, PROMPTS
from hustings.exchange.exported_claims import CLAIMS
from hustings.exchange.exported_codings import AGREEMENT, ASSIGNMENTS, CODES, CODINGS
from hustings.exchange.exported_results import DRIVING_WORDS, POSITIONS, PROBLEMS, RUNS
from hustings.exchange.exported_sheets import CLAIM_SHEETS
from hustings.exchange.exported_texts import BLOCKS, DOCUMENTS, TEXTS, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.exchange.data_dictionary import TableDefinition

TABLES: Final[Mapping[str, TableDefinition]] = {
    table.name: table
    for table in (
        DOCUMENTS,
        TEXTS,
        BLOCKS,
        UNITS,
        CODINGS,
        ASSIGNMENTS,
        AGREEMENT,
        CLAIMS,
        CLAIM_SHEETS,
        POSITIONS,
        DRIVING_WORDS,
        RUNS,
        PROBLEMS,
        CODES,
        ANSWERS,
        PROMPTS,
    )
}
"""Every table by its name."""

ASKED_FOR_ONLY: Final = frozenset({"texts", "answers", "prompts"})
"""Tables that go out only when they are named: the texts belong to their authors, and
requests hold them, too."""
