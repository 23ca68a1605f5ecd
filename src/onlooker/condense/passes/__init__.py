"""The passes, in the order they run. A new one is one file and one line here."""

from __future__ import annotations

from onlooker.condense.line import Pass
from onlooker.condense.passes.answers import fold_answers
from onlooker.condense.passes.arrivals import fold_arrivals
from onlooker.condense.passes.avalanches import fold_avalanches
from onlooker.condense.passes.chatter import drop_chatter
from onlooker.condense.passes.clicks import fold_clicks
from onlooker.condense.passes.idles import fold_idles
from onlooker.condense.passes.noise import fold_noise
from onlooker.condense.passes.pointer import drop_pointer
from onlooker.condense.passes.repeats import fold_repeats
from onlooker.condense.passes.requests import drop_requests
from onlooker.condense.passes.rounds import fold_rounds
from onlooker.condense.passes.screens import join_screens
from onlooker.condense.passes.scrolls import fold_scrolls
from onlooker.condense.passes.texts import pick_texts
from onlooker.condense.passes.ticks import fold_ticks
from onlooker.condense.passes.tighter import TIGHTER
from onlooker.condense.passes.typing import fold_typing

__all__ = ["PASSES", "TIGHTER"]

PASSES: tuple[Pass, ...] = (
    drop_pointer,
    drop_chatter,
    fold_noise,
    drop_requests,
    fold_repeats,
    fold_avalanches,
    fold_scrolls,
    fold_idles,
    join_screens,
    pick_texts,
    fold_ticks,
    fold_typing,
    fold_clicks,
    fold_arrivals,
    fold_answers,
    fold_rounds,
)
"""What is sure to be useless goes first, so that lines which belong together become neighbours; then what repeats is folded, the screen
is read, and at last what explains each other is put in one line."""
