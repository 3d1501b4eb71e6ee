"""Where each page lives: the same relative addresses in the report and live."""

from __future__ import annotations

import re
from hashlib import sha256

INDEX = "index.html"
POSITIONS = "positions.html"
ABOUT = "about.html"
CHECKS = "checks.html"
ACCORD = "agreement.html"
NETWORKS = "networks.html"
DATES = "dates.html"
CALENDAR = "dates.ics"
ALL_ISSUES = "data/issues.js"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")


def slug(name: str) -> str:
    """Make a file name of an id; one that cannot be one gets a hash.

    Examples
    --------
    >>> slug("d-31a"), slug("dictionary:topic"), slug("日本")
    ('d-31a', 'dictionary-topic-82e3fa', 'x-cf2abf')
    """
    if _SAFE.fullmatch(name):
        return name
    readable = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40] or "x"
    return f"{readable}-{sha256(name.encode()).hexdigest()[:6]}"


def document_page(document_id: str) -> str:
    """Return the address of the Reader for a document."""
    return f"documents/{slug(document_id)}.html"


def page_picture(document_id: str, number: int | None = None) -> str:
    """Return the address of a page's picture; without a number, how all begin."""
    prefix = f"documents/{slug(document_id)}/page-"
    return prefix if number is None else f"{prefix}{number}.webp"


def unit_anchor(start: int, end: int) -> str:
    """Return the anchor of a unit inside its document's page."""
    return f"u-{start}-{end}"


def unit_address(document_id: str, start: int, end: int) -> str:
    """Return the address of one unit."""
    return f"{document_page(document_id)}#{unit_anchor(start, end)}"


def words_address(document_id: str, start: int, end: int) -> str:
    """Return the address of a stretch of a document's text, whatever its units.

    The fragment is that of RFC 5147 for plain text: characters, counted from 0.

    Examples
    --------
    >>> words_address("d-31a", 40, 52)
    'documents/d-31a.html#char=40,52'
    """
    return f"{document_page(document_id)}#char={start},{end}"


def comparison_page(lens: str | None = None, year: str | None = None) -> str:
    """Return the address of a side-by-side page; None is the main one."""
    parts = ["side-by-side", *([slug(lens)] if lens else []), *([year] if year else [])]
    return f"{'-'.join(parts)}.html"


def counts_page(document_id: str, lens: str) -> str:
    """Return the address of the trail of a document's counts."""
    return f"trail/counts-{slug(lens)}-{slug(document_id)}.html"


def code_anchor(code: str) -> str:
    """Return the anchor of a code inside a trail page."""
    return f"code-{slug(code)}"


def position_page(scale: str, document_id: str) -> str:
    """Return the address of the trail of one position."""
    return f"trail/position-{slug(scale)}-{slug(document_id)}.html"


def run_page(run_id: str) -> str:
    """Return the address of a run."""
    return f"trail/run-{slug(run_id)}.html"


def issues_page(number: int = 1, choice: str = "") -> str:
    """Return the address of a page of the matrix of issues, counted from 1.

    Examples
    --------
    >>> issues_page(), issues_page(2), issues_page(2, "2031")
    ('issues.html', 'issues-2.html', 'issues-2031-2.html')
    """
    parts = ["issues", choice, "" if number == 1 else str(number)]
    return f"{'-'.join(filter(None, parts))}.html"


def issue_page(issue_id: str) -> str:
    """Return the address of who says what about an issue."""
    return f"issues/{slug(issue_id)}.html"


def further_issues_page(number: int) -> str:
    """Return the address of a page of issues that share one, counted from 1."""
    return f"issues/further-{number}.html"


def issue_anchor(issue_id: str) -> str:
    """Return the anchor of an issue on a page of several."""
    return f"issue-{slug(issue_id)}"


def edition_anchor(document_id: str) -> str:
    """Return the anchor of what a document says of an issue."""
    return f"in-{slug(document_id)}"


def actor_page(actor: str, number: int = 1) -> str:
    """Return the address of a page of what an actor is for and against."""
    further = "" if number == 1 else f"-{number}"
    return f"actors/{slug(actor)}{further}.html"


def actor_anchor(actor: str) -> str:
    """Return the anchor of an actor inside an issue's page."""
    return f"by-{slug(actor)}"


def pair_page(actor: str, other: str) -> str:
    """Return the address of what two actors have in common and what not."""
    return f"actors/{slug(actor)}--{slug(other)}.html"


def demands_page(document_id: str, number: int = 1) -> str:
    """Return the address of a page of what a document promises and demands."""
    further = "" if number == 1 else f"-{number}"
    return f"demands/{slug(document_id)}{further}.html"


def editions_page(before: str, after: str) -> str:
    """Return the address of what changed between two documents of an actor."""
    return f"editions/{slug(before)}--{slug(after)}.html"


def data_file(scale: str, extension: str) -> str:
    """Return the address of a scale's numbers or chart as a file."""
    return f"data/{slug(scale)}.{extension}"


def root_of(address: str) -> str:
    """Return the way from a page back to the folder of the report."""
    return "../" * address.count("/")
