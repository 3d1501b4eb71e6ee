"""What a new version of a codebook does to codings made with the one before.

A code that means the same keeps its codings, and so does a free number that the new
version takes and that is measured in the same. Where a rule says what a code becomes,
its codings become that. All others are for a person to look at again: a code that is
gone, one that was split, one whose title or instruction changed. Who disagrees about
the last says so with a rule that recodes the code to itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.coding.free_numbers import fault_of_number, known_value, read_number
from hustings.errors import CodebookFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.model.codebook import Code, Codebook, Variable
    from hustings.model.recoding import Recoding, RecodingRule

Outcome: TypeAlias = Literal["kept", "recoded", "again", "dropped"]
"""What becomes of codings: the same value, another, a person's work, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFate:
    """What becomes of the codings with one code.

    Attributes
    ----------
    outcome : {"kept", "recoded", "again", "dropped"}
        ``again`` is for a person to look at; ``dropped`` where the variable is gone.
    becomes : str or None
        The value under the new version; None where there is none yet.
    reason : str
        Why a person has to look at it, or why it is dropped; empty otherwise.
    choices : tuple of str
        The codes that the old one was split into.
    """

    variable: str
    code: str
    outcome: Outcome
    becomes: str | None = None
    reason: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of every code of a codebook in its next version."""

    by_code: Mapping[tuple[str, str], CodeFate]
    old: Codebook
    new: Codebook

    def of(self, variable: str, value: str) -> CodeFate:
        """Return what becomes of a value, be it a code or the text of a number."""
        known = self.by_code.get((variable, value))
        if known is not None:
            return known
        there = _find(self.new, variable)
        if there is None:
            return _dropped(variable, value)
        return self._of_number(_find(self.old, variable), there, value)

    def _of_number(self, old: Variable | None, new: Variable, value: str) -> CodeFate:
        """Follow a free number, which no list of codes has, into the new version."""
        recodes = self.new.recodes
        rule = None if recodes is None else recodes.rule_for(new.name, value)
        if rule is not None:
            fate = _by_rule(rule, value)
            fits = fate.becomes is None or known_value(fate.becomes, new) is not None
            return fate if fits else _again(new.name, value, _unfit(fate.becomes, new))
        measures = [_measure(one) for one in (old, new) if one is not None]
        if len(set(measures)) > 1:
            return _again(new.name, value, "it is measured in something else now")
        are_codes = new.number is None and (old is None or old.number is None)
        if are_codes and new.level != "nominal":
            return _kept(new.name, value)  # from before values were checked
        return _as_number(new, value)


def find_fates(old: Codebook, new: Codebook) -> Fates:
    r"""Say what becomes of each code of `old` under `new` and its rules.

    Raises
    ------
    CodebookFileError
        If a rule is about a code that `old` does not have, or a pattern makes a code
        that `new` does not have; the line is named.

    Examples
    --------
    >>> from hustings.coding.codebooks import codebook_from_text
    >>> def town(version, codes, more=""):
    ...     return codebook_from_text(
    ...         f"name: town\ntitle: Town\nversion: {version}\nvariables:\n"
    ...         "  - name: topic\n    title: Topic\n    level: nominal\n"
    ...         f"    codes: [{codes}]\n{more}",
    ...         name="town.yaml",
    ...     )
    >>> fates = find_fates(
    ...     town(1, "{code: 1.1, title: Boats}, {code: 2, title: Roads}"),
    ...     town(
    ...         2,
    ...         "{code: 1, title: Boats}",
    ...         "recodes: {from: 1, rules: [{variable: topic, pattern: N.x, to: N}]}",
    ...     ),
    ... )
    >>> fates.of("topic", "1.1").becomes
    '1'
    >>> fates.of("topic", "2").reason
    'the code is gone and no rule says what it becomes'
    """
    if new.recodes is not None:
        _check_rules(old, new, new.recodes)
    return Fates(
        by_code={
            (variable.name, code.code): _fate(variable, code, new)
            for variable in old.variables
            for code in variable.codes
        },
        old=old,
        new=new,
    )


def changed_codes(fates: Fates) -> dict[Outcome, list[CodeFate]]:
    """Group codes by what becomes of them."""
    grouped: defaultdict[Outcome, list[CodeFate]] = defaultdict(list)
    for fate in fates.by_code.values():
        grouped[fate.outcome].append(fate)
    return dict(grouped)


def _fate(old: Variable, code: Code, new: Codebook) -> CodeFate:
    """Follow one code into the new version."""
    variable = _find(new, old.name)
    if variable is None:
        return _dropped(old.name, code.code)
    rule = None
    if new.recodes is not None:
        rule = new.recodes.rule_for(old.name, code.code)
    if rule is not None:
        return _by_rule(rule, code.code)
    return _without_rule(old, code, variable)


def _by_rule(rule: RecodingRule, code: str) -> CodeFate:
    becomes = rule.result(code)
    if becomes is None:
        choices = ", ".join(rule.into)
        reason = f"the code was split into {choices}"
        return _again(rule.variable, code, reason, rule.into)
    if becomes == code:
        return _kept(rule.variable, code)
    return CodeFate(
        variable=rule.variable, code=code, outcome="recoded", becomes=becomes
    )


def _without_rule(old: Variable, code: Code, new: Variable) -> CodeFate:
    same = next((one for one in new.codes if one.code == code.code), None)
    if same is None and new.number is not None:
        return _as_number(new, code.code)
    if same is None:
        reason = "the code is gone and no rule says what it becomes"
        return _again(old.name, code.code, reason)
    changed = [
        what
        for what in ("title", "instruction")
        if _words(getattr(same, what)) != _words(getattr(code, what))
    ]
    if changed:
        reason = f"the {' and '.join(changed)} of the code changed"
        return _again(old.name, code.code, reason)
    return _kept(old.name, code.code)


def _as_number(variable: Variable, value: str) -> CodeFate:
    """Keep a value that the variable has, in the form in which numbers are kept."""
    known = known_value(value, variable)
    if known is None:
        return _again(variable.name, value, _unfit(value, variable))
    if known == value:
        return _kept(variable.name, value)
    return CodeFate(
        variable=variable.name, code=value, outcome="recoded", becomes=known
    )


def _unfit(value: str | None, variable: Variable) -> str:
    """Say why a variable does not have a value."""
    if variable.number is None:
        return f"{value} is not among the codes"
    fault = fault_of_number(value or "", variable.number)
    return "it is in neither version" if fault is None else fault.reason


def _measure(variable: Variable) -> str:
    """Say what a variable's numbers count; of codes the same, so that they are kept."""
    return "" if variable.number is None else _words(variable.number.measure)


