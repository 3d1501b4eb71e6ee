"""The two lists of codes of named scales, as the Trail shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings import Project
from hustings.errors import UselessInputError
from hustings.interface.pages.project_index import ProjectIndex
from hustings.interface.pages.trail import build_position_trail
from hustings.interface.scale_list import scale_rows
from hustings.scaling.code_lists import BAKKER_HOBOLT
from hustings.scaling.marpor import RILE
from hustings.workflow.scale_sides import sides_of, with_sub_codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.gathered import GatheredScale

TEXT = """Taxes on firms should be low.

We will keep the army strong.

The railway must belong to the state.

Free enterprise deserves support.

Herons need quiet.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "quay.txt"
    path.write_text(TEXT, encoding="utf-8")
    with Project.create(tmp_path / "quay") as made:
        made.read([path], actor="Quay List", date="2031", language="en")
        made.code(codebook="marpor-5")
        yield made


def gathered(project: Project, name: str) -> GatheredScale:
    found = [one for one in project.gather().scales if one.scale == name]
    return found[-1]


@pytest.mark.parametrize("name", ["kim-fording", "laver-garry", "right-over-left"])
def test_ratios_have_the_sides_of_rile(name: str) -> None:
    assert sides_of({"scale": name, "inputs": {}}) == (RILE.left, RILE.right)


def test_sides_that_were_given_stand_first() -> None:
    own = {"left": ["504"], "right": ["505"]}
    for name in ("laver-garry", "logit-of-sides"):
        found = sides_of({"scale": name, "inputs": own})
        assert found == (("504",), ("505",))
    assert sides_of({"scale": "vanilla", "inputs": own}) == ((), ())
    assert sides_of({"scale": "wordfish"}) == ((), ())
    europe = BAKKER_HOBOLT["europe"]
    assert sides_of({"scale": europe.name}) == (europe.left, europe.right)
    kept = sides_of({"scale": "services", "definition": own})
    assert kept == (("504",), ("505",))


def test_sub_codes_stand_with_their_main_codes() -> None:
    assert with_sub_codes(("605",), ("605.1", "605", "606.2")) == ("605", "605.1")
    assert with_sub_codes((), ("605.1",)) == ()


def test_the_trail_of_a_named_scale_has_two_sides(project: Project) -> None:
    project.scale("kim-fording")
    project.scale("logit-of-sides", left=["504", "413"], right=["401", "402"])
    ratio, logit = gathered(project, "kim-fording"), gathered(project, "logit-of-sides")
    assert set(RILE.left) <= set(ratio.left)
    assert set(RILE.right) <= set(ratio.right)
    assert (logit.left, logit.right) == (("504", "413"), ("401", "402"))
    index = ProjectIndex(gathered=project.gather())
    for scale in (ratio, logit):
        for position in scale.positions:
            trail = build_position_trail(index, scale, position)
            assert [side.letter for side in trail.sides] == ["L", "R"]
            assert trail.agrees


def test_the_list_says_where_a_handbook_is_no_option(project: Project) -> None:
    listed = {str(one["scale"]): str(one["options"]) for one in scale_rows()}
    for name in ("rile", "logit"):
        assert "whose codebook has no scale of this name" in listed[name]
        with pytest.raises(UselessInputError, match="the codebook says which codes"):
            project.scale(name, options={"handbook": "4"})
