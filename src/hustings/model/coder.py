"""Coders who are people: their names and what they may do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hustings.errors import CoderNameError

Role: TypeAlias = Literal["coder", "manager"]

ADJUDICATED: Final = "adjudicated"
"""The coder whose values are those that settled disagreements."""
MACHINES: Final = (
    "dictionary",
    "rule",
    "learned",
    "model",
    "transformer",
    "remote",
    "file",
    "function",
)
"""First words of the ids of coders that are programs."""
LONGEST_NAME: Final = 40

_FIRST_WORD = re.compile(r"[\s:._-]")
_DEVICE = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
"""What Windows opens a device for, whatever stands behind a full stop."""


_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5")
"""Letters by their category that are drawn as nothing."""
_LOOKS = str.maketrans(
    # Cyrillic, then Greek, large and small; then digits, a large I and a small L.
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423"
    "\u0405\u0406\u0408\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456"
    "\u0458\u04bb\u0501\u051b\u051d"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a7\u03a5\u03bf\u03bd"
    "01Il",
    "ABEKMHOPCTXYS|JaeopcyxsijhdqwABEZH|KMNOPTXYovO|||",
)
"""Letters that look like a Latin one, and the Latin ones; a bar for a mere stroke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person who codes.

    Attributes
    ----------
    coder_id : str
        The name, as `check_name` lets it pass.
    role : {"coder", "manager"}
        A manager also adjudicates and hands out work.
    added : str
        ISO time with its zone.
    """

    coder_id: str
    role: Role = "coder"
    added: str = ""


def check_name(name: str) -> str:
    """Return a person's name as it is kept: composed letters, single spaces.

    A name has 1 to 40 characters: letters of any script, digits, space, ``.``, ``_``
    and ``-``. It does not begin with a word that stands for a program, nor with ``.``
    or ``-``: files are named after coders, and commands take names.

    Raises
    ------
    CoderNameError
        If it cannot be a person's name here.

    Examples
    --------
    >>> check_name("  Ana  María ")
    'Ana María'
    """
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(kept) <= LONGEST_NAME:
        raise CoderNameError(
            name=name, reason=f"a name has 1 to {LONGEST_NAME} characters"
        )
    strange = next((one for one in kept if not _may_stand(one)), None)
    if strange is not None:
        raise CoderNameError(name=name, reason=f"{strange!r} cannot stand in a name")
    _refuse_as_file(name, kept)
    first = _FIRST_WORD.split(kept, maxsplit=1)[0].casefold()
    if first in MACHINES or kept.casefold() == ADJUDICATED:
        reason = f"{first!r} stands for codings that no single person made"
        raise CoderNameError(name=name, reason=reason)
    return kept


def _refuse_as_file(name: str, kept: str) -> None:
    """Raise where no file can be named so, or a command takes it for an option."""
    if kept[0] in ".-":
        reason = f"it begins with {kept[0]!r}"
    elif not any(map(str.isalnum, kept)):
        reason = "no letter or digit is in it"
    elif _DEVICE.match(kept):
        reason = "Windows keeps it for a device, and no file can be called so"
    else:
        return
    raise CoderNameError(name=name, reason=reason)


def fold_name(name: str) -> str:
    """Return what two spellings of one name share: small letters, single spaces.

    Examples
    --------
    >>> fold_name("ANA ") == fold_name("Ana")
    True
    """
    composed = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", composed).split())


def look_of(name: str) -> str:
    """Return what two names share that a reader cannot tell apart.

    Letters of other scripts that look like Latin ones are written as these, as are
    wide, raised and joined forms; what is not seen is left out. So the Latin "Ana" and
    one with a Cyrillic A look the same; "Zoë" and "Zoe" do not.

    Examples
    --------
    >>> look_of("\N{CYRILLIC CAPITAL LETTER A}na") == look_of("ANA")
    True
    """
    seen = unicodedata.normalize("NFKC", name).translate(_LOOKS)
    return fold_name("".join(one for one in seen if not _is_unseen(one)))


def _may_stand(character: str) -> bool:
    """Say whether a character may stand in a name: vowel signs are letters, too."""
    if character in _FILLERS:
        return False
    return character in " ._-" or unicodedata.category(character)[0] in "LMN"


def _is_unseen(character: str) -> bool:
    """Say whether a character is none to the eye: it chooses a form of another."""
    return character in _FILLERS or unicodedata.name(character, "").startswith(
        ("VARIATION SELECTOR", "MONGOLIAN FREE VARIATION", "COMBINING GRAPHEME JOINER")
    )
