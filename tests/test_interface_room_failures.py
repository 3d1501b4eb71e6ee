"""The coding room where the disk or the database does not."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from asked_room import (
    Built,
    Place,
    Play,
    build,
    play_in,
    sentence,
)
from hustings.interface.web.room import publishing
from hustings.interface.web.room import room as room_module
from hustings.interface.web.room.room import Door
from hustings.interface.web.room.whereabouts import Whereabouts
from hustings.interface.web.room.writer import Writer
from hustings.store.project import DATABASE, Store
from hustings.workflow.checking import check_project
from hustings.workflow.room_entry import invite_coder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built") / "harbour")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "harbour"


@pytest.fixture
def play(folder: Path, built: Built) -> Play:
    return play_in(folder, built)


# When the disk or the database does not


def test_a_locked_database_is_waited_for_and_then_said(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hustings.interface.web.room.writer.PATIENCE", 200)

    async def story(place: Place) -> None:
        ana = await place.ana()
        await ana.change("codings", place.coding(3))
        other = sqlite3.connect(place.folder / DATABASE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            began = time.monotonic()
            answer = await ana.change("codings", place.coding())
            assert time.monotonic() - began >= 0.2
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "1"
            assert "Somebody else has been writing" in sentence(answer)
            assert (await ana.get("/room/api/assignments")).status_code == 200
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert place.n_rows() == 1
        assert (await ana.change("codings", place.coding())).status_code == 200
        assert place.n_rows() == 2

    play(story, Door())


def test_a_full_disk_is_said_and_nothing_is_half_written(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        await ana.change("codings", place.coding(3))

        def pages(n: int | None) -> Callable[[Store], None]:
            def limit(store: Store) -> None:
                connection = store.coders.database.connection
                now = connection.execute("PRAGMA page_count").fetchone()[0]
                most = now if n is None else n
                connection.execute(f"PRAGMA max_page_count = {most}")

            return limit

        await place.room.write(pages(None))
        notes = [
            place.coding(i % 4, client=f"full-{i:04}", note="x" * 9000)
            for i in range(9)
        ]
        answers = [await ana.change("codings", body) for body in notes]
        full = [answer for answer in answers if answer.status_code == 503]
        assert full
        assert "The disk is full" in sentence(full[0])
        n_saved = sum(answer.status_code == 200 for answer in answers)
        assert place.n_rows() == 1 + n_saved
        await place.room.write(pages(1_000_000))
        answers = [await ana.change("codings", body) for body in notes]
        assert {answer.status_code for answer in answers} == {200}
        assert place.n_rows() == 10
        with Store.open(place.folder) as store:
            assert check_project(store).is_sound

    play(story, Door())


def test_a_project_that_is_gone_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        writer = Writer(tmp_path / "nowhere")
        writer.start()
        for _ in range(2):
            with pytest.raises(OSError, match="cannot be opened"):
                await writer.write(lambda _: None)
        writer.stop()

    asyncio.run(run())


def test_a_job_that_fails_half_way_leaves_nothing(play: Play) -> None:
    async def story(place: Place) -> None:
        def half(store: Store) -> None:
            invite_coder(store, "Ben")
            message = "half way"
            raise ValueError(message)

        done = await asyncio.gather(
            place.room.write(half),
            place.room.write(lambda store: invite_coder(store, "Ana").coder.coder_id),
            return_exceptions=True,
        )
        assert isinstance(done[0], ValueError)
        assert done[1] == "Ana"
        with Store.open(place.folder) as store:
            connection = store.coders.database.connection
            rows = connection.execute("SELECT coder FROM invitations").fetchall()
        assert [row[0] for row in rows] == ["Ana", "Ben", "Zoë", "Ana"]

    play(story, Door())


@pytest.mark.parametrize("deed", ["moved", "deleted", "replaced", "log deleted"])
def test_nothing_is_called_saved_that_is_written_nowhere(
    play: Play, folder: Path, deed: str
) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        assert (await ana.change("codings", place.coding(0))).status_code == 200
        database, aside = folder / DATABASE, folder.with_name("aside")
        if deed == "replaced":
            shutil.copy(database, aside)
            aside.replace(database)
        elif deed == "log deleted":
            (folder / f"{DATABASE}-wal").rename(aside)
        else:
            folder.rename(aside)  # noqa: ASYNC240  # of a moment
        if deed == "deleted":
            shutil.rmtree(aside)
        for path, body in (
            ("codings", place.coding(1)),
            ("undo", {"assignment": place.assignment}),
        ):
            refused = await ana.change(path, body)
            assert refused.status_code == 503
            assert "was moved, deleted or replaced" in sentence(refused)
        if deed == "moved":
            aside.rename(folder)
            assert (await ana.change("codings", place.coding(1))).status_code == 200
            assert place.n_rows() == 2

    play(story, Door())


def test_the_writer_outlives_what_nobody_foresaw(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        with monkeypatch.context() as patch:

            def fail(_: object) -> None:
                raise MemoryError

            patch.setattr(Whereabouts, "require", fail)
            refused = await ana.change("codings", place.coding(0))
            assert refused.status_code == 500
        assert (await ana.change("codings", place.coding(0))).status_code == 200

    play(story, Door())


def test_what_cannot_be_published_now_is_published_later(
    play: Play, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "SILENCE", 0.02)

    async def story(place: Place) -> None:
        failures = 3
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def publish(store: Store) -> None:
            nonlocal failures
            assert store.folder == folder
            failures -= 1
            if failures >= 0:
                message = "database is locked"
                raise sqlite3.OperationalError(message)
            loop.call_soon_threadsafe(done.set)

        monkeypatch.setattr(publishing, "publish_codings", publish)
        ana = await place.ana()
        assert (await ana.change("codings", place.coding(0))).status_code == 200
        await asyncio.wait_for(done.wait(), 5)

    play(story, Door())
