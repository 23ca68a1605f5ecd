"""Recorded text made harmless for Markdown as GitHub reads it."""

from __future__ import annotations

import re

from onlooker.domain.words import one_line

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$&])")
MENTION = re.compile(r"(@|#|\bGH-)(?=[\w-])", re.IGNORECASE)
"""GitHub links people and issues in the rendered text, where a backslash no longer helps; a word joiner inside does."""
LINK = re.compile(r"\b(https?|ftp|mailto|www)([:.])(?=\S)", re.IGNORECASE)
LIST_START = re.compile(r"^(\d*)([-=+.)])")


def text(recorded: str, limit: int = 500) -> str:
    """On one line, cut at `limit` characters, showing exactly the characters that were recorded."""
    joined = MENTION.sub("\\1\u2060", one_line(recorded, limit))
    joined = LINK.sub("\\1\u2060\\2", joined)
    return LIST_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", joined))


def code(recorded: str, limit: int = 300) -> str:
    """As inline code, fenced with more backticks than it holds; nothing inside is read as Markdown. `|` is escaped for tables."""
    flat = one_line(recorded, limit)
    if not flat:
        return ""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"
