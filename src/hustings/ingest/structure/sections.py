"""Whether the first heading of a text is its title, or one of its sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.ingest.drafts import Assembly
    from hustings.model.document import Block, Span

_FEWEST_ALIKE = 2
_EARLY = 12  # blocks at the head of a text
_NO_TITLE = re.compile(
    r"\.(?:docx?|odt|indd|pdf|html?|epub)\b|_|^(?:unknown|untitled|no title|ohne titel|"
    r"unbekannt|sans titre|sin título|senza titolo|zonder titel|\W*)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]+")
_KIND = re.compile(
    r"manifest|program|platform|plattform|statement|declaration|erklärung|déclaration|"
    r"declaraci|dichiarazione|charter|charta|charte|resolution|résolution|resoluci|"
    r"appeal|aufruf|appel|statutes|satzung|statuts|estatutos|statuto|constitution|"
    r"プログラム|マニフェスト|宣言|纲领|綱領|宣言|선언|강령",
    re.IGNORECASE,
)
"""Words by which a heading names the text itself."""
_OPENING = re.compile(
    r"(?:introduction|foreword|preface|preamble|prologue|summary|executive summary|"
    r"overview|background|einleitung|vorwort|präambel|zusammenfassung|vorbemerkung|"
    r"avant-propos|préface|préambule|résumé|introducción|prólogo|preámbulo|resumen|"
    r"presentación|introduzione|prefazione|premessa|preambolo|introdução|prefácio|"
    r"preâmbulo|apresentação|inleiding|voorwoord|preambule|samenvatting|wstęp|"
    r"wprowadzenie|przedmowa|preambuła|inledning|förord|indledning|forord|innledning|"
    r"johdanto|esipuhe|úvod|předmluva|predslov|bevezetés|előszó|introducere|prefață|"
    r"giriş|önsöz|sunuş|εισαγωγή|πρόλογος|προοίμιο|введение|предисловие|преамбула|"
    r"вступ|передмова|مقدمة|تمهيد|ديباجة|הקדמה|מבוא|פתח דבר|前言|序言|引言|はじめに|"
    r"前文|"
    r"서문|머리말|전문|บทนำ|คำนำ|คำปรารภ|प्रस्तावना|भूमिका)[.:]?",
    re.IGNORECASE,
)
"""Headings that open many texts and are the title of none."""


def opens_text(heading: str) -> bool:
    """Say whether a heading only opens a text, as "Introduction" does.

    Examples
    --------
    >>> opens_text("Vorwort"), opens_text("Introduction to ferries")
    (True, False)
    """
    return bool(_OPENING.fullmatch(heading.strip()))


def find_name(assembly: Assembly, title: str | None) -> Span | None:
    """Find the early heading that says the title that a book's own record gives."""
    letters = _letters(title or "")
    for block in assembly.blocks[:_EARLY]:
        is_line = block.kind in {"heading", "paragraph"}
        if is_line and letters and _letters(block.span.of(assembly.text)) == letters:
            return block.span
    return None


def is_book_title(title: str | None) -> bool:
    """Say whether the title in a book's record is words, and no name of a file.

    Examples
    --------
    >>> is_book_title("A Harbour for All"), is_book_title("plan_final_v2.docx")
    (True, False)
    """
    return bool(title) and not _NO_TITLE.search(title or "")


def is_section(assembly: Assembly, heading: Block, *, hint: str | None) -> bool:
    """Say whether a heading is one of several alike, and names not the whole text.

    Parameters
    ----------
    heading : Block
        The strongest of the first headings.
    hint : str or None
        What the file's own properties say the title is.
    """
    words = heading.span.of(assembly.text)
    headings = [block for block in assembly.blocks if block.kind == "heading"]
    alike = [block for block in headings if _is_alike(block, heading)]
    if opens_text(words):
        return len(headings) > 1
    if len(alike) < _FEWEST_ALIKE or _names_all(words, hint):
        return False
    is_flat = all(block.level == heading.level for block in headings)
    is_low = (heading.level or 1) > 1
    return (is_flat or is_low or heading.marker is not None) and not _stands_above(
        assembly, heading
    )


def _is_alike(block: Block, heading: Block) -> bool:
    """Say whether a later heading is set as this one is."""
    is_later = block.span.start > heading.span.start
    is_numbered = (block.marker is None) == (heading.marker is None)
    return is_later and is_numbered and block.level == heading.level


def _names_all(words: str, hint: str | None) -> bool:
    letters, hinted = _letters(words), _letters(hint or "")
    return bool(_KIND.search(words)) or (bool(letters) and letters in hinted)


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text.casefold()))


def _stands_above(assembly: Assembly, heading: Block) -> bool:
    """Say whether other headings, or another page, come right after a heading."""
    place = assembly.blocks.index(heading)
    after = assembly.blocks[place + 1 : place + 2]
    if heading.marker is not None or not after:
        return False
    is_head = after[0].kind in {"heading", "imprint", "contents", "signature"}
    return is_head or after[0].page != heading.page
