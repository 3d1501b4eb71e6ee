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
    """

    threshold: float = THRESHOLD
    embeddings: Mapping[str, Embedding] = field(default_factory=dict)
    stop_words: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    turning: Mapping[str, AbstractSet[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise InvalidOptionError(
                option="threshold",
                value=self.threshold,
                advice="lie above 0 and be at most 1",
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
    by_target: dict[tuple[str, bool], dict[str, list[int]]] = defaultdict(dict)
    for index, one in enumerate(claims):
        if one.stance != NEITHER:
            language = one.language or ""
            kind = (language, _turns(one, rules.turning.get(language, frozenset())))
            by_target[kind].setdefault(key_of(one.target), []).append(index)
    return [
        sorted(index for key in cluster for index in found[key])
        for (language, _), found in by_target.items()
        for cluster in _cluster(sorted(found), language, rules)
    ]


def _turns(one: HeldClaim, turning: AbstractSet[str]) -> bool:
    """Say whether a claim's head turns the direction of what follows round."""
    return lemma_of(one.claim.head, one.language or "") in turning


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
) -> tuple[Issue, ...]:
    """Give each group its name, its id and, where most claims agree, a code.

    Parameters
    ----------
    claims : sequence of HeldClaim
    groups : iterable of sequence of int
    names : mapping of int to str, optional
        Names that people gave, by the place of the group.

    Returns
    -------
    tuple of Issue
        Those with most claims first, then by name.
    """
    given = names or {}
    issues = [
        _issue_of(claims, group, given.get(place)) for place, group in enumerate(groups)
    ]
    return tuple(sorted(issues, key=lambda one: (-len(one.claims), one.name)))


def _issue_of(
    claims: Sequence[HeldClaim], group: Sequence[int], name: str | None
) -> Issue:
    """Make an issue of a group of claims."""
    keys = Counter(key_of(claims[index].target) for index in group)
    usual = min(keys, key=lambda key: (-keys[key], len(key), key))
    said = next(
        claims[index].target for index in group if key_of(claims[index].target) == usual
    )
    language = claims[group[0]].language or ""
    digest = sha256(f"{language}\0{min(keys)}".encode()).hexdigest()
    return Issue(
        issue_id=f"i{digest[:12]}",
        name=name or " ".join(said.split()),
        claims=tuple(sorted(group)),
        code=_code_of(claims, group),
        is_named=name is not None,
    )


def _code_of(claims: Sequence[HeldClaim], group: Sequence[int]) -> str | None:
    """Give the code of most coded claims, where more than half agree."""
    codes = Counter(code for index in group if (code := claims[index].code) is not None)
    if not codes:
        return None
    code, n = min(codes.items(), key=lambda item: (-item[1], item[0]))
    return code if n > _SURE * codes.total() else None
