from __future__ import annotations

import pytest

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.yaml_tree import DEEPEST, MOST_CHARACTERS, tree_from_yaml
from hustings.errors import CodebookFileError, HustingsError
from hustings.model.codebook import Condition, ScaleDefinition

BOOK = """\
name: harbour
title: The harbour question
version: 1
source: invented
instruction: One code a unit.
domains:
  - {domain: water, title: Water}
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: 000
    codes:
      - {code: 000, title: none}
      - {code: 001, title: dredge, domain: water, examples: [Dig deeper.]}
      - {code: no, title: leave it}
  - name: direction
    title: Direction
    level: ordinal
    condition: {variable: topic, code: 001}
    codes:
      - {code: -1, title: less}
      - {code: 1, title: more}
scales:
  - name: depth
    title: Depth
    variable: topic
    formula: difference
    left: [no]
    right: [001]
    low_pole: shallow
  - {name: slope, title: Slope, variable: direction, formula: mean}
"""


def refusal(text: str) -> CodebookFileError:
    with pytest.raises(CodebookFileError) as caught:
        codebook_from_text(text, name="harbour.yaml")
    return caught.value


def test_everything_is_read_and_codes_stay_text() -> None:
    book = codebook_from_text(BOOK, name="harbour.yaml")
    topic, direction = book.variables
    assert (book.name, book.version, book.source) == ("harbour", "1", "invented")
    assert [code.code for code in topic.codes] == ["000", "001", "no"]
    assert topic.uncoded == "000"
    assert topic.codes[1].examples == ("Dig deeper.",)
    assert topic.codes[1].domain == "water"
    assert direction.condition == Condition(variable="topic", code="001")
    assert book.scales[0] == ScaleDefinition(
        name="depth",
        title="Depth",
        variable="topic",
        formula="difference",
        left=("no",),
        right=("001",),
        low_pole="shallow",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{code: no,", "{code: 001,", 16, "code '001' is defined twice"),
        ("[no]", "[007]", 29, "names code '007', which is not defined"),
        ("title: Topic", "title:", 10, "missing title"),
        ("title: Topic\n", "\n", 9, "missing title"),
        ("level: nominal", "level: nominall", 11, "'nominall' is no level"),
        ("source:", "sauce:", 4, "unknown key 'sauce'"),
        ("uncoded: 000", "uncoded: 999", 12, "uncoded is '999'"),
        ("domain: water, ex", "domain: air, ex", 15, "domain 'air'"),
        ("code: -1", "code: less", 22, "'less' of an ordinal variable"),
        ("code: 001}\n    codes", "code: 2}\n    codes", 20, "cannot be met"),
        ("variable: topic\n    f", "variable: x\n    f", 27, "variable 'x'"),
        ("formula: difference", "formula: sum", 28, "formula 'sum'"),
        ("right: [001]", "right: [no]", 30, "names code 'no' twice"),
        ("right: [001]\n", "\n", 25, "has no right codes"),
        ("formula: mean}", "formula: mean, left: [1]}", 32, "a mean and has codes"),
        ("variable: direction", "variable: topic", 32, "mean of a nominal"),
        (
            "codes:\n      - {code: -1, title: less}\n      - ",
            "codes:\n        ",
            22,
            "codes is no list",
        ),
        ("[Dig deeper.]", "[[Dig]]", 15, "examples is not one text"),
        ("name: direction", "name: topic", 17, "name 'topic' is defined twice"),
        ("{domain: water, title: Water}", "water", 7, "domains is no mapping"),
        ("version: 1\n", "version: 1\nversion: 2\n", 4, "'version' stands twice"),
        ("version: 1", "version: [1", 4, "not YAML"),
        ("source: invented", "source: &a x\ntitle2: *a", 5, "aliases"),
        ("scales:", "---\nscales:", 24, "second YAML document"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in BOOK
    error = refusal(BOOK.replace(old, new, 1))
    assert words in str(error)
    assert error.line == line
    assert str(error).startswith(f"harbour.yaml, line {line}: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a remark\n", "empty"),
        ("- a\n- b\n", "no mapping"),
        ("name: a\0b", "not YAML"),
        ("name: a\ntitle: b\nversion: 1\n", "missing variables"),
        ("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2), "nested too deeply"),
        ("a" * (MOST_CHARACTERS + 1), "too large"),
    ],
    ids=["nothing", "remark", "list", "nul", "no variables", "deep", "large"],
)
def test_what_is_no_codebook_is_refused(text: str, words: str) -> None:
    error = refusal(text)
    assert words in str(error)
    assert isinstance(error, HustingsError)


def test_variable_without_codes_is_refused() -> None:
    text = "name: a\ntitle: b\nversion: 1\nvariables:\n"
    text += "  - {name: v, title: V, level: nominal, codes: }\n"
    assert "without codes" in str(refusal(text))


def test_scalars_stay_as_written() -> None:
    tree = tree_from_yaml("a: 000\nb: yes\nc: 1.50\nd: ~", name="x")
    assert [tree.optional_text(key) for key in "abcde"] == [
        "000",
        "yes",
        "1.50",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: harbour", "name: har@bour", "line 1"),
        ("name: harbour", "name: har/bour", "line 1"),
        ("name: harbour", "name: har bour", "line 1"),
        ("name: harbour", "name: -harbour", "line 1"),
        ("name: harbour", f"name: {'h' * 61}", "line 1"),
        ("name: harbour", "name: add", "is a word of the command"),
        ("name: harbour", "name: versions", "is a word of the command"),
        ("version: 1", "version: 1 b", "line 3"),
        ("version: 1", "version: 1@b", "line 3"),
        ("version: 1", 'version: "1\\nb"', "line 3"),
        ("version: 1", f"version: {'1' * 41}", "line 3"),
        ("{code: no,", '{code: "no ",', "line 16"),
        ("{code: no,", '{code: "n\\no",', "line 16"),
    ],
)
def test_names_that_cannot_be_are_refused(old: str, new: str, told: str) -> None:
    assert told in str(refusal(BOOK.replace(old, new, 1)))


@pytest.mark.parametrize(
    "name",
    [
        "h\u00e4fen-2.1_b",
        "\u043f\u043e\u0440\u0442",
        "\u092c\u0902\u0926\u0930\u0917\u093e\u0939",
    ],
)
def test_names_may_be_of_any_script(name: str) -> None:
    text = BOOK.replace("name: harbour", f"name: {name}", 1)
    assert codebook_from_text(text, name="x.yaml").name == name
