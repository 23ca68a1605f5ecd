"""Refused forms: the page marks what was typed as wrong. One hit for the whole struggle with one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.elements import submits
from onlooker.detect.error_shown import GLANCE_MS
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Seen

_FILLED_WITHIN_MS = 300_000


@dataclass(slots=True)
class _Struggle:
    """The refusals of one form so far."""

    place: str
    entries: list[Entry] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    while_typing: int = 0


def refused_form(case: Case) -> Iterator[Hit]:
    open_by_window: dict[int, _Struggle] = {}
    for entry, seen in case.index.screens:
        texts = _refusals(case, seen)
        struggle = open_by_window.get(entry.window)
        if not texts:
            continue
        act = act_before(case, entry.at_ms, case.limits.message_ms, entry.window)
        if not _refuses(case, entry, act) or (act is not None and act.what == "input" and _glimpsed(case, entry, seen)):
            continue
        place = place_of(entry.page)
        if struggle is not None and struggle.place != place:
            yield from _told(case, open_by_window.pop(entry.window))
            struggle = None
        if struggle is None:
            struggle = open_by_window[entry.window] = _Struggle(place)
        if act is not None and act.what == "input":
            struggle.while_typing += 1
        elif act is not None and all(act.entry.id != other.entry.id for other in struggle.acts[-1:]):
            struggle.acts.append(act)
        struggle.entries.append(entry)
        for text in texts:
            struggle.texts[text] = struggle.texts.get(text, 0) + 1
    for struggle in open_by_window.values():
        yield from _told(case, struggle)


def _refuses(case: Case, entry: Entry, act: Act | None) -> bool:
    """Marks that come with a form nobody has filled yet are its way of saying what it wants: when a link brought it, or nothing was typed and
    nothing sent."""
    if act is None or act.link:
        return False
    if act.what != "click":
        return True
    since = max(case.index.opened_ms(entry.window), entry.at_ms - _FILLED_WITHIN_MS)
    if case.index.typed.first(since, entry.at_ms, entry.window) is not None:
        return True
    target = act.entry.detail.target if isinstance(act.entry.detail, Click) else None
    sent = case.index.submitted.first(act.entry.at_ms, entry.at_ms, entry.window) is not None
    return sent or (target is not None and (submits(target) or target.in_dialog))


def _glimpsed(case: Case, entry: Entry, seen: Seen) -> bool:
    """All the marks were gone before anybody could read them: with the next letter the value was right."""
    marked = {line.text for line in seen.change.appeared if line.role is Role.INVALID}
    soon = case.index.screens.between(entry.at_ms + 1, entry.at_ms + GLANCE_MS, entry.window)
    return bool(marked) and marked <= {line.text for _, later in soon for line in later.change.gone}


def _refusals(case: Case, seen: Seen) -> list[str]:
    change = seen.change
    lines = (*change.appeared, *(change.again if case.index.came_back(seen) else ()))
    texts = [line.text for line in lines if line.role is Role.INVALID]
    texts += [
        message.text for message in case.index.said(seen) if message.tone is Tone.REFUSAL and message.sure and message.where in ("alert", "dialog")
    ]
    return texts


def _told(case: Case, struggle: _Struggle) -> Iterator[Hit]:
    if not struggle.acts and not struggle.while_typing:
        return
    last = struggle.entries[-1]
    last_act = struggle.acts[-1] if struggle.acts else None
    yield case.hit(
        "refused_form",
        [entry for pair in zip((act.entry for act in struggle.acts), struggle.entries, strict=False) for entry in pair] or struggle.entries,
        ("message_ms",),
        end_ms=last.at_ms,
        times=len(struggle.acts),
        repeated=len(struggle.acts) >= case.limits.attempts,
        while_typing=struggle.while_typing,
        text=short(" | ".join(list(struggle.texts)[:4])),
        messages=len(struggle.texts),
        same_again=max(struggle.texts.values()),
        label=last_act.label if last_act else None,
        page=last.page,
        moved_on_ms=_moved_on(case, last, struggle.place),
        resolved_ms=case.attempts.resolved_ms(last_act.key, last_act.entry.at_ms) if last_act and last_act.key else None,
    )


def _moved_on(case: Case, last: Entry, place: str) -> int | None:
    """When another page came, for better or worse."""
    for entry, page in case.index.pages.between(last.at_ms + 1, case.index.end_ms, last.window):
        if place_of(page.url) != place:
            return entry.at_ms
    return None
