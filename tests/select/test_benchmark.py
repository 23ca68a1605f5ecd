"""benchmarks/selection.py as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "benchmarks/selection.py", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_a_row_for_each_folder() -> None:
    *_, row = run("samples/fava-1").stdout.splitlines()
    name, sessions, *_, left_out, problem, failure = (cell.strip() for cell in row.strip("|").split("|"))
    assert (name, sessions, left_out, problem, failure) == ("fava-1", "1", "0", "", "")


def test_a_folder_without_sessions() -> None:
    done = run("docs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "docs" in done.stderr
