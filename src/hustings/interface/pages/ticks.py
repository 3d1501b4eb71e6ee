"""Ticks: round numbers on an axis, and how they are written."""

from __future__ import annotations

from math import ceil, floor, log10, sqrt

_STEPS = ((sqrt(50), 10.0), (sqrt(10), 5.0), (sqrt(2), 2.0))
"""From how far above a power of ten on a step is so many of it."""

_ALMOST = 1e-9


def place_ticks(low: float, high: float, n: int) -> list[float]:
    """Find about `n` round numbers from low to high.

    Examples
    --------
    >>> place_ticks(-61, 61, 5)
    [-60.0, -40.0, -20.0, 0.0, 20.0, 40.0, 60.0]
    >>> place_ticks(0, 0.31, 5)
    [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]
    """
    step = _step(low, high, n)
    first, last = ceil(low / step - _ALMOST), floor(high / step + _ALMOST)
    return [round(i * step, 12) + 0.0 for i in range(first, last + 1)]


def write_tick(value: float, low: float, high: float, n: int) -> str:
    """Write a tick with as many decimals as ticks need to differ.

    Examples
    --------
    >>> write_tick(-0.5, -1, 1, 5), write_tick(2000, 0, 9000, 5)
    ('−0.5', '2,000')
    """
    decimals = max(0, -floor(log10(_step(low, high, n)) + _ALMOST))
    return write_number(value, f",.{decimals}f")


def write_number(value: float, form: str) -> str:
    """Write a number with a minus sign that is as wide as a plus.

    Examples
    --------
    >>> write_number(-0.051, ".1%")
    '−5.1%'
    """
    return format(value + 0.0, form).replace("-", "−")


def _step(low: float, high: float, n: int) -> float:
    """Find a step of 1, 2 or 5 times a power of ten that gives about n ticks."""
    raw = (high - low) / n
    power = 10.0 ** floor(log10(raw))
    return power * next((times for least, times in _STEPS if raw / power >= least), 1.0)
