"""Issues: targets that mean the same, gathered under one name.

Targets are gathered by their words and, where the language has an embedding, by what
these mean. Being for the prohibition of a thing is not being for the thing: a target
whose head turns the direction round ("abolition of the toll") is never gathered with
one whose head does not ("the toll"). Nothing is joined across languages.

What people decide (`IssueDecision`) comes after, and holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from hustings.comparison.generality import (
    Spread,
    content_of,
    is_general,
    measure_specificity,
)
from hustings.comparison.held_claims import Issue
from hustings.comparison.linkage import cluster_by_average
from hustings.comparison.target_likeness import find_neighbours
from hustings.errors import InvalidOptionError
from hustings.model.claim import NEITHER
from hustings.words.stems import lemma_of
from hustings.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from hustings.comparison.held_claims import HeldClaim
    from hustings.model.document import Problem
    from hustings.words.embeddings import Embedding

THRESHOLD = 0.6
"""How alike targets of one issue are on average. At this value, phrasings of one
demand meet in the invented texts of the tests, and neighbouring demands stay apart."""

_ABBREVIATION = 4
"""Letters of a word in capitals that is an abbreviation, not a shout."""

_SURE = 0.5
"""Share of an issue's coded claims that must agree on its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingOptions:
    """How targets are gathered.

    Attributes
    ----------
    threshold : float
        In (0, 1]: how alike targets of one issue are on average.
    embeddings : mapping of str to Embedding
        By language.
    stop_words : mapping of str to set of str
        By language.
    turning : mapping of str to set of str
        By language, lemmas of heads that turn the direction round: abolition, ban.
    general : mapping of str to set of str
        By language, lemmas that leave open what is meant: help, measure, more.
    """

    threshold: float = THRESHOLD
    embeddings: Mapping[str, Embedding] = field(default_factory=dict)
    stop_words: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    turning: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    general: Mapping[str, AbstractSet[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise InvalidOptionError(
                option="threshold",
                value=self.threshold,
                advice="lie above 0 and be at most 1",
            )

    def turns(self, one: HeldClaim) -> bool:
        """Say whether a claim's head turns the direction of what follows round."""
        language = one.language or ""
        turning = self.turning.get(language, frozenset())
        return lemma_of(one.claim.head, language) in turning

    def is_general(self, one: HeldClaim) -> bool:
        """Say whether a claim's target leaves open what is meant."""
        language = one.language or ""
        return is_general(
            one.target,
            language,
            self.general.get(language, frozenset()),
            self.stop_words.get(language, frozenset()),
        )

    def content_of(self, one: HeldClaim) -> frozenset[str]:
        """Give the lemmas of a claim's target without its function words."""
        language = one.language or ""
        return content_of(
            one.target, language, self.stop_words.get(language, frozenset())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Issues, and what could not be done as asked.

    Attributes
    ----------
    issues : tuple of Issue
        Those with most claims first.
    problems : tuple of Problem
        Decisions whose targets are no longer there.
    """

    issues: tuple[Issue, ...]
    problems: tuple[Problem, ...] = ()


def key_of(target: str) -> str:
    """Give the key under which a target is known: its words, in lower case.

    Examples
    --------
    >>> key_of("The  night-bus, every night!")
    'the night bus every night'
    """
    return " ".join(words_of(target)).casefold()


def group_targets(
    claims: Sequence[HeldClaim], options: GroupingOptions | None = None
) -> list[list[int]]:
    """Gather claims whose targets mean the same.

    Parameters
    ----------
    claims : sequence of HeldClaim
    options : GroupingOptions, optional

    Returns
    -------
    list of list of int
        Indices of claims, each in one list.
    """
    rules = options or GroupingOptions()
    stanced = [i for i, one in enumerate(claims) if one.stance != NEITHER]
    general = {i for i in stanced if rules.is_general(claims[i])}
    specific = [i for i in stanced if i not in general]
    return [
        *_by_meaning(claims, specific, rules),
        *_by_head(claims, sorted(general), rules),
    ]


def _by_meaning(
    claims: Sequence[HeldClaim], indices: Iterable[int], rules: GroupingOptions
) -> list[list[int]]:
    """Gather targets that say of what they speak."""
    by_target: dict[tuple[str, bool], dict[str, list[int]]] = defaultdict(dict)
    for index in indices:
        one = claims[index]
        kind = (one.language or "", rules.turns(one))
        by_target[kind].setdefault(key_of(one.target), []).append(index)
    return [
        sorted(index for key in cluster for index in found[key])
        for (language, _), found in by_target.items()
        for cluster in _cluster(sorted(found), language, rules)
    ]


def _by_head(
    claims: Sequence[HeldClaim], indices: Iterable[int], rules: GroupingOptions
) -> list[list[int]]:
    """Gather targets of general words: those with the same head."""
    by_head: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for index in indices:
        one, language = claims[index], claims[index].language or ""
        head = lemma_of(one.claim.head, language)
        by_head[language, rules.turns(one), head].append(index)
    return list(by_head.values())


def _cluster(
    keys: Sequence[str], language: str, rules: GroupingOptions
) -> list[list[str]]:
    """Cluster the targets of one language."""
    near = find_neighbours(
        keys,
        language=language,
        stop_words=rules.stop_words.get(language, frozenset()),
        embedding=rules.embeddings.get(language),
        least=rules.threshold / 2,
    )
    pairs = zip(
        near.first.tolist(), near.second.tolist(), near.likeness.tolist(), strict=True
    )
    clusters = cluster_by_average(len(keys), pairs, least=rules.threshold)
    return [[keys[place] for place in cluster] for cluster in clusters]


def name_issues(
    claims: Sequence[HeldClaim],
    groups: Iterable[Sequence[int]],
    names: Mapping[int, str] | None = None,
    options: GroupingOptions | None = None,
) -> tuple[Issue, ...]:
    """Give each group its name, its id and, where most claims agree, a code.

    Parameters
    ----------
    claims : sequence of HeldClaim
    groups : iterable of sequence of int
    names : mapping of int to str, optional
        Names that people gave, by the place of the group.
    options : GroupingOptions, optional
        That say which words are general.

    Returns
    -------
    tuple of Issue
        Those with most claims first, then by name; issues of general words alone last.
    """
    naming = _Naming(claims, options or GroupingOptions())
    given = names or {}
    issues = [
        naming.name(group, given.get(place)) for place, group in enumerate(groups)
    ]
    return tuple(
        sorted(issues, key=lambda one: (one.is_general, -len(one.claims), one.name))
    )


class _Naming:
    """What issues are called, with what is counted for it once."""

    def __init__(self, claims: Sequence[HeldClaim], rules: GroupingOptions) -> None:
        self.claims, self.rules = claims, rules
        self.keys = [key_of(one.target) for one in claims]
        self.words = [rules.content_of(one) for one in claims]
        by_language: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(claims):
            if one.stance != NEITHER:
                by_language[one.language or ""].append(index)
        self.spreads = {
            language: Spread((self.keys[i], self.words[i]) for i in indices)
            for language, indices in by_language.items()
        }

    def name(self, group: Sequence[int], given: str | None) -> Issue:
        """Make an issue of a group of claims."""
        keys = Counter(self.keys[index] for index in group)
        usual = min(keys, key=lambda key: (-keys[key], len(key), key))
        language = self.claims[group[0]].language or ""
        digest = sha256(f"{language}\0{min(keys)}".encode()).hexdigest()
        return Issue(
            issue_id=f"i{digest[:12]}",
            name=given or self._written(group, usual),
            claims=tuple(sorted(group)),
            code=_code_of(self.claims, group),
            is_named=given is not None,
            is_general=given is None
            and all(self.rules.is_general(self.claims[index]) for index in group),
            specificity=self._specificity(group, usual, language),
        )

    def _written(self, group: Sequence[int], usual: str) -> str:
        """Write a target as most do; in capitals only a short one, or if all do."""
        said = [self.claims[i].target for i in group if self.keys[i] == usual]
        spellings = Counter(" ".join(one.split()) for one in said)
        return min(spellings, key=lambda one: (_is_shouted(one), -spellings[one]))

    def _specificity(self, group: Sequence[int], usual: str, language: str) -> float:
        """Measure how far the words of an issue are its own."""
        spread = self.spreads.get(language)
        if spread is None:
            return 1.0
        name = next(self.words[i] for i in group if self.keys[i] == usual)
        said = Counter(self.words[i] for i in group)
        return measure_specificity(name, said, spread)


def _is_shouted(target: str) -> bool:
    """Say whether a target is in capitals that are no abbreviation's."""
    return target.isupper() and len(target) > _ABBREVIATION


def _code_of(claims: Sequence[HeldClaim], group: Sequence[int]) -> str | None:
    """Give the code of most coded claims, where more than half agree."""
    codes = Counter(code for index in group if (code := claims[index].code) is not None)
    if not codes:
        return None
    code, n = min(codes.items(), key=lambda item: (-item[1], item[0]))
    return code if n > _SURE * codes.total() else None
