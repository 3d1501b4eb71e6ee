"""One row of a table as a document: its words under `text`, its hints beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.containers import TEXT_COLUMN, holds_row
from hustings.ingest.media import HTML, ROW, recognise_media
from hustings.ingest.readers.html import read_html
from hustings.ingest.readers.text import read_text

if TYPE_CHECKING:
    from hustings.ingest.drafts import Extraction


def read_row(content: bytes, *, name: str) -> Extraction:
    """Read one row, an object of JSON with its words under `text`.

    The words are read as HTML, Markdown or plain text, whichever they are.

    Raises
    ------
    UnreadableFileError
        If it is no such object, or has no words.
    """
    if not holds_row(content):
        raise UnreadableFileError(
            name=name,
            reason="This is no row of a table with a text.",
            advice='Write one object such as {"text": "..."}.',
        )
    row = json.loads(content.decode("utf-8", "replace"))
    words = row[TEXT_COLUMN].encode("utf-8", "replace")
    is_page = words.strip() and recognise_media(words, name="").media_type == HTML
    extraction = (read_html if is_page else read_text)(words, name=name)
    return replace(
        extraction,
        media_type=ROW,
        title=_said(row, "title") or extraction.title,
        author=_said(row, "actor") or extraction.author,
        date=_said(row, "date") or extraction.date,
        language=_said(row, "language") or extraction.language,
    )


def _said(row: dict[str, object], column: str) -> str | None:
    value = row.get(column)
    return value.strip() or None if isinstance(value, str) else None
