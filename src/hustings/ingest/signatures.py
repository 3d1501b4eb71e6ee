"""Signatures: lines below a text that name who speaks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.marks import DASHES
from hustings.ingest.names import reads_as_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.drafts import Draft

_CREDIT = re.compile(r"[—–]\s*(?P<name>[^\W\d_][^!?;:]{2,118})")
_SIGNED = re.compile(
    r"(?:(?:un|co-?|first |initial )?sign(?:ed|atories|atures)\b|(?:erst)?unterzeichne|"
    r"unterschrieben|gezeichnet\b|gez\.|signé|signataires|signatures\b|firmado|firmantes|"
    r"firman\b|firmato|firmatar|ondertekend|ondertekenaars|subscri(?:to|tores)|assinad|"
    r"signatári|podpisan|podpisal|sygnatariusz|undertecknat|undertecknare|underskrevet|"
    r"underskriv|allekirjoit|imzacı|imzalayan|υπογραφ|υπογράφ|подписал|подписи\b|підпис|"
    r"الموقعون|التوقيع|חתומים|על החתום|हस्ताक्षर|署名|签名|簽名|서명)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|comradely) (?:wishes|regards|greetings)|"
    r"yours(?: (?:sincerely|faithfully|truly|in solidarity))?|sincerely(?: yours)?|"
    r"(?:yours )?in (?:solidarity|friendship)|"
    r"(?:mit )?(?:freundlichen|solidarischen|herzlichen|besten) grüßen|herzlich|ihre?|"
    r"eure?|met vriendelijke groet(?:en)?|(?:bien )?cordialement|solidairement|"
    r"atentamente|un saludo|(?:un )?abrazo|saludos|cordiali saluti|saudações|"
    r"z poważaniem|med vänlig hälsning|med venlig hilsen|saygılarımızla|saygılarımla|"
    r"με εκτίμηση|с уважением|з повагою)[,.]?",
    re.IGNORECASE,
)
_END = 12  # signatures stand among the last drafts
_MOST_WORDS = 14
_LONGEST = 200
_BELOW_CLOSING = 3
_AFTERWORDS = frozenset({"signature", "imprint", "footnote", "slogan"})
_LINES = frozenset({"paragraph", "item", "heading"})


def find_signatures(drafts: list[Draft]) -> list[Draft]:
    """Lines that name who speaks, after a dash, a closing, or at the very end."""
    found = list(drafts)
    for i in range(len(found)):
        if _is_signature(found, i):
            found[i] = _signed(found[i])
    for i in range(len(found) - 1, max(len(found) - 1 - _END, 0), -1):
        if found[i].kind in _AFTERWORDS:
            continue
        if not _is_last_name(found, i):
            break
        found[i] = _signed(found[i])
    return found


def is_closing(text: str) -> bool:
    """Say whether a line closes a letter, as "Yours faithfully," does."""
    return bool(_CLOSING.fullmatch(text.strip()))


def _signed(draft: Draft) -> Draft:
    """Keep the bullet of a list of those who sign, unless it stands in the text."""
    is_in_text = draft.marker is not None and draft.text.startswith(draft.marker)
    marker = None if is_in_text else draft.marker
    return replace(draft, kind="signature", marker=marker, level=None)


def _is_signature(drafts: Sequence[Draft], i: int) -> bool:
    draft = drafts[i]
    text = draft.text.strip()
    if draft.kind not in _LINES or len(text) > _LONGEST:
        return False
    if _SIGNED.match(text):
        return _opens_list(drafts, i) or len(drafts) - i <= _END
    if i and drafts[i - 1].kind == "signature" and _is_below(drafts, i):
        return True
    if draft.kind == "heading" or _is_credit(drafts, i):
        return draft.kind != "heading"
    closed = i and is_closing(drafts[i - 1].text)
    return bool(closed) and _is_name_line(text)


def _opens_list(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether a line of the later half introduces those who sign."""
    is_late = i * 2 >= len(drafts)
    return is_late and drafts[i].text.strip().endswith(":")


def _is_below(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether a line goes on with those who sign."""
    first = i
    while first and drafts[first - 1].kind == "signature":
        first -= 1
    opened = drafts[first].text.strip()
    text = drafts[i].text.strip()
    if _SIGNED.match(opened) and opened.endswith(":"):
        return _is_name_line(text) and drafts[i].kind != "heading"
    is_closed = first and is_closing(drafts[first - 1].text)
    return bool(is_closed) and i - first < _BELOW_CLOSING and _is_name_line(text)


def _is_credit(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether a name stands after a dash, not as one of a list with dashes."""
    text = drafts[i].text.strip()
    if not _CREDIT.fullmatch(text) or text.endswith("."):
        return False
    beside = [*drafts[max(i - 1, 0) : i], *drafts[i + 1 : i + 2]]
    is_listed = any(other.marker and other.marker in DASHES for other in beside)
    after_quotation = i > 0 and drafts[i - 1].kind == "quotation"
    return after_quotation or (not is_listed and len(drafts) - i <= _END)


def _is_name_line(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and text[-1] not in ".:;!?"


def _is_last_name(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether the last line of a text names an organisation."""
    draft = drafts[i]
    text = draft.text.strip()
    is_line = draft.kind in {"paragraph", "heading"} and draft.marker is None
    return is_line and _is_name_line(text) and reads_as_name(text)
