"""What a person decides about issues: a new name, issues that are one, one that is two.

Decisions name the targets of the issues as they are now, so that they hold when
documents come and targets are gathered anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from hustings.comparison.issues import key_of
from hustings.errors.claims import UnknownIssueError, UnknownTargetError
from hustings.model.identity import identify
from hustings.model.issue_decision import IssueDecision
from hustings.outside.chance import nonce
from hustings.outside.clock import now
from hustings.store.issue_decisions import issue_decisions_of
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.issue_groups import gather_issues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.comparison.issues import Grouping
    from hustings.model.document import Problem
    from hustings.model.issue_decision import DecisionKind
    from hustings.store.project import Store

_NEAR = 5
_ALIKE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSettled:
    """A decision about issues, and the issues that it touches as they stand now.

    Attributes
    ----------
    decision : IssueDecision
    issues : tuple of Issue
        Those that hold one of the decision's targets.
    claims : tuple of HeldClaim
        That the issues' indices are of.
    """

    decision: IssueDecision
    issues: tuple[Issue, ...]
    claims: tuple[HeldClaim, ...]
    problems: tuple[Problem, ...] = ()

    def summary(self) -> str:
        """Return one line for a person to read."""
        done = {"rename": "Renamed", "merge": "Merged", "split": "Split off"}
        names = ", ".join(f"“{one.name}”" for one in self.issues)
        return f"{done[self.decision.kind]}: {names}."


def rename_issue(
    store: Store, issue: str, name: str, *, by: str | None = None
) -> IssueSettled:
    """Give an issue a name.

    Parameters
    ----------
    issue : str
        Its id, its name, or one of its targets.
    by : str, optional
        Who decides; a coder of the project.

    Raises
    ------
    UnknownIssueError
        If there is no such issue.
    UnknownPersonError
        If the project knows nobody of that name.
    InvalidOptionError
        If the name is empty.
    """
    claims = gather_claims(store)
    found = find_issue(gather_issues(store, claims), claims, issue)
    return _settle(store, claims, "rename", targets_of(found, claims), name, by)


def merge_issues(
    store: Store, issues: Sequence[str], name: str | None = None, *, by: str | None
) -> IssueSettled:
    """Make one issue of several.

    Raises
    ------
    UnknownIssueError
        If there is no such issue.
    InvalidOptionError
        If fewer than two different targets are named.
    """
    claims = gather_claims(store)
    grouping = gather_issues(store, claims)
    found = [find_issue(grouping, claims, one) for one in issues]
    targets = [key for one in found for key in targets_of(one, claims)]
    kept = name or (found[0].name if found else None)
    return _settle(store, claims, "merge", targets, kept, by)


def split_issue(
    store: Store,
    issue: str,
    targets: Sequence[str],
    name: str | None = None,
    *,
    by: str | None,
) -> IssueSettled:
    """Let targets leave an issue for one of their own.

    Raises
    ------
    UnknownIssueError, UnknownTargetError
        If there is no such issue, or it has no such target.
    InvalidOptionError
        If no target is named.
    """
    claims = gather_claims(store)
    found = find_issue(gather_issues(store, claims), claims, issue)
    known = targets_of(found, claims)
    for target in targets:
        if key_of(target) not in known:
            raise UnknownTargetError(target=target, issue=found.name, known=known)
    return _settle(store, claims, "split", list(map(key_of, targets)), name, by)


def find_issue(grouping: Grouping, claims: Sequence[HeldClaim], named: str) -> Issue:
    """Find an issue by its id, its name, or one of its targets.

    Raises
    ------
    UnknownIssueError
        If there is none, with those whose names are like it.
    """
    wanted = key_of(named)
    for said in (
        [one for one in grouping.issues if one.issue_id == named],
        [one for one in grouping.issues if one.name.casefold() == named.casefold()],
        [one for one in grouping.issues if wanted in targets_of(one, claims)],
    ):
        if said:
            return said[0]
    names = {one.name.casefold(): one.name for one in grouping.issues}
    near = get_close_matches(named.casefold(), names, n=_NEAR, cutoff=_ALIKE)
    raise UnknownIssueError(issue=named, near=[names[one] for one in near])


def targets_of(issue: Issue, claims: Sequence[HeldClaim]) -> list[str]:
    """Return the keys of an issue's targets, those said most often first."""
    counts = Counter(key_of(claims[index].target) for index in issue.claims)
    return [key for key, _ in counts.most_common()]


def _settle(  # the parts of a decision
    store: Store,
    claims: tuple[HeldClaim, ...],
    kind: DecisionKind,
    targets: Iterable[str],
    name: str | None,
    by: str | None,
) -> IssueSettled:
    """Keep a decision, and show what it made."""
    keys = tuple(dict.fromkeys(targets))
    said = IssueDecision(kind=kind, targets=keys, name=name, coder=by, written=now())
    decision = replace(said, decision_id=identify(said, nonce=nonce()))
    issue_decisions_of(store).add_all([decision])
    grouping = gather_issues(store, claims)
    touched = (
        one for one in grouping.issues if set(keys) & set(targets_of(one, claims))
    )
    return IssueSettled(
        decision=decision,
        issues=tuple(touched),
        claims=claims,
        problems=grouping.problems,
    )
