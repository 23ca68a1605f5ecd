"""What each frame of a shot shows besides the page, and the instants between them at which the screen is read exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onlooker.domain.clip import STEP_MS, ClipPlan, Cue, Press, Shot
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Seen, Timeline

MOST_LOOKS = 12
"""Of one shot; a look costs as much as a frame or two, so there are fewer of them."""
SETTLED_MS = 60
"""After a change of the screen or a press until the page stands: a few frames, before anything that passes has passed."""
_PRESSING = (Role.ALERT, Role.INVALID, Role.DIALOG)


def cues(plan: ClipPlan, shot: Shot, timeline: Timeline, presses: Sequence[Press]) -> tuple[Cue, ...]:
    """`presses` are those of the shot's window, in time order."""
    pages = [(entry.at_ms, entry.page) for entry in timeline.entries if entry.window == shot.window and entry.page]
    times = [at_ms for at_ms, _ in pages]
    skipped = {span.end_ms: span.duration_ms for span in plan.skipped}
    made = []
    before = shot.instants[0] - STEP_MS
    for at_ms in shot.instants:
        place = bisect_right(times, at_ms)
        made.append(
            Cue(
                at_ms=at_ms,
                url=pages[place - 1][1] if place else "",
                presses=tuple(press for press in presses if before < press.at_ms <= at_ms),
                skipped_ms=skipped.get(at_ms, 0),
            )
        )
        before = at_ms
    return tuple(made)


def looks(shot: Shot, timeline: Timeline, presses: Sequence[Press]) -> tuple[int, ...]:
    """At most `MOST_LOOKS`, rising, within the shot: its first and last frame, after messages, after other changes of the screen and presses.
    A page on which nothing changed is not read again."""
    first, last = shot.instants[0], shot.instants[-1]
    changes = [
        (entry.at_ms + SETTLED_MS, any(line.role in _PRESSING for line in entry.detail.change.appeared))
        for entry in timeline.between(first - SETTLED_MS, last)
        if isinstance(entry.detail, Seen) and entry.window == shot.window
    ]
    telling = [at_ms for at_ms, pressing in changes if pressing]
    others = sorted({*(at_ms for at_ms, _ in changes), *(press.at_ms + SETTLED_MS for press in presses)})
    taken: dict[int, None] = {}
    for wanted in ((first, last), telling, others):
        fitting = [instant for instant in wanted if first <= instant <= last and instant not in taken]
        taken.update(dict.fromkeys(_thinned(fitting, MOST_LOOKS - len(taken))))
    return tuple(sorted(taken))


def _thinned(instants: Sequence[int], most: int) -> list[int]:
    """Spread evenly where there are too many."""
    if len(instants) <= most:
        return list(instants)
    return [instants[place * len(instants) // most] for place in range(most)]
