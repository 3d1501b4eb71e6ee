"""Whether a new password will do: long enough, and not the first that anybody tries."""

from __future__ import annotations

from itertools import pairwise

from hustings.errors import UnusablePasswordError
from hustings.model.coder import fold_name

SHORTEST = 10
LONGEST = 1000
_FEWEST_SURPRISES = 6
"""Characters of a password that those before them do not foretell."""
_SHORTEST_NAME = 3
"""A name shorter than this is part of many a word."""
_ROWS = (
    "0123456789",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "qsdfghjklm",
    "zxcvbnm",
    "yxcvbnm",
    "wxcvbn",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
"""What hands and heads run along: digits, the alphabet, rows of keyboards."""
_NEIGHBOURS = frozenset(pair for row in _ROWS for pair in pairwise(row))


def check_password(password: str, again: str, *, name: str) -> None:
    """Raise unless a new password will do.

    Raises
    ------
    UnusablePasswordError
        If it is too short or too long, was typed in two ways, or is easily guessed: the
        name, a run of digits or of keys, or a few characters again and again.
    """
    if password != again:
        raise UnusablePasswordError(
            reason="The two passwords are not the same.", advice="Type it twice."
        )
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnusablePasswordError(
            reason=f"A password has at least {SHORTEST} characters."
        )
    folded = fold_name(password)
    if n_surprises(folded) < _FEWEST_SURPRISES:
        raise UnusablePasswordError(
            reason="A run of digits or of keys, or the same few characters again and "
            "again, is easily guessed."
        )
    if n_surprises(_without_name(folded, name)) < _FEWEST_SURPRISES:
        raise UnusablePasswordError(
            reason="One's own name, with little beside it, is easily guessed."
        )


def n_surprises(text: str) -> int:
    """Count the characters that those before them do not foretell.

    Foretold is what goes on with a run along digits, the alphabet or a row of keys,
    forward or back, what says the same character again, and what repeats the text from
    its beginning.

    Examples
    --------
    >>> n_surprises("1234567890"), n_surprises("abcdabcdabcd"), n_surprises("a ferry")
    (2, 2, 6)
    """
    once = text[: _period(text)]
    steps = [_step(one, other) for one, other in pairwise(once)]
    n_foretold = sum(
        step is not None and step in {0, before}
        for before, step in zip([None, *steps], steps, strict=False)
    )
    return len(once) - n_foretold


def _period(text: str) -> int:
    """Return after how many characters a text begins anew, to its end."""
    return next(
        (n for n in range(1, len(text)) if text.startswith(text[n:])), len(text)
    )


def _step(one: str, other: str) -> int | None:
    """Return whether a character is the same as, next to, or before another one."""
    if one == other:
        return 0
    if (one, other) in _NEIGHBOURS:
        return 1
    return -1 if (other, one) in _NEIGHBOURS else None


def _without_name(password: str, name: str) -> str:
    """Leave a person's name out, however often it stands there."""
    folded = fold_name(name)
    for part in (folded, *folded.split()):
        if len(part) >= _SHORTEST_NAME:
            password = password.replace(part, "")
    return password
