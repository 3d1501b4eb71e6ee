"""Lexicons: what a language's words do in a claim, read from one YAML file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from hustings.claims import classes, inflection
from hustings.claims.entries import KINDS, Noun, Verb
from hustings.claims.vocabulary import Lexicon
from hustings.errors.claims import LexiconFileError
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["KEYS", "Lexicon", "read_lexicon"]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # "no" stays a word
_STANCES = {"for": 1, "against": -1, "none": 0}
_FORMS = inflection.FORMS
KEYS = (
    "language",
    "source",
    "head",
    "verb_place",
    "nouns",
    "forms",
    "clitics",
    "words",
    "prefixes",
    "verbs",
    "nominals",
    "contractions",
    "conjugation",
    "adjectives",
)
SUBJECT_CASE = "capitalised"


def read_lexicon(content: bytes, *, name: str) -> Lexicon:
    r"""Read the lexicon of one language.

    Parameters
    ----------
    content : bytes
        The YAML file.
    name : str
        What errors call it.

    Raises
    ------
    LexiconFileError
        For what is not YAML, unknown or missing keys, classes, kinds and stances.

    Examples
    --------
    >>> lexicon = read_lexicon(
    ...     b"language: en\nverbs: [{kind: attitude, stance: for, words: [back]}]",
    ...     name="x.yaml",
    ... )
    >>> lexicon.word("backs").verbs[0].stance
    1
    """
    tree = _tree(content, name)
    _refuse_unknown(tree, KEYS, name, "key")
    if "language" not in tree:
        raise LexiconFileError(
            name=name, reason="missing language.", advice="Add `language: xx`."
        )
    contractions = tree.get("contractions", {})
    pattern = _pattern(tree.get("clitics", {}), name)
    bits, sequences = _classes(tree.get("words", {}), name, contractions, pattern)
    endings, irregular = _forms(tree.get("forms", {}), name)
    verbs = _verbs(tree.get("verbs", []), name, contractions)
    return Lexicon(
        language=tree["language"],
        head_is_last=tree.get("head", "last") == "last",
        verb_is_final=tree.get("verb_place", "middle") == "final",
        has_capital_nouns=tree.get("nouns", "") == SUBJECT_CASE,
        bits=bits,
        sequences=sequences,
        verbs=verbs,
        nominals=_nominals(tree.get("nominals", []), name, contractions),
        prefixes={
            prefix: _stance(stance, name)
            for stance, prefixes in tree.get("prefixes", {}).items()
            for prefix in prefixes
        },
        endings=endings,
        irregular=irregular,
        patterns=_patterns(tree.get("forms", {}), name),
        infinitive_endings=_endings(tree, "infinitive"),
        pattern=pattern,
        adverb_endings=_endings(tree, "adverb"),
        adjective_endings=_endings(tree, "adjective"),
        conditional_endings=_endings(tree, "conditional"),
        leads=inflection.leads_of(contractions),
        conjugated=inflection.conjugated(verbs, tree.get("conjugation", {})),
        own_futures=inflection.own_futures(tree.get("conjugation", {})),
        has_agreement=tree.get("adjectives", "") == "agree",
    )


def _endings(tree: Mapping[str, Any], form: str) -> tuple[str, ...]:
    return tuple(tree.get("forms", {}).get(form, {}).get("endings", ()))


def _tree(content: bytes, name: str) -> dict[str, Any]:
    try:
        tree = yaml.load(content, Loader=_LOADER)  # noqa: S506 (the base loader makes texts only)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "unreadable"
        raise LexiconFileError(
            name=name, reason=f"not YAML: {problem}.", advice="Correct the YAML."
        ) from error
    if not isinstance(tree, dict):
        raise LexiconFileError(
            name=name, reason="no mapping.", advice="Write `key: value` lines."
        )
    return tree


def _refuse_unknown(
    table: Mapping[str, object], known: tuple[str, ...], name: str, what: str
) -> None:
    for key in table:
        if key not in known:
            raise LexiconFileError(
                name=name,
                reason=f"unknown {what} {key!r}.",
                advice=f"Known: {', '.join(known)}.",
            )


def _stance(text: str, name: str) -> int:
    _refuse_unknown({text: 0}, tuple(_STANCES), name, "stance")
    return _STANCES[text]


def _classes(
    words: Mapping[str, list[str]],
    name: str,
    contractions: inflection.Contractions,
    cut: re.Pattern[str],
) -> tuple[dict[str, int], dict[str, tuple[tuple[tuple[str, ...], int], ...]]]:
    _refuse_unknown(words, tuple(classes.BITS_OF), name, "class of words")
    bits: dict[str, int] = {}
    for key, texts in words.items():
        for written in texts:
            for text in _contracted(_cut(written, cut), contractions):
                bits[text] = bits.get(text, 0) | classes.BITS_OF[key]
    sequences: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for text in [text for text in bits if " " in text]:
        first, *rest = text.split()
        sequences.setdefault(first, []).append((tuple(rest), bits[text]))
    longest_first = {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in sequences.items()
    }
    return bits, longest_first


def _cut(text: str, cut: re.Pattern[str]) -> str:
    """Put blanks between the words of a text, as a reading will cut it."""
    pieces = (
        [piece] if piece.startswith("'") or piece.endswith("'") else cut.findall(piece)
        for piece in text.split()
    )
    return " ".join(word for found in pieces for word in found)


def _contracted(text: str, contractions: inflection.Contractions) -> tuple[str, ...]:
    """Spell a sequence with each contraction; a single word stays as it is."""
    return inflection.contracted(text, contractions) if " " in text else (text,)


def _pattern(clitics: Mapping[str, list[str]], name: str) -> re.Pattern[str]:
    """Build the pattern of a word: "don't" is two where "n't" is a clitic."""
    _refuse_unknown(clitics, ("before", "after", "whole"), name, "place of clitics")
    before = "|".join(_spelt(clitic) for clitic in clitics.get("before", ()))
    after = "|".join(_spelt(clitic) for clitic in clitics.get("after", ()))
    whole = [rf"\b{_spelt(text)}" for text in clitics.get("whole", ())]
    parts = [
        *whole,
        r"\b[^\W\d_]&[^\W\d_]\b",
        r"(?:[^\W\d_]\.){2,}",
        r"[£$€]?\d(?:[\d.,]*\d)?%?",
    ]
    if before:
        parts.append(rf"\b(?:{before})(?=\w)")
    if after:
        parts.append(rf"[^\W\d_]+?(?=(?:{after})\b)|(?:{after})\b")
    halved = r"(?:-(?=,| (?:und|oder|bzw|sowie|en|of)\b))?"  # "Kultur- und"
    parts.append(rf"[^\W_]+(?:[-‑’'*][^\W_]+|:in(?:nen)?\b)*{halved}")
    parts.append(r"\.\.\.|[£$€]|[^\w\s]|\w")
    return re.compile("|".join(parts), re.IGNORECASE)


def _spelt(clitic: str) -> str:
    return re.escape(clitic).replace("'", "[’']")


def _forms(
    forms: Mapping[str, Mapping[str, list[str]]], name: str
) -> tuple[tuple[tuple[str, int], ...], dict[str, int]]:
    _refuse_unknown(
        forms, (*_FORMS, "adverb", "adjective", "conditional"), name, "form"
    )
    endings: list[tuple[str, int]] = []
    irregular: dict[str, int] = {}
    for key, bit in _FORMS.items():
        table = forms.get(key, {})
        endings += [(ending, bit) for ending in table.get("endings", ())]
        for word in table.get("words", ()):
            irregular[word] = irregular.get(word, 0) | bit
    return tuple(endings), irregular


def _patterns(
    forms: Mapping[str, Mapping[str, Any]], name: str
) -> tuple[tuple[re.Pattern[str], int], ...]:
    found = []
    for key, table in forms.items():
        _refuse_unknown(table, ("endings", "words", "pattern"), name, "key of forms")
        if "pattern" not in table:
            continue
        try:
            found.append((re.compile(table["pattern"]), _FORMS[key]))
        except re.error as error:
            raise LexiconFileError(
                name=name,
                reason=f"pattern of {key}: {error}.",
                advice="Write a regular expression.",
            ) from error
    return tuple(found)


def _verbs(
    groups: list[Mapping[str, Any]], name: str, contractions: inflection.Contractions
) -> dict[str, tuple[Verb, ...]]:
    verbs: dict[str, list[Verb]] = {}
    for group in groups:
        for verb in _verbs_of(group, name, contractions):
            verbs.setdefault(verb.lemma, []).append(verb)
    return {
        lemma: tuple(sorted(found, key=lambda verb: -len(verb.rest + verb.particle)))
        for lemma, found in verbs.items()
    }


def _verbs_of(
    group: Mapping[str, Any], name: str, contractions: inflection.Contractions
) -> Iterator[Verb]:
    known = ("kind", "stance", "modality", "second", "state", "impersonal", "words")
    _refuse_unknown(group, known, name, "key of verbs")
    _refuse_unknown({group.get("kind", ""): 0}, KINDS, name, "kind of verb")
    spelt = (
        spelling
        for text in group.get("words", ())
        for written in _contracted(text, contractions)
        for spelling in _spellings(written)
    )
    for lemma, rest, particle in spelt:
        yield Verb(
            lemma=lemma,
            kind=group["kind"],
            stance=_stance(group.get("stance", "none"), name),
            rest=rest,
            particle=particle,
            modality=Modality(group["modality"]) if "modality" in group else None,
            second=tuple(group.get("second", ())),
            is_state=group.get("state", "no") == "yes",
            is_impersonal=group.get("impersonal", "no") == "yes",
        )


def _spellings(
    text: str,
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Split "phase ~ out" and "ab|lehnen" into lemma, rest and particle.

    A verb with a separable particle is two: "lehnen" with "ab", and "ablehnen".
    """
    before, _, after = text.partition("~")
    first, *rest = before.split()
    separable, bar, lemma = first.rpartition("|")
    if not bar:
        return [(lemma, tuple(rest), tuple(after.split()))]
    joined = f"{separable}{lemma}"
    return [(lemma, tuple(rest), (separable,)), (joined, tuple(rest), ())]


def _nominals(
    groups: list[Mapping[str, Any]], name: str, contractions: inflection.Contractions
) -> dict[str, tuple[Noun, ...]]:
    known = ("stance", "after", "bare", "words")
    nouns: dict[str, tuple[Noun, ...]] = {}
    for group in groups:
        _refuse_unknown(group, known, name, "key of nominals")
        noun = Noun(
            stance=_stance(group.get("stance", ""), name),
            after=frozenset(
                form
                for word in group.get("after", ())
                for form in inflection.contracted(word, contractions)
            ),
            is_bare=group.get("bare", "no") == "yes",
        )
        for word in group.get("words", ()):
            nouns[word] = (*nouns.get(word, ()), noun)
    return nouns
