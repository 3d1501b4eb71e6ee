r"""What more codings would bring: the learning curve, and advice to go on or to stop.

Through the points goes

.. math:: F_1(n) = a - b / \sqrt{n}

by least squares, an inverse power law as learning curves follow it. Points weigh by
their number of units: those of few units move more by chance, and what comes next is
asked at the other end. What twice the codings would add is
:math:`b / \sqrt{n} - b / \sqrt{2 n}`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WORTH_WHILE = 0.01
"""Gain in macro-F1 from twice the codings below which more hardly pay."""

_FEWEST_POINTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """How well a coder does that is trained on some of the codings.

    Attributes
    ----------
    n_units : int
        Units that it is trained on.
    accuracy, macro_f1 : float
        On documents that it was not trained on.
    """

    n_units: int
    accuracy: float
    macro_f1: float


def advise(curve: tuple[LearningPoint, ...]) -> str:
    """Say whether more codings would pay.

    Examples
    --------
    >>> points = [(100, 0.4), (200, 0.45), (400, 0.48)]
    >>> curve = [LearningPoint(n_units=n, accuracy=f1, macro_f1=f1) for n, f1 in points]
    >>> advise(tuple(curve))
    'Twice the codings would raise macro-F1 by about 0.02. Coding more units pays.'
    """
    if not curve:
        return "No learning curve was drawn."
    if len(curve) < _FEWEST_POINTS:
        return "There are too few codings for a learning curve. Code more units."
    gain = expected_gain(curve)
    if gain < WORTH_WHILE:
        return (
            f"Twice the codings would raise macro-F1 by less than {WORTH_WHILE:.2f}. "
            "More codings of the same kind hardly pay; units of documents or codes "
            "that are missing so far may."
        )
    return (
        f"Twice the codings would raise macro-F1 by about {gain:.2f}. Coding more "
        "units pays."
    )


def expected_gain(curve: tuple[LearningPoint, ...]) -> float:
    """Give what twice the codings would add to macro-F1, at least 0."""
    n = np.array([point.n_units for point in curve], float)
    found = np.array([point.macro_f1 for point in curve])
    slope = float(np.polyfit(1 / np.sqrt(n), found, 1, w=np.sqrt(n))[0])
    last = float(n.max())
    return max(0.0, -slope * float(last**-0.5 - (2 * last) ** -0.5))
