"""Which of a clip's frames are put before a model, so that one request fits every provider.

The smallest of their limits (`llm/uploads.py` has them with their sources) is 20 MB a request and 5 MB a picture, base64 included, and
Anthropic takes large pictures only up to 20 of them. A frame's bytes are not known here; by its pixels it cannot be larger than `_BYTES_PER_PIXEL`
says, so what is chosen fits by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from onlooker.domain.clip import Clip
from onlooker.domain.timeline import Click, Timeline

MOST_FRAMES = 20
MOST_BYTES = 18_000_000
"""As base64; the rest is for text."""
_BYTES_PER_PIXEL = 0.5
"""Of a JPEG at the renderer's quality: frames of real pages have 0.05 to 0.15, a photograph of gravel 0.4."""
_UNKNOWN_PIXELS = 1_000_000


def video_fits(clip: Clip) -> bool:
    return bool(clip.video) and _base64(clip.size) <= MOST_BYTES


def frames_shown(clip: Clip, timeline: Timeline, most: int = MOST_FRAMES) -> tuple[int, ...]:
    """Numbers of the frames, rising: all of them, or an even choice that keeps each moment, each press, and both ends."""
    pixels = clip.width * clip.height or _UNKNOWN_PIXELS
    affordable = max(1, MOST_BYTES // _base64(round(pixels * _BYTES_PER_PIXEL)))
    instants = [frame.at_ms for frame in clip.frames]
    return thinned(len(instants), _telling(clip, instants, timeline), min(most, affordable))


def thinned(count: int, wanted: Iterable[int], most: int) -> tuple[int, ...]:
    """`most` of the numbers below `count`, rising: the wanted ones, first come first, then whatever halves the widest gap."""
    if count <= most:
        return tuple(range(count))
    kept = set(list(dict.fromkeys(number for number in wanted if 0 <= number < count))[:most])
    while len(kept) < most:
        borders = [-1, *sorted(kept), count]
        low, high = max(pairwise(borders), key=lambda pair: (pair[1] - pair[0], -pair[0]))
        kept.add((low + high) // 2)
    return tuple(sorted(kept))


def _telling(clip: Clip, instants: Sequence[int], timeline: Timeline) -> list[int]:
    """Frames that must not be missing, the most telling first: at each moment, then with each press and before it, then where moments begin and
    end, then both ends."""
    if not instants:
        return []
    moments = clip.plan.moments
    presses = [
        entry.at_ms
        for entry in timeline.between(instants[0], instants[-1])
        if isinstance(entry.detail, Click) and any(moment.start_ms <= entry.at_ms <= moment.end_ms for moment in moments)
    ]
    firsts = [seen_from(instants, moment.at_ms) for moment in moments]
    with_press = [seen_from(instants, at_ms) for at_ms in presses]
    edges = [seen_from(instants, at_ms) for moment in moments for at_ms in (moment.start_ms, moment.end_ms)]
    return [*firsts, *with_press, *(number - 1 for number in with_press), *edges, 0, len(instants) - 1]


def seen_from(instants: Sequence[int], at_ms: int) -> int:
    """The first frame that shows what happened at that moment; the last one when none does."""
    return next((number for number, instant in enumerate(instants) if instant >= at_ms), len(instants) - 1)


def _base64(size: int) -> int:
    return -(-size // 3) * 4
