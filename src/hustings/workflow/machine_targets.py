"""What stances are on: a target for all units that name none, where a coder asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.learned import LearnedCoder
from hustings.errors import InvalidOptionError
from hustings.workflow.machine_coders import DICTIONARY, is_table, remote_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.coders import Coder
    from hustings.store.project import Store

_LONGEST = 200
_ADVICE = (
    "Only coders of stances ask about a target: train one with 'hustings train --for "
    "stance' on a table with a column target. Leave it out."
)


def refuse_target(store: Store | None, coder: object, target: str | None) -> None:
    """Raise where a target is named to what never asks about one.

    Raises
    ------
    InvalidOptionError
        For a dictionary, a language model, or a file of codings.
    """
    if target is None or not isinstance(coder, str):
        return
    is_other = coder == DICTIONARY or is_table(store, coder)
    if is_other or remote_name(store, coder) is not None:
        raise InvalidOptionError(option="target", value=target, advice=_ADVICE)


def checked_target(
    name: str, coders: Mapping[str, Coder], target: str | None
) -> str | None:
    """Return a target as it is kept: on one line, if a coder asks about one.

    Raises
    ------
    InvalidOptionError
        If no word stands in it, it is too long, or no coder would look at it.
    """
    if target is None:
        return None
    words = " ".join(target.split())
    if not any(map(str.isalnum, words)) or not words.isprintable():
        advice = "Name what stances are on, such as 'a wealth tax'."
        raise InvalidOptionError(option="target", value=target, advice=advice)
    if len(words) > _LONGEST:
        advice = f"Name it in at most {_LONGEST} characters."
        raise InvalidOptionError(option="target", value=words[:40], advice=advice)
    if not any(map(_asks, coders.values())):
        advice = f"{name} does not ask about a target. {_ADVICE}"
        raise InvalidOptionError(option="target", value=words, advice=advice)
    return words


def _asks(coder: Coder) -> bool:
    """Say whether a coder may look at targets; only a learned one can be known not to.

    One that learned from units without targets has nothing that looks at them.
    """
    return not isinstance(coder, LearnedCoder) or coder.target_scorer is not None
