"""One record of `rrweb/console@1`: what the console showed, and the error it may tell of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onlooker.domain.snapshot import SnapshotData
from onlooker.merge.untrusted import fields, items, text

_PLUGIN = "rrweb/console@1"
_LONGEST = 2_000
_LEVELS = frozenset({"error", "warn", "info", "log", "debug", "assert", "trace"})
_OWN = re.compile(r"\[(?:SessionRecording|PostHog)[^\]]*\]")
"""The recorder's and the event library's own remarks; they are no part of the page."""
_UNCAUGHT = re.compile(r"\s*(?:Uncaught|Unhandled)\b(?: promise rejection| rejection| \(in promise\)| \(in promise:[^)\n]*\))?:? *", re.IGNORECASE)
_TYPED = re.compile(r"([A-Za-z_$][\w$.]{0,80}(?:Error|Exception|Rejection)|Error): ?")
_STACK = re.compile(r"\n\s*at \S|\n[^\n@]*@[^\s@]+:\d+:\d+")
_PLACEHOLDER = re.compile(r"%[sdifoOc%]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleLine:
    """`text` is unquoted and joined; `trace` is where the call stood, nearest first."""

    level: str
    text: str
    trace: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the recording library wrote it."""
        return _OWN.match(self.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorText:
    """An error as the console spells it. `caught`: the page wrote it down itself, so something handled it."""

    type: str
    message: str
    caught: bool
    frames: tuple[str, ...] = ()


def console_line(data: SnapshotData) -> ConsoleLine | None:
    """None for a snapshot of another plugin and for a line that says nothing (the end of a group)."""
    if data.get("plugin") != _PLUGIN:
        return None
    payload = fields(data.get("payload"))
    told = _joined(payload.get("payload"))
    if not told:
        return None
    level = text(payload.get("level"), 20)
    trace = tuple(text(frame, 300) for frame in items(payload.get("trace"))[:20])
    return ConsoleLine(level=level if level in _LEVELS else "log", text=told, trace=trace)


def error_text(line: ConsoleLine) -> ErrorText | None:
    """The error a line tells of: uncaught, or written down with its stack, after some words maybe; None for any other line."""
    if line.level not in ("error", "assert"):
        return None
    uncaught = _UNCAUGHT.match(line.text)
    body = line.text[uncaught.end() :] if uncaught else line.text
    typed = _TYPED.match(body)
    named = typed or (None if uncaught else _TYPED.search(body))
    if not uncaught and not (named and _STACK.search(body, named.end())):
        return None
    message, _, rest = (body[typed.end() :] if typed else body).partition("\n")
    stack = tuple(frame.strip().removeprefix("at ") for frame in rest.split("\n") if frame.strip() and not frame.startswith("End of stack"))
    return ErrorText(type=named.group(1) if named else "", message=message.strip(), caught=not uncaught, frames=(stack or line.trace)[:20])


def _joined(payload: object) -> str:
    """The arguments of one call as the console shows them: `%s` and its like filled in, `%c` styles left out."""
    told = [_unquoted(item) for item in items(payload)[:30]]
    if not told:
        return ""
    rest = iter(told[1:])
    first = _PLACEHOLDER.sub(lambda found: _filled(found.group(), rest), told[0]) if len(told) > 1 else told[0]
    return " ".join((first, *rest)).strip()[:_LONGEST]


def _filled(placeholder: str, rest: Iterator[str]) -> str:
    if placeholder == "%%":
        return "%"
    value = next(rest, placeholder)
    return "" if placeholder == "%c" else value


def _unquoted(item: object) -> str:
    """The recorder writes each argument as JSON; a string is told without its quotes, anything else as it was written."""
    if not isinstance(item, str):
        return ""
    if item.startswith('"'):
        try:
            value = json.loads(item)
        except ValueError:
            return item.strip('"')[:_LONGEST]
        return value[:_LONGEST] if isinstance(value, str) else item[:_LONGEST]
    return item[:_LONGEST]
