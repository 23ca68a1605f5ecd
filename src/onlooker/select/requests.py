"""The requests a page made for its user, from `rrweb/network@1`: fetched data and documents of its own site, no files, nobody else's hosts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from onlooker.domain.untrusted import attributes_of, number_of, text_of
from onlooker.select.pages import Shown
from onlooker.select.traces import Traces, payloads

_ASKED = frozenset({"fetch", "xmlhttprequest", "navigation"})
_SAME_MS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`at` is the start; `status` 0: no answer came, None: not known. `key` is the method and the address without its query."""

    at: int
    duration_ms: int
    status: int | None
    key: str

    @property
    def failed(self) -> bool:
        return self.status is not None and (self.status >= 400 or self.status == 0)


def requests(traces: Traces, shown: Sequence[Shown]) -> tuple[Request, ...]:
    """In time order; the same one reported again by the browser's timing is one."""
    sites = {_site(page.url) for page in shown} - {""}
    found: dict[tuple[str, int], Request] = {}
    for at, payload in payloads(traces.told, "rrweb/network@1"):
        listed = payload.get("requests")
        for item in listed if isinstance(listed, list) else ():
            request = _request(attributes_of(item), at, sites)
            if request is not None:
                place = (request.key.partition(" ")[2], request.at // _SAME_MS)
                known = found.get(place)
                if known is None or known.status is None:
                    found[place] = request
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _request(told: Mapping[str, object], reported: int, sites: set[str]) -> Request | None:
    url = text_of(told.get("name")) or text_of(told.get("url"))
    site = _site(url)
    if text_of(told.get("initiatorType")) not in _ASKED or (site and sites and site not in sites):
        return None
    duration = max(0, number_of(told.get("duration")))
    start = number_of(told.get("timestamp")) or number_of(told.get("timeOrigin")) + number_of(told.get("startTime"))
    said = told.get("status")
    path = url.partition("#")[0].partition("?")[0]
    return Request(
        at=start if 0 < start <= reported else max(0, reported - duration),
        duration_ms=duration,
        status=number_of(said) if isinstance(said, int | float) else number_of(told.get("responseStatus")) or None,
        key=f"{text_of(told.get('method'))[:10].upper()} {path}"[:300],
    )


def _site(url: str) -> str:
    """`https://api.shop.example/x` -> `shop.example`: a page and its own API mostly share it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])
