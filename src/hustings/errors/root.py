"""The base of all errors."""

from __future__ import annotations


class HustingsError(Exception):
    """Base of all errors that Hustings raises on purpose."""
