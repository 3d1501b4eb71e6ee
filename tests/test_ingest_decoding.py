from __future__ import annotations

import pytest

from ephemera import PROSE
from hustings.errors import UnreadableFileError
from hustings.ingest.characters import decoding
from hustings.ingest.characters.decoding import decode_text

PORTUGUESE = "Não há educação sem condições. As crianças têm prioridade à beira-mar."
FRENCH = "Réussir l’avenir : l’État paiera l’énergie – c’est décidé, élève."
GERMAN = "Für größere Straßenbäume. Über die Höhe entscheidet der Ausschuß."
RUSSIAN = "Мы построим новые школы и отремонтируем дороги для каждого района. " * 3


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_portuguese_comes_back_from_every_encoding(encoding: str) -> None:
    assert decode_text(PORTUGUESE.encode(encoding), name="a.txt").text == PORTUGUESE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PORTUGUESE, "mac_roman"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (GERMAN, "latin-1"),
        (GERMAN, "mac_roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
    ],
)
def test_legacy_encodings_are_told_by_their_letters(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), name="a.txt").text == text


def test_a_guessed_encoding_is_a_problem() -> None:
    (problem,) = decode_text(FRENCH.encode("cp1252"), name="a.txt").problems
    assert problem.kind == "encoding guessed"
    assert "cp1252" in problem.message


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    text = "Za świetlice i żłobki."
    decoded = decode_text(text.encode("iso8859-2"), name="a", declared="iso8859-2")
    assert decoded.text == text
    unknown = decode_text(FRENCH.encode("cp1252"), name="a", declared="no-such-code")
    assert unknown.text == FRENCH


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    decoded = decode_text((PORTUGUESE * 9).encode() + b"\xff", name="a.txt")
    assert decoded.text == PORTUGUESE * 9 + "\ufffd"
    assert decoded.problems[0].kind == "undecodable bytes"


def test_mojibake_is_repaired_and_quotation_marks_stay() -> None:
    spoilt = "“Trams” first.\n" + "A educação é nossa.".encode().decode("latin-1")
    decoded = decode_text(spoilt.encode(), name="a.txt")
    assert decoded.text == "“Trams” first.\nA educação é nossa."
    assert decoded.problems[0].kind == "mojibake repaired"


def test_nul_characters_are_taken_out_and_told() -> None:
    decoded = decode_text(b"Lower\x00 fares.", name="a.txt")
    assert decoded.text == "Lower fares."
    assert decoded.problems[0].kind == "NUL removed"


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_text_is_an_error(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="The file is empty"):
        decode_text(content, name="a.txt")


def test_binary_content_is_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="binary"):
        decode_text(bytes(range(32)) * 20, name="a.txt")


def test_a_text_beyond_the_limit_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LARGEST_TEXT", 100)
    with pytest.raises(UnreadableFileError, match="longer than 100 characters"):
        decode_text(b"word " * 30, name="a.txt")


ENCODINGS = {
    "utf-16-le": "de ru en ar",
    "utf-16-be": "de ru en",
    "latin-1": "de fr es it pt nl sv",
    "cp1252": "de fr es it pt",
    "mac_roman": "de fr it pt",
    "iso8859_2": "pl",
    "cp1250": "pl",
    "cp1251": "ru uk",
    "koi8_r": "ru",
    "koi8_u": "uk",
    "iso8859_5": "ru uk",
    "iso8859_7": "el",
    "cp1253": "el",
    "iso8859_9": "tr",
    "cp1254": "tr",
    "cp1255": "he",
    "cp1256": "ar",
}
EAST = {
    "shift_jis": "毎年冬になると島への渡し船は何週間も止まり、桟橋で待つことになる。",
    "euc_jp": "毎年冬になると島への渡し船は何週間も止まり、桟橋で待つことになる。",
    "iso2022_jp": "毎年冬になると島への渡し船は何週間も止まり、人々は桟橋で待つ。",
    "gb18030": "每年冬天通往岛上的渡船都会停航数周，住在那里的人带着东西在码头等候。",
    "big5": "每年冬天通往島上的渡船都會停航數週，住在那裡的人帶著東西在碼頭等候。",
    "euc_kr": "매년 겨울 섬으로 가는 배가 몇 주 동안 멈추고 부두에서 기다린다.",
}


@pytest.mark.parametrize("length", [40, 400])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_by_their_letters(encoding: str, length: int) -> None:
    for language in ENCODINGS[encoding].split():
        content = PROSE[language][:length].encode(encoding, "ignore")
        decoded = decode_text(content, name="a.txt")
        assert decoded.text == content.decode(encoding), language


@pytest.mark.parametrize("encoding", EAST)
def test_encodings_of_the_east_are_told(encoding: str) -> None:
    decoded = decode_text(EAST[encoding].encode(encoding), name="a.txt")
    assert decoded.text == EAST[encoding]


def test_a_line_in_another_encoding_is_read_in_it_and_told() -> None:
    content = PROSE["de"].encode() + b"\n" + "Grüße an alle Bürger".encode("cp1252")
    decoded = decode_text(content, name="a.txt")
    assert decoded.text.endswith("Grüße an alle Bürger")
    assert decoded.problems[0].kind == "encodings mixed"


def test_an_encoding_that_is_not_sure_says_so() -> None:
    decoded = decode_text(bytes(range(0xA1, 0xC0)) * 3, name="a.txt")
    assert any("not sure" in problem.message for problem in decoded.problems)
