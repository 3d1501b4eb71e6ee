"""Measure sentences and quasi-sentences with hand-made ones: `measure_units.py DATA`.

DATA is a folder with `csta/manifestos/*.txt` (one sentence a line, `#` before
headings), `marpor_units/{uk,de}/*.csv` (quasi-sentences cut by trained coders) and
`reuse/uk_manifestos_101.csv`. Every figure is the F1 of boundaries, placed by the
number of letters and digits before them, so that white space, marks and line ends do
not count; means are over documents. Peers are measured in the same run.
"""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import mean
from textwrap import wrap
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel
from sentencex import get_sentence_boundaries

from hustings.ingest.units.cutter_cases import Example
from hustings.ingest.units.cutter_training import train_cutter
from hustings.ingest.units.splitting import split_text
from hustings.outside.tables import read_table
from hustings.workflow.cutters import load_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.ingest.units.cutting import Cutter
    from hustings.model.document import UnitKind

    Bounds = Iterable[tuple[int, int]]

_WIDTH = 90
_FINAL = (".", "!", "?")
_REGEX = re.compile(r"(?<=[.!?])[\"”’)]*\s+|;\s+")
_SNP = ("UK_natl_2001_en_SNP", "51902_200106.csv")
_LANGUAGES = {"uk": "en", "de": "de"}


@dataclass(frozen=True, kw_only=True)
class Gold:
    """The units of one document as coders cut it."""

    name: str
    language: str
    units: list[str]
    coded: list[str]


def main(data: Path) -> None:
    """Print one row a measure."""
    cutter = load_cutter().cutter
    print("| measure | ours | peer | asked |\n| --- | --- | --- | --- |")
    _report_sentences(data)
    golds = [
        gold
        for folder in _LANGUAGES
        for gold in read_gold(data / "marpor_units", folder)
    ]
    _report_raw(data, next(g for g in golds if g.name == _SNP[1]), cutter)
    for folder, asked in (("uk", ".86"), ("de", ".93")):
        chosen = [gold for gold in golds if gold.language == _LANGUAGES[folder]]
        _report_joined(folder, chosen, cutter, asked)
        _report_trained(folder, chosen, cutter)
    _report_speed(data, cutter)


def _row(measure: str, ours: str, peer: str, asked: str) -> None:
    print(f"| {measure} | {ours} | {peer} | {asked} |")


def _report_sentences(data: Path) -> None:
    """Sentences of the CSTA texts, wrapped again."""
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((data / "csta" / "manifestos").glob("*.txt"))
    ]
    ours, peer = [], []
    for text in texts:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        wrapped = rewrap(lines)
        ours.append(boundary_f1(wrapped, spans(wrapped, "en", "sentence"), lines))
        joined = " ".join(wrapped.split())
        peer.append(boundary_f1(joined, by_sentencex(joined), lines))
    _row(
        f"sentences, {len(texts)} texts wrapped at {_WIDTH} columns",
        f"{mean(ours):.4f}",
        f"sentencex {mean(peer):.4f}",
        ">= .99",
    )


def rewrap(lines: Sequence[str]) -> str:
    """Join the sentences of a block by spaces and wrap them; headings stand alone.

    A line after one without a final mark begins on a new line, as in a list.
    """
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not line.startswith("#"):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        goes_on = line.endswith(_FINAL) and not line.startswith("#")
    return "\n".join(
        "\n".join(wrap(paragraph, _WIDTH, break_long_words=False))
        for paragraph in paragraphs
    )


def by_sentencex(text: str) -> Bounds:
    """Cut as sentencex alone does."""
    return [
        (sentence["start_index"], sentence["end_index"])
        for sentence in get_sentence_boundaries("en", text)
    ]


def by_regex(text: str) -> Bounds:
    """Cut after final marks and semicolons."""
    places = [0, *(match.end() for match in _REGEX.finditer(text)), len(text)]
    return list(pairwise(places))


def spans(
    text: str,
    language: str,
    into: UnitKind = "quasi-sentence",
    cutter: Cutter | None = None,
) -> Bounds:
    """Cut as Hustings does."""
    found = split_text(text, language, into, cutter=cutter)
    return [(span.start, span.end) for span in found]


def boundary_f1(text: str, found: Bounds, gold: Sequence[str]) -> float:
    """Compare boundaries by the letters and digits before them."""
    counts = count_letters(text)
    theirs = {*accumulate(count_letters(unit)[-1] for unit in gold)}
    return f1({counts[start] for start, _ in found}, theirs, counts[-1])


def count_letters(text: str) -> list[int]:
    """Count the letters and digits before each place of a text."""
    return [0, *accumulate(character.isalnum() for character in text)]


