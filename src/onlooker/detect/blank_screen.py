"""Blank screens: all that was to be seen is gone, or nearly all of it at the moment of an error, and it stays gone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onlooker.detect.bare_page import bare_pages, stays_of
from onlooker.detect.case import Case
from onlooker.detect.causes import is_foreign, is_harmless, thrown_in_console
from onlooker.detect.causing import act_before
from onlooker.detect.hollow import hollow_pages
from onlooker.detect.places import place_of
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import ScreenChange
from onlooker.domain.timeline import Entry, Seen

_MANY_LINES = 8
_FEW_LEFT = 0.5
_NEARLY_NONE_LEFT = 0.1
_ERROR_NEAR_MS = 3_000
_OWN_LINES = 5
"""So many new lines are another page: no emptied one, or no longer."""
_LOOKS_AHEAD = 100


def blank_screen(case: Case) -> Iterator[Hit]:
    """One hit a stretch. `partial` when something is left: the frame around an emptied middle. A newly opened page is compared with what
    it showed at an earlier visit."""
    by_window: dict[int, list[tuple[Entry, Seen]]] = {}
    for entry, seen in case.index.screens:
        by_window.setdefault(entry.window, []).append((entry, seen))
    for window, looks in by_window.items():
        stays = stays_of(case, looks)
        yield from bare_pages(case, window, stays)
        yield from hollow_pages(case, window, stays)
        before, busy_until = 0, -1
        usual: dict[str, int] = {}
        for place, (entry, seen) in enumerate(looks):
            change = seen.change
            error = _error_near(case, entry)
            if change.navigation:
                before = usual.get(place_of(entry.page), 0)
            emptied = change.blank or _emptied(change, before, error is not None)
            if emptied and entry.at_ms > busy_until:
                ended = _refilled(looks, place, before)
                until = ended.at_ms if ended is not None else case.index.end_ms
                if change.blank and before == 0 and ended is not None and error is None:
                    continue  # white before it first showed anything: it was on its way
                if change.blank and ended is not None and error is None and until - entry.at_ms < case.limits.endless_ms:
                    continue  # white between two pages, or while one starts
                if not change.blank and _says_why(case, looks, place):
                    continue  # an error that is told: the page is short, not empty
                if until - entry.at_ms >= case.limits.blank_ms:
                    busy_until = until
                    act = act_before(case, entry.at_ms, case.limits.message_ms, window)
                    yield case.hit(
                        "blank_screen",
                        [found for found in (act.entry if act else None, entry, error) if found is not None],
                        ("blank_ms",),
                        end_ms=until,
                        lasted_ms=until - entry.at_ms,
                        partial=not change.blank,
                        lines_before=before,
                        lines_after=change.lines,
                        error_near=error is not None,
                        error=_error_text(error),
                        after_action=act is not None,
                        label=act.label if act else None,
                        refilled=ended is not None,
                        refilled_by_load=_by_load(case, ended),
                        page=entry.page,
                        navigation=change.navigation,
                    )
            before = change.lines
            usual[place_of(entry.page)] = max(change.lines, usual.get(place_of(entry.page), 0))


def _emptied(change: ScreenChange, before: int, error: bool) -> bool:
    """Nearly all went, or half of it at the moment of an error, and nothing came instead."""
    if before < _MANY_LINES or change.spinners or change.dialogs:
        return False
    if not change.navigation and len(change.appeared) >= _OWN_LINES:
        return False
    return change.lines / before <= (_FEW_LEFT if error else _NEARLY_NONE_LEFT)


def _refilled(looks: list[tuple[Entry, Seen]], place: int, before: int) -> Entry | None:
    """The next look that shows at least half of what was there, or another page, which may be a much shorter one."""
    enough = min(max(1, before * 0.5), looks[place][1].change.lines + _OWN_LINES)
    for entry, seen in islice(looks, place + 1, place + 1 + _LOOKS_AHEAD):
        if not seen.change.blank and (seen.change.navigation or seen.change.lines >= enough):
            return entry
    return None


def _says_why(case: Case, looks: list[tuple[Entry, Seen]], place: int) -> bool:
    since = looks[place][0].at_ms
    soon = (seen for entry, seen in islice(looks, place, place + _LOOKS_AHEAD) if entry.at_ms - since < case.limits.blank_ms)
    return any(message.failing and message.sure for seen in soon for message in case.index.said(seen))


def _by_load(case: Case, ended: Entry | None) -> bool | None:
    if ended is None:
        return None
    return any(page.load for _, page in case.index.pages.between(ended.at_ms - 5_000, ended.at_ms + 500, ended.window))


def _error_near(case: Case, entry: Entry) -> Entry | None:
    """One that may have broken the page: browsers throw some that break nothing."""
    start, end = entry.at_ms - _ERROR_NEAR_MS, entry.at_ms + _ERROR_NEAR_MS
    thrown = (
        at
        for at, found in case.index.thrown.between(start, end, entry.window)
        if not is_harmless(found.message) and not is_foreign(found.origin, found.frames)
    )
    logged = (at for at, line in case.index.logged.between(start, end, entry.window) if thrown_in_console(line) and not is_harmless(line.text))
    return next(thrown, None) or next(logged, None)


def _error_text(error: Entry | None) -> str | None:
    if error is None:
        return None
    text = getattr(error.detail, "message", "") or getattr(error.detail, "text", "")
    return str(text)[:160]