def _kept(variable: str, code: str) -> CodeFate:
    return CodeFate(variable=variable, code=code, outcome="kept", becomes=code)


def _dropped(variable: str, code: str) -> CodeFate:
    reason = f"variable {variable!r} is no longer coded"
    return CodeFate(variable=variable, code=code, outcome="dropped", reason=reason)


def _again(
    variable: str, code: str, reason: str, choices: tuple[str, ...] = ()
) -> CodeFate:
    return CodeFate(
        variable=variable, code=code, outcome="again", reason=reason, choices=choices
    )


def _check_rules(old: Codebook, new: Codebook, recoding: Recoding) -> None:
    """Raise for the first rule that does not fit the two versions."""
    for rule in recoding.rules:
        before = _codes(old, rule.variable)
        fitting = [code for code in before if rule.fits(code)]
        if not fitting and _takes_numbers(old, rule):
            continue  # which numbers people gave is not known here
        if not fitting:
            what = "no code fits the pattern" if rule.is_pattern else "there is no code"
            raise CodebookFileError(
                name=recoding.name,
                line=rule.line,
                reason=f"{what} {rule.source!r} in version {old.version}.",
                advice=f"It has: {', '.join(before) or 'none'}.",
            )
        for code, made in _unknown_results(rule, fitting, new):
            raise CodebookFileError(
                name=recoding.name,
                line=rule.line,
                reason=f"the pattern makes {made!r} of {code!r}, which is not among "
                f"the codes of {rule.variable!r}.",
                advice="Add the code, or write a rule for it before this one.",
            )


def _unknown_results(
    rule: RecodingRule, codes: list[str], new: Codebook
) -> Iterator[tuple[str, str]]:
    """Yield codes, and what comes of them, where the new version lacks that."""
    recoding, variable = new.recodes, _find(new, rule.variable)
    for code in codes:
        is_first = (
            recoding is not None and recoding.rule_for(rule.variable, code) is rule
        )
        made = rule.result(code)
        if is_first and made is not None and not _has(variable, made):
            yield code, made


def _has(variable: Variable | None, value: str) -> bool:
    return variable is not None and known_value(value, variable) == value


def _takes_numbers(old: Codebook, rule: RecodingRule) -> bool:
    """Say whether a rule is about a number that people may have given."""
    variable = _find(old, rule.variable)
    is_free = variable is not None and variable.number is not None
    return is_free and (rule.is_pattern or read_number(rule.source) is not None)


def _codes(codebook: Codebook, name: str) -> list[str]:
    variable = _find(codebook, name)
    return [] if variable is None else [code.code for code in variable.codes]


def _find(codebook: Codebook, name: str) -> Variable | None:
    return next((one for one in codebook.variables if one.name == name), None)


def _words(text: str) -> str:
    return " ".join(text.split())
