"""Keeping libraries from writing on the user's terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def quiet_transformers(transformers: Any) -> Iterator[None]:  # noqa: ANN401  # a module
    """Keep transformers from reporting while it loads: we check what matters."""
    logging = transformers.logging
    before, had_bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if had_bars:
            logging.enable_progress_bar()
