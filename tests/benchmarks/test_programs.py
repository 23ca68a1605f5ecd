"""The programs as a person runs them, on labels made by hand."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, f"benchmarks/{program}", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def label(folder: Path, name: str, **truth: object) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "truth.json").write_text(json.dumps({"issues": [], "noise": [], "outcome": "success"} | truth))


def sample(folder: Path, name: str, **truth: object) -> None:
    """A shipped recording with a label beside it."""
    shutil.copytree(ROOT / "samples" / name, folder / name)
    with gzip.open(folder / name / "events.jsonl.gz", "rt") as lines:
        session_id = json.loads(next(lines))["properties"]["$session_id"]
    label(folder, name, session_id=session_id, **truth)


def rows(printed: str) -> list[list[str]]:
    """The cells of the tables printed, without their heads."""
    lines = [line for line in printed.splitlines() if line.startswith("|") and not line.startswith("| -")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


LEDGER = {"app": "ledger", "outcome": "failure", "issues": [{"start_ms": 35_000, "end_ms": 48_000, "kind": "exception", "blocking": True}]}
FLOWS = {"app": "flows", "issues": [{"start_ms": 21_000, "end_ms": 22_000, "kind": "exception", "blocking": False}]}


def test_reports_are_scored_for_each_application(tmp_path: Path) -> None:
    label(tmp_path / "labelled", "one", session_id="s1", **LEDGER)
    label(tmp_path / "labelled", "two", session_id="s2", app="flows")
    reports = tmp_path / "reports"
    reports.mkdir()
    broke = {"kind": "exception", "blocking": True, "status": "confirmed", "start_ms": 36_000, "end_ms": 37_000}
    (reports / "s1.json").write_text(json.dumps({"session_id": "s1", "outcome": {"success": False}, "findings": [broke]}))
    (reports / "two.json").write_text(json.dumps({"outcome": {"success": None}, "findings": [broke | {"kind": "confusion"}]}))
    done = run("accuracy.py", tmp_path / "labelled", reports, "--sessions")
    assert rows(done.stdout)[1:] == [
        ["flows", "1", "0", "0", "0", "", "0.000", "", "", "0.000", "1.000", "0.000", ""],
        ["ledger", "1", "0", "1", "0", "1.000", "1.000", "1.000", "1.000", "1.000", "", "1.000", ""],
        ["all", "2", "0", "1", "0", "1.000", "0.500", "1.000", "1.000", "0.500", "1.000", "0.500", ""],
    ]
    assert done.stdout.splitlines()[-2:] == ["one: as it was", "two: 1 false, 1 wrongly called blocking, outcome None, is success"]


def test_without_reports_the_rules_read_the_recordings(tmp_path: Path) -> None:
    sample(tmp_path, "fava-1", **LEDGER)
    done = run("accuracy.py", tmp_path)
    assert rows(done.stdout)[-1] == ["all", "1", "0", "1", "0", "1.000", "1.000", "1.000", "1.000", "1.000", "", "1.000", ""]


def test_what_cannot_be_scored_is_one_line_and_status_2(tmp_path: Path) -> None:
    for program in ("accuracy.py", "held_out.py"):
        done = run(program, tmp_path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert "give a folder of labelled recordings" in done.stderr
    sample(tmp_path, "fava-1", **LEDGER)
    alone = run("held_out.py", tmp_path)
    assert (alone.returncode, alone.stdout) == (2, "") and "recordings of one application only (ledger)" in alone.stderr
    (tmp_path / "fava-1" / "truth.json").write_text('{"session_id": 7}')
    assert run("accuracy.py", tmp_path).stderr.count("\n") == 1


def test_numbers_are_chosen_on_the_other_applications(tmp_path: Path) -> None:
    sample(tmp_path, "fava-1", **LEDGER)
    sample(tmp_path, "nodered-1", **FLOWS)
    done = run("held_out.py", tmp_path, "--starts", "1", "--tries", "20", "--processes", "1")
    assert done.returncode == 0, done.stderr
    told = {row[0]: row[1:] for row in rows(done.stdout)}
    assert told["ledger: shipped"][:3] == ["1", "1.000", "1.000"], "and so judging.py does what the pipeline does"
    assert len(told["abandon_ms"]) == 3, "shipped, without one, without the other"
    assert "No figure changes, neither way:" in done.stdout
