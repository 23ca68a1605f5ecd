"""Errors, as the events and the recorder's console plugin tell of them: counted, not judged."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onlooker.domain.untrusted import attributes_of, text_of
from onlooker.select.traces import Sent, Traces, payloads

_UNCAUGHT = re.compile(
    r'"?\s*(?:Uncaught|Unhandled)\b(?: promise rejection| rejection| \(in promise\))?:?\s*(?:[A-Za-z_$][\w$.]{0,80}: ?)?', re.IGNORECASE
)
"""The console's words before an error's own message."""
_HARMLESS = re.compile(r"ResizeObserver loop|^Script error\.?$|extension://", re.IGNORECASE)
"""What browsers and their extensions say on any page; `detect.exception` tells why."""
_FAILED = re.compile(r"\b(?:fail(?:ed|ure|s)?|errors?|exception|rejected|declined|denied|invalid|timed? ?out|crash(?:ed)?|refused)\b")
_SAME_MS = 1_500
_NEIGHBOURS = 50
_KEY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`key` is the same for the same thing going wrong again."""

    at: int
    key: str


def errors(traces: Traces) -> tuple[Trouble, ...]:
    """Uncaught ones, each throw once though both streams tell of it."""
    thrown = [Trouble(at=sent.at, key=message) for sent in traces.sent if sent.name == "$exception" and (message := _message(sent))]
    logged: list[Trouble] = []
    for at, payload in payloads(traces.told, "rrweb/console@1"):
        if payload.get("level") in ("error", "assert"):
            told = _said(payload)
            begins = _UNCAUGHT.match(told)
            message = told[begins.end() :].split("\n")[0].split("\\n")[0].strip(' "')[:_KEY] if begins else ""
            if message and not _told(thrown, at, message):
                logged.append(Trouble(at=at, key=message))
    return tuple(sorted((one for one in (*thrown, *logged) if not _HARMLESS.search(one.key)), key=lambda one: one.at))


def _told(thrown: Sequence[Trouble], at: int, message: str) -> bool:
    """Whether an event tells of the throw that the console tells of, give or take a prefix."""
    place = bisect_left(thrown, at - _SAME_MS, key=lambda one: one.at)
    near = thrown[place : place + _NEIGHBOURS]
    return any(one.at <= at + _SAME_MS and (one.key in message or message in one.key) for one in near)


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


def told_failures(traces: Traces) -> int:
    """Product events of the team's own whose name says that something did not work, such as `payment_failed`."""
    return sum(sent.own and _FAILED.search(_spaced(sent.name)) is not None for sent in traces.sent)


def _spaced(name: str) -> str:
    """`paymentFailed` and `payment_failed` -> `payment failed`."""
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])).lower()
