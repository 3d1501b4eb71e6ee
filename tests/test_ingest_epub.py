from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.epub import read_epub
from sample_files import epub_parts, zip_parts

LOCKS = (
    '<encryption><EncryptedData><CipherData><CipherReference URI="{}"/></CipherData>'
    "</EncryptedData></encryption>"
)


def test_chapters_stand_in_the_order_of_the_spine() -> None:
    parts = epub_parts(
        '<section><header><h1>One</h1></header><p>First.<a epub:type="noteref">1</a>'
        '</p><aside epub:type="footnote"><p>By law.</p></aside></section>',
        "<nav><ol><li>One</li></ol></nav><h2>Two</h2><p>Second&#160;words.</p>",
    )
    extraction = read_epub(zip_parts(parts), name="a.epub")
    assert [(draft.kind, draft.text) for draft in extraction.drafts] == [
        ("heading", "One"),
        ("paragraph", "First."),
        ("footnote", "By law."),
        ("heading", "Two"),
        ("paragraph", "Second words."),
    ]
    assert (extraction.author, extraction.date) == ("Harbour League", "2031-05-01")
    assert extraction.language == "en"


def test_a_missing_chapter_is_a_problem() -> None:
    parts = epub_parts("<p>First.</p>", "<p>Second.</p>")
    del parts["book/c1.xhtml"]
    extraction = read_epub(zip_parts(parts), name="a.epub")
    assert len(extraction.drafts) == 1
    assert [one.kind for one in extraction.problems if one.kind != "page"] == [
        "missing chapter"
    ]


def test_locked_chapters_are_refused_and_locked_fonts_are_not() -> None:
    parts = epub_parts("<p>First.</p>")
    fonts = {**parts, "META-INF/encryption.xml": LOCKS.format("book/a.otf")}
    assert len(read_epub(zip_parts(fonts), name="a.epub").drafts) == 1
    locked = {**parts, "META-INF/encryption.xml": LOCKS.format("book/c0.xhtml")}
    with pytest.raises(UnreadableFileError, match="locked against copying"):
        read_epub(zip_parts(locked), name="a.epub")


@pytest.mark.parametrize("part", ["book/content.opf", "META-INF/container.xml"])
def test_parts_that_are_not_xml_are_told(part: str) -> None:
    parts = {**epub_parts("<p>First.</p>"), part: "<broken"}
    with pytest.raises(UnreadableFileError, match="not well-formed"):
        read_epub(zip_parts(parts), name="a.epub")


def test_an_epub_without_a_list_of_parts_is_damaged() -> None:
    with pytest.raises(UnreadableFileError, match="The EPUB is damaged"):
        read_epub(zip_parts({"mimetype": "application/epub+zip"}), name="a.epub")


def test_notes_in_another_chapter_belong_to_the_words() -> None:
    parts = epub_parts(
        '<p>Our policy<sup><a epub:type="noteref" href="c1.xhtml#n1">1</a></sup> holds.'
        "</p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        '<section epub:type="endnotes"><ol><li id="n1">By law.</li></ol></section>',
    )
    drafts = read_epub(zip_parts(parts), name="a.epub").drafts
    assert [(d.kind, d.text, d.marker, d.notes) for d in drafts] == [
        ("paragraph", "Our policy holds.", None, ("1",)),
        ("table", "a | b\nc | d", None, ()),
        ("footnote", "By law.", "1", ()),
    ]
