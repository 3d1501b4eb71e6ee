"""The sentences that the English embedding is fitted to, and stretches of them."""

from __future__ import annotations

import hashlib
import random
import re
import sys
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import sentencex
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HUSTINGS = Path(__file__).parent.parent / "src" / "hustings"
CORPUS = Path(__file__).parent / "cutting_corpus" / "en.txt"
MEASURED_YEAR = 2001
"""What was said then, and what experts coded, is kept for measuring."""
HASHES = {
    "model.safetensors": (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
    "tokenizer.json": (
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
    "sentences.csv": (
        "db974bf32766ef7d823c847077b005493504ae559d067d7d7ca3a3add94157fa"
    ),
    "uk_parliament_motions.parquet": (
        "d07c858e62ff44aca55c5b719682249c32f8533bf4777dae06102b603878a6f6"
    ),
}
WINDOW_WORDS = 6
MOST_WINDOWS = 40_000
_SENTENCE_WORDS = (5, 60)
_PROCEDURE = re.compile(
    r"^[^A-Z]|\||insert|clause|amendment|subsection|paragraph|standing order|schedule"
    r"|leave out|section [0-9]|forthwith|proceedings",
    re.IGNORECASE,
)


def read_sentences(data: Path) -> list[str]:
    """Give all sentences to fit on, once each."""
    wanted = [*coded_sentences(data), *moved_sentences(data), *own_sentences()]
    return list(dict.fromkeys(" ".join(sentence.split()) for sentence in wanted))


def coded_sentences(data: Path) -> list[str]:
    """Give manifesto sentences, but for those that the embedding is measured on."""
    path = data / "csta" / "sentences.csv"
    check(path)
    rows = pl.read_csv(path, infer_schema=False).filter(
        pl.col("year").cast(pl.Int64) < MEASURED_YEAR,
        pl.col("policy_area_gold").fill_null("NA").is_in(["", "NA"]),
    )
    return rows["sentence_text"].to_list()


def moved_sentences(data: Path) -> Iterator[str]:
    """Give the sentences of motions, but for those of procedure."""
    path = data / "speeches" / "uk_parliament_motions.parquet"
    check(path)
    motions = pl.read_parquet(path).sort("gid")["motion_text"]
    for line in "\n".join(motions.drop_nulls()).splitlines():
        for sentence in sentencex.segment("en", line):
            if _is_whole(sentence) and not _PROCEDURE.search(sentence):
                yield sentence


def own_sentences() -> Iterator[str]:
    """Give sentences written for Hustings: the cutter's, and those of codebooks."""
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.replace("|", "")
            yield from line.split("|")
    for path in sorted((HUSTINGS / "codebooks").glob("*.yaml")):
        yield from _texts(yaml.safe_load(path.read_text(encoding="utf-8")))


def _texts(tree: object) -> Iterator[str]:
    """Yield what is long enough to be a sentence, from everywhere in a tree."""
    if isinstance(tree, str):
        yield from (s for s in sentencex.segment("en", tree) if _is_whole(s))
    elif isinstance(tree, list):
        yield from chain.from_iterable(map(_texts, tree))
    elif isinstance(tree, dict):
        yield from chain.from_iterable(map(_texts, tree.values()))


def cut_windows(sentences: Iterable[str]) -> list[str]:
    """Cut sentences into stretches of some words, and take many of them by chance."""
    found: dict[str, None] = {}
    for words in map(str.split, sentences):
        n_windows = round(len(words) / WINDOW_WORDS)
        bounds = [int(i * len(words) / max(n_windows, 1)) for i in range(n_windows + 1)]
        if n_windows > 1:
            found |= dict.fromkeys(
                " ".join(words[start:end]) for start, end in pairwise(bounds)
            )
    windows = list(found)
    random.Random(0).shuffle(windows)  # noqa: S311  # no secret
    return windows[:MOST_WINDOWS]


def _is_whole(sentence: str) -> bool:
    least, most = _SENTENCE_WORDS
    return least <= len(sentence.split()) <= most


def check(path: Path) -> None:
    """Stop where a file is not the one that was used."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != HASHES[path.name]:
        sys.exit(f"{path} has the SHA-256 {found}, not {HASHES[path.name]}.")
