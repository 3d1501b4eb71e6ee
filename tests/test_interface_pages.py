from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from hustings.interface.pages import addresses, charts
from hustings.interface.pages.headlines import Poles, Standing, differs, headline
from hustings.interface.pages.mistakes import write_mistake
from hustings.interface.pages.position_drawings import find_axis
from hustings.interface.pages.row_charts import draw_positions
from hustings.interface.pages.site import plan_site
from hustings.model.document import Block, Span, Unit
from hustings.scaling.results import Position
from hustings.workflow.lenses import find_lenses, is_machine
from invented_project import (
    CODER,
    SCRIPT,
    empty_project,
    invented_project,
    uncoded_project,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

GOLDEN = Path(__file__).parent / "golden" / "pages"
GOLDEN_PAGES = (
    "index.html",
    "positions.html",
    "side-by-side.html",
    "documents/ferry-27.html",
    "documents/ledger-31.html",
    "trail/position-purse-ferry-31.html",
    "trail/run-code-1.html",
    "about.html",
)
PROJECTS = {
    "invented": invented_project(),
    "empty": empty_project(),
    "uncoded": uncoded_project(),
}


@cache
def pages_of(name: str) -> Mapping[str, str]:
    return {
        address: write().decode()
        for address, write in plan_site(PROJECTS[name]).items()
        if address.endswith(".html")
    }


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def text_of(html: str) -> str:
    body = first(LexborHTMLParser(html), "main")
    return " ".join(body.text(separator=" ").split())


def page(address: str, name: str = "invented") -> str:
    return pages_of(name)[address]


def without_drawings(html: str) -> str:
    """Drop the drawings: they are tested by themselves."""
    return re.sub(
        r'<svg role="(?:img|group)".*?</svg>', "<svg/>", html, flags=re.DOTALL
    )


@pytest.mark.parametrize("address", GOLDEN_PAGES)
def test_page_is_as_it_was(address: str) -> None:
    path = GOLDEN / address.replace("/", "--")
    shown = without_drawings(page(address))
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROJECTS)
def test_every_link_leads_to_a_page_and_a_place_on_it(name: str) -> None:
    ids = {
        address: {node.attributes["id"] for node in LexborHTMLParser(html).css("[id]")}
        for address, html in pages_of(name).items()
    }
    known = set(plan_site(PROJECTS[name]))
    for address, html in pages_of(name).items():
        for node in LexborHTMLParser(html).css("[href], [src]"):
            target = node.attributes.get("href") or node.attributes.get("src") or ""
            there, anchor = urldefrag(urljoin(address, target))
            there = there or address
            assert there in known, (address, target)
            assert not anchor or anchor in ids[there], (address, target)


@pytest.mark.parametrize("name", PROJECTS)
def test_nothing_comes_from_outside_or_is_styled_inside(name: str) -> None:
    for address, html in pages_of(name).items():
        tree = LexborHTMLParser(html)
        assert not re.findall(r'(?:href|src)="(?:https?:)?//', html), address
        assert not tree.css("style, [style], [onclick], iframe, img"), address
        for script in tree.css("script"):
            is_data = script.attributes.get("type") == "application/json"
            assert is_data or script.attributes.get("src"), address


@pytest.mark.parametrize("name", PROJECTS)
def test_every_page_has_its_landmarks(name: str) -> None:
    for address, html in pages_of(name).items():
        tree = LexborHTMLParser(html)
        assert len(tree.css("main")) == len(tree.css("h1")) == 1, address
        assert first(tree, "html").attributes["lang"] == "en"
        assert tree.css("header nav"), address
        assert first(tree, "a.skip").attributes["href"] == "#main"
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), address


def test_a_script_in_a_document_is_text() -> None:
    html = page("documents/ledger-31.html")
    assert SCRIPT not in html
    assert "<script>alert" not in "".join(pages_of("invented").values())
    assert "alert('boats')" in text_of(html)


def test_reader_shows_structure() -> None:
    tree = LexborHTMLParser(page("documents/ferry-27.html"))
    assert [node.text() for node in tree.css(".items .marker")] == ["1.", "2."]
    assert first(tree, ".contents li a").text() == "Ferry Party: All aboard"
    assert len(tree.css("p.slogan")) == len(tree.css("p.signature")) == 1
    assert [node.text() for node in tree.css(".pg")] == ["1", "2"]
    assert len(tree.css(".u")) == len(PROJECTS["invented"].documents[0].units)


