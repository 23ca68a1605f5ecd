"""benchmarks/patterns.py as a person runs it."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCORE = """
def load(folder):
    return [folder, 7]

def score(folder, seven, report):
    return {"set": folder, "seven": seven, "reported": len(report["patterns"])}
"""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "benchmarks/patterns.py", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_what_is_found_is_printed_written_and_scored(tmp_path: Path) -> None:
    (tmp_path / "score.py").write_text(SCORE)
    (tmp_path / "twice").mkdir()
    for name in ("a", "b"):
        _seen_by(name, tmp_path / "twice")
    told = run(tmp_path / "twice", "--score-with", tmp_path / "score.py", "--out", tmp_path / "found.json", "--sessions")
    assert told.returncode == 0, told.stderr
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert (found["examined"], [sorted(pattern["sessions"]) for pattern in found["patterns"]]) == (2, [["a", "b"]])
    assert found["patterns"][0]["title"] in told.stdout
    assert "seven               7" in told.stdout
    assert "reported            1" in told.stdout


def _seen_by(session_id: str, folder: Path) -> None:
    """The shipped recording of a save that fails, as that of another session."""
    shutil.copytree(ROOT / "samples" / "fava-1", folder / session_id)
    events = folder / session_id / "events.jsonl.gz"
    lines = gzip.decompress(events.read_bytes()).decode()
    own = json.loads(lines.splitlines()[0])["properties"]["$session_id"]
    events.write_bytes(gzip.compress(lines.replace(own, session_id).encode()))


def test_what_cannot_be_scored_says_what_to_give(tmp_path: Path) -> None:
    several = run("samples", "samples", "--score-with", tmp_path / "score.py")
    assert (several.returncode, "give one LABELLED" in several.stderr) == (2, True)
    missing = run("samples/fava-1", "--score-with", tmp_path / "none.py", "--out", tmp_path / "found.json")
    assert (missing.returncode, "load(FOLDER)" in missing.stderr) == (2, True)
    nothing = run(tmp_path, "--out", tmp_path / "found.json")
    assert nothing.returncode == 2
    assert nothing.stderr
