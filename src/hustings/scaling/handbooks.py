"""Which version of the Manifesto Project's handbook counts were coded with.

Scales on main codes need to know what sub-codes become of. The published dataset folds
those of version 5 and leaves those of Central and Eastern Europe apart.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.model.document import Problem
from hustings.scaling.marpor import main_code
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from hustings.scaling.counts import AnyCounts

Handbook: TypeAlias = Literal["4", "5", "cee"]
"""Main codes alone, sub-codes of version 5, or codes with four digits."""

_SUB_CODE = re.compile(r"\d{3}[._]\d")
_FOUR_DIGITS = re.compile(r"\d{4}")


def counts_by_handbook(
    counts: AnyCounts, handbook: Handbook
) -> tuple[AnyCounts, tuple[Problem, ...]]:
    """Bring counts to main codes as a version of the handbook has it.

    Parameters
    ----------
    handbook : {"4", "5", "cee"}
        * ``"5"``: sub-codes (``103.1``) are folded into main codes, except 202.2, 605.2
          and 703.2, which say the opposite of theirs. Counts without sub-codes stay as
          they are, so this serves earlier versions, too.
        * ``"4"``: there are only main codes. Sub-codes that are there all the same
          count into the number of units and nothing else, and a problem names them.
        * ``"cee"``: as ``"5"``, and the four-digit codes of Central and Eastern Europe
          (``4011``) are folded into their first three digits, too. The published RILE
          does **not** do that.

    Raises
    ------
    InvalidOptionError
        If there is no such handbook.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour", "401": 1, "4011": 2, "605.1": 4, "605.2": 8}
    >>> for handbook in ("4", "5", "cee"):
    ...     folded, problems = counts_by_handbook(Counts.from_rows([row]), handbook)
    ...     print(handbook, folded.codes, [one.kind for one in problems])
    4 ('401', '4011', '605.1', '605.2') ['sub-codes']
    5 ('401', '4011', '605', '605.2') []
    cee ('401', '605', '605.2') []
    """
    if handbook not in get_args(Handbook):
        raise InvalidOptionError(
            option="handbook", value=handbook, advice="Choose 4, 5 or cee."
        )
    if handbook == "4":
        return counts, _sub_codes(counts)
    mains = {code: main_code(code) for code in counts.codes}
    if handbook == "cee":
        mains = {
            code: code[:3] if _FOUR_DIGITS.fullmatch(code) else main
            for code, main in mains.items()
        }
    return _renamed(counts, mains), ()


def _renamed(counts: AnyCounts, mains: dict[str, str]) -> AnyCounts:
    """Add up the columns that become the same code, in order of appearance."""
    if isinstance(counts, SourcedCounts):
        return counts.renamed(mains)
    names = tuple(dict.fromkeys(mains.values()))
    groups = np.zeros((len(counts.codes), len(names)))
    places = [names.index(mains[code]) for code in counts.codes]
    groups[np.arange(len(counts.codes)), places] = 1
    return replace(counts, codes=names, matrix=counts.matrix @ groups)


def _sub_codes(counts: AnyCounts) -> tuple[Problem, ...]:
    """Name sub-codes in counts that should have none."""
    found = [code for code in counts.codes if _SUB_CODE.fullmatch(code)]
    if not found:
        return ()
    message = (
        f"Version 4 of the handbook has no sub-codes, but there are columns "
        f"{', '.join(found)}; they count into the number of units only. Use handbook 5 "
        "if they belong to their main codes."
    )
    return (Problem(kind="sub-codes", message=message),)
