"""What is wrong with a command line, in one line that a person understands."""

from __future__ import annotations

import re

_PLAIN = (
    (r"Value error, ", ""),
    (r"Input should be a valid integer\b.*", "this is no whole number."),
    (r"Input should be a valid number\b.*", "this is no number."),
    (r"Input should be greater than or equal to (\S+)", r"give \1 or more."),
    (r"Input should be less than or equal to (\S+)", r"give \1 or less."),
    (r"Missing argument '(.+?)'\.?", r"The argument '\1' is missing."),
    (r"\s+", " "),
)
"""What the parser says, and what people say."""


def say_usage(message: str, command: str) -> str:
    """Say what is wrong in one line, and where to look it up.

    Parameters
    ----------
    command : str
        Such as ``"hustings read"``.

    Examples
    --------
    >>> say_usage("Invalid value for '--into': Value error, 'word' is not one.", "x")
    "Invalid value for '--into': 'word' is not one. 'x --help' tells more."
    """
    for said, plain in _PLAIN:
        message = re.sub(said, plain, message)
    ended = message if message.endswith((".", "?", "!")) else f"{message}."
    return f"{ended} '{command} --help' tells more."
