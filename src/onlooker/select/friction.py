"""How much seems to have gone wrong: counted by rules, weighed by a fixed table. docs/selection.md tells the same in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from onlooker.domain.selection import Friction, FrictionTerm
from onlooker.select.pages import Shown
from onlooker.select.read import Press, Sent, Traces
from onlooker.select.troubles import Request, Trouble, errors, requests, said_failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """`points` for each time, up to `most` times."""

    points: int
    most: int


WEIGHTS: Mapping[str, Weight] = {
    "rage bursts": Weight(points=6, most=3),
    "errors after an act": Weight(points=6, most=3),
    "requests that failed after an act": Weight(points=6, most=3),
    "presses again": Weight(points=4, most=4),
    "pages again": Weight(points=4, most=4),
    "ways back": Weight(points=2, most=5),
    "long waits": Weight(points=3, most=3),
    "failures told by events": Weight(points=4, most=3),
    "dead presses": Weight(points=1, most=4),
    "other errors": Weight(points=1, most=3),
    "other failed requests": Weight(points=1, most=3),
    "ends in trouble": Weight(points=6, most=1),
}
RAGE_CLICKS = 3
RAGE_MS = 1_000
RAGE_PX = 30
ANSWER_MS = 2_500
AFTER_MS = 2_000
BACK_MS = 10_000
AGAIN_MS = 60_000
LONG_MS = 5_000
END_MS = 30_000


def friction(traces: Traces, shown: Sequence[Shown], *, ended_at: int) -> Friction:
    thrown, asked = errors(traces), requests(traces, shown)
    broken = [one for one in asked if one.status is not None and (one.status >= 400 or one.status == 0)]
    counted = {
        "rage bursts": max(_rage_bursts(traces), _named(traces, "$rageclick")),
        "errors after an act": len({one.key for one in thrown if traces.after_act(one.at, AFTER_MS)}),
        "requests that failed after an act": sum(traces.after_act(one.at, AFTER_MS) for one in broken),
        "presses again": _presses_again(traces),
        "pages again": _pages_again(shown),
        "ways back": _ways_back(shown),
        "long waits": sum(one.duration_ms >= LONG_MS and traces.after_act(one.at, AFTER_MS) for one in asked),
        "failures told by events": sum(1 for _ in said_failures(traces)),
        "dead presses": max(0, _named(traces, "$dead_click") - 1),
        "other errors": len({one.key for one in thrown if not traces.after_act(one.at, AFTER_MS)}),
        "other failed requests": sum(not traces.after_act(one.at, AFTER_MS) for one in broken),
    }
    return Friction(
        terms=tuple(
            FrictionTerm(name=name, count=count, points=WEIGHTS[name].points * min(count, WEIGHTS[name].most))
            for name, count in counted.items()
            if count
        )
    )


def _named(traces: Traces, name: str) -> int:
    return sum(sent.name == name for sent in traces.sent)


def _rage_bursts(traces: Traces) -> int:
    bursts = 0
    run = 1
    for before, press in pairwise(traces.presses):
        near = abs(press.x - before.x) + abs(press.y - before.y) <= RAGE_PX
        run = run + 1 if near and press.window == before.window and press.at - before.at <= RAGE_MS else 1
        bursts += run == RAGE_CLICKS
    return bursts


def _presses_again(traces: Traces) -> int:
    """Presses of what was pressed before at the same address, beyond the second."""
    keys = Counter(
        (sent.text("$current_url"), sent.event.elements_chain.partition(";")[0])
        for sent in traces.sent
        if sent.name == "$autocapture" and sent.text("$event_type") == "click" and not sent.event.elements_chain.startswith(("input", "select", "textarea"))
    )
    return sum(max(0, times - 2) for times in keys.values())


def _pages_again(shown: Sequence[Shown]) -> int:
    return sum(one.url == two.url and two.load and two.at - one.at <= AGAIN_MS for one, two in pairwise(shown))


def _ways_back(shown: Sequence[Shown]) -> int:
    return sum(one.url == three.url != two.url and three.at - two.at <= BACK_MS for one, two, three in zip(shown, shown[1:], shown[2:], strict=False))
