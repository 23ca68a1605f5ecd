"""What a person asks for in words -> Selection. Every message names the option, and what to give instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack

from onlooker.domain.selection import Selection, Strategy
from onlooker.domain.timebase import EPOCH, instant
from onlooker.errors import SettingError

KEEP = ("bots", "internal", "short")
"""What is left out unless it is asked for."""

_DAY = timedelta(days=1)
_AGO = re.compile(r"(\d{1,6})\s?(m|h|d|w)(?: ago)?")
_LENGTH = re.compile(r"(?:\d{1,9}(?:\.\d{1,3})?\s?(?:ms|s|sec|m|min|h)\s?)+|\d{1,9}(?:\.\d{1,3})?")
_PIECE = re.compile(r"(\d+(?:\.\d+)?)\s?([a-z]*)")
_UNITS = {"ms": 1, "s": 1_000, "sec": 1_000, "": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000}
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class Words(TypedDict, total=False):
    """A selection as it is typed; docs/selection.md tells what each may be. `keep` names kinds of `KEEP`."""

    since: str | None
    until: str | None
    users: Sequence[str]
    pages: Sequence[str]
    events: Sequence[str]
    releases: Sequence[str]
    min_duration: str | None
    max_duration: str | None
    min_active: str | None
    internal_users: Sequence[str]
    internal_domains: Sequence[str]
    keep: Sequence[str]
    skip_automated: bool
    strategy: str | None
    sample: int | None
    seed: int
    focus: str


def asked(*, now_ms: int, **words: Unpack[Words]) -> Selection:
    """A sample without a strategy is a stratified one. `now_ms` is UTC; what counts back from it does so in whole days or minutes, so that the same
    words mean the same selection all day. Raises SettingError."""
    keep, sample = words.get("keep", ()), words.get("sample")
    wrong = [word for word in keep if word not in KEEP]
    if wrong:
        raise SettingError(f"--keep {wrong[0]}: there is {', '.join(KEEP)}")
    return Selection(
        since=_moment("--since", words.get("since"), now_ms, whole_day_after=False),
        until=_moment("--until", words.get("until"), now_ms, whole_day_after=True),
        users=_each("--user", words.get("users", ())),
        pages=_each("--page", words.get("pages", ())),
        events=_each("--event", words.get("events", ())),
        releases=_each("--release", words.get("releases", ())),
        min_duration_ms=_length("--min-duration", words.get("min_duration")) or 0,
        max_duration_ms=_length("--max-duration", words.get("max_duration")),
        min_active_ms=_length("--min-active", words.get("min_active")) or 0,
        internal_users=_each("--internal-user", words.get("internal_users", ())),
        internal_domains=tuple(dict.fromkeys(_domain(word) for word in _each("--internal-domain", words.get("internal_domains", ())))),
        keep_bots="bots" in keep,
        keep_internal="internal" in keep,
        keep_short="short" in keep,
        skip_automated=words.get("skip_automated", False),
        strategy=_strategy(words.get("strategy"), sample),
        sample=sample,
        seed=words.get("seed", 0),
        focus=" ".join(words.get("focus", "").split()),
    )


def _moment(option: str, word: str | None, now_ms: int, *, whole_day_after: bool) -> int | None:
    """A day is meant whole: from its start, until its end."""
    if word is None:
        return None
    told = word.strip()
    try:
        day, at = _day_or_instant(told, instant(now_ms))
        if day is not None:
            at = datetime(day.year, day.month, day.day, tzinfo=UTC) + (_DAY if whole_day_after else timedelta())
        return (at - EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        raise SettingError(f"{option} {word}: give a day (2026-11-01), an instant (2026-11-01T09:30, UTC) or how long ago (36h, 7d, 2w)") from None


def _day_or_instant(told: str, now: datetime) -> tuple[date | None, datetime]:
    """The day alone where a day is meant."""
    ago = _AGO.fullmatch(told)
    if ago is not None:
        number, unit = int(ago.group(1)), ago.group(2)
        if unit in "dw":
            return (now - timedelta(days=number * (7 if unit == "w" else 1))).date(), now
        return None, now.replace(second=0, microsecond=0) - timedelta(minutes=number * (60 if unit == "h" else 1))
    if len(told) <= len("2026-11-01"):
        return date.fromisoformat(told), now
    at = datetime.fromisoformat(told)
    return None, at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _length(option: str, word: str | None) -> int | None:
    """`10s`, `1m30s`, `2 min`, `90` (seconds) -> ms."""
    if word is None:
        return None
    told = word.strip().lower()
    if _LENGTH.fullmatch(told) is None:
        raise SettingError(f"{option} {word}: give a length of time, such as 10s, 5m or 1h30m")
    return round(sum(float(number) * _UNITS[unit] for number, unit in _PIECE.findall(told)))


def _each(option: str, words: Sequence[str]) -> tuple[str, ...]:
    """Once each, in their order."""
    told = tuple(dict.fromkeys(word.strip() for word in words))
    if "" in told:
        raise SettingError(f"{option} is empty; leave it out, or say which")
    return told


def _domain(word: str) -> str:
    told = word.lower().removeprefix("@").rstrip(".")
    if _DOMAIN.fullmatch(told) is None:
        raise SettingError(f"--internal-domain {word}: give the end of your own e-mail addresses, such as example.com")
    return told


def _strategy(word: str | None, sample: int | None) -> Strategy:
    if sample is not None and sample < 1:
        raise SettingError(f"--sample {sample}: give a number of sessions from 1")
    if word is None:
        return Strategy.ALL if sample is None else Strategy.STRATIFIED
    try:
        strategy = Strategy(word.strip().lower())
    except ValueError:
        raise SettingError(f"--strategy {word}: there is {', '.join(Strategy)}") from None
    if strategy is Strategy.STRATIFIED and sample is None:
        raise SettingError("--strategy stratified: say how many sessions, for example --sample 100")
    if strategy is Strategy.ALL and sample is not None:
        raise SettingError(f"--strategy all --sample {sample}: take one of them; --sample alone draws sessions that look like the whole")
    return strategy
