"""The difference of two codebooks, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.coding.free_numbers import asked_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hustings.model.codebook import (
        Code,
        Codebook,
        Condition,
        ScaleDefinition,
        Variable,
    )

Thing: TypeAlias = Literal["codebook", "domain", "variable", "code", "scale"]

_LONGEST = 60
_NOUNS = {
    "renamed": "another title",
    "reworded": "another instruction",
    "examples": "other examples",
    "uncoded": "another code for none of these",
    "left": "another left side",
    "right": "another right side",
    "poles": "other poles",
    "number": "other numbers",
    "order": "its codes in another order",
}
_UNSHOWN = frozenset({"reworded", "examples", "order"})
"""What is too long to be shown before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookChange:
    """One thing that differs between two codebooks.

    Attributes
    ----------
    what : {"codebook", "domain", "variable", "code", "scale"}
        What differs.
    change : str
        ``added``, ``removed``, ``renamed`` (its title), ``reworded`` (its
        instruction), or what else of it changed: ``examples``, ``domain``, ``level``,
        ``condition``, ``uncoded``, ``number``, ``order``, ``source``, ``formula``,
        ``left``, ``right``, ``poles``.
    variable : str
        Of a code; empty otherwise.
    name : str
        The code, or the name of what differs.
    before, after : str
        What it was and is; empty where there is none.
    """

    what: Thing
    change: str
    variable: str
    name: str
    before: str
    after: str

    def in_words(self) -> str:
        """Say it in a sentence."""
        subject = _subject(self)
        if self.change in {"added", "removed"}:
            verb = "is new" if self.change == "added" else "is gone"
            return f"{subject} ({self.before or self.after}) {verb}."
        noun = _NOUNS.get(self.change, f"another {self.change}")
        if self.change in _UNSHOWN:
            return f"{subject} has {noun}."
        before, after = _say(self.before), _say(self.after)
        return f"{subject} has {noun}: {before}, now {after}."


def find_changes(old: Codebook, new: Codebook) -> tuple[CodebookChange, ...]:
    """Compare two codebooks: domains, variables, codes and scales, in their order.

    White space makes no difference in titles and instructions.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Codebook, Variable
    >>> def town(*codes):
    ...     topic = Variable(
    ...         name="topic", title="Topic", level="nominal", codes=tuple(codes)
    ...     )
    ...     return Codebook(name="town", title="Town", version="1", variables=(topic,))
    >>> boats, roads = Code(code="1", title="Boats"), Code(code="2", title="Roads")
    >>> for change in find_changes(town(boats), town(boats, roads)):
    ...     print(change.in_words())
    Code 2 of topic (Roads) is new.
    """
    return (
        *_compare_codebooks(old, new),
        *_compare_domains(old, new),
        *_compare_variables(old, new),
        *_compare_scales(old, new),
    )


