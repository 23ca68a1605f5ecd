"""The JSON form: what a reader of the report may rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onlooker.domain.clip import FPS, Clip, ClipPlan, Frame, Shot
from onlooker.domain.evidence import Evidence
from onlooker.domain.finding import Finding
from onlooker.domain.report import FailedSession, RunReport, SessionReport
from onlooker.domain.screen import Screen, ScreenLine
from onlooker.errors import InputError
from onlooker.sinks.json.decode import decode_reports
from onlooker.sinks.json.encode import encode_pretty, encode_run, encode_session
from onlooker.sinks.json.schema import SCHEMAS
from tests.sinks import reports
from tests.sinks.anything import any_of, epochs

DOCS = Path(__file__).parents[2] / "docs"
PUBLISHED = DOCS / "report.schema.json"


def any_session() -> st.SearchStrategy[SessionReport]:
    sessions = any_of(SessionReport).map(lambda report: cast("SessionReport", report))
    return st.builds(possible, sessions, epochs, st.sampled_from(["rules", "model"]))


def possible(report: SessionReport, started_at: int, kind: str) -> SessionReport:
    """With times that can be, and one of the form's two kinds of reader."""
    findings = tuple(
        replace(f, start_ms=min(f.start_ms, f.end_ms), end_ms=max(f.start_ms, f.end_ms), evidence=replace(f.evidence, clip=clip(f, report)))
        for f in report.findings
    )
    looked = report.coverage.looked
    failed = tuple(replace(one, plan=plan_of(one.plan, report)) for one in looked.failed)
    failed = tuple(replace(one, plan=replace(one.plan, shots=(ends(one.plan),), moments=(), skipped=(), fps=FPS)) for one in failed)
    coverage = replace(report.coverage, looked=replace(looked, failed=failed))
    return replace(report, findings=findings, started_at=started_at, reader=replace(report.reader, kind=kind), coverage=coverage)


def clip(finding: Finding, report: SessionReport) -> Clip | None:
    """Its frames are its plan's instants; the exact screens are not written, nor what a video would be that is not there."""
    clip = finding.evidence.clip
    if clip is None:
        return None
    plan = plan_of(clip.plan, report)
    frames = tuple(
        replace(clip.frames[0] if clip.frames else Frame(at_ms=0, window=0, blob=""), at_ms=at_ms, window=shot.window)
        for shot in plan.shots
        for at_ms in shot.instants
    )
    clip = replace(clip, plan=plan, frames=frames, screens=())
    return clip if clip.video else Clip(id=clip.id, plan=plan, frames=frames, under=clip.under, notes=clip.notes)


def plan_of(plan: ClipPlan, report: SessionReport) -> ClipPlan:
    """Instants rise, and there are some."""
    instants = sorted({instant for shot in plan.shots for instant in shot.instants} | {0})
    windows = [shot.window for shot in plan.shots] or [0]
    size = -(-len(instants) // len(windows))
    shots = (Shot(window=window, instants=tuple(instants[n * size : (n + 1) * size])) for n, window in enumerate(windows))
    moments = tuple(replace(one, start_ms=min(one.start_ms, one.end_ms), end_ms=max(one.start_ms, one.end_ms)) for one in plan.moments)
    return replace(
        plan, session_id=report.session_id, shots=tuple(shot for shot in shots if shot.instants), moments=moments, fps=1 + abs(plan.fps) % 60
    )


def ends(plan: ClipPlan) -> Shot:
    return Shot(window=plan.shots[0].window, instants=tuple(sorted({plan.start_ms, plan.end_ms})))


def back(text: str) -> list[SessionReport | FailedSession]:
    return list(decode_reports(text.encode(), "report.json"))


def test_one_session_reads_as_the_design_says() -> None:
    report = json.loads(encode_session(reports.refused_deploy()))

    assert report["schema"] == 1
    assert report["session_id"] == "01a203bf-33b6-7b7d-ac5d-73fd6621a76a"
    assert report["started_at"] == "2026-11-22T14:53:12.150Z"
    assert report["reader"] == {"kind": "rules", "model": "", "prompt_version": "", "note": ""}
    assert report["outcome"]["success"] is False
    assert report["segments"][2]["key_actions"][0] == {
        "description": "Pressed Deploy, refused with 500",
        "at_ms": 19_534,
        "cites": ["e-press-1", "e-500-1"],
        "finding_id": "f0a1b2c3d4e5f601",
    }
    refused, _, dead = report["findings"]
    assert (refused["kind"], refused["blocking"], refused["status"], refused["start_ms"]) == ("exception", True, "confirmed", 19_534)
    assert refused["evidence"]["entries"][1] == {
        "id": "e-500-1",
        "at_ms": 19_600,
        "kind": "request",
        "text": "POST /flows 500 after 140 ms",
        "window": 0,
    }
    assert refused["evidence"]["clip"] is None
    assert refused["evidence"]["hits"][0]["thresholds"] == {"status_from": 400, "within_ms": 3000}
    assert dead["evidence"]["verdict"]["reason"].startswith("The button was disabled")
    assert report["coverage"]["noise"][0]["count"] == 14
    assert report["usage"]["cost"] == 0


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_published_schema_is_the_generated_one(name: str) -> None:
    assert (DOCS / name).read_text() == SCHEMAS[name]()


EVERY = [*reports.run().sessions, *reports.run().failed, reports.looked_at(), reports.hardly_looked_at()]


@pytest.mark.parametrize("report", EVERY, ids=lambda report: report.source[:12])
def test_every_report_fits_the_published_schema(report: SessionReport | FailedSession) -> None:
    Draft202012Validator(json.loads(PUBLISHED.read_text())).validate(json.loads(encode_pretty(report)))


def test_the_schema_refuses_a_report_with_a_missing_key() -> None:
    report = json.loads(encode_session(reports.refused_deploy()))
    del report["outcome"]
    assert not Draft202012Validator(json.loads(PUBLISHED.read_text())).is_valid(report)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_session())
