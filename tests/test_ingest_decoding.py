from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest import decoding
from hustings.ingest.decoding import decode_text

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
