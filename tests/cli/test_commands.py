"""The commands as a person runs them, on a shipped recording."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onlooker.cli import main

PROJECT = Path(__file__).parents[2]
SAMPLE = str(PROJECT / "samples" / "fava-1")
SESSION = "01a203d5-ead4-742a-8379-ebbbcf51ab3c"
ONLOOKER = [sys.executable, "-c", "import sys; from onlooker.cli import main; sys.exit(main())"]

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("ONLOOKER_") or name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `watch --out` makes."""
    out = tmp_path_factory.mktemp("out") / "report"
    assert main(["watch", SAMPLE, "--out", str(out)]) == 0
    return out


def test_watch_writes_the_report_and_says_where(capsys: Said, tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert main(["watch", SAMPLE, "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert f"Report: {out / 'report.html'}" in said.out
    assert sorted(path.name for path in out.iterdir() if path.name != "clips") == [f"{SESSION}.json", "report.html", "report.md"]
    assert SESSION in said.err


def test_watch_json_is_one_report_a_line_and_nothing_else(capsys: Said) -> None:
    assert main(["watch", SAMPLE, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    report = json.loads(line)
    assert (report["schema"], report["session_id"], report["reader"]["kind"]) == (1, SESSION, "rules")
    assert report["findings"] and report["segments"] and report["coverage"]["snapshots"] > 0


def test_watch_dry_run_reads_and_asks_nothing(capsys: Said) -> None:
    assert main(["watch", SAMPLE, "--dry-run"]) == 0
    assert "1 session, read by rules: no call, no cost." in capsys.readouterr().out
    assert main(["watch", SAMPLE, "--dry-run", "--model", "google:gemini-2.5-flash"]) == 0
    assert "1 session with google:gemini-2.5-flash: 2 calls, " in capsys.readouterr().out


def test_show_tells_a_report_again_in_every_form(capsys: Said, reported: Path) -> None:
    capsys.readouterr()
    assert main(["show", str(reported)]) == 0
    assert "1 session: goal " in capsys.readouterr().out
    for form, beginning in (("md", "# Onlooker: 1 session"), ("html", "<!doctype html>"), ("json", '{"schema":1')):
        assert main(["show", str(reported / f"{SESSION}.json"), "--as", form]) == 0
        assert capsys.readouterr().out.startswith(beginning)
    assert main(["show", str(reported), "--session", SESSION[:9]]) == 0
    assert f"session {SESSION}" in capsys.readouterr().out


def test_detect_tells_rules_thresholds_and_entries(capsys: Said) -> None:
    assert main(["detect", SAMPLE, "--preset", "posthog"]) == 0
    said = capsys.readouterr().out
    assert f"session {SESSION}" in said and "preset posthog" in said
    assert "thresholds " in said and "Saw nothing: " in said


def test_transcript_prints_the_text_alone_and_the_price_beside_it(capsys: Said) -> None:
    assert main(["transcript", SAMPLE, "--model", "google:gemini-2.5-flash"]) == 0
    said = capsys.readouterr()
    assert "e1," in said.out and "google:" not in said.out
    assert " tokens for " in said.err and "google:gemini-2.5-flash: $0." in said.err


def test_screen_shows_what_was_to_be_read(capsys: Said) -> None:
    assert main(["screen", SAMPLE, "--at", "0:37"]) == 0
    assert "Saving failed: HTTP 500" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PRESET", "nope", "there are default"),
        ("CONTEXT", "/dev/zero", "cannot be read as text"),
        ("MODEL", "gogle:x", "unknown model"),
        ("MODEL", "recorded:nope", "no folder"),
        ("BUDGET", "-1", "greater than 0"),
    ],
)
def test_doctor_finds_the_setting_that_watch_would_refuse(name: str, value: str, told: str) -> None:
    setting = {**os.environ, f"ONLOOKER_{name}": value, "COLUMNS": "400"}
    said = subprocess.run([*ONLOOKER, "doctor"], env=setting, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert told in said.stdout
    refused = subprocess.run([*ONLOOKER, "watch", SAMPLE], env=setting, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert told in refused.stderr


def test_doctor_says_what_is_set_up(capsys: Said) -> None:
    assert main(["doctor"]) == 0
    assert "Python" in capsys.readouterr().out


def test_version(capsys: Said) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("onlooker 0.")


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bad")
    (place / "empty").mkdir()
    (place / "note.txt").write_text("hello")
    (place / "other.json").write_text('{"a": 1}')
    (place / "zero.json").write_bytes(b"")
    (place / "nowhere").symlink_to(place / "gone")
    (place / "round").symlink_to(place / "round")
    os.mkfifo(place / "pipe")
    (place / "piped").mkdir()
    os.mkfifo(place / "piped" / "pipe.json")
    (place / "noise.gz").write_bytes(bytes(n * 37 % 251 for n in range(3000)))
    return place


ODD = ("nowhere", "round", "pipe", "piped", "n" * 5_000)
READING = (["watch"], ["watch", "--dry-run"], ["watch", "--json"], ["detect"], ["transcript"], ["screen", "--at", "1"], ["show"])
COMMANDS = (*READING, ["render", "--whole", "--frames", "stills"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("place", ["nothing", "empty", "note.txt", "other.json", "zero.json", "noise.gz", "*.nope", "a\x00b", *ODD])
def test_a_place_that_holds_nothing_to_read_is_one_line_and_status_2(command: list[str], place: str, bad: Path, capsys: Said) -> None:
    assert main([*command, str(bad / place)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("onlooker: ") and said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nope"], "No such command 'nope'"),
        (["watch"], "see: onlooker watch --help"),
        (["watch", SAMPLE, "--colour"], "No such option"),
        (["watch", SAMPLE, "--budget", "-1"], "--budget 0.50"),
        (["watch", SAMPLE, "--budget", "nan"], "--budget 0.50"),
        (["watch", SAMPLE, "--budget", "much"], "--budget"),
        (["watch", SAMPLE, "--preset", "nope"], "there are default, posthog"),
        (["watch", SAMPLE, "--model", "nope"], "use one of"),
        (["watch", SAMPLE, "--model", "google:gemini-2.5-flash"], "set GEMINI_API_KEY"),
        (["watch", SAMPLE, "--context", "nope.md"], "give a UTF-8 text file"),
        (["watch", SAMPLE, "--context", "/dev/zero"], "give a UTF-8 text file"),
        (["watch", SAMPLE, "--out", __file__], "give a folder"),
        (["watch", SAMPLE, "--out", ""], "give another folder"),
        (["watch", SAMPLE, "--dry-run", "--budget", "0"], "greater than 0"),
        (["watch", SAMPLE, "--dry-run", "--model", "gogle:gemini-2.5-flash"], "unknown model"),
        (["watch", SAMPLE, "--dry-run", "--model", "recorded:nope"], "no folder of recorded replies"),
        (["transcript", SAMPLE, "--model", "gogle:gemini-2.5-flash"], "unknown model"),
        (["detect", SAMPLE, "--preset", "nope"], "there are default, posthog"),
        (["detect", str(PROJECT / "samples")], "name one"),
        (["transcript", SAMPLE, "--model", "nope"], "use one of"),
        (["screen", SAMPLE], "--at"),
        (["screen", SAMPLE, "--at", "soon"], "1:23"),
        (["screen", SAMPLE, "--at", "9:00:00"], "earlier --at"),
        (["screen", SAMPLE, "--at", "1", "--window", "0"], "counted from 1"),
        (["screen", SAMPLE, "--at", "1", "--window", "5"], "this session has 1"),
        (["show", SAMPLE], "onlooker watch"),
        (["show", "/dev/zero"], "neither a file nor a folder"),
        (["show", str(PROJECT / "samples" / "fava-1" / "snapshots.jsonl.gz")], "onlooker watch"),
    ],
)
def test_a_wrong_option_is_one_line_that_says_what_to_do(args: list[str], told: str, capsys: Said) -> None:
    assert main(args) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.startswith("onlooker: ") and said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("link", ["nowhere", "round", "nowhere/inside"])
def test_a_link_to_nowhere_is_refused_before_anything_is_read(link: str, bad: Path, capsys: Said) -> None:
    assert main(["watch", SAMPLE, "--out", str(bad / link)]) == 2
    assert "is a link to nowhere" in capsys.readouterr().err.splitlines()[0]


def test_nothing_is_written_when_nothing_was_read(bad: Path, tmp_path: Path) -> None:
    assert main(["watch", str(bad), "--out", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_without_a_command_the_help_is_shown(capsys: Said) -> None:
    assert main([]) == 0
    assert "watch" in capsys.readouterr().out


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    """CPU time, the best of three: the machine may be busy with something else."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*ONLOOKER, "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken) < 0.5
    watched = [sys.executable, "-X", "importtime", *ONLOOKER[1:], "watch", "--help"]
    loaded = subprocess.run(watched, check=True, capture_output=True, text=True).stderr
    for heavy in ("pydantic_ai", "tiktoken", "jinja2", "msgspec", "onlooker.pipeline", "onlooker.app", "onlooker.sinks"):
        assert f"| {heavy}" not in loaded.replace("|   ", "| ").replace("|  ", "| "), heavy


def test_an_interrupted_run_ends_with_130_and_writes_nothing(tmp_path: Path) -> None:
    args = [*ONLOOKER, "watch", str(PROJECT / "samples"), "--out", str(tmp_path / "out")]
    with subprocess.Popen(args, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        run.stderr.readline()  # the first session is read, five are left
        run.send_signal(signal.SIGINT)
        said = run.stderr.read()
        assert run.wait(10) == 130
    assert re.fullmatch(r"onlooker: interrupted; \d of 6 sessions are read and kept; the same command goes on from there", said.splitlines()[-1])
    assert not (tmp_path / "out").exists()


def test_a_reader_that_goes_away_is_no_error(reported: Path) -> None:
    with subprocess.Popen([*ONLOOKER, "show", str(reported), "--as", "html"], stderr=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(10) == 0


@pytest.mark.parametrize(
    "args", [["watch", SAMPLE, "--json"], ["watch", SAMPLE], ["transcript", SAMPLE], ["detect", SAMPLE], ["doctor"]], ids=" ".join
)
def test_a_full_disk_behind_the_output_is_one_line(args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run([*ONLOOKER, *args], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == "onlooker: the output cannot be written: No space left on device; send it somewhere else"
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("closed", "place", "status"), [(">&-", SAMPLE, 0), ("2>&-", "nope", 2), (">&- 2>&-", "nope", 2)])
def test_closed_streams_change_nothing(closed: str, place: str, status: int) -> None:
    run = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *ONLOOKER, "watch", place], capture_output=True, text=True, check=False)
    assert run.returncode == status
    assert "Traceback" not in run.stderr
