"""Measure claims with hand-coded ones: `measure_claims.py [DATA] [FILE ...]`.

A FILE is YAML or JSON lines, named `NAME_LANGUAGE`: units with `text`, perhaps `actor`
and `heading`, and their `claims` (actor, stance, target, head, modality). Without one,
the invented sentences of the tests are measured. A found claim counts where voice,
stance and head agree with a hand-coded one; "anywhere" lets the head stand anywhere in
the coded target. F1 has a 95 % interval from a bootstrap over units. DATA is a folder
with the texts of `claim_codings`, which are measured, too, and with
`reuse/uk_manifestos_101.csv`, for the speed; `--misses` lists what differs.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from read_claim_codings import read_codings

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import Lexicon, read_lexicon
from hustings.claims.matching import ReadClaim, pair_claims
from hustings.outside.packaged import lexicon_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.claims.matching import ClaimPair

CODINGS = Path(__file__).parent / "claim_codings"
GOLD = Path(__file__).parent.parent / "tests" / "claims"
MODALITIES = ("pledge", "demand", "position", "evaluation", "aim", "slogan")
N_DRAWS = 2000
N_PROCESSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredUnit:
    """A unit with its hand-coded claims, those found, and the pairs."""

    name: str
    text: str
    coded: tuple[ReadClaim, ...]
    found: tuple[ReadClaim, ...]
    pairs: tuple[ClaimPair, ...]
    loose: tuple[ClaimPair, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Claims right, found and coded."""
        right = sum(pair.same_stance for pair in self.pairs)
        return right, len(self.found), len(self.coded)


def main(arguments: Sequence[str]) -> None:
    """Print the tables asked for."""
    paths = [Path(argument) for argument in arguments if argument != "--misses"]
    files = [path for path in paths if path.is_file()] or gold_files()
    scored = {path: score_file(path) for path in files}
    print_scores(scored)
    print_modalities(scored)
    for folder in [path for path in paths if path.is_dir()]:
        print("\nReal sentences, coded by hand and not looked at by the grammar:\n")
        print_scores(score_codings(folder))
        print_speed(folder)
    if "--misses" in arguments:
        print_misses(scored)


def gold_files() -> list[Path]:
    """Give the files of the tests whose language has a lexicon."""
    known = lexicon_texts("claims")
    return [path for path in sorted(GOLD.glob("gold_*")) if path.stem[5:] in known]


def lexicons() -> dict[str, Lexicon]:
    """Read the lexicon of every language."""
    return {
        language: read_lexicon(text.encode(), name=f"claims.{language}.yaml")
        for language, text in lexicon_texts("claims").items()
    }


def score_file(path: Path) -> list[ScoredUnit]:
    """Find claims in every unit of a file, and pair them with the coded ones."""
    return score_rows(read_rows(path), path)


def score_codings(data: Path) -> dict[Path, list[ScoredUnit]]:
    """Score the real sentences whose codings are kept by their places in DATA."""
    return {
        path: score_rows(read_codings(data, path), path)
        for path in sorted(CODINGS.glob("*.jsonl"))
    }


def score_rows(rows: Sequence[dict[str, Any]], path: Path) -> list[ScoredUnit]:
    """Find claims in every unit, and pair them; a file is named `NAME_LANGUAGE`."""
    language = path.stem.rsplit("_", maxsplit=1)[-1]
    lexicon = lexicons()[language]
    return [
        score_unit(row, str(row.get("id", place)), language, lexicon)
        for place, row in enumerate(rows, start=1)
    ]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read the units of a YAML list or of JSON lines."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in content.splitlines() if line.strip()]
    rows: list[dict[str, Any]] = yaml.safe_load(content)
    return rows


def score_unit(
    row: dict[str, Any], name: str, language: str, lexicon: Lexicon
) -> ScoredUnit:
    """Pair the claims of one unit."""
    found = tuple(
        ReadClaim(
            actor=claim.actor,
            stance=claim.stance,
            target=claim.target,
            head=claim.head,
            modality=str(claim.modality),
        )
        for claim in find_claims_in(
            row["text"],
            language=language,
            lexicon=lexicon,
            actor=row.get("actor"),
            heading=row.get("heading"),
        )
    )
    coded = tuple(ReadClaim(**claim) for claim in row["claims"])
    return ScoredUnit(
        name=name,
        text=row["text"],
        coded=coded,
        found=found,
        pairs=pair_claims(found, coded, language=language),
        loose=pair_claims(found, coded, language=language, anywhere=True),
    )


