"""Pipelines of spaCy, trained here on invented sentences: `make test-machine`."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from claim_project import make_claims
from hustings.errors.parsers import (
    NoParserError,
    ParserChangedError,
    ParserError,
    ParserLanguageError,
)
from hustings.outside.parsers import open_parser
from hustings.workflow.claim_parsing import reopen_parser, unparsed_problem
from hustings.workflow.claiming import claim_documents, result_of
from hustings.workflow.claiming_tables import claim_table

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.machine

LESSONS = (
    (
        "We oppose the toll on the bridge .",
        (1, 1, 3, 1, 3, 6, 4, 1),
        ("nsubj", "ROOT", "det", "dobj", "prep", "det", "pobj", "punct"),
        ("PRON", "VERB", "DET", "NOUN", "ADP", "DET", "NOUN", "PUNCT"),
    ),
    (
        "We support a ferry and a tram .",
        (1, 1, 3, 1, 3, 6, 3, 1),
        ("nsubj", "ROOT", "det", "dobj", "cc", "det", "conj", "punct"),
        ("PRON", "VERB", "DET", "NOUN", "CCONJ", "DET", "NOUN", "PUNCT"),
    ),
    (
        "We demand a night bus .",
        (1, 1, 4, 4, 1, 1),
        ("nsubj", "ROOT", "det", "compound", "dobj", "punct"),
        ("PRON", "VERB", "DET", "NOUN", "NOUN", "PUNCT"),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a parser and a tagger of kinds on three sentences."""
    spacy, training = import_module("spacy"), import_module("spacy.training")
    nlp = spacy.blank("en")
    small = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 2,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    nlp.add_pipe("parser", config={"model": {"tok2vec": small}, "min_action_freq": 1})
    nlp.add_pipe("morphologizer", config={"model": {"tok2vec": small}})
    examples = [_example(nlp, training, *lesson) for lesson in LESSONS]
    spacy.util.fix_random_seed(0)
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("parsers") / "small"
    nlp.to_disk(path)
    return path


def _example(
    nlp: Any,  # noqa: ANN401  # of spaCy
    training: Any,  # noqa: ANN401  # of spaCy
    text: str,
    heads: tuple[int, ...],
    dependencies: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Any:  # noqa: ANN401  # of spaCy
    said = {"heads": list(heads), "deps": list(dependencies), "pos": list(kinds)}
    words = text.split()
    doc = import_module("spacy.tokens").Doc(nlp.vocab, words=words)
    return training.Example.from_dict(doc, {"words": words, **said})


def change(folder: Path, to: Path, old: str, new: str) -> Path:
    """Copy a pipeline with other settings."""
    for path in folder.rglob("*"):
        if path.is_file():
            place = to / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    settings = (to / "config.cfg").read_text(encoding="utf-8")
    assert old in settings
    (to / "config.cfg").write_text(settings.replace(old, new), encoding="utf-8")
    return to


def test_a_folder_gives_rows_of_words(folder: Path) -> None:
    parser = open_parser(str(folder))
    assert (parser.name, parser.language) == ("small", "en")
    assert set(parser.said()) == {"name", "language", "version", "sha256", "spacy"}
    (rows,) = parser.parse([LESSONS[0][0]])
    assert [(row[2], row[3], row[5]) for row in rows] == list(
        zip(*LESSONS[0][1:], strict=True)
    )
    assert [LESSONS[0][0][row[0] : row[1]] for row in rows] == LESSONS[0][0].split()


def test_claims_of_a_table_are_sharpened(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    lines = [f"u{i},en,{lesson[0]}" for i, lesson in enumerate(LESSONS)]
    table.write_text("unit,language,text\n" + "\n".join(lines), encoding="utf-8")
    result = claim_table(table, parser=str(folder))
    assert [(row["stance"], row["target"], row["head"]) for row in result.rows] == [
        (-1, "the toll on the bridge", "toll"),
        (1, "a ferry", "ferry"),
        (1, "a tram", "tram"),
        (1, "a night bus", "bus"),
    ]
    assert result.run.parameters["parser"] == open_parser(str(folder)).said()


def test_claims_of_a_project_are_found_with_a_parser(
    folder: Path, tmp_path: Path
) -> None:
    with make_claims(tmp_path) as made:
        plain = result_of(made.store)
        result = claim_documents(made.store, parser=str(folder))
        assert result.run_id != plain.run_id
        assert "not parsed" in [one.kind for one in result.problems]
        found = {(row["stance"], row["head"]) for row in result.to_rows()}
        assert {(-1, "toll"), (1, "bus")} <= found
        again = claim_documents(made.store)
        assert again.run_id == plain.run_id


def test_a_parser_of_another_language_is_refused(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text("unit,language,text\nu,de,Wir sind dagegen.", encoding="utf-8")
    with pytest.raises(ParserLanguageError, match="reads en, and no text is in it"):
        claim_table(table, parser=str(folder))


def test_a_run_is_made_again_by_the_same_parser_alone(folder: Path) -> None:
    said = open_parser(str(folder)).said()
    assert reopen_parser({**said, "name": str(folder)}).name == "small"
    with pytest.raises(ParserChangedError, match="installed now is version"):
        reopen_parser({**said, "name": str(folder), "sha256": "other"})
    with pytest.raises(ParserChangedError, match="installed now is none"):
        reopen_parser(said)
    (problem,) = unparsed_problem(said, ["en", "de", None])
    assert problem.message.startswith("2 documents in de, unknown")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('factory = "parser"', 'factory = "ner"', "it has no parser"),
        ('lang = "en"', 'lang = "../en"', "names no language"),
        (
            "before_creation = null",
            'before_creation = {"@callbacks": "evil.v1"}',
            "code that is run",
        ),
        ("spacy.HashEmbedCNN.v2", "evil.Network.v1", "evil.Network.v1"),
        ('factory = "morphologizer"', 'source = "other"', "cannot open"),
        ("[nlp]", "[nlp", "cannot be read"),
    ],
)
def test_settings_that_could_run_code_are_refused(
    folder: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    changed = change(folder, tmp_path / "changed", old, new)
    if told == "cannot open":  # a component from elsewhere is never opened
        assert open_parser(str(changed)).pipeline.pipe_names == ["parser"]
        return
    with pytest.raises(ParserError, match=told):
        open_parser(str(changed))


def test_damaged_numbers_are_refused(folder: Path, tmp_path: Path) -> None:
    changed = change(folder, tmp_path / "damaged", "[nlp]", "[nlp]")
    (changed / "parser" / "model").write_bytes(b"\x93NUMPY")
    with pytest.raises(ParserError, match="spaCy cannot open it"):
        open_parser(str(changed))


def test_a_package_is_opened_and_never_imported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "invented_pipeline"
    about = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    change(folder, package / f"invented-{about['version']}", "[nlp]", "[nlp]")
    code = "raise SystemExit('a package was imported')"
    (package / "__init__.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    parser = open_parser("invented_pipeline")
    assert (parser.name, parser.language) == ("invented_pipeline", "en")


def test_what_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoParserError, match="spacy download"):
        open_parser("no_such_pipeline")
    for name in ("json", str(tmp_path)):
        with pytest.raises(ParserError, match="no pipeline of spaCy"):
            open_parser(name)
