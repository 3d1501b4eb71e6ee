r"""The words and control words of RTF, and the encodings it names by number."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\(?P<sign>[^A-Za-z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)"
    r"|[\r\n]+|\\",
    re.DOTALL,
)
SKIPPED = frozenset(
    [
        "colortbl",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "pict",
        "object",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "xe",
        "tc",
        "rxe",
        "txe",
        "nonshppict",
        "shprslt",
        "sp",
        "bkmkstart",
        "bkmkend",
        "ftncn",
        "aftncn",
        "aftnsepc",
        "annotation",
        "private",
        "operator",
        "comment",
        "doccomm",
        "company",
        "keywords",
        "subject",
        "category",
        "manager",
        "hlinkbase",
        "revtim",
        "printim",
        "buptim",
        "panose",
        "falt",
        "upr",
        "listname",
    ]
)
"""Groups whose words are not the document's text."""
CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "tab": " ",
    "line": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
"""Control words that stand for a character."""
_OF_CHARSET = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
_OF_PAGE = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 950: "big5"}
SYMBOLS = "symbols"
"""Stands for the encoding of fonts whose letters are signs."""


@dataclass(frozen=True, slots=True)
class Token:
    """One control word, byte, sign, brace or stretch of text.

    Attributes
    ----------
    kind : str
        ``word``, ``hex``, ``sign``, ``brace`` or ``text``.
    number : int or None
        The parameter of a control word.
    """

    kind: str
    text: str
    number: int | None = None


def cut_tokens(source: str) -> Iterator[Token]:
    r"""Cut RTF into tokens; the bytes after ``\bin`` are passed over.

    Examples
    --------
    >>> [token.text for token in cut_tokens(r"{\b Ferry}")]
    ['{', 'b', 'Ferry', '}']
    """
    position = 0
    while match := _TOKEN.match(source, position):
        position = match.end()
        kind = match.lastgroup
        if kind in {"number", "word"}:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin" and number and number > 0:
                position += number
            yield Token("word", match["word"], number)
        elif kind:
            yield Token(kind, match[kind])


def encoding_of_charset(charset: int) -> str | None:
    """Name the encoding of a font's character set."""
    return SYMBOLS if charset == 2 else _OF_CHARSET.get(charset)


def encoding_of_page(page: int) -> str:
    """Name the encoding of a code page; Windows-1252 for one that is unknown."""
    name = _OF_PAGE.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def decode_bytes(content: bytes, encoding: str) -> str:
    """Decode the bytes of a text; those of symbol fonts become private characters."""
    if encoding == SYMBOLS:
        return "".join(chr(0xF000 + byte) if byte > 0x20 else " " for byte in content)
    return content.decode(encoding, "replace")
