"""Reverted: the page said that it worked, came back, and the field the user had set shows what stood there before. A hit of `not_kept`, as much
as what does not show on the next page, and far surer: the same field of the same page says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onlooker.detect.case import Case
from onlooker.detect.elements import is_link
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Reverted
from onlooker.domain.timeline import Entry, Seen

_DRAFT_MS = 120_000
"""What was set so long before the praise is what was saved."""
_LATE_MS = 2_500
"""A page may say so, or fill its fields, this long after it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unkept:
    """Set, praised, and shown as before."""

    given: Entry
    praised: Entry
    shown: Entry
    field: Reverted
    text: str


def reverted(case: Case) -> Iterator[Hit]:
    tries: dict[tuple[int, str, str], list[_Unkept]] = defaultdict(list)
    for entry, seen in case.index.screens:
        for field in seen.change.reverted:
            found = _try(case, entry, field)
            if found is not None:
                tries[(entry.window, place_of(entry.page), field.label)].append(found)
    told: set[str] = set()
    for mine in tries.values():
        together = [other for other in tries.values() if other[-1].praised.id == mine[-1].praised.id]
        if mine[-1].praised.id not in told:  # the fields of one form that was not kept are one trouble
            told.add(mine[-1].praised.id)
            yield _hit(case, mine, len(together))


def _try(case: Case, shown: Entry, field: Reverted) -> _Unkept | None:
    set_at = _set_before(case, shown, field.label)
    if set_at is None or _filled_late(case, shown, field):
        return None
    left = next((pair for pair in case.index.screens.between(set_at.end_ms, shown.at_ms, shown.window) if pair[1].change.navigation), None)
    if left is None or not _sent(case, set_at, left[0]):
        return None
    praised = _praise(case, left[0])
    return None if praised is None else _Unkept(given=set_at, praised=praised[0], shown=shown, field=field, text=praised[1])


def _set_before(case: Case, shown: Entry, label: str) -> Entry | None:
    found = None
    for entry, typed in case.index.typed.between(shown.at_ms - _DRAFT_MS, shown.at_ms, shown.window):
        if typed.target is not None and typed.target.label == label and not typed.masked and entry.page == shown.page:
            found = entry
    return found


def _sent(case: Case, given: Entry, left: Entry) -> bool:
    """What led to the next page was a form sent, or no press of a link. The press that leaves a page may go unrecorded."""
    if case.index.submitted.first(given.at_ms, left.at_ms, left.window) is not None:
        return True
    pressed = case.index.presses.before(left.at_ms, left.window)
    return pressed is None or pressed[0].at_ms < given.at_ms or pressed[1].target is None or not is_link(pressed[1].target)


def _praise(case: Case, left: Entry) -> tuple[Entry, str] | None:
    """What the page that came first said, as it came or just after."""
    later: list[tuple[Entry, Seen]] = list(case.index.screens.between(left.at_ms, left.at_ms + _LATE_MS, left.window))
    for entry, seen in later:
        for message in case.index.said(seen):
            if message.failing and message.sure:
                return None
            if message.tone is Tone.SUCCESS and message.strength == 2 and message.where != "text":
                return entry, message.text
    return None


def _filled_late(case: Case, shown: Entry, field: Reverted) -> bool:
    """The page put the value there itself, a moment after it came."""
    soon = case.index.screens.between(shown.at_ms, shown.at_ms + _LATE_MS, shown.window)
    return any(label == field.label and before == field.shown for _, seen in soon for label, before, _ in seen.change.values)


def _hit(case: Case, tries: list[_Unkept], fields: int) -> Hit:
    first, last = tries[0], tries[-1]
    same = [one for one in tries if one.field.given == last.field.given]
    return case.hit(
        "not_kept",
        list({entry.id: entry for one in tries for entry in (one.praised, one.shown)}.values()),
        (),
        end_ms=last.shown.at_ms,
        text=short(last.text),
        label=last.field.label,
        given=short(last.field.given),
        shown=short(last.field.shown),
        times=len(same),
        fields=fields,
        page=first.shown.page,
        resolved_ms=_resolved(case, last),
    )


def _resolved(case: Case, last: _Unkept) -> int | None:
    """When the field was set again, and no page said that it had not stayed: sent with praise."""
    later = [
        entry
        for entry, typed in case.index.typed.between(last.shown.at_ms, case.index.end_ms, last.shown.window)
        if typed.target is not None and typed.target.label == last.field.label and entry.page == last.shown.page
    ]
    if not later:
        return None
    left = next(
        (pair for pair in case.index.screens.between(later[-1].end_ms, case.index.end_ms, later[-1].window) if pair[1].change.navigation), None
    )
    praised = _praise(case, left[0]) if left is not None and _sent(case, later[-1], left[0]) else None
    return praised[0].at_ms if praised is not None else None
