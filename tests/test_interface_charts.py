from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from hustings.errors import ExportTargetError, OutputFileError
from hustings.interface.pages import charts
from hustings.interface.pages.differences import UNCLEAR, build_differences, compare
from hustings.interface.pages.driving_words import build_words
from hustings.interface.pages.label_places import Dot, Label, place_labels, text_width
from hustings.interface.pages.maps import build_maps
from hustings.interface.pages.picture_files import check_picture, save_picture
from hustings.interface.pages.position_pictures import draw_positions
from hustings.interface.pages.positions import build_rows, build_scale
from hustings.interface.pages.project_index import ProjectIndex
from hustings.interface.pages.row_charts import BAR, lay_rows, parts_of
from hustings.interface.pages.site import media_type_of, plan_site
from hustings.scaling.results import Position
from hustings.workflow.gathered import DrivingWord, GatheredScale, PairedSpread
from hustings.workflow.lenses import is_uncorrected
from invented_project import invented_project

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.interface.pages.picture_files import Form
    from hustings.workflow.gathered import Gathered

PLAIN = invented_project()
PURSE = PLAIN.scales[0]
SHARES = {"sampling": 0.5, "coders": 0.3, "machine": 0.2}
WORDS = (
    DrivingWord(word="levy", score=-2.0, weight=40.0, psi=1.0, pull=-0.2),
    DrivingWord(word="rents", score=-1.0, weight=4.0, psi=-1.0, pull=-0.1),
    DrivingWord(word="the", score=0.0, weight=900.0, psi=4.0, pull=0.0),
    DrivingWord(word="thrift", score=1.5, weight=30.0, psi=0.5, pull=0.15),
)


def fish(**changes: Any) -> GatheredScale:  # noqa: ANN401 - any field of a scale
    """A scale from words on which the documents stand as on the purse, halved."""
    positions = tuple(
        replace(one, position=one.position / 2, low=one.position / 2 - 9, scale="fish")
        for one in PURSE.positions
    )
    given = {
        "run_id": "scale-fish-1",
        "scale": "fish",
        "title": "Wordfish",
        "formula": "wordfish",
        "low_pole": "spend",
        "high_pole": "save",
        "method": "formula",
        "positions": positions,
        "words": WORDS,
        "report": {"converged": True, "iterations": 12},
    }
    blank = {"coder": "", "codebook": "", "variable": ""}
    return GatheredScale(**{**blank, **given, **changes})


def by_ada() -> GatheredScale:
    """The purse by a person, with shares of its variance."""
    positions = tuple(replace(one, sources=SHARES) for one in PURSE.positions)
    return replace(
        PURSE, run_id="scale-purse-2", coder="Ada", positions=positions, method="none"
    )


def rich() -> Gathered:
    """The invented project with a scale from words and one by a person."""
    spread = PairedSpread(first_variance=58.0, second_variance=58.0, covariance=20.0)
    pairs = {
        ("scale-purse-1", "scale-fish-1"): {"ferry-27": spread, "ferry-31": spread}
    }
    return replace(PLAIN, scales=(*PLAIN.scales, fish(), by_ada()), pairs=pairs)


SITE = plan_site(rich())


@pytest.fixture(scope="module")
def page() -> LexborHTMLParser:
    return LexborHTMLParser(SITE["positions.html"]().decode())


def rows_of(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(SITE[address]().decode())))


def text_of(page: LexborHTMLParser) -> str:
    assert page.body is not None
    return " ".join(page.body.text(separator=" ").split())


def boxes(labels: list[Label]) -> list[tuple[float, float, float, float]]:
    found = []
    for one in labels:
        width = text_width(one.words)
        left = one.x - {"left": 0.0, "center": width / 2, "right": width}[one.side]
        found.append((left, one.y - 7, left + width, one.y + 7))
    return found


