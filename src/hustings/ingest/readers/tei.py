"""TEI XML: divisions, heads, paragraphs, speeches, lists, tables and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.drafts import Draft, Extraction, Piece
from hustings.ingest.markup.passages import BOLD_LEVEL, Passage
from hustings.ingest.markup.rows import draft_rows, is_frame
from hustings.ingest.markup.xmltree import local_name, parse_xml, words_of
from hustings.ingest.media import TEI
from hustings.ingest.readers.tei_elements import (
    FRAMES,
    LINES,
    OTHER_READINGS,
    SKIPPED,
)
from hustings.ingest.readers.tei_header import (
    XML,
    find_date,
    find_hint,
    find_language,
)
from hustings.ingest.readers.tei_lists import LONGEST_LABEL, TeiList, stated_number
from hustings.ingest.readers.tei_speakers import (
    QUOTES,
    find_speaker,
    is_all_spoken,
    name_speakers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from hustings.model.document import BlockKind

_BOLD = re.compile(r"\bbold\b|^b$")


def read_tei(content: bytes, *, name: str) -> Extraction:
    """Read a TEI document as it was printed: originals, not their corrections.

    Raises
    ------
    UnreadableFileError
        If the XML is damaged, a bomb, or has no text.
    """
    root = parse_xml(content, name=name, what="TEI file")
    texts = [one for one in root.iter("{*}text") if not _is_inner(one)]
    if not texts:
        raise UnreadableFileError(
            name=name,
            reason="The TEI file has no element 'text'.",
            advice="Give the file with the transcription.",
        )
    reader = _Reader(known_notes=dict(_note_ids(root)), names=name_speakers(root))
    for text in texts:
        reader.read(text)
    reader.end()
    header = next(root.iter("{*}teiHeader"), None)
    return Extraction(
        media_type=TEI,
        drafts=tuple(reader.drafts),
        title=find_hint(header, "title"),
        author=find_hint(header, "author"),
        date=find_date(header),
        language=find_language(root, header),
    )


def _note_ids(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the id and the mark of each note that stands apart from its reference."""
    for note in root.iter("{*}note"):
        note_id, mark = note.get(XML + "id"), (note.get("n") or "").strip()
        if note_id and mark:
            yield note_id, mark


def _is_inner(text: etree._Element) -> bool:
    """Tell the texts of a `group`, which are read with the text around them."""
    return any(local_name(parent) == "text" for parent in text.iterancestors())


