"""A `$exception` event as an exception: the first of `$exception_list`, or the older flat properties."""

from __future__ import annotations

from onlooker.domain.event import ProductEvent
from onlooker.domain.timeline import Thrown
from onlooker.merge.untrusted import fields, items, text, whole


def exception_of(event: ProductEvent) -> Thrown:
    """`frames` nearest first, as `function (file:line:column)`; the library sends them farthest first."""
    properties = event.properties
    chain = items(properties.get("$exception_list"))
    first = fields(chain[0]) if chain else {}
    mechanism = fields(first.get("mechanism"))
    frames = [fields(frame) for frame in reversed(items(fields(first.get("stacktrace")).get("frames")))][:20]
    return Thrown(
        type=text(first.get("type"), 200) or text(properties.get("$exception_type"), 200),
        message=(text(first.get("value")) or text(properties.get("$exception_message"))).partition("\n")[0].strip(),
        handled=mechanism.get("handled") is True,
        level=text(properties.get("$exception_level"), 20) or "error",
        origin=next((file for frame in frames if (file := text(frame.get("filename"), 300))), ""),
        frames=tuple(_frame(frame) for frame in frames),
    )


def _frame(frame: object) -> str:
    told = fields(frame)
    name = text(told.get("function"), 120) or "?"
    place = ":".join(str(number) for key in ("lineno", "colno") if (number := whole(told.get(key))) is not None)
    file = text(told.get("filename"), 300)
    return f"{name} ({file}:{place})" if place else f"{name} ({file})"
