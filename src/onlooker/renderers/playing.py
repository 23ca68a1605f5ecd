"""One script on one stage: every cue pictured, every look taken, in the order of the session; the video is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from onlooker.domain.clip import ClipScript, Cue, Laid, Press, Rendered, Scene, Under
from onlooker.errors import RenderError
from onlooker.renderers.encode import Encoder, Form, uniform
from onlooker.renderers.look import laid_from, under_from
from onlooker.renderers.size import fitting
from onlooker.renderers.stage import FOOTER_PX, Stage

_SUSPECT = 14
"""A JPEG of one colour, our footer included, has fewer bytes than this for every thousand pixels; so has one with a line or two on it."""
_MARK_BYTES = 2_500
"""What a ring or the pointer adds at most."""


@dataclass(kw_only=True)
class _Taken:
    frames: list[bytes] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
    told: object = None
    """What the last of `laid` was made of."""
    under: list[Under] = field(default_factory=list)
    placeholders: int = 0
    troubles: int = 0
    emptied: int = 0


class _AgainError(Exception):
    """A picture came out blank, or not at all, and the page has gone on meanwhile."""


def play(stage: Stage, script: ClipScript, form: Form, on_frame: Callable[[int, int], None] | None = None) -> Rendered:
    """While the browser draws one picture, the page already goes on to the next; where a picture has to be taken twice, it waits for each."""
    try:
        return _play(stage, script, form, on_frame, ahead=True)
    except _AgainError:
        return _play(stage, script, form, on_frame, ahead=False)


def _play(stage: Stage, script: ClipScript, form: Form, on_frame: Callable[[int, int], None] | None, *, ahead: bool) -> Rendered:
    size = fitting(script.scenes)
    height = size.height + FOOTER_PX
    taken = _Taken()
    total = len(script.plan.instants)
    encoder = Encoder(form, width=size.width, height=height, fps=script.plan.fps)
    # The encoder works while the browser does; one thread, so the frames stay in order.
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode") as aside:
        writing = []
        for scene in script.scenes:
            stage.load(scene, size)
            for picture in _played(stage, scene, taken, size.width * height, ahead=ahead):
                taken.frames.append(picture)
                writing.append(aside.submit(encoder.add, picture))
                if on_frame is not None:
                    on_frame(len(taken.frames), total)
        for written in writing:
            written.result()
        video = aside.submit(encoder.finish).result()
    return Rendered(
        frames=tuple(taken.frames),
        video=video,
        media_type=form.media_type,
        width=size.width,
        height=height,
        laid=tuple(taken.laid),
        under=tuple(taken.under),
        blank=tuple(taken.blank),
        notes=tuple(_notes(taken, stage)),
    )


def _played(stage: Stage, scene: Scene, taken: _Taken, pixels: int, *, ahead: bool) -> Iterator[bytes]:
    """The pictures of a scene. Looks and presses between two cues are seen to on the way."""
    presses = sorted((press for cue in scene.cues for press in cue.presses), key=lambda press: press.at_ms)
    looks = list(scene.looks)
    begun: Mapping[str, object] | None = None
    for number, cue in enumerate(scene.cues):
        while presses and presses[0].at_ms <= cue.at_ms:
            press = presses.pop(0)
            _look_until(stage, scene, looks, press.at_ms - 1, taken)
            _press(stage, press, taken)
        _look_until(stage, scene, looks, cue.at_ms - 1, taken)
        shown = stage.show(number)
        if begun is not None:
            yield _developed(stage, begun, taken, pixels)
        stage.expose()
        begun = shown
        if not ahead:
            yield _awaited(stage, number, shown, taken, pixels)
            begun = None
        while looks and looks[0] <= cue.at_ms:
            _look(stage, scene, looks.pop(0), taken)
        taken.placeholders = max(taken.placeholders, _number(shown.get("placeholders")))
        taken.troubles = max(taken.troubles, _number(shown.get("troubles")))
    if begun is not None:
        yield _developed(stage, begun, taken, pixels)


def _developed(stage: Stage, shown: Mapping[str, object], taken: _Taken, pixels: int) -> bytes:
    """Raises _AgainError."""
    picture = stage.develop()
    if not picture:
        raise _AgainError
    if _blank(picture, pixels, shown):
        if not shown.get("empty"):
            raise _AgainError
        _note_blank(taken, shown)
    return picture


def _awaited(stage: Stage, number: int, shown: Mapping[str, object], taken: _Taken, pixels: int) -> bytes:
    picture = stage.develop() or stage.picture()
    blank = _blank(picture, pixels, shown)
    if blank and not shown.get("empty"):
        shown = stage.show(number)
        picture = stage.picture()
        blank = _blank(picture, pixels, shown)
    if blank:
        _note_blank(taken, shown)
    return picture


def _note_blank(taken: _Taken, shown: Mapping[str, object]) -> None:
    taken.blank.append(len(taken.frames))
    taken.emptied += bool(shown.get("empty"))


def _look_until(stage: Stage, scene: Scene, looks: list[int], until: int, taken: _Taken) -> None:
    while looks and looks[0] <= until:
        at = looks.pop(0)
        stage.seek(at)
        _look(stage, scene, at, taken)


def _look(stage: Stage, scene: Scene, at_ms: int, taken: _Taken) -> None:
    try:
        told = stage.look()
    except RenderError:
        taken.troubles += 1
        return
    url = _url(scene.cues, at_ms)
    if taken.laid and told is taken.told:
        seen: Laid | None = replace(taken.laid[-1], at_ms=at_ms, url=url)
    else:
        seen = laid_from(told, at_ms=at_ms, window=scene.window, url=url)
    if seen is not None:
        taken.laid.append(seen)
        taken.told = told


def _press(stage: Stage, press: Press, taken: _Taken) -> None:
    """What lay under the point just before it was pressed."""
    try:
        stage.seek(press.at_ms - 1)
        found = under_from(stage.under(press), press)
    except RenderError:
        taken.troubles += 1
        return
    if found is not None:
        taken.under.append(found)


def _blank(picture: bytes, pixels: int, shown: Mapping[str, object]) -> bool:
    """One colour all over, but for what we drew. Few pictures are so small that they have to be opened for it."""
    drawn = shown.get("marks")
    marks = [(x, y) for x, y in drawn if isinstance(x, int | float) and isinstance(y, int | float)] if isinstance(drawn, list) else []
    return len(picture) * 1000 < _SUSPECT * pixels + _MARK_BYTES * len(marks) * 1000 and uniform(picture, above=FOOTER_PX, beside=marks)


def _url(cues: Sequence[Cue], at_ms: int) -> str:
    """As the last cue by then has it."""
    return next((cue.url for cue in reversed(cues) if cue.at_ms <= at_ms), cues[0].url if cues else "")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _notes(taken: _Taken, stage: Stage) -> Iterator[str]:
    if taken.placeholders:
        yield f"{taken.placeholders} pictures, drawings or frames were not captured by the recorder and are hatched"
    if len(taken.blank) > taken.emptied:
        yield f"{len(taken.blank) - taken.emptied} frames came out blank though the page was not"
    if taken.emptied:
        yield f"the page was empty in {taken.emptied} frames"
    if taken.troubles:
        yield "some changes of the page could not be replayed"
    if not stage.frame_control:
        yield "taken by plain screenshots"