@dataclass(slots=True, kw_only=True)
class _Reader:
    """A walk over the text of one document.

    Attributes
    ----------
    voices : list of str or None
        Who speaks in the quotations and speeches that are open: "" if nothing says,
        None where the text itself speaks again, as in a stage direction.
    has_title : bool
        Whether a heading stands above all divisions.
    """

    drafts: list[Draft] = field(default_factory=list)
    passage: Passage = field(default_factory=Passage)
    kinds: list[BlockKind] = field(default_factory=list)
    divisions: int = 0
    contents: int = 0
    voices: list[str | None] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    has_title: bool = False
    lists: list[TeiList] = field(default_factory=list)
    label: str | None = None
    is_item: bool = False
    bold: int = 0
    in_cell: bool = False
    n_notes: int = 0
    notes: list[tuple[etree._Element, str]] = field(default_factory=list)
    known_notes: dict[str, str] = field(default_factory=dict)

    def read(self, element: etree._Element) -> None:
        """Read the children of an element in order."""
        self.passage.add(element.text or "", is_bold=self.bold > 0)
        for child in element:
            name = local_name(child)
            if name and name not in SKIPPED:
                handler = _HANDLERS.get(name)
                if handler:
                    handler(self, child)
                elif name in LINES:
                    self.read_line(child, LINES[name])
                else:
                    self.read(child)
            self.passage.add(child.tail or "", is_bold=self.bold > 0)

    def end(self) -> None:
        """End the block at hand; within the cell of a table, only its line."""
        if self.in_cell:
            self.passage.add(" ", is_bold=True)
            return
        kind, level, marker = self.kind()
        draft = self.passage.draft(kind, level=level, marker=marker)
        if draft:
            speaker = self.voice() if kind == "quotation" else None
            self.drafts.append(replace(draft, speaker=speaker or None))
            self.is_item, self.label = False, None
        self.passage = Passage()
        self.read_notes()

    def kind(self) -> tuple[BlockKind, int | None, str | None]:
        """Tell the kind of the words gathered by the elements they stand in."""
        innermost = self.kinds[-1] if self.kinds else "paragraph"
        if self.contents:
            return "contents", None, None
        if innermost == "heading":
            return "heading", self.heading_level(), None
        if self.is_item and self.lists:
            return "item", len(self.lists), self.label
        if innermost == "paragraph" and self.voice() is not None:
            return "quotation", None, None
        if innermost == "paragraph" and self.passage.is_bold_line():
            return "heading", BOLD_LEVEL, None
        return innermost, None, None

    def voice(self) -> str | None:
        """Tell who speaks; None where it is the text itself."""
        return self.voices[-1] if self.voices else None

    def heading_level(self) -> int:
        """Count divisions; what heads a list or names a speaker stands below them."""
        is_inner = bool(self.lists) or self.voice() is not None
        return min(max(self.divisions + self.has_title + is_inner, 1), 6)

    def read_line(self, element: etree._Element, kind: BlockKind) -> None:
        self.end()
        if kind == "paragraph" and is_all_spoken(element):
            self.read(element)
            return
        self.kinds.append(kind)
        self.read(element)
        self.end()
        self.kinds.pop()

    def read_head(self, element: etree._Element) -> None:
        """Read a heading; one above all divisions stands above theirs."""
        self.read_line(element, "heading")
        is_title = not self.divisions and not self.lists and not self.voices
        self.has_title = self.has_title or is_title

    def read_division(self, element: etree._Element) -> None:
        self.end()
        is_contents = element.get("type") in {"contents", "toc"}
        self.divisions += 1
        self.contents += is_contents
        self.read(element)
        self.end()
        self.contents -= is_contents
        self.divisions -= 1

    def read_block(self, element: etree._Element) -> None:
        """Read an element that only holds others."""
        self.end()
        self.read(element)
        self.end()

    def read_quote(self, element: etree._Element) -> None:
        """Read a quotation: a block between paragraphs, words within one."""
        if self.kinds or self.lists:
            self.read(element)
            return
        self.read_voice(
            element, find_speaker(element, self.names) or self.voice() or ""
        )

    def read_speech(self, element: etree._Element) -> None:
        """Read what one person says."""
        self.read_voice(element, find_speaker(element, self.names))

    def read_aside(self, element: etree._Element) -> None:
        """Read words within a speech that are not spoken."""
        self.read_voice(element, None)

    def read_voice(self, element: etree._Element, speaker: str | None) -> None:
        self.end()
        self.voices.append(speaker)
        self.read(element)
        self.end()
        self.voices.pop()

    def read_source(self, element: etree._Element) -> None:
        """Read where a quotation is from as its last line."""
        words = words_of(element)
        if self.kinds or self.voice() is None or not words or not self.drafts:
            self.read(element)
            return
        self.end()
        last = self.drafts[-1]
        self.drafts[-1] = replace(last, pieces=(*last.pieces, Piece(f"\n{words}")))

    def read_list(self, element: etree._Element) -> None:
        self.end()
        self.lists.append(
            TeiList(sort=element.get("type") or element.get("rend") or "")
        )
        self.read(element)
        self.end()
        self.lists.pop()

    def read_item(self, element: etree._Element) -> None:
        self.end()
        if not self.label:
            counted = self.lists[-1].next_marker() if self.lists else None
            self.label = stated_number(element.get("n")) or counted
        self.is_item = True
        self.read(element)
        self.end()
        self.is_item, self.label = False, None

    def read_label(self, element: etree._Element) -> None:
        """Keep the printed number of an item; a longer label is a block."""
        words = words_of(element)
        is_short = words is not None and len(words) <= LONGEST_LABEL
        if self.lists and is_short and not self.passage.length:
            self.end()
            self.label = words
        elif self.kinds or self.is_item:
            self.read(element)
        else:
            self.read_line(element, "paragraph")

    def read_table(self, element: etree._Element) -> None:
        """Read a table as one block; one that only frames its text as that text."""
        self.end()
        rows = [list(row.iterchildren("{*}cell")) for row in element.iter("{*}row")]
        plain = [[words_of(cell) or "" for cell in row] for row in rows]
        holds_blocks = any(
            next(cell.iter("{*}list", "{*}table", "{*}head"), None) is not None
            for row in rows
            for cell in row
        )
        if not rows or holds_blocks or is_frame(plain):
            self.read(element)
            self.end()
            return
        for head in element.iterchildren("{*}head"):
            self.read_line(head, "paragraph")
        self.drafts += draft_rows(
            [[self.read_cell(one) for one in row] for row in rows]
        )
        self.read_notes()

    def read_cell(self, cell: etree._Element) -> Draft | None:
        """Give the words of a cell."""
        self.passage = Passage()
        self.in_cell = True
        self.read(cell)
        self.in_cell = False
        draft, self.passage = self.passage.draft("table"), Passage()
        return draft

    def keep_note(self, element: etree._Element) -> None:
        """Keep a note until its block ends; one that stands alone is a block."""
        mark = self.mark_of(element)
        self.notes.append((element, mark))
        if self.passage.length or self.in_cell:
            self.passage.refer(mark)
        elif element.getparent() is not None and not self.kinds:
            self.end()
        else:
            self.passage.refer(mark)

    def mark_of(self, element: etree._Element) -> str:
        """Give the printed mark of a note, or count one on."""
        self.n_notes += 1
        return (element.get("n") or "").strip() or str(self.n_notes)

    def read_notes(self) -> None:
        """Read the notes that hang on what was read last."""
        notes, self.notes = self.notes, []
        for element, mark in notes:
            words = words_of(element)
            if words:
                note = Draft(kind="footnote", pieces=(Piece(words),), marker=mark)
                self.drafts.append(note)

    def refer_to(self, element: etree._Element) -> None:
        """Take a mark that leads to a note, which is not one of the words."""
        target = (element.get("target") or "").removeprefix("#")
        is_mark = element.get("type") in {"noteAnchor", "note", "footnote", "endnote"}
        mark = self.known_notes.get(target)
        if mark or is_mark:
            self.passage.refer(mark or words_of(element))
            return
        self.read_link(element)

    def read_choice(self, element: etree._Element) -> None:
        """Read the printed words, not what an editor put in their place."""
        children = [one for one in element if local_name(one)]
        printed = [one for one in children if local_name(one) not in OTHER_READINGS]
        for child in (printed or children)[:1]:
            self.read(child)

    def read_link(self, element: etree._Element) -> None:
        self.passage.open_link(element.get("target") or "")
        self.read(element)
        self.passage.close_link()

    def read_emphasis(self, element: etree._Element) -> None:
        is_bold = bool(_BOLD.search(element.get("rend") or ""))
        self.bold += is_bold
        self.read(element)
        self.bold -= is_bold

    def read_break(self, element: etree._Element) -> None:
        if element.get("break") != "no":
            self.passage.add(" ", is_bold=True)


_HANDLERS: dict[str, Callable[[_Reader, etree._Element], None]] = {
    **{f"div{i}": _Reader.read_division for i in ("", *range(1, 8))},
    **dict.fromkeys(FRAMES, _Reader.read_block),
    **dict.fromkeys(QUOTES, _Reader.read_quote),
    **dict.fromkeys(("sp", "u"), _Reader.read_speech),
    **dict.fromkeys(("head", "titlePart", "speaker"), _Reader.read_head),
    "stage": _Reader.read_aside,
    "bibl": _Reader.read_source,
    "list": _Reader.read_list,
    "item": _Reader.read_item,
    "label": _Reader.read_label,
    "table": _Reader.read_table,
    "row": _Reader.read_block,
    "cell": _Reader.read_block,
    "note": _Reader.keep_note,
    "choice": _Reader.read_choice,
    "ref": _Reader.refer_to,
    "ptr": _Reader.read_link,
    "hi": _Reader.read_emphasis,
    "lb": _Reader.read_break,
    "pb": _Reader.read_break,
    "cb": _Reader.read_break,
}
