"""The templates' environment: everything escaped, nothing undefined in silence."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hustings.interface.pages import addresses, claim_words, remote_words, wording
from hustings.interface.pages.glossary import GLOSSARY

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
STATIC = HERE / "static"


def _make_environment() -> Environment:
    """Templates with the filters that say dates and numbers."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "coder": wording.say_coder,
        "count": wording.say_count,
        "date": wording.say_date,
        "direction": wording.direction_of,
        "left_by": remote_words.say_what_left_by,
        "what_left": remote_words.say_what_left,
        "language": wording.say_language,
        "quoted": quote,
        "number": wording.say_number,
        "share": wording.say_share,
        "sign": claim_words.sign_of,
        "split_at_page": wording.split_at_page,
    }
    environment.globals |= {"GLOSSARY": GLOSSARY, "at": addresses}
    return environment


ENVIRONMENT = _make_environment()


def render(template: str, *, address: str, context: Mapping[str, object]) -> str:
    """Fill a template for the page at `address`."""
    root = addresses.root_of(address)
    return ENVIRONMENT.get_template(template).render(
        **context, address=address, root=root
    )


def static_files() -> Mapping[str, bytes]:
    """Return style sheet and scripts by their addresses."""
    return {
        f"static/{path.name}": path.read_bytes() for path in sorted(STATIC.iterdir())
    }
