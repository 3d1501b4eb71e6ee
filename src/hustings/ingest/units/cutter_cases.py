"""Cases of training: the gaps in a document's sentences, and which of them were cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.ingest.units.clause_features import Candidates, find_candidates
from hustings.ingest.units.clause_tokens import ClauseWords, Tokens, find_tokens
from hustings.ingest.units.cutting import FEATURES, combine_columns, word_values
from hustings.ingest.units.sentences import find_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


Key: TypeAlias = "tuple[int, int | str]"
"""A feature and its value: the words' features stand after the others."""

Lists: TypeAlias = "Mapping[str, Sequence[str]]"
"""Words and endings by class."""

_FIFTHS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The units of one document in one language, in reading order."""

    document: str
    language: str
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cases:
    """Candidates of one document with their answers.

    `ends` are places of sentence ends, `gold` those of all boundaries, `place` those of
    the candidates, all counted in letters and digits.
    """

    tokens: Tokens
    candidates: Candidates
    keys: list[list[Key]]
    answer: NDArray[np.int64]
    place: NDArray[np.int64]
    ends: frozenset[int]
    gold: frozenset[int]


def find_openers(examples: Sequence[Example], language: str) -> Lists:
    """Find words that open units inside sentences, for a language without lists."""
    counts: Counter[str] = Counter()
    for example in examples:
        text, starts = join_units(example)
        ends = {start for start, _ in find_sentences(text, language)}
        counts.update(
            text[place:].split(maxsplit=1)[0].lower().strip(",.;:")
            for place in starts
            if place not in ends
        )
    words = [word for word, n in counts.most_common(30) if n >= 3 and word.isalpha()]
    return {"and": sorted(words)}


def join_units(example: Example) -> tuple[str, list[int]]:
    """Join units by spaces, and say where each begins."""
    units = [" ".join(unit.split()) for unit in example.units]
    units = [unit for unit in units if any(map(str.isalnum, unit))]
    starts = list(accumulate((len(unit) + 1 for unit in units), initial=0))
    return " ".join(units), starts[:-1]


def gather_cases(example: Example, lists: Lists, *, uses_words: bool) -> Cases:
    """Find the gaps of a document and which of them its coder cut."""
    text, starts = join_units(example)
    sentences = find_sentences(text, example.language)
    tokens = find_tokens(text, sentences, ClauseWords.from_lists(lists))
    candidates = find_candidates(tokens)
    counts = np.append(0, np.cumsum(np.array([c.isalnum() for c in text], dtype=int)))
    place = counts[tokens.start[candidates.token]]
    gold = frozenset(counts[starts].tolist()) - {0}
    return Cases(
        tokens=tokens,
        candidates=candidates,
        keys=list_keys(tokens, candidates, uses_words=uses_words),
        answer=np.isin(place, list(gold)).astype(np.int64),
        place=place,
        ends=frozenset(counts[[low for low, _ in sentences]].tolist()) - {0},
        gold=gold,
    )


def list_keys(
    tokens: Tokens, candidates: Candidates, *, uses_words: bool
) -> list[list[Key]]:
    """List the features of each candidate as pairs of feature and value."""
    columns = [combine_columns(candidates, names).tolist() for names in FEATURES]
    keys: list[list[Key]] = [
        list(enumerate(values)) for values in zip(*columns, strict=True)
    ]
    if uses_words:
        for row, values in zip(keys, word_values(tokens, candidates), strict=True):
            row.extend((len(FEATURES) + i, value) for i, value in enumerate(values))
    return keys


def fold_cases(cases: Sequence[Cases]) -> list[Cases]:
    """Give what is left out in turn: documents, or fifths of a single one."""
    if len(cases) > 1:
        return list(cases)
    sentences = cases[0].tokens.sentence
    edges = np.linspace(0, int(sentences[-1]) + 1, _FIFTHS + 1).astype(int)
    return [_part(cases[0], low, high) for low, high in pairwise(edges.tolist())]


def _part(one: Cases, low: int, high: int) -> Cases:
    """Take the sentences from one number up to another."""
    sentence = one.tokens.sentence
    chosen = (sentence[one.candidates.token] >= low) & (
        sentence[one.candidates.token] < high
    )
    ordered = sorted(one.ends | {0})
    first = ordered[min(low, len(ordered) - 1)]
    last = ordered[high] if high < len(ordered) else max(one.gold | one.ends) + 1
    return replace(
        one,
        candidates=Candidates(
            token=one.candidates.token[chosen],
            columns={
                name: values[chosen] for name, values in one.candidates.columns.items()
            },
        ),
        keys=[row for row, is_in in zip(one.keys, chosen, strict=True) if is_in],
        answer=one.answer[chosen],
        place=one.place[chosen],
        ends=frozenset(place for place in one.ends if first <= place < last),
        gold=frozenset(place for place in one.gold if first <= place < last),
    )
