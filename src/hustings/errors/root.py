"""The base of all errors."""

from __future__ import annotations

from hustings.errors.shortening import shorten


class HustingsError(Exception):
    """Base of all errors that Hustings raises on purpose.

    What a class says in ``__str__`` is shortened where it quotes a long text.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        say = cls.__dict__.get("__str__")
        if say is not None:
            cls.__str__ = lambda self: shorten(say(self))  # type: ignore[method-assign]  # once, for every class


class AdvisingError(HustingsError):
    """Base of errors that say what is wrong, then what to do, and nothing else.

    Attributes
    ----------
    reason, advice : str
        A sentence each.
    """

    def __init__(self, *, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} {self.advice}"
