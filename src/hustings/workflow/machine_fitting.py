"""Fitting a coder to a codebook: which one, which variables, whether codes agree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.coding.function_coder import FunctionCoder
from hustings.errors import (
    CoderCodebookError,
    UnknownCodebookError,
    UnknownVariableError,
    UnknownVersionError,
)
from hustings.model.document import Problem
from hustings.workflow.codebooks import find_codebook, load_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.coding.coders import Coder
    from hustings.model.codebook import Codebook, Variable
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.machine_coders import FoundCoder


def settle_codebook(
    found: FoundCoder,
    store: Store | None,
    *,
    named: str | None,
    otherwise: Callable[[], LoadedCodebook],
) -> LoadedCodebook:
    """Find the codebook to code with: the one named, the coder's own, or another.

    Raises
    ------
    UnknownCodebookError, CodebookFileError, UnknownVersionError
        If the one named is none.
    CoderCodebookError
        If the coder's own is not to be found.
    """
    if named is not None:
        return _find(store, named)
    if not found.codebook:
        return otherwise()
    names = [f"{found.codebook}@{found.codebook_version}", found.codebook]
    for name in names if found.codebook_version else names[1:]:
        try:
            return _find(store, name)
        except (UnknownCodebookError, UnknownVersionError):
            continue
    raise CoderCodebookError(
        coder=found.coder_id,
        codebook=found.codebook,
        reason="it was trained with it, and no such codebook is here.",
        advice="Give its file with --codebook.",
    )


def settle_variables(
    found: FoundCoder, codebook: Codebook, variable: str | None
) -> dict[str, Coder]:
    """Find the variable that each coder codes, and check that it has its codes.

    Raises
    ------
    UnknownVariableError
        If the codebook has no variable of the name given.
    CoderCodebookError
        If a coder gives codes that no variable of the codebook has.
    """
    known = {one.name: one for one in codebook.variables}
    if variable is not None and variable not in known:
        raise UnknownVariableError(
            variable=variable, codebook=codebook.name, known=tuple(known)
        )
    if len(found.coders) > 1 and variable is not None:
        return {variable: found.coders[_own(found, codebook, variable)]}
    settled = {
        _place(found, one, own, codebook, variable): _with_codes(
            one, known[_place(found, one, own, codebook, variable)]
        )
        for own, one in found.coders.items()
    }
    return in_order(settled, codebook) if set(settled) == set(found.coders) else settled


def in_order(coders: Mapping[str, Coder], codebook: Codebook) -> dict[str, Coder]:
    """Put coders in the order of a codebook's variables; others stand behind."""
    names = [one.name for one in codebook.variables if one.name in coders]
    return {name: coders[name] for name in dict.fromkeys([*names, *coders])}


def version_problems(found: FoundCoder, codebook: Codebook) -> Iterator[Problem]:
    """Tell where a coder was trained with another version of the codebook."""
    is_same = found.codebook == codebook.name
    if is_same and found.codebook_version not in {"", codebook.version}:
        yield Problem(
            kind="other codebook version",
            message=f"{found.coder_id} was trained with version "
            f"{found.codebook_version} of {codebook.name}, and codes with version "
            f"{codebook.version}: codes of the same name are taken to mean the same. "
            "Train it again if they do not.",
        )


def _find(store: Store | None, name: str) -> LoadedCodebook:
    if store is not None:
        return find_codebook(store, name)
    return load_codebook(name)


def _own(found: FoundCoder, codebook: Codebook, variable: str) -> str:
    if variable in found.coders:
        return variable
    raise CoderCodebookError(
        coder=found.coder_id,
        codebook=codebook.name,
        reason=f"it codes {', '.join(found.coders)}, and not {variable!r}.",
        advice="Name one of these, or leave --variable out.",
    )


def _place(
    found: FoundCoder,
    coder: Coder,
    own: str,
    codebook: Codebook,
    variable: str | None,
) -> str:
    """Choose the variable of one coder: the one named, its own, the first that fits."""
    names = [one.name for one in codebook.variables]
    wanted = variable or (own if own in names else None)
    fitting = [one for one in codebook.variables if _fits(coder, one)]
    if wanted is None and fitting:
        return fitting[0].name
    chosen = next(one for one in codebook.variables if one.name == (wanted or names[0]))
    if chosen in fitting:
        return chosen.name
    known = {code.code for code in chosen.codes}
    strange = next(code for code in coder.codes if code not in known)
    raise CoderCodebookError(
        coder=found.coder_id,
        codebook=codebook.name,
        reason=f"it gives the code {strange!r}, which the variable {chosen.name!r} "
        "does not have.",
        advice="Name the codebook it is for with --codebook, and the variable with "
        "--variable.",
    )


def _fits(coder: Coder, variable: Variable) -> bool:
    """Say whether a variable has all codes that a coder gives."""
    return set(coder.codes) <= {code.code for code in variable.codes}


def _with_codes(coder: Coder, variable: Variable) -> Coder:
    """Tell a function that names no codes which there are."""
    if isinstance(coder, FunctionCoder) and not coder.codes:
        return replace(coder, codes=tuple(code.code for code in variable.codes))
    return coder
