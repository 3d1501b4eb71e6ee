"""Pages that are drawn before somebody asks to see them."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from coding_room import assign
from hustings.interface.web.room.drawing_ahead import DrawingAhead
from hustings.store.project import Store
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from managed_room import Manager, serve
from pdf_pages import PARAGRAPH, book_page, draw_pdf

if TYPE_CHECKING:
    from pathlib import Path


class Pages:
    """A document whose pages are only said to be drawn."""

    def __init__(self, name: str, drawn: list[tuple[str, int]]) -> None:
        self.document = SimpleNamespace(sha256=name)
        self.drawn = drawn
        self.begun = Event()
        self.may_go_on = Event()
        self.may_go_on.set()

    def stretch_of(self, number: int) -> int:
        return (number - 1) // 16 * 16 + 1

    def picture(self, number: int) -> None:
        self.begun.set()
        self.may_go_on.wait(10)
        self.drawn.append((self.document.sha256, number))
        if number == 13:
            raise OSError


def wish(ahead: DrawingAhead, *pages: tuple[Pages, int]) -> None:
    wishes: Any = pages
    ahead.wish(wishes)


def test_the_latest_wish_comes_first_and_each_once() -> None:
    drawn: list[tuple[str, int]] = []
    slow, other = Pages("slow", drawn), Pages("other", drawn)
    slow.may_go_on.clear()
    ahead = DrawingAhead()
    wish(ahead, (slow, 1))
    assert slow.begun.wait(10)
    wish(ahead, (other, 1), (other, 16), (other, 17), (slow, 2))
    slow.may_go_on.set()
    ahead.wait()
    assert drawn == [("slow", 1), ("other", 17), ("other", 1)]
    wish(ahead, (other, 3))  # drawn with the first
    ahead.wait()
    assert len(drawn) == 3
    ahead.close()


def test_a_page_that_cannot_be_drawn_stops_nothing() -> None:
    drawn: list[tuple[str, int]] = []
    one, other = Pages("one", drawn), Pages("other", drawn)
    ahead = DrawingAhead()
    wish(ahead, (other, 1), (one, 13))
    ahead.wait()
    assert sorted(drawn) == [("one", 13), ("other", 1)]
    ahead.close()
    wish(ahead, (one, 30))  # the room is closed
    assert len(drawn) == 2


def test_fetching_units_has_their_pages_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "paged"
    (tmp_path / "book.pdf").write_bytes(draw_pdf(book_page(1, PARAGRAPH)))
    with Project.create(folder, name="paged") as project:
        project.read([tmp_path / "book.pdf"], language="en")
        project.add_coder("Ana")
        (words, *_) = current_units(project.store)["text"].to_pylist()
        mine = assign(project.store, "Ana", words=[words])
        (document,) = project.store.documents()
    with serve(folder) as client:
        ana = Manager(client=client, folder=folder)
        ana.enter("Ana")
        client.get(f"/room/api/assignments/{mine}/units")
        client.room.ahead.wait()
    with Store.open(folder) as store:
        assert store.picture(document.sha256, 1) is not None
