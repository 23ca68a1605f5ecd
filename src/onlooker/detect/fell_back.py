"""Fell back: a switch that the user set, and that the page set back by itself, each time anew. A hit of `not_kept`: once may be a slip of the page,
which mends itself, or what the switch is there for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Toggled

_TIMES = 2
_LEAD_MS = 150
_ASIDE = (Role.ALERT, Role.INVALID, Role.SPINNER)
"""What a page says while it sets the switch back is no work done."""


def fell_back(case: Case) -> Iterator[Hit]:
    tries: dict[tuple[int, str, str], list[tuple[Entry, Toggled]]] = defaultdict(list)
    for toggled in case.index.toggled:
        press = case.index.clicks.before(toggled.at_ms + 1, toggled.window)
        if press is not None and toggled.at_ms - press[0].at_ms <= _LEAD_MS:
            tries[toggled.window, place_of(press[0].page), toggled.around].append((press[0], toggled))
    for mine in tries.values():
        fallen = [(press, one) for press, one in mine if one.back_ms is not None and not _worked(case, one, one.back_ms)]
        fallen = [pair for pair in fallen if pair[1].on is fallen[-1][1].on]
        if len(fallen) >= _TIMES and len(fallen) * 2 > len(mine):
            yield _hit(case, fallen, mine)


def _hit(case: Case, fallen: list[tuple[Entry, Toggled]], tries: list[tuple[Entry, Toggled]]) -> Hit:
    press, last = fallen[-1]
    # pressed once more and no fall came, or it was pressed the other way: then it had been set
    stayed = next((one.at_ms for _, one in tries if one.at_ms > last.at_ms), None)
    target = press.detail.target if isinstance(press.detail, Click) else None
    return case.hit(
        "not_kept",
        [entry for entry, _ in fallen],
        (),
        end_ms=last.back_ms or last.at_ms,
        how="fallen",
        label=short(last.label or (target.label if target is not None else "") or last.around),
        given="on" if last.on else "off",
        still="off" if last.on else "on",
        times=len(fallen),
        page=press.page,
        resolved_ms=stayed,
    )


def _worked(case: Case, one: Toggled, back_ms: int) -> bool:
    """The screen is another than before: the switch did its work and went back, as a push-button does, or a dialog came of it."""
    left: Counter[str] = Counter()
    for _, seen in case.index.screens.between(one.at_ms - _LEAD_MS, back_ms + _LEAD_MS, one.window):
        change = seen.change
        if change.navigation or any(line.role is Role.DIALOG for line in change.appeared):
            return True
        if case.index.tells(seen):
            left.update(line.text for line in change.appeared if line.role not in _ASIDE)
            left.subtract(line.text for line in change.gone if line.role not in _ASIDE)
    return any(left.values())
