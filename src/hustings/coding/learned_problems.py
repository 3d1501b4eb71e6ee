"""What is odd about the units that a learned coder learns from or codes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hustings.coding.learned_codes import MOST_CODES
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.coding.units_in_context import UnitsInContext

FEWEST_CODINGS = 10
"""Codings of a code below which a Problem is reported."""

_MOST_NAMED = 10
"""Codes that are named one by one."""


def has_words(text: str) -> bool:
    """Tell whether there is anything to code.

    Examples
    --------
    >>> has_words("Trams!"), has_words(" -- ")
    (True, False)
    """
    return any(map(str.isalnum, text))


def find_problems(
    units: UnitsInContext, languages: Sequence[str], *, has_targets: bool = False
) -> tuple[Problem, ...]:
    """Say which units are not coded, and why.

    Parameters
    ----------
    units : UnitsInContext
    languages : sequence of str
        Those that the coder learned; empty where none was named.
    has_targets : bool
        Whether the coder asks about a target.
    """
    empty = sum(not has_words(text) for text in units.texts)
    strange = Counter(
        language
        for language in units.languages
        if language is not None and languages and language not in languages
    )
    silent = sum(target is None for target in units.targets) if has_targets else 0
    return (
        *_empty_units(empty),
        *_strange_languages(strange, languages),
        *_no_target(silent),
    )


def find_training_problems(
    counts: Mapping[str, int], *, n_empty: int, n_documents: int
) -> tuple[Problem, ...]:
    """Say what a training set lacks.

    Parameters
    ----------
    counts : mapping of str to int
        Codings of each code.
    n_empty : int
        Coded units without a word.
    n_documents : int
    """
    few = {code: n for code, n in sorted(counts.items()) if n < FEWEST_CODINGS}
    return (
        *(_few_codings(few) if len(few) <= _MOST_NAMED else _many_few(few)),
        *_many_codes(len(counts)),
        *_empty_units(n_empty),
        *_one_document(n_documents),
    )


def _few_codings(few: Mapping[str, int]) -> Iterator[Problem]:
    for code, n in few.items():
        yield Problem(
            kind="few codings",
            message=(
                f"Code {code!r} has {_count(n, 'coding')}, fewer than "
                f"{FEWEST_CODINGS}. It is "
                "kept, but it will hardly be found, and how well is not known."
            ),
        )


def _many_few(few: Mapping[str, int]) -> Iterator[Problem]:
    named = ", ".join(map(repr, list(few)[:_MOST_NAMED]))
    yield Problem(
        kind="few codings",
        message=(
            f"{len(few):,} codes have fewer than {FEWEST_CODINGS} codings each, among "
            f"them {named}. They are kept, but they will hardly be found, and how well "
            "is not known."
        ),
    )


def _many_codes(n_codes: int) -> Iterator[Problem]:
    if n_codes > MOST_CODES:
        yield Problem(
            kind="many codes",
            message=(
                f"{n_codes:,} codes are in use. The {MOST_CODES} most used are learned "
                "against all others, the rest only from the mean of their units, and "
                "not how codes follow each other; expect them to be found less well. "
                "Validation is in three folds, without a learning curve."
            ),
        )


def _empty_units(n: int) -> Iterator[Problem]:
    if n:
        yield Problem(
            kind="empty unit",
            message=f"{_count(n, 'unit')} without a word left out.",
        )


def _strange_languages(
    strange: Mapping[str, int], languages: Sequence[str]
) -> Iterator[Problem]:
    for language, n in sorted(strange.items()):
        yield Problem(
            kind="unknown language",
            message=(
                f"{_count(n, 'unit')} in language {language!r} not coded: the coder "
                f"was trained on {', '.join(languages)} only."
            ),
        )


def _no_target(n: int) -> Iterator[Problem]:
    if n:
        yield Problem(
            kind="no target",
            message=(
                f"{_count(n, 'unit')} without a target coded by text alone: the coder "
                "was trained to tell stances toward one."
            ),
        )


def _one_document(n_documents: int) -> Iterator[Problem]:
    if n_documents < 2:
        which = "one document" if n_documents else "no named documents"
        yield Problem(
            kind="one document",
            message=(
                f"The codings are of {which}, so the coder was validated on stretches "
                "that stand beside its training. On other documents expect less."
            ),
        )


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
