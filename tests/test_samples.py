"""The sample project: its table, its forms, and the script that makes them."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

import hustings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "src" / "hustings" / "samples"
DOCUMENTS = sorted((SAMPLES / "documents").iterdir())
MASTERS = sorted((SAMPLES / "masters").glob("*.md"))
PDFS = [path for path in DOCUMENTS if path.suffix == ".pdf"]


def read_metadata() -> list[dict[str, str]]:
    text = (SAMPLES / "metadata.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def pdf_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def pdf_words(path: Path) -> str:
    return "\n".join(pdf_pages(path))


def docx_words(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def html_words(path: Path) -> str:
    article = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("article")
    assert article is not None
    return article.text(separator=" ")


def plain_words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


WORDS_OF: dict[str, Callable[[Path], str]] = {
    ".docx": docx_words,
    ".html": html_words,
    ".md": plain_words,
    ".pdf": pdf_words,
    ".txt": plain_words,
}


def without_furniture(text: str, head: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(x for x in lines if x != head and not x.isdigit())


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def test_metadata_and_documents_agree() -> None:
    rows = read_metadata()
    assert [row["file"] for row in rows] == [path.name for path in DOCUMENTS]
    assert all(list(row) == list(rows[0]) for row in rows)
    assert list(rows[0]) == ["file", "actor", "date", "title", "language", "country"]


def test_metadata_is_complete() -> None:
    for row in read_metadata():
        assert all(row.values())
        assert dt.date.fromisoformat(row["date"]).year in {2027, 2031}


def test_five_parties_speak_in_both_years() -> None:
    years = Counter(row["actor"] for row in read_metadata())
    assert sorted(years.values()) == [1, 2, 2, 2, 2, 2]
    assert years["Overwater Neighbours"] == 1


def test_every_form_is_there() -> None:
    forms = Counter(path.suffix for path in DOCUMENTS)
    assert forms == {".pdf": 6, ".docx": 2, ".html": 1, ".md": 1, ".txt": 1}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_length_is_that_of_a_local_manifesto(path: Path) -> None:
    n_words = len(WORDS_OF[path.suffix](path).split())
    least, most = (450, 650) if "overwater" in path.name else (600, 2500)
    assert least <= n_words <= most


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_no_word_of_a_master_is_lost(master: Path) -> None:
    (path,) = (SAMPLES / "documents").glob(f"{master.stem}.*")
    facts, body = master.read_text(encoding="utf-8").split("\n---\n", 1)
    head = facts.partition("\nhead: ")[2].partition("\n")[0]
    found = letters(without_furniture(WORDS_OF[path.suffix](path), head))
    for line in body.splitlines():
        words = re.sub(r"^(\d+\.|-) ", "", line)
        for sentence in re.split(r"[.;:!?]\s|\[\^\d\]", words):
            # A footnote may stand between the halves of a sentence.
            half = letters(sentence)
            assert half[:12] in found
            assert half[-12:] in found


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_compounds_keep_their_hyphens(path: Path) -> None:
    words = re.sub(r"[-\ufffe\u0002]\s*\n?", "-", pdf_words(path))
    master = (SAMPLES / "masters" / f"{path.stem}.md").read_text(encoding="utf-8")
    body = master.split("\n---\n", 1)[1]
    for compound in re.findall(r"[A-Za-z]+(?:-[a-z]+)+", body):
        assert compound in words


def test_two_papers_are_set_in_columns_with_words_broken_at_line_ends() -> None:
    for name in ("ferry-party-2031.pdf", "heron-list-2031.pdf"):
        pages = pdf_pages(SAMPLES / "documents" / name)
        assert len(pages) == 3
        # PDFium shows a hyphen that ended a line as U+0002, without the line end.
        assert any("\x02" in page for page in pages)


def test_running_heads_and_page_numbers_repeat() -> None:
    pages = pdf_pages(SAMPLES / "documents" / "hearth-and-quay-2031.pdf")
    for number, page in enumerate(pages[1:], start=2):
        assert "Hearth and Quay · What We Mean to Keep" in page
        assert str(number) in page.split()


def test_contents_page_names_the_pages_of_its_headings() -> None:
    pages = pdf_pages(SAMPLES / "documents" / "common-works-2031.pdf")
    entries = re.findall(r"^(\w.*?)[ .]+(\d)\s*$", pages[1], flags=re.MULTILINE)
    assert len(entries) == 9
    for heading, number in entries:
        assert heading.strip() in pages[int(number) - 1]


def test_civic_statement_is_one_page() -> None:
    (page,) = pdf_pages(SAMPLES / "documents" / "overwater-neighbours-2031.pdf")
    assert "From 7th of October until 21st of October" in page


def test_word_files_have_real_headings_and_lists() -> None:
    document = docx.Document(str(SAMPLES / "documents" / "common-works-2027.docx"))
    styles = Counter(p.style.name for p in document.paragraphs if p.style)
    assert styles["Heading 1"] == 9
    assert styles["List Number"] == 36
    assert styles["Title"] == 1


def test_web_page_has_its_furniture() -> None:
    page = (SAMPLES / "documents" / "heron-list-2027.html").read_text(encoding="utf-8")
    for furniture in ("<nav", "cookie-banner", "<footer>", "<script>"):
        assert furniture in page


def test_plain_text_is_hard_wrapped() -> None:
    text = (SAMPLES / "documents" / "hearth-and-quay-2027.txt").read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 72


def test_samples_stay_small() -> None:
    paths = [path for path in SAMPLES.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) < 1_500_000
    assert not [path for path in paths if path.suffix == ".py"]


def test_making_them_again_gives_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    make_samples = importlib.import_module("make_samples").make_samples
    made: dict[str, bytes] = make_samples()
    assert make_samples() == made
    for name, content in made.items():
        assert (SAMPLES / name).read_bytes() == content, (
            f"{name} differs from its master; run python scripts/make_samples.py"
        )


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("common-works-2027.docx", "item slogan imprint"),
        ("ferry-party-2027.md", "paragraph slogan signature imprint"),
        ("ferry-party-2031.pdf", "slogan slogan signature imprint"),
        ("hearth-and-quay-2027.txt", "paragraph signature imprint"),
        ("heron-list-2027.html", "paragraph slogan imprint"),
        ("heron-list-2031.pdf", "slogan slogan imprint footnote"),
        ("overwater-neighbours-2031.pdf", "slogan slogan signature signature imprint"),
    ],
)
def test_calls_and_names_at_the_end_are_told_apart(name: str, kinds: str) -> None:
    blocks = hustings.read(SAMPLES / "documents" / name).blocks
    expected = kinds.split()
    assert [block.kind for block in blocks[-len(expected) :]] == expected
