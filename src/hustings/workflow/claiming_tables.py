"""Finding claims in the units of a table with no project."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.claims.kernels import find_claims
from hustings.claims.tables import CLAIM_UNITS, CLAIMS, claim_from_row
from hustings.comparison.aiming import AimedUnit
from hustings.ingest.languages import guess_language
from hustings.model.claim import OWN
from hustings.model.document import Problem
from hustings.outside.engine.local import map_batches
from hustings.outside.parsers import open_parser
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.claim_lexicons import claim_lexicons, lexicon_hashes
from hustings.workflow.claim_parsing import parsed_claims, require_language
from hustings.workflow.claiming import UNITS_A_BATCH, no_lexicon
from hustings.workflow.claiming_on import aim_at, require_target, rows_of_both
from hustings.workflow.opinions_on_claims import opinions_on_claims, with_opinions
from hustings.workflow.rows_on_target import Speaker
from hustings.workflow.runs import Effort
from hustings.workflow.second_opinions import find_second_coder
from hustings.workflow.table_results import TableResult, no_rows, plan_table_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.claim import Claim
    from hustings.outside.parsers import Parser
    from hustings.workflow.second_opinions import SecondCoder

PRINTED = (
    "unit",
    "actor",
    "stance",
    "target",
    "head",
    "modality",
    "start",
    "end",
    "confidence",
)
"""What a row of the result holds; `start` and `end` are of the target in the text."""

_GIVEN = ("document", "actor", "language", "heading", "kind", "before", "after")


def claim_table(
    path: Path,
    *,
    language: str | None = None,
    on: str | None = None,
    coder: str | None = None,
    parser: str | None = None,
    effort: Effort | None = None,
) -> TableResult:
    """Find the claims in every text of a table, or its stances on one target.

    Parameters
    ----------
    path : pathlib.Path
        Columns unit and text and, if wished, actor, language, document, heading.
    language : str, optional
        Of texts whose row does not say it; else it is detected from all texts of the
        same document.
    on : str, optional
        A target: only what texts say of it, and which documents are silent.
    coder : str, optional
        The file of a learned coder of stances: what it says stands beside what the
        grammar says.
    parser : str, optional
        An installed spaCy pipeline, or its folder: it sharpens targets and heads.
    effort : Effort, optional

    Returns
    -------
    TableResult
        A row a claim; spans index each text exactly as it stands there.

    Raises
    ------
    MissingColumnError
        If there is no column unit or text.
    EmptyTargetError
        If the target has no word.
    UnknownCoderError, ModelFileError, InvalidOptionError
        If the coder is none of stances.
    MissingExtraError, NoParserError, ParserError, ParserLanguageError
        If the parser cannot be used, or no text is in its language.
    """
    opened = None if parser is None else open_parser(parser)
    second = None if coder is None else find_second_coder(None, coder)
    target = None if on is None else require_target(on)
    table = read_table(path)
    require_columns(table, ["unit", "text"], path)
    rows = _with_language(table.to_pylist(), language)
    if opened is not None:
        require_language(opened, {row["language"] for row in rows})
    table = _look(rows, effort or Effort(), opened)
    found, odd = (
        _found(rows, table, second)
        if target is None
        else _on_target(rows, table, target, second)
    )
    parameters = {
        "lexicons": lexicon_hashes(),
        **({"on": target} if target else {}),
        **({"coder": second.said()} if second else {}),
        **({"parser": opened.said()} if opened else {}),
    }
    return TableResult(
        rows=tuple(found),
        problems=(*_find_problems(rows, path), *odd),
        run=plan_table_run(path, "claim", parameters),
    )


def _found(
    rows: Sequence[Mapping[str, Any]], claims: pa.Table, second: SecondCoder | None
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Give all claims, with what a learned coder says of each where there is one."""
    found = claims.select(list(PRINTED)).to_pylist()
    if second is None:
        return found, ()
    units = {
        (row.get("document") or None, row["unit"] or ""): (
            row["text"] or "",
            row["language"],
        )
        for row in rows
    }
    said = opinions_on_claims(second, claims, units)
    return with_opinions(found, said.table), said.problems


