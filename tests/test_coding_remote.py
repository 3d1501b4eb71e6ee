"""What a language model is asked, and how its answers are read."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # a peer, for the tests alone
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.remote import passages_of, remote_task
from hustings.coding.remote_answers import Accepted, Rejected, check_answer, find_quote
from hustings.coding.remote_estimates import Experience, estimate_requests
from hustings.coding.remote_prompts import (
    LONGEST_SIDE,
    Passage,
    repair_messages,
    system_message,
    unit_message,
)
from hustings.coding.remote_schemas import answer_schema, find_fault
from hustings.coding.remote_votes import take_vote
from hustings.coding.units_in_context import UnitsInContext
from hustings.model.codebook import Code, Condition, FreeNumber, Variable
from hustings.model.endpoint import Endpoint

TOWN = """
name: town
title: Matters of the town
version: "1"
instruction: The sentence counts.
domains:
  - {domain: water, title: On the water}
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: "000"
    instruction: One topic a unit.
    codes:
      - {code: "000", title: None of these}
      - code: boats
        title: Boats
        domain: water
        instruction: Ferries and quays.
        examples: ["A ferry \\"at noon\\"."]
  - name: side
    title: Side
    level: ordinal
    condition: {variable: topic, code: boats}
    codes:
      - {code: "-1", title: Fewer}
      - {code: "1", title: More}
  - name: seats
    title: Seats
    level: ratio
    minimum: 0
    maximum: 150
    whole: true
    unit: seats
