from __future__ import annotations

import string
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.words import wordpieces
from hustings.words.wordpieces import WordPieces, words_of_stretch

VOCABULARY = [
    "[UNK]",
    "harbour",
    "##s",
    "tax",
    "##es",
    ",",
    "-",
    "un",
    "##tax",
    "中",
    "t",
]
TEXTS = [
    "Harbours, taxes",
    "HARBOUR-TAX\tuntaxes\n",
    "Täxes t\u00e0xes ta\u0301x",
    "tax\u200bes tax\x0bes tax\x1ces tax\x85es",
    "tax\u00a0tax\u2028tax\u3000tax",
    "harbour中tax中中",
    "zebra tax zebrataxes",
    "",
    " \n ",
    "\ufffdtax\x00es",
    "t" * 101 + " tax " + "T" * 100,
    "“tax” — tax… taxͅ İtax ΣΣ",
]


def pieces(unknown: int | None = None) -> WordPieces:
    rows = {piece: row for row, piece in enumerate(VOCABULARY)}
    return WordPieces(vocabulary=rows, unknown=unknown)


def cut(text: str, *, unknown: int | None = None) -> list[str]:
    return [VOCABULARY[row] for row in pieces(unknown).rows_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbours, taxes", ["harbour", "##s", ",", "tax", "##es"]),
        ("harbour-tax", ["harbour", "-", "tax"]),
        ("untaxes", ["un", "##tax", "##es"]),
        ("TÄXES", ["tax", "##es"]),
        ("tax\u200bes", ["tax", "##es"]),
        ("tax\x0bes", ["tax", "##es"]),
        ("tax\u00a0tax", ["tax", "tax"]),
        ("tax中tax", ["tax", "中", "tax"]),
        ("", []),
    ],
)
def test_words_are_cut_into_their_longest_pieces(
    text: str, expected: list[str]
) -> None:
    assert cut(text) == expected


def test_a_word_that_cannot_be_cut_is_left_out_or_unknown() -> None:
    assert cut("taxzebra tax") == ["tax"]
    assert cut("taxzebra tax", unknown=0) == ["[UNK]", "tax"]


def test_a_word_beyond_a_hundred_letters_is_not_cut() -> None:
    rows = {"a": 0, "##a": 1}
    assert WordPieces(vocabulary=rows).rows_of("a" * 100) == [0] + [1] * 99
    assert WordPieces(vocabulary=rows).rows_of("a" * 101) == []


def test_accents_and_signs_come_off() -> None:
    assert words_of_stretch("«Élan»!") == ["«", "elan", "»", "!"]


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpieces, "MOST_REMEMBERED", 2)
    few = pieces()
    words = ["tax", "harbour", "un", "taxes", "tax"]
    assert [few.rows_of(word) for word in words] == [
        [3],
        [1],
        [7],
        [3, 4],
        [3],
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_the_reference_cuts_alike(text: str) -> None:
    tokenizers = import_module("tokenizers")
    rows = {piece: row for row, piece in enumerate(VOCABULARY)}
    peer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(rows, unk_token="[UNK]")  # noqa: S106  # no secret
    )
    peer.normalizer = tokenizers.normalizers.BertNormalizer()
    peer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    assert pieces(unknown=0).rows_of(text) == peer.encode(text).ids


@given(st.text(alphabet=string.printable, max_size=30))
def test_the_reference_cuts_plain_text_alike(text: str) -> None:
    tokenizers = import_module("tokenizers")
    plain = tokenizers.normalizers.BertNormalizer().normalize_str(text)
    cut = tokenizers.pre_tokenizers.BertPreTokenizer().pre_tokenize_str(plain)
    ours = [word for stretch in _stretches(text) for word in words_of_stretch(stretch)]
    assert ours == [word for word, _ in cut]


def _stretches(text: str) -> list[str]:
    return wordpieces._ODD_SPACE.sub("", text).split()  # noqa: SLF001  # as rows_of does