def _look(
    rows: Sequence[Mapping[str, str | None]], effort: Effort, parser: Parser | None
) -> pa.Table:
    """Look for claims in rows with a language, some thousand a batch."""
    units = _units_of(rows)
    effort.expect(units.num_rows)
    batches = units.to_batches(max_chunksize=UNITS_A_BATCH)
    if parser is not None:
        sharp = parsed_claims(batches, parser, effort.advance)
        return pa.Table.from_batches(sharp, schema=CLAIMS)
    is_much = units.num_rows > UNITS_A_BATCH
    found = map_batches(
        partial(find_claims, lexicons=claim_lexicons()),
        batches,
        processes=effort.processes if is_much else 1,
        advance=effort.advance,
    )
    return pa.Table.from_batches(found, schema=CLAIMS)


def _units_of(rows: Sequence[Mapping[str, str | None]]) -> pa.Table:
    """Make units of rows."""
    columns = {
        "unit": [row["unit"] or "" for row in rows],
        "text": [row["text"] or "" for row in rows],
        "start": [0] * len(rows),
        **{name: [row.get(name) or None for row in rows] for name in _GIVEN},
    }
    arrays = [pa.array(columns[one.name], one.type) for one in CLAIM_UNITS]
    return pa.table(arrays, schema=CLAIM_UNITS)


def _on_target(
    rows: Sequence[Mapping[str, Any]],
    claims: pa.Table,
    target: str,
    second: SecondCoder | None,
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Give what each row says of a target, and the documents that are silent."""
    by_unit: defaultdict[tuple[str | None, str], list[Claim]] = defaultdict(list)
    for row in claims.to_pylist():
        by_unit[row["document"], row["unit"]].append(claim_from_row(row))
    units = [
        AimedUnit(
            document=row.get("document") or "",
            unit=row["unit"] or "",
            text=row["text"] or "",
            language=row["language"],
            claims=tuple(
                by_unit.get((row.get("document") or None, row["unit"] or ""), ())
            ),
        )
        for row in rows
    ]
    speakers = [
        Speaker(document=one, own=OWN, columns={"document": one or None})
        for one in dict.fromkeys(unit.document for unit in units)
    ]
    return rows_of_both(speakers, aim_at(units, target), target, second)


def _with_language(
    rows: Sequence[Mapping[str, str | None]], language: str | None
) -> list[dict[str, str | None]]:
    """Give every row a language: its own, the one that is said, or a guess."""
    guessed = {} if language else _guess_by_document(rows)
    return [
        {
            **row,
            "language": row.get("language")
            or language
            or guessed.get(row.get("document")),
        }
        for row in rows
    ]


def _guess_by_document(
    rows: Sequence[Mapping[str, str | None]],
) -> dict[str | None, str | None]:
    """Guess the language of each document: one short unit says too little."""
    texts: dict[str | None, list[str]] = {}
    for row in rows:
        texts.setdefault(row.get("document"), []).append(row["text"] or "")
    return {name: guess_language("\n".join(found)) for name, found in texts.items()}


def _find_problems(rows: Sequence[Mapping[str, Any]], path: Path) -> Iterator[Problem]:
    """Yield what is odd about the units."""
    if not rows:
        yield no_rows(path)
    known = claim_lexicons()
    for language in sorted({row["language"] or "" for row in rows} - set(known)):
        n = sum((row["language"] or "") == language for row in rows)
        yield no_lexicon(language or None, f"{n} of {len(rows)} units")
    empty = sum(not (row["text"] or "").strip() for row in rows)
    if empty:
        yield Problem(
            kind="empty text", message=f"{empty} units have no text and no claims."
        )
