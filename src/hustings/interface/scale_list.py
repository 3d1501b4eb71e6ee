"""The list of all scales: what each is, what it needs, what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.output import print_rows
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.scaling_named import CODE_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NEEDS: Mapping[str, str] = {
    "sides": "left, right",
    "rivals": "votes",
    "votes": "votes",
    "weights": "weights",
    "weights by code": "weights",
    "areas": "areas",
    "scores": "references",
    "classes": "references",
    "seeds": "seeds",
    "target": "target",
    "direction": "direction",
    "reference": "against",
}


def print_scales() -> None:
    """Print a row a scale: as a table for people, as CSV into a pipe."""
    print_rows(scale_rows())


def scale_rows() -> list[dict[str, object]]:
    """Give a row a scale: name, title, what it rests on, needs and takes, options."""
    codes: list[dict[str, object]] = [
        {
            "scale": one.name,
            "title": one.title,
            "from": "codes" if "counts" in one.needs else "votes",
            "needs": _said(one.needs),
            "takes": _said(one.takes),
            "options": "; ".join(_options(CODE_OPTIONS.get(one.name, {}))),
            "source": one.source if one.is_checked else f"{one.source} (unchecked)",
        }
        for one in NAMED_SCALES.values()
    ]
    words: list[dict[str, object]] = [
        {
            "scale": one.name,
            "title": one.title,
            "from": "words",
            "needs": _said([one.needs] if one.needs else []),
            "takes": _said(one.takes),
            "options": "; ".join(_options(one.options)),
            "source": one.source,
        }
        for one in WORD_SCALES.values()
    ]
    return [*codes, *words]


def _said(inputs: Iterable[str]) -> str:
    """Name the command's options for inputs."""
    named = [_NEEDS[one] for one in inputs if one in _NEEDS]
    return ", ".join(dict.fromkeys(named))


def _options(options: Mapping[str, str]) -> list[str]:
    """Name options with their values."""
    return [f"{name} ({values})" for name, values in options.items()]
