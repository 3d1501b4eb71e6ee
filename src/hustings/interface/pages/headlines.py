"""Titles that say in words what the numbers show, and no more than they show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING

from hustings.interface.pages.wording import join_words, say_count
from hustings.scaling.position_contrasts import difference_of_positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.scaling.results import Position

    Judge = Callable[[Position, Position], bool | None]

MOST_NAMED = 3
"""Actors whose intervals overlap are named up to so many, then counted."""

_ALL_DIFFER = "all pairs clearly differ"


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
    found = difference_of_positions(first, second)
    return None if found is None else found.is_clear


def headline(
    standings: Mapping[str, Sequence[Standing]],
    poles: Poles,
    judge: Judge = differs,
) -> str:
    """Say the most that the positions of one scale show.

    `judge` says whether two positions clearly differ.

    Movements between an actor's first and last date come first; where no actor has
    two dates, the distance between the actors at the two ends.
    """
    moving = {
        actor: (ones[0], ones[-1])
        for actor, ones in standings.items()
        if len({one.when for one in ones}) > 1
    }
    if moving:
        return _say_movements(list(moving.values()), poles, judge)
    latest = [ones[-1] for ones in standings.values() if ones]
    return _say_distance(latest, poles, judge)


def _say_movements(
    pairs: Sequence[tuple[Standing, Standing]], poles: Poles, judge: Judge
) -> str:
    """Say which movements are clear, grouped by dates and direction."""
    groups: dict[str, dict[str, list[str]]] = {}
    for first, last in pairs:
        if judge(first.position, last.position):
            is_up = last.position.position > first.position.position
            way = _toward(poles.high if is_up else poles.low)
            dates = f"between {first.when} and {last.when}"
            groups.setdefault(dates, {}).setdefault(way, []).append(first.actor)
    if not groups:
        return _say_no_movement(pairs, judge)
    return "; ".join(f"{_say_ways(ways)} {dates}" for dates, ways in groups.items())


def _say_ways(ways: Mapping[str, Sequence[str]]) -> str:
    """Say "A and B moved left and C right"."""
    parts = [(join_words(who), way) for way, who in ways.items()]
    first = f"{parts[0][0]} moved {parts[0][1]}"
    return ", ".join([first, *(f"{who} {way}" for who, way in parts[1:])])


def _say_no_movement(pairs: Sequence[tuple[Standing, Standing]], judge: Judge) -> str:
    """No actor moved, or it cannot be said of some or of all."""
    judged = [a for a, b in pairs if judge(a.position, b.position) is not None]
    dates = {(a.when, b.when) for a, b in pairs}
    when = " between {} and {}".format(*dates.pop()) if len(dates) == 1 else ""
    if not judged:
        return f"Positions{when}: too few intervals to judge movement"
    left = len(pairs) - len(judged)
    rest = f"; of {left} it cannot be judged" if left else ""
    who = judged[0].actor if len(judged) == 1 else "any actor"
    return f"No clear movement of {who}{when}{rest}"


def _say_distance(latest: Sequence[Standing], poles: Poles, judge: Judge) -> str:
    """Return who stands at the two ends, as far as intervals tell actors apart."""
    if len(latest) < 2:
        return "".join(f"Where {one.actor} stands" for one in latest)
    known = [one for one in latest if _has_interval(one.position)]
    without = len(latest) - len(known)
    rest = f"; {without} without an interval" if without else ""
    if not known:
        return f"Positions of {say_count(len(latest), 'actor')}, without intervals"
    if len(known) == 1:
        return (
            f"Where {len(latest)} actors stand, only {known[0].actor} with an interval"
        )
    told = _say_pairs(known, judge)
    if told is None:
        return f"No clear difference between the {len(known)} actors{rest}"
    low, *between = _group_overlapping(known)
    if not between:
        return f"{_say_overlap(known, told)}{rest}"
    ends = f"{_say_end(low, poles.low)}, {_say_end(between[-1], poles.high, verb='')}"
    is_all = told == _ALL_DIFFER and any(len(one) > 1 for one in (low, between[-1]))
    still = " all the same" if is_all else ""
    return f"{ends}; {told}{still}{rest}"


def _say_overlap(known: Sequence[Standing], told: str) -> str:
    """Intervals that overlap may still hold a clear difference."""
    if len(known) == 2:
        who = join_words([one.actor for one in known])
        return f"The intervals of {who} overlap; {told} all the same"
    return f"The actors’ intervals overlap; {told}"


def _has_interval(position: Position) -> bool:
    return position.low is not None and position.high is not None


def _group_overlapping(standings: Sequence[Standing]) -> list[list[Standing]]:
    """Put together actors whose intervals overlap, from the low to the high pole."""
    groups: list[list[Standing]] = []
    reach = -inf
    for one in sorted(standings, key=lambda one: one.position.low or 0.0):
        low, high = one.position.low or 0.0, one.position.high or 0.0
        if groups and low <= reach:
            groups[-1].append(one)
        else:
            groups.append([one])
        reach = max(reach, high)
    return groups


def _say_end(group: Sequence[Standing], pole: str, *, verb: str = "stand") -> str:
    """Say who stands nearest to a pole; those whose intervals overlap, together."""
    many = len(group) > 1
    names = [one.actor for one in group]
    who = join_words(names) if len(group) <= MOST_NAMED else f"{len(group)} actors"
    said = f"{who}, whose intervals overlap," if many else who
    stands = f" {verb}{'' if many else 's'}" if verb else ""
    return f"{said}{stands} nearest to “{pole}”"


def _say_pairs(latest: Sequence[Standing], judge: Judge) -> str | None:
    """How many pairs of actors clearly differ; None where no pair does."""
    pairs = list(combinations(latest, 2))
    clear = sum(bool(judge(a.position, b.position)) for a, b in pairs)
    if not clear:
        return None
    if clear == len(pairs):
        return "the difference is clear" if clear == 1 else _ALL_DIFFER
    return (
        f"{clear} of {len(pairs)} pairs clearly {'differs' if clear == 1 else 'differ'}"
    )


def _toward(pole: str) -> str:
    """Tell directions ("left", "right") from things to move toward."""
    return pole if pole in {"left", "right"} else f"toward “{pole}”"
