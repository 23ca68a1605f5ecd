"""Our Markdown files, and what stands in them that can be executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("samples/*.md"), *ROOT.glob("benchmarks/*.md")]))

_FENCE = re.compile(r"^(```+)(\w*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block. `line` is that of its first line in the page, counted from 1."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, kw_only=True)
class Command:
    """`shown` is what the page says comes out; None where it says nothing."""

    line: str
    shown: str | None = None


def blocks(page: Path, *languages: str) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(page=page, line=text.count("\n", 0, found.start(3)) + 1, language=found[2], text=found[3])
        for found in _FENCE.finditer(text)
        if found[2] in languages
    ]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def commands(block: Block) -> Iterator[Command]:
    """Of a `sh` block every line; of a `console` block each line after `$ `, with the lines below as what it prints."""
    if block.language == "sh":
        for line in block.text.splitlines():
            command = line.split("  #")[0].strip()
            if command:
                yield Command(line=command)
        return
    for session in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = session.partition("\n")
        yield Command(line=command, shown=shown)
