"""How results speak: numbers with their nouns."""

from __future__ import annotations


def count(n: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "page"), count(2_000, "unit")
    ('1 page', '2,000 units')
    """
    return f"{n} {noun}" if n == 1 else f"{n:,} {noun}s"
