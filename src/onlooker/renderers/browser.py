"""One Chromium process: how it is started, shut in, and ended.

What keeps a recording from doing harm, from the outside in:
1. No network. Where the kernel allows it, the process lives in a network namespace of its own with no interface up; everywhere, every address
   is mapped to nothing and a proxy that is not there stands before the rest, loopback included.
2. Chromium's own process sandbox, unless this process is root, for whom Chromium refuses it (`doctor` says so).
3. A profile in a folder of its own, deleted with the process.
The page's policies are in `stage.py`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from onlooker.errors import RenderError
from onlooker.renderers.pipe import Pipe, PipeClosedError

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
    "--js-flags=--max-old-space-size=1024 --max-semi-space-size=8",
)
"""Same pixels on every machine and in every run, nothing that runs beside the page, and as few processes as may be (a third of the memory)."""

FRAME_CONTROL = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw", "--disable-new-content-rendering-timeout")
PLAIN = ("--disable-frame-rate-limit",)


class Browser:
    """A running Chromium with nothing open. `sandboxed` and `cut_off` tell which of the outer walls stand."""

    def __init__(self, program: Path, *, frame_control: bool = True, cut_off: bool | None = None) -> None:
        """`cut_off` False leaves out the network namespace, as on systems that have none. Raises RenderError when it does not start."""
        self.sandboxed = os.geteuid() != 0
        prefix = namespace() if cut_off is not False else ()
        self.cut_off = bool(prefix)
        self._profile = tempfile.mkdtemp(prefix="onlooker-browser-")
        args = [
            *prefix,
            str(program),
            *_STEADY,
            *_CLOSED,
            *(FRAME_CONTROL if frame_control else PLAIN),
            *(() if self.sandboxed else ("--no-sandbox", "--no-zygote")),
            f"--user-data-dir={self._profile}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self._log = Path(self._profile, "stderr.txt")
        self.pid, self.pipe = _spawn(args, self._log)
        try:
            self.version = str(self.pipe.call("Browser.getVersion", timeout_s=30)["product"])
        except RenderError as error:
            said = self._last_words()
            self.close()
            raise RenderError(f"{program} does not start: {said or error}") from None

    def close(self) -> None:
        self.pipe.close()
        _end(self.pid)
        shutil.rmtree(self._profile, ignore_errors=True)

    def memory(self) -> int:
        """Bytes of all its processes, shared pages counted once each by share; 0 where the system does not tell."""
        return sum(_pss(pid) for pid in _family(self.pid))

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = [line for line in self._log.read_text("utf-8", "replace").splitlines() if line.strip()]
            return lines[-1][:200] if lines else ""
        return ""


@cache
def namespace() -> tuple[str, ...]:
    """The command that runs another one without any network; empty where the system has none or does not allow it."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    if unshare is None or true is None:
        return ()
    for command in ((unshare, "--net", "--"), (unshare, "--user", "--map-current-user", "--net", "--")):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if subprocess.run([*command, true], capture_output=True, timeout=10, check=False).returncode == 0:
                return command
    return ()


def _spawn(args: list[str], log: Path) -> tuple[int, Pipe]:
    """Chromium reads commands on descriptor 3 and answers on 4."""
    command_in, command_out = os.pipe()
    answer_in, answer_out = os.pipe()
    # Out of the way of 3 and 4, whatever numbers the system gave.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (command_in, answer_out)]
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
    ]
    try:
        pid = os.posix_spawn(args[0], args, _environment(), file_actions=actions, setpgroup=0)
    except OSError as refused:
        for end in (command_out, answer_in):
            os.close(end)
        raise RenderError(f"{args[0]} cannot be started: {refused.strerror}") from None
    finally:
        for end in (*ends, silent, told):
            os.close(end)
    return pid, Pipe(command_out, answer_in)


def _environment() -> dict[str, str]:
    """What the browser needs of ours: no key of a model reaches it."""
    kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "TMPDIR", "XDG_DATA_DIRS", "XDG_DATA_HOME")
    return {"LANG": "C.UTF-8", "TZ": "UTC", **{name: os.environ[name] for name in kept if name in os.environ}}


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


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


__all__ = ["Browser", "PipeClosedError", "namespace"]
