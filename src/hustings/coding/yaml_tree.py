"""YAML as a tree that remembers its lines, so that a mistake can be pointed at.

Every scalar stays the text that stands in the file: ``000`` is ``"000"`` and
``no`` is ``"no"``. Aliases are refused: a small file could grow without bound.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeAlias

import yaml

from hustings.errors import CodebookFileError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Mark(Protocol):
    """Where something stands; PyYAML has two classes for it."""

    line: int


MOST_CHARACTERS = 8_000_000
DEEPEST = 16
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C is ten times faster


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One scalar as it stands in the file."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A YAML sequence."""

    file: str
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A YAML mapping, with the lines of its keys."""

    file: str
    line: int
    entries: Mapping[str, Node]
    lines: Mapping[str, int]

    def line_of(self, key: str) -> int:
        """Give the line of a key, or of the whole table where it has none."""
        return self.lines.get(key, self.line)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise on the first key that is not among `known`."""
        for key in self.entries:
            if key not in known:
                refuse(
                    self,
                    f"unknown key {key!r}.",
                    f"Known keys here: {', '.join(known)}.",
                    line=self.line_of(key),
                )

    def required_text(self, key: str) -> str:
        """Give the text under a key; raise where it is missing or empty."""
        text = self.optional_text(key)
        if not text:
            refuse(
                self,
                f"missing {key}.",
                f"Add a line `{key}: ...`.",
                line=self.line_of(key),
            )
        return text

    def optional_text(self, key: str) -> str:
        """Give the text under a key, or the empty text."""
        return as_text(self.entries[key], key) if key in self.entries else ""

    def series(self, key: str) -> tuple[Node, ...]:
        """Give the nodes of the list under a key, or none."""
        node = self.entries.get(key)
        if node is None or is_empty(node):
            return ()
        if not isinstance(node, Series):
            refuse(node, f"{key} is no list.", "Write one `- ...` line for each.")
        return node.items

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the texts of the list under a key, or none."""
        return tuple(as_text(node, key) for node in self.series(key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """Give the mappings of the list under a key, or none."""
        return tuple(as_table(node, key) for node in self.series(key))


Node: TypeAlias = Leaf | Series | Table


def tree_from_yaml(text: str, *, name: str) -> Table:
    """Parse YAML whose top level is a mapping.

    Parameters
    ----------
    text : str
        What the file holds.
    name : str
        What errors call the file.

    Raises
    ------
    CodebookFileError
        If it is not YAML, is empty, holds aliases, is nested more than
        `DEEPEST` deep or longer than `MOST_CHARACTERS`, or has a key twice.

    Examples
    --------
    >>> tree_from_yaml("uncoded: 000", name="my.yaml").required_text("uncoded")
    '000'
    """
    if len(text) > MOST_CHARACTERS:
        _refuse_file(name, 1, "the file is too large for a codebook.", "Shorten it.")
    events = _events(text, name)
    if not events:
        _refuse_file(name, 1, "the file is empty.", "Write a codebook into it.")
    root = _node(events, name)
    if events:
        line = _line_of(events[0].start_mark)
        _refuse_file(name, line, "a second YAML document begins.", "Keep only one.")
    return as_table(root, "the file")


def as_table(node: Node, what: str) -> Table:
    """Give the node if it is a mapping, else raise."""
    if not isinstance(node, Table):
        refuse(node, f"{what} is no mapping.", "Write `key: value` lines.")
    return node


def as_text(node: Node, what: str) -> str:
    """Give the text of a scalar, else raise."""
    if not isinstance(node, Leaf):
        refuse(node, f"{what} is not one text.", "Write one value, not a list.")
    return "" if is_empty(node) else node.text.strip()


def is_empty(node: Node) -> bool:
    """Tell whether nothing stands there."""
    return isinstance(node, Leaf) and node.text in {"", "~", "null"}


def refuse(
    node: Node, reason: str, advice: str, *, line: int | None = None
) -> NoReturn:
    """Raise the error that points at a node."""
    _refuse_file(node.file, node.line if line is None else line, reason, advice)


def _refuse_file(name: str, line: int, reason: str, advice: str) -> NoReturn:
    raise CodebookFileError(name=name, line=line, reason=reason, advice=advice)


def _events(text: str, name: str) -> deque[yaml.Event]:
    """Give the events of the nodes, without the frame of stream and document."""
    frame = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)
    events: list[yaml.Event] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += _deeper(event)
            if depth > DEEPEST:  # before more is read: the parser slows with every one
                line = _line_of(event.start_mark)
                _refuse_file(name, line, "nested too deeply.", "Flatten it.")
            if not isinstance(event, frame):
                events.append(event)
    except yaml.YAMLError as error:
        line = _line_of(getattr(error, "problem_mark", None))
        _refuse_file(name, line, _sentence(error), "Correct the YAML.")
    return deque(events[1:])


def _deeper(event: yaml.Event) -> int:
    """Say whether a collection begins (1) or ends (-1) here."""
    if isinstance(event, yaml.CollectionStartEvent):
        return 1
    return -1 if isinstance(event, yaml.CollectionEndEvent) else 0


def _line_of(mark: Mark | None) -> int:
    return 1 if mark is None else mark.line + 1


def _sentence(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or "it holds a character YAML forbids"
    return f"not YAML: {problem}."


def _node(events: deque[yaml.Event], name: str) -> Node:
    """Build the node that begins with the next event."""
    event = events.popleft()
    line = _line_of(event.start_mark)
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(file=name, line=line, text=event.value)
    if isinstance(event, yaml.AliasEvent):
        _refuse_file(name, line, "aliases (*) are not allowed.", "Write it out.")
    if isinstance(event, yaml.SequenceStartEvent):
        return Series(file=name, line=line, items=_items(events, name))
    return _table(events, name, line)


def _items(events: deque[yaml.Event], name: str) -> tuple[Node, ...]:
    items = []
    while not isinstance(events[0], yaml.SequenceEndEvent):
        items.append(_node(events, name))
    events.popleft()
    return tuple(items)


def _table(events: deque[yaml.Event], name: str, line: int) -> Table:
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    while not isinstance(events[0], yaml.MappingEndEvent):
        node = _node(events, name)
        key = as_text(node, "a key")
        if key in entries:
            first = f"(first on line {lines[key]})"
            refuse(node, f"key {key!r} stands twice {first}.", "Remove one of them.")
        lines[key] = node.line
        entries[key] = _node(events, name)
    events.popleft()
    return Table(file=name, line=line, entries=entries, lines=lines)
