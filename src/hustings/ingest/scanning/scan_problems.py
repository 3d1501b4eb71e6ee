"""What is told of pages that were recognised from pictures."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.errors import MissingLanguageError, RecognitionError
    from hustings.ingest.scanning.hocr import Recognised

_MOST_PAGES = 20
_MOST_WORDS = 3
_MOST_IN_PATTERN = 8


def tell_scans(
    recognised: Mapping[int, Recognised],
    failures: Mapping[int, RecognitionError],
    lacking: MissingLanguageError | None,
) -> Iterator[Problem]:
    """Tell of the pages that were recognised, and of those that could not be.

    Parameters
    ----------
    recognised, failures : mapping
        By page number.
    lacking : MissingLanguageError or None
        Why pages were recognised in all languages instead of their own.
    """
    if recognised:
        yield _tell_pages(recognised)
    if lacking:
        yield Problem(
            kind="language not recognised",
            message=f"{_sentence(lacking.reason)} The pages were recognised in all "
            f"languages that are installed. {lacking.advice}",
        )
    yield from _tell_uncertain(recognised)
    yield from _tell_marks(recognised)
    for page, error in failures.items():
        yield Problem(
            kind="page not recognised",
            message=f"Page {page} could not be recognised: {error.reason}. "
            f"{error.advice}",
            page=page,
        )


def tell_pattern(page: int, text: str) -> Problem:
    """Tell of a page whose words are a decoration."""
    start = " ".join(text.split()[:_MOST_IN_PATTERN])
    return Problem(
        kind="decoration left out",
        message=f"Page {page} is a phrase printed over and over (“{start} …”), and was "
        "left out as a decoration.",
        page=page,
    )


def _tell_pages(recognised: Mapping[int, Recognised]) -> Problem:
    numbers = ", ".join(map(str, islice(recognised, _MOST_PAGES)))
    more = ", ..." if len(recognised) > _MOST_PAGES else ""
    mean = sum(words.confidence for words in recognised.values()) / len(recognised)
    programs = sorted({words.program for words in recognised.values()} - {""})
    return Problem(
        kind="text recognised",
        message=f"The words of page {numbers}{more} were recognised from a picture"
        f"{' by ' if programs else ''}{', '.join(programs)}, with a mean confidence "
        f"of {mean:.0f} %. Compare them with the page before quoting.",
        page=next(iter(recognised)),
    )


def _tell_uncertain(recognised: Mapping[int, Recognised]) -> Iterator[Problem]:
    """Count the uncertain words of each page, of a long scan's last ones at once."""
    pages = [(page, words) for page, words in recognised.items() if words.uncertain]
    for page, words in pages[:_MOST_PAGES]:
        n, first = len(words.uncertain), _quote(words.uncertain)
        yield Problem(
            kind="words uncertain",
            message=f"{n} of {words.n_words} words of page {page} "
            f"{'is' if n == 1 else 'are'} uncertain: {first}. Compare with the page.",
            page=page,
        )
    if rest := pages[_MOST_PAGES:]:
        n = sum(len(words.uncertain) for _, words in rest)
        yield Problem(
            kind="words uncertain",
            message=f"{n} more words of {len(rest)} later pages are uncertain.",
            page=rest[0][0],
        )


def _tell_marks(recognised: Mapping[int, Recognised]) -> Iterator[Problem]:
    """Count what was not taken for words."""
    pages = {page: words.marks for page, words in recognised.items() if words.marks}
    if not pages:
        return
    first = next(iter(pages))
    n = sum(map(len, pages.values()))
    yield Problem(
        kind="marks left out",
        message=f"{n} {'mark' if n == 1 else 'marks'} on {len(pages)} "
        f"{'page' if len(pages) == 1 else 'pages'}, first on page {first}, looked like "
        f"pictures or stains rather than words: {_quote(pages[first])}.",
        page=first,
    )


def _quote(words: Sequence[str]) -> str:
    """Quote the first few words."""
    quoted = ", ".join(f'"{word}"' for word in words[:_MOST_WORDS])
    return f"{quoted} ..." if len(words) > _MOST_WORDS else quoted


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
