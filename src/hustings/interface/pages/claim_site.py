"""The pages and files on claims: which there are, and what each one answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from hustings.interface.pages import addresses
from hustings.interface.pages.accord_pages import (
    NUMBERS,
    build_accord,
    list_accord_figures,
    write_accord,
)
from hustings.interface.pages.actor_editions import build_editions, list_edition_pages
from hustings.interface.pages.actor_pages import build_actor, list_actor_pages
from hustings.interface.pages.actor_pairs import build_pair, list_pair_pages
from hustings.interface.pages.date_pages import (
    NUMBERS as DATES,
)
from hustings.interface.pages.date_pages import (
    build_dates,
    write_calendar,
    write_dates,
)
from hustings.interface.pages.demands import (
    build_demands,
    demands_file,
    list_demand_pages,
    write_demands,
)
from hustings.interface.pages.issue_list import write_issues
from hustings.interface.pages.issue_matrix import build_matrix, list_matrix_pages
from hustings.interface.pages.issue_pages import (
    build_further,
    build_issue,
    list_further_pages,
    list_issue_pages,
)
from hustings.interface.pages.network_pages import build_networks, plan_network_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.figures import Figure
    from hustings.interface.pages.project_index import ProjectIndex

Listed: TypeAlias = "tuple[str, str, Callable[[], object]]"


def list_claim_pages(project: ProjectIndex) -> Iterator[Listed]:
    """Yield address, template and builder of each page on claims and dates."""
    yield addresses.DATES, "dates.html", partial(build_dates, project)
    index = project.claims
    if index is None:
        yield addresses.issues_page(), "issues-empty.html", lambda: None
        return
    for address, chosen, number in list_matrix_pages(index):
        yield address, "issues.html", partial(build_matrix, index, chosen, number)
    yield addresses.ACCORD, "agreement.html", partial(build_accord, index)
    yield addresses.NETWORKS, "networks.html", partial(build_networks, index)
    for address, row in list_issue_pages(index):
        yield address, "issue.html", partial(build_issue, index, row)
    for address, number in list_further_pages(index):
        yield address, "issues-further.html", partial(build_further, index, number)
    yield from _list_actors(index)


def _list_actors(index: ClaimIndex) -> Iterator[Listed]:
    """Yield the pages on actors, their documents and pairs of them."""
    for address, actor, number in list_actor_pages(index):
        yield address, "actor.html", partial(build_actor, index, actor, number)
    for address, document, number in list_demand_pages(index):
        build = partial(build_demands, index, document, number)
        yield address, "demands.html", build
    for address, before, after in list_edition_pages(index):
        yield address, "editions.html", partial(build_editions, index, before, after)
    for address, pair in list_pair_pages(index):
        yield address, "pair.html", partial(build_pair, index, pair)


def list_claim_figures(project: ProjectIndex) -> list[Figure]:
    """Return the drawings of claims that can be taken away."""
    return [] if project.claims is None else list_accord_figures(project.claims)


def plan_claim_files(project: ProjectIndex) -> dict[str, Callable[[], bytes]]:
    """Return the addresses of data files, each with what writes it."""
    files: dict[str, Callable[[], bytes]] = {
        addresses.CALENDAR: partial(write_calendar, project),
        DATES: partial(write_dates, project),
    }
    index = project.claims
    if index is None:
        return files
    files[addresses.ALL_ISSUES] = partial(write_issues, index)
    files[addresses.data_file(NUMBERS, "csv")] = partial(_write_accord, index)
    for identity, document in project.documents.items():
        files[demands_file(identity)] = partial(write_demands, index, document)
    return files | plan_network_files(index)


def _write_accord(index: ClaimIndex) -> bytes:
    """Write agreement of all pairs."""
    return write_accord(index).encode()
