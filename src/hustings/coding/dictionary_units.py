"""The dictionary coder on units of a table: answers as of every other coder."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hustings.coding.answers import NO_ANSWER, CheckedAnswer, answers_batch
from hustings.coding.dictionary import find_evidence
from hustings.coding.units_in_context import UnitsInContext
from hustings.model.document import Problem
from hustings.words.tokens import word_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from hustings.coding.dictionary import Choice, DictionaryCoder


def code_by_terms(
    batch: pa.RecordBatch, *, coder: DictionaryCoder
) -> dict[str, pa.RecordBatch]:
    """Code units in context; a dictionary knows no probabilities.

    Parameters
    ----------
    batch : RecordBatch
        With the columns of `UnitsInContext`. Units without a language, or in one
        without dictionary, are not coded.
    coder : DictionaryCoder

    Returns
    -------
    dict of str to RecordBatch
        By variable, of `hustings.coding.coders.CODED`.
    """
    units = UnitsInContext.from_batch(batch)
    spoken = [language or "" for language in units.languages]
    choices = [
        coder.code_text(text, language) if language in coder.indexes else {}
        for text, language in zip(units.texts, spoken, strict=True)
    ]
    return {
        variable.name: answers_batch(
            units.units,
            [
                _answer(found.get(variable.name), text)
                for found, text in zip(choices, units.texts, strict=True)
            ],
        )
        for variable in coder.codebook.variables
        if variable.codes
    }


def dictionary_problems(
    batch: pa.RecordBatch, coder: DictionaryCoder
) -> tuple[Problem, ...]:
    """Say how many units are in a language without dictionary."""
    languages = UnitsInContext.from_batch(batch).languages
    missed = Counter(one for one in languages if one not in coder.indexes)
    return tuple(_problem(coder, language, n) for language, n in _sorted(missed))


def _sorted(missed: Mapping[str | None, int]) -> list[tuple[str | None, int]]:
    return sorted(missed.items(), key=str)


def _answer(choice: Choice | None, text: str) -> CheckedAnswer:
    """Give a choice with the words it rests on, in the unit's own text."""
    if choice is None:
        return NO_ANSWER
    spans = find_evidence(choice.words, word_bounds(text))
    return CheckedAnswer(value=choice.value, evidence=tuple(spans))


def _problem(coder: DictionaryCoder, language: str | None, n: int) -> Problem:
    what = "no named language" if language is None else f"language {language!r}"
    return Problem(
        kind="no dictionary",
        message=f"{n} units are in {what}; codebook {coder.codebook.name!r} has a "
        f"dictionary in {', '.join(coder.languages)} only. They are not coded.",
    )
