"""Runs what a page tells its reader to type, as a shell in a fresh clone would, without going to the network.

`make` targets and test runs are only looked up: they would run this test again.
Rendering is left out where no Chromium is. Where a hosted model would be asked, `--dry-run` is added.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from onlooker.renderers import find_browser

from .markdown import ROOT

WIDTH = 120
"""Columns of the terminal that the pages show."""


class Shell:
    """`folder` stands for the clone: the samples are in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "samples").symlink_to(ROOT / "samples")
        self._env = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": str(WIDTH),
            "ONLOOKER_HOME": str(folder / "home"),
            "ONLOOKER_CLIPS": "auto",
        }

    def run(self, line: str) -> str:
        """What it prints to stdout. Raises AssertionError when it does not end well, or is nothing we know."""
        words = line.split()
        match words:
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self._env[name] = value
                return ""
            case ["make", *targets]:
                known = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
                wrong = {target for target in targets if "=" not in target} - set(known)
                assert not wrong, f"{line}: no target {', '.join(wrong)} in the Makefile"
                return ""
            case [".venv/bin/python", "-m", "pytest", path]:
                assert (ROOT / path).exists(), f"{line}: there is no {path}"
                return ""
            case ["onlooker" | ".venv/bin/onlooker", *_]:
                return self._onlooker(line.removeprefix(".venv/bin/"))
            case _:
                raise AssertionError(f"{line}: a command that the tests do not know how to run")

    def _onlooker(self, line: str) -> str:
        if line.startswith("onlooker render") and find_browser() is None:
            return ""
        asks = "watch" in line and ("--model" in line or "ONLOOKER_MODEL" in self._env) and "--dry-run" not in line
        done = subprocess.run(
            line + (" --dry-run" if asks else ""),
            shell=True,
            cwd=self.folder,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{line} ended with {done.returncode}: {done.stderr}"
        return shown(done.stdout)


_OWN = (
    (re.compile(r"Read in [\d.]+ (?:s|min.*s)\."), "Read in 2 s."),
    (re.compile(r"Chromium [\d.]+\d"), "Chromium 156.0.8078.79"),
)


def shown(output: str) -> str:
    """As a page shows it: no trailing blanks, no time and no version that differs from machine to machine."""
    lines = [line.rstrip() for line in output.strip("\n").splitlines()]
    for told, here in _OWN:
        lines = [told.sub(here, line) for line in lines]
    return "".join(f"{line}\n" for line in lines)
