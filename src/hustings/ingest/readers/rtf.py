r"""RTF: paragraphs, styles, printed list numbers, tables, footnotes, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.drafts import Extraction
from hustings.ingest.markup.omissions import tell_omissions
from hustings.ingest.media import RTF
from hustings.ingest.readers.rtf_blocks import RtfBlocks
from hustings.ingest.readers.rtf_tokens import (
    CHARACTERS,
    SKIPPED,
    cut_tokens,
    decode_bytes,
    encoding_of_charset,
    encoding_of_page,
)
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.ingest.readers.rtf_tokens import Token

LARGEST_RTF = 400_000_000
"""Bytes; pictures stand in RTF as text, so that files are large."""

_SINKS = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "info": "info",
    "title": "title",
    "author": "author",
    "creatim": "created",
    "listtext": "marker",
    "pntext": "marker",
    "fldinst": "address",
    "footnote": "note",
    "shptxt": "box",
    "fldrslt": "link",
}
"""Groups whose words go somewhere of their own."""
_AFTER_STAR = frozenset([*_SINKS, "shpinst", "shp", "ud"])
_TEXT_SINKS = frozenset(["text", "note", "box", "link"])
_HINTS = frozenset(["title", "author"])
_SIGNS = {"~": "\xa0", "_": "-", "-": "\xad", "\n": "\n", "\r": "\n", "\t": "\t"}
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)"?')
_SOFT = str.maketrans("", "", "\xad")


def read_rtf(content: bytes, *, name: str) -> Extraction:
    """Read Rich Text Format; hidden text and tracked deletions are left out.

    Raises
    ------
    UnreadableFileError
        If the file is no RTF or too large.
    """
    if not content.startswith(b"{\\rtf") or len(content) > LARGEST_RTF:
        raise UnreadableFileError(
            name=name,
            reason="The file is no RTF, or larger than 400 MB.",
            advice="Save it as DOCX or plain text.",
        )
    reader = _Reader()
    for token in cut_tokens(content.decode("latin-1")):
        reader.take(token)
    return reader.finish()


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a group inherits and an end of group restores.

    Attributes
    ----------
    sink : str
        Where words go: ``text``, ``skip``, or a value of `_SINKS`.
    n_fallback : int
        Characters that stand in for one of Unicode where it cannot be shown.
    """

    sink: str = "text"
    is_bold: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    font: int = 0
    n_fallback: int = 1


