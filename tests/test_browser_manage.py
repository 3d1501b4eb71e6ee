"""The manager's pages in a real browser: keys, memory, and nothing that complains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import complaints, open_browser, resize
from coded_by_hand import code, make_project
from hustings.store.project import Store
from live_room import LiveRoom, come_in, serve_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser

DISPUTED = (
    ("Rents", "homes", "thrift"),
    ("quay", "boats", "homes"),
    ("paint", "thrift", "000"),
)


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def room(
    chrome: Chrome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveRoom]:
    folder = tmp_path_factory.mktemp("town") / "p"
    with make_project(folder) as project:
        for words, one, other in DISPUTED:
            code(project.store, words, one, coder="Ana")
            code(project.store, words, other, coder="Ben")
    with serve_room(folder) as served:
        come_in(chrome, served)
        yield served


def wait(chrome: Chrome, is_so: Callable[[Chrome], object]) -> None:
    WebDriverWait(chrome, 10, poll_frequency=0.02).until(is_so)


def text_of(chrome: Chrome, name: str) -> str:
    return chrome.find_element(By.ID, name).text


def press(chrome: Chrome, *keys: str) -> None:
    ActionChains(chrome).send_keys(*keys).perform()


def open_cases(chrome: Chrome, room: LiveRoom) -> None:
    chrome.get(f"{room.address}/room/manage/adjudication")
    wait(chrome, lambda one: text_of(one, "place"))


def settled(room: LiveRoom) -> list[str | None]:
    with Store.open(room.folder) as store:
        return [one.value for one in store.adjudications.current()]


def test_cases_are_settled_by_keys_alone(chrome: Chrome, room: LiveRoom) -> None:
    open_cases(chrome, room)
    assert text_of(chrome, "cases-title") == "3 cases to settle"
    press(chrome, "1", Keys.ENTER)
    wait(chrome, lambda one: text_of(one, "place").startswith("Case 2 of 3"))
    assert settled(room) == ["homes"]
    press(chrome, "/")
    press(chrome, "thri", Keys.ENTER)
    press(chrome, "n")
    press(chrome, "Thrift is meant.", Keys.ENTER)
    wait(chrome, lambda one: text_of(one, "place").startswith("Case 3 of 3"))
    assert settled(room) == ["homes", "thrift"]
    press(chrome, "u")
    wait(chrome, lambda one: text_of(one, "place").startswith("Case 2 of 3"))
    assert settled(room) == ["homes", None]
    press(chrome, "k")
    wait(chrome, lambda one: "Settled by Ana." in text_of(one, "state"))
    press(chrome, "g")
    wait(chrome, lambda one: text_of(one, "place").startswith("Case 2 of 3"))
    assert not complaints(chrome)


def test_nothing_is_settled_without_a_value(chrome: Chrome, room: LiveRoom) -> None:
    open_cases(chrome, room)
    before = settled(room)
    press(chrome, Keys.ENTER)
    wait(chrome, lambda one: "Take a value first" in text_of(one, "trouble"))
    assert settled(room) == before


def test_hidden_names_stay_hidden(chrome: Chrome, room: LiveRoom) -> None:
    open_cases(chrome, room)
    wait(chrome, lambda one: "Ana" in text_of(one, "choices"))
    press(chrome, "b")
    wait(chrome, lambda one: "Ana" not in text_of(one, "choices"))
    open_cases(chrome, room)
    assert "1 coder" in text_of(chrome, "choices")
    assert chrome.find_element(By.ID, "blind").is_selected()
    press(chrome, "b")
    wait(chrome, lambda one: "Ana" in text_of(one, "choices"))


def test_refused_decision_is_told_and_keeps_the_case(
    chrome: Chrome, room: LiveRoom
) -> None:
    open_cases(chrome, room)
    place = text_of(chrome, "place")
    chrome.execute_script("window.fetch = () => Promise.reject(new Error('gone'));")
    press(chrome, "1", Keys.ENTER)
    wait(chrome, lambda one: "no connection" in text_of(one, "trouble"))
    assert text_of(chrome, "place") == place


def test_codebook_shows_its_lines(chrome: Chrome, room: LiveRoom) -> None:
    chrome.get(f"{room.address}/room/manage/codebook")
    text = chrome.find_element(By.ID, "text")
    n = len((text.get_attribute("value") or "").split("\n"))
    wait(chrome, lambda one: text_of(one, "numbers").split()[-1] == str(n))
    chrome.execute_script("arguments[0].value = 'name: town\\nvariables: 3\\n'", text)
    button = chrome.find_element(By.CSS_SELECTOR, "button[value='preview']")
    button.send_keys(Keys.ENTER)
    wait(chrome, lambda one: one.find_elements(By.CSS_SELECTOR, "[role='alert']"))
    assert [one for one in complaints(chrome) if "400" not in one] == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "page", ["", "agreement", "adjudication", "codebook", "../feedback"]
)
def test_pages_fit_the_screen(
    chrome: Chrome, room: LiveRoom, page: str, width: int
) -> None:
    resize(chrome, width)
    chrome.get(f"{room.address}/room/manage/{page}")
    wide = chrome.execute_script(
        "return document.documentElement.scrollWidth - window.innerWidth"
    )
    assert wide <= 0
    assert not [one for one in complaints(chrome) if "400" not in one]
