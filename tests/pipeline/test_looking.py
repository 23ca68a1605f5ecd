"""What the looking does to a report: a renderer that gives what it is told to, a model that says what it is told to, real recordings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onlooker import pipeline
from onlooker.app.closely import only
from onlooker.clip import LookLimits
from onlooker.domain.clip import ClipScript, Rendered
from onlooker.domain.evidence import Status
from onlooker.domain.model import MediaPart, ModelReply, ModelRequest, Sees, TextPart, Usage
from onlooker.domain.report import SessionReport
from onlooker.errors import BudgetError, RenderError
from onlooker.ports import BlobStore
from onlooker.stores import MemoryBlobs

SAMPLES = Path(__file__).parents[2] / "samples"
FAILING = SAMPLES / "fava-1"


@dataclass
class Canned:
    """A renderer without a browser. `trouble`: what it raises in place of a picture."""

    trouble: RenderError | None = None
    name: str = "canned"
    rendered: list[ClipScript] = field(default_factory=list)

    def render(self, script: ClipScript) -> Rendered:
        self.rendered.append(script)
        if self.trouble is not None:
            raise self.trouble
        frames = tuple(f"frame {at_ms}".encode() for at_ms in script.plan.instants)
        return Rendered(frames=frames, video=b"video", width=640, height=422, blank=(0,))

    def close(self) -> None:
        pass


@dataclass
class Looks:
    """A model that rules the same on whatever it is shown, and does not write summaries."""

    ruling: str = "refuted"
    blocking: bool = False
    sees: Sees = Sees.IMAGES
    trouble: Exception | None = None
    name: str = "looks"
    context_tokens: int = 100_000
    asked: list[ModelRequest] = field(default_factory=list)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        self.asked.append(request)
        if self.trouble is not None:
            raise self.trouble
        content: Mapping[str, object] = {"what_happens": "Somebody saves, said first."} if request.purpose == "describe" else {}
        if request.purpose == "verify":
            told = "\n".join(part.text for part in request.parts if isinstance(part, TextPart))
            labels = [label for label in ("f1", "f2", "f3") if f"\n{label} " in f"\n{told}"]
            entry = next(word.strip(".,:") for word in told.split() if word.startswith("e") and word.strip(".,:")[1:].isdigit())
            rulings = [
                {
                    "finding": label,
                    "what_user_saw": "A dialog that closed.",
                    "frames": ["2"] if any(isinstance(part, MediaPart) for part in request.parts) else [],
                    "cites": [entry],
                    "why": "It closes in the end.",
                    "ruling": self.ruling,
                    "blocking": self.blocking,
                }
                for label in labels
            ]
            content = {"what_happens": "Somebody saves.", "rulings": rulings}
        return ModelReply(content=content, model="looks", usage=Usage(input_tokens=10, output_tokens=5, cost=0.001))


class FullDisk(MemoryBlobs):
    def put(self, data: bytes, media_type: str) -> str:
        raise OSError(28, "No space left on device")


def read(renderer: Canned, model: Looks | None = None, blobs: BlobStore | None = None, **more: object) -> SessionReport:
    memory = MemoryBlobs()
    looking = pipeline.Looking(renderer=renderer, blobs=blobs or memory, notes=memory)
    limits = LookLimits(**more)  # type: ignore[arg-type]
    return pipeline.read_session(only(str(FAILING)), pipeline.Reading(model=model, looking=looking, limits=limits))


def test_a_finding_that_blocks_gets_its_clip() -> None:
    renderer = Canned()
    report = read(renderer)
    [finding] = report.findings
    clip = finding.evidence.clip
    assert clip is not None
    assert [frame.at_ms for frame in clip.frames] == list(renderer.rendered[0].plan.instants)
    assert [frame.note for frame in clip.frames][:2] == ["blank", ""]
    assert finding.start_ms > clip.plan.start_ms
    assert report.coverage.looked.by == "canned"


def test_what_a_look_refutes_is_dismissed_and_nothing_blocks_any_more() -> None:
    report = read(Canned(), Looks(ruling="refuted"))
    [finding] = report.findings
    assert (finding.status, finding.blocking) == (Status.REFUTED, False)
    verdict = finding.evidence.verdict
    assert verdict is not None
    assert (verdict.by, verdict.basis, verdict.saw, verdict.reason) == ("looks", "frames", "A dialog that closed.", "It closes in the end.")
    assert finding.evidence.clip is not None
    assert verdict.frames == (finding.evidence.clip.frames[2].at_ms,)
    assert finding.evidence.clip.description == "Somebody saves."
    [earlier] = finding.evidence.earlier
    assert (earlier.by, earlier.status, earlier.blocking) == ("rules", Status.CONFIRMED, True)
    assert report.outcome.success is True
    assert report.outcome.basis != "blocked"


def test_what_a_look_confirms_still_blocks() -> None:
    report = read(Canned(), Looks(ruling="confirmed", blocking=True))
    [finding] = report.findings
    assert (finding.status, finding.blocking, report.outcome.success) == (Status.CONFIRMED, True, False)


@pytest.mark.parametrize(("sees", "kind"), [(Sees.VIDEO, "video/mp4"), (Sees.IMAGES, "image/jpeg"), (Sees.TEXT, "")])
def test_a_model_is_shown_what_it_can_see(sees: Sees, kind: str) -> None:
    model = Looks(sees=sees)
    read(Canned(), model)
    shown = {part.media_type for request in model.asked if request.purpose == "verify" for part in request.parts if isinstance(part, MediaPart)}
    assert shown == ({kind} if kind else set())


def test_without_a_clip_a_model_looks_at_the_screen_text() -> None:
    model = Looks(ruling="unclear")
    report = pipeline.read_session(only(str(FAILING)), pipeline.Reading(model=model))
    assert [request.purpose for request in model.asked][-1] == "verify"
    assert not any(isinstance(part, MediaPart) for request in model.asked for part in request.parts)
    [finding] = report.findings
    assert finding.status is Status.CONFIRMED  # an unclear look leaves what was known
    assert [verdict.status for verdict in finding.evidence.earlier] == [Status.UNCLEAR]


def test_a_clip_that_fails_leaves_the_finding_and_is_counted() -> None:
    report = read(Canned(trouble=RenderError("the page crashed")))
    [finding] = report.findings
    assert (finding.status, finding.evidence.clip) == (Status.CONFIRMED, None)
    looked = report.coverage.looked
    assert (looked.planned, looked.rendered, [one.reason for one in looked.failed]) == (1, 0, ["the page crashed"])
    assert looked.mostly_failed


def test_a_full_disk_costs_the_clip_and_says_so() -> None:
    report = read(Canned(), blobs=FullDisk())
    assert [one.reason for one in report.coverage.looked.failed] == ["the clip could not be kept: No space left on device"]


def test_a_model_that_may_not_ask_leaves_the_rules_verdict_and_says_so() -> None:
    report = read(Canned(), Looks(trouble=BudgetError("the budget is spent")))
    [finding] = report.findings
    assert finding.evidence.verdict is not None
    assert finding.evidence.verdict.by == "rules"
    assert report.coverage.looked.failed == (), "the clip is whole"
    assert report.coverage.notes[-1] == "The budget left 1 summary and 1 look to the rules: the budget is spent."
    assert report.usage.refused == ("summarize", "verify")


def test_what_falls_to_the_cap_is_told() -> None:
    report = read(Canned(), session_findings=0)
    assert report.coverage.looked.passed_over == (report.findings[0].id,)
    assert report.findings[0].evidence.clip is None


def test_what_was_rendered_once_is_taken_from_there() -> None:
    renderer, memory = Canned(), MemoryBlobs()
    looking = pipeline.Looking(renderer=renderer, blobs=memory, notes=memory)
    first, second = (pipeline.read_session(only(str(FAILING)), pipeline.Reading(looking=looking)) for _ in range(2))
    assert len(renderer.rendered) == 1
    assert first.findings == second.findings
    other = pipeline.Looking(renderer=Canned(name="another browser"), blobs=memory, notes=memory)
    pipeline.read_session(only(str(FAILING)), pipeline.Reading(looking=other))
    assert isinstance(other.renderer, Canned) and len(other.renderer.rendered) == 1


def test_a_clip_may_be_described_before_anything_is_suspected() -> None:
    model, memory = Looks(ruling="confirmed", blocking=True), MemoryBlobs()
    looking = pipeline.Looking(renderer=Canned(), blobs=memory, notes=memory)
    report = pipeline.read_session(only(str(FAILING)), pipeline.Reading(model=model, looking=looking, describe_first=True))
    assert [request.purpose for request in model.asked][-2:] == ["describe", "verify"]
    asked = "".join(part.text for part in model.asked[-2].parts if isinstance(part, TextPart))
    assert report.findings[0].title not in asked
    clip = report.findings[0].evidence.clip
    assert clip is not None
    assert clip.description == "Somebody saves, said first."
