"""Cutters as JSON: a file holds all that decides its cuts, and no program.

::

    {
        "format": "hustings-cutter",
        "version": 1,
        "name": "...",
        "languages": {
            "en": {
                "threshold": 0.5,
                "bias": -3.1,
                "unit_words": null,
                "lists": {"and": ["and"], "ing": ["-ing"]},
                "features": {"mark join": {"comma and": 0.7}},
                "words": {"word": {"while": 0.4}},
            }
        },
    }
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from hustings.errors import CutterFileError
from hustings.ingest.units.clause_tokens import CLASS, CLASSES
from hustings.ingest.units.cutting import (
    FEATURES,
    RADIX,
    WORD_FEATURES,
    Cutter,
    LanguageCutter,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "hustings-cutter"
VERSION = 1
_HEAVIEST = 1000.0
_NAMED = frozenset(
    ["mark", "join", "key", "key2", "after", "after2", "before", "before2"]
) | {"last", "closing", "opening"}
"""Columns whose values are classes, written by name."""


def cutter_to_json(cutter: Cutter) -> str:
    """Write a cutter as JSON, the same text for the same cutter."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": cutter.name,
        "languages": {
            language: _language_content(part)
            for language, part in sorted(cutter.languages.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def cutter_from_json(text: str, *, name: str, sha256: str = "") -> Cutter:
    """Read a cutter that `cutter_to_json` wrote.

    Parameters
    ----------
    name : str
        The file's name, for the message.

    Raises
    ------
    CutterFileError
        If the text is no cutter of this version; the message says what is wrong.
    """
    content = _parse(text, name)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CutterFileError(
            name=name,
            reason="this is not a cutter.",
            advice="Name a file that 'hustings train --for units' wrote.",
        )
    if content.get("version") != VERSION:
        raise CutterFileError(
            name=name,
            reason=f"its version is {content.get('version')!r}, not {VERSION}.",
            advice="Train it again with this Hustings.",
        )
    try:
        languages = {
            str(language): _language(part)
            for language, part in content["languages"].items()
        }
        title = str(content["name"])
    except (ValueError, TypeError) as error:  # what the readers of parts say
        raise _broken(name, str(error)) from None
    except KeyError as error:
        raise _broken(name, f"{error} is missing, or no such part is known") from None
    except AttributeError:
        raise _broken(name, "a part is not what it should be") from None
    if not languages:
        raise _broken(name, "it knows no language")
    return Cutter(name=title, languages=languages, sha256=sha256)


def _parse(text: str, name: str) -> Any:  # noqa: ANN401  # whatever the file holds
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _broken(name, f"line {error.lineno} is no JSON") from None
    except RecursionError:
        raise _broken(name, "it is nested too deep") from None
    except ValueError as error:  # what `_refuse_constant` says
        raise _broken(name, str(error)) from None


def _refuse_constant(constant: str) -> float:
    message = f"{constant} is no number"
    raise ValueError(message)


def _broken(name: str, detail: str) -> CutterFileError:
    return CutterFileError(
        name=name,
        reason=f"it is damaged ({detail}).",
        advice="Train it again, or take the file from where you have it.",
    )


def _language_content(part: LanguageCutter) -> dict[str, Any]:
    return {
        "bias": part.bias,
        "threshold": part.threshold,
        "unit_words": part.unit_words,
        "lists": {name: list(words) for name, words in part.lists.items()},
        "features": {
            " ".join(columns): {
                _write_value(value, columns): weight
                for value, weight in sorted(weights.items())
            }
            for columns, weights in zip(FEATURES, part.weights, strict=True)
        },
        "words": {
            feature: dict(weights)
            for feature, weights in zip(WORD_FEATURES, part.word_weights, strict=True)
        },
    }


def _language(part: Mapping[str, Any]) -> LanguageCutter:
    """Check one language and make its numbers and lists."""
    threshold = _number(part["threshold"])
    if not 0.0 < threshold < 1.0:
        message = f"threshold {threshold} is not between 0 and 1"
        raise ValueError(message)
    unit_words = part.get("unit_words")
    return LanguageCutter(
        lists={
            _class_name(name): _words(part["lists"][name]) for name in part["lists"]
        },
        bias=_number(part["bias"]),
        threshold=threshold,
        weights=[
            {
                _read_value(value, columns): _number(weight)
                for value, weight in part["features"].get(" ".join(columns), {}).items()
            }
            for columns in FEATURES
        ],
        word_weights=[
            {
                str(value): _number(weight)
                for value, weight in part["words"].get(feature, {}).items()
            }
            for feature in WORD_FEATURES
        ],
        unit_words=None if unit_words is None else _length(unit_words),
    )


def _length(value: object) -> float:
    """Check the mean length of a unit."""
    length = _number(value)
    if length < 1.0:
        message = f"a unit of {length} words is none"
        raise ValueError(message)
    return length


def _class_name(name: str) -> str:
    if name not in CLASS:
        message = f"no class of words is named {name!r}"
        raise ValueError(message)
    return name


def _words(words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        message = "a class of words is no list of words"
        raise TypeError(message)
    return tuple(words)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"{value!r} is no weight"
        raise TypeError(message)
    if not math.isfinite(value) or abs(value) > _HEAVIEST:
        message = f"{value!r} is no weight"
        raise ValueError(message)
    return float(value)


def _write_value(value: int, columns: tuple[str, ...]) -> str:
    """Write a combined value by the names of its classes."""
    parts = []
    for name in reversed(columns):
        value, digit = divmod(value, RADIX)
        parts.append(CLASSES[digit] if name in _NAMED else str(digit))
    return " ".join(reversed(parts))


def _read_value(text: str, columns: tuple[str, ...]) -> int:
    """Read what `_write_value` wrote."""
    combined = 0
    for name, part in zip(columns, text.split(" "), strict=True):
        digit = CLASS[part] if name in _NAMED else int(part)
        if not 0 <= digit < RADIX:
            message = f"{part!r} is no value of {name!r}"
            raise ValueError(message)
        combined = combined * RADIX + digit
    return combined
