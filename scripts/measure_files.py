"""Inspect real files and count what holds: `measure_files.py DATA`.

For every file below DATA/raw: does `hustings inspect --json` exit with 0 and print
valid JSON; is every unit inside its block, with words up to both ends; has every unit
of a PDF a page and boxes inside that page. For the Universal Declaration: how many
languages give 30 numbered articles and no heading beside them but title and preamble.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HUSTINGS = Path(sys.executable).with_name("hustings")
N_ARTICLES = 30


def main(data: Path) -> None:
    """Print a row a measure."""
    files = [one for one in sorted((data / "raw").rglob("*")) if one.is_file()]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(files, pool.map(inspect, files), strict=True))
    read = {path: one for path, one in found.items() if one is not None}
    pdfs = {path: one for path, one in read.items() if path.suffix == ".pdf"}
    units = [(one, unit) for one in read.values() for unit in one["units"]]
    of_pdfs = [(one, unit) for one in pdfs.values() for unit in one["units"]]
    articles = {
        path.stem: count_articles(one)
        for path, one in read.items()
        if path.parent.name == "udhr"
    }
    complete = [name for name, (n, extra) in articles.items() if (n, extra) == (30, 0)]
    print_row(
        "files inspected with exit 0 and valid JSON", f"{len(read)} of {len(files)}"
    )
    print_row(
        "units inside their block, with words up to both ends",
        share(units, has_own_words),
    )
    print_row("units of PDFs with page and box inside it", share(of_pdfs, lies_on_page))
    n_articles, n_others = articles.get("eng", (0, 0))
    print_row("articles of `udhr/eng.txt`", n_articles)
    print_row("headings there beside articles, title and preamble", n_others)
    print_row(
        "languages of the UDHR with 30 articles and none extra",
        f"{len(complete)} of {len(articles)}",
    )
    for path in files:
        if found[path] is None:
            print(f"not read: {path}", file=sys.stderr)
    for name in sorted(set(articles) - set(complete)):
        print(f"incomplete: {name} {articles[name]}", file=sys.stderr)


def inspect(path: Path) -> dict[str, Any] | None:
    """Run the command as a user does; None where it fails."""
    done = subprocess.run(  # noqa: S603  # our own command
        [HUSTINGS, "inspect", path, "--json"], capture_output=True, check=False
    )
    if done.returncode != 0:
        return None
    result: dict[str, Any] = json.loads(done.stdout)
    result["by_id"] = {block["id"]: block for block in result["blocks"]}
    return result


def has_own_words(found: dict[str, Any], unit: dict[str, Any]) -> bool:
    """Say whether a unit's span is inside its block, with words up to both ends."""
    text = found["document"]["text"]
    block = found["by_id"][unit["block"]]
    words = text[unit["start"] : unit["end"]]
    inside = block["start"] <= unit["start"] < unit["end"] <= block["end"] <= len(text)
    return bool(inside and words == words.strip() and any(map(str.isalnum, words)))


def lies_on_page(found: dict[str, Any], unit: dict[str, Any]) -> bool:
    """Say whether a unit has boxes, all inside their pages."""
    sizes = {page["number"]: (page["width"], page["height"]) for page in found["pages"]}
    return bool(unit["boxes"]) and all(
        page in sizes
        and 0 <= x0 < x1 <= sizes[page][0] + 0.01
        and 0 <= y0 < y1 <= sizes[page][1] + 0.01
        for page, x0, y0, x1, y1 in unit["boxes"]
    )


def count_articles(found: dict[str, Any]) -> tuple[int, int]:
    """Count headings with a marker, and others beside title and preamble."""
    headings = [block for block in found["blocks"] if block["kind"] == "heading"]
    numbered = [block for block in headings if block["marker"]]
    n_others = len(headings) - len(numbered)
    return len(numbered), max(n_others - 2, 0)


def share(pairs: list[Any], holds: Any) -> str:  # noqa: ANN401  # a predicate
    """Write how many of the pairs hold."""
    return f"{sum(holds(*pair) for pair in pairs)} of {len(pairs)}"


def print_row(measure: str, figure: object) -> None:
    """Print a row of a Markdown table."""
    print(f"| {measure} | {figure} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
