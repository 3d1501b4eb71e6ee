"""The dictionary coder: a unit gets the code whose terms it holds most of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.coding.tables import CodingColumns
from hustings.coding.term_index import Found, TermIndexes
from hustings.errors import NoDictionaryError
from hustings.model.document import Problem
from hustings.words.negation import denied_words
from hustings.words.tokens import word_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from hustings.coding.dictionaries import Dictionary
    from hustings.model.codebook import Codebook, Level, Variable

KINDS_NOT_CODED = frozenset({"heading"})
"""The Manifesto Project codes no headings; scales would count them as uncoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The value chosen for a variable, and the words it rests on."""

    value: str
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryCoder:
    """A codebook with its terms, ready to code; made by `dictionary_coder`.

    Attributes
    ----------
    indexes : TermIndexes
        By language.
    heeds_negation : bool
        Whether a term of a direction that is denied counts for the other side.
    """

    codebook: Codebook
    indexes: TermIndexes
    heeds_negation: bool = True

    @property
    def coder_id(self) -> str:
        """Name under which its codings are kept."""
        return f"dictionary:{self.codebook.name}"

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages it has terms in, in alphabetical order."""
        return tuple(sorted(self.indexes))

    @property
    def has_directions(self) -> bool:
        """Whether it has variables whose codes are numbers: there negation counts."""
        return any(
            one.codes and one.level != "nominal" for one in self.codebook.variables
        )

    def code_text(self, text: str, language: str) -> dict[str, Choice]:
        """Choose a value for each variable that the text says something on.

        Parameters
        ----------
        text : str
            The words of one unit.
        language : str
            One of `languages`.

        Returns
        -------
        dict of str to Choice
            By variable. Where no term is met, the variable's uncoded code; a
            variable without one, or whose condition is not met, is left out.
        """
        found = self.indexes[language].find(text)
        is_turned = bool(found) and self.heeds_negation
        denied = denied_words(text, language) if is_turned else frozenset()
        choices: dict[str, Choice] = {}
        for variable in self.codebook.variables:
            if _applies(variable, choices):
                choice = _choose(variable, _turned(variable, found, denied))
                if choice is not None:
                    choices[variable.name] = choice
        return choices

    def code_units(self, units: pa.RecordBatch) -> pa.RecordBatch:
        """Code the units of a batch; see `hustings.coding.kernels.code_batch`.

        Headings, and units in a language without dictionary, get no coding.
        """
        columns = CodingColumns()
        for document, unit, kind, start, language, text in _rows(units):
            if language is None or not self._codes(kind, language):
                continue
            bounds = word_bounds(text)
            for variable, choice in self.code_text(text, language).items():
                columns.add(
                    document=document,
                    unit=unit,
                    coder=self.coder_id,
                    variable=variable,
                    value=choice.value,
                    evidence=find_evidence(choice.words, bounds, start),
                )
        return columns.to_batch()

    def find_problems(self, units: pa.RecordBatch) -> tuple[Problem, ...]:
        """Name the documents whose units are in a language without dictionary."""
        missed = Counter(
            (document, language)
            for document, _, kind, _, language, _ in _rows(units)
            if kind not in KINDS_NOT_CODED and language not in self.indexes
        )
        return tuple(
            self._problem(document, language, n)
            for (document, language), n in sorted(missed.items(), key=str)
        )

    def _codes(self, kind: str, language: str) -> bool:
        return kind not in KINDS_NOT_CODED and language in self.indexes

    def _problem(self, document: str, language: str | None, n: int) -> Problem:
        what = "an unknown language" if language is None else f"language {language!r}"
        return Problem(
            kind="no dictionary",
            message=(
                f"{n} units of document {document} are in {what}; codebook "
                f"{self.codebook.name!r} has a dictionary in "
                f"{', '.join(self.languages)} only. They are not coded."
            ),
        )