"""
BOOK = codebook_from_text(TOWN, name="town.yaml")
TOPIC, SIDE, SEATS = BOOK.variables
ENDPOINT = Endpoint(name="own", url="http://localhost:1/v1/chat/completions", model="m")
UNIT = "We want a ferry\n  at noon, and free."


def answer(**parts: object) -> str:
    return json.dumps({"quotes": ["a ferry"], "value": "boats", **parts})


# The prompt


def test_the_prompt_holds_all_of_the_codebook() -> None:
    told = system_message(BOOK, TOPIC)
    for words in (
        "CODEBOOK: Matters of the town",
        "The sentence counts.",
        "One topic a unit.",
        "[On the water]",
        '- "boats": Boats. Ferries and quays. Examples: “A ferry "at noon".”',
        'Where none of the others fits, "000"',
        json.dumps(answer_schema(TOPIC)),
    ):
        assert words in told


def test_conditions_and_numbers_are_told() -> None:
    assert "only in units with topic: Boats." in system_message(BOOK, SIDE)
    assert "null where it does not apply" in system_message(BOOK, SIDE)
    assert "a whole number from 0 to 150 (seats)" in system_message(BOOK, SEATS)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_words_can_forge_the_marks(unit: str, before: str, heading: str) -> None:
    told = unit_message(Passage(unit=f"x {unit}", before=before, heading=heading))
    mark = told.split("<unit ")[1].split(">")[0]
    assert told.count(f"<unit {mark}>") == told.count(f"</unit {mark}>") == 1
    assert mark not in unit + before + heading


def test_what_stands_around_is_cut_on_its_far_side() -> None:
    told = unit_message(
        Passage(unit="Here.", before="far " * 900 + "near", after="next " * 900)
    )
    assert "near\n</before" in told
    assert "\n… far" in told
    assert "next …\n</after" in told
    assert len(told) < 2 * LONGEST_SIDE + 300


def test_a_long_reply_comes_back_short() -> None:
    said, asked = repair_messages("word " * 5_000, "it is no JSON")
    assert len(said["content"]) < 2_100
    assert "it is no JSON" in asked["content"]


# The question


def test_the_same_question_has_the_same_hash() -> None:
    task = remote_task(ENDPOINT, BOOK, TOPIC)
    one = task.question(Passage(unit="A ferry."))
    assert one == task.question(Passage(unit="A ferry."))
    others = [
        task.question(Passage(unit="A ferry!")),
        task.question(Passage(unit="A ferry.", before="So.")),
        task.repair(Passage(unit="A ferry."), "no", "it is no JSON"),
        remote_task(replace(ENDPOINT, model="n"), BOOK, TOPIC).question(
            Passage(unit="A ferry.")
        ),
        remote_task(replace(ENDPOINT, url="http://[::1]/v1"), BOOK, TOPIC).question(
            Passage(unit="A ferry.")
        ),
        remote_task(ENDPOINT, BOOK, TOPIC, samples=2).question(
            Passage(unit="A ferry.")
        ),
    ]
    assert len({one.sha256, *(other.sha256 for other in others)}) == 7
    assert json.loads(one.body)["messages"][0]["content"] == task.prompt


def test_settings_are_sent_and_left_out() -> None:
    settings = {"temperature": None, "max_tokens": 50, "top_p": 0.9}
    own = replace(ENDPOINT, settings=settings, form="json")
    body = json.loads(
        remote_task(own, BOOK, TOPIC).question(Passage(unit="A ferry.")).body
    )
    assert "temperature" not in body
    assert (body["max_tokens"], body["top_p"]) == (50, 0.9)
    assert body["response_format"] == {"type": "json_object"}
    plain = remote_task(replace(ENDPOINT, form="text"), BOOK, TOPIC)
    asked = plain.question(Passage(unit="A ferry."))
    assert set(json.loads(asked.body)) == {
        "model",
        "temperature",
        "max_tokens",
        "messages",
    }


def test_the_version_changes_with_whatever_decides_an_answer() -> None:
    versions = {
        remote_task(endpoint, BOOK, variable, samples=samples).version
        for endpoint in (
            ENDPOINT,
            replace(ENDPOINT, model="n"),
            replace(ENDPOINT, settings={"top_p": 0.5}),
        )
        for variable in (TOPIC, SIDE)
        for samples in (1, 2)
    }
    assert len(versions) == 12
    slower = replace(ENDPOINT, timeout=9.0, concurrency=1, price_in=3.0)
    same = remote_task(slower, BOOK, TOPIC).version
    assert same == remote_task(ENDPOINT, BOOK, TOPIC).version


def test_two_units_before_and_after_go_along() -> None:
    rows: list[dict[str, str | None]] = [
        {"unit": str(i), "text": f"Sentence {i}.", "document": "d"} for i in range(6)
    ]
    rows += [{"unit": "x", "text": " \n", "document": "e"}]
    passages = passages_of(UnitsInContext.from_rows(rows))
    third = passages[3]
    assert third is not None
    assert third.before == "Sentence 1. Sentence 2."
    assert third.after == "Sentence 4. Sentence 5."
    assert passages[0] is not None
    assert passages[0].before == ""
    assert passages[5] is not None
    assert passages[5].after == ""
    assert passages[6] is None
    told = UnitsInContext.from_rows(
        [{"unit": "1", "text": "Here.", "before": "Then.", "after": None}]
    )
    (alone,) = passages_of(told)
    assert alone == Passage(unit="Here.", before="Then.")


# The answer


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer(), Accepted(value="boats", evidence=((8, 15),))),
        (
            answer(confidence=0.5),
            Accepted(value="boats", evidence=((8, 15),), confidence=0.5),
        ),
        (
            answer(quotes=["ferry at noon"]),
            Accepted(value="boats", evidence=((10, 25),)),
        ),
        (
            answer(quotes=["noon", "a ferry", "noon"]),
            Accepted(value="boats", evidence=((8, 15), (21, 25))),
        ),
        (answer(quotes=[], value="000"), Accepted(value="000")),
        (f"```json\n{answer()}\n```", Accepted(value="boats", evidence=((8, 15),))),
        (f"```\n{answer()}```", Accepted(value="boats", evidence=((8, 15),))),
        (
            f"<think>{{}}\n</think>{answer()}",
            Accepted(value="boats", evidence=((8, 15),)),
        ),
    ],
)
def test_answers_that_count(reply: str, expected: Accepted) -> None:
    assert check_answer(reply, UNIT, TOPIC) == expected


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "it is empty"),
        ("boats", "it is no JSON: “boats”"),
        (f"Sure! {answer()}", "it is no JSON"),
        (f"{answer()} {answer()}", "it is no JSON"),
        ('{"quotes": ["a ferry"], "value": NaN}', "it is no JSON"),
        ('{"value": "boats", "value": "boats", "quotes": []}', "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "it is no JSON object"),
        ("{}", "the answer has no quotes"),
        (answer(value="Boats"), "value “Boats” is none of the codes"),
        (answer(value=None), "value is no string"),
        (answer(value=["boats"]), "value is no string"),
        (answer(quotes="a ferry"), "quotes is no array"),
        (answer(quotes=[1]), "one of quotes is no string"),
        (answer(quotes=["a"] * 4), "quotes has more than 3"),
        (answer(quotes=[" "]), "one of its quotes is empty"),
        (answer(quotes=["A ferry"]), "the quote “A ferry” does not stand in the unit"),
        (answer(quotes=[]), "it names no words of the unit"),
        (answer(confidence=1.2), "confidence is above 1"),
        (answer(confidence="high"), "confidence is no number"),
        (answer(confidence=True), "confidence is no number"),
        (answer(reason="boats"), "the answer has “reason”, which nobody asked for"),
    ],
)
def test_answers_that_do_not_count(reply: str, reason: str) -> None:
    found = check_answer(reply, UNIT, TOPIC)
    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)


def test_a_variable_with_a_condition_may_not_apply() -> None:
    found = check_answer(answer(value=None, quotes=[]), UNIT, SIDE)
    assert found == Accepted(value=None)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(40, "40"), (40.0, "40"), (0, "0"), (151, None), (-1, None), (2.5, None)],
)
def test_free_numbers_are_kept_in_their_one_form(
    value: float, kept: str | None
) -> None:
    found = check_answer(answer(value=value), UNIT, SEATS)
    assert (found.value if isinstance(found, Accepted) else None) == kept
    endless = '{"quotes": [], "value": 1e999}'
    assert isinstance(check_answer(endless, UNIT, SEATS), Rejected)


def test_decimals_of_free_numbers() -> None:
    share = Variable(
        name="share",
        title="Share",
        level="interval",
        codes=(),
        number=FreeNumber(maximum=Decimal("2.5")),
        condition=Condition(variable="topic", code="boats"),
    )
    assert check_answer(answer(value=2.25), UNIT, share) == Accepted(
        value="2.25", evidence=((8, 15),)
    )
    assert isinstance(check_answer(answer(value=2.75), UNIT, share), Rejected)


@given(st.text(min_size=1, max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_quote_found_is_what_stands_there(text: str, start: int, end: int) -> None:
    quote = text[start:end]
    span = find_quote(quote, text)
    if not quote.split():
        assert span is None
    else:
        assert span is not None
        assert text[slice(*span)].split() == quote.split()


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats(-1, 2, allow_nan=False)
    | st.sampled_from(["boats", "000", "-1", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["quotes", "value", "confidence", "more"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    _JSON,
    st.fixed_dictionaries(
        {"quotes": st.lists(st.text(max_size=2), max_size=4), "value": _JSON},
        optional={"confidence": _JSON},
    ),
    st.sampled_from([TOPIC, SIDE, SEATS]),
)
def test_the_check_agrees_with_a_full_one_of_json_schema(
    anything: Any,  # noqa: ANN401  # any JSON
    likely: Any,  # noqa: ANN401
    variable: Variable,
) -> None:
    schema = answer_schema(variable)
    peer = jsonschema.Draft202012Validator(schema)
    for value in (anything, likely):
        assert (find_fault(value, schema) == "") == peer.is_valid(value)


# Several answers, and what they cost


def test_votes_of_several_answers() -> None:
    a, b = Accepted(value="a", evidence=((0, 2),)), Accepted(value="b")
    codes = ["b", "a", "c"]
    assert take_vote([], codes=codes, n_samples=3).value is None
    tie = take_vote([a, b], codes=codes, n_samples=2)
    assert (tie.value, tie.probability, tie.probabilities) == ("b", 0.5, (0.5, 0.5, 0))
    clear = take_vote([a, b, a], codes=codes, n_samples=3)
    assert (clear.value, clear.evidence) == ("a", ((0, 2),))
    nothing = Accepted(value=None)
    mixed = take_vote([a, nothing, a], codes=codes, n_samples=3)
    assert (mixed.value, mixed.probability) == ("a", 1.0)
    assert take_vote([nothing, nothing, a], codes=codes, n_samples=3).value is None
    numbers = take_vote([a, a], codes=[], n_samples=2)
    assert (numbers.probability, numbers.probabilities) == (1.0, None)
    alone = take_vote([replace(a, confidence=0.7)], codes=codes, n_samples=1)
    assert (alone.probability, alone.probabilities) == (0.7, None)


def test_an_estimate_by_rule_of_thumb_and_by_experience() -> None:
    far = Endpoint(
        name="far",
        url="https://models.example/v1/chat/completions",
        model="m",
        key_variable="QUAY_KEY",
        concurrency=4,
        price_in=1.0,
        price_out=5.0,
    )
    counts = {
        "n_units": 2_000,
        "n_requests": 1_000,
        "n_cached": 1_000,
        "n_sent": 1_000,
        "n_skipped": 0,
        "n_characters": 3_500_000,
    }
    one = estimate_requests(far, **counts, experience=Experience())
    assert (one.tokens_in, one.tokens_out, one.seconds) == (1_000_000, 80_000, None)
    assert one.cost == pytest.approx(1.4)
    assert one.needs_consent
    assert one.leaves == (
        "This sends the words of 1,000 units, with their headings, the units around "
        "them and the codebook, to models.example, with the key in QUAY_KEY."
    )
    known = Experience(
        n_answers=9, characters_a_token=2.5, tokens_out=40.0, seconds=2.0
    )
    two = estimate_requests(far, **counts, experience=known)
    assert (two.tokens_in, two.tokens_out, two.seconds) == (1_400_000, 40_000, 500.0)
    assert two.summary() == (
        "remote:far (m): 2,000 units, 1,000 requests to send, 1,000 answered before; "
        "about 1,400,000 tokens in and 40,000 out, by earlier answers; cost about "
        "1.60; about 8 min."
    )
    done = estimate_requests(far, **{**counts, "n_requests": 0}, experience=known)
    assert not done.needs_consent
    assert "all answers are here already" in done.leaves
    open_line = replace(far, url="http://far.example/v1", is_insecure=True)
    told = estimate_requests(open_line, **counts, experience=known).leaves
    assert "far.example (not encrypted)" in told


def test_codes_are_in_the_order_of_the_codebook() -> None:
    assert remote_task(ENDPOINT, BOOK, TOPIC).codes == ("000", "boats")
    assert remote_task(ENDPOINT, BOOK, SEATS).codes == ()
    assert isinstance(TOPIC.codes[0], Code)
