"""Mistakes about settling disagreements between coders."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class UnclearRuleError(HustingsError, ValueError):
    """It is not clear by what disagreements are to be settled."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return (
            f"{self.reason} Give one of --rule majority, --rule unanimity, --rule "
            "senior --senior NAME, --rule dawid-skene, or --decisions TABLE."
        )


class NothingToAdjudicateError(HustingsError, ValueError):
    """No codings by people fit what was asked for."""

    def __init__(self, *, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(wanted)

    def __str__(self) -> str:
        return (
            f"Nobody has coded {self.wanted} by hand, so there is nothing to "
            "adjudicate. Bring codings in with 'hustings code --from-table TABLE', or "
            "code with 'hustings code --by hand'."
        )
