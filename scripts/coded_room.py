"""Weeks of coding by two people of the sample project, for pictures of the room.

Topics are those that the sample's dictionary finds, directions are drawn; one person
differs from the other now and then, less often toward the end.
"""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from served_room import run

from hustings.store.project import Store
from hustings.workflow.room_coding import coding_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.assignment import AssignedUnit
    from hustings.store.words import Content

TOPICS = {
    "economic": {"1", "3", "4", "5", "8", "10", "13", "14", "15", "17", "18"},
    "social": {"2", "6", "9", "12", "23"},
}
"""By domain, the codes of the sample's dictionary."""
DIRECTIONS = ("-2", "-1", "-1", "0", "0", "1", "1", "2")
NOTES = (
    "The sentence before is about money, this one is not.",
    "Both sides in one sentence.",
    "Only if 'service' means a public one.",
)
WEEKS = 5
_SEED = 7
_N_SETTLED = 3
"""Of four disagreements, how many are settled."""


def code_for_weeks(folder: Path, coders: Sequence[str], n_done: Sequence[int]) -> None:
    """Let people code their first assignment, each so many units of it."""
    with Store.open(folder) as store:
        said = _dictionary_topics(store)
        chance = random.Random(_SEED)  # noqa: S311  # pictures want no secrets
        one = store.assignments.of(coders[0])[0]
        units = sorted(unit.unit_id for unit in one.units)
        truths = {unit: _truth(said, unit, chance) for unit in units}
        for i, (coder, n) in enumerate(zip(coders, n_done, strict=True)):
            mine = store.assignments.of(coder)[0]
            codings = _codings(mine.units[:n], truths, chance, differs=bool(i))
            store.hand.add(
                [
                    coding_row(mine, unit, name, content, written=at)
                    for unit, name, content, at in codings
                ]
            )


def settle_some(folder: Path, by: str) -> None:
    """Settle most of the disagreements, as one person would."""
    path = folder.parent / "open.csv"
    rule = ("--rule", "unanimity", "--fewest", "2")
    run("adjudicate", *rule, "--worklist", str(path), "--project", str(folder))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for i, row in enumerate(rows):
        if i % 4 < _N_SETTLED:
            chosen = row["codings"].split("; ")[-(i % 2)]
            row["value"] = chosen.partition(": ")[2].removesuffix(" (unsure)")
            row["by"] = by
            row["note"] = "" if i % 3 else "The instruction decides: what is asked for."
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run("adjudicate", "--decisions", str(path), "--project", str(folder))


def train(folder: Path, coder: str, n: int = 8) -> None:
    """Give a person some units with right answers."""
    path = folder.parent / "answers.csv"
    with Store.open(folder) as store:
        said = _dictionary_topics(store)
        units = store.assignments.of(coder)[0].units[-n:]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit", "variable", "value"))
        for one in units:
            writer.writerow((one.unit_id, "topic", said.get(one.unit_id, "neither")))
    people = ("--by", "hand", "--training", str(path), "--coders", coder)
    words = (*people, "--variables", "topic")
    run("code", *words, "--codebook", "economic-social", "--project", str(folder))


def _dictionary_topics(store: Store) -> dict[str, str]:
    """Return by unit the domain that the sample's dictionary gives it."""
    runs = [one for one in store.runs() if one.step == "code"]
    found = next(one for one in runs if one.parameters["codebook"] == "cap-21")
    rows = store.table(found.outputs[0], ["unit", "value"]).to_pylist()
    return {row["unit"]: _domain(row["value"]) for row in rows}


def _domain(code: str) -> str:
    return next((one for one, codes in TOPICS.items() if code in codes), "neither")


def _truth(said: Mapping[str, str], unit: str, chance: random.Random) -> dict[str, str]:
    topic = said.get(unit, "neither")
    if topic == "neither":
        return {"topic": topic}
    return {"topic": topic, topic: chance.choice(DIRECTIONS)}


def _codings(
    units: Sequence[AssignedUnit],
    truths: Mapping[str, Mapping[str, str]],
    chance: random.Random,
    *,
    differs: bool,
) -> Iterator[tuple[AssignedUnit, str, Content, str]]:
    """Yield unit, variable, what one person said and when, over the weeks."""
    begun = datetime.now(UTC) - timedelta(weeks=WEEKS)
    for i, unit in enumerate(units):
        done = i / len(units)
        values = dict(truths[unit.unit_id])
        is_odd = differs and chance.random() < 0.34 - 0.24 * done
        if is_odd:
            values = _otherwise(values, chance)
        note = NOTES[i % len(NOTES)] if is_odd and i % 3 == 0 else ""
        written = begun + timedelta(weeks=WEEKS * done, seconds=i + 30 * differs)
        at = written.isoformat(timespec="microseconds")
        for variable, value in values.items():
            is_topic = variable == "topic"
            yield unit, variable, (value, (), note * is_topic, bool(note)), at


def _otherwise(values: Mapping[str, str], chance: random.Random) -> dict[str, str]:
    """Return another topic, or another direction."""
    topic = values["topic"]
    if topic in values and chance.random() < 0.4:
        others = [one for one in DIRECTIONS if one != values[topic]]
        return {"topic": topic, topic: chance.choice(others)}
    other = chance.choice([one for one in (*TOPICS, "neither") if one != topic])
    return {"topic": other} if other == "neither" else {"topic": other, other: "0"}
