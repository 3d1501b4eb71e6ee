from __future__ import annotations

import pytest

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.recoding import changed_codes, find_fates
from hustings.errors import CodebookFileError
from hustings.model.marpor import OPPOSITES, TO_MAIN_CODES, TO_VERSION_4, TOPIC
from hustings.model.recoding import Recoding, RecodingRule
from hustings.scaling.marpor import main_code

# Codes that are no main code in version 5 of the coding instructions.
SUB_CODES = (  # noqa: SIM905  # a column of quotation marks would hide them
    "103.1 103.2 201.1 201.2 202.1 202.2 202.3 202.4 305.1 305.2 305.3 305.4 305.5 "
    "305.6 416.1 416.2 601.1 601.2 602.1 602.2 605.1 605.2 606.1 606.2 607.1 607.2 "
    "607.3 608.1 608.2 608.3 703.1 703.2"
).split()

OLD = """\
name: town
title: Matters of the town
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: "305.1", title: Boats}
      - {code: "305.2", title: Fares}
      - {code: "401", title: Homes}
      - {code: "402", title: Trees, instruction: Parks and trees.}
      - {code: "501", title: Purse}
      - {code: "601", title: Peace and quiet}
  - name: mood
    title: Mood
    level: nominal
    codes: [{code: up, title: Up}]
  - name: strength
    title: Strength
    level: interval
    codes: [{code: 0, title: none}]
"""

NEW = """\
name: town
title: Matters of the town
version: 2
variables:
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: "305", title: Boats and fares}
      - {code: "401", title: Homes and rents}
      - {code: "402", title: Trees, instruction: "Parks, trees,  flowers."}
      - {code: "501", title: Levies up}
      - {code: "502", title: Levies down}
  - name: strength
    title: Strength
    level: interval
    codes: [{code: 0, title: none}]
recodes:
  from: 1
  rules:
    - {variable: topic, pattern: NNN.x, to: NNN}
    - {variable: topic, from: 401, to: 401}
    - {variable: topic, from: 501, into: [501, 502]}
"""


def refusal(text: str) -> str:
    with pytest.raises(CodebookFileError) as caught:
        codebook_from_text(text, name="town.yaml")
    return str(caught.value)


def misfit(text: str) -> str:
    old = codebook_from_text(OLD, name="old.yaml")
    with pytest.raises(CodebookFileError) as caught:
        find_fates(old, codebook_from_text(text, name="town.yaml"))
    return str(caught.value)


def with_rules(*rules: str) -> str:
    head = NEW.partition("  rules:\n")[0]
    return head + "  rules:\n" + "".join(f"    - {{{rule}}}\n" for rule in rules)


# What becomes of codes


def test_every_code_has_a_fate() -> None:
    old, new = (codebook_from_text(text, name="town.yaml") for text in (OLD, NEW))
    fates = find_fates(old, new)
    told = {key: (fate.outcome, fate.becomes) for key, fate in fates.by_code.items()}
    assert told == {
        ("topic", "305.1"): ("recoded", "305"),
        ("topic", "305.2"): ("recoded", "305"),
        ("topic", "401"): ("kept", "401"),
        ("topic", "402"): ("again", None),
        ("topic", "501"): ("again", None),
        ("topic", "601"): ("again", None),
        ("mood", "up"): ("dropped", None),
        ("strength", "0"): ("kept", "0"),
    }
    assert fates.of("topic", "402").reason == "the instruction of the code changed"
    assert fates.of("topic", "501").choices == ("501", "502")
    assert "no rule says" in fates.of("topic", "601").reason
    assert [fate.code for fate in changed_codes(fates)["again"]] == [
        "402",
        "501",
        "601",
    ]


def test_values_that_are_no_codes_have_a_fate_too() -> None:
    old, new = (codebook_from_text(text, name="town.yaml") for text in (OLD, NEW))
    fates = find_fates(old, new)
    assert fates.of("strength", "3.5").becomes == "3.5"
    assert fates.of("mood", "sideways").outcome == "dropped"
    assert fates.of("topic", "999").outcome == "again"


def test_without_rules_what_changed_is_to_be_looked_at() -> None:
    old = codebook_from_text(OLD, name="old.yaml")
    new = codebook_from_text(NEW.partition("recodes:")[0], name="town.yaml")
    fates = find_fates(old, new)
    assert fates.of("topic", "305.1").outcome == "again"
    assert fates.of("topic", "401").reason == "the title of the code changed"
    assert find_fates(old, old).of("topic", "402").outcome == "kept"