def test_nothing_is_lost_there_and_back(report: SessionReport) -> None:
    assert back(encode_session(report)) == [report]
    assert back(encode_pretty(report)) == [report]


def test_a_clip_tells_its_frames_its_moments_and_where_its_media_lie() -> None:
    report = reports.looked_at()
    files = {reports.key_of("refused.mp4"): "clips/refused.mp4", reports.key_of("frame-13.jpg"): "clips/frame-13.jpg"}
    written = json.loads(encode_session(report, files))
    evidence = written["findings"][0]["evidence"]
    clip = evidence["clip"]
    assert (clip["window"], clip["start_ms"], clip["end_ms"], clip["fps"], len(clip["frames"])) == (0, 13_000, 50_000, 8, 13)
    assert clip["frames"][:2] == [
        {"at_ms": 13_000, "window": 0, "shot": 0, "blob": reports.key_of("frame-13.jpg"), "file": "clips/frame-13.jpg", "note": ""},
        {"at_ms": 15_000, "window": 0, "shot": 0, "blob": reports.key_of("frame-15.jpg"), "file": "", "note": ""},
    ]
    assert clip["video"] == {
        "blob": reports.key_of("refused.mp4"),
        "file": "clips/refused.mp4",
        "media_type": "video/mp4",
        "bytes": len(reports.media(reports.key_of("refused.mp4"))),
        "width": 480,
        "height": 300,
    }
    assert clip["skipped"] == [{"start_ms": 25_000, "end_ms": 33_000}, {"start_ms": 35_000, "end_ms": 46_000}]
    assert clip["moments"] == [{"finding_id": "f0a1b2c3d4e5f601", "start_ms": 13_000, "end_ms": 50_000, "at_ms": 19_790}]
    assert clip["under"][0]["hit"] == "span#btn-deploy"
    assert clip["described_by"] == reports.GEMINI
    verdict = evidence["verdict"]
    assert (verdict["basis"], verdict["frames"]) == ("video", [20_000, 34_000, 47_000])
    assert [earlier["by"] for earlier in evidence["earlier"]] == ["rules"]
    assert evidence["screen"]["exact"] is True


def test_coverage_tells_how_the_looking_went() -> None:
    looked = json.loads(encode_session(reports.hardly_looked_at()))["coverage"]["looked"]
    assert (looked["by"], looked["planned"], looked["rendered"]) == (reports.CHROMIUM, 3, 1)
    assert looked["failed"][0] == {"window": 0, "start_ms": 21_000, "end_ms": 44_000, "reason": "the browser went down"}
    assert looked["chosen"] == ["f0a1b2c3d4e5f601", "f0a1b2c3d4e5f602", "f0a1b2c3d4e5f603"]


@pytest.mark.parametrize("report", [reports.looked_at(), reports.hardly_looked_at()], ids=lambda report: report.source)
def test_what_was_looked_at_comes_back(report: SessionReport) -> None:
    assert back(encode_session(report, {reports.key_of("refused.mp4"): "clips/x.mp4"})) == [report]


def test_two_shots_of_one_window_stay_two() -> None:
    report = reports.looked_at()
    clip = report.findings[0].evidence.clip
    assert clip is not None
    [shot] = clip.plan.shots
    shots = (Shot(window=0, instants=shot.instants[:5]), Shot(window=0, instants=shot.instants[5:]))
    finding = replace(report.findings[0], evidence=replace(report.findings[0].evidence, clip=replace(clip, plan=replace(clip.plan, shots=shots))))
    report = replace(report, findings=(finding,))
    assert back(encode_session(report)) == [report]


def test_the_exact_screens_are_too_long_for_a_report() -> None:
    report = reports.looked_at()
    clip = report.findings[0].evidence.clip
    assert clip is not None
    screens = (Screen(at_ms=19_790, window=0, url="", title="", lines=(ScreenLine(text="a line of the exact screen"),)),)
    finding = replace(report.findings[0], evidence=replace(report.findings[0].evidence, clip=replace(clip, screens=screens)))
    written = encode_session(replace(report, findings=(finding, *report.findings[1:])))
    assert "a line of the exact screen" not in written
    assert back(written) == [report]


