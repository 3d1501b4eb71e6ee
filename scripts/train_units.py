"""Make the weights of the shipped cutter: `train_units.py [--check]`.

Trains on `scripts/cutting_corpus/*.txt`, sentences written for Hustings with a bar
where a further statement begins, and writes `src/hustings/weights/units.json`. The same
corpus gives the same file byte for byte; with `--check` nothing is written and the exit
code says whether it does.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from hustings.ingest.units.cutter_cases import Example
from hustings.ingest.units.cutter_files import cutter_to_json
from hustings.ingest.units.cutter_training import TrainingOptions, train_cutter
from hustings.ingest.units.cutting import Cutter

SCRIPTS = Path(__file__).parent
CORPUS = SCRIPTS / "cutting_corpus"
WEIGHTS = SCRIPTS.parent / "src" / "hustings" / "weights"
NAME = "hustings-units"
_PARTS = 5


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What was chosen for a language: see docs/cutter.md.

    Attributes
    ----------
    unit_words : float or None
        The mean length of a unit that documents are cut towards.
    """

    strength: float = 0.1
    threshold: float = 0.5
    unit_words: float | None = None


SETTINGS = {
    "de": Setting(strength=0.05, threshold=0.55),
    "en": Setting(threshold=0.45, unit_words=16.5),
    "es": Setting(),
    "fr": Setting(),
}


def main(*, is_check: bool) -> None:
    """Train, print how sentences left out were cut, and write or compare the file."""
    lists = yaml.safe_load((WEIGHTS / "clause_words.yaml").read_text(encoding="utf-8"))
    cutter = Cutter(name=NAME, languages={})
    for language, setting in SETTINGS.items():
        options = TrainingOptions(
            strength=setting.strength,
            threshold=setting.threshold,
            uses_words=False,
            fits_length=False,
        )
        trained = train_cutter(
            read_corpus(language), start=cutter, lists=lists, name=NAME, options=options
        )
        cutter = _with_length(trained.cutter, language, setting.unit_words)
        for row in trained.validation:
            print(
                f"{language} {row.code}: precision {row.precision:.3f}, "
                f"recall {row.recall:.3f}, F1 {row.f1:.3f}, n {row.n}"
            )
    text = cutter_to_json(cutter)
    path = WEIGHTS / "units.json"
    if is_check:
        sys.exit(
            None if path.read_text(encoding="utf-8") == text else f"{path} differs."
        )
    path.write_text(text, encoding="utf-8")
    print(path)


def _with_length(cutter: Cutter, language: str, unit_words: float | None) -> Cutter:
    part = replace(cutter.languages[language], unit_words=unit_words)
    return replace(cutter, languages={**cutter.languages, language: part})


def read_corpus(language: str) -> list[Example]:
    """Read the sentences of a language, every fifth one in the same part."""
    lines = (CORPUS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    return [
        Example(
            document=f"{language} {part + 1}",
            language=language,
            units=tuple(
                unit.strip()
                for sentence in sentences[part::_PARTS]
                for unit in sentence.split("|")
            ),
        )
        for part in range(_PARTS)
    ]


if __name__ == "__main__":
    main(is_check="--check" in sys.argv[1:])
