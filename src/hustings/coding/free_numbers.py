"""Variables without codes, which take any number: which ones, and in what form.

One number has one text, so that 5, 5.0 and +05 are the same answer wherever values are
compared: no sign but a minus, no zeros that say nothing, a point before decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hustings.coding.yaml_tree import refuse
from hustings.model.codebook import FreeNumber

if TYPE_CHECKING:
    from hustings.coding.yaml_tree import Table
    from hustings.model.codebook import Level, Variable

FREE_LEVELS = frozenset({"interval", "ratio"})
"""Levels on which a variable can do without codes."""
NUMBER_KEYS = ("minimum", "maximum", "whole", "unit")
"""What the codebook file says of a number."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False, "": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a text is no number of a variable.

    Attributes
    ----------
    reason : str
        Such as ``"'many' is no number"``.
    advice : str
        What to write.
    """

    reason: str
    advice: str


def read_number(text: str) -> Decimal | None:
    """Read a plain decimal number; None where a text is none.

    Examples
    --------
    >>> read_number("12.50"), read_number("1e3"), read_number("many")
    (Decimal('12.50'), None, None)
    """
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def number_text(number: Decimal) -> str:
    """Write a number the one way that it is kept in.

    Examples
    --------
    >>> [number_text(Decimal(text)) for text in ("+05", "2.50", "-0", "100")]
    ['5', '2.5', '0', '100']
    """
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def fault_of_number(text: str, number: FreeNumber) -> Fault | None:
    """Say why a text is not among the numbers that are asked for; None where it is.

    Examples
    --------
    >>> seats = FreeNumber(minimum=Decimal(0), is_whole=True, measure="seats")
    >>> print(fault_of_number("2.5", seats).reason)
    2.5 is not whole
    """
    value = read_number(text)
    advice = f"Write {asked_in_words(number)}."
    if value is None:
        advice = f"{advice[:-1]}, with a point before decimals."
        return Fault(reason=f"{_quote(text)} is no number", advice=advice)
    if number.is_whole and value != value.to_integral_value():
        return Fault(reason=f"{text} is not whole", advice=advice)
    if number.minimum is not None and value < number.minimum:
        reason = f"{text} is below {number_text(number.minimum)}"
        return Fault(reason=reason, advice=advice)
    if number.maximum is not None and value > number.maximum:
        reason = f"{text} is above {number_text(number.maximum)}"
        return Fault(reason=reason, advice=advice)
    return None


def known_value(text: str, variable: Variable) -> str | None:
    """Return a value as it is kept; None where the variable has no such value.

    A code is itself, and on interval and ratio levels a number may be written
    otherwise than its code is. A free number has one text.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Variable
    >>> places = Variable(
    ...     name="places",
    ...     title="Places",
    ...     level="ratio",
    ...     codes=(),
    ...     number=FreeNumber(minimum=Decimal(0)),
    ... )
    >>> known_value("040.0", places), known_value("-1", places)
    ('40', None)
    """
    if variable.number is not None:
        value = read_number(text)
        is_fine = value is not None and fault_of_number(text, variable.number) is None
        return number_text(value) if value is not None and is_fine else None
    codes = [code.code for code in variable.codes]
    if text in codes or variable.level not in FREE_LEVELS:
        return text if text in codes else None
    value = read_number(text)
    if value is None:
        return None
    return next((code for code in codes if read_number(code) == value), None)


def asked_in_words(number: FreeNumber) -> str:
    """Say which numbers are asked for.

    Examples
    --------
    >>> asked_in_words(
    ...     FreeNumber(minimum=Decimal(0), maximum=Decimal(100), measure="percent")
    ... )
    'a number from 0 to 100 (percent)'
    """
    least, most = (
        None if bound is None else number_text(bound)
        for bound in (number.minimum, number.maximum)
    )
    bounds = {
        (False, False): "",
        (True, False): f" from {least} upward",
        (False, True): f" up to {most}",
        (True, True): f" from {least} to {most}",
    }[least is not None, most is not None]
    whole = "a whole number" if number.is_whole else "a number"
    measure = f" ({number.measure})" if number.measure else ""
    return f"{whole}{bounds}{measure}"


def number_from_table(table: Table, level: Level) -> FreeNumber | None:
    """Read what a variable of the codebook file says of its numbers.

    None where it has codes. Numbers of ratio level are never below 0.

    Raises
    ------
    CodebookFileError
        Naming file and line: no codes on a level that needs them, bounds beside
        codes, a bound that is no number, bounds that leave no number, or a minimum
        below 0 on ratio level.
    """
    if table.series("codes"):
        _refuse_beside_codes(table)
        return None
    if level not in FREE_LEVELS:
        refuse(
            table,
            f"a variable of level {level} without codes.",
            "Add `codes:` with a code and a title each; a free number needs level "
            "interval or ratio.",
            line=table.line_of("codes"),
        )
    _refuse_uncoded(table)
    number = FreeNumber(
        minimum=_bound(table, "minimum", Decimal(0) if level == "ratio" else None),
        maximum=_bound(table, "maximum", None),
        is_whole=_truth(table, "whole"),
        measure=table.optional_text("unit"),
    )
    _check_bounds(table, number, level)
    return number


def _refuse_beside_codes(table: Table) -> None:
    for key in NUMBER_KEYS:
        if key in table.entries:
            refuse(
                table,
                f"{key} beside codes.",
                f"Remove `{key}`, or `codes` to take any number.",
                line=table.line_of(key),
            )


def _refuse_uncoded(table: Table) -> None:
    if table.optional_text("uncoded"):
        refuse(
            table,
            "uncoded on a variable that takes any number.",
            "Remove it: units without a number stay without a value.",
            line=table.line_of("uncoded"),
        )


def _bound(table: Table, key: str, otherwise: Decimal | None) -> Decimal | None:
    written = table.optional_text(key)
    if not written:
        return otherwise
    bound = read_number(written)
    if bound is None:
        refuse(
            table,
            f"{key} {written!r} is no number.",
            "Write a number such as 0, 12.5 or -100.",
            line=table.line_of(key),
        )
    return bound


def _truth(table: Table, key: str) -> bool:
    written = table.optional_text(key)
    if written.lower() not in _TRUTHS:
        refuse(
            table,
            f"{key} is {written!r}.",
            "Write true or false.",
            line=table.line_of(key),
        )
    return _TRUTHS[written.lower()]


def _check_bounds(table: Table, number: FreeNumber, level: Level) -> None:
    """Raise where the bounds contradict the level or leave no number."""
    least, most = number.minimum, number.maximum
    if level == "ratio" and least is not None and least < 0:
        refuse(
            table,
            f"minimum {number_text(least)} on ratio level, whose zero is the least.",
            "Write 0 or more, or use level interval.",
            line=table.line_of("minimum"),
        )
    if least is not None and most is not None and least > most:
        refuse(
            table,
            f"no number is at least {number_text(least)} and at most "
            f"{number_text(most)}.",
            "Let the maximum be above the minimum.",
            line=table.line_of("maximum"),
        )


def _quote(text: str) -> str:
    """Quote what was written, shortened where it is long."""
    longest = 40
    return repr(text if len(text) <= longest else f"{text[:longest]}...")
