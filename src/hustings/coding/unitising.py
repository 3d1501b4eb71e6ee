r"""Agreement of coders who cut a text into stretches by themselves.

Where the units are given, coders can differ in their values only. Here they choose the
stretches, too. Two families measure it, and though both are called alpha for
unitising they are different coefficients:

* `alpha_u` of 1995 and 2004 compares the stretches of one value with each other, by the
  distances of their ends;
* `u_alpha`, `u_alpha_binary`, `cu_alpha` and `ku_alpha` of 2016 and 2019 compare the
  values that coders gave to every position of the text.

All take stretches as `hustings.coding.continua.MarkedStretch` and the same options:

lengths : mapping of str to int, optional
    How long each document is; otherwise it ends with its last mark.
confidence : float, default=.95
    Of the interval, in (0, 1).
n_draws : int, default=1000
    Resampled sets of documents; 0 for no interval.
seed : int, default=0
    The same seed gives the same intervals.

**Several documents are pooled, not averaged**: what is observed and what is expected
are each added up over all documents, and one coefficient is made of the sums, as if the
documents stood one after the other as one continuum that no mark and no gap crosses.
A pair of coders counts in a document of m coders with the weight 1 / (m - 1).

**Intervals** come from the bootstrap. From 10 documents on, whole documents are drawn
with replacement. With fewer, the documents are cut wherever a mark begins that no
earlier mark reaches, and these stretches are drawn, which takes neighbouring stretches
as independent; `alpha_u` cannot be cut so, because its gaps would change, and draws
documents always. With fewer than 5 things to draw there is no interval. The interval
says how far other texts by these coders might differ; other coders are not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, get_args

from hustings.coding.continua import continua_from_stretches
from hustings.coding.unitising_coefficients import (
    COEFFICIENTS,
    estimate,
    prepare,
    rests_on_little,
)
from hustings.coding.unitising_results import (
    UnitisingEstimate,
    UnitisingResult,
    UnitisingStatistic,
)
from hustings.errors import InvalidOptionError, OverlappingStretchesError
from hustings.estimates.resampling import MOST_DRAWS, require_confidence
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Unpack

    from hustings.coding.continua import Continua, MarkedStretch


class UnitisingOptions(TypedDict, total=False):
    """The options that every coefficient takes; see the module for their meaning."""

    lengths: Mapping[str, int] | None
    confidence: float
    n_draws: int
    seed: int


def alpha_u(
    stretches: Iterable[MarkedStretch], **options: Unpack[UnitisingOptions]
) -> UnitisingResult:
    r"""Compute the alpha for unitising of 1995 and 2004, overall and by value.

    .. math:: \alpha_U = 1 - \frac{\sum_c D_{oc}}{\sum_c D_{ec}}, \qquad
        D_{oc} = \frac{\sum_{i \ne j} \sum_g \sum_h \delta^2_{cigjh}}{m (m - 1) L^2}

    where the difference of two stretches of value c that overlap is
    :math:`(b_1 - b_2)^2 + (e_1 - e_2)^2` with their beginnings and ends, that of a
    stretch inside another coder's gap is its squared length, any other is 0, and

    .. math:: D_{ec} = \frac{2}{L} \frac{\sum_u \left[\frac{N_c - 1}{3}
        (2 l_u^3 - 3 l_u^2 + l_u) + l_u^2 \sum_{g \ge l_u} (g - l_u + 1) \right]}
        {mL (mL - 1) - \sum_u l_u (l_u - 1)}

    over all N stretches u of value c with their lengths l and all gaps of length g
    between them, in which a stretch of another value lies unseen. Each value is
    compared by itself, so a coder's stretches may overlap if their values differ.

    Parameters
    ----------
    stretches : iterable of MarkedStretch
    **options
        lengths, confidence, n_draws, seed: see the module.

    Returns
    -------
    UnitisingResult
        Over all values, then of each.

    Raises
    ------
    InvalidStretchError, OverlappingStretchesError
        If a coder's stretches cannot be, or those of one value overlap.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Krippendorff, K. (1995). On the reliability of unitizing continuous data.
    Sociological Methodology, 25, 47-76. https://doi.org/10.2307/271061

    Krippendorff, K. (2004). Content analysis: an introduction to its methodology
    (2nd ed., p. 254). Sage.

    Examples
    --------
    >>> from hustings.coding.continua import MarkedStretch
    >>> marks = [("ana", 75, 145), ("ana", 220, 250), ("bo", 70, 150), ("bo", 205, 225)]
    >>> stretches = [
    ...     MarkedStretch(document="Harbour", coder=coder, start=a, end=b, value="c")
    ...     for coder, a, b in [*marks, ("bo", 250, 270)]
    ... ]
    >>> result = alpha_u(stretches, lengths={"Harbour": 300})
    >>> f"{result.estimates[0].value:.4f}"
    '0.7286'
    """
    return unitising_agreement(stretches, statistics=("alpha_u",), **options)


def u_alpha(
    stretches: Iterable[MarkedStretch], **options: Unpack[UnitisingOptions]
) -> UnitisingResult:
    r"""Compute the u-alpha of 2016 and 2019: agreement on stretches and their values.

    .. math:: {}_u\alpha = 1 -
        \frac{\sum_{c \ne k} \ell_{ck}}{\sum_{c \ne k} \epsilon_{ck}}, \qquad
        \epsilon_{ck} = \frac{\ell_c \ell_k - [c = k] s_c}
        {\ell_{..} - \sum_c s_c / \ell_{..}}

    with :math:`\ell_{ck}` the length that one coder gave c and another k, the gap being
    a value, over all ordered pairs of coders and divided by m - 1; :math:`s_c` is the
    sum of the squared lengths of the stretches of value c, for the gap its length.

    Parameters
    ----------
    stretches : iterable of MarkedStretch
    **options
        lengths, confidence, n_draws, seed: see the module.

    Returns
    -------
    UnitisingResult
        One estimate. Undefined where one value, or the gap, is everywhere.

    Raises
    ------
    InvalidStretchError, OverlappingStretchesError
        If a coder's stretches cannot be, or overlap.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the
    reliability of unitizing textual continua: further developments. Quality &
    Quantity, 50(6), 2347-2364. https://doi.org/10.1007/s11135-015-0266-1

    Krippendorff, K. (2019). Content analysis: an introduction to its methodology
    (4th ed., section 12.6). Sage. https://doi.org/10.4135/9781071878781

    Examples
    --------
    >>> from hustings.coding.continua import MarkedStretch
    >>> stretches = [
    ...     MarkedStretch(document="Harbour", coder=coder, start=0, end=end, value="c")
    ...     for coder, end in (("ana", 5), ("bo", 6))
    ... ]
    >>> result = u_alpha(stretches, lengths={"Harbour": 12})
    >>> f"{result.estimates[0].value:.3f}"
    '0.854'
    """
    return unitising_agreement(stretches, statistics=("u_alpha",), **options)


def u_alpha_binary(
    stretches: Iterable[MarkedStretch], **options: Unpack[UnitisingOptions]
) -> UnitisingResult:
    r"""Compute the :math:`|_u\alpha`: agreement on what is marked at all.

    `u_alpha` with all values made one. Takes, gives and raises what `u_alpha` does;
    undefined where coders marked everything or nothing.
    """
    return unitising_agreement(stretches, statistics=("u_alpha_binary",), **options)


def cu_alpha(
    stretches: Iterable[MarkedStretch], **options: Unpack[UnitisingOptions]
) -> UnitisingResult:
    r"""Compute the cu-alpha: agreement on the values of what two coders marked.

    `u_alpha` without the gap. Every position of a stretch has as its weight the number
    of other coders who marked it, divided by m - 1; in :math:`s_c` these weights stand
    in place of the length. Takes, gives and raises what `u_alpha` does; undefined where
    nothing, or one value only, was marked by two coders.
    """
    return unitising_agreement(stretches, statistics=("cu_alpha",), **options)


def ku_alpha(
    stretches: Iterable[MarkedStretch], **options: Unpack[UnitisingOptions]
) -> UnitisingResult:
    r"""Compute the (k)u-alpha of each value: agreement on it against all others.

    `cu_alpha` with all values but k made one. Look at the coverage, too: stretches of
    k that nobody else marked are not in it. Takes and raises what `u_alpha` does, and
    gives one estimate a value.
    """
    return unitising_agreement(stretches, statistics=("ku_alpha",), **options)


def unitising_agreement(
    stretches: Iterable[MarkedStretch],
    *,
    statistics: Sequence[UnitisingStatistic] = get_args(UnitisingStatistic),
    lengths: Mapping[str, int] | None = None,
    confidence: float = 0.95,
    n_draws: int = 1000,
    seed: int = 0,
) -> UnitisingResult:
    """Compute several coefficients on the same stretches and the same draws.

    See the module for the options, and each coefficient's function for what it is.
    Where stretches of different values overlap and `alpha_u` is among the statistics,
    it is computed, and the others are undefined, which a problem of the result says.

    Raises
    ------
    InvalidStretchError, OverlappingStretchesError
        If a coder's stretches cannot be, or overlap and no statistic can bear it.
    InvalidOptionError
        If an option is outside its range.

    Examples
    --------
    >>> from hustings.coding.continua import MarkedStretch
    >>> stretches = [
    ...     MarkedStretch(document="Harbour", coder=coder, start=0, end=end, value="c")
    ...     for coder, end in (("ana", 5), ("bo", 6))
    ... ]
    >>> result = unitising_agreement(stretches, lengths={"Harbour": 12})
    >>> for one in result.estimates:
    ...     print(one.statistic, one.code, one.value and round(one.value, 3))
    alpha_u None 0.948
    alpha_u c 0.948
    u_alpha None 0.854
    u_alpha_binary None 0.854
    cu_alpha None None
    ku_alpha c None
    """
    _check_options(confidence, n_draws, seed)
    continua, clash = _put_together(list(stretches), lengths, statistics)
    able: Sequence[UnitisingStatistic] = ("alpha_u",) if clash else statistics
    material = prepare(continua, n_draws=n_draws, seed=seed)
    made = [
        estimate(one, material, confidence)
        for statistic in able
        for one in COEFFICIENTS[statistic](material)
    ]
    unable = [one for one in statistics if one not in able]
    return UnitisingResult(
        estimates=(*(one for one, _ in made), *_undefined(unable, continua)),
        parameters={"confidence": confidence, "n_draws": n_draws, "seed": seed},
        problems=(
            *continua.problems,
            *(_unable(unable, clash) if clash and unable else ()),
            *(rests_on_little(material, able) if n_draws else ()),
            *(problem for _, problems in made for problem in problems),
        ),
    )


def _put_together(
    stretches: Sequence[MarkedStretch],
    lengths: Mapping[str, int] | None,
    statistics: Sequence[UnitisingStatistic],
) -> tuple[Continua, OverlappingStretchesError | None]:
    """Put stretches together; say which overlap where `alpha_u` alone can bear it."""
    clash = None
    try:
        return continua_from_stretches(stretches, lengths=lengths), None
    except OverlappingStretchesError as error:
        if "alpha_u" not in statistics:
            raise
        clash = error
    continua = continua_from_stretches(
        stretches, lengths=lengths, values_may_overlap=True
    )
    return continua, clash


def _undefined(
    statistics: Sequence[UnitisingStatistic], continua: Continua
) -> Iterator[UnitisingEstimate]:
    """Yield coefficients without a value, of each code where they are by code."""
    n_marks = continua.n_marks
    for statistic in statistics:
        for code in continua.values if statistic == "ku_alpha" else (None,):
            yield UnitisingEstimate(
                statistic=statistic,
                code=code,
                value=None,
                n_units=sum(n_marks.values()) if code is None else n_marks[code],
                n_documents=len(continua.parts),
                n_coders=continua.n_coders,
            )


def _unable(
    statistics: Sequence[UnitisingStatistic], clash: OverlappingStretchesError
) -> Iterator[Problem]:
    """Say which coefficients need stretches that do not overlap."""
    (a, b), (c, d) = clash.first, clash.second
    yield Problem(
        kind="undefined",
        message=f"{', '.join(statistics)} undefined: they need one value at every "
        f"place of the text, and coder {clash.coder!r} marked {a} to {b} and {c} to "
        f"{d} of document {clash.document!r}, which overlap. alpha_u compares each "
        "value by itself and is computed.",
    )


def _check_options(confidence: float, n_draws: int, seed: int) -> None:
    """Raise unless the options are in their ranges."""
    require_confidence(confidence)
    if not 0 <= n_draws <= MOST_DRAWS:
        raise InvalidOptionError(
            option="n_draws",
            value=n_draws,
            advice=f"Draw up to {MOST_DRAWS:,} times, or 0 times for no interval.",
        )
    if seed < 0:
        raise InvalidOptionError(
            option="seed", value=seed, advice="Use 0 or a positive number."
        )
