"""Commands run in this process, as if typed."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from hustings.interface import cli


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def run(*words: object) -> Done:
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
    out.flush()
    out.buffer.seek(0)
    return Done(code=code, out=out.buffer.read().decode(), err=err.getvalue())


def run_json(*words: object) -> Any:  # noqa: ANN401  # whatever the JSON holds
    done = run(*words, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)
