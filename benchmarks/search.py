"""Coordinate descent over the knobs, seeded and bounded, from a start that is not the shipped one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from knobs import KNOBS, Values

Worth = Callable[[Values], float]
"""How good these values are, more being better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`began` is what the start was worth."""

    values: Values
    worth: float
    began: float
    tries: int


def start(name: str, seed: int) -> dict[str, int]:
    """`least` or `most` of every span; any other name: at random."""
    random = Random(f"{name} {seed}")
    place = {"least": 0, "most": -1}.get(name)
    return {key: random.choice(knob.steps) if place is None else knob.steps[place] for key, knob in KNOBS.items()}


def descend(begin: Values, worth: Worth, *, seed: int, tries: int) -> Found:
    """Turns one knob at a time, in random order, to the step that is worth most; stops when a whole round makes nothing better, or at `tries`."""
    random = Random(seed)
    values, began = dict(begin), worth(begin)
    best, used, improved = began, 1, True
    while improved and used < tries:
        improved = False
        for key in random.sample(sorted(KNOBS), len(KNOBS)):
            for step in random.sample(KNOBS[key].steps, len(KNOBS[key].steps)):
                if step == values[key] or used >= tries:
                    continue
                used += 1
                got = worth(values | {key: step})
                if got > best:
                    values, best, improved = values | {key: step}, got, True
    return Found(values=values, worth=best, began=began, tries=used)


def settle(values: Values, worth: Worth) -> Values:
    """Each knob in the middle of the steps around it that are worth as much: what the recordings do not decide stands in the middle of where
    they leave it, and not at the edge where the search happened to come from."""
    settled, best = dict(values), worth(values)
    for key in sorted(KNOBS):
        plateau = _plateau(key, settled, worth, best)
        settled[key] = plateau[len(plateau) // 2]
    return settled


def _plateau(key: str, values: Values, worth: Worth, least: float) -> list[int]:
    """The steps next to one another, around the present value, that are worth at least this."""
    steps = sorted({*KNOBS[key].steps, values[key]})
    low = high = steps.index(values[key])
    while low > 0 and worth({**values, key: steps[low - 1]}) >= least:
        low -= 1
    while high < len(steps) - 1 and worth({**values, key: steps[high + 1]}) >= least:
        high += 1
    return steps[low : high + 1]
