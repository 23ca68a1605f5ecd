"""Ten recordings (the samples and four more) read by a model whose replies were recorded: real answers of a careful reader, who saw the
requests and nothing else.

The replies are found by the request's hash. A change of the prompt, of the transcript or of what the rules suspect asks a new question, to
which no answer is recorded: then ask a model again and keep its replies
(`ONLOOKER_RECORD=tests/replies onlooker watch samples tests/recordings --model …`). A look's question changes with what a frame shows, too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.evidence import Status
from onlooker.domain.report import RunReport, SessionReport

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
RECORDINGS = HERE / "recordings"


@pytest.fixture(scope="module")
def run() -> RunReport:
    return app.watch([str(SAMPLES), str(RECORDINGS)], model=f"recorded:{HERE / 'replies'}")


def _of(run: RunReport, name: str) -> SessionReport:
    return next(report for report in run.sessions if Path(report.source).name == name)


def test_every_recording_has_its_recorded_reply(run: RunReport) -> None:
    assert [(report.reader.kind, report.reader.note) for report in run.sessions] == [("model", "")] * len(run.sessions)
    purposes = Counter(json.loads(kept.read_bytes())["purpose"] for kept in (HERE / "replies").glob("*.json"))
    assert purposes["summarize"] == len(run.sessions)


@pytest.mark.parametrize(
    ("sample", "reached", "blocking"),
    [
        ("fava-1", False, 1),
        ("fava-2", False, 1),
        ("fava-3", True, 0),
        ("nodered-1", True, 0),
        ("nodered-2", False, 1),
        ("nodered-3", False, 1),
        ("oscar-1", True, 0),
        ("oscar-2", False, 1),
        ("oscar-3", True, 0),
        ("oscar-4", False, 1),
    ],
)
def test_outcome_and_findings_follow_the_reply(run: RunReport, sample: str, reached: bool, blocking: int) -> None:
    report = _of(run, sample)
    assert report.outcome.success is reached
    assert sum(finding.blocking for finding in report.findings if finding.reported) == blocking


def test_what_the_reader_cites_stands_and_is_timed_by_code(run: RunReport) -> None:
    for report in run.sessions:
        marks = {mark.id: mark.at_ms for mark in report.marks}
        assert report.coverage.invented_cites == 0
        assert report.segments[0].start_ms == 0
        for segment in report.segments:
            for action in segment.key_actions:
                assert action.at_ms == marks[action.cites[0]]


def test_the_readers_rulings_are_on_the_findings(run: RunReport) -> None:
    [finding] = [finding for finding in _of(run, "nodered-1").findings if finding.reported]
    assert finding.evidence.verdict is not None
    assert finding.evidence.verdict.by == "a careful reader"
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, False)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunReport]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ONLOOKER_CLIPS", "auto")
        environment.setenv("ONLOOKER_HOME", str(tmp_path_factory.mktemp("home")))
        yield app.watch([str(SAMPLES), str(RECORDINGS)], model=f"recorded:{HERE / 'replies'}")


def test_every_look_has_its_recorded_reply(looked: RunReport) -> None:
    assert not [failed.reason for report in looked.sessions for failed in report.coverage.looked.failed]
    clips = {finding.evidence.clip.id for report in looked.sessions for finding in report.findings if finding.evidence.clip is not None}
    asked = [one for report in looked.sessions for one in report.usage.exchanges if one.purpose == "verify"]
    assert len(asked) == len(clips) == 7


def test_what_was_seen_is_on_the_findings_with_its_frames(looked: RunReport) -> None:
    shown = [finding for report in looked.sessions for finding in report.findings if finding.evidence.clip is not None]
    for finding in shown:
        verdict, clip = finding.evidence.verdict, finding.evidence.clip
        assert verdict is not None
        assert clip is not None
        assert (verdict.by, verdict.basis) == ("a careful reader", "frames")
        assert verdict.saw
        assert clip.description
        assert set(verdict.frames) <= {frame.at_ms for frame in clip.frames}
        assert finding.status is Status.CONFIRMED


def test_a_look_moves_no_outcome_here(run: RunReport, looked: RunReport) -> None:
    """What the readers of the transcripts said is what the readers of the frames saw."""
    assert [report.outcome.success for report in looked.sessions] == [report.outcome.success for report in run.sessions]
