"""What is said of every scale that a user may ask for by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedScale:
    """A scale's name, and what people are to know of it.

    Attributes
    ----------
    name : str
        As on the command line.
    title : str
        For people, above a chart.
    low_pole, high_pole : str
        What the two ends mean.
    source : str
        Authors and year; empty where it is nobody's.
    """

    name: str
    title: str
    low_pole: str = ""
    high_pole: str = ""
    source: str = ""
