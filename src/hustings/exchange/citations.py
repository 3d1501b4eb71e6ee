"""Citations as text, in the styles that people write in.

A style is one function and one row in `STYLES`. Words are cited as they stand; where a
style puts them into double quotation marks, double ones inside them become single.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.model.citation import Citation

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_GERMAN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_SINGLE = str.maketrans("“”„«»", "‘’‚‹›") | {ord('"'): "'"}
_SINGLE_GERMAN = {**_SINGLE, ord("“"): "‘", ord("”"): "‘", ord('"'): "'"}


def write_plain(citation: Citation) -> str:
    """Write all that is needed to find the words again; as the Reader copies it.

    The characters are those of the text that Hustings read, the hash is that of the
    file.
    """
    parts = [
        citation.actor or f"Unknown actor ({_title(citation)})",
        _title(citation),
        say_date(citation.date) or "no date",
        _pages(citation, "p.", "pp."),
        f"characters {citation.anchor.span.start}–{citation.anchor.span.end}",
        f"SHA-256 {citation.sha256}",
    ]
    return f"“{citation.words}” ({', '.join(filter(None, parts))})"


def write_apa(citation: Citation) -> str:
    """Write the words with author and date, and the reference on a line of its own."""
    title = _title(citation)
    year = (citation.date or "n.d.")[:4]
    inside = [citation.actor or title, year, _pages(citation, "p.", "pp.")]
    date = _english_inverted(citation.date) or "n.d."
    head = (
        f"{_ended(citation.actor)} ({date}). {title}"
        if citation.actor
        else (f"{title} ({date})")
    )
    return f"{_quoted(citation)} ({', '.join(filter(None, inside))}).\n{_ended(head)}"


def write_chicago(citation: Citation) -> str:
    """Write the words and a note: actor, title, date, page."""
    parts = [
        citation.actor,
        _title(citation),
        _english_american(citation.date) or "n.d.",
        _pages(citation, "", ""),
    ]
    return _ended(f"{_quoted(citation)} {', '.join(filter(None, parts))}")


def write_german(citation: Citation) -> str:
    """Write the words with actor, year and page, and the reference below, in German."""
    words = citation.words.translate(_SINGLE_GERMAN)
    title = _title(citation)
    year = (citation.date or "o. J.")[:5].rstrip("-")
    page = _pages(citation, "S.", "S.")
    short = f"{citation.actor or title} {year}" + (f": {page}" if page else "")
    date = _german(citation.date)
    head = (
        f"{citation.actor} ({year}): {title}"
        if citation.actor
        else (f"{title} ({year})")
    )
    long = f"{_ended(head)} {date}." if date and date != year else _ended(head)
    return f"„{words}“ ({short}).\n{long}"


STYLES: Mapping[str, Callable[[Citation], str]] = {
    "plain": write_plain,
    "apa": write_apa,
    "chicago": write_chicago,
    "german": write_german,
}
"""Every style by its name."""


def say_date(date: str | None) -> str:
    """Write an ISO date, month or year with the day first; nothing for none.

    Examples
    --------
    >>> say_date("2031-10-07"), say_date("2031-10"), say_date("2031"), say_date(None)
    ('7 October 2031', 'October 2031', '2031', '')
    """
    year, month, day = _cut(date)
    parts = (str(day) if day else "", MONTHS[month - 1] if month else "", year)
    return " ".join(filter(None, parts))


def _english_american(date: str | None) -> str:
    """October 7, 2031."""
    year, month, day = _cut(date)
    if not month:
        return year
    name = MONTHS[month - 1]
    return f"{name} {day}, {year}" if day else f"{name} {year}"


def _english_inverted(date: str | None) -> str:
    """2031, October 7."""
    year, month, day = _cut(date)
    if not month:
        return year
    return " ".join(filter(None, (f"{year},", MONTHS[month - 1], str(day or ""))))


def _german(date: str | None) -> str:
    """7. Oktober 2031."""
    year, month, day = _cut(date)
    if not month:
        return year
    return f"{f'{day}. ' if day else ''}{_GERMAN[month - 1]} {year}"


def _cut(date: str | None) -> tuple[str, int, int]:
    """Cut an ISO date into year, month and day; 0 for what it leaves open."""
    year, month, day, *_ = [*(date or "").split("-"), "", "", ""]
    return year, int(month or 0), int(day or 0)


def _title(citation: Citation) -> str:
    return citation.title or citation.name or citation.document_id


def _quoted(citation: Citation) -> str:
    return f"“{citation.words.translate(_SINGLE)}”"


def _pages(citation: Citation, one: str, several: str) -> str:
    """Name the pages of the words; nothing for formats without pages."""
    if citation.first_page is None or citation.last_page is None:
        return ""
    if citation.first_page == citation.last_page:
        return f"{one} {citation.first_page}".strip()
    return f"{several} {citation.first_page}–{citation.last_page}".strip()


def _ended(text: str | None) -> str:
    """End a sentence with a full stop, unless it ends itself."""
    return text if text and text[-1] in ".!?…" else f"{text or ''}."
