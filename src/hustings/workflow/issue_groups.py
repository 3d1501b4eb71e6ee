"""Issues of a project: its claims' targets gathered, and what people decided of them.

Gathering takes seconds where there are ten thousands of claims. What was gathered is
kept under a hash of all that decides it: the claims' targets, the options, the
embedding, the lists of words. Decisions are applied each time; that is quick.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from hustings.comparison.issue_decisions import decide_issues
from hustings.comparison.issues import (
    THRESHOLD,
    GroupingOptions,
    group_targets,
)
from hustings.outside.installed import versions_of
from hustings.outside.models import LANGUAGES, packaged_embedding
from hustings.outside.packaged import (
    general_words_text,
    stop_list_languages,
    stop_list_text,
)
from hustings.store.issue_decisions import issue_decisions_of
from hustings.store.remembered import recall, remember
from hustings.words.stems import lemma_of
from hustings.words.stop_words import stop_words_from_text
from hustings.workflow.claim_lexicons import claim_lexicons
from hustings.workflow.claims_gathered import gather_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.comparison.held_claims import HeldClaim
    from hustings.comparison.issues import Grouping
    from hustings.store.project import Store

_KIND = "issues"


def gather_issues(
    store: Store,
    claims: Sequence[HeldClaim] | None = None,
    *,
    threshold: float = THRESHOLD,
) -> Grouping:
    """Gather the targets of a project's claims into issues.

    Parameters
    ----------
    claims : sequence of HeldClaim, optional
        As `hustings.workflow.claims_gathered.gather_claims` gives them, where they are
        at hand; issues name claims by their place in it.
    threshold : float
        In (0, 1]: how alike targets of one issue are on average.

    Returns
    -------
    Grouping
        With what people decided applied; a decision that nothing fits any more is a
        Problem.

    Raises
    ------
    NoClaimsRunError
        If claims were never looked for.
    """
    held = gather_claims(store) if claims is None else claims
    options = issue_options({one.language for one in held}, threshold=threshold)
    groups = _groups(store, held, options)
    decisions = issue_decisions_of(store).all()
    return decide_issues(held, groups, decisions, options)


def issue_options(
    languages: set[str | None], *, threshold: float = THRESHOLD
) -> GroupingOptions:
    """Give the options with all that comes with Hustings in some languages."""
    known = sorted(filter(None, languages))
    return GroupingOptions(
        threshold=threshold,
        embeddings={
            language: packaged_embedding(language)
            for language in known
            if language in LANGUAGES
        },
        stop_words={language: stop_words(language) for language in known},
        turning={language: turning_heads(language) for language in known},
        general={language: general_words(language) for language in known},
    )


@cache
def stop_words(language: str) -> frozenset[str]:
    """Give a language's function words; none where no list comes with Hustings."""
    if language not in stop_list_languages():
        return frozenset()
    return stop_words_from_text(stop_list_text(language))


@cache
def general_words(language: str) -> frozenset[str]:
    """Give the words that alone leave open what is meant: help, measure, more.

    Examples
    --------
    >>> {"help", "measure"} <= general_words("en"), "bridge" in general_words("en")
    (True, False)
    """
    return stop_words_from_text(general_words_text(language))


@cache
def turning_heads(language: str) -> frozenset[str]:
    """Give the lemmas of nouns that turn a stance round: abolition, ban, closure.

    Examples
    --------
    >>> {"abolition", "ban"} <= turning_heads("en"), "bridge" in turning_heads("en")
    (True, False)
    """
    lexicon = claim_lexicons().get(language)
    if lexicon is None:
        return frozenset()
    return frozenset(
        lemma_of(word, language)
        for word, nouns in lexicon.nominals.items()
        if all(noun.stance < 0 for noun in nouns)
    )


def _groups(
    store: Store, claims: Sequence[HeldClaim], options: GroupingOptions
) -> list[list[int]]:
    """Gather targets, or find them as they were gathered before."""
    key = _decisive(claims, options)
    found = recall(store.derived, _KIND, key)
    groups = None if found is None else _read(found, len(claims))
    if groups is None:
        groups = group_targets(claims, options)
        remember(store.derived, _KIND, key, json.dumps(groups).encode())
    return groups


def _decisive(claims: Sequence[HeldClaim], options: GroupingOptions) -> str:
    """Hash all that decides how targets are gathered."""
    said = [
        dict(versions_of(("hustings", "simplemma", "numpy", "scipy"))),
        options.threshold,
        {name: one.version for name, one in options.embeddings.items()},
        {name: sorted(words) for name, words in options.stop_words.items()},
        {name: sorted(words) for name, words in options.turning.items()},
        {name: sorted(words) for name, words in options.general.items()},
        [(one.target, one.claim.head, one.language, one.stance) for one in claims],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _read(content: bytes, n_claims: int) -> list[list[int]] | None:
    """Read groups; None where the file is not what was written."""
    try:
        groups: Any = json.loads(content)
    except ValueError:
        return None
    if not _is_groups(groups):
        return None
    indices = [index for group in groups for index in group]
    is_sound = len(set(indices)) == len(indices) and all(
        0 <= index < n_claims for index in indices
    )
    return list(groups) if is_sound else None


def _is_groups(said: object) -> bool:
    """Say whether something is a list of lists of whole numbers, none empty."""
    return isinstance(said, list) and all(
        isinstance(group, list)
        and group
        and all(isinstance(index, int) for index in group)
        for group in said
    )
