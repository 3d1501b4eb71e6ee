"""The words of a Word paragraph: runs, fields, links, symbols and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from hustings.ingest.characters.symbols import read_symbol
from hustings.ingest.markup.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Callable

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACES = frozenset(qn(tag) for tag in ("w:tab", "w:br", "w:cr", "w:ptab"))
_SKIPPED = frozenset(
    qn(tag) for tag in ("w:pPr", "w:rPr", "w:delText", "w:rt", "w:sdtPr", "w:fldData")
) | {f"{_MC}Fallback"}
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]+)"')
_FALSE = frozenset({"0", "false", "off", "none"})


def is_on(properties: Any, name: str) -> bool | None:  # noqa: ANN401 - an lxml element or None
    """Say whether a property is set; None where it is not stated."""
    found = None if properties is None else properties.find(qn(name))
    return None if found is None else found.get(qn("w:val")) not in _FALSE


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was met and is told, or read later."""

    n_deleted: int = 0
    n_inserted: int = 0
    n_comments: int = 0
    n_hidden: int = 0


@dataclass(slots=True, kw_only=True)
class _Field:
    """An open field: its instruction, and whether its result has begun."""

    instruction: str = ""
    has_result: bool = False
    is_link: bool = False


@dataclass(slots=True, kw_only=True)
class DocxText:
    """A walk over the runs of paragraphs; fields may run over several of them.

    Attributes
    ----------
    numbered : dict
        For ``footnote`` and ``endnote``: the ids of notes as they were met.
    boxes : list
        Text boxes met in the paragraph at hand.
    bold_styles, hidden_styles : frozenset of str
        Character styles by their effect.
    """

    part: Any
    bold_styles: frozenset[str] = frozenset()
    hidden_styles: frozenset[str] = frozenset()
    print_mark: Callable[[str, int], str]
    counts: Counts = field(default_factory=Counts)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    numbered: dict[str, int] = field(default_factory=dict)
    boxes: list[Any] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    is_bold: bool = False
    awaits_mark: bool = False
    passage: Passage = field(default_factory=Passage)

    def read(self, element: Any, *, is_bold: bool = False) -> Passage:  # noqa: ANN401 - an lxml element
        """Gather the words of one paragraph."""
        self.passage = Passage()
        self.is_bold = is_bold
        self.take(element)
        return self.passage

    def in_contents(self) -> bool:
        """Say whether a field that makes a table of contents is open."""
        return any(one.instruction.strip().startswith("TOC") for one in self.fields)

    def take(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take the children of an element in order."""
        for child in element:
            handler = _HANDLERS.get(child.tag)
            if handler:
                handler(self, child)
            elif child.tag in _SPACES:
                self.put(" ")
            elif child.tag not in _SKIPPED:
                self.take(child)

    def put(self, words: str) -> None:
        """Add words, unless they are the instruction of a field."""
        if not self.fields or all(one.has_result for one in self.fields):
            self.passage.add(words, is_bold=self.is_bold or not words.strip())

    def take_run(self, run: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take the words of a run, if they show."""
        properties = run.find(qn("w:rPr"))
        if self.is_hidden(properties):
            self.counts.n_hidden += run.find(qn("w:t")) is not None
            self.take_field_signs(run)
            return
        if self.awaits_mark:
            self.take_own_mark(run)
            return
        before = self.is_bold
        bold = is_on(properties, "w:b")
        style = _style_of(properties)
        self.is_bold = before or style in self.bold_styles if bold is None else bold
        self.take(run)
        self.is_bold = before

    def is_hidden(self, properties: Any) -> bool:  # noqa: ANN401 - an lxml element or None
        """Say whether a run is hidden."""
        stated = is_on(properties, "w:vanish")
        return _style_of(properties) in self.hidden_styles if stated is None else stated

    def take_field_signs(self, run: Any) -> None:  # noqa: ANN401 - an lxml element
        """Keep count of fields also where a run is hidden."""
        for child in run:
            if child.tag in {qn("w:fldChar"), qn("w:instrText")}:
                _HANDLERS[child.tag](self, child)

    def take_own_mark(self, run: Any) -> None:  # noqa: ANN401 - an lxml element
        """Read the mark that the writer chose for a note, such as an asterisk."""
        self.awaits_mark = False
        printed = "".join(text.text or "" for text in run.iter(qn("w:t"))).strip()
        if printed and self.notes:
            sort, note_id, _ = self.notes[-1]
            self.notes[-1] = (sort, note_id, printed)
            self.passage.notes[-1] = printed

    def take_words(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take words."""
        self.put(element.text or "")

    def take_hyphen(self, _: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take a hyphen that does not break."""
        self.put("-")

    def take_symbol(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take a sign of a symbol font."""
        code = element.get(qn("w:char")) or ""
        font = element.get(qn("w:font")) or ""
        self.put(read_symbol(int(code, 16), font) if code else "")

    def take_deletion(self, _: Any) -> None:  # noqa: ANN401 - an lxml element
        """Count what was deleted."""
        self.counts.n_deleted += 1

    def take_insertion(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Count and take what was inserted."""
        self.counts.n_inserted += 1
        self.take(element)

    def take_box(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Keep a text box until its paragraph ends."""
        self.boxes.append(element)

    def take_comment(self, _: Any) -> None:  # noqa: ANN401 - an lxml element
        """Count a comment."""
        self.counts.n_comments += 1

    def take_control(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Read a content control, unless it only asks for words."""
        if element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is None:
            self.take(element)

    def take_note(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take note of a footnote or endnote; its mark is not one of the words."""
        sort = "footnote" if element.tag == qn("w:footnoteReference") else "endnote"
        note_id = element.get(qn("w:id")) or ""
        self.awaits_mark = is_on_attribute(element.get(qn("w:customMarkFollows")))
        self.numbered[sort] = self.numbered.get(sort, 0) + (not self.awaits_mark)
        mark = self.print_mark(sort, self.numbered[sort])
        self.notes.append((sort, note_id, mark))
        self.passage.refer(mark)

    def take_link(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Take the words of a link."""
        relation = self.part.rels.get(element.get(qn("r:id")))
        is_outside = relation is not None and relation.is_external
        self.passage.open_link(relation.target_ref if is_outside else "")
        self.take(element)
        self.passage.close_link()

    def take_field_sign(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Follow a field from its beginning over its result to its end."""
        sign = element.get(qn("w:fldCharType"))
        if sign == "begin":
            self.fields.append(_Field())
        elif sign == "separate" and self.fields:
            self.begin_result(self.fields[-1])
        elif sign == "end" and self.fields and self.fields.pop().is_link:
            self.passage.close_link()

    def begin_result(self, opened: _Field) -> None:
        """Begin the words that a field shows."""
        opened.has_result = True
        address = _ADDRESS.search(opened.instruction)
        opened.is_link = address is not None and "\\l" not in opened.instruction
        if address and opened.is_link:
            self.passage.open_link(address[1])

    def take_instruction(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Keep what an open field is for."""
        if self.fields and not self.fields[-1].has_result:
            self.fields[-1].instruction += element.text or ""


def _style_of(properties: Any) -> str:  # noqa: ANN401 - an lxml element or None
    found = None if properties is None else properties.find(qn("w:rStyle"))
    return "" if found is None else found.get(qn("w:val")) or ""


def is_on_attribute(value: str | None) -> bool:
    """Say whether an attribute that may be absent is set."""
    return value is not None and value not in _FALSE


_HANDLERS: dict[str, Callable[[DocxText, Any], None]] = {
    qn("w:r"): DocxText.take_run,
    qn("w:t"): DocxText.take_words,
    f"{_M}t": DocxText.take_words,
    qn("w:noBreakHyphen"): DocxText.take_hyphen,
    qn("w:sym"): DocxText.take_symbol,
    qn("w:del"): DocxText.take_deletion,
    qn("w:moveFrom"): DocxText.take_deletion,
    qn("w:ins"): DocxText.take_insertion,
    qn("w:moveTo"): DocxText.take_insertion,
    qn("w:txbxContent"): DocxText.take_box,
    qn("w:commentReference"): DocxText.take_comment,
    qn("w:sdt"): DocxText.take_control,
    qn("w:footnoteReference"): DocxText.take_note,
    qn("w:endnoteReference"): DocxText.take_note,
    qn("w:hyperlink"): DocxText.take_link,
    qn("w:fldChar"): DocxText.take_field_sign,
    qn("w:instrText"): DocxText.take_instruction,
}