def test_reader_units_hold_their_words_and_their_evidence() -> None:
    document = PROJECTS["invented"].documents[0]
    tree = LexborHTMLParser(page("documents/ferry-27.html"))
    for unit in document.units:
        node = first(tree, f"#{addresses.unit_anchor(unit.span.start, unit.span.end)}")
        evidence = [one.text() for one in node.css(".e")]
        for mark in node.css(".n, .pg"):
            mark.decompose()
        assert node.text() == unit.span.of(document.document.text)
        codings = document.codings.get(unit.unit_id, ())
        assert evidence == [
            span.of(document.document.text) for one in codings for span in one.evidence
        ]


def test_reader_says_the_language_and_its_direction() -> None:
    text = first(LexborHTMLParser(page("documents/quiet-31.html")), ".text")
    assert (text.attributes["lang"], text.attributes["dir"]) == ("ar", "rtl")


def test_guessed_values_are_marked() -> None:
    guessed = LexborHTMLParser(page("index.html")).css("tbody .guess")
    assert len(guessed) == 2
    assert "guessed" in text_of(page("documents/ledger-31.html"))


def test_failures_and_problems_are_shown() -> None:
    assert "1 file could not be read" in text_of(page("index.html"))
    assert "Install the ocr extra" in text_of(page("index.html"))
    assert "Page numbers removed." in text_of(page("documents/ferry-27.html"))


def test_silence_is_said() -> None:
    shown = text_of(page("side-by-side.html"))
    assert "nothing found in this document" in shown
    assert "Silent topics" in shown
    assert "Trees and parks" in shown


def test_side_by_side_quotes_with_page_and_count() -> None:
    tree = LexborHTMLParser(page("side-by-side.html"))
    heads = [first(node, ".actor").text().strip() for node in tree.css("thead th")]
    assert heads == ["Ferry Party", "Ledger List", "Quiet List"]
    quoted = first(tree, "td blockquote")
    assert "The ferry shall sail every hour until midnight." in quoted.text()
    assert first(quoted, "a").text() == "p.\N{NO-BREAK SPACE}1"
    assert "2 units, 40.0" in first(tree, "td .tally").text()


def test_side_by_side_of_a_year_holds_that_year() -> None:
    heads = LexborHTMLParser(page("side-by-side-2027.html")).css("thead th")
    assert ["All aboard" in node.text() for node in heads] == [True]


def test_machine_codings_are_called_so() -> None:
    for address in ("positions.html", "side-by-side.html", "about.html"):
        assert "uncorrected machine coding" in text_of(page(address))


def test_positions_say_the_claim_and_lead_down() -> None:
    tree = LexborHTMLParser(page("positions.html"))
    titles = [node.text() for node in tree.css(".scale h2")]
    assert titles[0] == "Ferry Party moved right between 2027 and 2031"
    trails = {node.attributes["href"] for node in tree.css(".rows .number a")}
    assert trails == {
        f"trail/position-purse-{one}.html"
        for one in ("ferry-27", "ferry-31", "ledger-31", "quiet-31")
    }
    assert len(tree.css('svg[role="group"][aria-label]')) >= 4
    spots = tree.css(".chart a.spot")
    assert {node.attributes["href"] for node in spots} >= trails
    assert all(node.attributes["aria-label"] for node in spots)


def test_trail_of_a_position_adds_up() -> None:
    shown = text_of(page("trail/position-purse-ferry-31.html"))
    assert "100 × (3 − 0) ÷ 5 = 60.0" in shown
    assert "have changed since" not in shown
    assert "The run that did “code”" in shown
    assert PROJECTS["invented"].documents[1].document.sha256 in shown


def test_trail_says_when_codings_have_changed() -> None:
    project = PROJECTS["invented"]
    moved = tuple(replace(one, position=1.0) for one in project.scales[0].positions)
    scales = (replace(project.scales[0], positions=moved), *project.scales[1:])
    site = plan_site(replace(project, scales=scales))
    html = site["trail/position-purse-ferry-31.html"]().decode()
    assert "have changed since" in text_of(html)


def test_counts_list_every_coded_unit() -> None:
    document = PROJECTS["invented"].documents[0]
    key = find_lenses(PROJECTS["invented"])[0].key
    tree = LexborHTMLParser(page(addresses.counts_page("ferry-27", key)))
    assert len(tree.css(".units li")) == len(document.codings)


