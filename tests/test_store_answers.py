"""What is kept of questions and answers, and that nothing of it ever changes."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hustings.errors import EndpointSettingError
from hustings.model.endpoint import Endpoint
from hustings.store import schema
from hustings.store.answer_schema import ANSWER_TABLES
from hustings.store.answers import StoredAnswer, StoredQuestion, answers_of
from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2031-10-07T14:00:00+02:00"
QUESTION = StoredQuestion(
    sha256="q1",
    endpoint="own",
    url="http://localhost/v1/chat/completions",
    model="m",
    prompt="The codebook.",
    messages=[{"role": "user", "content": "Größe \ud800"}],
    settings={"temperature": 0},
    units=[("d1", "u1"), ("d1", "u2")],
)
ANSWER = StoredAnswer(
    question="q1",
    attempt=1,
    verdict="accepted",
    reason="",
    status=200,
    body="{}",
    seconds=1.5,
    tokens_in=10,
    tokens_out=4,
)
KEPT = (
    '{"key_variable": null, "concurrency": 4, "timeout": 5.0, "price_in": null, '
    '"price_out": null, "form": "text", "settings": {}, "is_insecure": false}'
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "town", name="town", at=AT) as made:
        yield made


@pytest.mark.parametrize(
    "settings",
    ["{", "[1]", '{"x": 1}', "[" * 100_000, KEPT.replace("4", '"4"'), "{}"],
)
def test_an_endpoint_that_cannot_be_read_can_be_added_again(
    store: Store, settings: str
) -> None:
    with store.hand.database.transaction() as cursor:
        row = ("own", "http://localhost/v1", "m", settings, AT)
        cursor.execute("INSERT INTO endpoints VALUES (NULL, ?, ?, ?, ?, ?)", row)
    rows = answers_of(store)
    with pytest.raises(EndpointSettingError, match=r"'own' .* Add it again"):
        rows.endpoints()
    assert rows.has_endpoint("own")
    rows.add_endpoint(
        Endpoint(name="own", url="http://localhost/v1", model="m", added=AT)
    )
    assert rows.endpoints()["own"].concurrency == 4


def test_a_question_is_kept_once_and_before_its_answer(store: Store) -> None:
    rows = answers_of(store)
    rows.ask(QUESTION, at=AT)
    rows.ask(QUESTION, at=AT)
    (open_one,) = rows.all()
    assert (open_one["verdict"], open_one["unit_id"]) == (None, "u1 u2")
    assert open_one["messages"] == '[{"role": "user", "content": "Größe ?"}]'
    assert open_one["written"] == "2031-10-07T12:00:00.000000+00:00"
    rows.ask(replace(QUESTION, sha256="q2"), at=AT)
    assert len(rows.prompts()) == 1


def test_the_latest_answer_counts_and_failures_do_not(store: Store) -> None:
    rows = answers_of(store)
    rows.ask(QUESTION, at=AT)
    rows.answer(ANSWER, at=AT)
    rows.answer(replace(ANSWER, verdict="rejected", body="no \ud800"), at=AT)
    since = rows.last_number()
    rows.answer(replace(ANSWER, verdict="failed", body="down", status=None), at=AT)
    assert rows.replies(["q1", "q9"]) == {"q1": "no ?"}
    assert rows.replies(["q1"], since=since) == {}
    assert rows.replies([f"q{i}" for i in range(1_200)]) == {"q1": "no ?"}
    assert rows.verdicts("own") == {"accepted": 1, "failed": 1, "rejected": 1}
    assert rows.verdicts("far") == {}
    assert [row["verdict"] for row in rows.all()] == [
        "accepted",
        "rejected",
        "failed",
    ]


def test_experience_is_of_one_model_at_one_address(store: Store) -> None:
    rows = answers_of(store)
    assert rows.experience(QUESTION.url, "m")["n"] == 0
    rows.ask(QUESTION, at=AT)
    rows.answer(ANSWER, at=AT)
    rows.answer(replace(ANSWER, seconds=2.5, tokens_out=6), at=AT)
    found = rows.experience(QUESTION.url, "m")
    assert (found["n"], found["seconds"], found["tokens_out"]) == (2, 2.0, 5.0)
    assert rows.experience(QUESTION.url, "other")["n"] == 0


def test_the_latest_settings_of_an_endpoint_count(store: Store) -> None:
    rows = answers_of(store)
    one = Endpoint(name="own", url=QUESTION.url, model="m", added=AT)
    rows.add_endpoint(one)
    other = replace(one, model="n", settings={"top_p": 0.5}, key_variable="QUAY_KEY")
    rows.add_endpoint(other)
    (found,) = rows.endpoints().values()
    assert found == replace(other, added="2031-10-07T12:00:00.000000+00:00")


@pytest.mark.parametrize("table", ANSWER_TABLES)
def test_nothing_is_changed_or_deleted(store: Store, table: str) -> None:
    rows = answers_of(store)
    rows.add_endpoint(Endpoint(name="own", url=QUESTION.url, model="m", added=AT))
    rows.ask(QUESTION, at=AT)
    rows.answer(ANSWER, at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        rows.database.all(f"DELETE FROM {table}")  # noqa: S608  # a constant


def test_an_answer_needs_its_question(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        answers_of(store).answer(ANSWER, at=AT)


def test_an_older_project_gets_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:5])
        older.setattr(schema, "VERSION", 5)
        Store.create(folder, name="old", at=AT).close()
    with Store.open(folder) as store:
        assert answers_of(store).endpoints() == {}
        assert store.complaints() == []
    assert (folder / f"project.sqlite.before-version-{schema.VERSION}").is_file()
