"""The claim kernel: a batch of units in, a batch of claims out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.claims.arcs import sharpen_claims
from hustings.claims.finding import find_claims_in
from hustings.claims.tables import batch_from_claims
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from hustings.claims.arcs import Arc
    from hustings.claims.vocabulary import Lexicon
    from hustings.model.claim import Claim


def find_claims(
    batch: pa.RecordBatch,
    lexicons: Mapping[str, Lexicon],
    arcs: Mapping[tuple[str, str], Sequence[Arc]] | None = None,
) -> pa.RecordBatch:
    """Find the claims of a batch of units.

    Parameters
    ----------
    batch : RecordBatch
        Of the schema `hustings.claims.tables.CLAIM_UNITS`.
    lexicons : mapping from languages to Lexicon
        A unit in another language has no claims; see `problems_of_languages`.
    arcs : mapping from (document, unit) to the unit's arcs, or None
        From a parser, where there is one; they sharpen targets and heads.

    Returns
    -------
    RecordBatch
        Of the schema `hustings.claims.tables.CLAIMS`, in the order of the units.
    """
    documents: list[str] = []
    claims: list[Claim] = []
    for row in batch.to_pylist():
        lexicon = lexicons.get(row["language"])
        if lexicon is None or not row["text"]:
            continue
        found = _claims_of_row(row, lexicon)
        parsed = None if arcs is None else arcs.get((row["document"], row["unit"]))
        if parsed is not None:
            found = sharpen_claims(found, row["text"], parsed, start=row["start"] or 0)
        documents.extend([row["document"]] * len(found))
        claims.extend(found)
    return batch_from_claims(documents, claims)


def _claims_of_row(row: Mapping[str, str], lexicon: Lexicon) -> tuple[Claim, ...]:
    return find_claims_in(
        row["text"],
        language=lexicon.language,
        lexicon=lexicon,
        actor=row["actor"],
        heading=row["heading"],
        unit=row["unit"],
        start=int(row["start"] or 0),
    )


def problems_of_languages(
    batch: pa.RecordBatch, lexicons: Mapping[str, Lexicon]
) -> tuple[Problem, ...]:
    """Say in which languages of a batch no claims can be found.

    Returns
    -------
    tuple of Problem
        One a language, of the kind ``"no lexicon"``.
    """
    counts: dict[str | None, int] = {}
    for language in batch.column("language").to_pylist():
        if language not in lexicons:
            counts[language] = counts.get(language, 0) + 1
    return tuple(
        Problem(
            kind="no lexicon",
            message=f"No lexicon for {language or 'a text without a language'}: "
            f"no claims were looked for in {n} unit{'s' if n > 1 else ''}.",
        )
        for language, n in sorted(counts.items(), key=lambda pair: str(pair[0]))
    )
