from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.code_names import ClassMap, are_marpor, name_codes
from hustings.errors import ClassNamesError
from hustings.model.codebook import Code, Variable

TOPIC = Variable(
    name="topic",
    title="Topic",
    level="nominal",
    codes=(
        Code(code="000", title="None of these"),
        Code(code="103", title="Anti-imperialism"),
        Code(code="605", title="Law and order: positive"),
        Code(code="605.1", title="More police"),
    ),
    uncoded="000",
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("103 - Anti-Imperialism", "103"),
        ("103", "103"),
        ("103: whatever", "103"),
        ("103.1 – State-centred", "103"),
        ("103_2", "103"),
        ("anti-imperialism", "103"),
        ("Law and Order: Positive", "605"),
        ("605.1", "605.1"),
        # The opposite of 605 is not 605.
        ("605.2 - Law and order: negative", "000"),
        ("none of these", "000"),
    ],
)
def test_a_class_is_found_by_number_name_or_title(name: str, code: str) -> None:
    assert name_codes([name], TOPIC).codes == (code,)


def test_codes_stand_in_the_order_of_the_codebook() -> None:
    found = name_codes(["605", "103.1", "103.2", "000"], TOPIC)
    assert found.codes == ("000", "103", "605")
    assert found.columns.tolist() == [2, 1, 1, 0]


def test_classes_of_one_code_are_added_up() -> None:
    found = name_codes(["605", "103.1", "103.2"], TOPIC)
    shares = np.array([[0.5, 0.25, 0.25], [1, 0, 0]])
    assert found.gather(shares).tolist() == [[0.5, 0.5], [0, 1]]
    assert found.gather(np.zeros((0, 3))).shape == (0, 2)


def test_without_a_codebook_classes_are_codes() -> None:
    assert name_codes(["for", "against"]).codes == ("for", "against")
    assert name_codes(["504 - Welfare", "202.2 - Critical"]).codes == ("504", "202.2")


def test_classes_that_the_codebook_lacks_are_named() -> None:
    with pytest.raises(ClassNamesError, match=r"no codes .* 'sport', '999 - Other'"):
        name_codes(["103", "sport", "999 - Other"], TOPIC)


def test_classes_without_names_are_refused() -> None:
    names = [f"LABEL_{number}" for number in range(56)]
    with pytest.raises(ClassNamesError, match=r"'LABEL_2' and 53 more.*id2label"):
        name_codes(names, TOPIC)


def test_numbered_classes_are_the_manifesto_projects() -> None:
    numbers = [str(code) for code in range(101, 157)]
    assert are_marpor(numbers)
    assert are_marpor([f"{number} - Title" for number in numbers])
    assert not are_marpor(numbers[:20])
    assert not are_marpor([*numbers, "other"])
    assert not are_marpor(["economic", "social"])


def test_a_map_keeps_rows_adding_up_to_one() -> None:
    shares = np.random.default_rng(0).dirichlet(np.ones(6), size=9)
    found = ClassMap(codes=("a", "b"), columns=np.array([0, 1, 1, 0, 1, 1]))
    assert found.gather(shares).sum(axis=1) == pytest.approx(np.ones(9))
