"""How far films and sounds have run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onlooker.clip.rebuilt import LastWord
from onlooker.domain.snapshot import Change

_PLAY, _PAUSE = 0, 1
"""rrweb's `MediaInteractions`."""
_CARRIED = ("volume", "muted", "loop")


def played(words: Iterable[LastWord], at_ms: int) -> Iterator[object]:
    """What plays is told to play on from where it had got by `at_ms`; a replayer goes on from there."""
    for word in words:
        act, said = word.data.get("type"), word.data
        begun, rate = said.get("currentTime"), said.get("playbackRate")
        position = float(begun) if isinstance(begun, int | float) else 0.0
        speed = float(rate) if isinstance(rate, int | float) and 0 < rate <= 16 else 1.0
        if act == _PLAY:
            position = max(0.0, position + (at_ms - word.at_ms) / 1000 * speed)
        kept = {key: said[key] for key in _CARRIED if key in said}
        yield {
            "source": Change.MEDIA_INTERACTION,
            "id": word.node.id,
            "type": _PLAY if act == _PLAY else _PAUSE,
            "currentTime": position,
            "playbackRate": speed,
            **kept,
        }
