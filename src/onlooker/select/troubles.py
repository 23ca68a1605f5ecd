"""Errors and failed requests, as the events and the recorder's plugins tell of them: counted, not judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from onlooker.domain.untrusted import attributes_of, number_of, text_of
from onlooker.select.pages import Shown
from onlooker.select.read import Sent, Traces, payloads

_UNCAUGHT = re.compile(r'"?\s*(?:Uncaught|Unhandled)\b[^:]{0,40}:?\s*(?:[A-Za-z_$][\w$.]{0,80}: ?)?')
_HARMLESS = re.compile(r"ResizeObserver loop|^Script error\.?$|extension://", re.IGNORECASE)
"""What browsers and their extensions say on any page; `detect.exception` tells why."""
_ASKED = frozenset({"fetch", "xmlhttprequest", "navigation"})
_SAME_MS = 1_500
_KEY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`key` is the same for the same thing going wrong again."""

    at: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`at` is the start; `status` 0: no answer came, None: not known."""

    at: int
    duration_ms: int
    status: int | None
    key: str


def errors(traces: Traces) -> tuple[Trouble, ...]:
    """Uncaught ones, each throw once though both streams tell of it."""
    found = [Trouble(at=sent.at, key=message) for sent in traces.sent if sent.name == "$exception" and (message := _message(sent))]
    for at, payload in payloads(traces.told, "rrweb/console@1"):
        if payload.get("level") in ("error", "assert"):
            told = _said(payload)
            begins = _UNCAUGHT.match(told)
            message = told[begins.end() :].split("\n")[0].split("\\n")[0].strip()[:_KEY] if begins else ""
            if message and not any(abs(one.at - at) <= _SAME_MS and (one.key in message or message in one.key) for one in found[-200:]):
                found.append(Trouble(at=at, key=message))
    return tuple(sorted((one for one in found if not _HARMLESS.search(one.key)), key=lambda one: one.at))


def _message(sent: Sent) -> str:
    chain = sent.properties.get("$exception_list")
    first = attributes_of(chain[0]) if isinstance(chain, list) and chain else {}
    mechanism = attributes_of(first.get("mechanism"))
    if mechanism.get("handled") is True:
        return ""
    return (text_of(first.get("value")) or sent.text("$exception_message") or text_of(first.get("type"))).partition("\n")[0].strip()[:_KEY]


def _said(payload: Mapping[str, object]) -> str:
    told = payload.get("payload")
    return text_of(told[0])[:2000] if isinstance(told, list) and told else ""


def requests(traces: Traces, shown: Sequence[Shown]) -> tuple[Request, ...]:
    """Those a page made for its user: fetched data and documents of its own site, not files, not other people's hosts."""
    sites = {_site(page.url) for page in shown} - {""}
    found: dict[tuple[str, int], Request] = {}
    for at, payload in payloads(traces.told, "rrweb/network@1"):
        listed = payload.get("requests")
        for item in listed if isinstance(listed, list) else ():
            request = _request(attributes_of(item), at, sites)
            if request is not None:
                known = found.get((request.key, request.at // 20))
                if known is None or known.status is None:
                    found[request.key, request.at // 20] = request
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _request(told: Mapping[str, object], reported: int, sites: set[str]) -> Request | None:
    url = text_of(told.get("name")) or text_of(told.get("url"))
    site = _site(url)
    if text_of(told.get("initiatorType")) not in _ASKED or (site and sites and site not in sites):
        return None
    duration = max(0, number_of(told.get("duration")))
    start = number_of(told.get("timestamp")) or number_of(told.get("timeOrigin")) + number_of(told.get("startTime"))
    said, timed = told.get("status"), number_of(told.get("responseStatus"))
    status = number_of(said) if isinstance(said, int | float) else timed or None
    key = f"{text_of(told.get('method'))[:10].upper()} {url.partition('#')[0].partition('?')[0]}"[:300]
    return Request(at=start if 0 < start <= reported else max(0, reported - duration), duration_ms=duration, status=status, key=key)


def _site(url: str) -> str:
    """`https://api.shop.example/x` -> `shop.example`: a page and its own API mostly share it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def said_failures(traces: Traces) -> Iterator[Sent]:
    """Product events of the team's own whose name says that something did not work, such as `payment_failed`."""
    return (sent for sent in traces.sent if not sent.name.startswith("$") and _FAILED.search(_spaced(sent.name)))


_FAILED = re.compile(r"\b(?:fail(?:ed|ure|s)?|errors?|exception|rejected|declined|denied|invalid|timed? ?out|crash(?:ed)?|refused|abandon(?:ed)?)\b")


def _spaced(name: str) -> str:
    """`paymentFailed` and `payment_failed` -> `payment failed`."""
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])).lower()
