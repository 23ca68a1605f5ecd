"""What a clip costs, against recording the screen while the same stretch is replayed at 8x, in one run on one machine: the ratios are what counts.

    python benchmarks/rendering.py [RECORDING…] [--heavy RECORDING] [--rounds 5]        default: the recordings of samples/

Clips are 12 s long, from the middle of each recording. A round makes each clip once in every way, one after the other, so that whatever else the
machine does meets all ways alike; medians over the rounds are printed, seconds of wall clock.

  pictures        a clip's video and stills: from the synthetic snapshot, in a browser that is there
  warm            the same as a run makes it, with the exact screen text read on the way, which no screen recorder gives
  cold            the same with a browser that has to be started first
  screen, warm    the replayer plays the plain recording at 8x in a page that is there, the browser's screencast is caught and encoded
  screen, cold    the same with a browser that has to be started first

Then: clips a minute with one browser a core, memory of each browser with all its processes (shared pages by share), bytes of video, and whether
ten renders of one clip gave the same frames.
"""

from __future__ import annotations

import argparse
import base64
import json
import statistics
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import orjson

from onlooker import clip, pipeline
from onlooker.app.closely import only
from onlooker.domain.clip import ClipPlan, ClipScript, Cue, Scene
from onlooker.domain.snapshot import Recording, SnapshotType
from onlooker.domain.timeline import Timeline
from onlooker.renderers import MP4, Chromium, find_browser
from onlooker.renderers.browser import Browser
from onlooker.renderers.encode import encode
from onlooker.renderers.pipe import Answer, Pipe

CLIP_MS = 12_000
SPEED = 8
SCREEN = (1280, 800)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One 12 s stretch of one recording."""

    name: str
    recording: Recording
    timeline: Timeline
    plan: ClipPlan

    def script(self) -> ClipScript:
        return clip.script(self.recording, self.plan, self.timeline, started_at=self.timeline.started_at)

    def plain(self) -> tuple[bytes, int]:
        """All records of the window since its last full snapshot, as JSON, and the ms from there to the clip's start: what a player is given."""
        start, end = self.timeline.started_at + self.plan.start_ms, self.timeline.started_at + self.plan.end_ms
        own = [one for one in self.recording.snapshots if one.window == self.plan.shots[0].window and one.at <= end]
        full = max((place for place, one in enumerate(own) if one.type is SnapshotType.FULL and one.at <= start), default=0)
        meta = max((place for place in range(full + 1) if own[place].type is SnapshotType.META), default=0)
        kept = [own[meta], *own[full:]]
        rows = [{"type": int(one.type), "timestamp": one.at, "data": self.recording.data(one)} for one in kept]
        return orjson.dumps(rows), start - kept[0].at


def subject(path: str) -> Subject:
    watched = pipeline.observe(only(path), pipeline.Reading())
    if watched.recording is None:
        raise SystemExit(f"{path} holds no recording")
    timeline = watched.timeline
    middle = timeline.duration_ms // 2
    plan = clip.whole(
        timeline.session_id,
        timeline,
        seen_from=clip.seen_from(watched.recording, started_at=timeline.started_at),
        start_ms=middle,
        end_ms=middle + CLIP_MS,
    )
    if plan is None:
        raise SystemExit(f"{path} shows nothing in its middle")
    return Subject(name=Path(path).name, recording=watched.recording, timeline=timeline, plan=plan)


class Listening(Pipe):
    """A pipe that keeps what the browser tells of its own accord."""

    def __init__(self, pipe: Pipe) -> None:
        super().__init__(pipe._out, pipe._in)
        self.told: list[Answer] = []

    def _next(self, method: str, until: float) -> Answer:
        answer = super()._next(method, until)
        if "method" in answer:
            self.told.append(answer)
        return answer


