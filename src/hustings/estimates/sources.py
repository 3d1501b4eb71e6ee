"""Which errors reach the interval, and how each of them is drawn.

=============  ======================================================================
source         what might have come out otherwise
=============  ======================================================================
``sampling``   the text: its actor might have written other units
``coders``     the codings: another coder, or the same one on another day
``unitising``  the units: the text might have been cut elsewhere
``machine``    which units were coded by hand, where a machine coded the rest
=============  ======================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from hustings.errors import InvalidOptionError

if TYPE_CHECKING:
    from hustings.estimates.misclassification import ConfusionMatrix

Source: TypeAlias = Literal["sampling", "coders", "unitising", "machine"]
SOURCES: tuple[Source, ...] = get_args(Source)

SampledBy: TypeAlias = Literal["units", "blocks"]
ConfusionCorrection: TypeAlias = Literal["matrix", "simex", "none"]
MachineCorrection: TypeAlias = Literal["tuned", "difference", "hand"]
Borrowing: TypeAlias = Literal["none", "tuning", "rectifier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Draw the text anew: single units, or whole blocks with all their units."""

    by: SampledBy = "units"

    def __post_init__(self) -> None:
        _require("by", self.by, get_args(SampledBy))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderError:
    """Draw the codings anew.

    Attributes
    ----------
    confusion : ConfusionMatrix or None
        None: two or more coders, whose codings are drawn anew within units. Else each
        coding is taken as one by a coder who errs as the matrix says.
    correction : {"matrix", "simex", "none"}
        Which point the interval is about, where there is a matrix. The others are
        reported beside it.
    """

    confusion: ConfusionMatrix | None = None
    correction: ConfusionCorrection = "matrix"

    def __post_init__(self) -> None:
        _require("correction", self.correction, get_args(ConfusionCorrection))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitising:
    """Draw the units anew, among the unitisings or by the boundaries' probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineError:
    """Correct machine codings by a random sample of hand codings.

    Attributes
    ----------
    correction : {"tuned", "difference", "hand"}
        ``difference`` trusts the machine's differences in full, ``tuned`` as far as
        they have earned it in the sample, ``hand`` not at all.
    borrowing : {"none", "tuning", "rectifier"}
        What a case takes over from the other cases: nothing; how far the machine is
        to be trusted; or also the machine's error itself, which serves cases with
        few or no hand codings and costs the spread of that error between cases.
    """

    correction: MachineCorrection = "tuned"
    borrowing: Borrowing = "none"

    def __post_init__(self) -> None:
        _require("correction", self.correction, get_args(MachineCorrection))
        _require("borrowing", self.borrowing, get_args(Borrowing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The errors that are to reach the interval; None leaves one out.

    Examples
    --------
    >>> Sources(sampling=Sampling(by="blocks"), coders=CoderError()).names
    ('sampling', 'coders')
    """

    sampling: Sampling | None = None
    coders: CoderError | None = None
    unitising: Unitising | None = None
    machine: MachineError | None = None

    @property
    def names(self) -> tuple[Source, ...]:
        """Those that are on, in the order of the module's table."""
        return tuple(one for one in SOURCES if getattr(self, one) is not None)


def _require(option: str, value: str, known: tuple[str, ...]) -> None:
    """Raise `InvalidOptionError` unless the value is a known one."""
    if value not in known:
        raise InvalidOptionError(
            option=option, value=value, advice=f"Choose {', '.join(known)}."
        )