def _compare_codebooks(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    parts = (
        ("renamed", old.title, new.title),
        ("reworded", old.instruction, new.instruction),
        ("source", old.source, new.source),
    )
    yield from _changed("codebook", new.name, parts)


def _compare_domains(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    before = {one.domain: one.title for one in old.domains}
    after = {one.domain: one.title for one in new.domains}
    yield from _come_and_gone("domain", before, after)
    for name, title in after.items():
        if name in before:
            yield from _changed("domain", name, (("renamed", before[name], title),))


def _compare_variables(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    before = {one.name: one for one in old.variables}
    after = {one.name: one for one in new.variables}
    yield from _come_and_gone("variable", _titles(before), _titles(after))
    for name, variable in after.items():
        if name in before:
            yield from _compare_variable(before[name], variable)


def _compare_variable(old: Variable, new: Variable) -> Iterator[CodebookChange]:
    parts = (
        ("renamed", old.title, new.title),
        ("reworded", old.instruction, new.instruction),
        ("level", old.level, new.level),
        ("condition", _condition(old.condition), _condition(new.condition)),
        ("uncoded", old.uncoded or "", new.uncoded or ""),
        ("number", _number(old), _number(new)),
    )
    yield from _changed("variable", new.name, parts)
    yield from _compare_codes(old, new)


def _compare_codes(old: Variable, new: Variable) -> Iterator[CodebookChange]:
    before = {one.code: one for one in old.codes}
    after = {one.code: one for one in new.codes}
    yield from _come_and_gone("code", _titles(before), _titles(after), new.name)
    for name, code in after.items():
        if name in before:
            parts = _code_parts(before[name], code)
            yield from _changed("code", name, parts, variable=new.name)
    kept = [[c for c in side if c in before and c in after] for side in (before, after)]
    if kept[0] != kept[1]:
        first, second = (", ".join(side) for side in kept)
        yield from _changed("variable", new.name, (("order", first, second),))


def _code_parts(old: Code, new: Code) -> Sequence[tuple[str, str, str]]:
    return (
        ("renamed", old.title, new.title),
        ("reworded", old.instruction, new.instruction),
        ("domain", old.domain or "", new.domain or ""),
        ("examples", " / ".join(old.examples), " / ".join(new.examples)),
    )


def _compare_scales(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    before = {one.name: one for one in old.scales}
    after = {one.name: one for one in new.scales}
    yield from _come_and_gone("scale", _titles(before), _titles(after))
    for name, scale in after.items():
        if name in before:
            yield from _changed("scale", name, _scale_parts(before[name], scale))


def _scale_parts(
    old: ScaleDefinition, new: ScaleDefinition
) -> Sequence[tuple[str, str, str]]:
    sayings: tuple[tuple[str, Callable[[ScaleDefinition], str]], ...] = (
        ("renamed", lambda scale: scale.title),
        ("variable", lambda scale: scale.variable),
        ("formula", lambda scale: scale.formula),
        ("left", lambda scale: ", ".join(sorted(scale.left))),
        ("right", lambda scale: ", ".join(sorted(scale.right))),
        ("poles", lambda scale: f"{scale.low_pole} to {scale.high_pole}"),
    )
    return tuple((change, say(old), say(new)) for change, say in sayings)


def _titles(named: Mapping[str, Variable | Code | ScaleDefinition]) -> dict[str, str]:
    return {name: one.title for name, one in named.items()}


def _come_and_gone(
    what: Thing,
    before: Mapping[str, str],
    after: Mapping[str, str],
    variable: str = "",
) -> Iterator[CodebookChange]:
    """Yield what only one side has, by name and title; what is gone first."""
    for change, names in (
        ("removed", [name for name in before if name not in after]),
        ("added", [name for name in after if name not in before]),
    ):
        for name in names:
            yield CodebookChange(
                what=what,
                change=change,
                variable=variable,
                name=name,
                before=before.get(name, ""),
                after=after.get(name, ""),
            )


def _changed(
    what: Thing,
    name: str,
    parts: Sequence[tuple[str, str, str]],
    variable: str = "",
) -> Iterator[CodebookChange]:
    """Yield the parts that are not the same on both sides."""
    for change, old, new in parts:
        before, after = (" ".join(text.split()) for text in (old, new))
        if before != after:
            yield CodebookChange(
                what=what,
                change=change,
                variable=variable,
                name=name,
                before=before,
                after=after,
            )


def _number(variable: Variable) -> str:
    """Say which numbers a variable takes that has no codes."""
    return "" if variable.number is None else asked_in_words(variable.number)


def _condition(condition: Condition | None) -> str:
    return "" if condition is None else f"{condition.variable} = {condition.code}"


def _subject(change: CodebookChange) -> str:
    if change.what == "codebook":
        return "The codebook"
    of = f" of {change.variable}" if change.variable else ""
    return f"{change.what.capitalize()} {change.name}{of}"


def _say(text: str) -> str:
    """Quote a text, shortened where it is long."""
    if not text:
        return "nothing"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
