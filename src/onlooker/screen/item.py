"""What a reading of the document is made of."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from onlooker.domain.screen import ScreenLine


class Field(NamedTuple):
    """A visible control that holds a value."""

    node_id: int


class Disabled(NamedTuple):
    """A visible control that cannot be used."""

    node_id: int


class Mark(Enum):
    """Visible, and without a text of its own."""

    PICTURE = 0
    MASKED = 1
    UNSURE = 2
    """Goes with a line that may not have been visible."""
    DRAWING = 3
    """A picture drawn in the page itself, as most icons are."""
    HOLLOW = 4
    """A box that somebody made to be filled, and nothing in it."""


Item = str | ScreenLine | Field | Disabled | Mark
"""A str is a piece of a line that has not ended; it stands only in what inline elements hold."""