class Screen:
    """The usual way: a page that plays, and a screen that is recorded meanwhile."""

    def __init__(self, program: Path) -> None:
        self._browser = Browser(program, frame_control=False)
        self._pipe = Listening(self._browser.pipe)
        made = self._pipe.call("Target.createTarget", {"url": "about:blank"})
        self._session = str(self._pipe.call("Target.attachToTarget", {"targetId": made["targetId"], "flatten": True})["sessionId"])
        width, height = SCREEN
        self._call("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        assets = resources.files("onlooker.renderers")
        self._evaluate("document.head.innerHTML = '<style>body{margin:0}</style>'; 0")
        self._evaluate(assets.joinpath("vendor", "replay.min.js").read_text("utf-8") + ";0")

    def record(self, events: bytes, start_ms: int) -> bytes:
        packed = base64.b64encode(zlib.compress(events, 1, 31)).decode()
        self._evaluate(f"""(async () => {{
            const bytes = Uint8Array.from(atob({json.dumps(packed)}), (letter) => letter.charCodeAt(0));
            const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
            const events = JSON.parse(await new Response(stream).text());
            document.body.replaceChildren();
            const options = {{ root: document.body, speed: {SPEED}, mouseTail: false, skipInactive: false, showWarning: false }};
            window.player = new rrwebReplay.Replayer(events, options);
            window.over = false;
            player.on("finish", () => (window.over = true));
            player.play({start_ms});
        }})()""")
        self._pipe.told.clear()
        self._call("Page.startScreencast", {"format": "jpeg", "quality": 80, "maxWidth": SCREEN[0], "maxHeight": SCREEN[1], "everyNthFrame": 1})
        frames: list[tuple[float, bytes]] = []
        while not self._evaluate(f"over || player.getCurrentTime() >= {start_ms + CLIP_MS}"):
            time.sleep(0.01)
            self._drain(frames)
        self._call("Page.stopScreencast")
        self._drain(frames)
        rate = max(1, round(len(frames) / (CLIP_MS / SPEED / 1000)))
        return encode([frame for _, frame in frames], MP4, width=SCREEN[0], height=SCREEN[1], fps=rate)

    def _drain(self, frames: list[tuple[float, bytes]]) -> None:
        told, self._pipe.told = self._pipe.told, []
        for event in told:
            params = event.get("params")
            if event["method"] == "Page.screencastFrame" and isinstance(params, dict):
                frames.append((params["metadata"]["timestamp"], base64.b64decode(params["data"])))
                self._call("Page.screencastFrameAck", {"sessionId": params["sessionId"]})

    def close(self) -> None:
        self._browser.close()

    def _call(self, method: str, params: dict[str, object] | None = None) -> Answer:
        return self._pipe.call(method, params, session=self._session, timeout_s=120)

    def _evaluate(self, expression: str) -> object:
        answer = self._call("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
        result = answer.get("result")
        return result.get("value") if isinstance(result, dict) else None


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(one: Subject, program: Path, warm: Chromium, screen: Screen, rounds: int) -> None:
    plain, at = one.plain()
    times: dict[str, list[float]] = {"prepare": [], "pictures": [], "warm": [], "cold": [], "screen, warm": [], "screen, cold": []}
    warm.render(one.script())
    screen.record(plain, at)
    for _ in range(rounds):
        times["prepare"].append(timed(one.script))
        script = one.script()
        bare = replace(script, scenes=tuple(replace(scene, looks=(), cues=_unpressed(scene)) for scene in script.scenes))
        times["pictures"].append(timed(lambda bare=bare: warm.render(bare)))
        times["warm"].append(timed(lambda script=script: warm.render(script)))
        times["cold"].append(timed(lambda script=script: _cold(program, script)))
        times["screen, warm"].append(timed(lambda: screen.record(plain, at)))
        times["screen, cold"].append(timed(lambda: _screen_cold(program, plain, at)))
    median = {name: statistics.median(values) for name, values in times.items()}
    ours, text = median["pictures"] + median["prepare"], median["warm"] + median["prepare"]
    rendered = warm.render(one.script())
    told = "  ".join(f"{name} {seconds:.2f}" for name, seconds in median.items())
    print(f"{one.name:12} {told}")
    print(
        f"{'':12} screen cold / pictures {median['screen, cold'] / ours:.1f}x (with text {median['screen, cold'] / text:.1f}x), "
        f"screen warm / pictures {median['screen, warm'] / ours:.1f}x ({median['screen, warm'] / text:.1f}x); "
        f"plays {len(one.script().scenes[0].events) / 1e3:.0f} KB of {len(plain) / 1e3:.0f} KB; {len(rendered.video) / 1e3:.0f} KB of video"
    )


def _unpressed(scene: Scene) -> tuple[Cue, ...]:
    """Under each press the page is asked too."""
    return tuple(replace(cue, presses=()) for cue in scene.cues)


def _cold(program: Path, script: ClipScript) -> None:
    renderer = Chromium(program, workers=1)
    try:
        renderer.render(script)
    finally:
        renderer.close()


def _screen_cold(program: Path, plain: bytes, at: int) -> None:
    screen = Screen(program)
    try:
        screen.record(plain, at)
    finally:
        screen.close()


def throughput(scripts: Sequence[ClipScript], program: Path, clips: int) -> None:
    """As many browsers as there are cores, and as many threads that ask."""
    renderer = Chromium(program)
    left = [scripts[number % len(scripts)] for number in range(clips)]
    for script in scripts:
        renderer.render(script)

    def ask() -> None:
        while True:
            try:
                script = left.pop()
            except IndexError:
                return
            renderer.render(script)

    threads = [threading.Thread(target=ask) for _ in range(renderer.workers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - start
    memory = ", ".join(f"{size / 1e6:.0f} MB" for size in renderer.memory())
    renderer.close()
    print(f"{clips} clips on {renderer.workers} browsers: {clips / spent * 60:.0f} clips a minute; memory of each afterwards: {memory}")


def identical(script: ClipScript, renderer: Chromium) -> None:
    renders = {renderer.render(script).frames for _ in range(10)}
    print("ten renders of one clip:", "identical frames" if len(renders) == 1 else f"{len(renders)} different ones")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("recordings", nargs="*")
    words.add_argument("--heavy", default="")
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--clips", type=int, default=60)
    args = words.parse_args()
    program = find_browser()
    if program is None:
        raise SystemExit("no Chromium found: `onlooker doctor` says how to get one")
    samples = Path(__file__).parents[1] / "samples"
    paths = args.recordings or sorted(str(place) for place in samples.iterdir() if place.is_dir())
    subjects = [subject(path) for path in paths]
    warm, screen = Chromium(program, workers=1), Screen(program)
    print("medians of wall clock, s")
    for one in [*subjects, *([subject(args.heavy)] if args.heavy else [])]:
        compare(one, program, warm, screen, args.rounds)
    screen.close()
    identical(subjects[0].script(), warm)
    warm.close()
    throughput([one.script() for one in subjects], program, args.clips)


if __name__ == "__main__":
    main()
