from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hustings.interface import cli

GOLDEN = Path(__file__).parent / "golden" / "help"
TEXT = """The Quay Programme

Manifesto of the Quay List

1. We will lower the toll; we will also mend the old quay.
2. We demand a night bus.

See https://quay.example for more.
"""
IN_A_PROCESS = [
    sys.executable,
    "-c",
    "from hustings.interface.cli import main; main()",
]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path) -> Done:
    """Run a command in this process, as if typed."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
    out.flush()
    out.buffer.seek(0)
    printed = out.buffer.read().decode("utf-8")
    return Done(returncode=code, stdout=printed, stderr=err.getvalue())


def run_json(*arguments: str | Path) -> Any:  # noqa: ANN401  # whatever the JSON holds
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def the_line(done: Done) -> str:
    """The one line of a mistake; anything more is a failure."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "quay.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, quay: Path) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "election"
    assert run("new", folder).returncode == 0
    said = ("--actor", "Quay List", "--date", "2031-10-07")
    assert run("read", quay, *said, "--project", folder).returncode == 0
    assert run("code", "--project", folder).returncode == 0
    return folder


@pytest.mark.parametrize("name", ["", *cli.COMMANDS])
def test_help_says_what_it_said(name: str) -> None:
    done = run(*([name] if name else []), "--help")
    assert done.returncode == 0
    golden = GOLDEN / f"{name or 'hustings'}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    assert f"Example: hustings {name}" in run(name, "--help").stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, contextlib\n"
        "from hustings.interface.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'numpy', 'pyarrow', 'duckdb', 'polars', 'altair', 'pypdfium2'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own code
    assert done.returncode == 0


def test_wrong_usage_exits_with_two() -> None:
    assert run("no-such-command").returncode == 2
    assert run("read").returncode == 2
    assert run("split", "--into", "words").returncode == 2


def test_version_is_printed() -> None:
    assert run("--version").stdout.startswith("hustings 0.")


def test_inspect_keeps_its_contract(quay: Path) -> None:
    found = run_json("inspect", quay)
    assert set(found) == {
        "document",
        "pages",
        "blocks",
        "units",
        "dates",
        "links",
        "claims",
        "problems",
    }
    document = found["document"]
    assert set(document) == {
        "id",
        "title",
        "actor",
        "date",
        "language",
        "media_type",
        "sha256",
        "n_pages",
        "text",
        "guessed",
    }
    assert set(document["guessed"]) == {"title", "actor", "date"}
    assert set(found["pages"][0]) == {"number", "start", "end", "width", "height"}
    assert set(found["blocks"][0]) == {
        "id",
        "kind",
        "level",
        "marker",
        "start",
        "end",
        "page",
        "speaker",
        "refers_to",
    }
    assert set(found["units"][0]) == {"id", "block", "start", "end", "page", "boxes"}


