"""Parsers that a user has installed: pipelines of spaCy, opened as data alone.

A pipeline is a folder of numbers and settings. Its settings name the functions that
build it, so they decide what runs; a folder from anywhere is opened under these rules:

- a package is never imported: its folder is found, and opened like any other;
- only components that come with spaCy and say something of words are opened;
- its settings may name functions that come with spaCy or Thinc, none besides.

What is left to be trusted is spaCy itself, which reads the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hustings.errors.parsers import NoParserError, ParserError
from hustings.outside.extras import load_extra
from hustings.outside.network_files import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = tuple[int, int, int, str, str, str]
"""A word: start, end, index of the word it depends on, dependency, lemma, kind."""

KINDS = frozenset(
    {
        "tok2vec",
        "parser",
        "tagger",
        "morphologizer",
        "attribute_ruler",
        "lemmatizer",
        "trainable_lemmatizer",
    }
)
"""Components that are opened; a pipeline's others have no say in what words depend on.
"""
_PARSER = "parser"
_SETTINGS, _ABOUT = "config.cfg", "meta.json"
_LARGEST_SETTINGS = 1_000_000
_PACKAGE = re.compile(r"[A-Za-z_]\w*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SHIPPED = re.compile(r"(?:spacy|thinc)\.\w+\.v\d+")
_KNOWN_ALIKE = frozenset({"Adam.v1", "Softmax.v1", "Maxout.v1", "Mish.v1"})
_TEXTS_AT_ONCE = 64
_CALLBACKS = ("before_creation", "after_creation", "after_pipeline_creation")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parser:
    """A pipeline that says which word depends on which.

    Attributes
    ----------
    name : str
        As the user called it.
    language : str
        ISO 639-1.
    version, sha256 : str
        Of the pipeline: what its settings say, and the hash of all of its files.
    spacy : str
        The version of spaCy.
    pipeline : object
        Of spaCy.
    """

    name: str
    language: str
    version: str
    sha256: str
    spacy: str
    pipeline: Any

    def said(self) -> dict[str, object]:
        """Say what decides the arcs, for a run."""
        return {
            "name": self.name,
            "language": self.language,
            "version": self.version,
            "sha256": self.sha256,
            "spacy": self.spacy,
        }

    def parse(self, texts: Iterable[str]) -> Iterator[list[Row]]:
        """Yield the words of each text, in its order, each with what it depends on."""
        for parsed in self.pipeline.pipe(texts, batch_size=_TEXTS_AT_ONCE):
            yield [
                (
                    word.idx,
                    word.idx + len(word),
                    word.head.i,
                    word.dep_,
                    word.lemma_ or word.lower_,
                    word.pos_,
                )
                for word in parsed
            ]


@cache
def open_parser(name: str) -> Parser:
    """Open an installed pipeline of spaCy, or one in a folder.

    Parameters
    ----------
    name : str
        A package such as ``en_core_web_sm``, or the path of a folder.

    Raises
    ------
    MissingExtraError
        If spaCy is not installed.
    NoParserError
        If there is no such package or folder.
    ParserError
        If it is no pipeline of spaCy, has no parser, is damaged, or its settings name
        what does not come with spaCy.
    """
    spacy = load_extra("spacy", package="spacy", extra="parser", what="A parser")
    folder = _find_folder(name)
    settings = _read_settings(folder, name)
    kept = _check(settings, name)
    others = [one for one in settings["nlp"]["pipeline"] if one not in kept]
    pipeline = _load(spacy, folder, others, name)
    return Parser(
        name=Path(name).name,
        language=str(settings["nlp"]["lang"]),
        version=str(pipeline.meta.get("version", "")),
        sha256=hash_of(sorted(one for one in folder.rglob("*") if one.is_file())),
        spacy=version("spacy"),
        pipeline=pipeline,
    )


def _find_folder(name: str) -> Path:
    """Find the folder of a pipeline; code of a package is not run."""
    folder = Path(name)
    if (folder / _SETTINGS).is_file():
        return folder
    found = find_spec(name) if _PACKAGE.fullmatch(name) else None
    places = [Path(one) for one in (found and found.submodule_search_locations) or ()]
    inside = [one.parent for place in places for one in place.glob(f"*/{_SETTINGS}")]
    if inside:
        return max(inside)
    if folder.is_dir() or places:
        _refuse(name, f"it holds no {_SETTINGS}, so it is no pipeline of spaCy.")
    raise NoParserError(name=name)


def _read_settings(folder: Path, name: str) -> Mapping[str, Any]:
    """Read settings without building anything that they name."""
    config = load_extra("thinc.api", package="spacy", extra="parser", what="A parser")
    path = folder / _SETTINGS
    if path.stat().st_size > _LARGEST_SETTINGS:
        _refuse(name, f"its {_SETTINGS} is too large.")
    try:
        read: Mapping[str, Any] = config.Config().from_disk(path, interpolate=False)
        language, pipeline = read["nlp"]["lang"], read["nlp"]["pipeline"]
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        _refuse(name, f"its {_SETTINGS} cannot be read ({error}).")
    if not isinstance(pipeline, list) or not _LANGUAGE.fullmatch(str(language)):
        _refuse(name, f"its {_SETTINGS} names no language or no components.")
    return read


def _check(settings: Mapping[str, Any], name: str) -> list[str]:
    """Name the components to open, all of which come with spaCy."""
    components = settings.get("components", {})
    nlp = settings["nlp"]
    if any(nlp.get(one) for one in _CALLBACKS):
        _refuse(name, "its settings ask for code that is run when it is opened.")
    kinds = {
        one: dict(components.get(one, {})).get("factory") for one in nlp["pipeline"]
    }
    kept = [one for one, kind in kinds.items() if kind in KINDS]
    if _PARSER not in kinds.values():
        named = ", ".join(map(str, kinds)) or "none"
        _refuse(name, f"it has no parser. Its components: {named}.")
    parts = {"nlp": nlp, **{one: components[one] for one in kept}}
    strange = sorted({one for one in _named(parts) if not _is_shipped(one)})
    if strange:
        _refuse(name, f"its settings name {', '.join(strange)}, not part of spaCy.")
    return kept


def _named(part: object, key: str = "") -> Iterator[str]:
    """Yield the functions that settings name."""
    if isinstance(part, dict):
        for inside, value in part.items():
            yield from _named(value, str(inside))
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)
    elif key.startswith("@") or key == "source":
        yield str(part)


def _is_shipped(function: str) -> bool:
    return bool(_SHIPPED.fullmatch(function)) or function in _KNOWN_ALIKE


def _load(spacy: Any, folder: Path, others: Sequence[str], name: str) -> Any:  # noqa: ANN401  # modules and objects of spaCy
    """Open the components that say what words depend on."""
    try:
        return spacy.util.load_model_from_path(folder, exclude=list(others))
    # Numbers that are damaged raise whatever the reader of that part raises.
    except Exception as error:  # noqa: BLE001
        reason = " ".join(str(error).split())[:200]
        _refuse(name, f"spaCy cannot open it ({type(error).__name__}: {reason}).")


def _refuse(name: str, reason: str) -> NoReturn:
    raise ParserError(name=name, reason=reason) from None
