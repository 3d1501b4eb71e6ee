"""Measure how rows of a table find their units by words: `measure_import.py DATA`.

DATA is a folder with `marpor_units/{uk,de}/*.csv`: quasi-sentences cut by trained
coders. Their words are joined to a text, which is cut into quasi-sentences anew; then
the table is matched to these units by its words alone. A row is right if it comes to
the unit with just its own letters in its own place of the text, or in the place of a
row with the same words and the same code.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from random import Random
from textwrap import wrap
from typing import TYPE_CHECKING

from hustings.exchange.unit_index import KnownUnit
from hustings.exchange.unit_matching import match_rows
from hustings.ingest.units.splitting import split_text
from hustings.workflow.coding_readers import read_content
from hustings.workflow.coding_tables import TableReading
from hustings.workflow.cutters import load_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.exchange.table_codings import TableCoding
    from hustings.exchange.unit_matching import Match
    from hustings.ingest.units.cutting import Cutter

_LANGUAGES = {"uk": "en", "de": "de"}
_TABLE = TableReading(form="manifesto")
_WIDTH = 90
_TYPOGRAPHY = str.maketrans({"'": "’", "-": "‐", " ": "\u00a0"})


def _lines(words: Sequence[str]) -> str:
    return "\n".join(words)


def _spaces(words: Sequence[str]) -> str:
    return " ".join(words)


def _wrapped(words: Sequence[str]) -> str:
    return "\n".join(wrap(" ".join(words), _WIDTH, break_on_hyphens=False))


def _reset(words: Sequence[str]) -> str:
    return " ".join(one.translate(_TYPOGRAPHY) for one in words)


_JOINS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "a unit a line": _lines,
    "joined by spaces": _spaces,
    "wrapped at 90 columns": _wrapped,
    "other quotes, hyphens, spaces": _reset,
}
_SEED = 1


def main(data: Path) -> None:
    """Print one row a country and way of joining."""
    cutter = load_cutter().cutter
    print("| text | rows | matched | wrong | listed, by reason | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for country in _LANGUAGES:
        tables = [
            _rows(path)
            for path in sorted((data / "marpor_units" / country).glob("*.csv"))
        ]
        for how in _JOINS:
            _report(country, how, tables, cutter)
        _report(country, "a unit a line", tables, cutter, is_shuffled=True)


def _rows(path: Path) -> list[TableCoding]:
    read = read_content(path.read_bytes(), name=path.name, reading=_TABLE)
    return [row for row in read.codings if row.words and row.words.strip()]


def _report(
    country: str,
    how: str,
    tables: Sequence[list[TableCoding]],
    cutter: Cutter,
    *,
    is_shuffled: bool = False,
) -> None:
    """Print what became of the coded rows of a country's tables."""
    join = _JOINS[how]
    tally: Counter[str] = Counter()
    seconds = 0.0
    for rows in tables:
        text = join([row.words or "" for row in rows])
        units = _units(text, _LANGUAGES[country], cutter)
        start = time.perf_counter()
        matches = _match(rows, units, is_shuffled=is_shuffled)
        seconds += time.perf_counter() - start
        tally += _judge(rows, units, matches, text)
    n = tally["rows"]
    listed = ", ".join(
        f"{tally[one] / n:.1%} {one}"
        for one in ("cut otherwise", "ambiguous", "not found")
    )
    name = f"{country}, {how}{', rows shuffled' if is_shuffled else ''}"
    shares = f"{tally['right'] / n:.1%} | {tally['wrong']} | {listed}"
    print(f"| {name} | {n:,} | {shares} | {seconds:.2f} |")


def _match(
    rows: Sequence[TableCoding], units: Sequence[KnownUnit], *, is_shuffled: bool
) -> list[Match]:
    """Match rows in their order or in another, and give the matches in theirs."""
    order = list(range(len(rows)))
    if is_shuffled:
        Random(_SEED).shuffle(order)  # noqa: S311  # an order, no secret
    found = match_rows([rows[place] for place in order], units, {"d": "d"})
    by_row = dict(zip(order, found, strict=True))
    return [by_row[place] for place in range(len(rows))]


def _units(text: str, language: str, cutter: Cutter) -> list[KnownUnit]:
    spans = split_text(text, language, "quasi-sentence", cutter=cutter)
    return [
        KnownUnit(
            document="d",
            unit=f"d/{span.start}-{span.end}",
            start=span.start,
            end=span.end,
            words=span.of(text),
        )
        for span in spans
    ]


def _judge(
    rows: Sequence[TableCoding],
    units: Sequence[KnownUnit],
    matches: Sequence[Match],
    text: str,
) -> Counter[str]:
    """Count the coded rows by what became of them."""
    letters = [0, *accumulate(sign.isalnum() for sign in text)]
    ends = [*accumulate(sum(map(str.isalnum, row.words or "")) for row in rows)]
    places = zip([0, *ends], ends, strict=False)
    own = {place: _said(row) for place, row in zip(places, rows, strict=True)}
    tally: Counter[str] = Counter()
    for row, match in zip(rows, matches, strict=True):
        if row.value is None:
            continue
        tally["rows"] += 1
        if match.unit is None:
            tally[match.outcome] += 1
            continue
        unit = units[match.unit]
        place = (letters[unit.start], letters[unit.end])
        tally["right" if own.get(place) == _said(row) else "wrong"] += 1
    return tally


def _said(row: TableCoding) -> tuple[str, str | None]:
    return "".join(filter(str.isalnum, row.words or "")), row.value


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: measure_import.py DATA")
    main(Path(sys.argv[1]))
