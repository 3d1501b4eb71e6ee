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
from hustings.comparison.accord import PairAccord
from hustings.comparison.claim_matrix import Standing, compare_claims
from hustings.interface.pages import addresses
from hustings.interface.pages.actor_pairs import kind_of
from hustings.interface.pages.claim_choices import MOST_ALONE
from hustings.interface.pages.claim_index import MOST_OWN, ClaimIndex, index_claims
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
    told = words("issues-all.html")
    assert "All documents. No two actors take opposite sides" in told
    assert (
        "10 claims on 5 issues: two or more actors speak to 1, one alone to 4" in told
    )
    assert "levies ◆ mixed 3 ◆ mixed 2 – silent" in told
    assert "sail every hour ▲ for 2 – silent – silent" in told
    assert "queues ▼ against 1 – silent – silent" in told
    assert "No lexicon for ar" in told


def test_matrix_shows_newest_documents_all_or_those_of_a_year() -> None:
    newest = words("issues.html")
    assert "Who stands where on what Each actor’s newest document." in newest
    assert "levies ▼ against 2 ◆ mixed 2 – silent" in newest
    assert "queues" not in newest
    earlier = words("issues-2027.html")
    assert "Who stands where on what, 2027 The documents of 2027." in earlier
    assert "levies ▲ for 1" in earlier
    assert "Ledger List" not in earlier
    tree = LexborHTMLParser(page("issues-2027.html"))
    links = tree.css(".choices nav a")
    assert [one.text() for one in links] == ["newest of each actor", "all", *YEARS]
    here = [one.text() for one in links if "aria-current" in one.attributes]
    assert here == ["2027"]


YEARS = ("2031", "2027")


def test_without_a_second_document_there_is_no_choice() -> None:
    index = index_of(many_issues(2, "Ferry", "Quay"))
    view = build_matrix(index, index.newest)
    assert (view.choice, view.choices) == ("", ())


def test_matrix_says_who_stand_against_each_other() -> None:
    claims = [held("toll"), held("toll", -1, "Quay"), held("toll", 1, "Wards")]
    matrix = compare_claims(claims, [issue("toll", 0, 1, 2)])
    gathered = GatheredClaims(claims=tuple(claims), issues=(issue("toll", 0, 1, 2),))
    index = index_of(replace(empty_project(), claims=gathered))
    told = say_matrix(1, index.accord.pairs)
    assert told == "2 pairs of actors take opposite sides on some issue."
    told = say_matrix(1, index.accord.pairs[:1])
    assert told == "Ferry and Quay take opposite sides on 1 of 1 common issue."
    assert say_issue(matrix.rows[0]) == (
        "Ferry and Wards are for it. Quay is against it."
    )


def pair_accord(
    actor_a: str, actor_b: str, *, n_issues: int, n_opposite: int
) -> PairAccord:
    return PairAccord(
        actor_a=actor_a,
        actor_b=actor_b,
        agreement=1 - n_opposite / n_issues,
        low=0.0,
        high=1.0,
        confidence=0.95,
        n_issues=n_issues,
        n_same=n_issues - n_opposite,
        n_opposite=n_opposite,
    )


def test_the_lead_names_a_pair_only_where_it_shares_enough() -> None:
    few = pair_accord("Ferry", "Quay", n_issues=2, n_opposite=2)
    more = pair_accord("Ferry", "Wards", n_issues=6, n_opposite=1)
    other = pair_accord("Quay", "Wards", n_issues=3, n_opposite=1)
    told = say_matrix(9, [few, more, other])
    assert told == "Ferry and Wards disagree most: on 1 of 6 common issues."
    told = say_matrix(4, [few, other])
    assert told == "2 pairs of actors take opposite sides on some issue."


def test_cells_open_their_quotations() -> None:
    tree = LexborHTMLParser(page("issues-all.html"))
    links = [one.attributes["href"] for one in tree.css(".stances td a")]
    assert "issues/i-levies.html#by-Ferry-Party-c7463b" in links
    assert "issues/i-levies.html#in-ledger-31" in links
    newest = LexborHTMLParser(page("issues.html")).css_first(".stances td.against a")
    assert newest is not None
    assert newest.attributes["href"] == "issues/i-levies.html#in-ferry-31"
    # One claim alone is read where it stands.
    assert any(str(one).startswith("documents/ferry-27.html#u-") for one in links)


def test_matrix_has_at_most_100_issues_a_page_and_fewer_with_many_actors() -> None:
    index = index_of(many_issues(205, "Ferry", "Quay"))
    assert [number for _, _, number in list_matrix_pages(index)] == [1, 2, 3]
    last = build_matrix(index, index.newest, 3)
    assert (last.first, last.last, len(last.rows)) == (201, 205, 5)
    assert [one.address for one in last.pages][:2] == ["issues.html", "issues-2.html"]


