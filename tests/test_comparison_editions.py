from __future__ import annotations

from typing import TYPE_CHECKING

from claim_cases import held, issue
from hustings.comparison.editions import Change, compare_editions
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from hustings.comparison.held_claims import HeldClaim


def old(target: str, stance: int = 1, **more: object) -> HeldClaim:
    return held(target, stance, document="d27", **more)  # type: ignore[arg-type]  # passed on


def new(target: str, stance: int = 1, **more: object) -> HeldClaim:
    return held(target, stance, document="d31", **more)  # type: ignore[arg-type]  # passed on


def changes(*claims: HeldClaim, together: bool = True) -> list[tuple[object, ...]]:
    issues = [issue("all", *range(len(claims)))] if together else []
    found = compare_editions(claims, issues, before="d27", after="d31")
    return [
        (
            one.change,
            one.before.target if one.before else None,
            one.after.target if one.after else None,
        )
        for one in found
    ]


def test_the_same_stance_and_force_is_kept() -> None:
    assert changes(old("a night bus"), new("night buses")) == [
        (Change.KEPT, "a night bus", "night buses")
    ]


def test_the_other_side_is_reversed_whatever_its_force() -> None:
    reversed_ = changes(old("the toll", modality=Modality.PLEDGE), new("the toll", -1))
    assert reversed_ == [(Change.REVERSED, "the toll", "the toll")]


def test_a_pledge_that_becomes_a_position_is_softened_and_back_hardened() -> None:
    pledge, position = Modality.PLEDGE, Modality.POSITION
    softened = changes(old("a bus", modality=pledge), new("a bus", modality=position))
    hardened = changes(old("a bus", modality=position), new("a bus", modality=pledge))
    assert softened[0][0] is Change.SOFTENED
    assert hardened[0][0] is Change.HARDENED


def test_claims_are_aligned_one_to_one_by_wording() -> None:
    found = changes(
        old("cheap tickets for pupils"),
        old("a night bus", start=40),
        new("a night bus"),
        new("cheaper tickets for pupils", start=40),
        new("a night ferry", start=90),
    )
    assert found == [
        (Change.KEPT, "cheap tickets for pupils", "cheaper tickets for pupils"),
        (Change.KEPT, "a night bus", "a night bus"),
        (Change.NEW, None, "a night ferry"),
    ]


def test_what_no_issue_joins_is_dropped_and_new() -> None:
    assert changes(old("the toll"), new("a bus"), together=False) == [
        (Change.DROPPED, "the toll", None),
        (Change.NEW, None, "a bus"),
    ]


def test_reported_stances_and_other_documents_are_left_out() -> None:
    found = changes(
        old("the toll", is_reported=True), held("the toll", document="other")
    )
    assert found == []