def test_a_report_from_before_clips_still_reads() -> None:
    report = json.loads(encode_session(reports.refused_deploy()))
    del report["coverage"]["looked"]
    for finding in report["findings"]:
        del finding["evidence"]["earlier"]
        for part, names in (("verdict", ("saw", "frames", "basis")), ("screen", ("exact",))):
            for name in names if finding["evidence"][part] else ():
                del finding["evidence"][part][name]
    text = json.dumps(report)
    assert back(text) == [reports.refused_deploy()]
    Draft202012Validator(json.loads(PUBLISHED.read_text())).validate(report)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("frames", []),
        ("frames", [{"at_ms": at_ms, "window": 0, "shot": 0, "blob": "", "file": "", "note": ""} for at_ms in (5, 4)]),
        ("fps", 0),
        ("fps", 10**6),
        ("skipped", [{"start_ms": 2, "end_ms": 1}]),
        ("moments", [{"finding_id": "", "start_ms": 2, "end_ms": 1, "at_ms": 0}]),
    ],
)
def test_a_clip_that_cannot_be_is_a_damaged_report(key: str, value: object) -> None:
    report = json.loads(encode_session(reports.looked_at()))
    report["findings"][0]["evidence"]["clip"][key] = value
    with pytest.raises(InputError, match="damaged report"):
        back(json.dumps(report))


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_its_maps() -> None:
    report = reports.refused_deploy()
    turned = replace(report, coverage=replace(report.coverage, folded=dict(reversed(list(report.coverage.folded.items())))))
    assert encode_session(turned) == encode_session(report)


def test_a_run_is_one_session_a_line_and_a_failed_one_is_a_line_too() -> None:
    run = reports.run()
    lines = encode_run(run).splitlines()
    assert [json.loads(line)["session_id"] for line in lines] == [s.session_id for s in run.sessions] + [f.session_id for f in run.failed]
    assert json.loads(lines[-1])["failed"] == "no snapshot could be read and there are no events"
    assert back(encode_run(run)) == [*run.sessions, *run.failed]


def test_an_entry_nobody_told_still_stands_in_the_evidence() -> None:
    report = reports.refused_deploy()
    bare = replace(report, marks=())
    entries = json.loads(encode_session(bare))["findings"][0]["evidence"]["entries"]
    assert entries[0] == {"id": "e-press-1", "at_ms": 19_534, "kind": "", "text": "", "window": 0}
    assert back(encode_session(bare)) == [bare]


def test_half_a_surrogate_pair_and_an_impossible_clock_do_not_stop_the_report() -> None:
    report = replace(reports.bought_kettle(), goal="caf\ud83d", started_at=10**30)
    read = json.loads(encode_session(report))
    assert (read["goal"], read["started_at"]) == ("caf?", "9999-12-31T23:59:59.999Z")


def test_infinity_in_a_fact_is_told_as_text() -> None:
    report = reports.refused_deploy()
    hit = replace(report.findings[0].evidence.hits[0], facts={"share": float("inf")}, thresholds={"factor": float("nan"), "n": 2})
    finding = replace(report.findings[0], evidence=Evidence(entries=(), hits=(hit,)))
    told = json.loads(encode_session(replace(report, findings=(finding,))))["findings"][0]["evidence"]["hits"][0]
    assert (told["facts"], told["thresholds"]) == ({"share": "inf"}, {"n": 2})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not a report of Onlooker"),
        (b"\xff\xfe\x00", "not a report of Onlooker"),
        (b"[1, 2]", "not a report of Onlooker"),
        (b'{"type": 4, "data": {}, "timestamp": 1}\n{"type": 2}\n', "onlooker watch"),
        (b'{"schema": 2, "session_id": "s"}', "form 2"),
        (b'{"schema": 1, "session_id": "s"}', "missing required field"),
        (encode_session(reports.bought_kettle()).encode()[:-40], "not a report of Onlooker"),
        (encode_session(reports.bought_kettle()).replace("2026-11-22T15", "2026-02-31T15").encode(), "damaged report"),
        (encode_session(reports.bought_kettle()).replace('"start_ms":71000', '"start_ms":999999').encode(), "damaged report"),
        (b'{"schema": 1, "session_id": "s", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not a report of Onlooker"),
    ],
)
def test_what_is_no_report_is_refused_with_what_to_do(text: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        list(decode_reports(text, "x.json"))
    assert str(refused.value).startswith("x.json: ")
    assert "\n" not in str(refused.value)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_one_known_error(text: bytes) -> None:
    with pytest.raises(InputError):
        list(decode_reports(text, "x.json"))


def test_keys_of_a_later_version_are_passed_over() -> None:
    report = json.loads(encode_session(reports.refused_deploy()))
    report["weather"] = "rain"
    report["findings"][0]["colour"] = "red"
    assert back(json.dumps(report)) == [reports.refused_deploy()]


def test_a_run_without_sessions_is_empty() -> None:
    assert encode_run(RunReport(sessions=())) == ""
