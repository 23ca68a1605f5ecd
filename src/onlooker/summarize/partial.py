"""What can be told of a reply that is still streaming."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.domain.forgiving import plain


def partial(content: object) -> tuple[str, ...]:
    """Names of the segments that stand whole in a growing reply: a name is whole once something follows it. Never raises."""
    segments = content.get("segments") if isinstance(content, Mapping) else None
    if not isinstance(segments, list | tuple):
        return ()
    named = [segment for segment in segments if isinstance(segment, Mapping)]
    over = len(content) > 1 if isinstance(content, Mapping) else False
    whole = (segment for place, segment in enumerate(named) if over or place < len(named) - 1 or len(segment) > 1)
    return tuple(name for segment in whole if (name := plain(segment.get("name"))))
