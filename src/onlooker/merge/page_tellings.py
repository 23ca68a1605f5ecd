"""What either stream tells of the pages shown: one telling a page snapshot, page view tag, page view event, or URL on another event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onlooker.domain.snapshot import SnapshotType
from onlooker.merge.instants import Instants
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import fields, items, text

_LATE = frozenset({"$pageleave", "$web_vitals", "$dead_click", "$snapshot", "$set", "$identify", "$groupidentify", "$feature_flag_called"})
"""Events that may still name the page before, or no page at all."""
_IN_PAGE = frozenset({"pushState", "replaceState", "popstate", "hashchange"})


class Source(StrEnum):
    META = "page snapshot"
    TAG = "page view tag"
    VIEW = "page view event"
    SEEN = "another event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`load`: something says that a document was loaded. `route`: the sender says that none was."""

    at_ms: int
    window: int
    url: str
    source: Source
    load: bool = False
    route: bool = False
    title: str = ""
    snapshot: int | None = None
    event: str | None = None


def page_tellings(material: Material) -> Mapping[int, Sequence[Telling]]:
    """By window, in time order."""
    told: defaultdict[int, list[Telling]] = defaultdict(list)
    for telling in (*_from_snapshots(material), *_from_events(material)):
        if telling.url:
            told[telling.window].append(telling)
    return {window: sorted(found, key=lambda telling: telling.at_ms) for window, found in told.items()}


def spelled(url: str) -> str:
    return url.removesuffix("#")


def _from_snapshots(material: Material) -> Iterator[Telling]:
    done = (*material.of_type(SnapshotType.DOM_CONTENT_LOADED), *material.of_type(SnapshotType.LOAD))
    loads = Instants((record.window, record.at_ms) for record in done)
    reports = Instants((record.window, record.at_ms) for record in _navigations(material))
    leaves = _leaves(material)
    before: dict[int, int] = {}
    for record in material.of_type(SnapshotType.META):
        at_ms, window = record.at_ms, record.window
        load = (
            window not in before
            or loads.any_between(window, max(before[window] + 1, at_ms - 1_500), at_ms + 500)
            or reports.any_between(window, at_ms, at_ms + 5_000)
            or leaves.any_between(window, before[window] + 1, at_ms)
        )
        before[window] = at_ms
        url = spelled(text(record.data.get("href")))
        yield Telling(at_ms=at_ms, window=window, url=url, source=Source.META, load=load, snapshot=record.index)
    for record in material.of_type(SnapshotType.CUSTOM):
        if record.data.get("tag") in ("$pageview", "$url_changed"):
            url = spelled(text(fields(record.data.get("payload")).get("href")))
            yield Telling(at_ms=record.at_ms, window=record.window, url=url, source=Source.TAG, snapshot=record.index)


def _from_events(material: Material) -> Iterator[Telling]:
    leaves = _leaves(material)
    before: dict[int, int] = {}
    for sent in material.sent:
        url = spelled(sent.url)
        if sent.event.name == "$pageview":
            route = text(sent.event.properties.get("navigation_type")) in _IN_PAGE
            since = before.get(sent.window)
            left = since is None or leaves.any_between(sent.window, since, sent.at_ms)
            before[sent.window] = sent.at_ms
            yield Telling(
                at_ms=sent.at_ms,
                window=sent.window,
                url=url,
                source=Source.VIEW,
                load=not route and (left or sent.window not in material.recorded),
                route=route,
                title=" ".join(text(sent.event.properties.get("title"), 300).split()),
                event=sent.event.id,
            )
        elif sent.event.name not in _LATE:
            yield Telling(at_ms=sent.at_ms, window=sent.window, url=url, source=Source.SEEN, event=sent.event.id)


def _leaves(material: Material) -> Instants[int]:
    return Instants((sent.window, sent.at_ms) for sent in material.sent if sent.event.name == "$pageleave")


def _navigations(material: Material) -> Iterator[Record]:
    """Records that report how a document was loaded: the first of its page."""
    for record in material.of_type(SnapshotType.PLUGIN):
        requests = items(fields(record.data.get("payload")).get("requests"))
        if any(fields(request).get("initiatorType") == "navigation" for request in requests):
            yield record
