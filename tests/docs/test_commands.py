"""Every command the pages show does what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker.renderers import find_browser

from .markdown import PAGES, ROOT, blocks, commands
from .shell import Shell

SPOKEN = [page for page in PAGES if blocks(page, "sh", "console")]


@pytest.mark.parametrize("page", SPOKEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_run_one_after_the_other(page: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for block in blocks(page, "sh", "console"):
        for command in commands(block):
            printed = shell.run(command.line)
            if command.shown is not None and find_browser() is not None:  # the pages show what is printed where clips are made
                assert command.shown == printed, f"{block}: `{command.line}` prints something else now; `python -m tests.docs.refresh` writes it anew"


def test_only_blocks_that_are_executed_are_shown_as_such() -> None:
    other = [str(block) for page in PAGES for block in blocks(page, "bash", "shell", "zsh", "py", "pycon")]
    assert other == []
