"""Rage clicks: quick presses in one place; and, at any pace, presses of one thing that nothing ever answers.

Each press's own answer is what came before the next press. A burst whose presses are all answered is a stepper at work; one that is answered once,
right after its last press, is a debounced one. Neither is rage unless the preset says that a vendor counts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.elements import element_key, is_drawn, is_field, is_opaque, is_stepper
from onlooker.detect.responses import response
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Click, Entry

Press = tuple[Entry, Click]


def rage_click(case: Case) -> Iterator[Hit]:
    in_bursts: set[str] = set()
    for burst in _bursts(case):
        hit = _told(case, burst, "rapid")
        if hit is not None:
            in_bursts.update(entry.id for entry, _ in burst)
            yield hit
    if case.limits.repeat_presses:
        for run in _runs(case):
            if not all(entry.id in in_bursts for entry, _ in run):
                hit = _told(case, run, "slow")
                if hit is not None:
                    yield hit


def _counts(case: Case, click: Click) -> bool:
    """Whether a press can be part of rage: text selection, fields and what draws its own pixels cannot."""
    target = click.target
    if click.selects_text or click.modified:
        return False
    if target is None:
        return True
    if is_field(target) or is_opaque(target):
        return False
    return not (case.limits.rage_spares_steppers and is_stepper(target))


def _bursts(case: Case) -> Iterator[list[Press]]:
    """Longest bursts that keep within the preset's gap, window and radius."""
    by_window: dict[int, list[Press]] = defaultdict(list)
    for entry, click in case.index.clicks:
        by_window[entry.window].append((entry, click))
    for presses in by_window.values():
        burst: list[Press] = []
        for press in presses:
            if burst and not _continues(case, burst, press):
                if len(burst) >= case.limits.rage_clicks:
                    yield burst
                burst = []
            if _counts(case, press[1]):
                burst.append(press)
        if len(burst) >= case.limits.rage_clicks:
            yield burst


def _continues(case: Case, burst: list[Press], press: Press) -> bool:
    limits, (entry, click) = case.limits, press
    last_entry, last_click = burst[-1]
    if not _counts(case, click):
        return False
    if limits.rage_gap_ms and entry.at_ms - last_entry.at_ms >= limits.rage_gap_ms:
        return False
    if limits.rage_window_ms and entry.at_ms - burst[-(limits.rage_clicks - 1) :][0][0].at_ms > limits.rage_window_ms:
        return False
    same = element_key(click, entry) == element_key(last_click, last_entry)
    if limits.rage_same_target and not same:
        return False
    if limits.rage_radius_px and min(click.x, click.y, last_click.x, last_click.y) >= 0:
        if limits.rage_box:
            xs = [other.x for _, other in burst[-200:]] + [click.x]
            ys = [other.y for _, other in burst[-200:]] + [click.y]
            return max(max(xs) - min(xs), max(ys) - min(ys)) <= limits.rage_radius_px
        return abs(click.x - last_click.x) + abs(click.y - last_click.y) < limits.rage_radius_px
    return same or bool(limits.rage_radius_px and not limits.rage_same_target and click.target is None)


def _runs(case: Case) -> Iterator[list[Press]]:
    """Presses of one thing within `repeat_window_ms`, whatever came between."""
    by_key: dict[tuple[int, str], list[Press]] = defaultdict(list)
    for entry, click in case.index.clicks:
        if _counts(case, click) and click.target is not None:
            by_key[(entry.window, element_key(click, entry))].append((entry, click))
    for presses in by_key.values():
        run: list[Press] = []
        for press in presses:
            if run and press[0].at_ms - run[0][0].at_ms > case.limits.repeat_window_ms:
                if len(run) >= case.limits.repeat_presses:
                    yield run
                run = []
            run.append(press)
        if len(run) >= case.limits.repeat_presses:
            yield run


def _told(case: Case, presses: list[Press], pace: str) -> Hit | None:
    limits = case.limits
    seen = stirred = asked = 0
    last_answered = False
    told = ""
    for place, (entry, _) in enumerate(presses):
        within = limits.dead_ms
        if place + 1 < len(presses):
            within = min(within, max(0, presses[place + 1][0].at_ms - entry.at_ms - 1))
        answer = response(case.index, entry, within, limits)
        last_answered = answer.visible_ms is not None
        seen += last_answered
        stirred += answer.mutated_ms is not None
        asked += bool(answer.requests)
        came = (line for _, seen_then in answer.screens for line in seen_then.change.appeared)
        told = told or next((line.text for line in came if line.text.strip() and not case.index.comes_alone(line)), "")
    target = presses[0][1].target
    drawn = target is not None and is_drawn(target)
    if pace == "slow" and (seen > len(presses) // 5 or asked > len(presses) // 5 or (stirred and (drawn or stirred == len(presses)))):
        return None
    if limits.rage_spares_answered and pace == "rapid":
        answered = last_answered if seen < len(presses) - 1 else True
        if answered or (drawn and stirred >= len(presses) - 1):
            return None
        if len(presses) <= 3 and any(click.double for _, click in presses):
            return None
    first, last = presses[0][0], presses[-1][0]
    used = (
        ("rage_clicks", "rage_gap_ms", "rage_window_ms", "rage_radius_px", "dead_ms") if pace == "rapid" else ("repeat_presses", "repeat_window_ms")
    )
    return case.hit(
        "rage_click",
        [entry for entry, _ in presses],
        used,
        presses=sum(_named(click) == _named(presses[0][1]) for _, click in presses),
        pace=pace,
        answered=seen,
        answer=told or None,
        stirred=stirred,
        requested=asked,
        label=target.label if target else None,
        element=target.ref if target else None,
        tag=target.tag if target else None,
        interactive=target.interactive if target else None,
        disabled=target.disabled if target else None,
        page=first.page,
        span_ms=last.at_ms - first.at_ms,
        error_ms=_error_after(case, first, last),
        resolved_ms=case.attempts.resolved_ms(element_key(presses[0][1], first), last.at_ms),
    )


def _named(click: Click) -> str:
    """A burst may slip to the control beside; what is told of is the first one."""
    return click.target.label if click.target is not None else ""


def _error_after(case: Case, first: Entry, last: Entry) -> int | None:
    """The first exception thrown while the presses went on."""
    thrown = case.index.thrown.first(first.at_ms, last.at_ms + case.limits.error_click_ms)
    return thrown[0].at_ms if thrown is not None else None
