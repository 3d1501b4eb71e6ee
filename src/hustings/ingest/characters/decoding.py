"""Bytes to characters: which encoding a text is in, and what had to be repaired."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes
from ftfy import fix_encoding

from hustings.errors import UnreadableFileError
from hustings.ingest.characters.charsets import guess_charset
from hustings.model.document import Problem

LARGEST_TEXT = 25_000_000
"""Characters that one document may hold: a shelf of books, read in bounded memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_FEW = 20  # how many sound characters outweigh one that cannot be decoded
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
# Two characters that stand together only where UTF-8 was read as a one-byte code.
_MOJIBAKE = re.compile("[ÂÃâÄÅÐÑØÙàã][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_MIXED = 0.25  # lines of sound UTF-8 for one that is not, in a file put together
_SHIFTED = b"\x1b$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters of a source, with what was done to get them.

    Attributes
    ----------
    text : str
        The characters, line ends as they are in the source. Readers count the
        characters of the source by their place in it.
    """

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode_text(content: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text.

    A byte order mark decides; else UTF-8 if it fits; else what the file `declared`;
    else the one-byte code whose letters look right. Mojibake is repaired without
    changing quotation marks; NUL characters are taken out with a Problem.

    Raises
    ------
    UnreadableFileError
        If the content is empty, binary, or longer than `LARGEST_TEXT`.
    """
    _refuse_size(len(content) // 4, name)
    decoded = _decode(content, declared)
    _refuse_size(len(decoded.text), name)
    decoded = _without_nul(decoded, name)
    if not decoded.text.strip():
        raise UnreadableFileError(
            name=name, reason="The file is empty.", advice="Give a file with text."
        )
    return _repair(decoded)


def _refuse_size(n_characters: int, name: str) -> None:
    if n_characters > LARGEST_TEXT:
        raise UnreadableFileError(
            name=name,
            reason=f"The text is longer than {LARGEST_TEXT:,} characters.",
            advice="Split it into one file per document and read those.",
        )


def _decode(content: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _tolerant(content[len(mark) :], encoding)
    if _SHIFTED in content and content.isascii() and _fits(content, "iso2022_jp"):
        return Decoded(text=content.decode("iso2022_jp"), encoding="iso2022_jp")
    wide = _guess_wide(content)
    if wide:
        return _tolerant(content, wide)
    try:
        return Decoded(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(content, declared)


def _tolerant(content: bytes, encoding: str) -> Decoded:
    """Decode with a replacement character, and a Problem, for each bad place."""
    text = content.decode(encoding, "replace")
    n_bad = text.count("\ufffd")
    problem = Problem(
        kind="undecodable bytes",
        message=f"{n_bad} places could not be decoded as {encoding}; "
        "they show as \ufffd.",
    )
    return Decoded(text=text, encoding=encoding, problems=(problem,) if n_bad else ())


def _guess_wide(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by its spaces and its many zero bytes."""
    sample = content[:_SAMPLE]
    if len(content) % 2 or sample.count(0) < len(sample) / 50:
        return None
    little = sum(sample[i : i + 2] in {b" \x00", b"\n\x00"} for i in _evens(sample))
    big = sum(sample[i : i + 2] in {b"\x00 ", b"\x00\n"} for i in _evens(sample))
    if max(little, big) * 100 < len(sample) // 2:
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _evens(sample: bytes) -> range:
    return range(0, len(sample) - 1, 2)


def _decode_legacy(content: bytes, declared: str | None) -> Decoded:
    """Decode what is not UTF-8 throughout."""
    tolerant = _tolerant(content, "utf-8")
    n_bad = tolerant.text.count("\ufffd")
    n_high = len(_HIGH.findall(content))
    mixed = _decode_lines(content)
    if mixed is not None:
        return mixed
    if (n_high - n_bad) > 2 * _FEW * n_bad:
        return tolerant
    if declared and _fits(content, declared):
        return Decoded(text=content.decode(declared), encoding=declared)
    return _guessed(content)


def _guessed(content: bytes) -> Decoded:
    """Decode with the encoding whose letters look right, and say so."""
    charset = guess_charset(_telling_sample(content))
    encoding = charset.name if charset.is_sound else _fallback(content)
    message = f"The file does not say how it is encoded; read as {encoding}."
    if not charset.is_sound:
        message += " This is not sure: if letters look wrong, save it as UTF-8."
    problem = Problem(kind="encoding guessed", message=message)
    text = content.decode(encoding, "replace")
    return Decoded(text=text, encoding=encoding, problems=(problem,))


def _fallback(content: bytes) -> str:
    """Ask a general detector where no language's letters came out."""
    match = from_bytes(_telling_sample(content)).best()
    if match and _fits(content, match.encoding):
        return match.encoding
    return "cp1252" if _fits(content, "cp1252") else "latin-1"


def _decode_lines(content: bytes) -> Decoded | None:
    """Decode a file put together from UTF-8 and another encoding, line by line."""
    lines = content.splitlines(keepends=True)
    is_high = [bool(_HIGH.search(line)) for line in lines]
    is_utf8 = [_fits(line, "utf-8") for line in lines]
    n_sound = sum(high and sound for high, sound in zip(is_high, is_utf8, strict=True))
    n_other = is_utf8.count(False)
    if n_sound < n_other * _MIXED or n_sound < 1:
        return None
    others = [line for line, sound in zip(lines, is_utf8, strict=True) if not sound]
    charset = guess_charset(b"".join(others))
    if not charset.is_sound or any(_is_damaged(line) for line in others):
        return None
    text = "".join(
        line.decode("utf-8" if sound else charset.name, "replace")
        for line, sound in zip(lines, is_utf8, strict=True)
    )
    message = f"{n_other} lines are not UTF-8 as the others; read as {charset.name}."
    problem = Problem(kind="encodings mixed", message=message)
    return Decoded(text=text, encoding="utf-8", problems=(problem,))


def _is_damaged(line: bytes) -> bool:
    """Say whether a line is UTF-8 with a few broken characters."""
    text = line.decode("utf-8", "replace")
    n_sound = sum(c > "\x7f" for c in text) - text.count("\ufffd")
    return n_sound > text.count("\ufffd")


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _telling_sample(content: bytes) -> bytes:
    """Cut out a stretch from the first byte outside ASCII on."""
    match = _HIGH.search(content)
    start = max(match.start() - 200, 0) if match else 0
    return content[start : start + _SAMPLE]


def _without_nul(decoded: Decoded, name: str) -> Decoded:
    """Take NUL characters out of a text; refuse what is no text at all."""
    sample = decoded.text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(len(sample) / 50, 8):
        raise UnreadableFileError(
            name=name,
            reason="The content is binary, not text.",
            advice="Give a PDF, DOCX, HTML, Markdown or plain text file.",
        )
    n_nul = decoded.text.count("\x00")
    if not n_nul:
        return decoded
    message = f"{n_nul} NUL characters were taken out of the text."
    problem = Problem(kind="NUL removed", message=message)
    text = decoded.text.replace("\x00", "")
    return replace(decoded, text=text, problems=(*decoded.problems, problem))


def _repair(decoded: Decoded) -> Decoded:
    """Repair UTF-8 that was once read as a one-byte code, line by line."""
    if not _MOJIBAKE.search(decoded.text):
        return decoded
    lines = decoded.text.splitlines(keepends=True)
    repaired = [fix_encoding(x) if _MOJIBAKE.search(x) else x for x in lines]
    n_changed = sum(a != b for a, b in zip(lines, repaired, strict=True))
    if not n_changed:
        return decoded
    message = f"Wrongly decoded letters were repaired in {n_changed} lines."
    problem = Problem(kind="mojibake repaired", message=message)
    problems = (*decoded.problems, problem)
    return replace(decoded, text="".join(repaired), problems=problems)
