"""The codes that a coder learns, and their domains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import TooFewCodesError, UnknownCodeError, UnknownVariableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.codebook import Code, Codebook, Variable


MOST_CODES = 100
"""Codes up to which each is learned against all others, and how each follows each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedCodes:
    """Codes in their order, each with its domain.

    Attributes
    ----------
    codes : tuple of str
        Those in use: in the codebook's order, or in that of their code points.
    domain_of : tuple of int
        Index of each code's domain; all 0 where there are no domains.
    is_ordered : bool
        Whether codes are steps of a scale: by the level of the variable or, without a
        codebook, because they are whole numbers on both sides of 0.
    codebook, codebook_version, variable : str
        Empty where there is no codebook.
    """

    codes: tuple[str, ...]
    domain_of: tuple[int, ...]
    is_ordered: bool = False
    codebook: str = ""
    codebook_version: str = ""
    variable: str = ""

    @property
    def n(self) -> int:
        """How many codes there are."""
        return len(self.codes)

    @property
    def n_domains(self) -> int:
        """How many domains the codes are of."""
        return len(set(self.domain_of))

    @property
    def n_columns(self) -> int:
        """How many scores a text gets: one a code, and one a domain if several."""
        return self.n + (self.n_domains if self.n_domains > 1 else 0)


def find_codes(
    values: Sequence[str | None], codebook: Codebook | None, variable: str | None
) -> LearnedCodes:
    """Find the codes in use, and check them against the codebook.

    Raises
    ------
    TooFewCodesError
        If fewer than two are in use.
    UnknownCodeError, UnknownVariableError
        If the codebook has no such code or variable.

    Examples
    --------
    >>> find_codes(["trams", None, "tax"], None, None).codes
    ('tax', 'trams')
    """
    used = {value for value in values if value}
    if len(used) < 2:
        raise TooFewCodesError(codes=tuple(sorted(used)))
    if codebook is None:
        codes = tuple(sorted(used))
        return LearnedCodes(
            codes=codes,
            domain_of=(0,) * len(codes),
            is_ordered=_are_steps(codes),
            variable=variable or "",
        )
    return _of_codebook(used, codebook, _find_variable(codebook, variable))


def _of_codebook(
    used: set[str], codebook: Codebook, variable: Variable
) -> LearnedCodes:
    known = tuple(code.code for code in variable.codes)
    for value in sorted(used - set(known)):
        raise UnknownCodeError(code=value, codebook=codebook.name, known=known)
    codes = [code for code in variable.codes if code.code in used]
    numbers = {domain: i for i, domain in enumerate(_domains(codes))}
    return LearnedCodes(
        codes=tuple(code.code for code in codes),
        domain_of=tuple(numbers[code.domain] for code in codes),
        codebook=codebook.name,
        codebook_version=codebook.version,
        is_ordered=variable.level != "nominal",
        variable=variable.name,
    )


def _are_steps(codes: Sequence[str]) -> bool:
    """Tell whether codes are whole numbers on both sides of 0.

    Examples
    --------
    >>> _are_steps(["-1", "0", "+1"]), _are_steps(["101", "504"])
    (True, False)
    """
    if not all(re.fullmatch(r"[-+]?\d+", code) for code in codes):
        return False
    numbers = [int(code) for code in codes]
    return min(numbers) < 0 < max(numbers)


def _domains(codes: Sequence[Code]) -> list[str | None]:
    return list(dict.fromkeys(code.domain for code in codes))


def _find_variable(codebook: Codebook, name: str | None) -> Variable:
    for variable in codebook.variables:
        if name is None or variable.name == name:
            return variable
    known = tuple(variable.name for variable in codebook.variables)
    raise UnknownVariableError(variable=name or "", codebook=codebook.name, known=known)
