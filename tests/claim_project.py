"""A small project of invented texts with claims, in two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path

FERRY_27 = """The Ferry Party

We demand a night bus. We oppose the toll.

We will build a pier at Reed Point. We met on 4 May 2027.
"""
FERRY_31 = """The Ferry Party

We support the night bus. We welcome the toll.

We support trees along the quay. The vote is on 7 October 2031, and on 3 March.
"""
LEDGER_31 = """The Ledger Party

We support the toll. We call for buses at night.

The Heron List opposes the windmill.
"""
HERON_31 = """Die Reiherliste

Das Boot liegt am Ufer. Der Fluss ist breit und das Wasser ist kalt.
"""
TEXTS = {
    "ferry-2027": (FERRY_27, "Ferry Party", "2027-05-01", "en"),
    "ferry-2031": (FERRY_31, "Ferry Party", "2031-05-01", "en"),
    "ledger-2031": (LEDGER_31, "Ledger Party", "2031-06", "en"),
    "heron-2031": (HERON_31, "Heron List", None, "xx"),
}


def make_claims(folder: Path) -> Project:
    """Make the project and look for its claims."""
    project = Project.create(folder / "claims", name="claims")
    for name, (text, actor, date, language) in TEXTS.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        project.read([path], actor=actor, date=date, language=language)
    project.claim()
    return project