def print_scores(scored: dict[Path, list[ScoredUnit]]) -> None:
    """Print a row a file."""
    print(
        "| hand-coded | claims, found | precision | recall | F1 | heads alone, P R | "
        "stance right | anywhere, P R |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for path, units in scored.items():
        print(f"| {path.stem} | {' | '.join(figures(units))} |")


def figures(units: Sequence[ScoredUnit]) -> tuple[str, ...]:
    """Give the figures of a file: shares of claims that are right."""
    right, found, coded = (sum(counts) for counts in zip(*(u.counts for u in units)))  # noqa: B905 (equal by their type)
    heads = sum(len(unit.pairs) for unit in units)
    loose = sum(pair.same_stance for unit in units for pair in unit.loose)
    low, high = interval(units)
    return (
        f"{coded}, {found}",
        share(right, found),
        share(right, coded),
        f"{f1(right, found, coded):.3f} ({low:.3f} to {high:.3f})",
        f"{share(heads, found)} {share(heads, coded)}",
        share(right, heads),
        f"{share(loose, found)} {share(loose, coded)}",
    )


def share(part: int, whole: int) -> str:
    """Write a share, of nothing as a dash."""
    return f"{part / whole:.3f}" if whole else "-"


def f1(right: float, found: float, coded: float) -> float:
    """Give the harmonic mean of precision and recall."""
    return 2 * right / (found + coded) if found + coded else 0.0


def interval(units: Sequence[ScoredUnit]) -> tuple[float, float]:
    """Give the 95 % interval of F1 from a bootstrap over units."""
    counts = np.array([unit.counts for unit in units])
    drawn = np.random.default_rng(1).integers(len(units), size=(N_DRAWS, len(units)))
    right, found, coded = counts[drawn].sum(axis=1).T
    draws = 2 * right / np.maximum(found + coded, 1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)


def print_modalities(scored: dict[Path, list[ScoredUnit]]) -> None:
    """Print recall and precision by modality, and how often it is the same."""
    print("\n| modality | coded | recall | found | precision | same modality |")
    print("| --- | --- | --- | --- | --- | --- |")
    units = [unit for units in scored.values() for unit in units]
    counts = count_modalities(units)
    for name in MODALITIES:
        coded, found = counts["coded", name], counts["found", name]
        hit, right = counts["hit", name], counts["right", name]
        same = share(counts["same", name], hit)
        print(
            f"| {name} | {coded} | {share(hit, coded)} | {found} | "
            f"{share(right, found)} | {same} |"
        )


def count_modalities(units: Sequence[ScoredUnit]) -> Counter[tuple[str, str]]:
    """Count coded, found and right claims by modality."""
    counts: Counter[tuple[str, str]] = Counter()
    for unit in units:
        counts.update(("coded", claim.modality) for claim in unit.coded)
        counts.update(("found", claim.modality) for claim in unit.found)
        for pair in unit.pairs:
            if pair.same_stance:
                coded, found = unit.coded[pair.coded], unit.found[pair.found]
                counts["hit", coded.modality] += 1
                counts["right", found.modality] += 1
                counts["same", coded.modality] += coded.modality == found.modality
    return counts


def print_misses(scored: dict[Path, list[ScoredUnit]]) -> None:
    """Print every unit in which something is missing or too much."""
    for path, units in scored.items():
        print(f"\n## {path.name}")
        for unit in units:
            lines = missed_lines(unit)
            if lines:
                print(f"\n{unit.name}: {unit.text}")
                print("\n".join(lines))


def missed_lines(unit: ScoredUnit) -> list[str]:
    """Say what differs in a unit: missing, extra, or with another stance."""
    coded = {pair.coded for pair in unit.pairs}
    found = {pair.found for pair in unit.pairs}
    return [
        *(
            f"  stance   {worded(unit.found[pair.found])}"
            for pair in unit.pairs
            if not pair.same_stance
        ),
        *(
            f"  missing  {worded(c)}"
            for i, c in enumerate(unit.coded)
            if i not in coded
        ),
        *(
            f"  extra    {worded(c)}"
            for i, c in enumerate(unit.found)
            if i not in found
        ),
    ]


def worded(claim: ReadClaim) -> str:
    """Write a claim in a line."""
    voice = "" if claim.is_own else f"{claim.actor}: "
    return f"{voice}{claim.stance:+d} [{claim.head}] {claim.target} ({claim.modality})"


def print_speed(data: Path) -> None:
    """Print the time that the 101 manifestos take, in one process and in two."""
    texts = read_texts(data / "reuse" / "uk_manifestos_101.csv")
    n_characters = sum(len(text) for text in texts)
    print("\n| claims of 101 manifestos | seconds | characters a second | claims |")
    print("| --- | --- | --- | --- |")
    for words, count in (("one process", count_claims), ("two", count_in_processes)):
        seconds, n_claims = timed(count, texts)
        speed = f"{n_characters / seconds:,.0f}"
        print(f"| {words} | {seconds:.1f} | {speed} | {n_claims:,} |")


def timed(
    count: Callable[[Sequence[str]], int], texts: Sequence[str]
) -> tuple[float, int]:
    """Time a count."""
    start = time.perf_counter()
    n_claims = count(texts)
    return time.perf_counter() - start, n_claims


def read_texts(path: Path) -> list[str]:
    """Read the texts of a table."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def count_claims(texts: Sequence[str]) -> int:
    """Count the claims of texts, cut at line ends and full stops."""
    lexicon = lexicons()["en"]
    return sum(
        len(find_claims_in(sentence, language="en", lexicon=lexicon))
        for text in texts
        for line in text.split("\n")
        for sentence in line.split(". ")
        if sentence
    )


def count_in_processes(texts: Sequence[str]) -> int:
    """Count the claims in several processes."""
    parts = [texts[place::N_PROCESSES] for place in range(N_PROCESSES)]
    with ProcessPoolExecutor(N_PROCESSES) as pool:
        return sum(pool.map(count_claims, parts))


if __name__ == "__main__":
    main(sys.argv[1:])
