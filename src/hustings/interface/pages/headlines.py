"""Titles that say in words what the numbers show, and no more than they show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from hustings.estimates.differences import independent_difference
from hustings.interface.pages.wording import join_words, say_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.scaling.results import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An actor's position at a date, as a headline needs it."""

    actor: str
    when: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Poles:
    """The names of the two ends of a scale."""

    low: str
    high: str


def differs(first: Position, second: Position) -> bool | None:
    """Whether two positions clearly differ; None where an interval is missing."""
    errors = (first.standard_error, second.standard_error)
    if errors[0] is None or errors[1] is None or first.confidence is None:
        return None
    return independent_difference(
        first.position,
        second.position,
        first_error=errors[0],
        second_error=errors[1],
        confidence=first.confidence,
    ).is_clear


def headline(standings: Mapping[str, Sequence[Standing]], poles: Poles) -> str:
    """Say the most that the positions of one scale show.

    Movements between an actor's first and last date come first; where no actor has
    two dates, the distance between the actors at the two ends.
    """
    moving = {
        actor: (ones[0], ones[-1])
        for actor, ones in standings.items()
        if len({one.when for one in ones}) > 1
    }
    if moving:
        return _say_movements(list(moving.values()), poles)
    latest = [ones[-1] for ones in standings.values() if ones]
    return _say_distance(latest, poles)


def _say_movements(pairs: Sequence[tuple[Standing, Standing]], poles: Poles) -> str:
    """Say which movements are clear, grouped by dates and direction."""
    groups: dict[str, dict[str, list[str]]] = {}
    for first, last in pairs:
        if differs(first.position, last.position):
            is_up = last.position.position > first.position.position
            way = _toward(poles.high if is_up else poles.low)
            dates = f"between {first.when} and {last.when}"
            groups.setdefault(dates, {}).setdefault(way, []).append(first.actor)
    if not groups:
        return _say_no_movement(pairs)
    return "; ".join(f"{_say_ways(ways)} {dates}" for dates, ways in groups.items())


def _say_ways(ways: Mapping[str, Sequence[str]]) -> str:
    """Say "A and B moved left and C right"."""
    parts = [(join_words(who), way) for way, who in ways.items()]
    first = f"{parts[0][0]} moved {parts[0][1]}"
    return ", ".join([first, *(f"{who} {way}" for who, way in parts[1:])])


def _say_no_movement(pairs: Sequence[tuple[Standing, Standing]]) -> str:
    """No actor moved, or it cannot be said."""
    unknown = any(differs(a.position, b.position) is None for a, b in pairs)
    dates = {(a.when, b.when) for a, b in pairs}
    when = " between {} and {}".format(*dates.pop()) if len(dates) == 1 else ""
    if unknown:
        return f"Positions{when}, without intervals: movement cannot be judged"
    who = pairs[0][0].actor if len(pairs) == 1 else "any actor"
    return f"No clear movement of {who}{when}"


def _say_distance(latest: Sequence[Standing], poles: Poles) -> str:
    """Return the two ends, and how many pairs can be told apart."""
    if len(latest) < 2:
        return "".join(f"Where {one.actor} stands" for one in latest)
    low = min(latest, key=lambda one: one.position.position)
    high = max(latest, key=lambda one: one.position.position)
    if differs(low.position, high.position) is None:
        return f"Positions of {say_count(len(latest), 'actor')}, without intervals"
    if not differs(low.position, high.position):
        return f"No clear difference between the {len(latest)} actors"
    return (
        f"{low.actor} stands nearest to “{poles.low}”, {high.actor} nearest "
        f"to “{poles.high}”; {_say_pairs(latest)}"
    )


def _say_pairs(latest: Sequence[Standing]) -> str:
    """How many pairs of actors clearly differ."""
    pairs = list(combinations(latest, 2))
    clear = sum(bool(differs(a.position, b.position)) for a, b in pairs)
    if clear == len(pairs):
        return "the difference is clear" if clear == 1 else "all pairs clearly differ"
    return f"{clear} of {len(pairs)} pairs clearly differ"


def _toward(pole: str) -> str:
    """Tell directions ("left", "right") from things to move toward."""
    return pole if pole in {"left", "right"} else f"toward “{pole}”"