def test_issues_of_one_actor_alone_stand_with_it_where_there_are_very_many() -> None:
    index = index_of(many_issues(MOST_ALONE + 5, "Ferry"))
    view = build_matrix(index, index.newest)
    assert (view.n_issues, view.n_hidden) == (MOST_ALONE + 5, 5)
    pages = plan_site(many_issues(MOST_ALONE + 5, "Ferry"))
    told = say(pages["issues.html"]().decode())
    assert "5 issues that one actor alone speaks to are not in this table" in told


def test_many_issues_share_pages_and_lose_no_quotation() -> None:
    made = many_issues(MOST_OWN + 150, "Ferry", "Quay")
    pages = plan_site(made)
    own = [one for one in pages if one.startswith("issues/bridge-")]
    shared = [one for one in pages if one.startswith("issues/further-")]
    assert (len(own), len(shared)) == (MOST_OWN, 2)
    index = index_of(made)
    html = {one: pages[one]().decode() for one in shared}
    for row in index.matrix.rows[MOST_OWN:]:
        for cell in row.cells:
            there, anchor = urldefrag(index.cell_address(row, cell))
            assert f'id="{anchor}"' in html[there]
    quotations = sum(text.count("<blockquote") for text in html.values())
    assert quotations == 300
    first, last = (say(html[one]) for one in shared)
    assert "Further issues, 1 to 120" in first
    assert "Page 2 of 2" in last


def test_general_words_stand_last_and_are_said_to_be_general() -> None:
    claims = tuple(held("measures", actor=one) for one in ("Ferry", "Quay"))
    claims += (held("night bus"),)
    general = replace(issue("measures", 0, 1), is_general=True)
    gathered = GatheredClaims(claims=claims, issues=(general, issue("night bus", 2)))
    pages = plan_site(replace(empty_project(), claims=gathered))
    told = say(pages["issues.html"]().decode())
    assert told.index("night bus") < told.index("General words: they leave open")
    assert "No two actors speak about the same issue" in say(
        pages["agreement.html"]().decode()
    )
    assert "their words are general" in say(pages["issues/measures.html"]().decode())


def test_list_of_all_issues_is_a_script() -> None:
    said = page("data/issues.js")
    start, end = said.index("["), said.rindex(";")
    rows = json.loads(said[start:end])
    assert rows[0] == ["levies", "issues/i-levies.html", 2, 5, 1]
    assert len(rows) == 5
    assert media_type_of(addresses.ALL_ISSUES).startswith("text/javascript")


def test_issue_shows_members_sides_and_who_is_silent() -> None:
    told = words("issues/i-levies.html")
    assert told.startswith("Issues Who says what about levies")
    assert "5 targets that mean the same" in told
    for member in ("A levy on yachts 1", "levies on small shops 1"):
        assert member in told
    assert "5 October 2027 ▲ for A levy on yachts pays for the quay." in told
    assert "7 October 2031 ▼ against" in told
    assert "In their newest documents: Ferry Party is against it." in told
    assert "was found in the documents of Quiet List." in told


def test_issue_tells_reported_stances_apart() -> None:
    told = words("issues/i-free.html")
    assert "Reported of others" in told
    assert "▲ the harbour master for" in told
    assert "Ledger List ▲ for" in told
    assert "silent in its newest document" not in told


def test_issue_says_who_has_fallen_silent() -> None:
    claims = list(project_with_claims().claims.claims)  # type: ignore[union-attr]  # it has
    gathered = GatheredClaims(claims=tuple(claims), issues=(issue("queues", 1, 3),))
    pages = plan_site(replace(project(), claims=gathered))
    told = say(pages["issues/queues.html"]().decode())
    assert "No actor’s newest document speaks to it; earlier ones do." in told
    assert "Ferry Party – silent in its newest document 5 October 2027" in told


def test_actor_lists_issues_documents_and_others() -> None:
    told = words(FERRY)
    assert "7 claims in 2 documents: 4 for something, 3 against something." in told
    assert "From 5 October 2027 to 7 October 2031" in told
    assert "Ledger List: the same stance on 0 of 1 common issue" in told
    assert "▼ against 2027 queues 1 queues – all silent" in told
    assert "▼ against 2031 ▲ for 2027 levies 3" in told
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
    assert "both speak to 1 issue: the same stance on 0" in told
    assert "Agreement 50 %" in told
    assert "Only Ferry Party speaks 1 issue" in told
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
    assert "Ferry Party and Ledger List agree most: 50 % of 1 common issue." in told
    rows = list(csv.DictReader(io.StringIO(page("data/agreement.csv"))))
    assert rows[0]["agreement"] == "0.5"
    assert page("data/agreement-tree.svg").startswith("<svg")
    # A map of two actors would say nothing.
    assert "data/agreement-map.svg" not in site()


def test_three_actors_have_a_map() -> None:
    pages = plan_site(many_issues(3, "Ferry", "Quay", "Wards"))
    assert pages["data/agreement-map.svg"]().startswith(b"<svg")
    assert b"classical scaling" in pages["agreement.html"]()


def test_networks_have_pictures_tables_and_files() -> None:
    told = words("networks.html")
    assert "Not drawn: 2 issues that one actor speaks to." in told
    assert "have most stances in common: 1" in told
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
