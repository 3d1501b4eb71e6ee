"""Recodings: what becomes of codings when a codebook's codes change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

DIGIT = "N"
"""In a pattern, one digit; in what it becomes, the same digit again."""
DROPPED = "x"
"""In a pattern, one digit or more that are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecodingRule:
    """What becomes of one code, or of all codes of one pattern.

    Attributes
    ----------
    source : str
        The code as it was, or a pattern such as ``"NNN.x"``.
    target : str or None
        The code it becomes; None where a person has to choose.
    is_pattern : bool
        Whether `source` is a pattern.
    into : tuple of str
        The codes to choose from, where the code was split.
    line : int
        Where the rule stands in its file; 0 where it stands in none.
    """

    variable: str
    source: str
    target: str | None
    is_pattern: bool = False
    into: tuple[str, ...] = ()
    line: int = 0

    def fits(self, code: str) -> bool:
        """Say whether the rule is about a code."""
        if not self.is_pattern:
            return code == self.source
        return _compiled(self.source).fullmatch(code) is not None

    def result(self, code: str) -> str | None:
        """Return what a code that fits becomes; None where a person has to choose.

        Examples
        --------
        >>> rule = RecodingRule(
        ...     variable="topic", source="NNN.x", target="NNN", is_pattern=True
        ... )
        >>> rule.result("305.1")
        '305'
        """
        if not self.is_pattern or self.target is None:
            return self.target
        found = _compiled(self.source).fullmatch(code)
        digits = iter(found.groups() if found else ())
        return "".join(next(digits) if c == DIGIT else c for c in self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoding:
    """The rules by which codings of one version become codings of another.

    Attributes
    ----------
    name : str
        Of the recoding, or of the file that it stands in.
    title : str
        What it does, in one line.
    replaces : str
        The version whose codings it recodes; empty where that is not said.
    rules : tuple of RecodingRule
        The first that fits a code decides.
    line : int
        Where it begins in its file.
    """

    name: str
    rules: tuple[RecodingRule, ...]
    title: str = ""
    replaces: str = ""
    line: int = 0

    def rule_for(self, variable: str, code: str) -> RecodingRule | None:
        """Return the first rule that fits a code of a variable."""
        of_variable = (rule for rule in self.rules if rule.variable == variable)
        return next((rule for rule in of_variable if rule.fits(code)), None)

    def recode(self, variable: str, code: str) -> str | None:
        """Return what a code becomes: itself where no rule fits it.

        None where a person has to choose.
        """
        rule = self.rule_for(variable, code)
        return code if rule is None else rule.result(code)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Turn ``NNN.x`` into an expression with a group for each digit that is kept."""
    special = {DIGIT: r"(\d)", DROPPED: r"\d+"}
    return re.compile("".join(special.get(c) or re.escape(c) for c in pattern))
