"""What a booklet for coders holds: a codebook, laid out to be read and looked up in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.coding.free_numbers import asked_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.model.codebook import Code, Codebook, ScaleDefinition, Variable

MOST_KEYS = 9
"""Codes that get a digit each as their key; the code for none of these gets 0."""

LEVELS = {
    "nominal": "names without an order",
    "ordinal": "numbers in an order",
    "interval": "numbers with equal steps",
    "ratio": "numbers with a true zero",
}
"""Each level of measurement in words."""

_RTL = frozenset({"R", "AL"})
_STRONG = frozenset({"L", *_RTL})


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletCode:
    """One code as a coder meets it.

    Attributes
    ----------
    key : str
        The key that gives it; see `assign_keys`.
    """

    code: str
    title: str
    key: str
    instruction: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletSection:
    """The codes of one domain; without a name where a codebook has no domains."""

    domain: str
    title: str
    codes: tuple[BookletCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletVariable:
    """One variable: when it is coded, and its codes by domain.

    Attributes
    ----------
    number : str
        Which numbers it takes, where it has no codes; empty otherwise.
    """

    name: str
    title: str
    level: str
    instruction: str
    condition: str
    sections: tuple[BookletSection, ...]
    has_keys: bool
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One line of the index."""

    title: str
    code: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletScale:
    """What a scale makes of the codes."""

    name: str
    title: str
    words: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    low_pole: str
    high_pole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """A codebook laid out for coders."""

    name: str
    title: str
    version: str
    source: str
    instruction: str
    rules: tuple[str, ...]
    variables: tuple[BookletVariable, ...]
    scales: tuple[BookletScale, ...]
    index: tuple[IndexEntry, ...]


def make_booklet(codebook: Codebook) -> Booklet:
    """Lay a codebook out.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Codebook, Variable
    >>> topic = Variable(
    ...     name="topic",
    ...     title="Topic",
    ...     level="nominal",
    ...     uncoded="000",
    ...     codes=(Code(code="000", title="None"), Code(code="b", title="Boats")),
    ... )
    >>> booklet = make_booklet(
    ...     Codebook(name="town", title="Town", version="1", variables=(topic,))
    ... )
    >>> [(entry.title, entry.code) for entry in booklet.index]
    [('Boats', 'b'), ('None', '000')]
    >>> [code.key for code in booklet.variables[0].sections[0].codes]
    ['0', '1']
    """
    return Booklet(
        name=codebook.name,
        title=codebook.title,
        version=codebook.version,
        source=_plain(codebook.source),
        instruction=_plain(codebook.instruction),
        rules=tuple(_rules(codebook)),
        variables=tuple(_variable(one, codebook) for one in codebook.variables),
        scales=tuple(_scale(one) for one in codebook.scales),
        index=tuple(_index(codebook)),
    )


def assign_keys(variable: Variable) -> dict[str, str]:
    """Return the key of each code: digits for few codes, else the code itself.

    Up to nine codes have the digits 1 to 9 in their order, and the code for none of
    these has 0. Codes are typed as they are where there are more, where one of them is
    a digit (no key may stand for another code's name), and where all are single
    letters.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Variable
    >>> codes = tuple(Code(code=code, title=code) for code in ("for", "against"))
    >>> assign_keys(
    ...     Variable(name="stance", title="Stance", level="nominal", codes=codes)
    ... )
    {'for': '1', 'against': '2'}
    """
    codes = [code.code for code in variable.codes]
    fitting = [code for code in codes if code != variable.uncoded]
    are_letters = all(len(code) == 1 for code in codes)
    has_digit = any(len(code) == 1 and code.isdecimal() for code in codes)
    if len(fitting) > MOST_KEYS or are_letters or has_digit:
        return {code: code for code in codes}
    digits = {code: str(i) for i, code in enumerate(fitting, 1)}
    return {code: digits.get(code, "0") for code in codes}