def test_many_codes_become_one_and_the_first_rule_decides() -> None:
    new = codebook_from_text(
        with_rules(
            "variable: topic, from: [305.2, 501], to: 501",
            "variable: topic, pattern: NNN.x, to: NNN",
        ),
        name="town.yaml",
    )
    fates = find_fates(codebook_from_text(OLD, name="old.yaml"), new)
    becomes = [fates.of("topic", code).becomes for code in ("305.1", "305.2", "501")]
    assert becomes == ["305", "501", "501"]


# Mistakes, with their lines


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "variable: theme, from: 1, to: 305",
            "line 21: a recoding of variable 'theme'",
        ),
        ("from: 1, to: 305", "line 21: missing variable"),
        ("variable: topic, to: 305", "line 21: a recoding rule with neither of `from`"),
        (
            "variable: topic, from: 1, pattern: N, to: 305",
            "line 21: a recoding rule with both of `from` and `pattern`",
        ),
        ("variable: topic, from: 1", "line 21: a recoding rule with neither of `to`"),
        (
            "variable: topic, from: 1, to: 305, into: [501]",
            "line 21: a recoding rule with both of `to` and `into`",
        ),
        ("variable: topic, from: 1, to: 306", "line 21: code '306' is not among"),
        ("variable: topic, from: 1, into: [501, 503]", "line 21: code '503'"),
        ("variable: topic, pattern: 30, to: 305", "line 21: pattern '30' fits one"),
        ("variable: topic, pattern: N.x, to: NN", "line 21: 'NN' has more N than"),
        ("variable: topic, pattern: N.x, to: 306", "line 21: code '306' is not among"),
        ("variable: topic, from: [], to: 305", "line 21: from without a code"),
        ("variable: topic, from: 1, to: 305, why: so", "line 21: unknown key 'why'"),
    ],
)
def test_a_wrong_rule_is_named_with_its_line(rule: str, said: str) -> None:
    assert refusal(with_rules(rule)).startswith(f"town.yaml, {said}")


def test_recodes_must_say_from_what_and_how() -> None:
    head = NEW.partition("recodes:")[0]
    assert "line 19: missing from" in refusal(
        f"{head}recodes:\n  rules: [{{variable: topic, from: 1, to: 305}}]\n"
    )
    assert "recodes without rules" in refusal(f"{head}recodes: {{from: 1}}\n")
    assert "unknown key 'to'" in refusal(f"{head}recodes: {{from: 1, to: 2}}\n")
    assert codebook_from_text(f"{head}recodes:\n", name="t.yaml").recodes is None


def test_a_code_is_recoded_once() -> None:
    said = refusal(
        with_rules(
            "variable: topic, from: 601, to: 305",
            "variable: topic, from: [402, 601], to: 401",
        )
    )
    assert "line 22: '601' is recoded twice (first on line 21)" in said


def test_rules_must_fit_the_version_they_recode() -> None:
    said = misfit(with_rules("variable: topic, from: 999, to: 305"))
    assert said.startswith("town.yaml, line 21: there is no code '999' in version 1.")
    said = misfit(with_rules("variable: topic, pattern: NNNN.x, to: NNN"))
    assert "line 21: no code fits the pattern 'NNNN.x'" in said
    said = misfit(with_rules("variable: topic, pattern: NNx, to: 9NN"))
    assert "line 21: the pattern makes '940' of '401'" in said


# Shipped recodings


def test_version_5_becomes_version_4() -> None:
    for code in SUB_CODES:
        expected = "000" if code in OPPOSITES else code[:3]
        assert TO_VERSION_4.recode(TOPIC, code) == expected
        assert TO_VERSION_4.recode(TOPIC, code.replace(".", "_")) == expected


def test_main_codes_are_those_of_the_right_left_scale() -> None:
    for code in (*SUB_CODES, "000", "101", "H", "1031", "peruncod", "202_2"):
        assert TO_MAIN_CODES.recode(TOPIC, code) == main_code(code)
    assert [main_code(code) for code in OPPOSITES] == list(OPPOSITES)


def test_a_rule_may_leave_the_choice() -> None:
    rule = RecodingRule(variable="topic", source="501", target=None, into=("a", "b"))
    recoding = Recoding(name="town", rules=(rule,))
    assert recoding.recode("topic", "501") is None
    assert recoding.recode("mood", "501") == "501"
    assert recoding.rule_for("topic", "502") is None
