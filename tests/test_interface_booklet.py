from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from hustings.coding.booklets import assign_keys, make_booklet
from hustings.coding.codebooks import codebook_from_text
from hustings.interface.booklet.writing import booklet_html, booklet_pdf
from hustings.model.codebook import Code, Codebook, Variable
from hustings.outside.packaged import codebook_names, codebook_text

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE = """\
name: town
title: "#panic() <script>alert(1)</script> *bold* $x$"
version: 1
instruction: "@label #sys.inputs `code` \\\\ // no comment"
variables:
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: "<b>", title: "A & B", examples: ["#eval(1)"]}
      - {code: b, title: "<i>B</i>", instruction: "[x] ~ _y_"}
"""


def shipped(name: str) -> Codebook:
    return codebook_from_text(codebook_text(name), name=name)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("name", codebook_names())
def test_every_code_is_in_both_booklets(name: str) -> None:
    codebook = shipped(name)
    html, _ = booklet_html(codebook)
    pdf, problems = booklet_pdf(codebook)
    page, printed = LexborHTMLParser(html).text(), words_of(pdf)
    assert problems == ()
    for variable in codebook.variables:
        for code in variable.codes:
            assert " ".join(code.instruction.split()) in page
            assert all(example in page for example in code.examples)
            assert code.code in printed
    for rule in make_booklet(codebook).rules:
        assert rule[:30] in page
        assert rule[:30] in printed


def test_marpor_fits_a_handful_of_pages() -> None:
    assert len(pypdfium2.PdfDocument(booklet_pdf(shipped("marpor-5"))[0])) <= 6


def test_booklets_are_the_same_each_time() -> None:
    codebook = shipped("economic-social")
    assert booklet_pdf(codebook) == booklet_pdf(codebook)
    assert booklet_html(codebook) == booklet_html(codebook)


def test_the_page_needs_nothing_else() -> None:
    html = booklet_html(shipped("economic-social"))[0].decode()
    tree = LexborHTMLParser(html)
    assert not tree.css("script, link, img, iframe")
    assert "http" not in html
    assert "url(" not in html
    places = {node.attributes["id"] for node in tree.css("[id]")}
    links = [node.attributes["href"] or "" for node in tree.css("a")]
    assert links
    assert all(link.removeprefix("#") in places for link in links)


def test_no_word_is_taken_for_a_command() -> None:
    codebook = codebook_from_text(HOSTILE, name="town.yaml")
    html = booklet_html(codebook)[0]
    tree = LexborHTMLParser(html)
    assert not tree.css("script, i")
    assert "<script>alert(1)</script>" in tree.text()
    printed = words_of(booklet_pdf(codebook)[0])
    assert "#panic() <script>alert(1)</script> *bold* $x$" in printed
    assert "“#eval(1)”" in printed
    assert "[x] ~ _y_" in printed


def test_text_from_right_to_left_says_so() -> None:
    text = HOSTILE.replace("A & B", "العبارات")
    html = booklet_html(codebook_from_text(text, name="town.yaml"))[0].decode()
    assert '<strong dir="rtl">العبارات</strong>' in html


def test_signs_without_a_glyph_are_told() -> None:
    unassigned = "\u0378"
    text = HOSTILE.replace("A & B", f"A {unassigned}")
    _, problems = booklet_pdf(codebook_from_text(text, name="town.yaml"))
    (problem,) = problems
    assert problem.kind == "missing glyphs"
    assert "boxes in their place" in problem.message


def variable(codes: Sequence[str], uncoded: str | None = None) -> Variable:
    return Variable(
        name="topic",
        title="Topic",
        level="nominal",
        uncoded=uncoded,
        codes=tuple(Code(code=code, title=code) for code in codes),
    )


def test_few_codes_have_digits_as_keys() -> None:
    assert assign_keys(variable(("none", "a1", "b2"), "none")) == {
        "none": "0",
        "a1": "1",
        "b2": "2",
    }
    assert assign_keys(variable(("a", "b", "0"))) == {"a": "a", "b": "b", "0": "0"}
    sides = ("-1", "0", "1")
    assert assign_keys(variable(sides)) == {code: code for code in sides}
    many = [f"{i:03}" for i in range(10)]
    assert assign_keys(variable(many)) == {code: code for code in many}


def test_keys_never_repeat() -> None:
    for name in codebook_names():
        for one in shipped(name).variables:
            keys = assign_keys(one)
            assert len(set(keys.values())) == len(one.codes)


def test_rules_name_conditions_and_the_code_for_none() -> None:
    rules = make_booklet(shipped("economic-social")).rules
    assert (
        "Code “Direction on economic policy” only in units whose topic is economic."
        in rules
    )
    assert any("give neither: Neither economic nor social" in rule for rule in rules)


def test_the_index_is_in_order() -> None:
    index = make_booklet(shipped("marpor-5")).index
    assert len(index) == 57
    titles = [entry.title.casefold() for entry in index]
    assert titles == sorted(titles)
