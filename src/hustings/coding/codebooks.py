"""Codebooks from YAML text, checked as a whole."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, get_args

from hustings.coding.codebook_names import (
    code_name,
    codebook_name,
    codebook_version,
)
from hustings.coding.free_numbers import NUMBER_KEYS, number_from_table
from hustings.coding.recoding_rules import recoding_from_tree
from hustings.coding.yaml_tree import Table, as_table, is_empty, refuse, tree_from_yaml
from hustings.model.codebook import (
    Code,
    Codebook,
    Condition,
    Domain,
    Formula,
    Level,
    ScaleDefinition,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

CODEBOOK_KEYS = (
    "name",
    "title",
    "version",
    "source",
    "instruction",
    "domains",
    "variables",
    "scales",
    "dictionary",
    "recodes",
)
VARIABLE_KEYS = (
    "name",
    "title",
    "level",
    "uncoded",
    "instruction",
    "condition",
    "codes",
    *NUMBER_KEYS,
)
CODE_KEYS = ("code", "title", "domain", "instruction", "examples")
SCALE_KEYS = (
    "name",
    "title",
    "variable",
    "formula",
    "left",
    "right",
    "low_pole",
    "high_pole",
)


def codebook_from_text(text: str, *, name: str) -> Codebook:
    """Read a codebook from the text of its YAML file.

    Parameters
    ----------
    text : str
        The YAML. All values are text: code ``000`` stays ``"000"``.
    name : str
        What errors call the file.

    Raises
    ------
    CodebookFileError
        Naming file and line, for text that is not YAML, an unknown key, a missing
        name, title or version, or one that cannot be, a wrong level or formula, a
        code defined twice, and a scale, condition, recoding or `uncoded` that names
        a code or variable that is not there.

    Examples
    --------
    >>> book = codebook_from_text(
    ...     '''
    ... name: bridge
    ... title: The bridge question
    ... version: 1
    ... variables:
    ...   - name: bridge
    ...     title: Should the bridge be built?
    ...     level: nominal
    ...     codes:
    ...       - {code: 01, title: build it}
    ...       - {code: 02, title: do not build it}
    ... ''',
    ...     name="bridge.yaml",
    ... )
    >>> [code.code for code in book.variables[0].codes]
    ['01', '02']
    """
    tree = tree_from_yaml(text, name=name)
    tree.refuse_unknown(CODEBOOK_KEYS)
    domains = _domains(tree)
    variables = _variables(tree, {domain.domain for domain in domains})
    return Codebook(
        name=codebook_name(tree),
        title=tree.required_text("title"),
        version=codebook_version(tree),
        source=tree.optional_text("source"),
        instruction=tree.optional_text("instruction"),
        domains=domains,
        variables=variables,
        scales=_scales(tree, variables),
        recodes=recoding_from_tree(tree, variables),
    )


def _domains(tree: Table) -> tuple[Domain, ...]:
    tables = tree.tables("domains")
    _refuse_twice(tables, "domain")
    return tuple(_domain(table) for table in tables)


def _domain(table: Table) -> Domain:
    table.refuse_unknown(("domain", "title"))
    return Domain(
        domain=table.required_text("domain"), title=table.required_text("title")
    )


def _variables(tree: Table, domains: Collection[str]) -> tuple[Variable, ...]:
    tables = tree.tables("variables")
    if not tables:
        refuse(
            tree,
            "missing variables.",
            "Add `variables:` with at least one variable.",
            line=tree.line_of("variables"),
        )
    _refuse_twice(tables, "name")
    variables = tuple(_variable(table, domains) for table in tables)
    for table, variable in zip(tables, variables, strict=True):
        _check_condition(table, variable, variables)
    return variables


def _variable(table: Table, domains: Collection[str]) -> Variable:
    table.refuse_unknown(VARIABLE_KEYS)
    codes, level = _codes(table, domains), _level(table)
    variable = Variable(
        name=table.required_text("name"),
        title=table.required_text("title"),
        level=level,
        uncoded=table.optional_text("uncoded") or None,
        instruction=table.optional_text("instruction"),
        condition=_condition(table),
        codes=codes,
        number=number_from_table(table, level),
    )
    _check_uncoded(table, variable)
    _check_numbers(table, variable)
    return variable


def _codes(variable: Table, domains: Collection[str]) -> tuple[Code, ...]:
    tables = variable.tables("codes")
    _refuse_twice(tables, "code")
    return tuple(_code(table, domains) for table in tables)


def _code(table: Table, domains: Collection[str]) -> Code:
    table.refuse_unknown(CODE_KEYS)
    domain = table.optional_text("domain") or None
    if domain is not None and domain not in domains:
        refuse(
            table,
            f"domain {domain!r} is not defined.",
            f"Known domains: {_listed(domains)}.",
            line=table.line_of("domain"),
        )
    return Code(
        code=code_name(table),
        title=table.required_text("title"),
        domain=domain,
        instruction=table.optional_text("instruction"),
        examples=table.texts("examples"),
    )


def _level(table: Table) -> Level:
    written = table.required_text("level")
    for level in get_args(Level):
        if level == written:
            return level  # type: ignore[no-any-return]  # get_args forgets the type
    return refuse(
        table,
        f"level {written!r} is no level of measurement.",
        f"Write one of {', '.join(get_args(Level))}.",
        line=table.line_of("level"),
    )


def _condition(table: Table) -> Condition | None:
    node = table.entries.get("condition")
    if node is None or is_empty(node):
        return None
    condition = as_table(node, "condition")
    condition.refuse_unknown(("variable", "code"))
    return Condition(
        variable=condition.required_text("variable"),
        code=condition.required_text("code"),
    )


def _check_condition(
    table: Table, variable: Variable, variables: Sequence[Variable]
) -> None:
    """Raise unless the condition names a code of a variable that stands before."""
    condition = variable.condition
    if condition is None:
        return
    earlier = variables[: variables.index(variable)]
    codes = {other.name: _names(other) for other in earlier}
    if condition.code not in codes.get(condition.variable, ()):
        refuse(
            table,
            f"the condition {condition.variable} = {condition.code} cannot be met.",
            "Name a variable that stands before this one and one of its codes.",
            line=table.line_of("condition"),
        )


def _check_uncoded(table: Table, variable: Variable) -> None:
    if variable.uncoded is not None and variable.uncoded not in _names(variable):
        refuse(
            table,
            f"uncoded is {variable.uncoded!r}, which is not among the codes.",
            f"Add it to the codes, or name one of {_listed(_names(variable))}.",
            line=table.line_of("uncoded"),
        )


def _check_numbers(table: Table, variable: Variable) -> None:
    """Raise where codes that stand for amounts are no numbers."""
    if variable.level == "nominal":
        return
    for node, code in zip(table.tables("codes"), variable.codes, strict=True):
        if code.code != variable.uncoded and not _is_number(code.code):
            refuse(
                node,
                f"code {code.code!r} of an {variable.level} variable is no number.",
                "Write a number such as -1, 0, 1, or use level nominal.",
                line=node.line_of("code"),
            )


def _scales(tree: Table, variables: Sequence[Variable]) -> tuple[ScaleDefinition, ...]:
    tables = tree.tables("scales")
    _refuse_twice(tables, "name")
    return tuple(_scale(table, variables) for table in tables)


def _scale(table: Table, variables: Sequence[Variable]) -> ScaleDefinition:
    table.refuse_unknown(SCALE_KEYS)
    scale = ScaleDefinition(
        name=table.required_text("name"),
        title=table.required_text("title"),
        variable=table.required_text("variable"),
        formula=_formula(table),
        left=table.texts("left"),
        right=table.texts("right"),
        low_pole=table.optional_text("low_pole") or "left",
        high_pole=table.optional_text("high_pole") or "right",
    )
    variable = _variable_of(table, scale, variables)
    if scale.formula == "mean":
        _check_mean(table, scale, variable)
    else:
        _check_sides(table, scale, variable)
    return scale


def _formula(table: Table) -> Formula:
    written = table.required_text("formula")
    for formula in get_args(Formula):
        if formula == written:
            return formula  # type: ignore[no-any-return]  # get_args forgets the type
    return refuse(
        table,
        f"formula {written!r} is not known.",
        f"Write one of {', '.join(get_args(Formula))}.",
        line=table.line_of("formula"),
    )


def _variable_of(
    table: Table, scale: ScaleDefinition, variables: Sequence[Variable]
) -> Variable:
    for variable in variables:
        if variable.name == scale.variable:
            return variable
    return refuse(
        table,
        f"scale {scale.name!r} uses variable {scale.variable!r}, which is not defined.",
        f"Known variables: {_listed(variable.name for variable in variables)}.",
        line=table.line_of("variable"),
    )


def _check_mean(table: Table, scale: ScaleDefinition, variable: Variable) -> None:
    if scale.left or scale.right:
        side = "left" if scale.left else "right"
        refuse(
            table,
            f"scale {scale.name!r} is a mean and has codes under {side!r}.",
            "Remove `left` and `right`: a mean takes the codes as numbers.",
            line=table.line_of(side),
        )
    if variable.level == "nominal":
        refuse(
            table,
            f"scale {scale.name!r} is the mean of a nominal variable.",
            "Use formula difference or logit, or an ordinal variable.",
            line=table.line_of("formula"),
        )


def _check_sides(table: Table, scale: ScaleDefinition, variable: Variable) -> None:
    for side, codes in (("left", scale.left), ("right", scale.right)):
        line = table.line_of(side)
        where = f"scale {scale.name!r}"
        if not codes:
            refuse(table, f"{where} has no {side} codes.", "Name one.", line=line)
        for code in codes:
            if code not in _names(variable):
                known = f"Known codes: {_listed(_names(variable))}."
                reason = f"{where} names code {code!r}, which is not defined."
                refuse(table, reason, known, line=line)
    repeated = [c for c, n in Counter(scale.left + scale.right).items() if n > 1]
    if repeated:
        refuse(
            table,
            f"scale {scale.name!r} names code {repeated[0]!r} twice.",
            "Let a code pull to one side, once.",
            line=table.line_of("right"),
        )


def _refuse_twice(tables: Iterable[Table], key: str) -> None:
    """Raise on the second table with the same name."""
    lines: dict[str, int] = {}
    for table in tables:
        written = table.required_text(key)
        if written in lines:
            refuse(
                table,
                f"{key} {written!r} is defined twice (first on line {lines[written]}).",
                "Remove one of them.",
                line=table.line_of(key),
            )
        lines[written] = table.line_of(key)


def _names(variable: Variable) -> tuple[str, ...]:
    return tuple(code.code for code in variable.codes)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