def f1(ours: set[int], theirs: set[int], end: int) -> float:
    """Compare two sets of places; the edges of the text are no boundaries."""
    ours, theirs = ours - {0, end}, theirs - {0, end}
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def read_gold(folder: Path, country: str) -> list[Gold]:
    """Read the units of a country's documents."""
    found = []
    for path in sorted((folder / country).glob("*.csv")):
        rows = read_table(path).to_pylist()
        column = "text" if "text" in rows[0] else "content"
        found.append(
            Gold(
                name=path.name,
                language=_LANGUAGES[country],
                units=[row[column] or "" for row in rows],
                coded=[
                    row[column] or ""
                    for row in rows
                    if row["cmp_code"] not in {"NA", "", None}
                ],
            )
        )
    return found


def _report_raw(data: Path, gold: Gold, cutter: Cutter) -> None:
    """One manifesto from its wrapped text, and from a text with a unit a line."""
    rows = read_table(data / "reuse" / "uk_manifestos_101.csv").to_pylist()
    raw = next(row["text"] for row in rows if row["document"] == _SNP[0])
    lines = "\n".join(gold.units)
    joined = " ".join(raw.split())
    _row(
        "quasi-sentences of SNP 2001 from raw text",
        f"{aligned_f1(raw, spans(raw, 'en', cutter=cutter), gold.units):.3f}",
        f"regex {aligned_f1(raw, by_lines(raw), gold.units):.3f}, lines joined "
        f"{aligned_f1(joined, by_regex(joined), gold.units):.3f}",
        ">= .80",
    )
    _row(
        "the same, a unit a line",
        f"{boundary_f1(lines, spans(lines, 'en', cutter=cutter), gold.units):.3f}",
        f"regex {boundary_f1(lines, by_lines(lines), gold.units):.3f}",
        ">= .97",
    )


def by_lines(text: str) -> Bounds:
    """Cut at final marks, semicolons and line ends."""
    places = [
        0,
        *(match.end() for match in re.finditer(rf"{_REGEX.pattern}|\n+", text)),
        len(text),
    ]
    return list(pairwise(places))


def aligned_f1(text: str, found: Bounds, gold: Sequence[str]) -> float:
    """Compare boundaries of two versions of a text, where their letters agree."""
    counts = count_letters(text)
    ours = {counts[start] for start, _ in found}
    theirs = {*accumulate(count_letters(unit)[-1] for unit in gold)}
    left = "".join(filter(str.isalnum, text)).lower()
    right = "".join(filter(str.isalnum, "".join(gold))).lower()
    blocks = [
        block for block in Indel.opcodes(left, right).as_matching_blocks() if block.size
    ]
    starts = [block.a for block in blocks]
    mapped = set()
    for place in ours:
        i = bisect_left(starts, place + 1) - 1
        if i >= 0 and place <= blocks[i].a + blocks[i].size:
            mapped.add(place - blocks[i].a + blocks[i].b)
        else:
            mapped.add(-place - 1)
    return f1(mapped, theirs, len(right))


def _joined_f1(gold: Gold, cutter: Cutter | None) -> float:
    text = " ".join(gold.coded)
    return boundary_f1(text, spans(text, gold.language, cutter=cutter), gold.coded)


def _report_joined(
    folder: str, golds: Sequence[Gold], cutter: Cutter, asked: str
) -> None:
    """Coded units joined by spaces and cut again."""
    ours = [_joined_f1(gold, cutter) for gold in golds]
    peer = []
    for gold in golds:
        text = " ".join(gold.coded)
        peer.append(boundary_f1(text, by_regex(text), gold.coded))
    each = " ".join(f"{value:.3f}" for value in ours)
    _row(
        f"units of {folder} joined and cut again ({each})",
        f"{mean(ours):.3f}",
        f"regex {mean(peer):.3f}",
        f">= {asked}",
    )


def _report_trained(folder: str, golds: Sequence[Gold], cutter: Cutter) -> None:
    """Cut again with a cutter trained on the other documents."""
    ours = []
    for gold in golds:
        examples = [
            Example(
                document=other.name, language=other.language, units=tuple(other.coded)
            )
            for other in golds
            if other is not gold
        ]
        ours.append(_joined_f1(gold, train_cutter(examples, start=cutter).cutter))
    each = " ".join(f"{value:.3f}" for value in ours)
    _row(
        f"units of {folder}, cutter trained on the other documents ({each})",
        f"{mean(ours):.3f}",
        "the shipped cutter above",
        "better",
    )


def _report_speed(data: Path, cutter: Cutter) -> None:
    """Characters a second on one core."""
    rows = read_table(data / "reuse" / "uk_manifestos_101.csv").to_pylist()[-40:]
    start = time.process_time()
    for row in rows:
        spans(row["text"], "en", cutter=cutter)
    speed = sum(len(row["text"]) for row in rows) / (time.process_time() - start)
    _row("characters a second of one core", f"{speed:,.0f}", "", ">= 500,000")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: measure_units.py DATA")
    main(Path(sys.argv[1]))
