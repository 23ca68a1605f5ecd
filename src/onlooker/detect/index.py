"""The laid-out timeline with what goes on by itself told apart, and the messages of every change read once.

What goes on by itself (a poll, a clock, a rotating tip, an animation) answers nobody's click: it is a thing seen at least three times, mostly
without any act of the user just before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from onlooker.detect.layout import SETTLED_AFTER_LOAD_MS, Layout, Of
from onlooker.detect.messages import Message, messages
from onlooker.detect.places import place_of, request_key
from onlooker.detect.standing import Standing
from onlooker.detect.words import read
from onlooker.domain.screen import Role, ScreenLine
from onlooker.domain.timeline import Seen, Timeline

_AMBIENT_TIMES = 3
_BANNER_PAGES = 2
_OWN_SHORTEST = 4
_AMBIENT_MUTATION_SHARE = 0.5
_TELLABLE_PER_SECOND = 20
_DIGITS = re.compile(r"\d+")


class Index(Layout):
    """What every detector reads; none changes it."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._came_back = _came_back(self.screens)
        self._tells: dict[int, bool] = {}
        self._said: dict[int, tuple[Message, ...]] = {}
        """By identity: the timeline keeps every `Seen` alive, and hashing a change costs more than reading it."""

    def said(self, seen: Seen) -> tuple[Message, ...]:
        """The messages of a change, read once."""
        found = self._said.get(id(seen))
        if found is None:
            told = messages(seen.change, id(seen) in self._came_back)
            found = self._said[id(seen)] = tuple(message for message in told if message.text not in self._banners and not self._echoes(message))
        return found

    def came_back(self, seen: Seen) -> bool:
        """A navigation that shows the page again that was there before."""
        return id(seen) in self._came_back

    @cached_property
    def _banners(self) -> frozenset[str]:
        """What stands in a box on page after page: it speaks of no act."""
        stood: dict[str, int] = defaultdict(int)
        for _, seen in self.screens:
            if seen.change.again and not self.came_back(seen):
                for message in messages(replace(seen.change, appeared=()), True):
                    stood[message.text] += 1
        return frozenset(text for text, times in stood.items() if times >= _BANNER_PAGES)

    def _echoes(self, message: Message) -> bool:
        """It only sounds bad because the user's own words stand in it."""
        if not message.failing:
            return False
        text = message.text.lower()
        own = [words for words in self._own_words if words in text]
        if not own:
            return False
        for words in own:
            text = text.replace(words, " ")
        return read(text).tone is not message.tone

    @cached_property
    def _own_words(self) -> tuple[str, ...]:
        """What the user typed, longest first; at most 200 texts."""
        words = {typed.value.strip().lower() for _, typed in self.typed if not typed.masked}
        return tuple(sorted((text for text in words if _OWN_SHORTEST <= len(text) <= 300), key=len, reverse=True)[:200])

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.screens)

    @cached_property
    def ambient_requests(self) -> frozenset[str]:
        seen: dict[str, list[bool]] = defaultdict(list)
        for entry, request in self.requests:
            seen[request_key(request)].append(self.spontaneous(entry.at_ms))
        return frozenset(key for key, alone in seen.items() if _ambient(alone))

    def tells(self, seen: Seen) -> bool:
        """Whether a change shows something that does not come and go by itself, as a clock, a ticker or a rotating tip does."""
        told = self._tells.get(id(seen))
        if told is None:
            change = seen.change
            lines = (*change.appeared, *change.gone)
            told = change.navigation or bool(change.values) or change.blank or not lines or not all(self._ambient(line) for line in lines)
            self._tells[id(seen)] = told
        return told

    def comes_alone(self, line: ScreenLine) -> bool:
        """Such a line, or another in its place, has also come up without anybody doing anything: a tip that changes by itself."""
        texts, nodes = self._once_alone
        return line_key(line) in texts or line.node_id in nodes

    @cached_property
    def _once_alone(self) -> tuple[frozenset[str], frozenset[int]]:
        alone = [
            line for entry, seen in self.screens if not seen.change.navigation and self.spontaneous(entry.at_ms) for line in seen.change.appeared
        ]
        return frozenset(map(line_key, alone)), frozenset(line.node_id for line in alone if line.node_id >= 0)

    def _ambient(self, line: ScreenLine) -> bool:
        texts, nodes = self._lines_alone
        return (line.role is Role.TEXT and line.node_id in nodes) or line_key(line) in texts

    @cached_property
    def _lines_alone(self) -> tuple[frozenset[str], frozenset[int]]:
        texts: dict[str, list[bool]] = defaultdict(list)
        nodes: dict[int, list[bool]] = defaultdict(list)
        for entry, screen in self.screens:
            if screen.change.navigation:
                continue
            alone = self.spontaneous(entry.at_ms)
            for line in screen.change.appeared:
                if line.role is not Role.SPINNER:
                    texts[line_key(line)].append(alone)
                if line.role is Role.TEXT and line.node_id >= 0:
                    nodes[line.node_id].append(alone)
        return frozenset(key for key, alone in texts.items() if _ambient(alone)), frozenset(key for key, alone in nodes.items() if _ambient(alone))

    def stirred(self, window: int, start_ms: int, end_ms: int) -> tuple[int, int, int] | None:
        """As `mutated`, but None where no more changed than changes there all the time by itself. Where much always changes, nothing can be
        told, and every change may be an answer."""
        found = self.mutated(window, start_ms, end_ms)
        usual = self._restless.get(window)
        if found is None or usual is None or usual > _TELLABLE_PER_SECOND:
            return found
        seconds = max(1.0, (end_ms - start_ms) / 1000)
        return found if found[1] + found[2] > 3 * usual * seconds + 5 else None

    @cached_property
    def _restless(self) -> dict[int, float]:
        """Windows whose DOM changes most seconds although nobody does anything, with the records of such a second."""
        quiet_ms = 0
        acts = [0, *self._act_times, self.end_ms]
        for earlier, later in pairwise(acts):
            quiet_ms += max(0, later - earlier - SETTLED_AFTER_LOAD_MS)
        restless: dict[int, float] = {}
        for window, times in self._mutation_times.items():
            nodes, attributes = self._nodes[window], self._attributes[window]
            stirred: dict[int, int] = defaultdict(int)
            for place, at_ms in enumerate(times):
                act = self.last_act_ms(at_ms)
                if act is None or at_ms - act > SETTLED_AFTER_LOAD_MS:
                    stirred[at_ms // 1000] += nodes[place + 1] - nodes[place] + attributes[place + 1] - attributes[place]
            if len(stirred) >= 5 and len(stirred) * 1000 > quiet_ms * _AMBIENT_MUTATION_SHARE:
                restless[window] = sorted(stirred.values())[len(stirred) // 2]
        return restless


def _came_back(screens: Of[Seen]) -> frozenset[int]:
    """Navigations that show the page again that was there before, by identity."""
    last: dict[int, str] = {}
    found = set()
    for entry, seen in screens:
        place = place_of(entry.page)
        if seen.change.navigation and last.get(entry.window) == place:
            found.add(id(seen))
        last[entry.window] = place
    return frozenset(found)


def _ambient(alone: list[bool]) -> bool:
    return sum(alone) >= _AMBIENT_TIMES and sum(alone) * 2 > len(alone)


def line_key(line: ScreenLine) -> str:
    return f"{line.role}:{_DIGITS.sub('#', line.text)}"
