"""What a user says beforehand: scores or classes of reference texts, seed words."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from hustings.errors import UnusableReferencesError, UnusableSeedsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NOTHING = frozenset({"", "NA", "None", "nan"})


def scores_from_rows(rows: Iterable[Mapping[str, object]]) -> dict[str, float]:
    """Read a table of reference texts: first column the case, second its score.

    Raises
    ------
    UnusableReferencesError
        If a case stands twice or has no number.

    Examples
    --------
    >>> scores_from_rows([{"case": "Harbour 2031", "score": "-1.5"}])
    {'Harbour 2031': -1.5}
    """
    return {
        case: _score(case, text)
        for case, text in _pairs(rows, "reference text", UnusableReferencesError)
    }


def classes_from_rows(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Read a table of reference texts: first column the case, second its class.

    Raises
    ------
    UnusableReferencesError
        If a case stands twice or has no class.

    Examples
    --------
    >>> classes_from_rows([{"case": "Harbour 2031", "class": "for"}])
    {'Harbour 2031': 'for'}
    """
    found = dict(_pairs(rows, "reference text", UnusableReferencesError))
    for case, name in found.items():
        if name in _NOTHING:
            raise UnusableReferencesError(
                reason=f"The reference text {case!r} has no class.",
                advice="Give it one, or take its row out.",
            )
    return found


def weights_from_rows(
    rows: Iterable[Mapping[str, object]], *, what: str = "seed word"
) -> dict[str, float]:
    """Read a table of seed words or codes: first column the word, second its weight.

    Parameters
    ----------
    rows : iterable of mapping
    what : str
        What errors call a word.

    Raises
    ------
    UnusableSeedsError
        If a word stands twice or has no number.

    Examples
    --------
    >>> weights_from_rows([{"word": "good*", "weight": 1}])
    {'good*': 1.0}
    """
    return {
        word: _weight(word, text, what)
        for word, text in _pairs(rows, what, UnusableSeedsError)
    }


def _pairs(
    rows: Iterable[Mapping[str, object]],
    what: str,
    error: type[UnusableReferencesError | UnusableSeedsError],
) -> list[tuple[str, str]]:
    """Give the first two cells of every row, the first of them unique."""
    pairs: dict[str, str] = {}
    for row in rows:
        cells = ["" if value is None else str(value).strip() for value in row.values()]
        if len(cells) < 2:
            raise error(
                reason=f"The table of the {what}s has one column.",
                advice="Give it two: the name, and what is said of it.",
            )
        if cells[0] in pairs:
            raise error(
                reason=f"The {what} {cells[0]!r} stands twice.",
                advice="Leave one of its rows.",
            )
        pairs[cells[0]] = cells[1]
    return list(pairs.items())


def _score(case: str, text: str) -> float:
    """Read the score of a reference text."""
    number = _number(text)
    if number is None:
        raise UnusableReferencesError(
            reason=f"The reference text {case!r} has {_what(text)} as its score.",
            advice="Give it a number, or take its row out.",
        )
    return number


def _weight(word: str, text: str, what: str) -> float:
    """Read the weight of a seed word or a code."""
    number = _number(text)
    if number is None:
        raise UnusableSeedsError(
            reason=f"The {what} {word!r} has {_what(text)} as its weight.",
            advice="Give it a number: above 0 for the high pole, below 0 for the low.",
        )
    return number


def _what(text: str) -> str:
    return "nothing" if text in _NOTHING else repr(text)


def _number(text: str) -> float | None:
    """Read a finite number, if it is one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
