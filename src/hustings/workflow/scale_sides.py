"""The two lists of codes of a scale that has them: its own, or those it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.scaling.code_lists import BAKKER_HOBOLT
from hustings.scaling.marpor import RILE, is_main_code, main_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.codebook import ScaleDefinition

_OF_RILE = ("rile", "logit", "kim-fording", "laver-garry", "right-over-left")

_OWN: Mapping[str, ScaleDefinition] = {
    **dict.fromkeys(_OF_RILE, RILE),
    **{one.name: one for one in BAKKER_HOBOLT.values()},
}
"""Named scales with two lists of codes, unless they are given others."""

_GIVEN = frozenset({*_OF_RILE, "logit-of-sides"})
"""Named scales that count two lists of codes, given by the user."""


def sides_of(
    parameters: Mapping[str, Any],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the codes of the low and the high pole of a run's scale.

    Returns
    -------
    tuple of tuples of str
        Both empty where a scale counts no two lists.

    Examples
    --------
    >>> left, right = sides_of({"scale": "kim-fording", "inputs": {}})
    >>> left[:3], right[:3]
    (('103', '105', '106'), ('104', '201', '203'))
    >>> sides_of({"scale": "salience"})
    ((), ())
    """
    scale = str(parameters.get("scale"))
    definition: Mapping[str, Any] = parameters.get("definition") or {}
    given: Mapping[str, Any] = parameters.get("inputs") or {}
    if definition:
        return tuple(definition.get("left", ())), tuple(definition.get("right", ()))
    if scale in _GIVEN and "left" in given and "right" in given:
        return tuple(given["left"]), tuple(given["right"])
    if scale in _OWN:
        return _OWN[scale].left, _OWN[scale].right
    return (), ()


def with_sub_codes(side: Sequence[str], codes: Sequence[str]) -> tuple[str, ...]:
    """Add the sub-codes of a codebook, where a side is of main codes and counts them.

    Examples
    --------
    >>> with_sub_codes(["202", "401"], ["000", "202.1", "202.3", "401"])
    ('202', '202.1', '202.3', '401')
    >>> with_sub_codes(["for"], ["for", "for.1"])
    ('for',)
    """
    if not all(map(is_main_code, side)):
        return tuple(side)
    return tuple(
        found
        for main in side
        for found in (
            main,
            *(one for one in codes if one != main and main_code(one) == main),
        )
    )
