"""What a draw takes its strata from, and which of its options go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.likely_sampling import count_strata
from hustings.coding.sampling import size_from_text
from hustings.errors import InvalidOptionError
from hustings.workflow.sampling_frames import plan_likely_strata, plan_strata

if TYPE_CHECKING:
    from hustings.store.project import Store
    from hustings.workflow.drawing import Request
    from hustings.workflow.sampling_frames import Frame, Stratification


def plan_draw(
    store: Store, request: Request, frame: Frame, codebook: str, variable: str
) -> Stratification:
    """Say what makes a stratum, and find the codings that it rests on.

    Raises
    ------
    InvalidOptionError
        If options of the request do not go together.
    NothingCodedError, UnknownCoderError
        If codings that strata are made of are not there.
    """
    if request.claims:
        _check_claims(request)
    by = _stratification(store, request, frame, codebook, variable)
    _check(request)
    return by


def _stratification(
    store: Store, request: Request, frame: Frame, codebook: str, variable: str
) -> Stratification:
    """Make strata of what the request names."""
    if not request.more_of:
        return plan_strata(
            store,
            request.stratify,
            coder=request.codes_of,
            codebook=codebook,
            variable=variable,
        )
    _check_more_of(request)
    there = len(frame.units)
    n = size_from_text(request.sample or "100%", there=there)
    return plan_likely_strata(
        store,
        request.more_of,
        coder=request.codes_of,
        codebook=codebook,
        variable=variable,
        n_strata=count_strata(n, n_cases=len(frame.documents)),
    )


def _check_more_of(request: Request) -> None:
    """Raise where strata by likelihood and others would be asked for at once."""
    others = {
        "stratify": request.stratify != "none",
        "allocation": request.allocation != "proportional",
        "whole_documents": request.whole_documents,
    }
    for option, is_given in others.items():
        if is_given:
            raise InvalidOptionError(
                option=option,
                value=getattr(request, option),
                advice="With more_of, strata and how many come from each are made of "
                "how likely codes are: leave one of the two out.",
            )


def _check_claims(request: Request) -> None:
    """Raise where what goes with codes is asked for together with claims."""
    others = {
        "stratify": request.stratify == "code",
        "more_of": bool(request.more_of),
        "variables": bool(request.variables),
        "queue": request.queue != "random",
        "unitising": request.unitising,
    }
    for option, is_given in others.items():
        if is_given:
            raise InvalidOptionError(
                option=option,
                value=getattr(request, option),
                advice="Who says what units claim codes nothing: leave it out.",
            )


def _check(request: Request) -> None:
    """Raise where options do not go together."""
    if request.whole_documents and request.stratify in {"document", "code"}:
        raise InvalidOptionError(
            option="stratify",
            value=request.stratify,
            advice="Whole documents can be stratified by actor only.",
        )
    if request.seed < 0:
        raise InvalidOptionError(
            option="seed", value=request.seed, advice="Use 0 or a positive number."
        )
