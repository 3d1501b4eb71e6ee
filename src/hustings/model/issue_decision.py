"""What people decide about issues: renamed, merged, split, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from hustings.errors import InvalidOptionError

DecisionKind: TypeAlias = Literal["rename", "merge", "split"]
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)

NEEDED = {"rename": 1, "merge": 2, "split": 1}
"""How many targets each kind of decision takes at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDecision:
    """One decision about an issue.

    Attributes
    ----------
    kind : {"rename", "merge", "split"}
        rename: the issue of the first target gets the name. merge: the issues of all
        targets become one. split: the targets leave their issues for one of their own.
    targets : tuple of str
        As `hustings.comparison.issues.key_of` gives them.
    name : str or None
        Of the issue; needed to rename, may be given to merge and split.
    decision_id : str
        Empty until it is kept.
    coder : str or None
        Who decided, where that was said.
    written : str
        ISO time at which it was decided; empty until it is kept.

    Raises
    ------
    InvalidOptionError
        If there is no such kind, or targets or the name are missing.
    """

    kind: DecisionKind
    targets: tuple[str, ...]
    name: str | None = None
    decision_id: str = ""
    coder: str | None = None
    written: str = ""

    def __post_init__(self) -> None:
        if self.kind not in NEEDED:
            raise InvalidOptionError(
                option="decision",
                value=self.kind,
                advice=f"be one of {', '.join(DECISION_KINDS)}",
            )
        if len(set(self.targets)) < NEEDED[self.kind] or not all(self.targets):
            raise InvalidOptionError(
                option=self.kind,
                value=", ".join(self.targets) or "nothing",
                advice=f"name {NEEDED[self.kind]} or more targets",
            )
        if self.kind == "rename" and not (self.name or "").strip():
            raise InvalidOptionError(
                option="rename", value=self.name or "", advice="give the issue a name"
            )
