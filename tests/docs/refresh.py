"""Writes what commands print into the pages that show it: python -m tests.docs.refresh; then read the diff."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .markdown import PAGES, blocks, commands
from .shell import Shell


def refresh(page: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(Path(folder))
        text = page.read_text("utf-8")
        for block in blocks(page, "sh", "console"):
            printed = [(command, shell.run(command.line)) for command in commands(block)]
            if block.language == "console":
                text = text.replace(block.text, "".join(f"$ {command.line}\n{output}" for command, output in printed))
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    for page in PAGES:
        if blocks(page, "console"):
            refresh(page)
