"""One Chromium process: how it is started, shut in, and ended.

What keeps a recording from doing harm, from the outside in:
1. No network. Where the kernel allows it, the process lives in a network namespace of its own with no interface up; everywhere, every address
   is mapped to nothing and a proxy that is not there stands before the rest, loopback included.
2. No rights. Chromium's own process sandbox where it can run, as a user who may do nothing when this process is root (`ways`).
3. A profile in a folder of its own, deleted with the process; none of our environment but what it needs.
4. No more memory than a page can have use for.
The page's policies are in `stage.py`, and docs/safety.md tells how each wall is tried.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from onlooker.errors import RenderError
from onlooker.renderers.pipe import Pipe, PipeClosedError
from onlooker.renderers.ways import Owner, Way, namespace, ways

_CLOSED = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://0.0.0.0:1",
    "--proxy-bypass-list=<-loopback>",
    "--dns-prefetch-disable",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-extensions",
    "--no-pings",
    "--disable-3d-apis",
    "--disable-features=PreconnectToSearch,MediaRouter,OptimizationHints,Translate,AutofillServerCommunication",
)
_STEADY = (
    "--headless",
    "--disable-gpu",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--disable-font-subpixel-positioning",
    "--disable-partial-raster",
    "--disable-skia-runtime-opts",
    "--disable-threaded-animation",
    "--disable-threaded-scrolling",
    "--disable-checker-imaging",
    "--disable-image-animation-resync",
    "--disable-smooth-scrolling",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-client-side-phishing-detection",
    "--disable-hang-monitor",
    "--disable-popup-blocking",
    "--disable-renderer-backgrounding",
    "--in-process-gpu",
    "--enable-features=NetworkServiceInProcess2",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=1024 --max-semi-space-size=8 --heap-growing-percent=300 --no-flush-bytecode",
)
"""Same pixels on every machine and in every run, nothing that runs beside the page, and as few processes as may be (a third of the memory). What
a clip leaves behind is collected after it (`Stage.rest`); the heap may then grow to four times what is left, so that nothing is collected in the
midst of the next."""

FRAME_CONTROL = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw", "--disable-new-content-rendering-timeout")
PLAIN = ("--disable-frame-rate-limit",)
_LENT = 5
"""The descriptor by which a browser reads what is lent to it."""
CEILING = 1_500_000_000
"""Bytes of all processes of one browser. An ordinary page stays below 200 MB, one of 100,000 elements needs 600 MB."""

_proven: dict[tuple[Path, bool | None], Way] = {}
"""The strictest way that worked, by program and `cut_off`: the first to be tried the next time."""


class Browser:
    """A running Chromium with nothing open. `sandboxed`, `cut_off` and `demoted` (it runs as a user who may do nothing, though this process is
    root) tell which of the outer walls stand."""

    def __init__(self, program: Path, *, frame_control: bool = True, cut_off: bool | None = None, ceiling: int = CEILING) -> None:
        """`cut_off` False leaves out the network namespace, as on systems that have none. A browser that outgrows `ceiling` bytes is ended. Raises
        RenderError when it does not start."""
        self._ceiling = ceiling
        known = _proven.get((program, cut_off))
        refused: RenderError | None = None
        for way in (known, *ways(cut_off=cut_off)) if known else ways(cut_off=cut_off):
            self.sandboxed, self.cut_off, self.demoted = way.sandboxed, way.cut_off, way.owner is not None
            self._start(program, way, FRAME_CONTROL if frame_control else PLAIN)
            try:
                self.version = str(self.pipe.call("Browser.getVersion", timeout_s=30)["product"])
                if known is None:
                    self._prove()
                    _proven[program, cut_off] = way
            except RenderError as error:
                said = self._last_words()
                self.close()
                refused = RenderError(f"{program} does not start: {said or error}")
                if isinstance(error, PipeClosedError):
                    continue
            else:
                return
            break
        raise refused or RenderError(f"{program} does not start")

    def _start(self, program: Path, way: Way, mode: tuple[str, ...]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="onlooker-browser-"))
        profile = self._folder / "profile"
        profile.mkdir(mode=0o700)
        if way.owner is not None:
            self._folder.chmod(0o711)
            os.chown(profile, way.owner.uid, way.owner.gid)
        args = [
            *way.prefix,
            str(program),
            *_STEADY,
            *_CLOSED,
            *mode,
            *(() if way.sandboxed else ("--no-sandbox", "--no-zygote")),
            f"--user-data-dir={profile}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self._lent = _memory() if hasattr(os, "memfd_create") else None
        try:
            self.pid, self.pipe = _spawn(args, _environment(way.owner, profile), self._folder / "stderr.txt", self._lent)
        except RenderError:
            shutil.rmtree(self._folder, ignore_errors=True)
            if self._lent is not None:
                self._lent.close()
            raise
        self.pipe.watch = self._watch

    def _prove(self) -> None:
        """A sandbox that half works lets the browser start and its pages die."""
        targets = self.pipe.call("Target.getTargets").get("targetInfos")
        for page in targets if isinstance(targets, list) else ():
            if page.get("type") == "page":
                session = str(self.pipe.call("Target.attachToTarget", {"targetId": page["targetId"], "flatten": True})["sessionId"])
                self.pipe.call("Inspector.enable", session=session)
                self.pipe.call("Runtime.evaluate", {"expression": "1"}, session=session, timeout_s=20)

    def _watch(self) -> None:
        if sum(_resident(pid) for pid in _family(self.pid)) > self._ceiling:
            raise PipeClosedError(f"the browser took more than {self._ceiling // 1_000_000} MB")

    def lend(self, data: bytes) -> str:
        """Where the browser, and nobody else, finds that content until something else is lent; empty on systems that cannot. Told through the pipe,
        an ordinary page takes three times as long. It is memory that is lent and no file: nothing of a page is ever written down. Raises
        PipeClosedError."""
        if self._lent is None:
            return ""
        try:
            self._lent.seek(0)
            self._lent.truncate()
            self._lent.write(data)
            self._lent.flush()
        except ValueError:
            raise PipeClosedError("the browser was closed") from None
        return f"/proc/self/fd/{_LENT}"

    def close(self) -> None:
        self.pipe.close()
        _end(self.pid)
        if self._lent is not None:
            self._lent.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def memory(self) -> int:
        """Bytes of all its processes, shared pages counted once each by share; 0 where the system does not tell."""
        return sum(_pss(pid) for pid in _family(self.pid))

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            said = Path(self._folder, "stderr.txt").read_text("utf-8", "replace")
            lines = [line for line in said.splitlines() if line.strip()]
            return lines[-1][:200] if lines else ""
        return ""


def _memory() -> BinaryIO:
    """A file of no disk, which only we may write to."""
    lent = os.memfd_create("scene")
    os.fchmod(lent, 0o444)
    return os.fdopen(lent, "w+b")


def _spawn(args: list[str], environment: dict[str, str], log: Path, lent: BinaryIO | None) -> tuple[int, Pipe]:
    """Chromium reads commands on descriptor 3 and answers on 4. It finds what is lent to it, if anything is, on `_LENT`."""
    command_in, command_out = os.pipe()
    answer_in, answer_out = os.pipe()
    # Out of the way of 3, 4 and 5, whatever numbers the system gave.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (command_in, answer_out, *([] if lent is None else [lent.fileno()]))]
    for end in (command_in, answer_out):
        os.close(end)
    silent = os.open(os.devnull, os.O_RDONLY)
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    actions = [
        (os.POSIX_SPAWN_DUP2, silent, 0),
        (os.POSIX_SPAWN_DUP2, told, 1),
        (os.POSIX_SPAWN_DUP2, told, 2),
        (os.POSIX_SPAWN_DUP2, ends[0], 3),
        (os.POSIX_SPAWN_DUP2, ends[1], 4),
        *((os.POSIX_SPAWN_DUP2, end, _LENT) for end in ends[2:]),
    ]
    try:
        pid = os.posix_spawn(args[0], args, environment, file_actions=actions, setpgroup=0)
    except OSError as refused:
        for end in (command_out, answer_in):
            os.close(end)
        raise RenderError(f"{args[0]} cannot be started: {refused.strerror}") from None
    finally:
        for end in (*ends, silent, told):
            os.close(end)
    return pid, Pipe(command_out, answer_in)


def _environment(owner: Owner | None, profile: Path) -> dict[str, str]:
    """What the browser needs of ours: no key of a model reaches it."""
    kept = ["PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_DATA_DIRS"]
    if owner is None:
        kept += ["HOME", "TMPDIR", "XDG_DATA_HOME"]
    ours = {"HOME": str(profile), "TMPDIR": str(profile), "LANG": "C.UTF-8", "TZ": "UTC"}
    return {**ours, **{name: os.environ[name] for name in kept if name in os.environ}}


def _end(pid: int) -> None:
    """Its process group with it: renderers outlive a browser that is stuck."""
    for sign, patience in ((None, 0.5), (signal.SIGTERM, 1.0), (signal.SIGKILL, 5.0)):
        if sign is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, sign)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                if os.waitpid(pid, os.WNOHANG)[0]:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(pid, signal.SIGKILL)
                    return
            except ChildProcessError:
                return
            time.sleep(0.01)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return found


def _resident(pid: int) -> int:
    """What is not backed by a file: the program itself is not counted; what two processes share is, twice."""
    with contextlib.suppress(OSError, ValueError):
        told = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in told if line.startswith(("RssAnon:", "RssShmem:")))
    return 0


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


__all__ = ["Browser", "PipeClosedError", "namespace"]
