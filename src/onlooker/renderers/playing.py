"""One script on one stage: every cue pictured, every look taken, in the order of the session; the video is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from onlooker.domain.clip import ClipScript, Cue, Laid, Rendered, Scene, Under
from onlooker.renderers.encode import Form, uniform
from onlooker.renderers.look import laid_from, under_from
from onlooker.renderers.pipe import Answer
from onlooker.renderers.size import fitting
from onlooker.renderers.stage import FOOTER_PX, Advance, Ask, Stage, jpeg
from onlooker.renderers.stills import Stills

_SUSPECT = 14
"""A JPEG of one colour, our footer included, has fewer bytes than this for every thousand pixels; so has one with a line or two on it."""
_MARK_BYTES = 2_500
"""What a ring or the pointer adds at most."""


@dataclass(kw_only=True)
class _Taken:
    count: int = 0
    blank: list[int] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
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
    stills = Stills(form, width=size.width, height=height, footer_px=FOOTER_PX, fps=script.plan.fps)
    # The encoder works while the browser does; one thread, so the frames stay in order.
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode") as aside:
        writing = []
        for scene in script.scenes:
            stage.load(scene, size)
            for shot in _played(stage, scene, taken, size.width * height, ahead=ahead):
                taken.count += 1
                writing.append(aside.submit(stills.picture, shot) if isinstance(shot, bytes) else aside.submit(stills.again, *shot))
                if on_frame is not None:
                    on_frame(taken.count, total)
        frames = tuple(written.result() for written in writing)
        video = aside.submit(stills.finish).result()
    return Rendered(
        frames=frames,
        video=video,
        media_type=form.media_type,
        width=size.width,
        height=height,
        laid=tuple(taken.laid),
        under=tuple(taken.under),
        blank=tuple(taken.blank),
        notes=tuple(_notes(taken, stage)),
    )


def _played(stage: Stage, scene: Scene, taken: _Taken, pixels: int, *, ahead: bool) -> Iterator[bytes | tuple[bytes, int]]:
    """The pictures of a scene; of a cue at which nothing has changed since the last one, a sheet of footers and its row there. The browser is never
    left to wait for what is done with a picture."""
    advances = _advances(scene)
    sheet = _Sheet()
    due: _Due | None = None
    stage.begin(advances[0])
    for place, advance in enumerate(advances):
        picture = stage.develop() if due is not None else {}
        told, shown = stage.arrived()
        last, due = due, None
        still = place > 0 and shown.get("same") is True
        if advance.number is not None and not (still and sheet.covers(advance.number)):
            due = _Due(number=advance.number, shown=shown, rows=stage.roll(advance.number) if still else 0)
            if due.rows:
                sheet.first, sheet.rows = due.number, due.rows
            stage.expose()
        if ahead and place + 1 < len(advances):
            stage.begin(advances[place + 1])
        _answered(scene, advance, told, taken)
        if last is not None:
            yield from _developed(picture, last, sheet, taken, pixels)
        if advance.number is not None and due is None:
            yield from sheet.again(advance.number, taken)
        if not ahead and due is not None:
            yield from _awaited(stage, due, sheet, taken, pixels)
            due = None
        if not ahead and place + 1 < len(advances):
            stage.begin(advances[place + 1])
        taken.placeholders = max(taken.placeholders, _number(shown.get("placeholders")))
        taken.troubles = max(taken.troubles, _number(shown.get("troubles")))
    if due is not None:
        yield from _developed(stage.develop(), due, sheet, taken, pixels)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A picture that was begun: of a cue, or of `rows` footers from that cue's on."""

    number: int
    shown: Mapping[str, object]
    rows: int = 0


@dataclass(slots=True)
class _Sheet:
    """The footers that were pictured, and whether the page of the last picture was blank."""

    picture: bytes = b""
    first: int = 0
    rows: int = 0
    blank: Mapping[str, object] | None = None

    def covers(self, number: int) -> bool:
        return self.first <= number < self.first + self.rows

    def again(self, number: int, taken: _Taken) -> Iterator[tuple[bytes, int]]:
        if self.blank is not None:
            _note_blank(taken, self.blank)
        yield self.picture, number - self.first


def _advances(scene: Scene) -> list[Advance]:
    """What is asked between two cues, in the order of the session: what lay under a press just before it, what stood on the screen at the looks.
    A look at a cue's own instant is taken while its picture is drawn."""
    presses = sorted((press for cue in scene.cues for press in cue.presses), key=lambda press: press.at_ms)
    looks = list(scene.looks)
    advances = []
    here: list[Ask] = []
    for number, cue in enumerate(scene.cues):
        asks = here
        while presses and presses[0].at_ms <= cue.at_ms:
            press = presses.pop(0)
            asks += _until(looks, press.at_ms - 1)
            asks.append(Ask(at_ms=press.at_ms - 1, press=press))
        asks += _until(looks, cue.at_ms - 1)
        advances.append(Advance(asks=tuple(asks), number=number))
        here = [Ask(at_ms=ask.at_ms, here=True) for ask in _until(looks, cue.at_ms)]
    return [*advances, Advance(asks=tuple(here))] if here else advances


def _until(looks: list[int], at_ms: int) -> list[Ask]:
    """Takes those up to that instant off `looks`."""
    due = [Ask(at_ms=look) for look in looks if look <= at_ms]
    del looks[: len(due)]
    return due


def _answered(scene: Scene, advance: Advance, told: Sequence[object], taken: _Taken) -> None:
    for ask, answer in zip(advance.asks, told, strict=False):
        if isinstance(answer, Mapping) and "failed" in answer:
            taken.troubles += 1
        elif ask.press is not None:
            found = under_from(answer, ask.press)
            taken.under += [found] if found is not None else []
        else:
            _looked(scene, ask.at_ms, answer, taken)


def _looked(scene: Scene, at_ms: int, told: object, taken: _Taken) -> None:
    url = _url(scene.cues, at_ms)
    if told is True and taken.laid:
        taken.laid.append(replace(taken.laid[-1], at_ms=at_ms, url=url))
    elif (seen := laid_from(told, at_ms=at_ms, window=scene.window, url=url)) is not None:
        taken.laid.append(seen)


def _developed(told: Answer, due: _Due, sheet: _Sheet, taken: _Taken, pixels: int) -> Iterator[bytes | tuple[bytes, int]]:
    """Raises _AgainError."""
    picture = jpeg(told)
    if not picture:
        raise _AgainError
    if due.rows:
        if _blank(picture, pixels, {}):
            raise _AgainError
        sheet.picture = picture
        yield from sheet.again(due.number, taken)
        return
    sheet.blank = due.shown if _blank(picture, pixels, due.shown) else None
    if sheet.blank is not None:
        if not due.shown.get("empty"):
            raise _AgainError
        _note_blank(taken, due.shown)
    yield picture


def _awaited(stage: Stage, due: _Due, sheet: _Sheet, taken: _Taken, pixels: int) -> Iterator[bytes | tuple[bytes, int]]:
    picture = jpeg(stage.develop()) or stage.picture()
    if due.rows:
        sheet.picture = picture
        yield from sheet.again(due.number, taken)
        return
    shown, blank = due.shown, _blank(picture, pixels, due.shown)
    if blank and not shown.get("empty"):
        shown = stage.show(due.number)
        picture = stage.picture()
        blank = _blank(picture, pixels, shown)
    sheet.blank = shown if blank else None
    if blank:
        _note_blank(taken, shown)
    yield picture


def _note_blank(taken: _Taken, shown: Mapping[str, object]) -> None:
    taken.blank.append(taken.count)
    taken.emptied += bool(shown.get("empty"))


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
