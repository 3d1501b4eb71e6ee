"""Adjudicated values under a new version of a codebook.

What keeps its value, or gets another by a rule, is written again under the new version:
of the same time, by the same rule, which says what became of the value. It settles the
codings that were carried over with it, and names the row it was made from. All others
are for a person to settle again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.model.coder import ADJUDICATED
from hustings.model.identity import identify
from hustings.workflow.carried_over import look_again, mark_of, say_fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.coding.recoding import CodeFate, Fates
    from hustings.model.adjudication import Adjudicated
    from hustings.store.project import Store
    from hustings.workflow.carried_over import LookAgain
    from hustings.workflow.codebooks import LoadedCodebook

_CARRIED = re.compile(r"; (?:kept|recoded|taken back) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAdjudications:
    """What became of adjudicated values.

    Attributes
    ----------
    rows : tuple of Adjudicated
        To be written.
    again : tuple of LookAgain
        Those that a person has to settle again and nobody has settled since.
    n_kept, n_recoded, n_dropped : int
        Of all that stood under the earlier version.
    """

    rows: tuple[Adjudicated, ...]
    again: tuple[LookAgain, ...]
    n_kept: int
    n_recoded: int
    n_dropped: int


def carry_adjudications(
    store: Store,
    old: str,
    new: LoadedCodebook,
    fates: Fates,
    codings: Mapping[str, str],
) -> CarriedAdjudications:
    """Follow adjudicated values into a new version; nothing is written.

    Parameters
    ----------
    old : str
        SHA-256 of the earlier version's text.
    codings : mapping of str to str
        Ids of hand codings of the earlier version, and of what was made of them.
    """
    before = store.adjudications.current(codebook=old)
    standing = {
        _place(one): one
        for one in store.adjudications.current(codebook=new.stored.sha256)
    }
    judged = [(one, _fate(one, fates)) for one in before]
    outcomes = [fate.outcome for _, fate in judged if fate is not None]
    return CarriedAdjudications(
        rows=tuple(
            row
            for one, fate in judged
            if (row := _row(one, fate, new, codings, standing.get(_place(one))))
        ),
        again=tuple(_again(judged, standing, new)),
        n_kept=outcomes.count("kept"),
        n_recoded=outcomes.count("recoded"),
        n_dropped=outcomes.count("dropped"),
    )


def settled_codings(one: Adjudicated) -> tuple[str, ...]:
    """Return the codings that a value settles, without the row it was made from.

    That row stands first where the value was carried over from an earlier version.
    """
    return one.settles[1:] if _CARRIED.search(one.rule) else one.settles


def _fate(one: Adjudicated, fates: Fates) -> CodeFate | None:
    """Say what becomes of a value; None where the case is open."""
    return None if one.value is None else fates.of(one.variable, one.value)


def _row(
    one: Adjudicated,
    fate: CodeFate | None,
    new: LoadedCodebook,
    codings: Mapping[str, str],
    standing: Adjudicated | None,
) -> Adjudicated | None:
    """Write a value anew, or take back what was made of one that holds no more.

    None where there is nothing to be written: a later word stands, or the same.
    """
    value = None if fate is None else fate.becomes
    if standing is not None and standing.written >= one.written:
        return None
    if fate is None or value is None:
        return _taken_back(one, new, standing)
    settles = (codings[name] for name in settled_codings(one) if name in codings)
    row = replace(
        one,
        adjudication_id="",
        codebook_sha256=new.stored.sha256,
        value=value,
        rule=f"{one.rule}; {say_fate(one.value, fate, new)}",
        settles=(one.adjudication_id, *sorted(settles)),
    )
    return replace(row, adjudication_id=identify(row, nonce=one.adjudication_id))


def _taken_back(
    one: Adjudicated, new: LoadedCodebook, standing: Adjudicated | None
) -> Adjudicated | None:
    """Open a case again whose value was made of one that holds no more."""
    if standing is None or standing.value is None or not _is_carried(standing, new):
        return None
    row = replace(
        one,
        adjudication_id="",
        codebook_sha256=new.stored.sha256,
        value=None,
        rule=f"{one.rule}; taken back {standing.value}{mark_of(new)}",
        settles=(one.adjudication_id,),
        probability=None,
    )
    return replace(row, adjudication_id=identify(row, nonce=one.adjudication_id))


def _again(
    judged: list[tuple[Adjudicated, CodeFate | None]],
    standing: Mapping[tuple[object, ...], Adjudicated],
    new: LoadedCodebook,
) -> Iterator[LookAgain]:
    """Yield the values that wait for a person, who has settled nothing since."""
    for one, fate in judged:
        there = standing.get(_place(one))
        waits = there is None or there.value is None or _is_stale(there, one, new)
        if waits and fate is not None and fate.outcome == "again":
            yield look_again(one, fate, ADJUDICATED)


def _is_stale(there: Adjudicated, one: Adjudicated, new: LoadedCodebook) -> bool:
    """Say whether what stands was made of an earlier word than this one."""
    return _is_carried(there, new) and there.written < one.written


def _is_carried(one: Adjudicated, new: LoadedCodebook) -> bool:
    """Say whether a value was carried over, and nobody has settled it since."""
    return _CARRIED.search(one.rule) is not None and one.rule.endswith(mark_of(new))


def _place(one: Adjudicated) -> tuple[object, ...]:
    return (one.variable, one.document_id, one.anchor.span)