@pytest.mark.parametrize(
    ("name", "address", "command"),
    [
        ("empty", "index.html", "hustings read"),
        ("empty", "positions.html", "hustings read"),
        ("empty", "side-by-side.html", "hustings read"),
        ("uncoded", "index.html", "hustings code"),
        ("uncoded", "positions.html", "hustings scale rile"),
        ("uncoded", "side-by-side.html", "hustings code"),
    ],
)
def test_empty_pages_say_which_command_fills_them(
    name: str, address: str, command: str
) -> None:
    assert command in text_of(page(address, name))


def test_coded_project_without_scales_asks_for_one() -> None:
    site = plan_site(replace(PROJECTS["invented"], scales=()))
    assert "hustings scale rile" in site["index.html"]().decode()
    assert "No positions yet" in site["positions.html"]().decode()


def test_scale_without_positions_says_why() -> None:
    scale = replace(PROJECTS["invented"].scales[0], positions=())
    site = plan_site(replace(PROJECTS["invented"], scales=(scale,)))
    assert "no document got a position" in text_of(site["positions.html"]().decode())


def test_documents_without_a_position_are_named() -> None:
    scale = PROJECTS["invented"].scales[0]
    fewer = replace(scale, positions=scale.positions[:3])
    site = plan_site(replace(PROJECTS["invented"], scales=(fewer,)))
    shown = text_of(site["positions.html"]().decode())
    assert "Without a position on this scale: Quiet List" in shown


def test_documents_without_actor_or_date_have_names() -> None:
    shown = text_of(page("index.html", "uncoded"))
    assert "Unknown actor (ferry-27.pdf)" in shown


def test_numbers_as_csv() -> None:
    lines = plan_site(PROJECTS["invented"])["data/purse.csv"]().decode().splitlines()
    assert lines[0].startswith("document,actor,date,title,scale,code,position,low")
    assert lines[2].startswith("ferry-31,Ferry Party,2031-10-07,Steady as she goes")
    assert len(lines) == 5


def test_two_runs_of_one_scale_have_addresses_of_their_own() -> None:
    project = PROJECTS["invented"]
    again = replace(project.scales[0], run_id="scale-purse-2")
    site = plan_site(replace(project, scales=(*project.scales, again)))
    assert "data/purse-scale-purse-1.csv" in site
    assert "trail/position-purse-scale-purse-2-ferry-31.html" in site


def test_page_about_a_mistake_finds_its_style_sheet() -> None:
    html = write_mistake("Not found", "No <page>.", address="a/b/c.html").decode()
    assert 'href="../../static/hustings.css"' in html
    assert "No &lt;page&gt;." in html


def stand(actor: str, when: str, position: float, error: float | None) -> Standing:
    return Standing(
        actor=actor,
        when=when,
        position=Position(
            case=actor + when,
            scale="s",
            position=position,
            low=None if error is None else position - 2 * error,
            high=None if error is None else position + 2 * error,
            confidence=0.95,
            standard_error=error,
            n_units=10,
        ),
    )


def say(*standings: Standing, high: str = "right") -> str:
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        groups.setdefault(one.actor, []).append(one)
    return headline(groups, Poles(low="left", high=high))


def test_headline_of_movements() -> None:
    ferry = (stand("Ferry", "2027", 0, 1), stand("Ferry", "2031", -9, 1))
    ledger = (stand("Ledger", "2027", 0, 1), stand("Ledger", "2031", 9, 1))
    still = (stand("Quiet", "2027", 0, 1), stand("Quiet", "2031", 1, 1))
    assert say(*ferry) == "Ferry moved left between 2027 and 2031"
    assert say(*ferry, *ledger, *still) == (
        "Ferry moved left, Ledger right between 2027 and 2031"
    )
    assert say(*ledger, high="lower taxes") == (
        "Ledger moved toward “lower taxes” between 2027 and 2031"
    )
    assert say(*still) == "No clear movement of Quiet between 2027 and 2031"


