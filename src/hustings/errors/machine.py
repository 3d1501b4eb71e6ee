"""Mistakes about machine coders and what they answer."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class MisplacedAnswerError(HustingsError, ValueError):
    """A coder's answers are not on the units it was given, in their order."""

    def __init__(self, *, coder: str, n_units: int, n_answers: int) -> None:
        self.coder = coder
        self.n_units = n_units
        self.n_answers = n_answers
        super().__init__(coder)

    def __str__(self) -> str:
        return (
            f"The coder {self.coder!r} got {self.n_units} units and gave "
            f"{self.n_answers} answers, or gave them in another order. It must give "
            "one answer a unit, in the order of the units."
        )


class AnswerShapeError(HustingsError, ValueError):
    """An answer of a coder is nothing that can be kept as a coding."""

    def __init__(self, *, coder: str, unit: str, reason: str, advice: str) -> None:
        self.coder = coder
        self.unit = unit
        self.reason = reason
        self.advice = advice
        super().__init__(coder, unit)

    def __str__(self) -> str:
        return (
            f"The coder {self.coder!r}, unit {self.unit!r}: {self.reason} {self.advice}"
        )


class CoderCodebookError(HustingsError, ValueError):
    """A coder and a codebook do not go together."""

    def __init__(self, *, coder: str, codebook: str, reason: str, advice: str) -> None:
        self.coder = coder
        self.codebook = codebook
        self.reason = reason
        self.advice = advice
        super().__init__(coder, codebook)

    def __str__(self) -> str:
        return (
            f"The coder {self.coder!r} cannot code with codebook {self.codebook!r}: "
            f"{self.reason} {self.advice}"
        )


class AnswersFileError(HustingsError, ValueError):
    """What a project keeps of a coder's answers cannot be read."""

    def __str__(self) -> str:
        return (
            "The kept answers of a coder cannot be read. Bring the project's sources "
            "back from a backup, or code again."
        )


class NoAnswerFitsError(HustingsError, ValueError):
    """No row of a file of codings by a program is on a unit that is to be coded."""

    def __init__(self, *, name: str, n_rows: int, reason: str) -> None:
        self.name = name
        self.n_rows = n_rows
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}: none of its {self.n_rows} rows fits a unit. The first: "
            f"{self.reason} Check that the units are those that were coded. Nothing "
            "was changed."
        )


class NoHandCodingsError(HustingsError, ValueError):
    """A coder is to learn from people's codings, and there are none."""

    def __init__(self, *, what: str = "") -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return (
            f"This project has no codings by people{self.what}, so there is nothing "
            "to learn from. Hand units out with 'hustings code --by hand', or train on "
            "a table with --from."
        )


class ModelNameError(HustingsError, ValueError):
    """A trained coder cannot have this name."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name!r} cannot be the name of a trained coder. Use letters, "
            "digits, '.', '_' and '-', not a name that programs have already, such "
            "as 'dictionary'."
        )
