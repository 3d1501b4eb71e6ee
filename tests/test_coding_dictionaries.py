from __future__ import annotations

import pytest

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.dictionaries import (
    Dictionary,
    dictionaries_from_codebook,
    dictionary_from_text,
)
from hustings.errors import CodebookFileError

BOOK = """\
name: harbour
title: The harbour question
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: 1, title: dredge}, {code: 2, title: leave it}]
"""
CODEBOOK = codebook_from_text(BOOK, name="harbour.yaml")
TERMS = """\
codebook: harbour
language: en
terms:
  topic:
    1: [dredge, free market, econom*, =goods, cut + long-term plan, mud^0.5]
    2:
"""


def read(text: str) -> Dictionary:
    return dictionary_from_text(text, name="harbour.en.yaml", codebook=CODEBOOK)


def test_terms_have_parts_and_weights() -> None:
    dictionary = read(TERMS)
    assert dictionary.language == "en"
    assert dictionary.n_terms == 6
    assert [(t.parts, t.weight) for t in dictionary.terms["topic"]["1"]] == [
        ((("dredge",),), 1),
        ((("free", "market"),), 2),
        ((("econom*",),), 1),
        ((("=goods",),), 1),
        ((("cut",), ("long", "term", "plan")), 5),
        ((("mud",),), 0.5),
    ]
    assert dictionary.terms["topic"]["2"] == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("codebook: harbour", "codebook: ferry", 1, "for codebook 'ferry'"),
        ("language: en", "langauge: en", 2, "unknown key 'langauge'"),
        ("language: en\n", "", 1, "missing language"),
        ("terms:", "terms: 3 #", 4, "not YAML"),
        ("  topic:", "  stance:", 4, "variable 'stance' is not in the codebook"),
        ("    2:", "    3:", 6, "code '3' is not in the codebook"),
        ("2:", "2: [econom*]", 6, "'econom*' stands twice (first on line 5)"),
        ("mud^0.5", "mud^0", 5, "weight '0' is no number above 0"),
        ("mud^0.5", "mud^heavy", 5, "weight 'heavy'"),
        ("mud^0.5", "mud +", 5, "'mud +' has a part without words"),
        ("mud^0.5", "[mud]", 5, "a term is not one text"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in TERMS
    with pytest.raises(CodebookFileError) as caught:
        read(TERMS.replace(old, new, 1))
    assert words in str(caught.value)
    assert caught.value.line == line


def test_missing_terms_are_refused() -> None:
    with pytest.raises(CodebookFileError, match="missing terms"):
        read("codebook: harbour\nlanguage: en\n")


def test_a_codebook_may_carry_its_own_terms() -> None:
    text = BOOK + "dictionary:\n  en: {topic: {1: [mud]}}\n  nl: {topic: {1: [slib]}}\n"
    codebook = codebook_from_text(text, name="b")
    dictionaries = dictionaries_from_codebook(text, name="b", codebook=codebook)
    assert sorted(dictionaries) == ["en", "nl"]
    assert dictionaries["nl"].terms["topic"]["1"][0].text == "slib"


def test_a_codebook_without_terms_has_no_dictionaries() -> None:
    assert dictionaries_from_codebook(BOOK, name="b", codebook=CODEBOOK) == {}
