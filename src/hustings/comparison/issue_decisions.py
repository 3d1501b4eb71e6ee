"""What people decide about issues: renamed, merged, split, and by whom.

A decision names targets, not groups, so that it holds when documents are added and
targets are gathered anew. Where none of its targets is there any more, it does
nothing, and a Problem says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.comparison.issues import Grouping, key_of, name_issues
from hustings.model.document import Problem
from hustings.model.issue_decision import NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.comparison.held_claims import HeldClaim
    from hustings.comparison.issues import GroupingOptions
    from hustings.model.issue_decision import IssueDecision


def decide_issues(
    claims: Sequence[HeldClaim],
    groups: Sequence[Sequence[int]],
    decisions: Iterable[IssueDecision] = (),
    options: GroupingOptions | None = None,
) -> Grouping:
    """Apply decisions, in their order, and name the issues.

    Parameters
    ----------
    claims : sequence of HeldClaim
    groups : sequence of sequence of int
        As `hustings.comparison.issues.group_targets` gives them.
    decisions : iterable of IssueDecision
        The oldest first; a later one holds where two disagree.
    options : GroupingOptions, optional
        That say which words are general.

    Returns
    -------
    Grouping
    """
    sorting = _Sorting(claims, groups)
    problems = [
        Problem(kind="decision without its target", message=_missing(decision))
        for decision in decisions
        if not sorting.apply(decision)
    ]
    kept = {place: group for place, group in enumerate(sorting.groups) if group}
    names = {
        new: sorting.names[old] for new, old in enumerate(kept) if old in sorting.names
    }
    issues = name_issues(claims, list(kept.values()), names, options)
    return Grouping(issues=issues, problems=tuple(problems))


def _missing(decision: IssueDecision) -> str:
    """Say which decision does nothing."""
    named = ", ".join(f"“{target}”" for target in decision.targets)
    return (
        f"The decision to {decision.kind} {named} does nothing: no claim has these "
        "targets now. It is kept for when they come back."
    )


class _Sorting:
    """Groups while decisions are applied; a group that is emptied stays, empty."""

    def __init__(
        self, claims: Sequence[HeldClaim], groups: Sequence[Sequence[int]]
    ) -> None:
        self.keys = [key_of(one.target) for one in claims]
        self.groups = [list(group) for group in groups]
        self.names: dict[int, str] = {}

    def apply(self, decision: IssueDecision) -> bool:
        """Apply one decision; say whether it did anything."""
        places = self._places(decision.targets)
        if len(places) < NEEDED[decision.kind] and not self._is_done(decision, places):
            return False
        if decision.kind == "split":
            places = [self._take_out(decision.targets)]
        elif decision.kind == "merge":
            self._join(places)
        if decision.name:
            self.names[places[0]] = decision.name.strip()
        return True

    def _is_done(self, decision: IssueDecision, places: Sequence[int]) -> bool:
        """Say whether the targets of a merger are in one issue already."""
        there = self._there(decision.targets)
        return decision.kind == "merge" and len(places) == 1 and len(there) > 1

    def _there(self, targets: Iterable[str]) -> Mapping[str, int]:
        """Say which targets have a claim, and in which group the first of these is."""
        wanted = set(targets)
        found: dict[str, int] = {}
        for place, group in enumerate(self.groups):
            for index in group:
                if self.keys[index] in wanted:
                    found.setdefault(self.keys[index], place)
        return found

    def _places(self, targets: Sequence[str]) -> list[int]:
        """Find the groups of targets, in the order of the targets."""
        there = self._there(targets)
        found = (there[target] for target in targets if target in there)
        return list(dict.fromkeys(found))

    def _join(self, places: Sequence[int]) -> None:
        """Put groups into the first of them."""
        first, *others = places
        for place in others:
            self.groups[first] += self.groups[place]
            self.groups[place] = []
            self.names.pop(place, None)

    def _take_out(self, targets: Iterable[str]) -> int:
        """Put the claims with these targets into a group of their own."""
        wanted = set(targets)
        taken = [
            index
            for group in self.groups
            for index in group
            if self.keys[index] in wanted
        ]
        self.groups = [
            [index for index in group if self.keys[index] not in wanted]
            for group in self.groups
        ]
        self.groups.append(taken)
        return len(self.groups) - 1
