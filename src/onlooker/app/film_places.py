"""Where a film goes: a video, its stills, or both; looked at before anything is read, written as the frames come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from onlooker.domain.clip import ClipPlan, Rendered
from onlooker.domain.film import Film
from onlooker.errors import InputError, SettingError
from onlooker.renderers import FORMS, MP4, Form
from onlooker.renderers.join import Join
from onlooker.stores.aside import file_aside, folder_aside, replaceable, writable

STILL = re.compile(r"\d{5,}-\d+h\d\dm\d\d\.\d{3}s\.jpg")
"""`00012-0h01m23.450s.jpg`: the number of the frame and its session time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    video: Path | None
    stills: Path | None

    @property
    def form(self) -> Form:
        return MP4 if self.video is None else FORMS[self.video.suffix.lower()]

    @contextmanager
    def open(self, plan: ClipPlan, *, step_ms: int) -> Iterator[Writing]:
        """Give every part to what comes; after the block its `film` is there. Raises InputError when something cannot be written, and then
        nothing is left of it."""
        try:
            with ExitStack() as stack:
                video = stack.enter_context(file_aside(self.video)) if self.video is not None else None
                stills = stack.enter_context(folder_aside(self.stills)) if self.stills is not None else None
                writing = Writing(plan=plan, step_ms=step_ms, join=Join(video, self.form, fps=plan.fps) if video is not None else None, stills=stills)
                yield writing
                size = writing.close(video)
        except OSError as refused:
            where = " and ".join(str(place) for place in (self.video, self.stills) if place is not None)
            why = refused.strerror or type(refused).__name__
            raise InputError(f"{where} cannot be written ({why}); nothing half-written was left; give another place") from None
        writing.film = Film(
            plan=plan,
            video="" if self.video is None else str(self.video),
            stills="" if self.stills is None else str(self.stills),
            width=writing.width,
            height=writing.height,
            size=size,
            step_ms=step_ms,
            notes=writing.notes,
        )


def places(out: str | None, stills: str | None) -> Places:
    """Raises SettingError for what could not be written. Makes nothing."""
    if not out and not stills:
        raise SettingError("say where to: --out clip.mp4 or --out clip.webm for a video, --frames DIR for its frames")
    return Places(video=_video(out) if out else None, stills=_stills(stills) if stills else None)


def _video(out: str) -> Path:
    try:
        place = _named(out)
        if place.suffix.lower() not in FORMS:
            raise SettingError(f"--out {out}: the ending says the form; give {' or '.join(FORMS)}")
        if place.exists() and not place.is_file():
            raise SettingError(f"--out {out}: that is no file; give the name of one")
        if not writable(place.parent):
            raise SettingError(f"--out {out}: no file can be written there; give one in a folder of yours")
    except (OSError, ValueError):
        raise SettingError(f"--out {out}: that is no name of a file") from None
    return place


def _stills(folder: str) -> Path:
    try:
        place = _named(folder)
        if not replaceable(place, STILL):
            raise SettingError(f"--frames {folder}: that holds something else than frames; give a new or an empty folder")
        if not writable(place.parent):
            raise SettingError(f"--frames {folder}: no folder can be made there; give one in a folder of yours")
    except (OSError, ValueError):
        raise SettingError(f"--frames {folder}: that is no name of a folder") from None
    return place


def _named(text: str) -> Path:
    """Raises ValueError for what no path can be."""
    if "\0" in text:
        raise ValueError("a NUL in a name")
    return Path(text)


class Writing:
    """One film while it is written. `film` is there when all is done."""

    def __init__(self, *, plan: ClipPlan, step_ms: int, join: Join | None, stills: Path | None) -> None:
        self.film = Film(plan=plan, step_ms=step_ms)
        self.width = self.height = 0
        self._join = join
        self._stills = stills
        self._coming = enumerate(plan.instants)
        self._notes: dict[str, list[str]] = {}

    def take(self, part: Rendered) -> None:
        """The next frames, in order."""
        self.width, self.height = part.width, part.height
        if self._join is not None:
            self._join.add(part.video, frames=len(part.frames))
        for jpeg, (number, at_ms) in zip(part.frames, self._coming, strict=False):
            if self._stills is not None:
                (self._stills / still_name(number, at_ms)).write_bytes(jpeg)
        for note in part.notes:
            told = self._notes.setdefault(re.sub(r"\d+", "#", note), [])
            told.append(note)

    @property
    def notes(self) -> tuple[str, ...]:
        """Each kind once; where parts count differently there is no one number."""
        return tuple(said[0] if len(set(said)) == 1 else kind.replace("#", "some", 1) for kind, said in self._notes.items())

    def close(self, video: Path | None) -> int:
        """Bytes of the video."""
        if self._join is None or video is None:
            return 0
        self._join.close()
        return video.stat().st_size


def still_name(number: int, at_ms: int) -> str:
    seconds, ms = divmod(at_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{number:05}-{hours}h{minutes:02}m{seconds:02}.{ms:03}s.jpg"
