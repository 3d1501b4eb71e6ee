"""The steps that write derived tables, by the name they have everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.adjudicating import compute_adjudicate
from hustings.workflow.agreeing import compute_agree
from hustings.workflow.claiming import compute_claim
from hustings.workflow.coding import compute_code
from hustings.workflow.merge_runs import compute_merge
from hustings.workflow.reading import compute_read
from hustings.workflow.reanchoring import compute_cite
from hustings.workflow.scaling import compute_scale
from hustings.workflow.splitting import compute_split
from hustings.workflow.trained_tables import compute_train

if TYPE_CHECKING:
    from hustings.workflow.runs import Compute

STEPS: dict[str, Compute] = {
    "read": compute_read,
    "split": compute_split,
    "code": compute_code,
    "train": compute_train,
    "agree": compute_agree,
    "adjudicate": compute_adjudicate,
    "claim": compute_claim,
    "scale": compute_scale,
    "cite": compute_cite,
    "merge": compute_merge,
}
"""What makes a run's tables again from its record."""