def overlaps(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def test_labels_of_a_crowd_do_not_cover_one_another() -> None:
    dots = [
        Dot(x=200 + 9 * i, y=150 + 7 * (i % 3), words=f"Party {i}") for i in range(9)
    ]
    placed = boxes(place_labels(dots, width=500, height=320))
    assert len(placed) == 9
    assert not any(
        overlaps(a, b) for i, a in enumerate(placed) for b in placed[i + 1 :]
    )
    assert all(box[0] >= 0 and box[2] <= 500 for box in placed)


def test_labels_without_room_are_left_out_if_they_may() -> None:
    dots = [Dot(x=60, y=20, words="inseparable") for _ in range(40)]
    assert len(place_labels(dots, width=120, height=40, may_drop=True)) < 40
    assert len(place_labels(dots, width=120, height=40)) == 40
    assert place_labels([Dot(x=1, y=1, words="")], width=9, height=9) == []


def test_label_stands_right_of_a_lonely_dot() -> None:
    (label,) = place_labels([Dot(x=50, y=50, words="Quay")], width=300, height=100)
    assert (label.side, label.y, label.leads) == ("left", 50, False)


def test_broad_letters_are_wider() -> None:
    assert text_width("ill") < text_width("mow") < text_width("MOW")
    assert text_width("日本") == 26


def test_parts_of_a_variance_bar_add_up() -> None:
    parts = parts_of(tuple(SHARES.items()))
    assert [length for _, _, length in parts] == pytest.approx(
        [BAR * share for share in SHARES.values()]
    )
    mark = charts.Mark(label="a", position=0, sources=tuple(SHARES.items()))
    drawing = lay_rows((mark,), charts.Axis(low=-1, high=1), width=100, beside=True)
    tones = [one.svg for one in drawing.shapes if "Z" in one.svg]
    assert len({re.findall('fill="(.*?)"', one)[0] for one in tones}) == 3
    assert parts_of([("sampling", 1.0), ("coders", 0.0)]) == [("sampling", 0.0, BAR)]


def test_one_source_needs_no_bar() -> None:
    rows = build_rows(ProjectIndex(gathered=rich()), PURSE)
    assert build_scale(ProjectIndex(gathered=rich()), PURSE).sources == ()
    assert all(not row.position.sources for row in rows)


def test_shares_of_variance_are_explained_and_in_numbers(
    page: LexborHTMLParser,
) -> None:
    section = page.css_first("#purse-scale-purse-2")
    assert section is not None
    assert len(section.css(".key .tone + .term")) == 3
    heads = [node.text() for node in section.css(".rows thead")[0].css("th")]
    assert heads[5:8] == ["sampling", "coders", "machine"]
    first = rows_of("data/purse-scale-purse-2.csv")[0]
    assert (first["from_sampling"], first["from_machine"]) == ("0.5", "0.2")


def test_uncorrected_machine_coding_is_called_so_in_files_too() -> None:
    svg = SITE["data/purse-scale-purse-1.svg"]().decode()
    assert "uncorrected machine coding" in svg
    assert "uncorrected" not in SITE["data/purse-scale-purse-2.svg"]().decode()
    assert "uncorrected" in SITE["data/salience-by-purse-scale-purse-1.svg"]().decode()


def test_a_random_sample_takes_the_mark_away() -> None:
    assert is_uncorrected(PURSE)
    assert not is_uncorrected(replace(PURSE, report={"is_corrected": True}))
    assert not is_uncorrected(fish())


def test_differences_have_intervals_of_their_own() -> None:
    project = ProjectIndex(gathered=PLAIN)
    view = build_differences(PURSE, build_rows(project, PURSE), "purse")
    assert view is not None
    changes, pairs = view.groups
    assert [row.label for row in changes.rows] == ["Ferry Party, 2027 → 2031"]
    assert len(pairs.rows) == 3
    for row in (*changes.rows, *pairs.rows):
        found = row.difference
        assert found.high - found.low == pytest.approx(
            2 * 1.96 * np.hypot(7.65, 7.65), 1e-3
        )
        assert (row.verdict == UNCLEAR) == (found.low <= 0 <= found.high)


def test_differences_come_from_paired_draws_where_there_are_any() -> None:
    common = np.linspace(-20, 20, 401)
    draws = {"ferry-27": common, "ferry-31": common + 1.0}
    scale = replace(PURSE, draws=draws)
    a, b = PURSE.positions[:2]
    found, alone = compare(scale, a, b), compare(PURSE, a, b)
    assert found is not None
    assert alone is not None
    assert found.standard_error is not None
    assert alone.standard_error is not None
    assert found.standard_error < 1e-9 < alone.standard_error
    by_ends = compare(scale, replace(a, standard_error=None), b)
    assert by_ends is not None
    assert by_ends.standard_error is None
    assert by_ends.low < by_ends.estimate < by_ends.high
    unknown = replace(a, standard_error=None, low=None, high=None)
    assert compare(scale, unknown, b) is None


def test_many_actors_are_compared_with_their_neighbours() -> None:
    project = ProjectIndex(gathered=PLAIN)
    row = build_rows(project, PURSE)[0]
    rows = [
        replace(
            row,
            actor=f"List {i}",
            position=replace(row.position, case=f"d{i}", position=float(10 * i)),
        )
        for i in range(8)
    ]
    view = build_differences(PURSE, rows, "purse")
    assert view is not None
    assert len(view.groups[0].rows) == 7
    assert view.n_left_out == 28 - 7
    written = view.figure.write().splitlines()
    assert len(written) == 1 + 28


def test_ellipses_where_draws_are_common_and_crosses_elsewhere(
    page: LexborHTMLParser,
) -> None:
    view = build_maps(ProjectIndex(gathered=rich()))[0]
    drawn = {row.x.position.case: row.has_ellipse for row in view.rows}
    assert drawn == {
        "ferry-27": True,
        "ferry-31": True,
        "ledger-31": False,
        "quiet-31": False,
    }
    assert view.n_ellipses == 2
    told = text_of(page)
    assert "holds both true values at once with 95 % confidence" in told.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "no common draws" in told
    rows = rows_of("data/purse-scale-purse-1-and-fish.csv")
    assert [row["has_ellipse"] for row in rows] == ["true", "true", "false", "false"]


def test_draws_that_hold_less_than_the_interval_give_no_ellipse() -> None:
    spread = PairedSpread(first_variance=1.0, second_variance=58.0, covariance=0.0)
    pairs = {("scale-purse-1", "scale-fish-1"): {"ferry-27": spread}}
    project = ProjectIndex(gathered=replace(rich(), pairs=pairs))
    assert build_maps(project)[0].n_ellipses == 0


def test_words_that_drive_a_scale_are_named_and_explained(
    page: LexborHTMLParser,
) -> None:
    view = build_words(fish(), "fish")
    assert view is not None
    assert [one.word for one in view.sides[0].words] == ["levy", "rents"]
    assert [one.word for one in view.sides[1].words] == ["thrift"]
    assert "beta" in view.explained
    assert view.more == "psi"
    assert (view.n_drawn, view.n_words, view.has_converged) == (4, 4, True)
    told = text_of(page)
    assert "The words that drive it" in told
    assert "“levy” and “rents” toward “spend”" in SITE["data/fish-words.svg"]().decode()
    assert rows_of("data/fish-words.csv")[0]["word"] == "levy"


@pytest.mark.parametrize("formula", ["wordscores", "ca", "lss", "affinity"])
def test_every_method_from_words_is_explained(formula: str) -> None:
    words = tuple(replace(one, contribution=0.1) for one in WORDS)
    view = build_words(fish(formula=formula, words=words), "fish")
    assert view is not None
    assert view.explained.startswith("Each dot is a word")


def test_a_fit_that_stopped_early_is_called_so() -> None:
    scale = fish(report={"converged": False})
    site = plan_site(replace(PLAIN, scales=(scale,)))
    told = site["positions.html"]().decode()
    assert "stopped before it had converged" in told


def test_coders_of_one_scale_stand_beside_one_another(page: LexborHTMLParser) -> None:
    section = page.css_first("#makers-purse")
    assert section is not None
    heading = section.css_first("h2")
    assert heading is not None
    assert heading.text() == "The town’s purse by the town-3 dictionary and Ada"
    rows = rows_of("data/purse-by-coder.csv")
    assert [row["by"] for row in rows[:2]] == ["the town-3 dictionary", "Ada"]
    assert [row["is_corrected"] for row in rows[:2]] == ["false", "true"]


def test_topics_stand_by_position(page: LexborHTMLParser) -> None:
    section = page.css_first("#topics")
    assert section is not None
    assert "Ferries and boats" in section.text()
    rows = rows_of("data/salience-by-purse-scale-purse-1.csv")
    assert {"position", "share", "share_low"} <= set(rows[0])


def test_every_mark_says_itself_to_mouse_and_keyboard(page: LexborHTMLParser) -> None:
    spots = page.css("a.spot")
    assert len(spots) > 20
    for spot in spots:
        label = cast("str", spot.attributes["aria-label"])
        hint = spot.css_first(".hint")
        assert hint is not None
        lines = [node.text() for node in hint.css("text")]
        assert label == "; ".join(lines)
    labels = [cast("str", one.attributes["aria-label"]) for one in spots]
    assert any("interval" in one and "unit" in one for one in labels)


def test_every_figure_has_all_its_files() -> None:
    pictures = [one for one in SITE if one.startswith("data/") and one.endswith("svg")]
    assert len(pictures) > 8
    for one in pictures:
        stem = one.removesuffix("svg")
        assert {f"{stem}png", f"{stem}pdf", f"{stem}csv"} <= set(SITE)
    assert media_type_of("data/purse.pdf") == "application/pdf"
    assert media_type_of("data/purse.png") == "image/png"


HEADS: dict[Form, bytes] = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF-"}


@pytest.mark.parametrize("form", HEADS)
def test_one_picture_from_positions_alone(form: Form) -> None:
    content = draw_positions(
        PURSE.positions,
        form=form,
        title="Where they stand",
        subtitle="The town’s purse",
        names={"ferry-27": "Ferry Party, 2027"},
        low_pole="left",
        high_pole="right",
        zero="0: as many units on each side",
        caution="uncorrected machine coding",
    )
    assert content.startswith(HEADS[form])
    again = draw_positions(
        PURSE.positions,
        form=form,
        title="Where they stand",
        subtitle="The town’s purse",
        names={"ferry-27": "Ferry Party, 2027"},
        low_pole="left",
        high_pole="right",
        zero="0: as many units on each side",
        caution="uncorrected machine coding",
    )
    assert content == again


def test_picture_says_what_it_leaves_out_and_what_its_bars_are() -> None:
    one = Position(
        case="a<b",
        scale="salience",
        position=0.2,
        low=0.1,
        high=0.3,
        confidence=0.95,
        n_units=40,
        code="trams",
        sources=SHARES,
    )
    many = [replace(one, code=f"c{i}", position=i / 200) for i in range(90)]
    svg = draw_positions(many, form="svg").decode()
    assert "60 of 90 positions are drawn." in svg
    assert "a&lt;b: c89" in svg
    assert "a&lt;b: c1<" not in svg
    assert "from dark to light: sampling, coders, machine" in svg
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert min(sizes) >= 12


def test_picture_goes_into_a_file_whose_name_says_its_form(tmp_path: Path) -> None:
    path = tmp_path / "purse.svg"
    save_picture(path, b"<svg/>")
    assert path.read_bytes() == b"<svg/>"
    with pytest.raises(ExportTargetError):
        check_picture(path)
    check_picture(path, replace=True)
    with pytest.raises(OutputFileError, match=r"\.svg, \.png or \.pdf"):
        check_picture(tmp_path / "purse.jpg")


def test_numbers_of_no_document_are_in_a_file_and_in_no_chart() -> None:
    position = replace(PURSE.positions[0], case="Lower Harbour 2031")
    median = replace(PURSE, run_id="scale-m-1", scale="median", positions=(position,))
    pairs = replace(
        PURSE,
        run_id="scale-d-1",
        scale="distances",
        positions=(replace(PURSE.positions[0], code="ferry-31"),),
    )
    site = plan_site(replace(PLAIN, scales=(median, pairs)))
    assert "No positions yet" in site["positions.html"]().decode()
    assert b"Lower Harbour 2031" in site["data/median.csv"]()
    assert b"ferry-31" in site["data/distances.csv"]()
    assert "data/median.svg" not in site
