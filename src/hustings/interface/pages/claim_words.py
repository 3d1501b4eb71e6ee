"""How pages say stances: by word and sign, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.comparison.claim_matrix import Standing
from hustings.interface.pages.wording import join_words, say_count, say_number
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.comparison.accord import PairAccord
    from hustings.comparison.claim_matrix import IssueRow

SIGNS = {
    Standing.FOR: "\N{BLACK UP-POINTING TRIANGLE}",
    Standing.AGAINST: "\N{BLACK DOWN-POINTING TRIANGLE}",
    Standing.MIXED: "\N{BLACK DIAMOND}",
    Standing.SILENT: "\N{EN DASH}",
}
_MODALITIES = {
    Modality.PLEDGE: "a pledge",
    Modality.DEMAND: "a demand",
    Modality.POSITION: "a position",
    Modality.EVALUATION: "an evaluation",
    Modality.AIM: "an aim",
    Modality.SLOGAN: "a slogan",
}
_SHADES = (1, 3, 7)
_ENOUGH = 4
"""Common issues from which on a pair is said to disagree most."""
"""Most claims of the first, second and third shade; the fourth has more."""

NAMED = 4


def sign_of(standing: Standing | str) -> str:
    """Return the sign of a standing.

    Examples
    --------
    >>> sign_of("for"), sign_of("against"), sign_of("silent")
    ('▲', '▼', '–')
    """
    return SIGNS[Standing(standing)]


def standing_of(stance: int) -> Standing:
    """Name a stance: for or against."""
    return Standing.FOR if stance > 0 else Standing.AGAINST


def standing_on(*, has_pros: bool, has_cons: bool) -> Standing:
    """Name where somebody stands who has claims for, against or both.

    Examples
    --------
    >>> str(standing_on(has_pros=True, has_cons=True))
    'mixed'
    """
    if has_pros and has_cons:
        return Standing.MIXED
    return Standing.FOR if has_pros else Standing.AGAINST


def say_modality(modality: Modality) -> str:
    """Name how a stance is put."""
    return _MODALITIES[modality]


def shade_of(n_claims: int) -> int:
    """Return how dark a cell is, 1 to 4.

    Examples
    --------
    >>> [shade_of(n) for n in (1, 2, 5, 40)]
    [1, 2, 3, 4]
    """
    return 1 + sum(n_claims > most for most in _SHADES)


def say_percent(share: float) -> str:
    r"""Write a share in whole percents.

    Examples
    --------
    >>> say_percent(0.125)
    '12\xa0%'
    """
    return f"{say_number(100 * share)}\N{NO-BREAK SPACE}%"


def say_matrix(n_shared: int, pairs: Sequence[PairAccord]) -> str:
    """Say what stands out: who disagree most, or that nobody speaks to the same."""
    opposed = [one for one in pairs if one.n_opposite]
    if opposed:
        return _say_opposed(opposed)
    common = [one for one in pairs if one.n_issues]
    if common:
        issues = "issue" if n_shared == 1 else f"{say_number(n_shared)} issues"
        return f"No two actors take opposite sides on the {issues} that some share."
    return "No two actors speak to the same issue."


def _say_opposed(pairs: Sequence[PairAccord]) -> str:
    """Name who disagree most where enough issues are shared for "most" to mean much."""
    told = [one for one in pairs if one.n_issues >= _ENOUGH]
    if not told and len(pairs) > 1:
        return f"{len(pairs)} pairs of actors take opposite sides on some issue."
    most = max(told or pairs, key=lambda one: (one.n_opposite, -one.n_issues))
    both = f"{most.actor_a} and {most.actor_b}"
    issues = say_count(most.n_issues, "common issue")
    if not told:
        return f"{both} take opposite sides on {most.n_opposite} of {issues}."
    return f"{both} disagree most: on {most.n_opposite} of {issues}."


def say_issue(row: IssueRow) -> str:
    """Say who stands where on an issue.

    Examples
    --------
    >>> from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    >>> from hustings.comparison.held_claims import Issue
    >>> cells = (ClaimCell(actor="Ferry", pros=(1,)), ClaimCell(actor="Quay"))
    >>> issue = Issue(issue_id="i1", name="the toll", claims=(1,))
    >>> say_issue(IssueRow(issue=issue, cells=cells))
    'Ferry is for it. Quay is silent.'
    """
    parts = [
        (Standing.FOR, "for it"),
        (Standing.AGAINST, "against it"),
        (Standing.MIXED, "for it in one place and against it in another"),
        (Standing.SILENT, "silent"),
    ]
    said = []
    for standing, words in parts:
        names = [cell.actor for cell in row.cells if cell.standing is standing]
        if names:
            said.append(f"{_name(names)} {'is' if len(names) == 1 else 'are'} {words}.")
    return " ".join(said)


def _name(names: Sequence[str]) -> str:
    """Name actors; of very many, some."""
    if len(names) <= NAMED + 1:
        return join_words(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} others"
