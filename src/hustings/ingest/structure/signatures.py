"""Signatures: lines below a text that name who speaks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.structure.marks import DASHES
from hustings.ingest.structure.names import reads_as_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.drafts import Draft

_CREDIT = re.compile(r"(?:[—–]|--)\s*(?P<name>[^\W\d_][^!?;:]{2,118})")
_DASHED = re.compile(r"[—–]\s*[^\W\d_a-zß-öø-ÿ][^!?]{2,250}[^.!?]")
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
    r"(?:i|we)(?:,[^.!?]{1,40},)? remain\b[^.!?]{0,80}|"
    r"yours(?: (?:sincerely|faithfully|truly|in solidarity))?|sincerely(?: yours)?|"
    r"(?:yours )?in (?:solidarity|friendship)|"
    r"(?:mit )?(?:freundlichen|solidarischen|herzlichen|besten) grüßen|herzlich|ihre?|"
    r"eure?|met vriendelijke groet(?:en)?|(?:bien )?cordialement|solidairement|"
    r"atentamente|un saludo|(?:un )?abrazo|saludos|cordiali saluti|saudações|"
    r"z poważaniem|med vänlig hälsning|med venlig hilsen|saygılarımızla|saygılarımla|"
    r"με εκτίμηση|с уважением|з повагою)[,.]?",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    r"(?:for and )?on behalf of |im (?:namen|auftrag) |au nom d|en nombre del? |"
    r"(?:a|in) nome d|em nome d|namens |w imieniu |på vegne a[fv] |på uppdrag av |"
    r"от имени |від імені ",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?:(?:for the|für (?:die|den|das)|pour l[ae]s?|por (?:la|el|las|los)|"
    r"per (?:il|la|lo)|voor (?:de|het)|pel[oa]s?|för|za) |(?:pour|per) l['’])"
    r"(?P<name>.+?)[,:]?",
    re.IGNORECASE,
)
_END = 12  # signatures stand among the last drafts
_MOST_WORDS = 14
_MOST_DASHED = 4
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


def is_behalf(text: str) -> bool:
    """Say whether a line only names those for whom somebody signs."""
    text = text.rstrip(" ,:")
    if not text or not _is_name_line(text):
        return False
    weak = _FOR.fullmatch(text)
    is_named = weak is not None and reads_as_name(weak["name"])
    return is_named or bool(_BEHALF.match(text))


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
    is_late = len(drafts) - i <= _END
    if _SIGNED.match(text):
        return _opens_list(drafts, i) or is_late
    if i and drafts[i - 1].kind == "signature" and _is_below(drafts, i):
        return True
    if _is_credit(drafts, i):
        return draft.kind != "heading" or reads_as_name(text.lstrip("—–- "))
    if draft.kind == "heading":
        return False
    is_closed = i > 0 and is_closing(drafts[i - 1].text) and _is_name_line(text)
    return is_closed or _closes_calls(drafts, i) or (is_behalf(text) and is_late)


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
    return (
        bool(is_closed or is_behalf(opened))
        and i - first < _BELOW_CLOSING
        and _is_name_line(text)
    )


def _is_credit(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether a name stands after a dash, not as one of a list with dashes."""
    text = drafts[i].text.strip()
    if not _CREDIT.fullmatch(text) or text.endswith("."):
        return False
    beside = [*drafts[max(i - 1, 0) : i], *drafts[i + 1 : i + 2]]
    is_listed = any(other.marker and other.marker in DASHES for other in beside)
    after_quotation = i > 0 and drafts[i - 1].kind == "quotation"
    return after_quotation or (not is_listed and len(drafts) - i <= _END)


def _closes_calls(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether lines after a dash stand between the last call and the end."""
    if len(drafts) - i > 2 * _MOST_DASHED or not _is_dashed(drafts[i]):
        return False
    first = last = i
    while first > max(i - _MOST_DASHED, 0) and _is_dashed(drafts[first - 1]):
        first -= 1
    while last + 1 < len(drafts) and _is_dashed(drafts[last + 1]):
        last += 1
    return (
        last - first < _MOST_DASHED
        and len(drafts) - last <= _MOST_DASHED
        and first > 0
        and (
            drafts[first - 1].text.rstrip().endswith(("!", "！"))
            or is_closing(drafts[first - 1].text)
        )
    )


def _is_dashed(draft: Draft) -> bool:
    """Say whether a line begins with a dash and is no sentence of its own."""
    return draft.kind in _LINES | {"signature"} and bool(
        _DASHED.fullmatch(draft.text.strip())
    )


def _is_name_line(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and text[-1] not in ".:;!?"


def _is_last_name(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether the last line of a text names an organisation."""
    draft = drafts[i]
    text = draft.text.strip()
    is_line = draft.kind in {"paragraph", "heading"} and draft.marker is None
    return is_line and _is_name_line(text) and reads_as_name(text)
