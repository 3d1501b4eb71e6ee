from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.coding.codebook_changes import find_changes
from hustings.coding.codebooks import codebook_from_text

if TYPE_CHECKING:
    from hustings.model.codebook import Codebook

BOOK = """\
name: town
title: Town
version: 1
source: invented
instruction: Code what is said.
domains: [{domain: w, title: Water}, {domain: l, title: Land}]
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: none
    codes:
      - {code: boats, title: Boats, domain: w, instruction: All that floats.}
      - {code: roads, title: Roads, domain: l, examples: [Mend it.]}
      - {code: none, title: None}
  - name: side
    title: Side
    level: ordinal
    condition: {variable: topic, code: boats}
    codes: [{code: -1, title: less}, {code: 1, title: more}]
scales:
  - {name: s, title: S, variable: topic, formula: difference,
     left: [boats], right: [roads]}
"""


def book(text: str = BOOK) -> Codebook:
    return codebook_from_text(text, name="town.yaml")


def told(*changes: tuple[str, str]) -> list[str]:
    text = BOOK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [change.in_words() for change in find_changes(book(), book(text))]


def test_a_codebook_does_not_differ_from_itself() -> None:
    assert find_changes(book(), book()) == ()
    assert told(("version: 1", "version: 2")) == []
    assert told(("All that floats.", "'All   that floats.'")) == []


def test_codes_come_go_and_change() -> None:
    assert told(
        ("{code: roads, title: Roads", "{code: lanes, title: Lanes"),
        ("right: [roads]", "right: [lanes]"),
    ) == [
        "Code roads of topic (Roads) is gone.",
        "Code lanes of topic (Lanes) is new.",
        "Scale s has another right side: roads, now lanes.",
    ]
    assert told(("title: Boats", "title: Boats and quays")) == [
        "Code boats of topic has another title: Boats, now Boats and quays."
    ]
    assert told(("All that floats.", "Ships.")) == [
        "Code boats of topic has another instruction."
    ]
    assert told(("domain: l, examples: [Mend it.]", "domain: w")) == [
        "Code roads of topic has another domain: l, now w.",
        "Code roads of topic has other examples.",
    ]


def test_variables_and_all_around_them() -> None:
    assert told(
        ("level: ordinal", "level: interval"),
        ("    condition: {variable: topic, code: boats}\n", ""),
        ("    uncoded: none\n", ""),
    ) == [
        "Variable topic has another code for none of these: none, now nothing.",
        "Variable side has another level: ordinal, now interval.",
        "Variable side has another condition: topic = boats, now nothing.",
    ]
    assert told(("title: Land", "title: Land and air")) == [
        "Domain l has another title: Land, now Land and air."
    ]
    assert told(("title: Town\n", "title: The town\n"), ("is said", "is meant")) == [
        "The codebook has another title: Town, now The town.",
        "The codebook has another instruction.",
    ]
    assert told(("formula: difference", "formula: logit")) == [
        "Scale s has another formula: difference, now logit."
    ]


def test_another_order_of_codes_is_a_difference() -> None:
    old = book()
    topic, side = old.variables
    turned = replace(topic, codes=topic.codes[::-1])
    (change,) = find_changes(old, replace(old, variables=(turned, side)))
    assert change.in_words() == "Variable topic has its codes in another order."
    assert change.after == "none, roads, boats"


def test_what_only_one_side_has() -> None:
    old = book()
    new = replace(old, variables=old.variables[:1], scales=())
    assert [one.in_words() for one in find_changes(old, new)] == [
        "Variable side (Side) is gone.",
        "Scale s (S) is gone.",
    ]
    assert [one.change for one in find_changes(new, old)] == ["added", "added"]
