"""The part of the manager's page on agreement that is about claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.interface.pages.wording import join_words, say_count
from hustings.workflow.agreeing_on_claims import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.workflow.room_manage_claims import ClaimStanding

_WORDS = {
    "claim_f1": "the same claims (F1)",
    "claim_precision": "of the program’s claims the person has (precision)",
    "claim_recall": "of the person’s claims the program found (recall)",
    "u_alpha_binary": "the same words as targets (u-alpha)",
    "alpha_u": "the same stretches for and against (alpha-U)",
    "krippendorff_alpha": "the same side, where both have the claim (alpha)",
    "percent_agreement": "the same side, where both have the claim (share)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One number with its interval."""

    who: str
    what: str
    value: str
    interval: str
    n_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPart:
    """What the page shows of claims."""

    lead: str
    rows: tuple[ClaimRow, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsAlone:
    """The page where people only said what units claim, and coded nothing."""

    claims: ClaimPart
    headline: str = "Agreement on claims"
    is_alone: bool = True


def build_claims(
    found: ClaimStanding | None, masks: Mapping[str, str] | None = None
) -> ClaimPart | None:
    """Put the part together; None where nobody wrote claims down.

    Parameters
    ----------
    masks : mapping of str to str, optional
        What people are called where names are hidden.
    """
    if found is None:
        return None
    names = masks or {}
    people = [names.get(one, one) for one in found.coders]
    verb = "has" if len(people) == 1 else "have"
    return ClaimPart(
        lead=f"{join_words(people)} {verb} said what {say_count(found.n_units, 'unit')}"
        f" {'claims' if found.n_units == 1 else 'claim'}; {_shared(found)}.",
        rows=tuple(_row(one, names) for one in found.rows),
        problems=tuple(_told(found)),
    )


def _shared(found: ClaimStanding) -> str:
    """Say how many units several people looked at."""
    if not found.n_shared:
        return "none of them by two people yet"
    return f"{found.n_shared:,} of them by two people or more"


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> ClaimRow:
    return ClaimRow(
        who=_who(row, names),
        what=_WORDS[row["statistic"]],
        value="–" if row["value"] is None else f"{row['value']:.2f}",
        interval=""
        if row["low"] is None
        else f"{row['low']:.2f} to {row['high']:.2f}".replace("-", "\N{MINUS SIGN}"),
        n_units=row["n_units"],
    )


def _who(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Name who is compared."""
    one, other = row["coder_a"], row["coder_b"]
    if one is None:
        return "All"
    first = "The program" if one == PROGRAM else names.get(one, one)
    return f"{first} and {names.get(other, other)}"


def _told(found: ClaimStanding) -> Iterator[str]:
    """Yield what is to be known, once each."""
    yield from dict.fromkeys(one.message for one in found.problems)
