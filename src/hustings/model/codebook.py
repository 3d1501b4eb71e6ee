"""The codebook: variables, codes, what they mean, and the scales that use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from hustings.model.recoding import Recoding

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
"""Level of measurement of a variable."""

Formula: TypeAlias = Literal["difference", "logit", "mean"]
"""How a scale turns counts of codes into a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One category that a unit can receive."""

    code: str
    title: str
    domain: str | None = None
    instruction: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A named group of codes."""

    domain: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A variable is coded only in units whose other variable has this code."""

    variable: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeNumber:
    """That a variable takes any number, and not one of a list of codes.

    Attributes
    ----------
    minimum, maximum : Decimal or None
        The least and the greatest number that can be given; None for no bound.
    is_whole : bool
        Whether only whole numbers can be given.
    measure : str
        What is counted or measured, in words such as ``"percent"``; may be empty.
    """

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_whole: bool = False
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What is coded, with its level of measurement and its codes.

    Attributes
    ----------
    codes : tuple of Code
        Empty where `number` says which numbers the variable takes.
    uncoded : str or None
        The code that says "none of the others fits", such as ``"000"``.
    condition : Condition or None
        Which units it is coded in, such as those on the economy; None is all units.
    number : FreeNumber or None
        Which numbers an interval or ratio variable without codes takes; None where
        there are codes.
    """

    name: str
    title: str
    level: Level
    codes: tuple[Code, ...]
    uncoded: str | None = None
    instruction: str = ""
    condition: Condition | None = None
    number: FreeNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleDefinition:
    """A scale by its two lists of codes and its formula.

    Attributes
    ----------
    formula : {"difference", "logit", "mean"}
        ``difference`` is 100 (R - L) / N, ``logit`` is log((R + .5) / (L + .5)),
        ``mean`` is the mean of the codes read as numbers, or of the free numbers
        (`left`, `right` unused).
    left, right : tuple of str
        The codes that pull toward the low and toward the high pole.
    low_pole, high_pole : str
        What the two ends mean.
    """

    name: str
    title: str
    variable: str
    formula: Formula
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    low_pole: str = "left"
    high_pole: str = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A versioned set of variables, codes and scales.

    Attributes
    ----------
    recodes : Recoding or None
        What becomes of codings that were made with an earlier version.
    """

    name: str
    title: str
    version: str
    variables: tuple[Variable, ...]
    domains: tuple[Domain, ...] = ()
    scales: tuple[ScaleDefinition, ...] = ()
    source: str = ""
    instruction: str = ""
    recodes: Recoding | None = None
