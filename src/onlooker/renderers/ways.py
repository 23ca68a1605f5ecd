"""How a browser is started: cut off from the network, as a user who may do nothing, in Chromium's own sandbox; as far as this machine allows it.

Nobody can tell beforehand what a container or a kernel forbids. So the ways are tried, strictest first, and the first that works is kept.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The user whom the browser runs as when this process is root: root's rights are then not there to be taken."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`prefix` is the command that runs the browser's; `owner` None: the same user as this process."""

    prefix: tuple[str, ...] = ()
    owner: Owner | None = None
    sandboxed: bool = True
    cut_off: bool = False


def ways(*, cut_off: bool | None = None) -> Iterator[Way]:
    """Strictest first. `cut_off` False leaves out the network namespace, as on systems that have none."""
    network = namespace() if cut_off is not False else ()
    if os.geteuid() != 0:
        for sandboxed in (True, False):
            yield Way(prefix=network, sandboxed=sandboxed, cut_off=bool(network))
        return
    owner, setpriv = _nobody(), shutil.which("setpriv")
    if owner is not None and setpriv is not None:
        become = (setpriv, f"--reuid={owner.uid}", f"--regid={owner.gid}", "--clear-groups", "--no-new-privs", "--")
        # In a user namespace made by root nobody else is known: there the step down comes first.
        prefix = (*become, *network) if "--user" in network else (*network, *become)
        for sandboxed in (True, False) if _works(prefix) else ():
            yield Way(prefix=prefix, owner=owner, sandboxed=sandboxed, cut_off=bool(network))
    yield Way(prefix=network, sandboxed=False, cut_off=bool(network))  # root: Chromium refuses its sandbox


@cache
def namespace() -> tuple[str, ...]:
    """The command that runs another one without any network; empty where the system has none or does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    known = ((unshare, "--net", "--"), (unshare, "--user", "--map-current-user", "--net", "--"))
    return next((command for command in known if _works(command)), ())


@cache
def _works(command: tuple[str, ...]) -> bool:
    true = shutil.which("true")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return true is not None and subprocess.run([*command, true], capture_output=True, timeout=10, check=False).returncode == 0
    return False


def _nobody() -> Owner | None:
    with contextlib.suppress(KeyError):
        found = pwd.getpwnam("nobody")
        if found.pw_uid != 0:
            return Owner(uid=found.pw_uid, gid=found.pw_gid)
    return None
