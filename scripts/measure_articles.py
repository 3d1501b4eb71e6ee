"""Measure articles in wrapped text without empty lines: `measure_articles.py DATA`.

DATA holds `raw/udhr/*.txt`. Each text is read as it is, its blocks are wrapped anew at
several widths with no empty line left, and read again: once with each article's number
on a line of its own, once run in ("Article 2. – Everyone"). Rows: F1 of the markers,
in order, and the languages in which all are found and none else.
"""

from __future__ import annotations

import re
import sys
import textwrap
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hustings.ingest.readers.text import read_text
from hustings.ingest.structure.refining import refine_structure

if TYPE_CHECKING:
    from hustings.ingest.drafts import Draft

WIDTHS: Final = (45, 60, 72, 80, 100)
_WIDE = re.compile(r"[\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_MOSTLY: Final = 1 / 3


def main(data: Path) -> None:
    """Print a row for each way of setting the number, and each width."""
    texts = [
        read(path.read_text(encoding="utf-8"))
        for path in sorted((data / "raw" / "udhr").glob("*.txt"))
    ]
    print("| articles, no empty lines | F1 of markers | languages complete |")
    print("| --- | --- | --- |")
    for is_run_in in (False, True):
        for width in WIDTHS:
            scores = [score(drafts, width, is_run_in=is_run_in) for drafts in texts]
            way = "run in" if is_run_in else "on a line"
            mean = sum(scores) / len(scores)
            n_complete = sum(one == 1 for one in scores)
            print(f"| {way}, {width} | {mean:.4f} | {n_complete} of {len(texts)} |")


def read(text: str) -> list[Draft]:
    """Read a plain text into blocks."""
    return list(refine_structure(read_text(text.encode(), name="udhr").drafts))


def score(drafts: list[Draft], width: int, *, is_run_in: bool) -> float:
    """Wrap the blocks of a text, read them again and compare the markers."""
    paragraphs = set_paragraphs(drafts, is_run_in=is_run_in)
    lines = [line for one in paragraphs for line in wrap(one, width)]
    wanted, found = markers(drafts), markers(read("\n".join(lines)))
    matcher = SequenceMatcher(None, found, wanted, autojunk=False)
    n_same = sum(block.size for block in matcher.get_matching_blocks())
    return 2 * n_same / max(len(found) + len(wanted), 1)


def markers(drafts: list[Draft]) -> list[str]:
    """List the printed numbers without the marks that set them off."""
    return [draft.marker.strip(" .:–—-)") for draft in drafts if draft.marker]


def set_paragraphs(drafts: list[Draft], *, is_run_in: bool) -> list[str]:
    """Give the words of each block; numbers run in stand before the next block's."""
    paragraphs: list[str] = []
    lead = ""
    for draft in drafts:
        words = " ".join(draft.text.split())
        if is_run_in and draft.kind == "heading" and draft.marker:
            lead = f"{words.rstrip('.')}. – "
            continue
        paragraphs.append(lead + words)
        lead = ""
    return paragraphs


def wrap(paragraph: str, width: int) -> list[str]:
    """Break a paragraph into lines; wide scripts anywhere, others between words."""
    if len(_WIDE.findall(paragraph)) > _MOSTLY * len(paragraph):
        step = max(width // 2, 20)
        return [paragraph[i : i + step] for i in range(0, len(paragraph), step)]
    return textwrap.wrap(
        paragraph, width, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