def test_headline_of_distances() -> None:
    ferry, ledger = stand("Ferry", "2031", -9, 1), stand("Ledger", "2031", 9, 1)
    near = stand("Quiet", "2031", -8, 1)
    assert say(ferry, near) == "No clear difference between the 2 actors"
    assert say(ferry, ledger).endswith("the difference is clear")
    assert say(ferry, ledger) == (
        "Ferry stands nearest to “left”, Ledger nearest to “right”; the difference is "
        "clear"
    )
    assert say(ferry, ledger, near) == (
        "Ferry and Quiet, whose intervals overlap, stand nearest to “left”, Ledger "
        "nearest to “right”; 2 of 3 pairs clearly differ"
    )
    beside = stand("Quiet", "2031", -7, 0.5)
    assert say(stand("Ferry", "2031", -9, 0.5), beside, ledger) == (
        "Ferry and Quiet, whose intervals overlap, stand nearest to “left”, Ledger "
        "nearest to “right”; all pairs clearly differ all the same"
    )
    assert say(ferry) == "Where Ferry stands"


def test_headline_orders_nobody_whose_intervals_overlap() -> None:
    row = [stand(name, "2031", 2 * i, 1) for i, name in enumerate("ABCD")]
    assert say(*row) == ("The actors’ intervals overlap; 3 of 6 pairs clearly differ")
    close = (stand("Ferry", "2031", 0, 1), stand("Ledger", "2031", 3, 1))
    assert say(*close) == (
        "The intervals of Ferry and Ledger overlap; the difference is clear all the "
        "same"
    )
    many = [stand(name, "2031", 0, 1) for name in "ABCD"]
    assert say(*many, stand("E", "2031", 9, 1)).startswith(
        "4 actors, whose intervals overlap, stand nearest to “left”, E nearest"
    )


def test_headline_says_who_has_no_interval() -> None:
    bare = (stand("Ferry", "2027", 0, None), stand("Ferry", "2031", 50, None))
    told = say(*bare)
    assert (
        told == "Positions between 2027 and 2031: too few intervals to judge movement"
    )
    assert differs(bare[0].position, bare[1].position) is None
    other = stand("Ledger", "2031", 0, None)
    assert say(bare[1], other) == "Positions of 2 actors, without intervals"
    known = stand("Quiet", "2031", 0, 1)
    assert say(other, known) == "Where 2 actors stand, only Quiet with an interval"
    far = stand("Heron", "2031", 9, 1)
    assert say(other, known, far).endswith(
        "the difference is clear; 1 without an interval"
    )
    still = (stand("Quiet", "2027", 0, 1), stand("Quiet", "2031", 1, 1))
    assert say(*bare, *still) == (
        "No clear movement of Quiet between 2027 and 2031; of 1 it cannot be judged"
    )


def test_axis_of_a_balanced_scale_has_zero_in_its_middle() -> None:
    axis = find_axis(PROJECTS["invented"].scales[0], "difference")
    assert axis.low == -axis.high
    assert axis.has_zero


def test_coders_that_are_machines() -> None:
    assert is_machine(CODER)
    assert not is_machine("Ada")


def test_actors_differ_by_colour_and_then_by_shape() -> None:
    looks = {(charts.colour_of(i), charts.shape_of(i)) for i in range(24)}
    assert len(looks) == 24


def test_drawing_has_alt_text_readable_letters_and_no_styles() -> None:
    mark = charts.Mark(label="<b>", position=1, low=0, high=2, actor=7)
    axis = charts.Axis(low=-3, high=3, low_pole="l", high_pole="r", zero="0: middle")
    svg = draw_positions((mark,), axis, width=300, alt_text='"A" & b', beside=True)
    assert 'aria-label="&#34;A&#34; &amp; b"' in svg
    assert "style=" not in svg
    assert "0: middle" in svg
    assert "&lt;b&gt;" in svg
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert min(sizes) >= 12


def test_ids_that_make_no_file_name_get_one() -> None:
    strange = ["../../etc", "a/b", "", "日本", "a" * 100]
    slugs = [addresses.slug(one) for one in strange]
    assert len(set(slugs)) == len(strange)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", one) for one in slugs)


def test_ten_thousand_units_stay_light() -> None:
    document = PROJECTS["invented"].documents[0]
    blocks, units = [], []
    for i in range(10_000):
        span = Span(i * 60, i * 60 + 59)
        blocks.append(Block(block_id=f"b{i}", kind="paragraph", span=span))
        unit = Unit(unit_id=f"u{i}", document_id="d", block_id=f"b{i}", span=span)
        units.append(unit)
    long = replace(document.document, text="x" * 600_000, blocks=tuple(blocks))
    many = replace(document, document=long, units=tuple(units))
    site = plan_site(replace(PROJECTS["invented"], documents=(many,)))
    html = site["documents/ferry-27.html"]()
    assert len(html) < 5_000_000
    assert html.count(b'<section class="part">') == 250
