"""Finding claims with a parser: its arcs sharpen what the grammar found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hustings.claims.arcs import Arc
from hustings.claims.kernels import find_claims
from hustings.errors import MissingExtraError
from hustings.errors.parsers import (
    NoParserError,
    ParserChangedError,
    ParserLanguageError,
)
from hustings.model.document import Problem
from hustings.outside.parsers import open_parser
from hustings.workflow.claim_lexicons import claim_lexicons
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from hustings.outside.parsers import Parser
    from hustings.workflow.runs import Advance

_LONGEST = 5_000
"""Characters of a unit from which on it is no sentence to parse."""


def parsed_claims(
    batches: Iterable[pa.RecordBatch], parser: Parser, advance: Advance
) -> Iterator[pa.RecordBatch]:
    """Find the claims of batches of units, in this process.

    Only units with a claim are parsed: parsing takes most of the time.
    """
    lexicons = claim_lexicons()
    for batch in batches:
        found = find_claims(batch, lexicons)
        told = set(
            zip(
                found.column("document").to_pylist(),
                found.column("unit").to_pylist(),
                strict=True,
            )
        )
        yield find_claims(batch, lexicons, arcs_of(batch, parser, told))
        advance(batch.num_rows)


def arcs_of(
    batch: pa.RecordBatch, parser: Parser, wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], list[Arc]]:
    """Give the arcs of units that are wanted and in the parser's language."""
    rows = [
        row
        for row in batch.select(["document", "unit", "text", "language"]).to_pylist()
        if row["language"] == parser.language
        and (row["document"], row["unit"]) in wanted
        and len(row["text"]) <= _LONGEST
    ]
    parsed = parser.parse([row["text"] for row in rows])
    return {
        (row["document"], row["unit"]): [
            Arc(
                start=start,
                end=end,
                head=head,
                dependency=depends,
                lemma=lemma,
                pos=pos,
            )
            for start, end, head, depends, lemma, pos in words
        ]
        for row, words in zip(rows, parsed, strict=True)
    }


def require_language(parser: Parser, languages: Iterable[str | None]) -> None:
    """Refuse a parser that reads none of the texts.

    Raises
    ------
    ParserLanguageError
        If no text is in its language.
    """
    found = set(languages)
    if parser.language not in found:
        raise ParserLanguageError(
            name=parser.name,
            language=parser.language,
            languages=sorted(found, key=str),
        )


def reopen_parser(said: Mapping[str, Any]) -> Parser:
    """Open the parser of a run by its name, to make the run's tables again.

    Raises
    ------
    ParserChangedError
        If it is another one now, or was in a folder, which no run keeps the place of.
    """
    name, was = str(said["name"]), f"version {said['version']}, {said['sha256']}"
    try:
        parser = open_parser(name)
    except (NoParserError, MissingExtraError):
        raise ParserChangedError(name=name, was=was, found="none") from None
    if parser.sha256 != said["sha256"]:
        found = f"version {parser.version}, {parser.sha256}"
        raise ParserChangedError(name=name, was=was, found=found)
    return parser


def unparsed_problem(
    said: Mapping[str, Any], languages: Sequence[str | None]
) -> Iterator[Problem]:
    """Say how many documents the parser was of no use for."""
    others = Counter(one for one in languages if one != said["language"])
    if others:
        named = ", ".join(sorted(one or "unknown" for one in others))
        yield Problem(
            kind="not parsed",
            message=f"{count(others.total(), 'document')} in {named}: the parser "
            f"{said['name']} reads {said['language']}. There the grammar alone found "
            "the claims.",
        )
