"""`patterns.json` and `run.json`: what a reader may rely on, and that a folder gives back the run that was written there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onlooker.domain.pattern import KnownPattern, Pattern, PatternReport
from onlooker.domain.report import RunReport
from onlooker.errors import InputError
from onlooker.sinks import read_reports, write_folder
from onlooker.sinks.json.decode import decode_facts, decode_patterns
from onlooker.sinks.json.encode import encode_facts, encode_patterns
from onlooker.sinks.json.schema import SCHEMAS
from tests.sinks import recurring, reports
from tests.sinks.anything import any_of, epochs

RUN = recurring.run()
FOUND = recurring.patterns(RUN.sessions)


def possible(found: PatternReport, at: int) -> PatternReport:
    """With times that can be."""

    def pattern(one: Pattern) -> Pattern:
        return replace(
            one,
            first_seen=at,
            last_seen=at,
            members=tuple(replace(member, started_at=at) for member in one.members),
            trend=tuple(replace(bucket, start=at, end=at) for bucket in one.trend),
            known=None if one.known is None else known(one.known),
        )

    def known(one: KnownPattern) -> KnownPattern:
        return replace(one, first_seen=at, last_seen=at, resolved_at=at)

    return replace(found, patterns=tuple(map(pattern, found.patterns)), resolved=tuple(map(known, found.resolved)))


any_patterns = st.builds(possible, any_of(PatternReport).map(lambda found: cast("PatternReport", found)), epochs)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_patterns)
def test_nothing_is_lost_there_and_back(found: PatternReport) -> None:
    text = encode_patterns(found)
    assert decode_patterns(text.encode(), "patterns.json") == found
    assert not list(Draft202012Validator(json.loads(SCHEMAS["patterns.schema.json"]())).iter_errors(json.loads(text)))


def test_what_a_pattern_tells_a_program() -> None:
    told = json.loads(encode_patterns(FOUND))
    assert (told["examined"], told["users"], told["single"], told["chance_missed"]) == (6, 6, 2, 0.9986)
    first, second, _ = told["patterns"]
    assert first["sessions"] == ["s-0000", "s-0001", "s-0003", "s-0004"]
    assert (first["kind"], first["blocking"], first["lifecycle"]) == ("exception", True, "regressed")
    assert first["prevalence"] == {"part": 4, "whole": 6, "value": pytest.approx(0.6667, abs=1e-4), "low": 0.3, "high": 0.9}
    assert first["first_seen"] == "2026-11-22T14:53:12.150Z"
    assert first["trend"][0] == {"start": "2026-11-22T00:00:00.000Z", "end": "2026-11-23T00:00:00.000Z", "examined": 1, "affected": 1}
    assert first["instead"] == {"sessions": 1, "example": "s-0002", "steps": ["Pressed “Save a copy”", "Went on to /flows/copy"]}
    assert (second["success_affected"], second["instead"]) == (None, None)
    assert told["resolved"][0]["resolved_at"] is None


def test_what_a_run_tells_a_program() -> None:
    names = [f"{session.session_id}.json" for session in RUN.sessions] + ["01a20401.json"]
    told = json.loads(encode_facts(RUN, names))
    assert (told["selected"], told["read"], told["failed"], told["skipped"]) == (10, 6, 1, {"bot": 2, "too short": 1})
    assert told["sessions"][-1] == {"session_id": "01a20401", "file": "01a20401.json"}
    assert told["skipped_sessions"][0]["why"] == "its user agent says “crawler”"
    assert told["foreseen"]["cost"] == 0.01
    Draft202012Validator(json.loads(SCHEMAS["run.schema.json"]())).validate(told)


def test_a_folder_gives_back_the_run_that_was_written_there(tmp_path: Path) -> None:
    written = write_folder(RUN, str(tmp_path), reports.media)
    assert [Path(path).name for path in written[-4:]] == ["patterns.json", "run.json", "report.html", "report.md"]
    assert read_reports(str(tmp_path)) == RUN


def test_what_another_run_left_in_the_folder_is_not_told_as_this_one(tmp_path: Path) -> None:
    write_folder(recurring.run(9), str(tmp_path))
    write_folder(RUN, str(tmp_path))
    assert len(list(tmp_path.glob("s-*.json"))) == 9
    assert [session.session_id for session in read_reports(str(tmp_path)).sessions] == [session.session_id for session in RUN.sessions]
    write_folder(reports.many(1), str(tmp_path))
    assert not {"patterns.json", "run.json"} & {path.name for path in tmp_path.iterdir()}
    assert read_reports(str(tmp_path)).patterns is None


def test_files_of_the_same_names_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    for name in ("patterns.json", "run.json"):
        (tmp_path / name).write_text('{"app": "oscar", "patterns": []}')
    write_folder(reports.many(1), str(tmp_path))
    assert (tmp_path / "run.json").read_text() == '{"app": "oscar", "patterns": []}'
    assert len(read_reports(str(tmp_path)).sessions) == 1


@pytest.mark.parametrize("name", ["patterns", "run", "PATTERNS"])
def test_a_session_that_is_called_like_one_of_them_gets_another_name(tmp_path: Path, name: str) -> None:
    run = replace(RUN, sessions=(replace(RUN.sessions[0], session_id=name), *RUN.sessions[1:]))
    write_folder(run, str(tmp_path))
    assert read_reports(str(tmp_path)).sessions[0].session_id == name


@pytest.mark.parametrize("file", ["../secret.json", "/etc/passwd", "a/b.json", "", ".hidden.json"])
def test_a_run_names_no_file_outside_its_folder(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.json").write_text(json.dumps({"schema": 1, "session_id": "s", "source": "", "failed": "not for you"}))
    out = tmp_path / "out"
    write_folder(RUN, str(out))
    facts = json.loads((out / "run.json").read_text())
    facts["sessions"][0]["file"] = file
    (out / "run.json").write_text(json.dumps(facts, indent=2))
    assert len(read_reports(str(out)).sessions) == len(RUN.sessions) - 1
    assert read_reports(str(out)).failed == RUN.failed


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"schema": 1, "examined": 3}', b'{"schema": 2, "examined": 3}', b'{"x": ' + b"[" * 100_000])
def test_what_is_none_is_refused_with_what_to_do(text: bytes) -> None:
    for decode in (decode_patterns, decode_facts):
        with pytest.raises(InputError, match=r"^x\.json: a damaged report .*onlooker watch RECORDINGS --out DIR"):
            decode(text, "x.json")


def test_a_day_that_never_was_is_refused() -> None:
    with pytest.raises(InputError, match="damaged"):
        decode_patterns(encode_patterns(FOUND).replace("2026-11-22T14", "2026-02-31T14").encode(), "x.json")


def test_hostile_text_and_impossible_clocks_go_there_and_back(tmp_path: Path) -> None:
    run = recurring.hostile()
    write_folder(run, str(tmp_path))
    back = read_reports(str(tmp_path))
    assert back.patterns is not None and run.patterns is not None
    assert [pattern.title for pattern in back.patterns.patterns] == [reports.HOSTILE] * 2
    assert (back.focus, back.exchanges, back.skipped_sessions) == (run.focus, run.exchanges, run.skipped_sessions)


def test_a_run_over_one_session_has_neither(tmp_path: Path) -> None:
    written = write_folder(RunReport(sessions=RUN.sessions[:1]), str(tmp_path))
    assert [Path(path).name for path in written] == ["s-0000.json", "report.html", "report.md"]
