"""Decisions about issues that a merge brings in: each once, with who decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.errors import InvalidOptionError, StrangeRowError
from hustings.store.issue_decisions import issue_decisions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.issue_decision import IssueDecision
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedDecisions:
    """The other project's decisions, sorted.

    Attributes
    ----------
    fresh : tuple of IssueDecision
        Not here yet.
    n_there : int
        Here before.
    """

    fresh: tuple[IssueDecision, ...] = ()
    n_there: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nobody decided anything there."""
        return not (self.fresh or self.n_there)


def sort_decisions(
    store: Store, other: Store, coders: Mapping[str, str], *, name: str
) -> ArrivedDecisions:
    """Sort another project's decisions by whether they are here.

    Parameters
    ----------
    coders : mapping of str to str
        Names there to names here.
    name : str
        Of the other project, for messages.

    Raises
    ------
    StrangeRowError
        If one is nothing that Hustings would have written.
    """
    known = {one.decision_id for one in issue_decisions_of(store).all()}
    theirs = _read(other, name)
    fresh = [one for one in theirs if one.decision_id not in known]
    return ArrivedDecisions(
        fresh=tuple(_renamed(one, coders) for one in fresh),
        n_there=len(theirs) - len(fresh),
    )


def _read(other: Store, name: str) -> list[IssueDecision]:
    """Read all decisions of the other project."""
    try:
        return issue_decisions_of(other).all()
    except InvalidOptionError as error:
        raise StrangeRowError(
            name=name, where="a decision about issues", reason=str(error)
        ) from None


def _renamed(one: IssueDecision, coders: Mapping[str, str]) -> IssueDecision:
    """Name who decided as they are called here."""
    if one.coder is None:
        return one
    return replace(one, coder=coders.get(one.coder, one.coder))


def write_decisions(store: Store, arrived: ArrivedDecisions) -> None:
    """Write the decisions that are new."""
    issue_decisions_of(store).add_all(arrived.fresh)
