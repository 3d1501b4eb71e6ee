from __future__ import annotations

import pytest

from hustings.claims.lexicons import read_lexicon
from hustings.errors.claims import LexiconFileError
from hustings.outside.packaged import lexicon_texts


def test_verbs_are_known_in_all_their_forms() -> None:
    lexicon = read_lexicon(lexicon_texts("claims")["en"].encode(), name="en")
    for form in ("oppose", "opposes", "opposed", "opposing"):
        assert lexicon.word(form).verbs[0].stance == -1
    assert lexicon.word("cutting").verbs


def test_no_stays_a_word() -> None:
    lexicon = read_lexicon(b"language: xx\nwords: {no: [no, nein zu]}", name="xx")
    assert lexicon.word("no").bits
    assert "nein" in lexicon.sequences


def test_a_separable_verb_is_two() -> None:
    content = b"language: de\nverbs: [{kind: change, stance: for, words: [aus|bauen]}]"
    lexicon = read_lexicon(content, name="de")
    assert lexicon.verbs["bauen"][0].particle == ("aus",)
    assert lexicon.verbs["ausbauen"][0].particle == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"language: [", "not YAML"),
        (b"- a", "no mapping"),
        (b"head: last", "missing language"),
        (b"language: xx\ncolour: red", "unknown key 'colour'"),
        (b"language: xx\nwords: {colours: [red]}", "unknown class of words"),
        (b"language: xx\nforms: {past: {}}", "unknown form"),
        (b"language: xx\nforms: {gerund: {pattern: '('}}", "pattern of gerund"),
        (b"language: xx\nclitics: {inside: [x]}", "unknown place of clitics"),
        (b"language: xx\nverbs: [{kind: odd, words: [a]}]", "unknown kind of verb"),
        (
            b"language: xx\nverbs: [{kind: change, stance: up, words: [a]}]",
            "unknown stance 'up'",
        ),
        (b"language: xx\nnominals: [{colour: red}]", "unknown key of nominals"),
    ],
)
def test_a_mistake_in_a_lexicon_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(LexiconFileError, match=r"^odd\.yaml: ") as caught:
        read_lexicon(content, name="odd.yaml")
    assert reason in str(caught.value)
