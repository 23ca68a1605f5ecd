"""Which pages were shown, in order, as their addresses tell it: what `merge` weaves with the documents at hand, read here in one pass.

One load is told up to three times: by the page view event, by the recorder's own address record, and by its page view tag. The recorder also writes
its address again every few minutes without a load; that shows no page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from onlooker.domain.snapshot import SnapshotType
from onlooker.domain.untrusted import text_of
from onlooker.select.traces import Traces

JOIN_MS = 30_000
"""Between the first and the last telling of one load, as in `merge.pages`."""
_LOAD_MS = 5_000
_ROUTES = frozenset({"pushState", "replaceState", "popstate"})


class _By(Enum):
    EVENT = auto()
    ADDRESS = auto()
    TAG = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    at: int
    window: int
    url: str
    by: _By
    load: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page shown in a window. `load`: by loading a document, not by a route inside one."""

    at: int
    window: int
    url: str
    load: bool


def pages(traces: Traces) -> tuple[Shown, ...]:
    """In time order over all windows."""
    shown: list[Shown] = []
    now: dict[int, tuple[Shown, set[_By]]] = {}
    for telling in sorted(_tellings(traces), key=lambda one: (one.at, one.window)):
        current = now.get(telling.window)
        if current is not None and current[0].url == telling.url:
            page, by = current
            if telling.by not in by and telling.at - page.at <= JOIN_MS:
                by.add(telling.by)
                continue
            if not telling.load or telling.by is _By.TAG:
                continue
        page = Shown(at=telling.at, window=telling.window, url=telling.url, load=telling.load)
        now[telling.window] = (page, {telling.by})
        shown.append(page)
    return tuple(shown)


def _tellings(traces: Traces) -> Iterator[_Telling]:
    windows = {name: index for index, name in enumerate(traces.windows)}
    for one in traces.told:
        if one.type is SnapshotType.META and (url := text_of(one.data.get("href"))[:2000]):
            load = _near(traces.loads.get(one.window, ()), one.at)
            yield _Telling(at=one.at, window=one.window, url=url, by=_By.ADDRESS, load=load)
        elif one.type is SnapshotType.CUSTOM and one.data.get("tag") == "$pageview":
            payload = one.data.get("payload")
            if isinstance(payload, dict) and (url := text_of(payload.get("href"))[:2000]):
                yield _Telling(at=one.at, window=one.window, url=url, by=_By.TAG, load=False)
    for sent in traces.sent:
        if sent.name == "$pageview" and (url := sent.text("$current_url") or sent.text("$pathname")):
            window = windows.get(sent.event.window_id or "", 0)
            yield _Telling(at=sent.at, window=window, url=url, by=_By.EVENT, load=sent.text("navigation_type") not in _ROUTES)


def _near(times: Sequence[int], at: int) -> bool:
    place = bisect_left(times, at - _LOAD_MS)
    return place < len(times) and times[place] <= at + _LOAD_MS


def addresses(traces: Traces, shown: Sequence[Shown], most: int) -> tuple[str, ...]:
    """Every address met, once each, in order; those of other events too, where routes are told by nothing else."""
    seen = [(page.at, page.url) for page in shown]
    seen += [(sent.at, url) for sent in traces.sent if (url := sent.text("$current_url"))]
    return tuple(dict.fromkeys(url for _, url in sorted(seen, key=lambda one: one[0])))[:most]
