"""What `look.js` read, as the domain's own nouns."""

from __future__ import annotations

from onlooker.domain.clip import Press, Under
from onlooker.domain.screen import Screen


def screen_from(told: object, *, at_ms: int, window: int) -> Screen | None:
    """None when the page said nothing that can be read."""
    return None


def under_from(told: object, press: Press) -> Under | None:
    return None
