"""Mistakes about agreement between coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_QUOTED = 80


class UndefinedAgreementError(HustingsError, ValueError):
    """These codings have no agreement: too little was coded twice, or no two values."""

    def __init__(self, *, statistic: str, reason: str) -> None:
        self.statistic = statistic
        self.reason = reason
        super().__init__(statistic)

    def __str__(self) -> str:
        return f"{self.statistic} is undefined here: {self.reason}"


class ValueLevelError(HustingsError, ValueError):
    """A value does not fit the level of measurement."""

    def __init__(
        self, *, value: str, unit: str, row: int, level: str, reason: str, advice: str
    ) -> None:
        self.value = value
        self.unit = unit
        self.row = row
        self.level = level
        self.reason = reason
        self.advice = advice
        super().__init__(value)

    def __str__(self) -> str:
        return (
            f"Row {self.row}, unit {self.unit[:_LONGEST_QUOTED]!r}: the value "
            f"{self.value[:_LONGEST_QUOTED]!r} "
            f"{self.reason}, which level {self.level!r} needs. {self.advice}"
        )


class MissingOrderError(HustingsError, ValueError):
    """Ordinal values are words, and nobody said in which order they stand."""

    def __init__(self, *, values: Sequence[str]) -> None:
        self.values = tuple(values)
        super().__init__(self.values)

    def __str__(self) -> str:
        return (
            f"The values {', '.join(self.values)} are not all numbers, so their order "
            "is unknown. Give it from low to high, for example --order low,middle,high."
        )


class UnknownStatisticError(HustingsError, KeyError):
    """No statistic of agreement has this name, or none that fits this table."""

    def __init__(self, *, statistic: str, known: Sequence[str]) -> None:
        self.statistic = statistic
        self.known = tuple(known)
        super().__init__(statistic)

    def __str__(self) -> str:
        return (
            f"There is no statistic {self.statistic!r} for these codings. "
            f"Known statistics: {', '.join(self.known)}."
        )


class UnweightableLevelError(HustingsError, ValueError):
    """A weighted statistic was asked of values without an order."""

    def __init__(self, *, statistic: str) -> None:
        self.statistic = statistic
        super().__init__(statistic)

    def __str__(self) -> str:
        return (
            f"{self.statistic} weighs how far apart two values are, and nominal values "
            "are just equal or not. Give --level ordinal, interval or ratio, or leave "
            "it out."
        )


class MissingGroupsError(HustingsError, ValueError):
    """Documents or blocks are to be resampled, and nothing says which units have."""

    def __init__(self, *, groups: str) -> None:
        self.groups = groups
        super().__init__(groups)

    def __str__(self) -> str:
        column = self.groups.removesuffix("s")
        return (
            f"The codings do not say which {column} each unit is in, so {self.groups} "
            f"cannot be resampled. Add a column {column!r}, or resample units."
        )


class TooManyValuesError(HustingsError, ValueError):
    """A statistic would need a table of units by values that fills the memory."""

    def __init__(self, *, n_values: int) -> None:
        self.n_values = n_values
        super().__init__(n_values)

    def __str__(self) -> str:
        return (
            f"{self.n_values:,} different values in so many units are too many for one "
            "table. Round the values, or take fewer units."
        )


class LoneCoderError(HustingsError, ValueError):
    """Agreement is asked of a single coder."""

    def __init__(self, *, coder: str, codebook: str, others: Sequence[str]) -> None:
        self.coder = coder
        self.codebook = codebook
        self.others = tuple(others)
        super().__init__(coder)

    def __str__(self) -> str:
        advice = (
            f"There are also codings by {', '.join(self.others)}: name some with "
            "--coders."
            if self.others
            else "Let a second person code the same units."
        )
        return (
            "Agreement takes two coders or more, and with codebook "
            f"{self.codebook!r} only {self.coder!r} is compared. {advice} Nothing was "
            "recorded."
        )


class UncheckableError(HustingsError, ValueError):
    """A machine is to be checked, and no random sample coded by hand can do it."""

    def __init__(self, *, coder: str, state: str) -> None:
        self.coder = coder
        self.state = state
        super().__init__(coder)

    def __str__(self) -> str:
        advice = "Code them, and measure again."
        if "--by hand" not in self.state:  # else the state says what to draw
            advice = (
                "Draw units with 'hustings code --by hand --coders NAME --sample 200', "
                "code them, and measure again."
            )
        return f"Codings by {self.coder!r} cannot be checked. {self.state} {advice}"


class NobodyCodedError(HustingsError, ValueError):
    """Agreement is asked of a project in which nobody coded by hand what is wanted."""

    def __init__(self, *, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(wanted)

    def __str__(self) -> str:
        return (
            f"Nobody has coded {self.wanted} by hand in this project. Bring codings in "
            "with 'hustings code --from-table FILE', or measure those of a table with "
            "'hustings agree --from FILE'."
        )
