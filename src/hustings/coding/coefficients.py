"""Single statistics of agreement: codings in, one number with its interval out.

All take `CodedUnits` and the same options for the interval, which
`hustings.coding.agreement_intervals.AgreementOptions` explains: interval, resample,
n_draws, confidence, seed. A statistic that is undefined raises; in a table of many,
made by `hustings.coding.agreement.agreement`, it is a row without a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from hustings.coding.agreement import agreement
from hustings.coding.agreement_intervals import AgreementOptions
from hustings.coding.agreement_results import FULL_NAMES
from hustings.coding.coded_units import at_level
from hustings.errors import UndefinedAgreementError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from hustings.coding.agreement_intervals import AgreementInterval, Together
    from hustings.coding.agreement_results import (
        AgreementEstimate,
        AgreementStatistic,
    )
    from hustings.coding.coded_units import CodedUnits
    from hustings.coding.weights import Weights
    from hustings.model.codebook import Level


class IntervalOptions(TypedDict, total=False):
    """The options of every interval; see `AgreementOptions` for their meaning."""

    interval: AgreementInterval
    resample: Together
    n_draws: int
    confidence: float
    seed: int


def krippendorff_alpha(
    coded: CodedUnits,
    *,
    level: Level | None = None,
    order: Sequence[str] | None = None,
    **options: Unpack[IntervalOptions],
) -> AgreementEstimate:
    r"""Compute Krippendorff's alpha for any number of coders and missing values.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}, \qquad
        D_o = \frac{1}{n} \sum_{c,k} o_{ck} \delta^2_{ck}, \qquad
        D_e = \frac{1}{n (n - 1)} \sum_{c \ne k} n_c n_k \delta^2_{ck}

    with the coincidences :math:`o_{ck}`, the pairs of values c and k within units,
    those of a unit with m values counted 1 / (m - 1) each; and :math:`\delta^2` nominal
    :math:`[c \ne k]`, ordinal :math:`(\sum_{g=c}^k n_g - (n_c + n_k) / 2)^2`, interval
    :math:`(c - k)^2`, ratio :math:`((c - k) / (c + k))^2`.

    Parameters
    ----------
    coded : CodedUnits
    level : {"nominal", "ordinal", "interval", "ratio"}, optional
        In place of the level of `coded`.
    order : sequence of str, optional
        Ordinal values from low to high; needed unless all are numbers.
    **options
        interval, resample, n_draws, confidence, seed: see the module.

    Returns
    -------
    AgreementEstimate
        1 is perfect agreement, 0 what chance gives, below 0 is worse than chance.

    Raises
    ------
    UndefinedAgreementError
        If there is one coder, no unit has two values, or all values are the same.
    ValueLevelError, MissingOrderError
        If values do not fit the level.

    References
    ----------
    Krippendorff, K. (2019). Content analysis: an introduction to its methodology (4th
    ed., ch. 12). Sage. https://doi.org/10.4135/9781071878781

    Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard
    reliability measure for coding data. Communication Methods and Measures, 1(1),
    77-89. https://doi.org/10.1080/19312450709336664

    Examples
    --------
    >>> from hustings.coding import CodedUnits
    >>> rows = [
    ...     {"unit": unit, "coder": coder, "value": value}
    ...     for unit, coder, value in [
    ...         ("u1", "ana", "for"),
    ...         ("u1", "bo", "for"),
    ...         ("u2", "ana", "against"),
    ...         ("u2", "bo", "for"),
    ...         ("u3", "ana", "against"),
    ...         ("u3", "bo", "against"),
    ...     ]
    ... ]
    >>> print(krippendorff_alpha(CodedUnits.from_rows(rows)).summary())
    Krippendorff's alpha .44 (3 units, 6 values, 2 coders)
    """
    if level is not None or order is not None:
        coded = at_level(coded, level or coded.level, order=order)
    return _one(coded, "krippendorff_alpha", options)


def percent_agreement(
    coded: CodedUnits, **options: Unpack[IntervalOptions]
) -> AgreementEstimate:
    r"""Compute the mean over units of the share of agreeing pairs of values.

    .. math:: p_a = \frac{1}{n'} \sum_u
        \frac{\sum_k n_{uk} (n_{uk} - 1)}{m_u (m_u - 1)}

    over the n' units with :math:`m_u \ge 2` values. From 0 to 1; chance is in it, so
    two values that occur as often agree in half of all units by chance alone.

    Takes, gives and raises what `krippendorff_alpha` does, without level; it is defined
    where all values are the same.
    """
    return _one(coded, "percent_agreement", options)


def cohen_kappa(
    coded: CodedUnits, **options: Unpack[IntervalOptions]
) -> AgreementEstimate:
    r"""Compute Cohen's kappa of two coders.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \qquad p_e = \sum_k p_{ak} p_{bk}

    with each coder's own shares of values, over the units that both coded. Takes, gives
    and raises what `krippendorff_alpha` does, without level.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement, 20(1), 37-46. https://doi.org/10.1177/001316446002000104

    Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of
    kappa and weighted kappa. Psychological Bulletin, 72(5), 323-327.
    https://doi.org/10.1037/h0028106
    """
    return _one(coded, "cohen_kappa", options)


def weighted_kappa(
    coded: CodedUnits,
    *,
    weights: Weights = "quadratic",
    **options: Unpack[IntervalOptions],
) -> AgreementEstimate:
    r"""Compute Cohen's weighted kappa of two coders, for values with an order.

    .. math:: \kappa_w = \frac{\sum w_{kl} p_{kl} - \sum w_{kl} p_{ak} p_{bl}}
        {1 - \sum w_{kl} p_{ak} p_{bl}}

    `hustings.coding.weights.agreement_weights` has the weights. Takes, gives and raises
    what `krippendorff_alpha` does, at the level of `coded`; `UnweightableLevelError` if
    that is nominal.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychological Bulletin, 70(4), 213-220.
    https://doi.org/10.1037/h0026256
    """
    return _one(coded, "weighted_kappa", options, weights=weights)


def scott_pi(
    coded: CodedUnits, **options: Unpack[IntervalOptions]
) -> AgreementEstimate:
    r"""Compute Scott's pi of two coders.

    .. math:: \pi = \frac{p_o - p_e}{1 - p_e}, \qquad
        p_e = \sum_k \left( \frac{p_{ak} + p_{bk}}{2} \right)^2

    Takes, gives and raises what `krippendorff_alpha` does, without level.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale
    coding. Public Opinion Quarterly, 19(3), 321-325. https://doi.org/10.1086/266577
    """
    return _one(coded, "scott_pi", options)


def fleiss_kappa(
    coded: CodedUnits, **options: Unpack[IntervalOptions]
) -> AgreementEstimate:
    r"""Compute Fleiss' kappa of any number of coders, also where values are missing.

    .. math:: \kappa = \frac{p_a - p_e}{1 - p_e}, \qquad p_e = \sum_k \pi_k^2

    with :math:`p_a` of `percent_agreement` and :math:`\pi_k` the mean over units of the
    share of value k among the unit's values. Where every unit has as many values, this
    is Fleiss' formula. Takes, gives and raises what `krippendorff_alpha` does, without
    level.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
    Psychological Bulletin, 76(5), 378-382. https://doi.org/10.1037/h0031619

    Gwet, K. L. (2021). Large-sample variance of Fleiss generalized kappa. Educational
    and Psychological Measurement, 81(4), 781-790.
    """
    return _one(coded, "fleiss_kappa", options)


def gwet_ac1(
    coded: CodedUnits,
    *,
    n_categories: int | None = None,
    **options: Unpack[IntervalOptions],
) -> AgreementEstimate:
    r"""Compute Gwet's AC1 of any number of coders, also where values are missing.

    .. math:: AC_1 = \frac{p_a - p_e}{1 - p_e}, \qquad
        p_e = \frac{1}{q - 1} \sum_k \pi_k (1 - \pi_k)

    with q the number of values to choose from, `n_categories` or those that occur.
    Takes, gives and raises what `krippendorff_alpha` does, without level.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the
    presence of high agreement. British Journal of Mathematical and Statistical
    Psychology, 61(1), 29-48. https://doi.org/10.1348/000711006X126600
    """
    return _one(coded, "gwet_ac1", options, n_categories=n_categories)


def gwet_ac2(
    coded: CodedUnits,
    *,
    weights: Weights = "quadratic",
    **options: Unpack[IntervalOptions],
) -> AgreementEstimate:
    r"""Compute Gwet's AC2: AC1 with weights, for values with an order.

    .. math:: p_e = \frac{\sum_{k,l} w_{kl}}{q (q - 1)} \sum_k \pi_k (1 - \pi_k)

    Takes, gives and raises what `weighted_kappa` does.

    References
    ----------
    Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed., ch. 4). Advanced
    Analytics.
    """
    return _one(coded, "gwet_ac2", options, weights=weights)


def _one(
    coded: CodedUnits,
    statistic: AgreementStatistic,
    options: IntervalOptions,
    *,
    weights: Weights = "quadratic",
    n_categories: int | None = None,
) -> AgreementEstimate:
    """Compute one statistic over all codings, or raise."""
    result = agreement(
        coded,
        statistics=[statistic],
        weights=weights,
        n_categories=n_categories,
        options=AgreementOptions(**options),
    )
    (estimate,) = result.estimates
    if estimate.value is None:
        reason = result.problems[-1].message.partition(", because ")[2]
        raise UndefinedAgreementError(statistic=FULL_NAMES[statistic], reason=reason)
    return estimate
