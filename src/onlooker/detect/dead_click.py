"""Dead clicks: a press of something that promises to react, and nothing at all follows.

Plain text, empty areas and fields promise nothing. What answers outside the page (a new tab, a download, the clipboard, a file dialog) is left out by
kind, and so is what cannot be seen in the DOM (canvas, video, frames).
"""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.elements import answers_unseen, element_key, is_field, is_link, is_opaque, is_pressable
from onlooker.detect.responses import response
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Element
from onlooker.domain.timeline import Click

_SAME_PRESS_MS = 1_000


def dead_click(case: Case) -> Iterator[Hit]:
    limits = case.limits
    last: dict[str, int] = {}
    for entry, click in case.index.clicks:
        key = element_key(click, entry)
        again = entry.at_ms - last.get(key, -_SAME_PRESS_MS - 1) < _SAME_PRESS_MS
        last[key] = entry.at_ms
        target = click.target
        if again or target is None or not _promises(case, click, target):
            continue
        if entry.at_ms + limits.dead_ms > case.index.end_ms:
            continue
        if response(case.index, entry, limits.dead_ms, limits).first_ms is not None:
            continue
        later = response(case.index, entry, limits.slow_until_ms, limits)
        yield case.hit(
            "dead_click",
            [entry],
            ("dead_ms", "scroll_answer_ms", "selection_answer_ms"),
            label=target.label,
            element=target.ref,
            tag=target.tag,
            page=entry.page,
            disabled=target.disabled,
            in_dialog=target.in_dialog,
            acts_after=case.index.acts_between(entry.at_ms, entry.at_ms + 10_000),
            later_ms=min((pair[0].at_ms for pair in (*later.screens[:1], *later.pages[:1])), default=None),
            resolved_ms=case.attempts.resolved_ms(key, entry.at_ms),
        )


def _promises(case: Case, click: Click, target: Element) -> bool:
    if click.selects_text or click.modified or target.selected or is_field(target) or is_opaque(target):
        return False
    if not is_pressable(target) or answers_unseen(target):
        return False
    return case.limits.dead_links or not is_link(target)