def direction_of(text: str) -> str:
    """Return ``"rtl"`` or ``"ltr"``: the direction of a text's first letter.

    Examples
    --------
    >>> direction_of("2. نريد"), direction_of("Quay")
    ('rtl', 'ltr')
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in _STRONG), "L")
    return "rtl" if first in _RTL else "ltr"


def _rules(codebook: Codebook) -> Iterator[str]:
    """Yield what holds for all coding, in the order in which it is needed."""
    yield (
        "Read what stands around the unit, then code the unit alone: what it says, "
        "not what its neighbours say."
    )
    yield (
        "Code the words, not what you know of who wrote them. The same words get the "
        "same code, whoever says them."
    )
    yield from (_condition_rule(one) for one in codebook.variables if one.condition)
    yield _one_value_rule(codebook)
    yield (
        "Where two codes seem to fit, read both instructions again and take the one "
        "that says more of the unit; write the other into the note."
    )
    yield from (
        _uncoded_rule(one, codebook) for one in codebook.variables if one.uncoded
    )
    yield (
        "Where you remain unsure, code all the same, and say that you are unsure. "
        "Doubts written down are what improves a codebook."
    )
    yield (
        "Do not look at the codings of others, and do not talk about units that you "
        "both code, until both of you are done."
    )
    yield (
        "You may change your mind: your latest word counts, and the earlier ones are "
        "kept."
    )


def _one_value_rule(codebook: Codebook) -> str:
    has_numbers = any(one.number is not None for one in codebook.variables)
    value = "code or number" if has_numbers else "code"
    return f"Give each unit one {value} of each variable. Headings are not coded."


def _condition_rule(variable: Variable) -> str:
    condition = variable.condition
    assert condition is not None  # noqa: S101  # asked before
    return (
        f"Code “{variable.title}” only in units whose {condition.variable} is "
        f"{condition.code}."
    )


def _uncoded_rule(variable: Variable, codebook: Codebook) -> str:
    title = next(one.title for one in variable.codes if one.code == variable.uncoded)
    of = f" for “{variable.title}”" if len(codebook.variables) > 1 else ""
    return f"Where no code fits{of}, give {variable.uncoded}: {title}."


def _variable(variable: Variable, codebook: Codebook) -> BookletVariable:
    keys = assign_keys(variable)
    condition = variable.condition
    return BookletVariable(
        name=variable.name,
        title=variable.title,
        level=LEVELS[variable.level],
        instruction=_plain(variable.instruction),
        condition=""
        if condition is None
        else f"{condition.variable} = {condition.code}",
        sections=tuple(_sections(variable, codebook, keys)),
        has_keys=any(key != code for code, key in keys.items()),
        number="" if variable.number is None else asked_in_words(variable.number),
    )


def _sections(
    variable: Variable, codebook: Codebook, keys: Mapping[str, str]
) -> Iterator[BookletSection]:
    """Yield codes by domain, in the order of the domains; those without one first."""
    domains = [("", ""), *((one.domain, one.title) for one in codebook.domains)]
    for domain, title in domains:
        codes = [code for code in variable.codes if (code.domain or "") == domain]
        if codes:
            yield BookletSection(
                domain=domain,
                title=title,
                codes=tuple(_code(code, keys[code.code]) for code in codes),
            )


def _code(code: Code, key: str) -> BookletCode:
    return BookletCode(
        code=code.code,
        title=_plain(code.title),
        key=key,
        instruction=_plain(code.instruction),
        examples=tuple(_plain(example) for example in code.examples),
    )


def _scale(scale: ScaleDefinition) -> BookletScale:
    words = {
        "difference": "100 × (right − left) / all units",
        "logit": "log of (right + ½) / (left + ½)",
        "mean": "mean of the values, read as numbers",
    }
    return BookletScale(
        name=scale.name,
        title=scale.title,
        words=words[scale.formula],
        left=scale.left,
        right=scale.right,
        low_pole=scale.low_pole,
        high_pole=scale.high_pole,
    )


def _index(codebook: Codebook) -> Sequence[IndexEntry]:
    """List all codes by their titles."""
    several = len(codebook.variables) > 1
    entries = [
        IndexEntry(
            title=_plain(code.title),
            code=code.code,
            variable=variable.name if several else "",
        )
        for variable in codebook.variables
        for code in variable.codes
    ]
    return sorted(
        entries, key=lambda one: (_sorting(one.title), one.variable, one.code)
    )


def _sorting(title: str) -> str:
    """Sort without marks on letters, as people look things up."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))


def _plain(text: str) -> str:
    return " ".join(text.split())
