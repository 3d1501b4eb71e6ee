from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from selenium.webdriver.common.by import By

from browser import complaints, open_browser, resize
from hustings.interface.pages.site import plan_site
from hustings.interface.report.folder import write_report
from hustings.workflow.facsimiles import draw_pages, leave_out_pages
from hustings.workflow.project import Project
from hustings.workflow.runs import Effort
from pdf_pages import PARAGRAPH, WIDTH, book_page, draw_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.gathered import Gathered, GatheredDocument


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("paged")
    (folder / "book.pdf").write_bytes(
        draw_pdf(*(book_page(number, PARAGRAPH) for number in (1, 2, 3)))
    )
    (folder / "plain.txt").write_text("We want a library. We want a bath house.")
    with Project.create(folder / "town") as opened:
        opened.read([folder / "book.pdf", folder / "plain.txt"], language="en")
        yield opened


@pytest.fixture(scope="module")
def gathered(project: Project) -> Gathered:
    return project.gather()


@pytest.fixture(scope="module")
def book(gathered: Gathered) -> GatheredDocument:
    return next(one for one in gathered.documents if one.name == "book.pdf")


def test_pages_are_drawn_once_and_kept(
    project: Project, book: GatheredDocument
) -> None:
    assert book.facsimile is not None
    picture = book.facsimile.picture(2)
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.width) == ("WEBP", 1000)
    kept = project.store.derived / "pages" / book.document.sha256 / "2.webp"
    assert kept.read_bytes() == picture
    kept.write_bytes(b"kept")
    assert book.facsimile.picture(2) == b"kept"
    kept.unlink()
    assert book.facsimile.picture(2) == picture


def test_boxes_stand_around_the_units(book: GatheredDocument) -> None:
    assert book.facsimile is not None
    boxes = book.facsimile.boxes(book.units)
    assert set(boxes) == {unit.unit_id for unit in book.units}
    for unit in book.units:
        for page, x0, y0, x1, y1 in boxes[unit.unit_id]:
            assert page in {1, 2, 3}
            assert 0 < x0 < x1 < WIDTH
            assert y0 < y1


def test_a_page_that_is_not_there_has_no_picture(book: GatheredDocument) -> None:
    assert book.facsimile is not None
    assert book.facsimile.picture(4) is None


def test_pictures_are_no_litter(project: Project, book: GatheredDocument) -> None:
    assert book.facsimile is not None
    book.facsimile.draw(Effort())
    assert project.store.litter() == []
    assert project.check().is_sound


def test_text_has_no_pictures(gathered: Gathered) -> None:
    plain = next(one for one in gathered.documents if one.name == "plain.txt")
    assert plain.facsimile is None


def test_a_report_holds_all_pages_or_none(gathered: Gathered, tmp_path: Path) -> None:
    seen: list[int] = []
    draw_pages(gathered, Effort(advance=seen.append))
    report = write_report(gathered, tmp_path / "with")
    without = write_report(leave_out_pages(gathered), tmp_path / "without")
    pictures = sorted(path.name for path in report.folder.rglob("*.webp"))
    assert pictures == ["page-1.webp", "page-2.webp", "page-3.webp"]
    assert report.n_files == without.n_files + 3
    page = next((without.folder / "documents").glob("*.html")).read_text()
    assert "show-pages" not in page


def test_the_live_site_draws_what_is_asked_for(
    gathered: Gathered, book: GatheredDocument
) -> None:
    site = plan_site(gathered)
    identity = book.document.document_id
    assert site[f"documents/{identity}/page-3.webp"]()[:4] == b"RIFF"
    assert f"documents/{identity}/page-4.webp" not in site


@pytest.mark.browser
def test_the_reader_shows_the_page_with_the_box_of_the_unit(
    gathered: Gathered, book: GatheredDocument, tmp_path: Path
) -> None:
    report = write_report(gathered, tmp_path / "out").folder
    page = f"{report.as_uri()}/documents/{book.document.document_id}.html"
    with open_browser(tmp_path / "profile") as chrome:
        chrome.get(page)
        figure = chrome.find_element(By.ID, "facsimile")
        assert not figure.is_displayed()
        chrome.find_element(By.ID, "show-pages").click()
        unit = chrome.find_elements(By.CLASS_NAME, "u")[-1]
        unit.find_element(By.CLASS_NAME, "n").click()
        time.sleep(0.3)
        assert figure.is_displayed()
        assert chrome.find_element(By.ID, "page-number").text == "Page 3 of 3"
        image = chrome.find_element(By.ID, "page-image")
        assert chrome.execute_script("return arguments[0].naturalWidth", image) == 1000
        boxes = chrome.find_elements(By.CSS_SELECTOR, "#page-boxes rect")
        sheet = chrome.find_element(By.CLASS_NAME, "sheet").rect
        assert boxes
        for box in boxes:
            assert sheet["x"] < box.rect["x"] < sheet["x"] + sheet["width"]
        chrome.find_element(By.ID, "page-before").click()
        assert chrome.find_element(By.ID, "page-number").text == "Page 2 of 3"
        assert not chrome.find_elements(By.CSS_SELECTOR, "#page-boxes rect")
        resize(chrome, 390, 800)
        assert figure.is_displayed()
        assert complaints(chrome) == []
