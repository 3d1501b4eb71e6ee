"""Measure how surely anchors are found in an edited text: `measure_anchors.py DATA`.

DATA holds `csta/manifestos/*.txt` (one sentence a line, `#` before headings) and
`speeches/ungd2017.csv` (a column `text`). The programmes are set with lines of 90
characters and read; the anchors are their quasi-sentences. Then words are edited at
random, as many as the rate says: deleted, replaced by another word of the text,
followed by one, or swapped with the next one, each as likely. The edited text is set
with lines of 64 characters and read anew; what became of every word is known.

An anchor is *right* if it was placed where at least half of its surviving words stand
and at least half of the surviving words there are its own; *to the word* if there are
all of its own and no others; *wrong* if it was placed otherwise. The last rows take
away passages of neighbouring paragraphs, or put them elsewhere.
"""

from __future__ import annotations

import csv
import random
import sys
import textwrap
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from hustings.ingest.anchors.anchoring import reanchor
from hustings.ingest.reading import Described, read_document
from hustings.ingest.units.splitting import split_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hustings.model.citation import Place
    from hustings.model.document import Document, Span

RATES: Final = (0.0, 0.01, 0.05, 0.2)
N_SPEECHES: Final = 60
WIDE, NARROW = 90, 64
N_SENTENCES: Final = 4
PASSAGE: Final = 6
"""Paragraphs that are taken away or moved at once."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an edited text, and which of the old text it is, if any."""

    text: str
    origin: int | None


@dataclass(kw_only=True)
class Tally:
    """What became of the anchors."""

    fates: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def row(self, what: str) -> str:
        """Write one row of the table."""
        n = self.fates.total()
        shares = " | ".join(
            f"{100 * self.judged[key] / n:.2f} %" for key in ("right", "to the word")
        )
        fates = " | ".join(
            str(self.fates[fate]) for fate in ("exact", "moved", "ambiguous", "lost")
        )
        gone = f"{self.judged['gone']}"
        return (
            f"| {what} | {n} | {shares} | {self.judged['wrong']} | {fates} | {gone} "
            f"| {self.seconds:.1f} |"
        )


def main(data: Path) -> None:
    """Print a row a kind of change."""
    documents = list(_programmes(data)) + list(_speeches(data))
    print(
        "| change | anchors | right | to the word | wrong | exact | moved | ambiguous "
        "| lost | with no word left | seconds |"
    )
    print("| --- " + "| ---: " * 10 + "|")
    for rate in RATES:
        what = f"{100 * rate:g} % of words edited" if rate else "set anew only"
        print(
            measure(documents, lambda words, r, rate=rate: edit(words, rate, r)).row(
                what
            )
        )
    print(measure(documents, remove_passages).row("passages taken away"))
    print(measure(documents, move_passages).row("passages moved"))


def measure(
    documents: Iterable[Document],
    change: Callable[[list[list[Word]], random.Random], list[list[Word]]],
) -> Tally:
    """Change every document in one way and find its units again."""
    tally = Tally()
    for number, document in enumerate(documents):
        spans = [unit.span for unit in split_units(document).units]
        paragraphs = _paragraphs(document)
        changed = change(paragraphs, random.Random(number))  # noqa: S311  # a seed
        new = read("\n\n".join(_set(one) for one in changed), NARROW)
        began = time.perf_counter()
        places = reanchor(document.text, new.text, spans)
        tally.seconds += time.perf_counter() - began
        origins = _origins(new.text, [word for one in changed for word in one])
        bounds = _bounds(document.text)
        survivors = frozenset(origin for _, _, origin in origins)
        for span, place in zip(spans, places, strict=True):
            _judge(tally, span, place, bounds, origins, survivors)
    return tally


def read(text: str, width: int) -> Document:
    """Read a text set with lines of some width."""
    lines = [
        line
        if line.startswith("#")
        else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n\n")
    ]
    content = "\n\n".join(lines).encode()
    return read_document(content, name="x.txt", described=Described()).document


def edit(
    paragraphs: list[list[Word]], rate: float, chance: random.Random
) -> list[list[Word]]:
    """Edit words at random."""
    pool = [word.text for one in paragraphs for word in one]
    return [_edit(one, rate, chance, pool) for one in paragraphs]


