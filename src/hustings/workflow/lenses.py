"""Lenses: whose codings of which variable a page counts, and how codes are named."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from hustings.model.coder import MACHINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.model.codebook import Code, Codebook, Variable
    from hustings.model.coding import Coding
    from hustings.model.document import Unit
    from hustings.workflow.gathered import Gathered, GatheredDocument, GatheredScale

Groups: TypeAlias = "Mapping[str, list[tuple[Unit, Coding]]]"
"""Units with their codings, by the value they got."""

N_COLOURS = 8


@dataclass(frozen=True, kw_only=True)
class Lens:
    """One coder's codings of one nominal variable."""

    coder: str
    variable: Variable
    codebook: Codebook

    @property
    def key(self) -> str:
        """Name it in addresses."""
        book = "" if self.codebook.name in self.coder else f"-{self.codebook.name}"
        return f"{self.coder}{book}-{self.variable.name}"

    @property
    def title(self) -> str:
        """Name it for readers."""
        return f"{self.variable.title}, {self.codebook.title}"

    def shows(self, coding: Coding) -> bool:
        """Whether a coding is one of these."""
        return is_coded(coding, self.coder, self.variable.name, self.codebook.name)

    @property
    def is_machine(self) -> bool:
        """Whether no person has made these codings."""
        return is_machine(self.coder)

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """Codes by name, the uncoded one included."""
        return {code.code: code for code in self.variable.codes}

    @cached_property
    def topics(self) -> tuple[Code, ...]:
        """Codes that are about something, in the order of the codebook."""
        return tuple(
            code for code in self.variable.codes if code.code != self.variable.uncoded
        )

    @cached_property
    def domains(self) -> tuple[tuple[str | None, str], ...]:
        """Domains that the topics use, with their titles, in codebook order."""
        titles = {one.domain: one.title for one in self.codebook.domains}
        used = dict.fromkeys(code.domain for code in self.topics)
        return tuple((one, titles.get(one or "", one or "Topics")) for one in used)

    def title_of(self, code: str) -> str:
        """Return the title of a code, the code itself where it is unknown."""
        return self.codes[code].title if code in self.codes else code

    def domain_of(self, code: str) -> str | None:
        """Return the title of a code's domain, None where it has none."""
        domain = self.codes[code].domain if code in self.codes else None
        return dict(self.domains).get(domain) if domain else None

    def colour_of(self, code: str) -> str:
        """Return the style class of a code's bar: by domain, ``dn`` for none."""
        if code == self.variable.uncoded or code not in self.codes:
            return "dn"
        names = [domain for domain, _ in self.domains]
        if names == [None]:
            return "dx"
        return f"d{names.index(self.codes[code].domain) % N_COLOURS}"


def is_machine(coder: str) -> bool:
    """Whether a coder is a program, by the first word of its id."""
    return coder.replace("-", ":").split(":")[0] in MACHINES


def is_uncorrected(scale: GatheredScale) -> bool:
    """Whether a scale counts a program's codings that no random sample corrects."""
    return is_machine(scale.coder) and not scale.report.get("is_corrected", False)


def find_lenses(gathered: Gathered) -> tuple[Lens, ...]:
    """Find the nominal variables that somebody has coded.

    Those that most scales count come first, then those with most codings.
    """
    counts = Counter(
        (
            coding.coder_id,
            coding.variable,
            coding.codebook or gathered.coders.get(coding.coder_id, ""),
        )
        for coding in _all_codings(gathered)
    )
    scales = Counter((one.coder, one.variable, one.codebook) for one in gathered.scales)
    ranked = sorted(counts, key=lambda key: (-scales[key], -counts[key], key))
    found = (_find_lens(gathered, *key) for key in ranked)
    return tuple(lens for lens in found if lens is not None)


def lens_of_scale(gathered_scale: GatheredScale, lenses: Iterable[Lens]) -> Lens | None:
    """Find the lens that a scale's counts were made through."""
    for lens in lenses:
        if (lens.coder, lens.variable.name, lens.codebook.name) == (
            gathered_scale.coder,
            gathered_scale.variable,
            gathered_scale.codebook,
        ):
            return lens
    return None


def counted_units(gathered: GatheredDocument) -> list[Unit]:
    """Return the units that numbers rest on: all but those of headings."""
    headings = {
        block.block_id for block in gathered.document.blocks if block.kind == "heading"
    }
    return [unit for unit in gathered.units if unit.block_id not in headings]


def coding_through(gathered: GatheredDocument, unit: Unit, lens: Lens) -> Coding | None:
    """Return the coding of one unit through a lens."""
    for coding in gathered.codings.get(unit.unit_id, ()):
        if lens.shows(coding):
            return coding
    return None


def is_coded(coding: Coding, coder: str, variable: str, codebook: str) -> bool:
    """Say whether a coding is by a coder, of a variable of a codebook."""
    return (coding.coder_id, coding.variable) == (coder, variable) and (
        coding.codebook in {"", codebook}
    )


def group_units(
    gathered: GatheredDocument, coder: str, variable: str, codebook: str
) -> Groups:
    """Group a document's counted units by the value one coder gave them."""
    groups: dict[str, list[tuple[Unit, Coding]]] = defaultdict(list)
    for unit in counted_units(gathered):
        for coding in gathered.codings.get(unit.unit_id, ()):
            if is_coded(coding, coder, variable, codebook):
                groups[coding.value].append((unit, coding))
    return dict(groups)


def count_judged(gathered: GatheredDocument, coder: str, groups: Groups) -> int:
    """Return how many units of a document a coder's shares are shares of.

    A program looks at all units. What a person has not coded yet, they have not
    judged.
    """
    if is_machine(coder):
        return len(counted_units(gathered))
    return sum(len(members) for members in groups.values())


def _all_codings(gathered: Gathered) -> Iterable[Coding]:
    """Every current coding of every document."""
    for document in gathered.documents:
        for codings in document.codings.values():
            yield from codings


def _find_lens(gathered: Gathered, coder: str, name: str, book: str) -> Lens | None:
    """Find the nominal variable in the codebook that the coder used."""
    codebook = gathered.codebooks.get(book)
    if codebook is None:
        return None
    for variable in codebook.variables:
        if variable.name == name and variable.level == "nominal":
            return Lens(coder=coder, variable=variable, codebook=codebook)
    return None
