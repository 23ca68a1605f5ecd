from __future__ import annotations

from onlooker.condense.acts import acted, for_data, path, writes
from onlooker.condense.line import Draft
from onlooker.domain.timeline import Requested

SLOW_MS = 3_000
ACTION_MS = 5_000
GUESS_MS = 500
"""A request whose method nobody recorded counts as a write only this close to an action."""


def drop_requests(draft: Draft) -> Draft:
    """Requests that went well in the background. Kept: failed ones, except of pictures; slow ones for data; writes soon after an action;
    and what failed before and works now, for a retry tells how it ended."""
    failed: set[tuple[str, str]] = set()
    gone: set[str] = set()
    action: dict[int, int] = {}
    for line in draft.lines:
        if acted(line.detail):
            action[line.window] = line.at_ms
        elif isinstance(line.detail, Requested):
            request = line.detail
            since = line.at_ms - action.get(line.window, -ACTION_MS - 1)
            what = (request.method, path(request.url))
            if not (_telling(request, since, what in failed) or draft.proof(line)):
                gone.add(line.entry.id)
            elif request.failed:
                failed.add(what)
    return draft.drop(lambda line: line.entry.id in gone, "background requests")


def _telling(request: Requested, since_action: int, failed_once: bool) -> bool:
    if request.failed:
        return for_data(request) or request.kind_of not in {"img", "image", "input", "font", "video", "audio", "track", "beacon", "ping"}
    if not for_data(request):
        return False
    if request.duration_ms >= SLOW_MS or failed_once:
        return True
    return writes(request) and since_action <= (ACTION_MS if request.method else GUESS_MS)
