"""What recurs on the terminal, and what becomes of a list that is too long to read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.cli.main import main
from onlooker.cli.telling import LISTED_UP_TO, tell_run
from onlooker.domain.report import RunReport
from onlooker.sinks import write_folder
from tests.cli.test_telling import Paper
from tests.sinks import recurring, reports


def told(run: RunReport, width: int = 140) -> list[str]:
    paper = Paper(width)
    tell_run(run, paper.console)
    return paper.lines


def test_what_recurs_comes_before_the_sessions() -> None:
    lines = told(recurring.run())
    assert lines[:7] == [
        "2 problems recur in 6 sessions, 1 of them blocking.",
        "severity sessions users blocks state course what recurs",
        "1 81 4 of 6 (67%, 30% to 90%) 4 yes back again ██·██· “Deploy” fails: read-only file system",
        "2 12 2 of 6 (33%, 10% to 70%) 2 no new Opened and closed the same dialog",
        "1 muted pattern not told.",
        "resolved The chart stays empty \u2013 Last seen 2026-11-13; not in 48 sessions since then, though it had met 12% of them.",
        "2 problems more met one session alone. 6 sessions are few to tell from what recurs. "
        "1 recurring suspicion left out: no session could confirm",
    ]
    assert next(line for line in lines if line.startswith("session goal")) in lines[7:]


def test_a_narrow_terminal_leaves_out_users_and_course() -> None:
    assert "1 81 4 of 6 yes back again “Deploy” fails: read-only file system" in told(recurring.run(), 90)


def test_only_the_worst_patterns_are_told() -> None:
    run = recurring.run()
    assert run.patterns is not None
    many = tuple(replace(run.patterns.patterns[0], id=f"p{n}") for n in range(14))
    lines = told(replace(run, patterns=replace(run.patterns, patterns=many)))
    assert sum("read-only file system" in line for line in lines) == 10
    assert "and 4 more; the report tells all" in lines


def test_very_many_sessions_are_summed_up() -> None:
    run = recurring.run(LISTED_UP_TO + 1)
    many = replace(run, failed=tuple(replace(reports.failed(), session_id=f"f-{n}") for n in range(3)), skipped=run.skipped * 11)
    lines = told(many)
    assert not [line for line in lines if line.startswith(("session goal", "s-00"))]
    at = lines.index("31 sessions read, not listed here: a report (--out DIR) has each, and `onlooker show DIR --session ID` tells one.")
    assert lines[at + 1 : at + 4] == [
        "could not be read: 3 no snapshot could be read and there are no events",
        "skipped 3 of 37 sessions: 2 bot, 1 too short",
        "passed over 11 places: 11 not a recording: plain text",
    ]
    assert lines[-2] == "34 sessions: 10 reached the goal, 21 did not, 3 could not be read. Read in 42 s."


def test_the_ledger_tells_what_each_phase_cost_and_how_far_off_the_estimate_was() -> None:
    lines = told(recurring.run())
    at = lines.index("looks at the screen 2 calls 8,000 in 400 out $0.0040")
    assert lines[at + 1 : at + 6] == [
        "what recurs 1 call 9,000 in 900 out $0.0010",
        "google:gemini-2.5-flash 2 calls 8,000 in 400 out $0.0040",
        "openai:gpt-5-mini 1 call 9,000 in 900 out $0.0010",
        "in all 3 calls 17,000 in 1,300 out $0.0050",
        "1 answer was kept from before. Foreseen: $0.0100, 4 calls, 1 min. It came to 50% of the money, 100% of the calls, 70% of the time.",
    ]
    assert lines[-1].endswith("google:gemini-2.5-flash: 3 calls, $0.0050.")


def test_where_nothing_recurs_the_sessions_are_the_answer() -> None:
    run = recurring.run()
    assert run.patterns is not None
    lines = told(replace(run, patterns=replace(run.patterns, patterns=(), resolved=(), single=1, notes=())))
    assert lines[0].startswith("session goal")
    assert any(line.startswith("Nothing recurs in 6 sessions. 1 problem met one session alone. 6 sessions are few") for line in lines)


def test_nothing_is_told_of_patterns_where_nobody_looked() -> None:
    assert not [line for line in told(reports.many(5)) if "recur" in line]


@pytest.mark.parametrize("width", [20, 60, 200])
def test_hostile_patterns_reach_no_terminal_as_a_command(width: int) -> None:
    paper = Paper(width)
    tell_run(recurring.hostile(), paper.console)
    assert not {"\x1b", "\u202e", "\x07"} & set(paper.text)


def test_a_folder_is_shown_again_with_its_patterns_and_one_session_of_it_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = recurring.run()
    write_folder(run, str(tmp_path), reports.media)
    assert main(["show", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("2 problems recur in 6 sessions")
    assert main(["show", str(tmp_path), "--as", "html"]) == 0
    assert "<h1>2 problems recur in 6 sessions" in capsys.readouterr().out
    assert main(["show", str(tmp_path), "--session", "s-0002"]) == 0
    assert "recur" not in capsys.readouterr().out
    assert main(["show", str(tmp_path), "--as", "json"]) == 0
    assert [json.loads(line)["session_id"] for line in capsys.readouterr().out.splitlines()] == [*(s.session_id for s in run.sessions), "01a20401"]
