"""Clock times as a person types them."""

from __future__ import annotations

import re

from onlooker.errors import SettingError

CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,6}):)?(\d{1,9}(?:\.\d{1,3})?)", re.ASCII)


def milliseconds(typed: str, option: str = "--at") -> int:
    """`83`, `83.5`, `1:23`, `1:02:03` -> ms since the session's start. Raises SettingError, which names the option."""
    parts = CLOCK.fullmatch(typed.strip())
    if parts is None:
        raise SettingError(f"{option} {typed!r} is no time; give seconds (83.5), minutes and seconds (1:23) or hours too (1:02:03)")
    hours, minutes, seconds = parts.groups()
    if (minutes is not None and float(seconds) >= 60) or (hours is not None and int(minutes) >= 60):
        raise SettingError(f"{option} {typed!r} is no time: after a colon 59 is the most; give for example 1:23 or 1:02:03")
    return (int(hours or 0) * 3600 + int(minutes or 0) * 60) * 1000 + round(float(seconds) * 1000)
