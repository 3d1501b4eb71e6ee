"""The page on how often programs are right, by a random sample that people coded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages.addresses import slug
from hustings.interface.pages.wording import say_coder, say_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.checked_coders import CheckEstimate, CheckResult
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.codebook import Codebook
    from hustings.workflow.gathered import CheckedVariable

WIDTH = 120
"""Of a drawn interval, in pixels: from nothing right to all."""

_PERCENT = "\N{NO-BREAK SPACE}%"
_GROUPS = (("actor", "By actor"), ("language", "By language"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One number with its interval, as it is written and drawn.

    Attributes
    ----------
    value, low, high : float or None
        Shares in [0, 1]; None where nothing of the kind was drawn.
    n_units : int
        Of the sample, that it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n_units: int

    @property
    def said(self) -> str:
        """The number in words."""
        return f"{_percent(self.value or 0)}{_PERCENT}"

    @property
    def said_interval(self) -> str:
        """The interval in words."""
        return f"{_percent(self.low or 0)} to {_percent(self.high or 0)}{_PERCENT}"

    @property
    def x(self) -> float:
        """Where the dot stands."""
        return round(WIDTH * (self.value or 0), 1)

    @property
    def x_low(self) -> float:
        """Where the line begins."""
        return round(WIDTH * (self.low or 0), 1)

    @property
    def x_high(self) -> float:
        """Where the line ends."""
        return round(WIDTH * (self.high or 0), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """Precision, recall and F1 of one code."""

    code: str
    title: str
    precision: Measured
    recall: Measured
    f1: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """The accuracy in each group."""

    title: str
    rows: tuple[tuple[str, Measured], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCoder:
    """One program and one variable."""

    anchor: str
    coder: str
    title: str
    n_units: int
    accuracy: Measured
    macro_f1: Measured
    codes: tuple[CodeRow, ...]
    groups: tuple[GroupTable, ...]
    problems: tuple[str, ...]


def build_checks(project: ProjectIndex) -> tuple[CheckedCoder, ...]:
    """Put the page together: a part a program and variable."""
    return tuple(
        _build(project, coder, one, anchor=slug(coder) if not i else "")
        for coder, checked in sorted(project.gathered.checked.items())
        for i, one in enumerate(checked)
    )


def _build(
    project: ProjectIndex, coder: str, one: CheckedVariable, *, anchor: str
) -> CheckedCoder:
    codebook = project.gathered.codebooks.get(one.codebook)
    titles = _titles(codebook, one.variable)
    return CheckedCoder(
        anchor=anchor,
        coder=say_coder(coder),
        title=_title(codebook, one.variable),
        n_units=one.result.n_units,
        accuracy=_measured(one.result.estimates[0]),
        macro_f1=_measured(one.result.estimates[1]),
        codes=_codes(one.result, titles),
        groups=tuple(
            GroupTable(title=title, rows=rows)
            for by, title in _GROUPS
            if len(rows := _group(one.result, by)) > 1
        ),
        problems=tuple(problem.message for problem in one.result.problems),
    )


def _percent(share: float) -> str:
    """Write a share as a whole number, and neither 0 nor 100 by rounding alone."""
    is_end = share not in {0, 1} and round(100 * share) in {0, 100}
    return f"{100 * share:.1f}" if is_end else f"{100 * share:.0f}"


def _titles(codebook: Codebook | None, name: str) -> Mapping[str, str]:
    if codebook is None:
        return {}
    return {
        code.code: code.title
        for variable in codebook.variables
        if variable.name == name
        for code in variable.codes
    }


def _title(codebook: Codebook | None, name: str) -> str:
    """Name a variable for readers."""
    if codebook is None:
        return name
    found = (one.title for one in codebook.variables if one.name == name)
    return f"{next(found, name)}, {codebook.title}"


def _codes(result: CheckResult, titles: Mapping[str, str]) -> tuple[CodeRow, ...]:
    found = {(one.code, one.statistic): one for one in result.estimates if one.code}
    return tuple(
        CodeRow(
            code=code,
            title=titles.get(code, code),
            precision=_measured(found[code, "precision"]),
            recall=_measured(found[code, "recall"]),
            f1=_measured(found[code, "f1"]),
        )
        for code in result.codes
    )


def _group(result: CheckResult, by: str) -> tuple[tuple[str, Measured], ...]:
    """Give the accuracy in each group; languages by their names."""
    return tuple(
        (_named(by, one.group or ""), _measured(one))
        for one in result.estimates
        if one.by == by
    )


def _named(by: str, group: str) -> str:
    return str(say_language(group)) if by == "language" else group


def _measured(one: CheckEstimate) -> Measured:
    return Measured(value=one.value, low=one.low, high=one.high, n_units=one.n_units)