@dataclass(slots=True, kw_only=True)
class _Reader:
    """A walk over the tokens of one document."""

    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    is_starred: bool = False
    words: dict[str, list[str]] = field(default_factory=dict)
    number: int = 0
    blocks: RtfBlocks = field(default_factory=RtfBlocks)
    n_deleted: int = 0
    n_comments: int = 0
    n_hidden: int = 0
    address: str = ""

    def take(self, token: Token) -> None:
        """Take the tokens one after the other."""
        if token.kind in {"text", "hex"}:
            self.take_bytes(token)
            return
        self.flush()
        if token.kind == "brace":
            self.to_skip = 0
            (self.begin if token.text == "{" else self.end)()
        elif token.kind == "sign":
            self.take_sign(token.text)
        else:
            self.take_word(token)

    def take_bytes(self, token: Token) -> None:
        """Keep bytes of text until they can be decoded together."""
        self.is_starred = False
        raw = (
            bytes.fromhex(token.text)
            if token.kind == "hex"
            else token.text.encode("latin-1")
        )
        dropped = min(self.to_skip, len(raw))
        self.to_skip -= dropped
        self.pending += raw[dropped:]

    def flush(self) -> None:
        """Decode the bytes kept."""
        if self.pending:
            encoding = self.fonts.get(self.state.font, self.page)
            if self.state.sink in {"fonts", "styles"}:
                encoding = self.page
            self.put(decode_bytes(bytes(self.pending), encoding))
            self.pending.clear()

    def put(self, text: str) -> None:
        """Send characters where the group at hand sends them."""
        sink = self.state.sink
        if sink in _TEXT_SINKS:
            if self.state.is_deleted:
                self.n_deleted += 1
            elif self.state.is_hidden:
                self.n_hidden += 1
            else:
                text = text.translate(_SOFT)
                self.blocks.passage.add(text, is_bold=self.state.is_bold)
        elif sink != "skip":
            self.words.setdefault(sink, []).append(text)

    def begin(self) -> None:
        self.groups.append(self.state)

    def end(self) -> None:
        """End a group: what it gathered is put to use."""
        if not self.groups:
            return
        ended, self.state = self.state, self.groups.pop()
        if ended.sink == self.state.sink:
            if ended.sink in {"fonts", "styles"}:
                self.end_entry(ended.sink)
            return
        ender = _ENDERS.get(ended.sink)
        if ender:
            ender(self)

    def take_sign(self, sign: str) -> None:
        """Take a control sign, such as that of a space that does not break."""
        if sign == "*":
            self.is_starred = True
        elif sign in "\n\r":
            self.end_paragraph()
        elif self.to_skip:
            self.to_skip -= 1
        else:
            self.put(_SIGNS.get(sign, sign if sign in "\\{}" else ""))

    def take_word(self, token: Token) -> None:
        """Take a control word."""
        word, starred = token.text, self.is_starred
        self.is_starred = False
        self.n_comments += word == "annotation"
        if word in SKIPPED or (starred and word not in _AFTER_STAR):
            self.state = replace(self.state, sink="skip")
        if self.state.sink == "skip":
            return
        if word in _SINKS:
            self.open_sink(_SINKS[word])
        elif word in CHARACTERS:
            self.put(CHARACTERS[word])
        elif word in _CONTROLS:
            _CONTROLS[word](self, token.number)

    def open_sink(self, sink: str) -> None:
        """Begin a group whose words go somewhere of their own."""
        if sink in _HINTS and self.state.sink != "info":
            return
        if sink == "link":
            self.blocks.passage.open_link(self.address)
            self.address = ""
        if sink in {"note", "box"}:
            self.blocks.begin_inner(sink)
        self.state = replace(self.state, sink=sink)

    def end_entry(self, sink: str) -> None:
        """Keep the name of a style when its group ends."""
        words = "".join(self.words.pop(sink, []))
        if sink == "styles":
            name = words.strip().rstrip(";").strip().lower()
            self.blocks.name_style(self.number, name)
            self.number = 0

    def end_hint(self, sink: str) -> None:
        self.hints[sink] = " ".join("".join(self.words.pop(sink, [])).split())

    def end_created(self) -> None:
        parts = self.words.pop("created", [])
        self.hints["created"] = "-".join(parts)

    def end_marker(self) -> None:
        self.blocks.mark("".join(self.words.pop("marker", [])))

    def end_address(self) -> None:
        match = _ADDRESS.search("".join(self.words.pop("address", [])))
        self.address = match[1] if match else ""

    def end_link(self) -> None:
        self.blocks.passage.close_link()

    def end_note(self) -> None:
        self.blocks.end_note()

    def end_box(self) -> None:
        self.blocks.end_box()

    def end_paragraph(self, _: int | None = None) -> None:
        """End a paragraph of the text; other groups have none."""
        if self.state.sink in _TEXT_SINKS:
            self.blocks.end_paragraph()

    def end_cell(self, _: int | None) -> None:
        if self.state.sink == "text":
            self.blocks.end_cell()

    def end_row(self, _: int | None) -> None:
        self.blocks.end_row()

    def reset_paragraph(self, _: int | None) -> None:
        self.blocks.reset()

    def reset_characters(self, _: int | None) -> None:
        self.state = replace(
            self.state, is_bold=False, is_hidden=False, is_deleted=False
        )

    def set_style(self, number: int | None) -> None:
        if self.state.sink == "styles":
            self.number = number or 0
        else:
            self.blocks.paragraph.style = number or 0

    def set_outline(self, number: int | None) -> None:
        self.blocks.paragraph.outline = number or 0

    def set_list(self, number: int | None) -> None:
        if number and self.state.sink != "styles":
            self.blocks.paragraph.list_level = self.blocks.paragraph.list_level or 0

    def set_list_level(self, number: int | None) -> None:
        if self.state.sink != "styles":
            self.blocks.paragraph.list_level = min(number or 0, 8)

    def set_in_table(self, _: int | None) -> None:
        self.blocks.paragraph.in_table = True

    def set_font(self, number: int | None) -> None:
        self.state = replace(self.state, font=number or 0)

    def set_charset(self, number: int | None) -> None:
        encoding = encoding_of_charset(number or 0)
        if self.state.sink == "fonts" and encoding and number not in {0, 1}:
            self.fonts[self.state.font] = encoding

    def set_page(self, number: int | None) -> None:
        self.page = encoding_of_page(number or 1252)

    def set_mac(self, _: int | None) -> None:
        self.page = "mac_roman"

    def set_bold(self, number: int | None) -> None:
        self.state = replace(self.state, is_bold=number != 0)

    def set_hidden(self, number: int | None) -> None:
        self.state = replace(self.state, is_hidden=number != 0)

    def set_deleted(self, number: int | None) -> None:
        self.state = replace(self.state, is_deleted=number != 0)

    def set_endnote(self, _: int | None) -> None:
        self.blocks.is_endnote = True

    def set_fallback(self, number: int | None) -> None:
        self.state = replace(self.state, n_fallback=max(number or 0, 0))

    def put_unicode(self, number: int | None) -> None:
        """Put a character by its number; what stands in for it is passed over."""
        self.put(chr((number or 0) % 0x10000))
        self.to_skip = self.state.n_fallback

    def keep_date(self, number: int | None) -> None:
        if self.state.sink == "created" and number:
            self.words.setdefault("created", []).append(f"{number:02d}")

    def finish(self) -> Extraction:
        """End the document, whether its last group was closed or not."""
        self.flush()
        is_cut = bool(self.groups)
        while self.groups:
            self.end()
        return Extraction(
            media_type=RTF,
            drafts=self.blocks.finish(),
            title=self.hints.get("title") or None,
            author=self.hints.get("author") or None,
            date=self.hints.get("created") or None,
            problems=(
                *tell_omissions(
                    n_deleted=self.n_deleted,
                    n_comments=self.n_comments,
                    n_hidden=self.n_hidden,
                ),
                *((_CUT_SHORT,) if is_cut else ()),
            ),
        )


