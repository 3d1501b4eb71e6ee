"""Stances as codes, and a coder that reads the target beside the text."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hustings.coding.learned_files import learned_from_bytes, learned_to_bytes
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.coding.stances import check_stances
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import UnknownStanceError

if TYPE_CHECKING:
    from hustings.coding.learned import LearnedCoder


@cache
def coder() -> LearnedCoder:
    """Train on units that are for tolls or for hedges, asked about either."""
    chance = random.Random(1)  # noqa: S311 -- invented texts, no secrets
    rows, values = [], []
    for i in range(160):
        text = chance.choice(["We welcome it.", "We reject it.", "It has to wait."])
        target = chance.choice(["Tolls on the bridge", "Hedges in the park"])
        stance = {"We w": "for", "We r": "against"}.get(text[:4])
        # Where the text says nothing, the target decides.
        stance = stance or ("against" if target.startswith("Tolls") else "for")
        rows.append(
            {"unit": str(i), "text": text, "target": target, "document": str(i % 8)}
        )
        values.append(stance)
    order = sorted(range(160), key=lambda i: str(rows[i]["document"]))
    units = UnitsInContext.from_rows([rows[i] for i in order])
    options = LearningOptions(has_curve=False)
    return train_coder(units, [values[i] for i in order], options=options).coder


def stance(text: str, target: str | None) -> object:
    batch = pa.RecordBatch.from_pylist([{"unit": "1", "text": text, "target": target}])
    return coder().code(batch).to_pylist()[0]["value"]


def test_text_and_target_both_count() -> None:
    assert stance("We welcome it.", "Tolls on the bridge") == "for"
    assert stance("We reject it.", "Hedges in the park") == "against"
    assert stance("It has to wait.", "Tolls on the bridge") == "against"
    assert stance("It has to wait.", "Hedges in the park") == "for"


def test_a_unit_without_a_target_is_coded_by_its_text_with_a_problem() -> None:
    batch = pa.RecordBatch.from_pylist([{"unit": "1", "text": "We welcome it."}])
    (problem,) = coder().find_problems(batch)

    assert stance("We welcome it.", None) == "for"
    assert problem.kind == "no target"


def test_the_target_stays_in_the_file() -> None:
    again = learned_from_bytes(learned_to_bytes(coder()), name="m.npz")

    assert again.target_scorer is not None
    assert again.version == coder().version


def test_spellings_of_stances_are_kept_where_they_are_one() -> None:
    assert check_stances(["FAVOR", "AGAINST", "NEUTRAL", "", None]) == (
        "FAVOR",
        "AGAINST",
        "NEUTRAL",
        None,
        None,
    )
    assert check_stances(["-1", "+1", "0"]) == ("-1", "+1", "0")
    assert check_stances(["-1", "\u22121", "con"]) == ("against",) * 3


def test_what_is_no_stance_is_refused() -> None:
    with pytest.raises(UnknownStanceError, match=r"'trams' is no stance\. Write for"):
        check_stances(["for", "trams"])
