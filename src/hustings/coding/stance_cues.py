"""Words that tell for or against, by language: from YAML text, or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hustings.coding.yaml_tree import tree_from_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASSES = ("supports", "opposes", "lowers", "raises", "keeps", "more", "less")
"""Classes of words by what they tell; a word may be of several."""

_LISTS = ("negators", "auxiliaries", "tenses")
_KEYS = ("language", *_LISTS, *CLASSES)
_WHOLE = "="


@dataclass(frozen=True, kw_only=True)
class StanceCues:
    """What words of one language tell about a stance.

    Attributes
    ----------
    language : str
        ISO 639-1; empty where nothing is known of any word.
    negators : tuple of str
        Words that turn what stands after them.
    auxiliaries : tuple of str
        Verbs that say nothing of what is to be done.
    tenses : tuple of str
        Words of a target that change how words of a text are to be read.
    classes : mapping of str to tuple of str
        By the names in `CLASSES`, how words begin; whole words begin with "=".
    """

    language: str = ""
    negators: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    tenses: tuple[str, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def classes_of(self, word: str) -> tuple[str, ...]:
        """Name the classes of a word in lower case.

        Examples
        --------
        >>> cues = StanceCues(classes={"lowers": ("abolish", "=cut")})
        >>> cues.classes_of("abolishing"), cues.classes_of("cutlery")
        (('lowers',), ())
        """
        found = self._known.get(word)
        if found is None:
            found = tuple(
                name
                for name in CLASSES
                if word in self._whole.get(name, ())
                or word.startswith(self._beginnings.get(name, ()))
            )
            self._known[word] = found
        return found

    def to_json(self) -> dict[str, Any]:
        """Give what a file keeps."""
        return asdict(self)

    @staticmethod
    def from_json(content: Mapping[str, Any]) -> StanceCues:
        """Take what a file kept.

        Raises
        ------
        KeyError, TypeError, AttributeError
            If a part is missing or wrong.
        """
        lists = {name: tuple(map(str, content[name])) for name in _LISTS}
        classes = {
            str(name): tuple(map(str, words))
            for name, words in content["classes"].items()
        }
        return StanceCues(language=str(content["language"]), classes=classes, **lists)

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _whole(self) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(w[1:] for w in words if w.startswith(_WHOLE))
            for name, words in self.classes.items()
        }

    @cached_property
    def _beginnings(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(w for w in words if not w.startswith(_WHOLE))
            for name, words in self.classes.items()
        }


NO_CUES = StanceCues()
"""For a language of which nothing is known."""


def cues_from_yaml(text: str, *, name: str) -> StanceCues:
    r"""Read the cues of one language.

    Raises
    ------
    CodebookFileError
        If a key is unknown or missing, or no list of words.

    Examples
    --------
    >>> cues_from_yaml("language: en\nnegators: [not]", name="en").negators
    ('not',)
    """
    tree = tree_from_yaml(text, name=name)
    tree.refuse_unknown(_KEYS)
    lists = {one: tree.texts(one) for one in _LISTS}
    return StanceCues(
        language=tree.required_text("language"),
        classes={one: tree.texts(one) for one in CLASSES},
        **lists,
    )
