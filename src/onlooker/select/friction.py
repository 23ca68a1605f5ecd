"""How much seems to have gone wrong: counted by rules, weighed by a fixed table. docs/selection.md tells the same in words.

It is a reason to look, so what costs a page's documents to know (was the message red, was the button enabled) is left to the detectors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onlooker.domain.selection import Friction, FrictionTerm
from onlooker.select.pages import Shown
from onlooker.select.requests import requests
from onlooker.select.traces import Press, Traces
from onlooker.select.troubles import Trouble, errors, told_failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """`points` for each time, up to `most` times: the tenth rage burst says no more than the third."""

    points: int
    most: int


WEIGHTS: Mapping[str, Weight] = {
    "bursts of presses": Weight(points=6, most=3),
    "errors after an act": Weight(points=6, most=3),
    "requests failed after an act": Weight(points=6, most=3),
    "forms sent again": Weight(points=4, most=4),
    "pages loaded again": Weight(points=4, most=4),
    "things pressed again": Weight(points=4, most=4),
    "failures told by events": Weight(points=4, most=3),
    "presses unanswered again": Weight(points=3, most=4),
    "long waits": Weight(points=3, most=3),
    "ways back": Weight(points=2, most=5),
    "answered bursts": Weight(points=2, most=3),
    "dead clicks": Weight(points=1, most=4),
    "other errors": Weight(points=1, most=3),
    "other failed requests": Weight(points=1, most=3),
}
"""By falling weight, which is the order they are told in."""

BURST_PRESSES, BURST_MS, BURST_PX = 3, 1_000, 30
"""As the default of `detect.rage_click`."""
ANSWER_MS = 2_500
"""As the default of `detect.dead_click`; posthog-js waits as long for a mutation."""
AFTER_MS = 2_000
"""As the default of `detect.error_click`."""
WAIT_MS = 5_000
BACK_MS = 10_000
AGAIN_MS = 60_000
_FIELDS = ("input", "select", "textarea", "option")


def friction(traces: Traces, shown: Sequence[Shown]) -> Friction:
    asked = requests(traces, shown)
    thrown, thrown_alone = _by_act(errors(traces), traces)
    failed, failed_alone = _by_act([Trouble(at=one.at, key=one.key) for one in asked if one.failed], traces)
    bursts = list(_bursts(traces))
    hinted = _named(traces, "$rageclick") if not traces.presses else 0
    counts = {
        "bursts of presses": bursts.count(False) + hinted,
        "errors after an act": len({one.key for one in thrown}),
        "requests failed after an act": len(failed),
        "forms sent again": _again(traces, "submit", free=1),
        "pages loaded again": max(0, _loads_again(shown) - 1),
        "things pressed again": _again(traces, "click", free=2),
        "failures told by events": told_failures(traces),
        "presses unanswered again": _unanswered_again(traces),
        "long waits": sum(one.duration_ms >= WAIT_MS and traces.after_act(one.at, AFTER_MS) for one in asked),
        "ways back": _ways_back(shown),
        "answered bursts": bursts.count(True),
        "dead clicks": max(0, _named(traces, "$dead_click") - 1),
        "other errors": len({one.key for one in thrown_alone}),
        "other failed requests": len({one.key for one in failed_alone}),
    }
    return Friction(
        terms=tuple(
            FrictionTerm(name=name, count=counts[name], points=weight.points * min(counts[name], weight.most))
            for name, weight in WEIGHTS.items()
            if counts[name]
        )
    )


def _by_act(found: Sequence[Trouble], traces: Traces) -> tuple[list[Trouble], list[Trouble]]:
    """What only ever came after an act of the user, and what came by itself too: that answers nobody, as a poll does not."""
    alone = {one.key for one in found if not traces.after_act(one.at, AFTER_MS)}
    return [one for one in found if one.key not in alone], [one for one in found if one.key in alone]


def _named(traces: Traces, name: str) -> int:
    return sum(sent.name == name for sent in traces.sent)


def _bursts(traces: Traces) -> Iterator[bool]:
    """One for each burst of quick presses in one place: whether anything had changed before the last of the first three."""
    run = 1
    for before, press in pairwise(traces.presses):
        run = run + 1 if _same_place(before, press) and press.at - before.at <= BURST_MS else 1
        if run == BURST_PRESSES:
            yield traces.answered(before, press.at - before.at)


def _same_place(one: Press, two: Press) -> bool:
    return one.window == two.window and abs(one.x - two.x) + abs(one.y - two.y) <= BURST_PX


def _again(traces: Traces, kind: str, *, free: int) -> int:
    """Presses of a control, or sendings of a form, at an address at which that was done `free` times before; told by the events alone."""
    done = Counter(
        (sent.text("$current_url"), sent.event.elements_chain.partition(";")[0])
        for sent in traces.sent
        if sent.name == "$autocapture" and sent.text("$event_type") == kind and not sent.event.elements_chain.startswith(_FIELDS)
    )
    return sum(max(0, times - free) for times in done.values())


def _unanswered_again(traces: Traces) -> int:
    """Presses that nothing at all followed, of what had just been pressed for nothing."""
    count = 0
    last: tuple[int, int] | None = None
    for press in traces.presses:
        what = (press.window, press.node) if not traces.answered(press, ANSWER_MS) else None
        count += what is not None and what == last
        last = what
    return count


def _loads_again(shown: Sequence[Shown]) -> int:
    return sum(one.url == two.url and two.load and two.at - one.at <= AGAIN_MS for one, two in pairwise(shown))


def _ways_back(shown: Sequence[Shown]) -> int:
    """A page left within seconds for the one before it."""
    return sum(one.url == three.url != two.url and three.at - two.at <= BACK_MS for one, two, three in zip(shown, shown[1:], shown[2:], strict=False))
