"""The renderer: a few warm browsers, one for each core, each with one warm page.

A browser is used by one thread at a time. It is replaced after so many clips or when it has grown, and after anything went wrong in it. A script
that takes two browsers down, one after the other, is set aside: it is the recording, not the browser.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import resources
from pathlib import Path
from queue import LifoQueue

from onlooker.domain.clip import ClipScript, Rendered
from onlooker.errors import RenderError
from onlooker.renderers.browser import Browser
from onlooker.renderers.encode import MP4, Form
from onlooker.renderers.pipe import PipeClosedError
from onlooker.renderers.playing import play
from onlooker.renderers.stage import SCRIPTS, Stage

CLIPS_A_BROWSER = 60
MOST_MEMORY = 400_000_000
"""Bytes of one browser with all its processes, between clips; an ordinary one has under 200 MB."""
_HEAP = 10_000_000
"""Bytes in the page's heaps that are worth a collection of 30 ms: what the last clips left there."""

_REFUSALS = 4
"""A browser that did not start so often, and never did, will not."""


class _Seat:
    """Room for one browser."""

    def __init__(self) -> None:
        self.browser: Browser | None = None
        self.stage: Stage | None = None
        self.clips = 0

    def empty(self) -> None:
        browser, self.browser, self.stage, self.clips = self.browser, None, None, 0
        if browser is not None:
            browser.close()


class Chromium:
    """Adapter for the `Renderer` port. Starts nothing until it is asked. `frame_control` None: frames on demand where the browser can, plain
    screenshots where it cannot."""

    def __init__(self, program: Path, *, workers: int = 0, frame_control: bool | None = None, cut_off: bool | None = None, form: Form = MP4) -> None:
        self.program = program
        self.workers = workers or os.cpu_count() or 1
        self._frame_control = frame_control
        self._cut_off = cut_off
        self._form = form
        self._seats: LifoQueue[_Seat] = LifoQueue()  # the warmest first
        self._all = [_Seat() for _ in range(self.workers)]
        for seat in self._all:
            self._seats.put(seat)
        self._aside = ThreadPoolExecutor(max_workers=self.workers, thread_name_prefix="tidy")
        self._closed = self._started = False
        self._refusals, self._refused = 0, ""
        self._fatal: set[str] = set()
        self._lock = threading.Lock()

    @cached_property
    def name(self) -> str:
        """`Chromium 156.0…, frames on demand`, and what stands for our own page and encoder."""
        mode = "plain screenshots" if self._frame_control is False else "frames on demand"
        return f"{_version(self.program)}, {mode}, {self._form.codec}, {_ours()}"

    def render(self, script: ClipScript, on_frame: Callable[[int, int], None] | None = None) -> Rendered:
        """`on_frame` is told how many of how many frames are done. Raises RenderError; `fatal` when the recording takes browsers down."""
        if script.id in self._fatal:
            raise RenderError("this recording takes the browser down", fatal=True)
        seat = self._seats.get()
        try:
            rendered = self._twice(seat, script, on_frame)
        except BaseException:
            self._seats.put(seat)
            raise
        if not self._closed:
            self._aside.submit(self._tidy, seat)  # nobody waits for that
        return rendered

    def memory(self) -> tuple[int, ...]:
        """Bytes of each browser that runs now, with all its processes."""
        return tuple(browser.memory() for seat in self._all if (browser := seat.browser) is not None)

    def close(self) -> None:
        """Also while clips are being rendered: those fail."""
        self._closed = True
        self._aside.shutdown()
        for seat in self._all:
            seat.empty()

    def _twice(self, seat: _Seat, script: ClipScript, on_frame: Callable[[int, int], None] | None) -> Rendered:
        for last in (False, True):
            try:
                rendered = play(self._warm(seat), script, self._form, on_frame)
            except PipeClosedError as gone:
                seat.empty()
                if last:
                    with self._lock:
                        self._fatal.add(script.id)
                    raise RenderError(f"this recording takes the browser down ({gone})", fatal=True) from None
            except RenderError:
                seat.empty()  # a page that does not answer is not used again
                if last:
                    raise
            except BaseException:
                seat.empty()
                raise
            else:
                return rendered
        raise AssertionError("the second try returns or raises")

    def _warm(self, seat: _Seat) -> Stage:
        if self._closed:
            raise RenderError("the renderer is closed")
        if seat.stage is None:
            seat.browser, seat.stage = self._open()
        return seat.stage

    def _open(self) -> tuple[Browser, Stage]:
        """Raises RenderError with what the browser said. One that never started is not tried for ever."""
        if self._refused and not self._started and self._refusals >= _REFUSALS:
            raise RenderError(self._refused)
        refused: RenderError | None = None
        for control in (True, False) if self._frame_control is None else (self._frame_control,):
            try:
                browser = Browser(self.program, frame_control=control, cut_off=self._cut_off)
            except RenderError as error:
                refused = refused or error
                continue
            try:
                stage = Stage(browser, frame_control=control)
                stage.picture()
            except RenderError as error:
                refused = refused or error
                browser.close()
                continue
            self._started = True
            return browser, stage
        self._refusals += 1
        self._refused = str(refused) if refused is not None else f"{self.program} cannot be used"
        raise RenderError(self._refused)

    def _tidy(self, seat: _Seat) -> None:
        """The browser as the next clip needs it, and its seat free again."""
        seat.clips += 1
        try:
            if seat.stage is not None and seat.browser is not None:
                seat.stage.rest(_HEAP)
                if seat.clips >= CLIPS_A_BROWSER or seat.browser.memory() > MOST_MEMORY:
                    seat.empty()
        except RenderError:
            seat.empty()
        finally:
            self._seats.put(seat)


def _version(program: Path) -> str:
    """What the program says of itself, or its name where it says nothing."""
    try:
        said = subprocess.run([str(program), "--version", "--no-sandbox"], capture_output=True, text=True, timeout=20, check=False).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        said = ""
    return said.splitlines()[0][:80] if said else program.name


def _ours() -> str:
    """A hash over everything here that can change a pixel."""
    digest = hashlib.blake2b(digest_size=6)
    folder = resources.files("onlooker.renderers")
    names = ("page.html", *SCRIPTS, "stage.py", "browser.py", "encode.py", "stills.py", "size.py", "playing.py")
    for name in names:
        digest.update(folder.joinpath(*name.split("/")).read_bytes())
    return digest.hexdigest()
