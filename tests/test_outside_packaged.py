from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.dictionaries import dictionary_from_text
from hustings.coding.dictionary import dictionary_coder
from hustings.errors import UnknownCodebookError
from hustings.outside.packaged import codebook_names, codebook_text, lexicon_texts

if TYPE_CHECKING:
    from hustings.model.codebook import Codebook

NAMES = codebook_names()
LEXICONS = [(name, language) for name in NAMES for language in lexicon_texts(name)]
RIGHT = {104, 201, 203, 305, 401, 402, 407, 414, 505, 601, 603, 605, 606}
LEFT = {103, 105, 106, 107, 202, 403, 404, 406, 412, 413, 504, 506, 701}


def codebook(name: str) -> Codebook:
    return codebook_from_text(codebook_text(name), name=name)


@pytest.mark.parametrize("name", NAMES)
def test_codebook_is_whole(name: str) -> None:
    book = codebook(name)
    assert book.name == name
    assert "en" in lexicon_texts(name)
    for variable in book.variables:
        for code in variable.codes:
            assert code.instruction, code.code
            assert len(code.examples) == 1, code.code


@pytest.mark.parametrize(("name", "language"), LEXICONS)
def test_dictionary_fits_and_codes(name: str, language: str) -> None:
    book = codebook(name)
    text = lexicon_texts(name)[language]
    dictionary = dictionary_from_text(text, name=language, codebook=book)
    assert dictionary.language == language
    for variable in book.variables:
        missing = {code.code for code in variable.codes} - {variable.uncoded}
        terms = dictionary.terms[variable.name]
        assert missing <= {code for code, found in terms.items() if found}
    assert dictionary_coder(book, {language: dictionary}).languages == (language,)


def test_manifesto_categories_and_their_scales() -> None:
    book = codebook("marpor-5")
    topic = book.variables[0]
    assert len(topic.codes) == 57
    assert topic.uncoded == "000"
    assert len({code.domain for code in topic.codes if code.code != "000"}) == 7
    assert all(code.code[0] == (code.domain or "0") for code in topic.codes)
    for scale in book.scales:
        assert {int(code) for code in scale.right} == RIGHT
        assert {int(code) for code in scale.left} == LEFT
    assert [scale.formula for scale in book.scales] == ["difference", "logit"]


def test_agenda_topics_are_the_master_codebooks() -> None:
    codes = {int(code.code) for code in codebook("cap-21").variables[0].codes}
    assert codes == set(range(24)) - {11, 22}


def test_directions_are_five() -> None:
    book = codebook("economic-social")
    for variable in book.variables[1:]:
        assert [code.code for code in variable.codes] == ["-2", "-1", "0", "1", "2"]
    assert {scale.formula for scale in book.scales} == {"mean"}


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "We will expand social housing and cut waiting lists.", "504"),
        ("en", "Benefits for those who refuse work will be cut.", "505"),
        ("en", "Spending on the navy must rise.", "104"),
        ("en", "Nuclear weapons should be scrapped.", "105"),
        ("en", "We defend free trade.", "407"),
        ("en", "More police officers on our streets.", "605"),
        ("de", "Mehr Lehrkräfte für unsere Schulen!", "506"),
        ("nl", "Wij willen meer politie in de wijk.", "605"),
        ("fr", "Nous protégerons la biodiversité.", "501"),
    ],
)
def test_plain_sentences_get_the_expected_code(
    language: str, text: str, code: str
) -> None:
    book = codebook("marpor-5")
    terms = lexicon_texts("marpor-5")[language]
    dictionary = dictionary_from_text(terms, name=language, codebook=book)
    coder = dictionary_coder(book, {language: dictionary})
    assert coder.code_text(text, language)["topic"].value == code


def test_unknown_codebook_names_the_known_ones() -> None:
    with pytest.raises(UnknownCodebookError, match="cap-21, economic-social, marpor-5"):
        codebook_text("marpor-9")


def test_no_dictionary_is_no_error() -> None:
    assert lexicon_texts("marpor-9") == {}
