"""Give hand-coded claims their texts back: `read_claim_codings.py DATA CODINGS OUT`.

The codings in `scripts/claim_codings` are of real sentences, whose texts belong to
others and are not kept here: a unit is named by its place in a file of DATA (file, row,
column, first and last code point), targets and heads by their places in the unit, with
runs of spaces made one. OUT is JSON lines as `measure_claims.py` reads them. With
`--strip`, OUT is CODINGS (with texts) without them.

`check_en` (150 units of British and American platforms) and `check_de` (80 of German
ones, and of answers to theses; coded once, quickly) are held out: whoever works on the
grammar does not look at them.
"""

from __future__ import annotations

import csv
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 10**9


def main(arguments: Sequence[str]) -> None:
    """Write the codings with their texts, or without."""
    data, codings, out = (Path(name) for name in arguments if name != "--strip")
    lines = codings.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    change = without_text if "--strip" in arguments else with_text
    for row in rows:
        change(row, text_of(data, row))
    written = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    out.write_text(written, encoding="utf-8")


def read_codings(data: Path, codings: Path) -> list[dict[str, Any]]:
    """Read codings with their texts."""
    lines = codings.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for row in rows:
        with_text(row, text_of(data, row))
    return rows


def text_of(data: Path, row: dict[str, Any]) -> str:
    """Read the text of a unit from where it stands."""
    whole = cells_of(data / row["file"], row["column"])[row["row"] or 0]
    return " ".join(whole[row["start"] : row["end"]].split())


@cache
def cells_of(path: Path, column: str | None) -> list[str]:
    """Give the cells of a column, or the whole of a file."""
    csv.field_size_limit(LONGEST)
    if path.suffix == ".parquet":
        cells: list[str] = pl.read_parquet(path)[column or ""].to_list()
        return cells
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".jsonl" and column:
            return [json.loads(line)[column] for line in file]
        if path.suffix == ".csv" and column:
            return [row[column] for row in csv.DictReader(file)]
        return [file.read()]


def without_text(row: dict[str, Any], text: str) -> None:
    """Put places for words; the text has to be the one that was coded."""
    if row.pop("text") != text:
        msg = f"{row['id']}: the text is not where the coding says"
        raise SystemExit(msg)
    for claim in row["claims"]:
        start = text.index(claim["target"])
        head = start + claim["target"].index(claim["head"])
        if claim["actor"] != "own":
            claim["actor"] = place(text, claim["actor"])
        claim["head"] = [head, head + len(claim["head"])]
        claim["target"] = [start, start + len(claim["target"])]


def place(text: str, words: str) -> list[int]:
    """Give where words begin and end."""
    start = text.index(words)
    return [start, start + len(words)]


def with_text(row: dict[str, Any], text: str) -> None:
    """Put words for places."""
    row["text"] = text
    for claim in row["claims"]:
        for key in ("actor", "target", "head"):
            if claim[key] != "own":
                start, end = claim[key]
                claim[key] = text[start:end]


if __name__ == "__main__":
    main(sys.argv[1:])
