"""Measure what is read of web pages: `measure_html.py [DIR]`.

Saved pages of many systems are set from invented texts (`set_html.py`), each with each
form of list. Rows: items kept (a block, or for the peer a line, of just the item's
words), words of the document read, words read that are the document's, headings,
quotations and notes told as such, and tables kept as rows. Peer: trafilatura, where it
is installed. Who published the page is no furniture where the reader tells it as such
(`imprint`), so these words are not counted. With `DIR/raw/uk_2010`, the pages there
against their Markdown, too.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from set_html import SetPage, set_pages

from hustings.ingest.reading import Described, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.document import Block, Document

N_WORST: Final = 5
_WORD = re.compile(r"[^\W\d_]+")
_LEAD = re.compile(r"^\W*(?:\w{1,3}[.)]\s+)?")


@dataclass(slots=True)
class Tally:
    """Counts over pages: for each measure how many were right, and of how many."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    worst: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, measure: str, right: int, of: int, name: str) -> None:
        """Count one page."""
        self.right[measure] += right
        self.all[measure] += of
        if of > right:
            self.worst[measure][name] += of - right

    def share(self, measure: str) -> str:
        """Print the share of one measure, rounded down."""
        if not self.all[measure]:
            return "-"
        share = self.right[measure] / self.all[measure]
        return f"{int(share * 10000) / 10000:.4f}"


def main(arguments: Sequence[str]) -> None:
    """Print a row a measure; what went wrong most goes to standard error."""
    pages = list(set_pages())
    ours, peer = Tally(), Tally()
    start = time.perf_counter()
    for page in pages:
        count_ours(page, ours)
    seconds = time.perf_counter() - start
    has_peer = find_spec("trafilatura") is not None
    for page in pages if has_peer else ():
        count_peer(page, peer)
    size = sum(len(page.html) for page in pages)
    print(f"| measure, {len(pages)} pages | Hustings | trafilatura |")
    print("| --- | --- | --- |")
    for measure in ours.all:
        print(f"| {measure} | {ours.share(measure)} | {peer.share(measure)} |")
    print(f"| megabytes a second | {size / seconds / 1e6:.1f} | - |")
    tell_worst(ours)
    for folder in arguments:
        count_real(Path(folder) / "raw" / "uk_2010")


def count_ours(page: SetPage, tally: Tally) -> None:
    """Read one page and count what came of it."""
    content = page.html.encode()
    document = read_document(content, name="a.html", described=Described()).document
    blocks = [block for block in document.blocks if block.kind != "contents"]
    texts = [(block.kind, block.span.of(document.text)) for block in blocks]
    read = " ".join(text for kind, text in texts if kind != "imprint")
    count_words(page, read, tally)
    items = Counter(bare(text, "item") for kind, text in texts if kind == "item")
    tally.add("items kept", kept(page.items, items), len(page.items), page.name)
    found = Counter(text for kind, text in texts if kind == "heading")
    n_kept = kept(page.headings, found)
    tally.add("headings", n_kept, len(page.headings), page.name)
    if page.quotation:
        is_told = any(kind == "quotation" for kind, _ in texts)
        tally.add("quotations", is_told, 1, page.name)
        tally.add(
            "notes that know their block", count_note(page, document), 1, page.name
        )
        rows = [
            line for kind, text in texts if kind == "table" for line in text.split("\n")
        ]
        found = Counter(" ".join(row.replace("|", " ").split()) for row in rows)
        tally.add("rows of tables", kept(page.rows, found), len(page.rows), page.name)


def count_note(page: SetPage, document: Document) -> int:
    """Say whether the note is a footnote that belongs to the right paragraph."""
    blocks = {block.block_id: block for block in document.blocks}

    def is_right(block: Block) -> bool:
        home = blocks.get(block.refers_to or "")
        is_note = block.kind == "footnote" and home is not None
        return is_note and page.note in block.span.of(document.text)

    return int(sum(map(is_right, document.blocks)) == 1)


def count_peer(page: SetPage, tally: Tally) -> None:
    """Let trafilatura read one page, with all that may help it."""
    extract = import_module("trafilatura").extract
    text = extract(
        page.html, include_tables=True, favor_recall=True, output_format="markdown"
    )
    lines = (text or "").split("\n")
    count_words(page, " ".join(lines), tally)
    items = Counter(bare(line.replace("**", ""), "item") for line in lines)
    tally.add("items kept", kept(page.items, items), len(page.items), page.name)
    found = Counter(line.lstrip("# ") for line in lines if line.startswith("#"))
    tally.add("headings", kept(page.headings, found), len(page.headings), page.name)


def count_words(page: SetPage, read: str, tally: Tally) -> None:
    """Count the document's words that were read, and the words read that are its."""
    given, got = words_of(page.words), words_of(read)
    both = given & got
    extra = got - given - words_of(page.neutral)
    tally.add("words read", both.total(), given.total(), page.name)
    n_all = both.total() + extra.total()
    tally.add("words that are the page's", both.total(), n_all, page.name)


def words_of(text: str) -> Counter[str]:
    """Count the words of a text; figures and signs are left out."""
    return Counter(_WORD.findall(text.casefold()))


def bare(text: str, kind: str) -> str:
    """Take the marker off an item."""
    words = " ".join(text.split())
    return _LEAD.sub("", words) if kind == "item" else words


def kept(wanted: Iterable[str], found: Counter[str]) -> int:
    """Count the wanted texts that were found, each as often as it is wanted."""
    return (Counter(wanted) & found).total()


def tell_worst(tally: Tally) -> None:
    """Name the pages on which most was wrong."""
    for measure, pages in tally.worst.items():
        listed = ", ".join(f"{name} ({n})" for name, n in pages.most_common(N_WORST))
        print(f"{measure}: {len(pages)} pages; {listed}", file=sys.stderr)


def count_real(folder: Path) -> None:
    """Compare pages that were kept with the Markdown made from them by hand."""
    for page in sorted(folder.glob("*_html.html")):
        other = page.with_name(page.name.replace("_html.html", "_markdown.mkd"))
        if not other.exists():
            continue
        ours, theirs = (words_in_file(path) for path in (page, other))
        both = (ours & theirs).total()
        name = page.name.removesuffix("_html.html")
        read, own = both / theirs.total(), both / ours.total()
        print(f"| {name}: words read / that are its | {read:.4f} / {own:.4f} | - |")


def words_in_file(path: Path) -> Counter[str]:
    """Count the words that are read of a file."""
    reading = read_document(path.read_bytes(), name=path.name, described=Described())
    return words_of(reading.document.text)


if __name__ == "__main__":
    main(sys.argv[1:])
