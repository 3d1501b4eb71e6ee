"""What there is to say of a case that lacks a position or an interval."""

from __future__ import annotations

from hustings.model.document import Problem

_FEW_UNDEFINED = 0.01
"""Up to this share of draws without a position goes without saying."""


def no_position(case: str, scale: str, n_units: float) -> Problem:
    """Say that a case has no coded unit."""
    found = "no units" if n_units <= 0 else f"{n_units:g} units, none of them coded"
    return Problem(
        kind="no position",
        message=f"Case {case!r} has {found}, so it has no position on {scale!r}.",
    )


def no_interval(case: str, scale: str, method: str) -> Problem:
    """Say that the draws of a case show no spread."""
    return Problem(
        kind="no interval",
        message=f"Case {case!r} on {scale!r}: all {method} draws are alike, because "
        "too few units or blocks bear on it, so no interval can be given.",
    )


def same_place(case: str, scale: str) -> Problem:
    """Say that a scale puts a case at one place, whatever its words are."""
    return Problem(
        kind="no interval",
        message=f"Case {case!r} on {scale!r}: every draw puts it at the same place, as "
        "rescaling does with references, or it has one block only; so no interval can "
        "be given.",
    )


def one_sided(case: str, scale: str) -> Problem:
    """Say that an interval comes from a formula."""
    return Problem(
        kind="interval by formula",
        message=f"Case {case!r} on {scale!r}: one side has no unit, and resampling "
        "never draws what is not there; its interval comes from the formula of the "
        "standard error instead.",
    )


def few_defined(
    case: str, scale: str, n_defined: int, n_draws: int
) -> tuple[Problem, ...]:
    """Say that many draws have no position on the scale, if so."""
    n_undefined = n_draws - n_defined
    if n_undefined <= _FEW_UNDEFINED * n_draws:
        return ()
    message = (
        f"Case {case!r} on {scale!r}: {n_undefined} of {n_draws} draws have no "
        "position, and the interval leaves them out. Too few units bear on the scale."
    )
    return (Problem(kind="undefined draws", message=message),)


def undefined(case: str, scale: str, why: str) -> Problem:
    """Say why a case with coded units has no position."""
    return Problem(
        kind="no position",
        message=f"Case {case!r} has no position on {scale!r}: {why}.",
    )