def _edit(
    words: list[Word], rate: float, chance: random.Random, pool: Sequence[str]
) -> list[Word]:
    edited: list[Word] = []
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        if chance.random() >= rate:
            edited.append(word)
            continue
        kind = chance.choice(("delete", "replace", "insert", "swap"))
        if kind == "swap" and waiting:
            edited += [waiting.pop(), word]
        elif kind == "replace":
            edited.append(Word(chance.choice(pool), None))
        elif kind == "insert":
            edited += [word, Word(chance.choice(pool), None)]
    return edited


def remove_passages(
    paragraphs: list[list[Word]], chance: random.Random
) -> list[list[Word]]:
    """Take away every tenth passage or so."""
    first, *rest = _passages(paragraphs)
    kept = [first, *(part for part in rest if chance.random() >= 0.1)]
    return [one for part in kept for one in part]


def move_passages(
    paragraphs: list[list[Word]], chance: random.Random
) -> list[list[Word]]:
    """Put every tenth passage or so somewhere else."""
    passages = _passages(paragraphs)
    moving = [part for part in passages if chance.random() < 0.1]
    staying = [part for part in passages if part not in moving]
    for part in moving:
        staying.insert(chance.randrange(len(staying) + 1), part)
    return [one for part in staying for one in part]


def _passages(paragraphs: list[list[Word]]) -> list[list[list[Word]]]:
    return [paragraphs[i : i + PASSAGE] for i in range(0, len(paragraphs), PASSAGE)]


def _programmes(data: Path) -> Iterable[Document]:
    for path in sorted((data / "csta" / "manifestos").glob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        paragraphs: list[list[str]] = [[]]
        for raw in filter(None, map(str.strip, text.splitlines())):
            if raw.startswith("#"):
                paragraphs += [[raw], []]
            elif len(paragraphs[-1]) >= N_SENTENCES:
                paragraphs.append([raw])
            else:
                paragraphs[-1].append(raw)
        yield read("\n\n".join(" ".join(one) for one in paragraphs if one), WIDE)


def _speeches(data: Path) -> Iterable[Document]:
    csv.field_size_limit(10_000_000)
    with (data / "speeches" / "ungd2017.csv").open(encoding="utf-8") as file:
        for row in list(csv.DictReader(file))[:N_SPEECHES]:
            yield read("\n\n".join(row["text"].splitlines()), WIDE)


def _bounds(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text stand."""
    bounds, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        bounds.append((start, at))
    return bounds


def _paragraphs(document: Document) -> list[list[Word]]:
    """Return the words of a text by block, each with its number."""
    numbered = [
        (start, Word(document.text[start:end], i))
        for i, (start, end) in enumerate(_bounds(document.text))
    ]
    paragraphs: list[list[Word]] = [[] for _ in document.blocks]
    block = 0
    for start, word in numbered:
        while start >= document.blocks[block].span.end:
            block += 1
        paragraphs[block].append(word)
    return paragraphs


def _set(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _origins(text: str, words: Sequence[Word]) -> list[tuple[int, int, int]]:
    """Return where the surviving words stand in the text as it was read."""
    bounds = _bounds(text)
    there = [text[start:end] for start, end in bounds]
    meant = [word.text for word in words]
    found = []
    for op in Levenshtein.opcodes(meant, there):
        if op.tag == "equal":
            for k in range(op.src_end - op.src_start):
                origin = words[op.src_start + k].origin
                if origin is not None:
                    found.append((*bounds[op.dest_start + k], origin))
    return found


def _judge(
    tally: Tally,
    span: Span,
    place: Place,
    bounds: Sequence[tuple[int, int]],
    origins: Sequence[tuple[int, int, int]],
    survivors: frozenset[int],
) -> None:
    """Say whether one anchor was put where it belongs."""
    tally.fates[place.fate] += 1
    own = _numbers(bounds, span)
    left = {i for i in own if i in survivors}
    if not left:
        tally.judged["gone"] += 1
    if place.span is None:
        return
    inside = {origins[k][2] for k in _numbers(origins, place.span)}
    shared = len(inside & left)
    is_right = 2 * shared >= max(len(left), 1) and 2 * shared >= len(inside)
    tally.judged["right" if is_right and shared else "wrong"] += 1
    tally.judged["to the word"] += inside == left


def _numbers(bounds: Sequence[tuple[int, ...]], span: Span) -> set[int]:
    """Return which of some words lie in a span."""
    first = bisect_right(bounds, span.start, key=lambda word: word[1])
    last = bisect_left(bounds, span.end, key=lambda word: word[0])
    return set(range(first, last))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
