"""How the Manifesto Project writes its codes, as far as counting depends on it.

Three digits are a main code. ``103.1`` or ``103_1`` is a sub-code of version 5 of its
coding instructions, ``1031`` (four digits) one of the older scheme for Central and
Eastern Europe, ``000`` a unit without a code, ``H`` a heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.model.codebook import ScaleDefinition
from hustings.model.marpor import TO_MAIN_CODES, TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_VALUE = frozenset({"000", "NA", "peruncod", ""})
"""Units without a value on a mean scale. There ``0`` is a number like any other."""

UNCODED = frozenset({"000", "0", "NA", "peruncod", ""})
"""Names of columns that hold units to which no code applies. They count into N."""

HEADINGS = frozenset({"H"})
"""What the Manifesto Project writes beside a heading. Headings are no units."""

_MAIN_CODE = re.compile(r"\d{3}")


# fmt: off
_RIGHT = (
    "104", "201", "203", "305", "401", "402", "407",
    "414", "505", "601", "603", "605", "606",
)
_LEFT = (
    "103", "105", "106", "107", "202", "403", "404",
    "406", "412", "413", "504", "506", "701",
)
# fmt: on
RILE = ScaleDefinition(
    name="rile",
    title="Right-left (RILE)",
    variable="topic",
    formula="difference",
    left=_LEFT,
    right=_RIGHT,
)
"""The right-left scale of the Manifesto Project: 13 codes on each side."""

LOGIT_RILE = ScaleDefinition(
    name="logit",
    title="Right-left (logit)",
    variable="topic",
    formula="logit",
    left=_LEFT,
    right=_RIGHT,
)
"""The logit scale on the codes of RILE."""


def main_code(code: str) -> str:
    """Name the main code that a sub-code of the Manifesto Project folds into.

    ``202.2``, ``605.2`` and ``703.2`` oppose their main codes and stay apart.

    Examples
    --------
    >>> [main_code(code) for code in ("103.1", "103_2", "605_2", "103", "health")]
    ['103', '103', '605.2', '103', 'health']
    """
    return TO_MAIN_CODES.recode(TOPIC, code) or code


def is_main_code(code: str) -> bool:
    """Whether this is a main code of the Manifesto Project: three digits."""
    return _MAIN_CODE.fullmatch(code) is not None


def heading_codes(codes: Iterable[str]) -> frozenset[str]:
    """Name the codes that mark headings: ``H``, and only beside three-digit codes.

    In any other codebook an ``H`` may mean health or housing.

    Examples
    --------
    >>> heading_codes(["401", "H"]), heading_codes(["G", "H"])
    (frozenset({'H'}), frozenset())
    """
    is_marpor = any(is_main_code(main_code(code)) for code in codes)
    return HEADINGS if is_marpor else frozenset()
