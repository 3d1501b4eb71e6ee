from __future__ import annotations

import pytest

from hustings.errors import UnusableReferencesError, UnusableSeedsError
from hustings.scaling.references import (
    classes_from_rows,
    scores_from_rows,
    weights_from_rows,
)


def test_tables_are_read_by_their_first_two_columns() -> None:
    rows = [{"document": "a", "economy": "1.5", "note": "x"}]
    assert scores_from_rows(rows) == {"a": 1.5}
    assert classes_from_rows([{"case": "a", "class": "000"}]) == {"a": "000"}
    assert weights_from_rows([{"word": "good*", "weight": "-1"}]) == {"good*": -1}
    assert scores_from_rows([]) == {}


@pytest.mark.parametrize("score", ["", None, "NA", "high", "inf", "nan"])
def test_missing_numbers_are_named(score: object) -> None:
    with pytest.raises(UnusableReferencesError, match="'a' has"):
        scores_from_rows([{"case": "a", "score": score}])
    with pytest.raises(UnusableSeedsError, match="'a' has"):
        weights_from_rows([{"word": "a", "weight": score}])


def test_other_errors() -> None:
    twice = [{"case": "a", "x": "1"}, {"case": "a", "x": "2"}]
    with pytest.raises(UnusableReferencesError, match="'a' stands twice"):
        scores_from_rows(twice)
    with pytest.raises(UnusableSeedsError, match="'a' stands twice"):
        weights_from_rows(twice)
    with pytest.raises(UnusableReferencesError, match="has no class"):
        classes_from_rows([{"case": "a", "class": ""}])
    with pytest.raises(UnusableReferencesError, match="one column"):
        classes_from_rows([{"case": "a"}])


def test_weights_of_codes_speak_of_codes() -> None:
    with pytest.raises(UnusableSeedsError, match="The code '104' has 'x' as"):
        weights_from_rows([{"code": "104", "weight": "x"}], what="code")
