"""Charts: one theme, and what all drawings of the pages say and look like.

Colours are written as the light ones; the style sheet exchanges them for the dark
ones by attribute (``svg [fill="#1b1b1a"]``), so one drawing serves both.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1b1b1a"
GREY = "#6b6963"
HAIRLINE = "#dddad2"
PAPER = "#fbfaf7"
# Okabe and Ito's eight, black last.
COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#000000",
)
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
FONT_SIZE = 13
KEPT = 512
"""Drawings that are kept: pages ask for them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One dot with its interval.

    Attributes
    ----------
    label, note : str
        Written beside it in ink, and in grey.
    actor : int or None
        Number of the actor; decides colour and shape. None is plain ink.
    when : float or None
        The date as a year with its fraction, for drawings over time.
    said : tuple of str
        What is said when the mark is pointed at, the name first.
    link : str
        Where the mark leads; without it the mark does not answer.
    is_hollow : bool
        Whether the mark is not filled: for what is not clear.
    sources : tuple of (str, float)
        Shares of the interval's variance, drawn as a bar beside the row.
    """

    label: str
    note: str = ""
    position: float
    low: float | None = None
    high: float | None = None
    actor: int | None = None
    when: float | None = None
    said: tuple[str, ...] = ()
    link: str = ""
    is_hollow: bool = False
    sources: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The scale of a drawing, with its poles and what its zero means."""

    low: float
    high: float
    low_pole: str = ""
    high_pole: str = ""
    zero: str = ""
    number_format: str = ""

    @property
    def has_zero(self) -> bool:
        """Whether zero lies on the axis."""
        return bool(self.zero) and self.low <= 0 <= self.high


def colour_of(actor: int | None) -> str:
    """Return the fill of an actor's mark."""
    return INK if actor is None else COLOURS[actor % len(COLOURS)]


def shape_of(actor: int | None) -> str:
    """Return the shape of an actor's mark: another one for every round of colours."""
    if actor is None:
        return "circle"
    return SHAPES[(actor % len(COLOURS) + actor // len(COLOURS)) % len(SHAPES)]
