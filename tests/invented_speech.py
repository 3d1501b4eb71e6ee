"""Invented units about trams, gardens and taxes, coded by what they are about."""

from __future__ import annotations

import random

from hustings.coding.units_in_context import UnitsInContext

WORDS = {
    "trams": ("tram", "trams", "rails", "stops", "timetable", "carriages"),
    "gardens": ("garden", "gardens", "hedges", "roses", "benches", "ponds"),
    "taxes": ("tax", "taxes", "levies", "budget", "fees", "accounts"),
}
VERBS = ("We shall mend the", "The town needs more", "Nobody forgets our", "Think of")

Row = dict[str, str | None]


def invented_rows(
    *, n_documents: int = 6, n_units: int = 30, seed: int = 0, language: str = "en"
) -> list[Row]:
    """Give coded units that stay on a topic for a while."""
    chance = random.Random(seed)  # noqa: S311 -- invented texts, no secrets
    rows: list[Row] = []
    for document in range(n_documents):
        topic = chance.choice(list(WORDS))
        for i in range(n_units):
            if chance.random() < 0.3:
                topic = chance.choice(list(WORDS))
            words = " and ".join(chance.sample(WORDS[topic], 2))
            rows.append(
                {
                    "unit": f"{document}-{i}",
                    "document": f"Programme {document}",
                    "text": f"{chance.choice(VERBS)} {words}.",
                    "language": language,
                    "value": topic,
                }
            )
    return rows


def units_and_values(rows: list[Row]) -> tuple[UnitsInContext, list[str | None]]:
    """Give units without their codes, and the codes."""
    without = [{k: v for k, v in row.items() if k != "value"} for row in rows]
    return UnitsInContext.from_rows(without), [row["value"] for row in rows]
