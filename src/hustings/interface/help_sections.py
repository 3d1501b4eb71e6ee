"""Help in sections: options stand below the heading of what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperCommand

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

_ARGUMENTS = "Arguments"
_OPTIONS = "Options"


class SectionedCommand(TyperCommand):
    """A command whose plain help keeps the panels of its options as sections."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write arguments, options without a panel, and a section a panel."""
        sections: dict[str, list[tuple[str, str]]] = {_ARGUMENTS: [], _OPTIONS: []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            panel = getattr(param, "rich_help_panel", None) or _OPTIONS
            is_argument = param.param_type_name == "argument"
            if record is not None:
                title = _ARGUMENTS if is_argument else panel
                sections.setdefault(title, []).append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
