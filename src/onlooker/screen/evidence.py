"""The few lines of the screen that speak for or against a finding, from the track alone."""

from __future__ import annotations

from onlooker.domain.evidence import ScreenText
from onlooker.domain.screen import Element, Role, ScreenLine, ScreenTrack


def evidence(track: ScreenTrack, *, start_ms: int, end_ms: int, window: int, near: Element | None = None) -> ScreenText:
    """First cut: what appeared and went within the span and three seconds after."""
    appeared: list[ScreenLine] = []
    gone: list[ScreenLine] = []
    for change in track.changes:
        if change.window == window and start_ms <= change.at_ms <= end_ms + 3_000:
            appeared.extend(change.appeared)
            gone.extend(change.gone)
    return ScreenText(appeared=_best(appeared), gone=_best(gone), at_ms=start_ms, window=window)


def _best(lines: list[ScreenLine]) -> tuple[str, ...]:
    order = (Role.ALERT, Role.INVALID, Role.DIALOG, Role.SPINNER, Role.HEADING, Role.TEXT)
    return tuple(line.text[:150] for line in sorted(lines, key=lambda line: order.index(line.role))[:4])
