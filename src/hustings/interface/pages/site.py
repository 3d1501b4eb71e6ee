"""The whole set of pages: which addresses there are, and what each one answers."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_site import (
    list_claim_figures,
    list_claim_pages,
    plan_claim_files,
)
from hustings.interface.pages.coder_comparisons import (
    build_makers,
    list_maker_figures,
)
from hustings.interface.pages.differences import list_differences
from hustings.interface.pages.driving_words import list_word_figures
from hustings.interface.pages.figures import plan_figure
from hustings.interface.pages.machine_checks import build_checks
from hustings.interface.pages.maps import build_maps, list_map_figures
from hustings.interface.pages.overview import build_overview, describe_project
from hustings.interface.pages.positions import (
    build_positions,
    build_rows,
    is_salience,
    list_figures,
    plain_scales,
    scale_key,
    write_csv,
)
from hustings.interface.pages.project_index import ProjectIndex
from hustings.interface.pages.reader import build_reader
from hustings.interface.pages.rendering import render, static_files
from hustings.interface.pages.run_trail import build_run
from hustings.interface.pages.saliences import (
    build_saliences,
    list_salience_figures,
)
from hustings.interface.pages.side_by_side import (
    build_comparison,
    list_years,
    main_lens,
)
from hustings.interface.pages.topic_positions import build_topics, list_topic_figures
from hustings.interface.pages.trail import (
    all_lens_documents,
    build_counts,
    build_position_trail,
    list_positions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.interface.pages.figures import Figure
    from hustings.workflow.facsimiles import Facsimile
    from hustings.workflow.gathered import Gathered, GatheredScale

Writer: TypeAlias = "Callable[[], bytes]"

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".webp": "image/webp",
    ".ics": "text/calendar; charset=utf-8",
    ".graphml": "application/xml",
    ".gexf": "application/xml",
}


def media_type_of(address: str) -> str:
    """Return the media type of a page or file by the end of its address."""
    return MEDIA_TYPES[address[address.rindex(".") :]]


def plan_site(gathered: Gathered) -> Mapping[str, Writer]:
    """List the addresses of all pages and files, each with what writes its bytes.

    Nothing is written until a writer is called, so a live server pays for the page
    that is asked for and the report pays for all.
    """
    project = ProjectIndex(gathered=gathered)
    site: dict[str, Writer] = {}
    for address, template, build in _list_pages(project):
        site[address] = partial(_write_page, project, address, template, build)
    site[addresses.POSITIONS] = cache(site[addresses.POSITIONS])
    site |= _plan_numbers(project) | plan_claim_files(project)
    for figure in _list_figures(project):
        site |= plan_figure(figure)
    for address, content in static_files().items():
        site[address] = partial(bytes, content)
    return site | _plan_pictures(gathered)


Listed: TypeAlias = "tuple[str, str, Callable[[], object]]"


def _list_pages(project: ProjectIndex) -> Iterator[Listed]:
    """Address, template and builder of every page."""
    yield addresses.INDEX, "overview.html", partial(build_overview, project)
    yield addresses.POSITIONS, "positions.html", partial(_build_scales, project)
    yield addresses.ABOUT, "about.html", lambda: project.lenses
    if project.gathered.checked:
        yield addresses.CHECKS, "checks.html", partial(build_checks, project)
    yield from _list_comparisons(project)
    yield from list_claim_pages(project)
    for document in project.gathered.documents:
        address = addresses.document_page(document.document.document_id)
        yield address, "reader.html", partial(build_reader, project, document)
    for old, new in project.gathered.replaced.items():
        newer = partial(project.documents.get, new)
        yield addresses.document_page(old), "replaced.html", newer
    yield from _list_trail(project)


def _list_comparisons(project: ProjectIndex) -> Iterator[Listed]:
    """Side by side for every lens and year, or the page that says what is missing."""
    lenses = project.lenses
    if not lenses:
        yield addresses.comparison_page(), "side-by-side-empty.html", lambda: None
    for lens in lenses:
        for year in (None, *list_years(project)):
            address = addresses.comparison_page(main_lens(lenses, lens), year)
            build = partial(build_comparison, project, lens, year)
            yield address, "side-by-side.html", build


def _list_trail(project: ProjectIndex) -> Iterator[Listed]:
    """Return counts, positions and runs."""
    for address, document, lens in all_lens_documents(project):
        yield address, "counts.html", partial(build_counts, project, document, lens)
    for address, scale, position in list_positions(project):
        build = partial(build_position_trail, project, scale, position)
        yield address, "position.html", build
    for run in project.gathered.runs:
        yield (
            addresses.run_page(run.run_id),
            "run.html",
            partial(build_run, project, run),
        )


def _build_scales(project: ProjectIndex) -> object:
    """Positions and saliences share a page."""
    return {
        "positions": build_positions(project),
        "saliences": build_saliences(project),
        "makers": build_makers(project),
        "maps": build_maps(project),
        "topics": build_topics(project),
    }


def _write_page(
    project: ProjectIndex, address: str, template: str, build: Callable[[], object]
) -> bytes:
    """Build a page's view and fill its template."""
    context = {
        "view": build(),
        "project": project.gathered,
        "name": project.gathered.name or "Untitled project",
        "described": describe_project(project),
    }
    return render(template, address=address, context=context).encode()


def _plan_numbers(project: ProjectIndex) -> dict[str, Writer]:
    """Return the numbers of scales that are not drawn, as CSV."""
    drawn = plain_scales(project)
    return {
        addresses.data_file(scale_key(project, scale), "csv"): partial(
            _write_numbers, project, scale
        )
        for scale in project.gathered.scales
        if not (is_salience(scale) or scale in drawn)
    }


def _write_numbers(project: ProjectIndex, scale: GatheredScale) -> bytes:
    """Return a scale's numbers."""
    return write_csv(project, scale).encode()


def _list_figures(project: ProjectIndex) -> Iterator[Figure]:
    """Return all drawings that can be taken away."""
    for scale in plain_scales(project):
        key, rows = scale_key(project, scale), build_rows(project, scale)
        yield from list_figures(project, scale)
        yield from list_differences(scale, rows, key)
        yield from list_word_figures(scale, key)
    yield from list_salience_figures(project)
    yield from list_maker_figures(project)
    yield from list_map_figures(project)
    yield from list_topic_figures(project)
    yield from list_claim_figures(project)


def _plan_pictures(gathered: Gathered) -> dict[str, Writer]:
    """Return the pages of documents as pictures."""
    return {
        addresses.page_picture(identity, number): partial(_picture, facsimile, number)
        for document in gathered.documents
        if (facsimile := document.facsimile)
        for identity in (document.document.document_id,)
        for number in facsimile.numbers
    }


def _picture(facsimile: Facsimile, number: int) -> bytes:
    """Return a page; nothing where it cannot be drawn, which the Reader then says."""
    return facsimile.picture(number) or b""
