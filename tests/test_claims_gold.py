"""Claims found in invented sentences that were coded by hand, language by language."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import Lexicon, read_lexicon
from hustings.claims.matching import ClaimPair, ReadClaim, pair_claims
from hustings.model.claim import OWN, Modality
from hustings.outside.packaged import lexicon_texts

GOLD = Path(__file__).parent / "claims"
FILES = {path.stem.removeprefix("gold_"): path for path in GOLD.glob("gold_*.yaml")}
LANGUAGES = sorted(FILES.keys() & lexicon_texts("claims").keys())
CONSTRUCTIONS = {
    "support verb",
    "fights for",
    "opposition verb",
    "fights against",
    "abolish, ban, stop, end",
    "pledge",
    "demand",
    "nouns of stance",
    "prefix",
    "negation",
    "negation of opposition",
    "double direction",
    "passive",
    "change: raise and extend",
    "change: cut",
    "replace",
    "access and right",
    "relative clause",
    "list after a colon",
    "slogan",
    "heading with items",
    "question",
    "reported opponents",
    "reproach",
    "evaluation",
    "purpose clause",
    "clause as target",
    "bare demand",
    "coordination",
    "both in one sentence",
}
PRECISION, RECALL, STANCE = 0.85, 0.75, 0.95


@cache
def rows_of(language: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(FILES[language].read_bytes())
    return rows


def coded_claims(row: dict[str, Any]) -> list[ReadClaim]:
    return [ReadClaim(**claim) for claim in row["claims"]]


@pytest.mark.parametrize("language", sorted(FILES))
def test_sentences_are_coded_as_asked(language: str) -> None:
    rows = rows_of(language)
    assert len({row["text"] for row in rows}) == len(rows) == 120
    assert 24 <= sum(not row["claims"] for row in rows) <= 36
    assert {row["construction"] for row in rows} >= CONSTRUCTIONS
    for row in rows:
        for claim in coded_claims(row):
            assert claim.target in row["text"]
            assert claim.head in claim.target
            assert claim.actor == OWN or claim.actor in row["text"]
            assert claim.stance in {1, -1}
            assert Modality(claim.modality)


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_are_found_as_people_code_them(language: str) -> None:
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for row in rows_of(language):
        coded, found = coded_claims(row), found_claims(row, language)
        pairs = pair_claims(found, coded, language=language)
        counts["coded"] += len(coded)
        counts["found"] += len(found)
        counts["heads"] += len(pairs)
        counts["right"] += sum(pair.same_stance for pair in pairs)
        misses += missed_lines(row["text"], coded, found, pairs)
    listed = "\n".join([str(dict(counts)), *misses])
    assert counts["right"] >= PRECISION * counts["found"], listed
    assert counts["right"] >= RECALL * counts["coded"], listed
    assert counts["right"] >= STANCE * counts["heads"], listed


def found_claims(row: dict[str, Any], language: str) -> list[ReadClaim]:
    lexicon = lexicon_of(language)
    return [
        ReadClaim(
            actor=claim.actor,
            stance=claim.stance,
            target=claim.target,
            head=claim.head,
            modality=claim.modality,
        )
        for claim in find_claims_in(
            row["text"],
            language=language,
            lexicon=lexicon,
            actor=row["actor"],
            heading=row.get("heading"),
        )
    ]


@cache
def lexicon_of(language: str) -> Lexicon:
    text = lexicon_texts("claims")[language]
    return read_lexicon(text.encode(), name=f"claims.{language}.yaml")


def missed_lines(
    text: str,
    coded: list[ReadClaim],
    found: list[ReadClaim],
    pairs: tuple[ClaimPair, ...],
) -> list[str]:
    kept = {pair.coded for pair in pairs if pair.same_stance}
    used = {pair.found for pair in pairs if pair.same_stance}
    lines = [
        *(f"  missing {c}" for i, c in enumerate(coded) if i not in kept),
        *(f"  extra {c}" for i, c in enumerate(found) if i not in used),
    ]
    return [text, *lines] if lines else []
