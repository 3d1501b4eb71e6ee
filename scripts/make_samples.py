"""Turn the sample project's masters into the forms that a user would really get.

Each master is Markdown with a few lines of facts above it. The suffix of the
``file`` it names decides the form: PDF, DOCX, HTML, Markdown or plain text. The
same masters give the same bytes every time, so nothing here reads the clock, and
nothing is compressed, for two versions of zlib may differ.

Run it from the root of the repository: ``python scripts/make_samples.py``.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from sample_masters import read_master
from sample_pdfs import write_pdf
from sample_texts import write_html, write_markdown, write_text
from sample_word import write_docx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sample_masters import Master

SAMPLES: Final = Path(__file__).parent.parent / "src" / "hustings" / "samples"
COLUMNS: Final = ("file", "actor", "date", "title", "language", "country")


def write_page(master: Master) -> bytes:
    """Set the master as a page saved from its party's site."""
    page = (SAMPLES / "masters" / "page.html").read_text(encoding="utf-8")
    return write_html(master, Template(page))


FORMS: Final[Mapping[str, Callable[[Master], bytes]]] = {
    ".docx": write_docx,
    ".html": write_page,
    ".md": write_markdown,
    ".pdf": write_pdf,
    ".txt": write_text,
}


def read_masters() -> list[Master]:
    """Read all masters, in the order of their names."""
    paths = sorted((SAMPLES / "masters").glob("*.md"))
    return [read_master(path.read_text(encoding="utf-8")) for path in paths]


def write_metadata(masters: Sequence[Master]) -> bytes:
    """Write the table that says whose document is whose."""
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([master.facts[column] for column in COLUMNS] for master in masters)
    return buffer.getvalue().encode()


def make_samples() -> dict[str, bytes]:
    """Return every made file by its path below the samples folder."""
    masters = read_masters()
    made = {
        f"documents/{master.facts['file']}": FORMS[Path(master.facts["file"]).suffix](
            master
        )
        for master in masters
    }
    return made | {"metadata.csv": write_metadata(masters)}


def main() -> None:
    """Write the sample documents and their table."""
    for name, content in make_samples().items():
        path = SAMPLES / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):>8,} bytes  {name}")


if __name__ == "__main__":
    main()
