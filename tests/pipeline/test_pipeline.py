"""The whole path on real recordings, with and without a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from onlooker import app, pipeline
from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.domain.report import RunReport
from onlooker.domain.run import Phase, Progress
from onlooker.errors import InputError, ModelError, SourceError
from onlooker.ports import RawPart, RawSession

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def run() -> RunReport:
    return app.watch([str(SAMPLES)])


def _raw(name: str, **replaced: bytes) -> RawSession:
    folder = SAMPLES / name

    def part(file: str) -> RawPart:
        data = replaced.get(file.split(".", maxsplit=1)[0])
        return RawPart(name=file, read=(folder / file).read_bytes if data is None else (lambda: data))

    return RawSession(origin=str(folder), name=name, recording=(part("snapshots.jsonl.gz"),), events=(part("events.jsonl.gz"),))


class Said:
    """A model that says one thing, or raises it."""

    name = "said"
    context_tokens = 100_000
    sees = Sees.IMAGES

    def __init__(self, *says: Mapping[str, object] | Exception) -> None:
        self.says = list(says)
        self.asked: list[ModelRequest] = []

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        self.asked.append(request)
        says = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(says, Exception):
            raise says
        if on_part is not None:
            on_part(says)
        return ModelReply(content=says, model=self.name, usage=Usage(input_tokens=10, output_tokens=5, cost=0.001))


def test_every_sample_is_read(run: RunReport) -> None:
    assert len(run.sessions) == len([place for place in SAMPLES.iterdir() if place.is_dir()])
    assert run.failed == ()
    assert {report.reader.kind for report in run.sessions} == {"rules"}


def test_the_same_recordings_give_the_same_reports(run: RunReport) -> None:
    again = app.watch([str(SAMPLES)])
    told = [[finding.id for finding in report.findings] for report in run.sessions]
    assert told == [[finding.id for finding in report.findings] for report in again.sessions]
    assert [report.segments for report in run.sessions] == [report.segments for report in again.sessions]


def test_what_is_cited_is_explained(run: RunReport) -> None:
    for report in run.sessions:
        marked = {mark.id for mark in report.marks}
        for finding in report.findings:
            assert set(finding.evidence.entries) <= marked
            assert finding.evidence.screen is not None
        assert set(report.outcome.cites) <= marked
        for segment in report.segments:
            assert all(set(action.cites) <= marked and action.cites for action in segment.key_actions)


def test_segments_cover_the_session_in_order(run: RunReport) -> None:
    for report in run.sessions:
        assert [segment.index for segment in report.segments] == list(range(len(report.segments)))
        for one, following in zip(report.segments, report.segments[1:], strict=False):
            assert one.start_ms <= one.end_ms <= following.start_ms
        assert report.segments[-1].end_ms <= report.duration_ms


def test_a_recording_without_its_events_still_tells_the_fault() -> None:
    whole = _raw("fava-1")
    alone = RawSession(origin=whole.origin, name=whole.name, recording=whole.recording)
    report = pipeline.read_session(alone, pipeline.Reading())
    assert report.outcome.success is False
    assert report.coverage.events == 0


def test_events_without_a_recording_are_read_too() -> None:
    whole = _raw("fava-1")
    report = pipeline.read_session(RawSession(origin="x", name="x", recording=(), events=whole.events), pipeline.Reading())
    assert report.coverage.snapshots == 0
    assert report.coverage.entries > 0


def test_a_cut_recording_keeps_what_can_be_read() -> None:
    data = (SAMPLES / "fava-1" / "snapshots.jsonl.gz").read_bytes()
    report = pipeline.read_session(_raw("fava-1", snapshots=data[: len(data) * 2 // 3]), pipeline.Reading())
    assert 0 < report.coverage.snapshots < 339
    assert report.coverage.losses.truncated


def test_bytes_that_are_nothing_fail_alone(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    for file in ("events.jsonl.gz", "snapshots.jsonl.gz"):
        (tmp_path / "good" / file).write_bytes((SAMPLES / "nodered-1" / file).read_bytes())
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "snapshots.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00nonsense" * 20)
    run = app.watch([str(tmp_path)])
    assert len(run.sessions) == 1
    assert len(run.failed) + len(run.skipped) == 1


def test_a_place_without_sessions_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        app.watch([str(tmp_path / "nowhere")])


def test_a_wrong_preset_is_an_input_error() -> None:
    with pytest.raises(InputError, match="there are default"):
        app.watch([str(SAMPLES)], preset="tarot")


def test_progress_counts_to_the_end() -> None:
    told: list[Progress] = []
    app.watch([str(SAMPLES / "fava-1"), str(SAMPLES / "nodered-1")], on_progress=told.append)
    ends = [progress for progress in told if progress.phase is Phase.DONE]
    assert [progress.done for progress in ends] == [1, 2]
    assert all(progress.report is not None for progress in ends)
    assert all(progress.total == 2 for progress in told)


@pytest.mark.parametrize("trouble", [ModelError("the model refused"), {"nonsense": True}, {"segments": "x" * 50}])
def test_a_model_that_fails_leaves_the_rules_report(trouble: Mapping[str, object] | Exception) -> None:
    model = Said(trouble)
    report = pipeline.read_session(_raw("fava-1"), pipeline.Reading(model=model))
    assert report.reader.kind == "rules"
    assert "said did not write this" in report.reader.note
    assert report.outcome.success is False
    tries = 1 if isinstance(trouble, Exception) else pipeline.ASKS
    assert [request.purpose for request in model.asked] == ["summarize"] * tries + ["verify"] * tries
    assert any("no model looked at it" in note for note in report.coverage.notes)


def test_a_refused_reply_is_asked_again_with_what_was_wrong() -> None:
    model = Said(*[{"nonsense": True}] * 2 * pipeline.ASKS)
    pipeline.read_session(_raw("fava-1"), pipeline.Reading(model=model))
    first, second = model.asked[0], model.asked[1]
    assert first.hash("m") != second.hash("m")
