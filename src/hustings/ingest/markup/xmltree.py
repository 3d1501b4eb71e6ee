"""XML from strangers, parsed with nothing fetched and a bounded cost.

libxml2 itself keeps the bounds: no more than 256 levels, entities that multiply the
text no more than fivefold, nothing from other files or the network.
"""

from __future__ import annotations

import html
import re

from lxml import etree

from hustings.errors import UnreadableFileError

LARGEST_XML = 100_000_000
"""Bytes; a tree takes many times as much memory."""

_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
_REASONS = (
    ("amplification", "its entities multiply its text without bound"),
    ("depth", "it is nested more than 256 levels deep"),
)


def parse_xml(content: bytes, *, name: str, what: str) -> etree._Element:
    """Parse XML; the names of HTML's signs, such as ``&nbsp;``, are known.

    Raises
    ------
    UnreadableFileError
        If it is not well-formed, too large, nested too deeply or a bomb.
    """
    if len(content) > LARGEST_XML:
        reason = f"is larger than {LARGEST_XML // 1_000_000} MB"
        raise _unreadable(name, what, reason)
    try:
        return _parse(content)
    except etree.XMLSyntaxError as error:
        if "not defined" not in str(error):
            raise _explain(error, name, what) from None
    try:
        return _parse(_NAMED.sub(_as_number, content))
    except etree.XMLSyntaxError as error:
        raise _explain(error, name, what) from None


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs are older
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def _as_number(match: re.Match[bytes]) -> bytes:
    """Write a sign of HTML by its number; a name that HTML lacks stays."""
    sign = html.unescape(match.group().decode("ascii"))
    if sign.startswith("&"):
        return match.group()
    return "".join(f"&#{ord(character)};" for character in sign).encode("ascii")


def _explain(error: etree.XMLSyntaxError, name: str, what: str) -> UnreadableFileError:
    """Say in a few words why XML was refused."""
    message = str(error)
    for sign, reason in _REASONS:
        if sign in message:
            return _unreadable(name, what, f"cannot be read: {reason}")
    line = f" (line {error.lineno})" if error.lineno else ""
    return _unreadable(name, what, f"is damaged: its XML is not well-formed{line}")


def _unreadable(name: str, what: str, reason: str) -> UnreadableFileError:
    return UnreadableFileError(
        name=name,
        reason=f"The {what} {reason}.",
        advice="Open and save it again, or save it as plain text.",
    )


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: etree._Element | None) -> str | None:
    """Give the words of a small element, white space as one space; None if none."""
    if element is None:
        return None
    return " ".join("".join(map(str, element.itertext())).split()) or None
