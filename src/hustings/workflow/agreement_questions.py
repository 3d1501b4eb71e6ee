"""What is asked about agreement: how to measure it, and whose codings to compare."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, TypedDict

from hustings.coding.agreement_intervals import AgreementOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.agreement import By
    from hustings.coding.agreement_intervals import AgreementInterval, Together
    from hustings.coding.weights import Weights
    from hustings.model.codebook import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementQuestion:
    """How agreement is to be measured.

    Attributes
    ----------
    level : {"nominal", "ordinal", "interval", "ratio"} or None
        In a project None is that of the codebook; for a table it is nominal.
    order : tuple of str or None
        Ordinal values from low to high.
    statistics : tuple of str
        Names of statistics; all that fit if there are none.
    by : tuple of {"code", "pair"} or None
        None is by code where values are nominal.
    weights : {"linear", "quadratic", "ordinal"}
        Of weighted kappa and AC2.
    """

    level: Level | None = None
    order: tuple[str, ...] | None = None
    statistics: tuple[str, ...] = ()
    by: tuple[By, ...] | None = None
    weights: Weights = "quadratic"
    options: AgreementOptions = field(default_factory=AgreementOptions)

    def by_at(self, level: Level) -> tuple[By, ...]:
        """Give what is told apart for variables of a level."""
        if self.by is not None:
            return self.by
        return ("code",) if level == "nominal" else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Which of a project's codings are compared.

    Attributes
    ----------
    variables, coders, kinds : tuple of str
        Variables of the codebook, coders, and kinds of block (heading, paragraph, item
        ...); all if there are none. Coders that are no persons must be named.
    codebook : str or None
        Its name; that of the latest codings by hand otherwise.
    """

    variables: tuple[str, ...] = ()
    codebook: str | None = None
    coders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Asked(TypedDict, total=False):
    """The same as options of a call; see the two classes above and their options."""

    level: Level | None
    order: Sequence[str] | None
    statistics: Sequence[str]
    by: Sequence[By] | None
    weights: Weights
    variables: Sequence[str]
    codebook: str | None
    coders: Sequence[str]
    kinds: Sequence[str]
    interval: AgreementInterval
    resample: Together
    n_draws: int
    confidence: float
    seed: int


def question_of(asked: Asked) -> tuple[AgreementQuestion, Compared]:
    """Part the options of a call into how and what.

    Examples
    --------
    >>> question, compared = question_of({"level": "ordinal", "coders": ["Ana", "Bo"]})
    >>> question.level, compared.coders
    ('ordinal', ('Ana', 'Bo'))
    """
    given: dict[str, object] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in asked.items()
    }
    options = AgreementOptions(**_part(AgreementOptions, given))  # type: ignore[arg-type]  # by the names of its fields
    question = AgreementQuestion(
        **{**_part(AgreementQuestion, given), "options": options}  # type: ignore[arg-type]  # by the names of its fields
    )
    return question, Compared(**_part(Compared, given))  # type: ignore[arg-type]  # by the names of its fields


def _part(kind: type, given: Mapping[str, object]) -> dict[str, object]:
    """Take what a class has a field for."""
    return {one.name: given[one.name] for one in fields(kind) if one.name in given}
