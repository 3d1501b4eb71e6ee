"""Stances as codes: for, against, and neutral, in the spellings that tables use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import UnknownStanceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.codebook import Variable

STANCES = ("for", "against", "neutral")

_SPELLINGS = {
    "for": ("for", "favor", "favour", "in favor", "in favour", "pro", "yes", "agree"),
    "against": ("against", "con", "contra", "anti", "no", "disagree"),
    "neutral": ("neutral", "none", "neither"),
}
_NUMBERS = {"for": ("1", "+1"), "against": ("-1", "\u22121"), "neutral": ("0",)}

STANCE_NUMBERS = {"for": 1, "against": -1, "neutral": 0}
"""Stances as claims have them."""

_STANCE_OF = {
    spelling: stance
    for table in (_SPELLINGS, _NUMBERS)
    for stance, spellings in table.items()
    for spelling in spellings
}


def check_stances(values: Sequence[str | None]) -> tuple[str | None, ...]:
    """Take stances as they are written, if each is always written the same.

    Parameters
    ----------
    values : sequence of str or None
        Stances toward a target; None or empty is uncoded.

    Returns
    -------
    tuple of str or None
        The values themselves, or ``for``, ``against`` and ``neutral`` where a stance is
        written in several ways.

    Raises
    ------
    UnknownStanceError
        If a value is no stance.

    Examples
    --------
    >>> check_stances(["+1", "-1", None])
    ('+1', '-1', None)
    >>> check_stances(["FAVOR", "for", "against"])
    ('for', 'for', 'against')
    """
    stances = [None if not value else stance_of(value) for value in values]
    spellings = {
        (stance, value)
        for stance, value in zip(stances, values, strict=True)
        if stance is not None
    }
    if len(spellings) > len({stance for stance, _ in spellings}):
        return tuple(stances)
    return tuple(value or None for value in values)


def has_stances(variable: Variable) -> bool:
    """Say whether all codes of a variable are stances."""
    return bool(variable.codes) and all(
        _spelt(one.code) in _STANCE_OF for one in variable.codes
    )


def stance_of(value: str) -> str:
    """Give what a spelling means: for, against or neutral.

    Raises
    ------
    UnknownStanceError
        If it is no stance.

    Examples
    --------
    >>> stance_of("FAVOR"), stance_of("-1")
    ('for', 'against')
    """
    stance = _STANCE_OF.get(_spelt(value))
    if stance is None:
        raise UnknownStanceError(value=value, known=STANCES)
    return stance


def _spelt(value: str) -> str:
    return " ".join(value.casefold().split())
