"""What the classes of a network are called, and which codes of a codebook they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import ClassNamesError
from hustings.model.marpor import OPPOSITES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.model.codebook import Variable

_NUMBERED = re.compile(r"\s*(\d{3}(?:[._]\d)?)(?:\s*[-–—:]\s+|\s+|$)")
"""``504 - Welfare State Expansion``, ``103.1``, ``605_2: ...``."""
_NAMELESS = re.compile(r"LABEL_\d+")
_FEWEST = 40
"""Numbered classes from which they are taken for those of the Manifesto Project."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassMap:
    """Which code each class of a network stands for.

    Attributes
    ----------
    codes : tuple of str
        In the order of the codebook, or of the classes where there is none.
    columns : array of int, shape (n_classes,)
        Index into `codes`.
    """

    codes: tuple[str, ...]
    columns: NDArray[np.int64]

    def gather(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add the probabilities of classes that stand for one code.

        Parameters
        ----------
        probabilities : array, shape (n_units, n_classes)

        Returns
        -------
        array, shape (n_units, n_codes)

        Examples
        --------
        >>> found = ClassMap(codes=("305", "703"), columns=np.array([1, 1, 0]))
        >>> found.gather(np.array([[0.25, 0.25, 0.5]])).tolist()
        [[0.5, 0.5]]
        """
        gathered = np.zeros((len(probabilities), len(self.codes)))
        np.add.at(gathered.T, self.columns, probabilities.T)
        return gathered


def are_marpor(classes: Sequence[str]) -> bool:
    """Tell whether classes are numbered as the Manifesto Project numbers its codes.

    Examples
    --------
    >>> are_marpor(["504 - Welfare State Expansion", "305 - Political Authority"])
    False
    >>> are_marpor([f"{code} - Title" for code in range(101, 157)])
    True
    """
    found = sum(_NUMBERED.match(name) is not None for name in classes)
    return found >= _FEWEST and found == len(classes)


def name_codes(classes: Sequence[str], variable: Variable | None = None) -> ClassMap:
    """Find the code of each class by its number, its name or its title.

    Without a codebook a class is a code: its number where it has one, else its name.
    Sub-codes of the Manifesto Project become their main codes where the codebook does
    not have them; the three that say the opposite become the code for "none of these".

    Raises
    ------
    ClassNamesError
        If classes have no names, one name twice, or none that the codebook knows.

    Examples
    --------
    >>> name_codes(["504 - Welfare State Expansion", "305 - Political Authority"]).codes
    ('504', '305')
    """
    if any(map(_NAMELESS.fullmatch, classes)):
        raise ClassNamesError(classes=classes, variable=None)
    if variable is None:
        codes = [_number_of(name) or name for name in classes]
        order = tuple(dict.fromkeys(codes))
    else:
        codes = _codes_of(classes, variable)
        order = tuple(one.code for one in variable.codes if one.code in set(codes))
    places = {code: place for place, code in enumerate(order)}
    columns = np.array([places[code] for code in codes], dtype=np.int64)
    return ClassMap(codes=order, columns=columns)


def _codes_of(classes: Sequence[str], variable: Variable) -> list[str]:
    known = _spellings(variable)
    found = [_code_of(name, known, variable.uncoded) for name in classes]
    codes = [code for code in found if code is not None]
    if len(codes) < len(classes):
        unknown = [n for n, code in zip(classes, found, strict=True) if code is None]
        raise ClassNamesError(classes=unknown, variable=variable.name)
    return codes


def _spellings(variable: Variable) -> dict[str, str]:
    """Title or code, spelt plainly -> code; codes win."""
    titles = {_plain(one.title): one.code for one in variable.codes}
    return titles | {_plain(one.code): one.code for one in variable.codes}


def _code_of(name: str, known: Mapping[str, str], uncoded: str | None) -> str | None:
    number = _number_of(name)
    if _plain(name) in known:
        return known[_plain(name)]
    if number is None:
        return None
    if _plain(number) in known:
        return known[_plain(number)]
    return uncoded if number in OPPOSITES else known.get(number[:3])


def _number_of(name: str) -> str | None:
    found = _NUMBERED.match(name)
    return found[1].replace("_", ".") if found else None


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[\w.]+", name.casefold()))
