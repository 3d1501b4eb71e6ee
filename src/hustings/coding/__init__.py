"""From units and a codebook to codings, and how far coders agree."""

from __future__ import annotations

from hustings.coding.agreement import agreement
from hustings.coding.agreement_intervals import AgreementOptions
from hustings.coding.agreement_results import AgreementEstimate, AgreementResult
from hustings.coding.coded_units import CodedUnits
from hustings.coding.coders import Coder
from hustings.coding.coefficients import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    weighted_kappa,
)
from hustings.coding.function_coder import CodingUnit, FunctionCoder

__all__ = [
    "AgreementEstimate",
    "AgreementOptions",
    "AgreementResult",
    "CodedUnits",
    "Coder",
    "CodingUnit",
    "FunctionCoder",
    "agreement",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
    "percent_agreement",
    "scott_pi",
    "weighted_kappa",
]
