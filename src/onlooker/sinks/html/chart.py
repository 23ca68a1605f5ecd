"""A pattern over the period, drawn: for each stretch of it the sessions examined, and those affected in front of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.pattern import Bucket
from onlooker.domain.pattern_words import condensed
from onlooker.domain.timebase import day

COLUMNS, SMALL_COLUMNS = 60, 30
HEIGHT, SMALL_HEIGHT = 72, 24
_LEAST = 2.0
"""Pixels: one session affected among hundreds is still to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`x` and `width` in percent, heights in pixels from the ground."""

    x: float
    width: float
    examined: float
    affected: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`label` says in words what is drawn."""

    columns: tuple[Column, ...]
    height: int
    label: str
    first: str
    last: str
    most: int


def chart(trend: Sequence[Bucket], *, small: bool = False) -> Chart | None:
    """None where there is no period to draw."""
    stretches = [one for one in condensed(trend, SMALL_COLUMNS if small else COLUMNS) if one.end > one.start]
    most = max((one.examined for one in stretches), default=0)
    if len(stretches) < 2 or most <= 0:
        return None
    height = SMALL_HEIGHT if small else HEIGHT
    width = 100 / len(stretches)
    first, last = day(stretches[0].start), day(stretches[-1].end - 1)
    return Chart(
        columns=tuple(
            Column(
                x=round(place * width, 3),
                width=round(width * 0.8, 3),
                examined=_scaled(one.examined, most, height),
                affected=_scaled(min(one.affected, one.examined), most, height),
                title=f"{_span(one)}: {max(0, one.affected):,} of {max(0, one.examined):,} sessions",
            )
            for place, one in enumerate(stretches)
        ),
        height=height,
        label=_label(stretches, first, last),
        first=first,
        last=last,
        most=most,
    )


def _scaled(number: int, most: int, height: int) -> float:
    return round(max(_LEAST, height * number / most), 1) if number > 0 else 0.0


def _span(one: Bucket) -> str:
    first, last = day(one.start), day(one.end - 1)
    return first if first == last else f"{first} to {last}"


def _label(stretches: Sequence[Bucket], first: str, last: str) -> str:
    affected = [one for one in stretches if one.affected > 0]
    if not affected:
        return f"From {first} to {last}: no session of a known time affected"
    peak = max(affected, key=lambda one: one.affected)
    return (
        f"From {first} to {last}: affected in {len(affected)} of {len(stretches)} stretches, most in {_span(peak)} "
        f"with {peak.affected:,} of {peak.examined:,} sessions"
    )
