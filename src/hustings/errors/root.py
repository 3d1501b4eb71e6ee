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
