"""Deciding where people and a program differ, in a real browser, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import complaints, open_browser, resize
from coded_by_hand import code, make_project
from coded_by_program import let_program_code
from hustings.store.project import Store
from live_room import LiveRoom, come_in, serve_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def room(
    chrome: Chrome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveRoom]:
    """A program differs from Ana on rents, and from Ben alone on the quay."""
    folder = tmp_path_factory.mktemp("town") / "p"
    with make_project(folder) as project:
        for words, one, other in (
            ("ferry", "boats", "boats"),
            ("Rents", "homes", "thrift"),
            ("quay", "boats", "homes"),
            ("bridge", "thrift", "thrift"),
            ("paint", "thrift", "thrift"),
        ):
            code(project.store, words, one, coder="Ana")
            code(project.store, words, other, coder="Ben")
    let_program_code(folder)
    with serve_room(folder) as served:
        come_in(chrome, served)
        yield served


def wait(chrome: Chrome, is_so: Callable[[Chrome], object]) -> None:
    WebDriverWait(chrome, 10, poll_frequency=0.02).until(is_so)


def text_of(chrome: Chrome, name: str) -> str:
    return chrome.find_element(By.ID, name).text


def press(chrome: Chrome, *keys: str) -> None:
    ActionChains(chrome).send_keys(*keys).perform()


def open_page(chrome: Chrome, room: LiveRoom) -> None:
    chrome.get(f"{room.address}/room/manage/programs")
    wait(chrome, lambda one: text_of(one, "place"))


def settled(room: LiveRoom) -> list[tuple[str | None, str]]:
    with Store.open(room.folder) as store:
        return [(one.value, one.rule) for one in store.adjudications.current()]


def test_differences_are_decided_by_keys_alone(chrome: Chrome, room: LiveRoom) -> None:
    open_page(chrome, room)
    assert text_of(chrome, "cases-title") == "2 differences to decide"
    assert "the program" in text_of(chrome, "choices")
    press(chrome, "m", Keys.ENTER)
    wait(chrome, lambda one: text_of(one, "place").startswith("Case 2 of 2"))
    assert settled(room) == [("boats", "person:Ana")]
    press(chrome, "n")
    press(chrome, "Ask Ben.", Keys.ENTER)
    wait(chrome, lambda one: "Take a value first" in text_of(one, "trouble"))
    press(chrome, "0", Keys.ENTER)
    wait(chrome, lambda one: text_of(one, "place").endswith("all decided"))
    assert settled(room)[1] == (None, "undecided:Ana")
    assert text_of(chrome, "cases-title") == "Every difference is looked at"
    open_page(chrome, room)
    wait(chrome, lambda one: text_of(one, "place").endswith("all decided"))
    press(chrome, "u")
    wait(chrome, lambda one: "1 not decided" in text_of(one, "place"))
    press(chrome, "p", Keys.ENTER)
    wait(chrome, lambda one: text_of(one, "place").endswith("all decided"))
    assert settled(room)[1] == ("homes", "person:Ana")
    assert not complaints(chrome)


def test_nothing_tells_the_program_while_it_is_hidden(
    chrome: Chrome, room: LiveRoom
) -> None:
    open_page(chrome, room)
    wait(chrome, lambda one: "the program" in text_of(one, "choices"))
    press(chrome, "b")
    wait(chrome, lambda one: "the program" not in text_of(one, "choices"))
    assert "Ana" not in text_of(chrome, "choices")
    press(chrome, "m")
    press(chrome, "b")
    wait(chrome, lambda one: "the program" in text_of(one, "choices"))


@pytest.mark.parametrize("width", [390, 1280])
def test_page_fits_its_window(chrome: Chrome, room: LiveRoom, width: int) -> None:
    resize(chrome, width, 800)
    open_page(chrome, room)
    script = "return document.scrollingElement.scrollWidth <= innerWidth"
    assert chrome.execute_script(script)
