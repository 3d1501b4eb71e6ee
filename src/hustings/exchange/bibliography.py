"""The cited document as an entry of a bibliography: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.citation import Citation

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  # BibTeX's own names
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_bibtex(citation: Citation) -> str:
    r"""Write an entry for BibTeX and biblatex, in UTF-8.

    Actor and title stand in two braces, so that neither is taken apart or set small.

    Examples
    --------
    >>> from hustings.model.citation import Anchor, Citation
    >>> from hustings.model.document import Span
    >>> anchor = Anchor(span=Span(0, 4), words="Yes.")
    >>> print(
    ...     write_bibtex(
    ...         Citation(
    ...             document_id="d1",
    ...             sha256="ab",
    ...             media_type="application/pdf",
    ...             anchor=anchor,
    ...             actor="Quay & Reed",
    ...             title="Boats",
    ...             date="2031-10-07",
    ...             first_page=2,
    ...             last_page=3,
    ...         )
    ...     )
    ... )
    @misc{quay-reed-2031-d1,
      author = {{Quay \& Reed}},
      title = {{Boats}},
      year = {2031},
      month = oct,
      day = {7},
      pages = {2--3},
      note = {SHA-256 ab},
    }
    """
    year, month, day, *_ = [*(citation.date or "").split("-"), "", "", ""]
    fields = {
        "author": _braced(citation.actor),
        "title": _braced(citation.title or citation.name),
        "year": f"{{{year}}}" if year else "",
        "month": _MONTHS[int(month) - 1] if month else "",
        "day": f"{{{int(day)}}}" if day else "",
        "pages": f"{{{_pages(citation, '--')}}}" if citation.first_page else "",
        "langid": f"{{{citation.language}}}" if citation.language else "",
        "note": f"{{SHA-256 {citation.sha256}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(citation)},", *lines, "}"])


def to_csl(citation: Citation) -> dict[str, object]:
    """Return the document as an item of CSL-JSON, the cited pages in `page`.

    References
    ----------
    Citation Style Language 1.0.2, https://docs.citationstyles.org/en/stable/
    """
    date = [int(part) for part in (citation.date or "").split("-") if part]
    fields: dict[str, object] = {
        "id": _key(citation),
        "type": "document",
        "author": [{"literal": citation.actor}] if citation.actor else None,
        "title": citation.title or citation.name,
        "issued": {"date-parts": [date]} if date else None,
        "language": citation.language,
        "page": _pages(citation, "–") if citation.first_page else None,
        "note": f"SHA-256 {citation.sha256}",
    }
    return {name: value for name, value in fields.items() if value is not None}


def _braced(text: str | None) -> str:
    """Put a text into two braces, with the signs that TeX reads otherwise escaped."""
    if not text:
        return ""
    plain = " ".join(text.split())
    return f"{{{{{''.join(_SPECIAL.get(sign, sign) for sign in plain)}}}}}"


def _pages(citation: Citation, dash: str) -> str:
    pages = dict.fromkeys((citation.first_page, citation.last_page))
    return dash.join(str(page) for page in pages)


def _key(citation: Citation) -> str:
    """Return a key of plain letters that names the document and no other."""
    names = (citation.actor or "", (citation.date or "")[:4], citation.document_id)
    plain = unicodedata.normalize("NFKD", "-".join(filter(None, names)))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", letters).strip("-")
