"""Slogans: short exclamations standing alone, and lists of calls at the end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.markup.passages import BOLD_LEVEL
from hustings.ingest.structure.marks import BULLETS, DASHES
from hustings.ingest.structure.signatures import is_closing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.drafts import Draft

_MOST_WORDS = 12
_LONGEST = 120
_SLOGAN = re.compile(r"[^.?;。？]{3,120}[!！]+[\"'”’»]?", re.DOTALL)
_HASHTAGS = re.compile(r"(?:#[\w·]+[\s,;|–-]*)+")
_ADDRESS = re.compile(
    r"(?:dear|liebe[rs]?|sehr geehrte[rs]?|werte[rs]?|hallo|hello|chère?s?|mesdames|"
    r"querid[oa]s?|estimad[oa]s?|compañer[oa]s|compagn[eio]|car[eioa]|gentil[ei]|"
    r"carissim[ei]|prezad[oa]s?|car[oa]s|beste|geachte|lieve|szanown[ie]|drodzy|drogi[e]?|"
    r"kära|bästa|kære|kjære|hyvät|sevgili|değerli|sayın|αγαπητ|дороги|дорогие|"
    r"уважаем|шановн|любі|comrades|camarades|camaradas|genoss)",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:our |unsere |nos |nuestras |le nostre |onze )?(?:slogans?|calls|losungen|"
    r"parolen|mots d['’]ordre|consignas|parole d['’]ordine|leuzen|palavras de ordem|"
    r"hasła|paroller|sloganlar(?:ımız)?|συνθήματα|лозунги|гасла|شعارات(?:نا)?|סיסמאות|"
    r"नारे|口号|スローガン|구호)\s?[:：]",
    re.IGNORECASE,
)
_LINES = frozenset({"paragraph", "item", "slogan"})
_AFTERWORDS = frozenset({"signature", "imprint", "footnote"})
_END = 6  # drafts below the last call of a text
_FEWEST_CALLS = 2
_MOST_TAIL_WORDS = 8


def find_slogans(drafts: list[Draft]) -> list[Draft]:
    """Tell short exclamations that stand alone, and the calls at a document's end."""
    alone = [
        _slogan(draft)
        if (_could_stand_alone(draft, i) or _closes(drafts, i))
        and _stands_alone(draft.text.strip())
        else draft
        for i, draft in enumerate(drafts)
    ]
    calls = {i for run in _runs(alone) if _are_calls(alone, run) for i in run}
    return [_slogan(draft) if i in calls else draft for i, draft in enumerate(alone)]


def _could_stand_alone(draft: Draft, i: int) -> bool:
    """Say whether a paragraph, or a line in bold that is not the title."""
    return draft.kind == "paragraph" or (i > 0 and _is_bold(draft))


def _closes(drafts: Sequence[Draft], i: int) -> bool:
    """Say whether a line has no text below it, but at most an imprint or a name."""
    if not i or not _is_set_off(drafts[i]):
        return False
    if drafts[i - 1].kind == "heading" and not is_exclamation(drafts[i - 1].text):
        return False
    return all(map(_is_afterword, drafts[i + 1 : i + 1 + _END]))


def _is_set_off(draft: Draft) -> bool:
    """Say whether a line looks like a heading, or like words of nobody named."""
    is_heading = draft.kind == "heading" and not draft.marker
    return is_heading or (draft.kind == "quotation" and not draft.speaker)


def _is_afterword(draft: Draft) -> bool:
    """Say whether a block may stand below the last call of a text."""
    is_call = _is_set_off(draft) and is_exclamation(draft.text.strip())
    return draft.kind in _AFTERWORDS or is_call or is_closing(draft.text)


def _is_bold(draft: Draft) -> bool:
    """Say whether a heading is one by its bold letters alone."""
    is_heading = draft.kind == "heading" and draft.marker is None
    return is_heading and draft.level == BOLD_LEVEL


def _slogan(draft: Draft) -> Draft:
    is_bullet = draft.marker is not None and draft.marker in BULLETS + DASHES
    return replace(
        draft, kind="slogan", level=None, marker=draft.marker if is_bullet else None
    )


def is_address(text: str) -> bool:
    """Say whether a line addresses its readers, as "Dear friends," does."""
    return bool(_ADDRESS.match(text)) and text[-1] in ",!:"


def is_exclamation(text: str) -> bool:
    """Say whether a line is a short exclamation.

    Examples
    --------
    >>> is_exclamation("Trams for all!"), is_exclamation("We said so. Trams for all!")
    (True, False)
    """
    return len(text.split()) <= _MOST_WORDS and bool(_SLOGAN.fullmatch(text))


def _stands_alone(text: str) -> bool:
    if _HASHTAGS.fullmatch(text):
        return True
    return is_exclamation(text) and not _ADDRESS.match(text)


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Gather short lines that follow each other: all with a bullet, or all without."""
    runs: list[list[int]] = []
    for i, draft in enumerate(drafts):
        if not i or not _could_call(draft):
            continue
        if runs and runs[-1][-1] == i - 1 and _is_alike(drafts[i - 1], draft):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _could_call(draft: Draft) -> bool:
    text = draft.text.strip()
    is_short = len(text.split()) <= _MOST_WORDS and len(text) <= _LONGEST
    is_numbered = draft.marker is not None and draft.marker not in BULLETS + DASHES
    is_line = draft.kind in _LINES or _is_bold(draft)
    is_line = is_line and text[-1] not in ".:;,?。।…"
    return is_line and is_short and not is_numbered and not draft.links


def _is_alike(before: Draft, draft: Draft) -> bool:
    """Say whether two lines may be calls of one list."""
    kinds = {before.kind, draft.kind}
    if "heading" in kinds:
        return kinds <= {"heading", "slogan"}
    return before.marker == draft.marker


def _are_calls(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Say whether lines are calls: introduced as such, or exclamations at the end."""
    if _CALLS.fullmatch(drafts[run[0] - 1].text.strip()):
        return True
    if len(run) < _FEWEST_CALLS or not _is_tail(drafts, run[-1] + 1):
        return False
    kinds = {drafts[i].kind for i in run}
    if "heading" in kinds:  # a heading with nothing below it is none
        return any(draft.kind in {"paragraph", "item"} for draft in drafts[: run[0]])
    n_called = sum(drafts[i].text.strip()[-1] in "!！" for i in run)
    return 2 * n_called >= len(run)


def _is_tail(drafts: Sequence[Draft], start: int) -> bool:
    """Say whether nothing follows but signatures, imprints and short lines."""
    return all(
        draft.kind in _AFTERWORDS
        or (draft.kind == "paragraph" and len(draft.text.split()) <= _MOST_TAIL_WORDS)
        for draft in drafts[start:]
    )