_CUT_SHORT = Problem(
    kind="cut short",
    message="The RTF is cut short: its last group does not end.",
)
_ENDERS: dict[str, Callable[[_Reader], None]] = {
    "title": lambda reader: reader.end_hint("title"),
    "author": lambda reader: reader.end_hint("author"),
    "created": _Reader.end_created,
    "marker": _Reader.end_marker,
    "address": _Reader.end_address,
    "link": _Reader.end_link,
    "note": _Reader.end_note,
    "box": _Reader.end_box,
}
_CONTROLS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_paragraph,
    "page": _Reader.end_paragraph,
    "cell": _Reader.end_cell,
    "nestcell": _Reader.end_cell,
    "row": _Reader.end_row,
    "nestrow": _Reader.end_row,
    "pard": _Reader.reset_paragraph,
    "plain": _Reader.reset_characters,
    "s": _Reader.set_style,
    "outlinelevel": _Reader.set_outline,
    "ls": _Reader.set_list,
    "ilvl": _Reader.set_list_level,
    "intbl": _Reader.set_in_table,
    "f": _Reader.set_font,
    "fcharset": _Reader.set_charset,
    "ansicpg": _Reader.set_page,
    "mac": _Reader.set_mac,
    "b": _Reader.set_bold,
    "v": _Reader.set_hidden,
    "ftnalt": _Reader.set_endnote,
    "deleted": _Reader.set_deleted,
    "uc": _Reader.set_fallback,
    "u": _Reader.put_unicode,
    "yr": _Reader.keep_date,
    "mo": _Reader.keep_date,
    "dy": _Reader.keep_date,
}
