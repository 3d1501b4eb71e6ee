"""The dates that a project's documents name, as a timeline and as a calendar."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from hustings.comparison.calendar import gather_dates
from hustings.exchange.calendars import Happening, calendar_to_bytes
from hustings.model.document import Span
from hustings.workflow.current import current_units, read_runs
from hustings.workflow.gathering import read_documents

if TYPE_CHECKING:
    from hustings.comparison.calendar import NamedDate, Timeline
    from hustings.store.project import Store


def dates_of(store: Store) -> Timeline:
    """Put the dates that the documents which count name in order of time.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    """
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for row in current_units(store, ["document", "start", "end"]).to_pylist():
        spans[row["document"]].append(Span(row["start"], row["end"]))
    documents = read_documents(store)
    return gather_dates((one, spans[name]) for name, one in documents.items())


def calendar_of(store: Store, timeline: Timeline) -> bytes:
    """Write the dates that have a year as an iCalendar file.

    Its stamp is when the documents were read, so that the same project gives the
    same bytes.
    """
    stamp = max(run.started for run in read_runs(store))
    return calendar_to_bytes(
        (_happening(date) for date in timeline.dates if date.has_year),
        stamp=datetime.fromisoformat(stamp),
    )


def _happening(date: NamedDate) -> Happening:
    """Make an entry of a date: the words that it stands in, and whose they are."""
    where = f", p. {date.page}" if date.page is not None else ""
    whose = date.actor or date.title
    return Happening(
        first=date.first,
        last=date.last,
        summary=f"{whose}: {date.named}",
        description=f"“{date.words}” ({date.title or whose}{where})",
    )
