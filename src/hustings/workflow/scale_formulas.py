"""How positions on named scales are computed, in a sentence for readers of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIDES = "where R and L are the units with codes of the high and the low pole"
_LOGIT = "logit"

FORMULAS: Mapping[str, str] = {
    "bakker-hobolt-economic": _LOGIT,
    "bakker-hobolt-europe": _LOGIT,
    "bakker-hobolt-libertarian": _LOGIT,
    "logit-of-sides": _LOGIT,
    "logit": _LOGIT,
    "rile": "difference",
    "mean": "mean",
    "kim-fording": f"position = (R − L) ÷ (R + L), {_SIDES}; it runs from −1 to 1.",
    "laver-garry": f"position = (R − L) ÷ (R + L), {_SIDES}; it runs from −1 to 1.",
    "right-over-left": f"position = R ÷ L, {_SIDES}; 1 is as many on each side.",
    "weighted": "position = the sum of the codes’ percentages, each times its weight.",
    "vanilla": "position = the score on the one factor that explains best which codes’ "
    "shares go together; its mean is 0, its standard deviation 1.",
    "franzmann-kaiser": "position = 5 × (s + 1), where s is the weighted mean of what "
    "the document says beyond the least that any rival says on each issue; it runs "
    "from 0 to 10.",
    "meyer-miller-nicheness": "position = how far the document’s emphases lie from "
    "those of its rivals, less how far theirs lie from the others on average.",
    "bischof-nicheness": "position = emphasis on niche segments beside the rivals’, "
    "plus concentration on few of them, each standardised.",
    "programmatic-clarity": "position = the share of what is said on two-sided issues "
    "that stands on one side alone; it runs from 0 to 1.",
    "issue-attention-diversity": "position = the effective number of issues: as many "
    "issues of equal weight would be as diverse.",
    "relative-party-size": "position = the votes’ ratios to all rivals’ added up, as a "
    "share of the election’s sum; no text is counted.",
}
"""By scale: a sentence, or the name of a formula that charts know."""
