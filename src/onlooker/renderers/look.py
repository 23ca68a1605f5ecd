"""What `look.js` read, as the domain's own nouns. Nothing here raises: what cannot be read was not seen."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.domain.clip import Laid, Press, Under
from onlooker.domain.words import one_line

_LONGEST = 80
_MOST_BYTES = 16_000_000


def laid_from(told: object, *, at_ms: int, window: int, url: str) -> Laid | None:
    """None when the page said nothing that can be read."""
    if not isinstance(told, str) or len(told) > _MOST_BYTES:
        return None
    return Laid(at_ms=at_ms, window=window, url=url, page=told.encode("utf-8", "surrogatepass"))


def under_from(told: object, press: Press) -> Under | None:
    if not isinstance(told, Mapping):
        return None
    return Under(
        at_ms=press.at_ms,
        node_id=press.node_id,
        label=one_line(_text(told.get("label")), _LONGEST),
        hit=one_line(_text(told.get("hit")), _LONGEST),
        covered=told.get("covered") is True,
        unseen=told.get("unseen") is True,
        disabled=told.get("disabled") is True,
        off_screen=told.get("off_screen") is True,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
