"""Dictionaries of terms from YAML text, checked against their codebook.

A term is written as its words: ``free market``. Each word stands for all its forms.
``econom*`` is every word that begins so, ``=goods`` this form alone, and
``cut + benefit`` a unit that holds both parts anywhere. A term weighs as many points
as it has words, one more if it has parts; ``market^3`` sets the weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.coding.yaml_tree import (
    Leaf,
    Table,
    as_table,
    as_text,
    is_empty,
    refuse,
    tree_from_yaml,
)
from hustings.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.yaml_tree import Node
    from hustings.model.codebook import Codebook

DICTIONARY_KEYS = ("codebook", "language", "source", "terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that speak for a code.

    Attributes
    ----------
    text : str
        As written in the dictionary, without its weight.
    parts : tuple of tuple of str
        Words that follow each other, part by part; a unit must hold all parts.
    weight : float
        Points that the term gives its code each time it is met.
    """

    text: str
    parts: tuple[tuple[str, ...], ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """The terms of one codebook in one language: variable -> code -> terms."""

    codebook: str
    language: str
    terms: Mapping[str, Mapping[str, tuple[Term, ...]]]

    @property
    def n_terms(self) -> int:
        """Number of terms of all codes."""
        return sum(len(t) for codes in self.terms.values() for t in codes.values())


def dictionary_from_text(text: str, *, name: str, codebook: Codebook) -> Dictionary:
    """Read a dictionary from the text of its YAML file.

    Raises
    ------
    CodebookFileError
        Naming file and line, for text that is not YAML, another codebook's
        dictionary, an unknown key, variable or code, a term without words, with a
        wrong weight, or given twice for one variable.
    """
    tree = tree_from_yaml(text, name=name)
    tree.refuse_unknown(DICTIONARY_KEYS)
    meant = tree.required_text("codebook")
    if meant != codebook.name:
        refuse(
            tree,
            f"this dictionary is for codebook {meant!r}, not {codebook.name!r}.",
            "Give the dictionary of this codebook.",
            line=tree.line_of("codebook"),
        )
    language = tree.required_text("language")
    return _dictionary(_table_under(tree, "terms"), language, codebook)


def dictionaries_from_codebook(
    text: str, *, name: str, codebook: Codebook
) -> dict[str, Dictionary]:
    """Read the dictionaries that a codebook's own file carries, by language.

    They stand under its key `dictionary`: language -> variable -> code -> terms.
    None there gives an empty mapping. Errors are those of `dictionary_from_text`.
    """
    node = tree_from_yaml(text, name=name).entries.get("dictionary")
    if node is None or is_empty(node):
        return {}
    languages = as_table(node, "dictionary")
    return {
        language: _dictionary(_table_under(languages, language), language, codebook)
        for language in languages.entries
    }


def _table_under(table: Table, key: str) -> Table:
    if key not in table.entries:
        refuse(table, f"missing {key}.", f"Add `{key}:` and what belongs under it.")
    return as_table(table.entries[key], key)


def _dictionary(terms: Table, language: str, codebook: Codebook) -> Dictionary:
    known = {
        variable.name: {code.code for code in variable.codes}
        for variable in codebook.variables
    }
    _refuse_strangers(terms, "variable", known)
    _refuse_numbers(terms, codebook)
    return Dictionary(
        codebook=codebook.name,
        language=language,
        terms={
            variable: _terms_by_code(_table_under(terms, variable), known[variable])
            for variable in terms.entries
        },
    )


def _refuse_strangers(table: Table, what: str, known: Mapping[str, object]) -> None:
    for key in table.entries:
        if key not in known:
            refuse(
                table,
                f"{what} {key!r} is not in the codebook.",
                f"Known: {', '.join(sorted(known))}.",
                line=table.line_of(key),
            )


def _refuse_numbers(terms: Table, codebook: Codebook) -> None:
    """Raise for terms of a variable that takes any number: words name no amount."""
    for variable in codebook.variables:
        if variable.number is not None and variable.name in terms.entries:
            refuse(
                terms,
                f"variable {variable.name!r} takes numbers and has no codes.",
                "Remove its terms: a dictionary gives codes.",
                line=terms.line_of(variable.name),
            )


def _terms_by_code(codes: Table, known: set[str]) -> dict[str, tuple[Term, ...]]:
    _refuse_strangers(codes, "code", dict.fromkeys(known))
    seen: dict[str, int] = {}
    return {code: _terms(codes, code, seen) for code in codes.entries}


def _terms(codes: Table, code: str, seen: dict[str, int]) -> tuple[Term, ...]:
    terms = []
    for node in codes.series(code):
        term = _term(node)
        if term.text in seen:
            refuse(
                node,
                f"term {term.text!r} stands twice (first on line {seen[term.text]}).",
                "Keep it under one code of the variable.",
            )
        seen[term.text] = node.line
        terms.append(term)
    return tuple(terms)


def _term(node: Node) -> Term:
    written, caret, weight = as_text(node, "a term").partition("^")
    parts = tuple(_part(node, part) for part in written.split("+"))
    n_words = sum(len(part) for part in parts)
    return Term(
        text=" ".join(written.split()),
        parts=parts,
        weight=_weight(node, weight) if caret else n_words + (len(parts) > 1),
    )


def _part(node: Node, written: str) -> tuple[str, ...]:
    """Cut a part into words; a hyphen divides them as it does in texts."""
    words = tuple(word for piece in written.split() for word in _elements(piece))
    if not words:
        text = node.text if isinstance(node, Leaf) else ""
        refuse(node, f"term {text!r} has a part without words.", "Complete it.")
    return words


def _elements(piece: str) -> list[str]:
    """Cut a piece without white space into words, with their marks."""
    words = words_of(piece)
    if words and piece.startswith("="):
        words[0] = "=" + words[0]
    if words and piece.endswith("*"):
        words[-1] += "*"
    return words


def _weight(node: Node, written: str) -> float:
    try:
        weight = float(written)
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight > 0):
        refuse(
            node,
            f"weight {written.strip()!r} is no number above 0.",
            "Write it like market^2.",
        )
    return weight