def test_inspect_says_a_mistake_in_one_line(quay: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = run("inspect", empty, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "hustings: empty.txt: The file is empty. Give a file with text.\n"
    )
    assert run("inspect", quay, "--json").stderr == ""


def test_inspect_prints_what_it_printed(quay: Path) -> None:
    shown = json.dumps(run_json("inspect", quay), ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN.parent / "inspect" / "quay.json"
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_inspect_guesses_and_says_from_which_words(quay: Path) -> None:
    document = run_json("inspect", quay)["document"]
    start, end = document["guessed"]["actor"]
    assert document["actor"] == "Quay List"
    assert "Quay List" in document["text"][start:end]
    stated = run_json("inspect", quay, "--actor", "Somebody")["document"]
    assert stated["actor"] == "Somebody"
    assert stated["guessed"]["actor"] is None


def test_inspect_covers_the_text_with_blocks(quay: Path) -> None:
    found = run_json("inspect", quay)
    text = found["document"]["text"]
    covered = [False] * len(text)
    for block in found["blocks"]:
        for i in range(block["start"], block["end"]):
            assert not covered[i]
            covered[i] = True
    assert all(covered[i] or text[i].isspace() for i in range(len(text)))


def test_inspect_is_for_people_too(quay: Path) -> None:
    shown = run("inspect", quay).stdout
    assert "The Quay Programme" in shown
    assert "item" in shown


def test_rows_of_split_index_the_text_as_it_stands(tmp_path: Path) -> None:
    text = "One thing, “quoted”.\r\nAnother; a third.\r\n\r\n• an item"
    table = tmp_path / "documents.csv"
    quoted = text.replace('"', '""')
    table.write_bytes(f'document,text\n007,"{quoted}"\n'.encode())
    found = run_json("split", "--from", table, "--into", "sentence")
    assert set(found) == {"rows", "problems", "run"}
    words = [text[row["start"] : row["end"]] for row in found["rows"]]
    assert words == ["One thing, “quoted”.", "Another; a third.", "an item"]
    assert {row["document"] for row in found["rows"]} == {"007"}
    assert len({row["unit"] for row in found["rows"]}) == 3


def test_scale_of_a_table_keeps_its_contract(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("party,104,202,000\n000,30,10,60\nB,0,5,5\n", encoding="utf-8")
    rows = run_json("scale", "rile", "--from", table, "--seed", "1")["rows"]
    assert [row["case"] for row in rows] == ["000", "B"]
    assert [row["position"] for row in rows] == pytest.approx([20.0, -50.0])
    expected = {"case", "scale", "position", "low", "high", "confidence", "n_units"}
    assert expected <= set(rows[0])
    assert rows[0]["low"] < 20 < rows[0]["high"]
    assert rows[0]["n_units"] == 100
    logit = run_json("scale", "logit", "--from", table)["rows"][0]["position"]
    assert logit == pytest.approx(1.066351, abs=1e-6)


def test_a_scale_of_ones_own_from_a_table(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("case,trams,cars\nA,3,1\n", encoding="utf-8")
    sides = ("--left", "trams", "--right", "cars", "--interval", "none")
    row = run_json("scale", "wheels", "--from", table, *sides)["rows"][0]
    assert (row["position"], row["low"]) == (-50.0, None)
    assert "--right" in the_line(run("scale", "x", "--from", table, "--left", "trams"))


def test_the_codebook_of_a_table_says_which_code_is_no_value(tmp_path: Path) -> None:
    book, table = tmp_path / "book.yaml", tmp_path / "counts.csv"
    book.write_text(
        "name: mood\ntitle: Mood\nversion: 1\nvariables:\n- name: mood\n"
        "  title: Mood\n  level: ordinal\n  uncoded: 99\n  codes:\n"
        "  - {code: -1, title: sad}\n  - {code: 1, title: glad}\n"
        "  - {code: 99, title: neither}\n"
        "scales: [{name: mood, title: M, variable: mood, formula: mean}]\n",
        encoding="utf-8",
    )
    table.write_text("case,-1,1,99\nA,2,2,6\n", encoding="utf-8")
    given = ("--from", table, "--codebook", book)
    assert run_json("scale", "mood", *given)["rows"][0]["position"] == 0
    shares = run_json("scale", "salience", *given)["rows"]
    assert {row["code"] for row in shares} == {"-1", "1"}


def test_columns_that_a_scale_does_not_meet_are_told(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("case, 104 ,504\nA,3,1\n", encoding="utf-8")
    found = run_json("scale", "rile", "--from", table)["problems"]
    assert [one["kind"] for one in found] == ["padded columns"]
    own = ("--left", "999", "--right", "504")
    found = run_json("scale", "x", "--from", table, *own)["problems"]
    assert "No column is named 999" in found[-1]["message"]


def test_a_pipe_gets_csv(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("case,104,202\nA,3,1\n", encoding="utf-8")
    lines = run("scale", "rile", "--from", table).stdout.splitlines()
    assert lines[0].startswith("case,scale,position,low,high")
    assert len(lines) == 2


def test_mistakes_are_one_line_and_exit_one(project: Path, tmp_path: Path) -> None:
    here = ("--project", project)
    bad_book = tmp_path / "book.yaml"
    bad_book.write_text("name: x\ntitle: X\nversion: 1\nvariables: no\n", "utf-8")
    assert "no such file" in the_line(run("inspect", tmp_path / "gone.pdf"))
    assert "folder" in the_line(run("inspect", tmp_path))
    assert "hustings new" in the_line(run("split", "--project", tmp_path))
    assert "is there already" in the_line(run("new", project))
    assert "Known coders" in the_line(run("code", "--coder", "oracle", *here))
    assert "Known scales" in the_line(run("scale", "nonsense", *here))
    assert "book.yaml" in the_line(run("codebook", bad_book))
    assert "marpor-5" in the_line(run("codebook", "no-such-book"))
    assert "no date" in the_line(run("inspect", project, "--date", "soon"))


def test_reading_the_same_bytes_twice_says_so(project: Path, quay: Path) -> None:
    done = run("read", quay, "--project", project)
    assert done.returncode == 0
    assert "1 already in the project" in done.stderr


def test_one_bad_file_costs_only_itself(project: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("We want a second ferry.", encoding="utf-8")
    bad.write_bytes(b"")
    done = run("read", good, bad, "--project", project)
    assert done.returncode == 1
    assert "bad.txt" in done.stderr
    assert "good.txt" in done.stdout
    assert run("check", "--project", project).returncode == 0


def test_steps_print_rows_with_their_run(project: Path) -> None:
    coded = run_json("code", "--project", project)
    assert {"variable", "value", "n"} == set(coded["rows"][0])
    scaled = run_json("scale", "rile", "--project", project)
    assert scaled["run"].startswith("scale-")
    assert scaled["rows"][0]["name"] == "Quay List 2031-10-07"
    compared = run_json("compare", "--project", project)
    assert {"code", "actor", "quotations"} <= set(compared["rows"][0])
    assert "Quay List" in run("compare", "--project", project).stdout
    assert run_json("split", "--project", project)["rows"][0]["units"] > 3
    assert run_json("check", "--project", project)["sound"] is True


def test_codebooks_are_listed_and_shown() -> None:
    names = {row["codebook"] for row in run_json("codebook")["rows"]}
    assert names == {"cap-21", "economic-social", "marpor-5"}
    codes = {row["code"] for row in run_json("codebook", "marpor-5")["rows"]}
    assert {"000", "504", "706"} <= codes


def test_the_report_is_written(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("report", out, "--project", project)
    assert done.returncode == 0
    assert (out / "index.html").is_file()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert "notes.txt" in the_line(run("report", out, "--project", project))


def test_the_report_says_what_it_wrote_and_where_it_may_not(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (row,) = run_json("report", out, "--project", project)["rows"]
    assert row["index"] == str(out / "index.html")
    assert row["n_files"] == sum(path.is_file() for path in out.rglob("*"))
    for kept in ("sources", "derived/report"):
        inside = project / kept
        said = the_line(run("report", inside, "--project", project))
        assert "and nothing else. Name a folder elsewhere" in said


def test_no_project_is_made_inside_another(project: Path) -> None:
    said = the_line(run("new", project / "deep" / "down"))
    assert f"inside the project {project}" in said
    assert not (project / "deep").exists()


def test_wrong_usage_is_one_line_too(project: Path) -> None:
    for words, said in (
        (("scale", "rile", "--draws", "x"), "this is no whole number"),
        (("serve", "--port", "99999"), "give 65535 or less"),
        (("split", "--into", "word"), "'--into': 'word' is not one of"),
        (("scale",), "The argument 'scale' is missing"),
        (("read", "--project", project), "'hustings inspect' lists them"),
        (("nonsense",), "No such command 'nonsense'. 'hustings --help' tells more"),
    ):
        done = run(*words)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("hustings: ")
        assert said in done.stderr
        assert "Value error" not in done.stderr
    alone = run()
    assert alone.returncode == 2
    assert "Usage: hustings" in alone.stdout + alone.stderr


def test_files_that_are_no_json_are_refused_plainly(
    project: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"a":\n[1,', encoding="utf-8")
    for words in (("split", "--cutter", broken), ("cite", "--check", broken)):
        said = the_line(run(*words, "--project", project))
        assert re.search(r"[Ll]ine 2 is no JSON", said)
        assert "Expecting" not in said


def test_output_is_utf8_whatever_the_terminal_says(quay: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        [*IN_A_PROCESS, "inspect", quay, "--json", "--title", "Kai für alle"],
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert "Kai für alle" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(quay: Path) -> None:
    words = [*IN_A_PROCESS, "inspect", str(quay), "--json"]
    shell = f"{shlex.join(words)} | head -c 5"
    done = subprocess.run(shell, shell=True, capture_output=True, check=False)  # noqa: S602  # a pipe needs a shell
    assert b"Traceback" not in done.stderr


def test_a_mistake_tells_a_terminal_nothing(tmp_path: Path) -> None:
    line = the_line(run("inspect", tmp_path / "\x1b]0;red\x07\x1b[31m.txt"))
    assert line.isprintable()
    assert "\ufffd[31m.txt" in line


@pytest.mark.parametrize("name", ["code", "train"])
def test_commands_that_code_load_late(name: str) -> None:
    told = (
        f"import sys, hustings.interface.commands.{name}\n"
        "heavy = {'numpy', 'pyarrow', 'duckdb', 'scipy', 'httpx', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
