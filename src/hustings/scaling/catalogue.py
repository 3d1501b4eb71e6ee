"""The scales from codes by name: what each needs, what its ends mean, who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.scaling.attention import issue_attention_diversity, programmatic_clarity
from hustings.scaling.code_lists import BAKKER_HOBOLT
from hustings.scaling.described_scales import DescribedScale
from hustings.scaling.distances import PairResult, congruence, distances
from hustings.scaling.electorates import median_voter, relative_party_size
from hustings.scaling.factor import vanilla
from hustings.scaling.franzmann_kaiser import franzmann_kaiser
from hustings.scaling.from_codes import (
    logit_rile,
    logit_scale,
    mean_scale,
    rile,
    salience,
)
from hustings.scaling.nicheness import bischof_nicheness, meyer_miller_nicheness
from hustings.scaling.sides import (
    bakker_hobolt_economic,
    bakker_hobolt_europe,
    bakker_hobolt_libertarian,
    kim_fording,
    laver_garry,
    right_over_left,
    weighted_scale,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.scaling.results import ScaleResult

Input: TypeAlias = Literal[
    "counts", "sides", "rivals", "votes", "weights", "weights by code", "areas"
]
"""What a scale takes.

``counts``: the table of counts. ``sides``: the arguments `left` and `right`, two lists
of codes. ``rivals``: a table with the columns case and, where known, election, country,
actor and date (`Rivals.from_rows`). ``votes``: the same with a column votes, in per
cent. ``weights``: a table with the columns code, weight and election or country
(`issue_weights`). ``weights by code``: the argument `weights`, code to number.
``areas``: a mapping of names to lists of codes.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedScale(DescribedScale):
    """A scale from codes that a user may ask for by name.

    Attributes
    ----------
    function : callable
        Takes what `needs` and `takes` name, then the options of the scale.
    needs : tuple of str
        Inputs without which it cannot be computed, in the order of its arguments.
    takes : tuple of str
        Inputs that it may be given besides.
    is_checked : bool
        Whether its codes were read from the source itself.
    """

    function: Callable[..., ScaleResult | PairResult]
    needs: tuple[Input, ...] = ("counts",)
    takes: tuple[Input, ...] = ()
    low_pole: str = "left"
    high_pole: str = "right"
    is_checked: bool = True


def _bakker_hobolt(part: str, function: Callable[..., ScaleResult]) -> NamedScale:
    """Describe one of the three scales whose codes are known at second hand."""
    definition = BAKKER_HOBOLT[part]
    return NamedScale(
        name=definition.name,
        title=definition.title,
        function=function,
        low_pole=definition.low_pole,
        high_pole=definition.high_pole,
        source="Bakker & Hobolt 2013",
        is_checked=False,
    )


_ALL = (
    NamedScale(
        name="salience",
        title="Salience",
        function=salience,
        low_pole="no unit",
        high_pole="every unit",
        source="Budge et al. 2001",
    ),
    NamedScale(
        name="rile",
        title="Right-left (RILE)",
        function=rile,
        source="Laver & Budge 1992",
    ),
    NamedScale(
        name="logit",
        title="Right-left (logit)",
        function=logit_rile,
        source="Lowe, Benoit, Mikhaylov & Laver 2011",
    ),
    NamedScale(
        name="logit-of-sides",
        title="Logit scale of two lists of codes",
        function=logit_scale,
        needs=("counts", "sides"),
        source="Lowe, Benoit, Mikhaylov & Laver 2011",
    ),
    NamedScale(
        name="mean",
        title="Mean",
        function=mean_scale,
        low_pole="lowest code",
        high_pole="highest code",
        source="Benoit et al. 2016",
    ),
    NamedScale(
        name="kim-fording",
        title="Right-left balance, (R - L) / (R + L)",
        function=kim_fording,
        source="Kim & Fording 1998",
    ),
    NamedScale(
        name="laver-garry",
        title="Balance of two lists of codes, (R - L) / (R + L)",
        function=laver_garry,
        takes=("sides",),
        source="Laver & Garry 2000",
    ),
    NamedScale(
        name="right-over-left",
        title="Right units for each left one, R / L",
        function=right_over_left,
        takes=("sides",),
    ),
    NamedScale(
        name="weighted",
        title="Weighted sum of percentages",
        function=weighted_scale,
        needs=("counts", "weights by code"),
        low_pole="codes with low weights",
        high_pole="codes with high weights",
    ),
    _bakker_hobolt("economic", bakker_hobolt_economic),
    _bakker_hobolt("libertarian", bakker_hobolt_libertarian),
    _bakker_hobolt("europe", bakker_hobolt_europe),
    NamedScale(
        name="vanilla",
        title="Dominant dimension (vanilla)",
        function=vanilla,
        takes=("sides",),
        source="Gabel & Huber 2000",
    ),
    NamedScale(
        name="franzmann-kaiser",
        title="Left-right by election (Franzmann & Kaiser)",
        function=franzmann_kaiser,
        needs=("counts", "rivals", "weights"),
        source="Franzmann & Kaiser 2006",
    ),
    NamedScale(
        name="meyer-miller-nicheness",
        title="Nicheness (Meyer & Miller)",
        function=meyer_miller_nicheness,
        takes=("rivals", "votes", "areas"),
        low_pole="as its rivals",
        high_pole="what rivals leave aside",
        source="Meyer & Miller 2015",
    ),
    NamedScale(
        name="bischof-nicheness",
        title="Nicheness (Bischof)",
        function=bischof_nicheness,
        takes=("rivals",),
        low_pole="broad offer",
        high_pole="few niche segments",
        source="Bischof 2017",
        is_checked=False,
    ),
    NamedScale(
        name="programmatic-clarity",
        title="Programmatic clarity",
        function=programmatic_clarity,
        takes=("rivals", "votes"),
        low_pole="both sides alike",
        high_pole="one side alone",
        source="Giebler, Lacewell, Regel & Werner 2015",
    ),
    NamedScale(
        name="issue-attention-diversity",
        title="Effective number of issues",
        function=issue_attention_diversity,
        low_pole="one issue",
        high_pole="all issues alike",
        source="Greene 2016",
    ),
    NamedScale(
        name="relative-party-size",
        title="Relative party size",
        function=relative_party_size,
        needs=("votes",),
        low_pole="small",
        high_pole="large",
        source="Giebler, Lacewell, Regel & Werner 2015",
    ),
    NamedScale(
        name="median-voter",
        title="Median voter",
        function=median_voter,
        needs=("counts", "votes"),
        source="Kim & Fording 1998",
    ),
    NamedScale(
        name="distances",
        title="Distance between emphases",
        function=distances,
        takes=("rivals",),
        low_pole="the same emphases",
        high_pole="nothing in common",
    ),
    NamedScale(
        name="congruence",
        title="Congruence of emphases",
        function=congruence,
        takes=("rivals",),
        low_pole="nothing in common",
        high_pole="the same emphases",
        source="Sigelman & Buell 2004",
    ),
)

NAMED_SCALES: Mapping[str, NamedScale] = {one.name: one for one in _ALL}
"""The scales from codes, by the name a user gives."""
