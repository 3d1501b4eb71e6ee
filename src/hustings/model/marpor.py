"""How the Manifesto Project's sub-codes of version 5 become its main codes.

``103.1`` or ``103_1`` is a sub-code of version 5 of the coding instructions. ``202.2``,
``605.2`` and ``703.2`` say the opposite of their main codes: whoever folds them in
turns what was said around.

References
----------
Manifesto Project. Manifesto Coding Instructions, 5th edition.
https://manifesto-project.wzb.eu/information/documents/handbooks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.model.recoding import Recoding, RecodingRule

if TYPE_CHECKING:
    from collections.abc import Mapping

TOPIC: Final = "topic"
"""The variable that holds these codes."""
OPPOSITES: Final = ("202.2", "605.2", "703.2")
"""Sub-codes that say the opposite of their main code."""
_MARKS = (".", "_")


def _folded(opposites: Mapping[str, str]) -> tuple[RecodingRule, ...]:
    """Fold sub-codes into main codes, but for the opposites."""
    apart = (
        RecodingRule(variable=TOPIC, source=code.replace(".", mark), target=target)
        for code, target in opposites.items()
        for mark in _MARKS
    )
    folded = (
        RecodingRule(
            variable=TOPIC, source=f"NNN{mark}x", target="NNN", is_pattern=True
        )
        for mark in _MARKS
    )
    return (*apart, *folded)


TO_MAIN_CODES: Final = Recoding(
    name="marpor-5-to-main",
    title="Sub-codes into main codes; 202.2, 605.2 and 703.2 stay apart.",
    replaces="5",
    rules=_folded({code: code for code in OPPOSITES}),
)
"""What the right-left scale counts: an opposite pulls to neither side."""

TO_VERSION_4: Final = Recoding(
    name="marpor-5-to-4",
    title="Version 5 into version 4; 202.2, 605.2 and 703.2 become 000.",
    replaces="5",
    rules=_folded(dict.fromkeys(OPPOSITES, "000")),
)
"""What the Manifesto Project does for comparisons over time."""

RECODINGS: Final = {one.name: one for one in (TO_VERSION_4, TO_MAIN_CODES)}
"""The recodings that come with Hustings."""
