"""The rows of the tables of what language models were asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.model.endpoint import PREFIX
from hustings.store.answers import answers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.workflow.rows_of_texts import Exported

_SAME = (
    "url",
    "model",
    "messages",
    "settings",
    "attempt",
    "verdict",
    "reason",
    "status",
    "body",
    "seconds",
    "tokens_in",
    "tokens_out",
    "answered",
)


def answer_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table answers, in the order of asking."""
    for row in answers_of(exported.store).all():
        documents = dict.fromkeys(str(row["document_id"] or "").split())
        yield {
            **{name: row[name] for name in _SAME},
            "question": row["sha256"],
            "coder": f"{PREFIX}{row['endpoint']}",
            "documents": " ".join(documents) or None,
            "units": row["unit_id"],
            "prompt": row["prompt_sha256"],
            "asked": row["written"],
        }


def prompt_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table prompts, oldest first."""
    for row in answers_of(exported.store).prompts():
        yield {"prompt": row["sha256"], "text": row["text"], "asked": row["written"]}
