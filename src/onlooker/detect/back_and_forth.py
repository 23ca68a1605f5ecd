"""Back and forth: the same pages opened and left again at once, over and over."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.visits import Visit, visits
from onlooker.domain.evidence import Hit

_TOGETHER_MS = 60_000


def back_and_forth(case: Case) -> Iterator[Hit]:
    limits = case.limits
    for mine in visits(case).values():
        marks = sorted({*_quick_backs(mine, limits.quick_back_ms), *_loops(mine, limits.loop_visits, limits.loop_ms)})
        cluster: list[int] = []
        for mark in marks:
            if cluster and mine[mark].start_ms - mine[cluster[-1]].start_ms > _TOGETHER_MS:
                yield from _told(case, mine, cluster)
                cluster = []
            cluster.append(mark)
        yield from _told(case, mine, cluster)


def _quick_backs(mine: list[Visit], within_ms: int) -> Iterator[int]:
    """Places whose page was left for the one before it within `within_ms`."""
    for place in range(1, len(mine) - 1):
        if mine[place - 1].page == mine[place + 1].page and mine[place].dwell_ms < within_ms:
            yield place


def _loops(mine: list[Visit], times: int, within_ms: int) -> Iterator[int]:
    """Places where one page is seen for the nth time within `within_ms`."""
    seen: dict[str, list[int]] = {}
    for place, visit in enumerate(mine):
        starts = seen.setdefault(visit.page, [])
        starts.append(visit.start_ms)
        if len(starts) >= times and visit.start_ms - starts[-times] <= within_ms:
            yield place


def _told(case: Case, mine: list[Visit], cluster: list[int]) -> Iterator[Hit]:
    if len(cluster) < case.limits.quick_backs:
        return
    first, last = max(0, cluster[0] - 1), min(len(mine) - 1, cluster[-1] + 1)
    span = mine[first : last + 1]
    yield case.hit(
        "back_and_forth",
        [visit.entry for visit in span],
        ("quick_back_ms", "quick_backs", "loop_visits", "loop_ms"),
        end_ms=span[-1].start_ms,
        visits=len(span),
        pages=len({visit.page for visit in span}),
        backs=len(cluster),
        page=span[0].page,
        shortest_ms=min(visit.dwell_ms for visit in span),
        presses=sum(1 for _ in case.index.clicks.between(span[0].start_ms, span[-1].start_ms)),
    )