def dictionary_coder(
    codebook: Codebook, dictionaries: Mapping[str, Dictionary]
) -> DictionaryCoder:
    r"""Make a coder from a codebook and its dictionaries.

    A term is met where its words, as lemmas, follow each other in the unit; of terms
    inside each other the longest counts. With :math:`w_t` the weight of term t and
    :math:`n_t` how often it is met, the weight of code c is
    :math:`s_c = \sum_{t \in c} w_t n_t`. A nominal variable gets the code of the
    highest weight; of equal ones the code whose terms begin first in the unit, then
    the one that stands first in the codebook. A variable whose codes are numbers gets
    the code nearest to :math:`\sum_c s_c c / \sum_c s_c`, of two equally near the one
    nearer to zero, then the lower. There a term that stands under a negation ("not",
    "never": `hustings.words.negation`) counts for the code with the other sign, and for
    nothing where there is none.

    Parameters
    ----------
    codebook : Codebook
    dictionaries : mapping of str to Dictionary
        By language, ISO 639-1.

    Raises
    ------
    NoDictionaryError
        If there is no dictionary in any language.
    """
    if not dictionaries:
        raise NoDictionaryError(codebook=codebook.name)
    return DictionaryCoder(
        codebook=codebook,
        indexes=TermIndexes(dictionaries),
    )


def _rows(
    units: pa.RecordBatch,
) -> Iterator[tuple[str, str, str, int, str | None, str]]:
    columns = ("document", "unit", "kind", "start", "language", "text")
    return zip(*(units.column(name).to_pylist() for name in columns), strict=True)


def _applies(variable: Variable, choices: Mapping[str, Choice]) -> bool:
    condition = variable.condition
    if condition is None:
        return True
    choice = choices.get(condition.variable)
    return choice is not None and choice.value == condition.code


def _turned(
    variable: Variable, found: Sequence[Found], denied: frozenset[int]
) -> Sequence[Found]:
    """Let denied terms of a direction speak for the other side, or for none.

    What a unit is about it is about whether it says yes or no.
    """
    if not denied or variable.level == "nominal":
        return found
    numbers = {float(c.code): c.code for c in variable.codes}
    turned: list[Found] = []
    for one in found:
        if one.entry.variable != variable.name or one.words[0] not in denied:
            turned.append(one)
            continue
        code = numbers.get(-float(one.entry.code))
        if code is not None:
            turned.append(Found(replace(one.entry, code=code), one.words))
    return turned


def _choose(variable: Variable, found: Sequence[Found]) -> Choice | None:
    mine = [one for one in found if one.entry.variable == variable.name]
    if mine:
        return CHOOSERS[variable.level](variable, mine)
    return None if variable.uncoded is None else Choice(value=variable.uncoded)


def _choose_highest(variable: Variable, found: Sequence[Found]) -> Choice:
    """Choose the code with the most points."""
    places: dict[str, list[int]] = defaultdict(list)
    for one in found:
        places[one.entry.code].extend(one.words)
    points = _points(found)
    highest = max(points.values())
    best = [code for code, n in points.items() if n == highest]
    if len(best) > 1:
        order = [code.code for code in variable.codes]
        best.sort(key=lambda code: (min(places[code]), order.index(code)))
    return Choice(value=best[0], words=tuple(sorted(set(places[best[0]]))))


def _choose_nearest(variable: Variable, found: Sequence[Found]) -> Choice:
    """Choose the code nearest to the mean of those met, by their points."""
    points = _points(found)
    mean = sum(n * float(code) for code, n in points.items()) / sum(points.values())
    numbers = [c.code for c in variable.codes if c.code != variable.uncoded]
    nearest = min(
        numbers,
        key=lambda c: (abs(float(c) - mean), abs(float(c)), float(c)),
    )
    words = {place for one in found for place in one.words}
    return Choice(value=nearest, words=tuple(sorted(words)))


CHOOSERS: Mapping[Level, Callable[[Variable, Sequence[Found]], Choice]] = {
    "nominal": _choose_highest,
    "ordinal": _choose_nearest,
    "interval": _choose_nearest,
    "ratio": _choose_nearest,
}


def _points(found: Sequence[Found]) -> dict[str, float]:
    points: dict[str, float] = defaultdict(float)
    for one in found:
        points[one.entry.code] += one.entry.weight
    return points


def find_evidence(
    words: Sequence[int], bounds: Sequence[tuple[int, int]], start: int = 0
) -> Iterator[tuple[int, int]]:
    """Join neighbouring words to spans of the text in which the unit starts there."""
    first = 0
    for i, word in enumerate(words):
        if i + 1 == len(words) or words[i + 1] != word + 1:
            yield start + bounds[words[first]][0], start + bounds[word][1]
            first = i + 1
