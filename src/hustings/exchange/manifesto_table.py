"""The Manifesto Project's CSV: one document a file, a row a quasi-sentence.

The columns are ``text``, ``cmp_code`` and ``eu_code``. ``H`` is a heading, ``NA`` a
quasi-sentence that nobody has coded.

References
----------
Lehmann, P. et al. (2024). The Manifesto Project Dataset, Manifesto Corpus.
https://manifesto-project.wzb.eu
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.guarding import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEADING: Final = "H"
NO_CODES: Final = frozenset({"", "NA", HEADING})
"""What stands where no code does."""

MANIFESTO: Final = TableDefinition(
    name="manifesto",
    meaning="A document of the Manifesto Corpus: a row a quasi-sentence or heading, in "
    "reading order.",
    columns=(
        Column(name="text", meaning="The words of the quasi-sentence or heading."),
        Column(
            name="cmp_code",
            meaning="Its code; H is a heading.",
            missing="Written NA: nobody has coded it.",
        ),
        Column(
            name="eu_code",
            meaning="The second code that some documents have.",
            missing="Written NA: always so here.",
        ),
    ),
)


def write_manifesto_table(rows: Iterable[Mapping[str, str | None]]) -> bytes:
    r"""Write rows as the Manifesto Project does: texts in quotes, NA without.

    Parameters
    ----------
    rows : iterable of mapping
        With the columns of `MANIFESTO`. Texts that begin like formulas are guarded,
        as in every CSV file that goes out (see `hustings.exchange.guarding`).

    Examples
    --------
    >>> write_manifesto_table([{"text": "Lower fares.", "cmp_code": "411"}])
    b'"text","cmp_code","eu_code"\n"Lower fares.","411",NA\n'
    """
    names = MANIFESTO.names
    lines = [",".join(_quoted(name) for name in names)]
    lines += [",".join(_cell(row.get(name)) for name in names) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: str | None) -> str:
    return "NA" if value is None else _quoted(guard(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
