"""A recording as a video: any span of it, frame by frame, at exact times."""

from __future__ import annotations

from onlooker import config, pipeline
from onlooker.app.browsers import browser_for_rendering
from onlooker.app.closely import only
from onlooker.app.framing import SPEED, Tell, Wanted, framed
from onlooker.domain.clip import FPS
from onlooker.domain.film import Film
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.domain.timeline import Timeline
from onlooker.errors import DecodeError, SourceError
from onlooker.merge import align, weave


def film(
    path: str,
    out: str | None = None,
    *,
    stills: str | None = None,
    at_ms: int | None = None,
    start_ms: int | None = None,
    end_ms: int | None = None,
    window: int | None = None,
    speed: float = SPEED,
    fps: int = FPS,
    cut_idle: bool = False,
    on_frame: Tell | None = None,
) -> Film:
    """The one session at `path` as a video in the file `out`, its form by the ending, and its frames as JPEGs in the folder `stills`; each there
    whole or not at all. Around `at_ms`, or from `start_ms` to `end_ms`. The same recording gives the same frames. `on_frame` is told how many
    of how many frames are done, from several threads, one at a time. Raises InputError, or RenderError when the browser fails."""
    from onlooker.app.film_places import places  # noqa: PLC0415 - the encoder is loaded where something is encoded
    from onlooker.app.filming import Filming  # noqa: PLC0415
    from onlooker.renderers import Chromium  # noqa: PLC0415

    wanted = Wanted(at_ms=at_ms, start_ms=start_ms, end_ms=end_ms, window=window, speed=speed, fps=fps, cut_idle=cut_idle)
    going = places(out, stills)
    settings = config.load()
    program = browser_for_rendering(settings)
    recording, timeline = opened(path)
    plan = framed(wanted, recording, timeline)
    browser = Chromium(program, workers=settings.renderers, form=going.form)
    try:
        with going.open(plan, step_ms=wanted.step_ms) as writing:
            for part in Filming(recording=recording, timeline=timeline, plan=plan).film(browser, on_frame):
                writing.take(part)
    finally:
        browser.close()
    return writing.film


def opened(path: str) -> tuple[Recording, Timeline]:
    """The timeline is woven without looking at the screen: which window the user is in and what moves are told by the records alone."""
    raw = only(path)
    try:
        recording, events, _ = pipeline.open_recording(raw)
    except DecodeError as error:
        raise SourceError(str(error)) from None
    if recording is None or not recording.snapshots:
        raise SourceError(f"{path} holds events but no recording: there is no page to show")
    timeline = weave(recording, events, ScreenTrack(), align(recording, events), session_id=recording.session_id or raw.name)
    return recording, timeline
