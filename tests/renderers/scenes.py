"""Scenes written down by hand: a page as `tests.domain.dom` writes it, and what happens to it when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from onlooker.domain.clip import EPOCH_MS, ClipPlan, ClipScript, Cue, Press, Scene, Shot

Record = dict[str, object]


def record(at_ms: int, data: Mapping[str, object], kind: int = 3) -> Record:
    """One rrweb record at session time; incremental when nothing else is said."""
    return {"type": kind, "timestamp": at_ms + EPOCH_MS, "data": dict(data)}


def mutation(at_ms: int, **parts: list[dict[str, object]]) -> Record:
    return record(at_ms, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [], **parts})


def scene(
    full: Mapping[str, object],
    *happens: Record,
    at: Sequence[int] = (0,),
    looks: Sequence[int] = (),
    presses: Sequence[Press] = (),
    url: str = "https://app.test/",
    start_ms: int = 0,
    width: int = 640,
    height: int = 400,
) -> Scene:
    """`at` are the cues' instants; each press belongs to the first cue that is not before it."""
    first = [record(start_ms, {"href": url, "width": width, "height": height}, 4), record(start_ms, full, 2)]
    last = -1
    cues = []
    for instant in at:
        cues.append(Cue(at_ms=instant, url=url, presses=tuple(press for press in presses if last < press.at_ms <= instant)))
        last = instant
    events = orjson.dumps([*first, *happens])
    return Scene(window=0, events=events, cues=tuple(cues), looks=tuple(looks), width=width, height=height)


def script(*scenes: Scene, session: str = "made", fps: int = 8) -> ClipScript:
    shots = tuple(Shot(window=one.window, instants=tuple(cue.at_ms for cue in one.cues)) for one in scenes)
    return ClipScript(plan=ClipPlan(session_id=session, shots=shots, fps=fps), scenes=scenes)
