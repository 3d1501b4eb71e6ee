"""The pages on claims: issues, actors, pairs, editions, agreement, networks, dates."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from claim_cases import held, issue
from hustings.comparison.claim_matrix import Standing, compare_claims
from hustings.interface.pages import addresses
from hustings.interface.pages.actor_pairs import kind_of
from hustings.interface.pages.claim_index import ClaimIndex, index_claims
from hustings.interface.pages.claim_quotations import LONGEST, cut_words
from hustings.interface.pages.claim_words import say_issue, say_matrix
from hustings.interface.pages.issue_matrix import build_matrix, list_matrix_pages
from hustings.interface.pages.network_drawings import Tie, lay_two_columns
from hustings.interface.pages.project_index import ProjectIndex
from hustings.interface.pages.site import media_type_of, plan_site
from hustings.model.claim import Modality
from hustings.model.document import Span
from hustings.workflow.gathered import Gathered, GatheredClaims
from invented_claims import project_with_claims
from invented_project import empty_project, invented_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FERRY, LEDGER, QUIET = (
    addresses.actor_page(one) for one in ("Ferry Party", "Ledger List", "Quiet List")
)
PAIR = addresses.pair_page("Ferry Party", "Ledger List")
EDITIONS = addresses.editions_page("ferry-27", "ferry-31")


@cache
def site() -> Mapping[str, Callable[[], bytes]]:
    return plan_site(project())


@cache
def project() -> Gathered:
    return project_with_claims()


@cache
def page(address: str) -> str:
    return site()[address]().decode()


def words(address: str) -> str:
    return say(page(address))


def say(html: str) -> str:
    main = LexborHTMLParser(html).css_first("main")
    assert main is not None
    for hidden in main.css(".tip, script"):
        hidden.decompose()
    joined = " ".join(main.text(separator=" ").split())
    return re.sub(r" ([.,;:])", r"\1", joined.replace("\N{NO-BREAK SPACE}", " "))


def index_of(claims: Gathered | None = None) -> ClaimIndex:
    found = index_claims(ProjectIndex(gathered=claims or project()))
    assert found is not None
    return found


def many_issues(n_issues: int, *actors: str) -> Gathered:
    """Each actor is for each issue; documents are not needed for the matrix."""
    claims = [
        held(f"bridge {number}", actor=actor)
        for number in range(n_issues)
        for actor in actors
    ]
    n = len(actors)
    issues = tuple(
        issue(f"bridge {i}", *range(i * n, i * n + n)) for i in range(n_issues)
    )
    gathered = GatheredClaims(claims=tuple(claims), issues=issues)
    return replace(empty_project(), claims=gathered)


def test_every_link_leads_to_a_page_and_a_place_on_it() -> None:
    pages = {name: page(name) for name in site() if name.endswith(".html")}
    ids = {
        name: {node.attributes["id"] for node in LexborHTMLParser(html).css("[id]")}
        for name, html in pages.items()
    }
    for address, html in pages.items():
        for node in LexborHTMLParser(html).css("[href], [src]"):
            target = node.attributes.get("href") or node.attributes.get("src") or ""
            there, anchor = urldefrag(urljoin(address, target))
            assert (there or address) in site(), (address, target)
            assert not anchor or anchor in ids[there or address], (address, target)


def test_every_page_has_its_landmarks_and_no_style_inside() -> None:
    for address in site():
        if address.endswith(".html"):
            tree = LexborHTMLParser(page(address))
            assert len(tree.css("main")) == len(tree.css("h1")) == 1, address
            assert not tree.css("style, [style], [onclick], iframe"), address
            names = [node.attributes["id"] for node in tree.css("[id]")]
            assert len(names) == len(set(names)), address
            assert "<script>alert" not in page(address)


def test_matrix_says_stances_by_word_and_sign() -> None:
    told = words("issues.html")
    assert "No two actors take opposite sides on the issue that some share." in told
    assert (
        "10 claims on 5 issues: two or more actors speak to 1, one alone to 4" in told
    )
    assert "levies ◆ mixed 3 ◆ mixed 2 – silent" in told
    assert "sail every hour ▲ for 2 – silent – silent" in told
    assert "queues ▼ against 1 – silent – silent" in told
    assert "No lexicon for ar" in told


def test_matrix_names_who_disagree_most() -> None:
    claims = [held("toll"), held("toll", -1, "Quay"), held("toll", 1, "Wards")]
    matrix = compare_claims(claims, [issue("toll", 0, 1, 2)])
    gathered = GatheredClaims(claims=tuple(claims), issues=(issue("toll", 0, 1, 2),))
    index = index_of(replace(empty_project(), claims=gathered))
    told = say_matrix(1, index.accord.pairs)
    assert told == "Ferry and Quay disagree most: on 1 of 1 common issue."
    assert say_issue(matrix.rows[0]) == (
        "Ferry and Wards are for it. Quay is against it."
    )


def test_cells_open_their_quotations() -> None:
    tree = LexborHTMLParser(page("issues.html"))
    links = [one.attributes["href"] for one in tree.css(".stances td a")]
    assert "issues/i-levies.html#by-Ferry-Party-c7463b" in links
    # One claim alone is read where it stands.
    assert any(str(one).startswith("documents/ferry-27.html#u-") for one in links)


def test_matrix_has_at_most_100_issues_a_page_and_fewer_with_many_actors() -> None:
    index = index_of(many_issues(205, "Ferry", "Quay"))
    assert [number for _, number in list_matrix_pages(index)] == [1, 2, 3]
    last = build_matrix(index, 3)
    assert (last.first, last.last, len(last.rows)) == (201, 205, 5)
    assert [one.address for one in last.pages][:2] == ["issues.html", "issues-2.html"]


def test_issue_shows_members_sides_and_who_is_silent() -> None:
    told = words("issues/i-levies.html")
    assert told.startswith("Issues Who says what about levies")
    assert "5 targets that mean the same" in told
    for member in ("A levy on yachts 1", "levies on small shops 1"):
        assert member in told
    assert "▲ for 1 claim A levy on yachts pays for the quay." in told
    assert "▼ against 2 claims" in told
    assert "was found in the documents of Quiet List." in told


def test_issue_tells_reported_stances_apart() -> None:
    told = words("issues/i-free.html")
    assert "Reported of others" in told
    assert "▲ the harbour master for" in told
    assert "Ledger List ▲ for" in told


def test_actor_lists_issues_documents_and_others() -> None:
    told = words(FERRY)
    assert "7 claims in 2 documents: 4 for something, 3 against something." in told
    assert "From 5 October 2027 to 7 October 2031" in told
    assert "Ledger List: the same stance on 1 of 1 common issue" in told
    assert "▼ against queues 1 queues – all silent" in told
    assert "No claim was found" in words(QUIET)


def test_demands_can_be_cited() -> None:
    address = addresses.demands_page("ferry-31")
    told = words(address)
    assert "3 units with a pledge, no units with a demand only." in told
    assert "Pledge · ▲ for sail every hour The ferry shall sail every hour" in told
    assert "page 1, characters 51–66" in told
    rows = list(csv.DictReader(io.StringIO(page("data/demands-ferry-31.csv"))))
    assert rows[0]["target"] == "sail every hour"
    assert [row["stance"] for row in rows] == ["1", "-1", "-1"]
    assert "No pledge and no demand" in words(addresses.demands_page("quiet-31"))


def test_editions_stand_side_by_side() -> None:
    told = words(EDITIONS)
    assert "1 reversed, 1 hardened, 2 dropped and 1 new." in told
    reversed_part = told[told.index("Reversed 1 For before") :][:400]
    assert "A levy on yachts pays for the quay." in reversed_part
    assert "▼ against" in reversed_part
    assert "– nothing of the kind found" in told


def test_pair_divides_issues_by_how_the_two_stand() -> None:
    told = words(PAIR)
    assert "both speak to 1 issue: the same stance on 1" in told
    assert "Agreement 100 %, interval 21 % to 100 %." in told
    assert "Only Ferry Party speaks 3 issues" in told
    assert "Only Ledger List speaks 1 issue" in told


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (Standing.FOR, Standing.FOR, "same"),
        (Standing.MIXED, Standing.MIXED, "same"),
        (Standing.FOR, Standing.MIXED, "mixed"),
        (Standing.AGAINST, Standing.FOR, "opposite"),
        (Standing.SILENT, Standing.FOR, "second"),
        (Standing.SILENT, Standing.SILENT, ""),
    ],
)
def test_kinds_of_pairs(one: Standing, other: Standing, kind: str) -> None:
    assert kind_of(one, other) == kind


def test_agreement_has_numbers_tree_and_files() -> None:
    told = words("agreement.html")
    assert "Ferry Party and Ledger List agree most: 100 % of 1 common issue." in told
    assert "100 % 21–100 %, n 1" in told
    rows = list(csv.DictReader(io.StringIO(page("data/agreement.csv"))))
    assert rows[0]["agreement"] == "1.0"
    assert page("data/agreement-tree.svg").startswith("<svg")
    # A map of two actors would say nothing.
    assert "data/agreement-map.svg" not in site()


def test_three_actors_have_a_map() -> None:
    pages = plan_site(many_issues(3, "Ferry", "Quay", "Wards"))
    assert pages["data/agreement-map.svg"]().startswith(b"<svg")
    assert b"classical scaling" in pages["agreement.html"]()


def test_networks_have_pictures_tables_and_files() -> None:
    told = words("networks.html")
    assert "Not drawn: 4 issues that one actor speaks to." in told
    assert "have most stances in common: 2" in told
    for form in ("graphml", "gexf", "csv"):
        for kind in ("two-mode", "congruence", "conflict"):
            assert page(f"data/network-{kind}.{form}"), (kind, form)
    assert "levies" in page("data/network-two-mode.graphml")
    assert media_type_of("data/network-two-mode.gexf") == "application/xml"


def test_issues_of_a_network_stand_beside_those_who_speak_to_them() -> None:
    ties = [
        Tie(source="Ferry", target="quays", stance="for"),
        Tie(source="Wards", target="homes", stance="against"),
    ]
    drawing = lay_two_columns(
        ("Ferry", "Wards"), ("homes", "quays"), ties, {"Ferry": 0}, width=200
    )
    svg = "".join(shape.svg for shape in drawing.shapes)
    down = dict(re.findall(r'<text x="209" y="([\d.]+)"[^>]*>(\w+)<', svg))
    by_name = {name: float(y) for y, name in down.items()}
    assert by_name["quays"] < by_name["homes"]
    assert 'stroke-dasharray="6,4"' in svg


def test_one_actor_alone_has_nobody_to_agree_with() -> None:
    pages = plan_site(many_issues(2, "Ferry"))
    assert "Nobody to agree with" in say(pages["agreement.html"]().decode())
    assert "Nobody to be tied to" in say(pages["networks.html"]().decode())


def test_dates_lead_to_their_words_and_into_a_calendar() -> None:
    told = words("dates.html")
    assert "Documents name 3 dates: 7 May 2032." in told
    assert "7 May 2032 The ferry shall sail every hour until midnight." in told
    assert "Without a year" in told
    assert "3 October" in told
    calendar = page("dates.ics")
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20320507" in calendar
    assert media_type_of("dates.ics").startswith("text/calendar")


def test_without_claims_the_page_gives_the_command() -> None:
    for made, told in (
        (invented_project(), "hustings claim"),
        (empty_project(), "hustings read"),
    ):
        pages = plan_site(made)
        assert told in say(pages["issues.html"]().decode())
        assert "agreement.html" not in pages
        assert "No document" in say(pages["dates.html"]().decode())


def test_no_claim_found_is_said() -> None:
    made = replace(invented_project(), claims=GatheredClaims())
    pages = plan_site(made)
    assert "No claim was found" in say(pages["issues.html"]().decode())
    assert "No two actors speak" in say(pages["agreement.html"]().decode())


def test_overview_asks_for_claims_next() -> None:
    told = say(plan_site(invented_project())["index.html"]().decode())
    assert "Find who is for or against what." in told
    assert "Open side by side" in words("index.html")


def test_reader_has_claims_in_its_notes() -> None:
    tree = LexborHTMLParser(page("documents/ferry-31.html"))
    node = tree.css_first("#notes")
    assert node is not None
    notes = json.loads(node.text())["notes"]
    unit = next(i for i, one in enumerate(notes["units"]) if str(i) in notes["claims"])
    assert notes["claims"][str(unit)] == [
        [
            *("for", "", "sail every hour"),
            "a pledge, sure to 90\N{NO-BREAK SPACE}%",
            *("sail every hour", "issues/i-sail.html"),
        ]
    ]


def test_without_claims_the_reader_says_nothing_of_them() -> None:
    reader = plan_site(invented_project())["documents/ferry-31.html"]().decode()
    assert '"claims"' not in reader


def test_words_are_cut_around_the_target() -> None:
    one = held("the night bus", start=100)
    far = "a very long sentence about other things " * 30
    long = replace(one, words=f"{far}the night bus {far}".strip())
    before, target, after = cut_words(long, 100 - len(far))
    assert target == "the night bus"
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert len(before + target + after) < LONGEST + 20
    # The place counts where the same words stand twice.
    twice = replace(
        one,
        words="the night bus, the night bus",
        claim=replace(one.claim, span=Span(15, 28)),
    )
    assert cut_words(twice, 0) == ("the night bus, ", "the night bus", "")
    assert cut_words(replace(one, words="nothing of it"), None) == (
        *("nothing of it", "", ""),
    )


def test_modalities_are_nouns() -> None:
    assert {one.value for one in Modality} == {
        *("pledge", "demand", "position", "evaluation", "aim", "slogan")
    }


def test_own_claims_have_the_name_of_all_pages() -> None:
    made = project()
    assert made.claims is not None
    nameless = tuple(replace(one, actor="") for one in made.claims.claims[:3])
    gathered = GatheredClaims(claims=nameless)
    index = index_of(replace(made, claims=gathered))
    assert {one.actor for one in index.claims} == {"Ferry Party"}
