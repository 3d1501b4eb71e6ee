"""Any Python function as a coder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, TypeAlias

from hustings.coding.answers import (
    NO_ANSWER,
    Answer,
    CheckedAnswer,
    answers_batch,
    check_answer,
)
from hustings.coding.learned_problems import find_problems, has_words
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import AnswerShapeError, MisplacedAnswerError

if TYPE_CHECKING:
    import pyarrow as pa

    from hustings.model.document import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingUnit:
    """A unit as a function sees it.

    Attributes
    ----------
    unit : str
        Its id.
    text : str
    before, after : str or None
        The units beside it in its document.
    heading : str or None
        What it stands under.
    language : str or None
        ISO 639-1.
    document : str or None
        The id of its document.
    """

    unit: str
    text: str
    before: str | None = None
    after: str | None = None
    heading: str | None = None
    language: str | None = None
    document: str | None = None


CodingFunction: TypeAlias = Callable[[Sequence[CodingUnit]], Iterable[Answer]]
"""Gives an answer a unit, in their order; see `hustings.coding.answers`."""


@dataclass(frozen=True, slots=True)
class FunctionCoder:
    """A function that codes.

    Parameters
    ----------
    function : callable
        Gets a sequence of `CodingUnit` and gives as many answers: a code, a pair of a
        code and its probability, a mapping from codes to probabilities that add up to
        1, or None for a unit that it cannot code. Units without a word are not asked.
    name : str
        Codings are kept under ``function:NAME``.
    codes : sequence of str
        The codes that it may give, in the order in which probabilities are kept. Empty:
        a project fills in those of the codebook.
    version : str
        To be changed with the function. Empty: the answers stand for themselves.

    Examples
    --------
    >>> import pyarrow as pa
    >>> def code(units):
    ...     return ["trams" if "tram" in one.text else ("tax", 0.75) for one in units]
    >>> coder = FunctionCoder(code, name="wards", codes=("tax", "trams"))
    >>> batch = pa.RecordBatch.from_pydict(
    ...     {"unit": ["u1", "u2"], "text": ["More trams.", "Less tax."]}
    ... )
    >>> coder.code(batch)["value"].to_pylist()
    ['trams', 'tax']
    """

    function: CodingFunction
    _: KW_ONLY
    name: str
    codes: tuple[str, ...] = ()
    version: str = ""

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Ask the function; see `hustings.coding.coders.Coder`.

        Raises
        ------
        AnswerShapeError
            If an answer is nothing that can be kept; the unit is named.
        MisplacedAnswerError
            If there are not as many answers as units.
        """
        units = _units(batch)
        asked = [one for one in units if has_words(one.text)]
        given = iter(self._ask(asked))
        return answers_batch(
            [one.unit for one in units],
            [next(given) if has_words(one.text) else NO_ANSWER for one in units],
        )

    def find_problems(self, batch: pa.RecordBatch) -> tuple[Problem, ...]:
        """Say which units have no word."""
        return find_problems(UnitsInContext.from_batch(batch), ())

    def _ask(self, units: Sequence[CodingUnit]) -> list[CheckedAnswer]:
        """Give a checked answer a unit."""
        if not units:
            return []
        answers = self._listed(self.function(tuple(units)), units[0].unit)
        if len(answers) != len(units):
            raise MisplacedAnswerError(
                coder=self.name, n_units=len(units), n_answers=len(answers)
            )
        return [
            check_answer(answer, codes=self.codes, coder=self.name, unit=one.unit)
            for one, answer in zip(units, answers, strict=True)
        ]

    def _listed(self, answers: object, first: str) -> list[object]:
        """Take the answers of a batch, whatever holds them."""
        if isinstance(answers, str | bytes | dict) or not isinstance(answers, Iterable):
            kind = type(answers).__name__
            raise AnswerShapeError(
                coder=self.name,
                unit=first,
                reason=f"the function gave one {kind} for all units.",
                advice="It gets a sequence of units and gives a list of as many "
                "answers.",
            )
        return list(answers)


def _units(batch: pa.RecordBatch) -> list[CodingUnit]:
    """Turn a batch into what the function sees."""
    units = UnitsInContext.from_batch(batch)
    return [
        CodingUnit(
            unit=units.units[i],
            text=units.texts[i],
            before=units.befores[i],
            after=units.afters[i],
            heading=units.headings[i],
            language=units.languages[i],
            document=units.documents[i],
        )
        for i in range(units.n_units)
    ]
