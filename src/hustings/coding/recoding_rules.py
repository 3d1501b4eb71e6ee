"""Recoding rules from a codebook's YAML: ``recodes``, checked line by line.

A rule names the code as it was (`from`) or a pattern of codes, and the code it becomes
(`to`). Several codes under one `from` become one. A code that was split has `into` in
place of `to`: a person chooses. In a pattern, ``N`` is a digit that is kept and ``x``
one digit or more that are dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.free_numbers import asked_in_words, known_value
from hustings.coding.yaml_tree import Series, Table, as_table, as_text, is_empty, refuse
from hustings.model.recoding import DIGIT, DROPPED, Recoding, RecodingRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.model.codebook import Variable

RECODES = "recodes"
RECODES_KEYS = ("from", "rules")
RULE_KEYS = ("variable", "from", "pattern", "to", "into")


def recoding_from_tree(
    codebook: Table, variables: Sequence[Variable]
) -> Recoding | None:
    """Read the rules of a codebook; None where it has none.

    Raises
    ------
    CodebookFileError
        Naming file and line, for an unknown or missing key, a variable or a code that
        the codebook does not have, a pattern that fits one code only, and a code that
        two rules are about.
    """
    node = codebook.entries.get(RECODES)
    if node is None or is_empty(node):
        return None
    table = as_table(node, RECODES)
    table.refuse_unknown(RECODES_KEYS)
    rules = tuple(
        rule for one in _rule_tables(table) for rule in _rules(one, variables)
    )
    _refuse_repeated(table, rules)
    return Recoding(
        name=codebook.file,
        replaces=table.required_text("from"),
        rules=rules,
        line=codebook.line_of(RECODES),
    )


def _rule_tables(table: Table) -> tuple[Table, ...]:
    tables = table.tables("rules")
    if not tables:
        refuse(
            table,
            "recodes without rules.",
            "Add `rules:` with a variable, `from` and `to` each.",
            line=table.line_of("rules"),
        )
    return tables


def _rules(table: Table, variables: Sequence[Variable]) -> Iterator[RecodingRule]:
    """Read one entry: a rule for each code that it names."""
    table.refuse_unknown(RULE_KEYS)
    variable = _variable(table, variables)
    is_pattern = _which(table, "from", "pattern") == "pattern"
    target, into = _outcome(table, variable, is_pattern=is_pattern)
    for source in _sources(table, is_pattern=is_pattern):
        yield RecodingRule(
            variable=variable.name,
            source=source,
            target=target,
            is_pattern=is_pattern,
            into=into,
            line=table.line,
        )


def _variable(table: Table, variables: Sequence[Variable]) -> Variable:
    name = table.required_text("variable")
    for variable in variables:
        if variable.name == name:
            return variable
    known = ", ".join(variable.name for variable in variables)
    return refuse(
        table,
        f"a recoding of variable {name!r}, which is not defined.",
        f"Known variables: {known}.",
        line=table.line_of("variable"),
    )


def _which(table: Table, one: str, other: str) -> str:
    """Return which of two keys stands there; raise unless it is just one."""
    there = [key for key in (one, other) if key in table.entries]
    if len(there) != 1:
        has = "both" if there else "neither"
        refuse(
            table,
            f"a recoding rule with {has} of `{one}` and `{other}`.",
            f"Write `{one}` or `{other}`.",
        )
    return there[0]


def _sources(table: Table, *, is_pattern: bool) -> tuple[str, ...]:
    """Return the codes, or the pattern, that a rule is about."""
    if not is_pattern:
        return _texts(table, "from")
    pattern = table.required_text("pattern")
    if DIGIT not in pattern and DROPPED not in pattern:
        refuse(
            table,
            f"pattern {pattern!r} fits one code only.",
            f"Write {DIGIT} for a digit that is kept and {DROPPED} for digits that are "
            "dropped, or use `from`.",
            line=table.line_of("pattern"),
        )
    return (pattern,)


def _texts(table: Table, key: str) -> tuple[str, ...]:
    """Return one text or those of a list."""
    node = table.entries[key]
    nodes = node.items if isinstance(node, Series) else (node,)
    texts = tuple(as_text(one, key) for one in nodes)
    if not texts or "" in texts:
        refuse(table, f"{key} without a code.", "Name one.", line=table.line_of(key))
    return texts


def _outcome(
    table: Table, variable: Variable, *, is_pattern: bool
) -> tuple[str | None, tuple[str, ...]]:
    """Return the code that comes of it, or the codes to choose from."""
    if _which(table, "to", "into") == "into":
        into = _texts(table, "into")
        _require_codes(table, "into", into, variable)
        return None, into
    target = table.required_text("to")
    if is_pattern and DIGIT in target:
        _require_digits(table, target)
    else:
        _require_codes(table, "to", (target,), variable)
    return target, ()


def _require_digits(table: Table, target: str) -> None:
    """Raise where more digits are asked for than the pattern keeps."""
    pattern = table.required_text("pattern")
    if target.count(DIGIT) > pattern.count(DIGIT):
        refuse(
            table,
            f"{target!r} has more {DIGIT} than the pattern {pattern!r}.",
            f"Let every {DIGIT} of `to` stand in `pattern`.",
            line=table.line_of("to"),
        )


def _require_codes(
    table: Table, key: str, codes: Iterable[str], variable: Variable
) -> None:
    """Raise for the first code, or free number, that the variable does not have."""
    known = [code.code for code in variable.codes]
    number = variable.number
    for code in codes:
        if number is not None and known_value(code, variable) != code:
            refuse(
                table,
                f"{code!r} is no number as {variable.name!r} keeps them.",
                f"Write {asked_in_words(number)}, without needless zeros.",
                line=table.line_of(key),
            )
        if number is None and code not in known:
            refuse(
                table,
                f"code {code!r} is not among the codes of {variable.name!r}.",
                f"Known codes: {', '.join(known)}.",
                line=table.line_of(key),
            )


def _refuse_repeated(table: Table, rules: Iterable[RecodingRule]) -> None:
    """Raise at the second rule about one code."""
    lines: dict[tuple[str, str], int] = {}
    for rule in rules:
        key = (rule.variable, rule.source)
        if key in lines:
            refuse(
                table,
                f"{rule.source!r} is recoded twice (first on line {lines[key]}).",
                "Remove one of the rules.",
                line=rule.line,
            )
        lines[key] = rule.line
