"""Rulings without a model on what a browser read of the laid-out page. Sparing: only where it looked at the right time, and saw plainly.

Two things are ruled: a press that something unseen took is the reason why nothing answered; a message that stood in the page and nowhere
on the screen is none that a user met. All else that was found is a note beside the screen text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onlooker.domain.clip import Clip
from onlooker.domain.evidence import Hit, Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.screen import Screen
from onlooker.domain.timeline import Timeline
from onlooker.domain.tone import Tone, read
from onlooker.domain.words import one_line
from onlooker.verify.under import Pressed, pressed, told_once

_STANDS_MS = 3_000
"""So long a message is taken to stand whose end was not seen."""
_IN_ONE, _IN_ALL = 0.5, 0.8
"""A message may well be on the screen, told otherwise, when so many of its words stand in one text there, or in all of them together."""
_MOST_NOTES = 8
_NAME = 60
_WORD = re.compile(r"\w{3,}")


def by_exact(findings: Sequence[Finding], clip: Clip, timeline: Timeline) -> dict[str, Verdict]:
    """Verdicts by finding id, for those alone of which the browser tells more than was known."""
    ruled = ((finding.id, _unseen_message(finding, clip) or _taken_press(finding, clip, timeline)) for finding in findings)
    return {id: verdict for id, verdict in ruled if verdict is not None}


def noted(findings: Sequence[Finding], clip: Clip, timeline: Timeline) -> tuple[Finding, ...]:
    """The findings with what lay under their presses among the notes of their screen text; and in the title, where silence is what they tell of."""
    return tuple(_noted(finding, list(pressed(finding, clip, timeline))) for finding in findings)


def _noted(finding: Finding, presses: Sequence[Pressed]) -> Finding:
    notes = told_once(iter(presses))
    taken = next((one for one in presses if one.hindered and one.under.label), None)
    if taken is not None and finding.symptom in _SILENT:
        meant = f"“{one_line(taken.under.label, _NAME)}”"
        description = finding.description.replace(f"“{taken.recorded_as}”", meant) if taken.recorded_as else finding.description
        finding = replace(finding, title=f"{meant} does nothing: something that cannot be seen lies over it", description=description)
    screen = finding.evidence.screen
    if screen is None or not notes:
        return finding
    told = tuple(dict.fromkeys([*screen.notes, *(note.rstrip(".") for note in notes)]))[:_MOST_NOTES]
    return replace(finding, evidence=replace(finding.evidence, screen=replace(screen, notes=told)))


def _taken_press(finding: Finding, clip: Clip, timeline: Timeline) -> Verdict | None:
    """What took the press explains the silence; whether the silence mattered was ruled before."""
    held = finding.evidence.verdict
    presses = list(pressed(finding, clip, timeline))
    if held is None or held.status is Status.REFUTED or not any(hit.rule in _SILENT for hit in finding.evidence.hits):
        return None
    taken = [one for one in presses if one.hindered]
    idle = [one for one in presses if one.under.disabled]
    told = next(iter(taken or idle), None)
    if told is None or told.words in held.reason:
        return None
    status = Status.CONFIRMED if taken else held.status
    reason = f"{held.reason} {told.words}" if held.by == "rules" else told.words  # nobody's words are put in the mouth of another
    return replace(held, status=status, reason=reason, by="rules", cites=tuple(dict.fromkeys([*held.cites, told.entry.id])), basis="screen text")


_SILENT = frozenset({"dead_click", "rage_click", "repeated_submit"})


def _unseen_message(finding: Finding, clip: Clip) -> Verdict | None:
    hits = finding.evidence.hits
    if not hits or any(hit.rule != "error_shown" for hit in hits):
        return None
    for hit in hits:
        looks = [screen for screen in clip.screens if _stood(hit, screen)]
        if not looks or any(_may_show(screen, str(hit.facts.get("text", ""))) for screen in looks):
            return None
    said = one_line(str(hits[0].facts.get("text", "")), 160)
    return Verdict(
        status=Status.REFUTED,
        blocking=False,
        reason=f"“{said}” was in the page but nowhere on the screen.",
        cites=tuple(dict.fromkeys(entry for hit in hits for entry in hit.entries)),
        basis="screen text",
    )


def _stood(hit: Hit, screen: Screen) -> bool:
    """Looked at in its window, after it came and before it went."""
    shown_ms = hit.facts.get("shown_ms")
    lasted = shown_ms if isinstance(shown_ms, int) and not isinstance(shown_ms, bool) else _STANDS_MS
    return screen.window == hit.window and hit.end_ms <= screen.at_ms < hit.end_ms + lasted


def _may_show(screen: Screen, message: str) -> bool:
    """Whether the message, or any other word of failure, stood there; and whenever that cannot be known."""
    words = _words(message)
    if not words or not screen.lines:
        return True
    texts = [line.text for line in screen.lines]
    shared = [words & _words(text) for text in texts]
    in_one, in_all = max(map(len, shared), default=0), len(set().union(*shared))
    return in_one >= _IN_ONE * len(words) or in_all >= _IN_ALL * len(words) or _fails(texts)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _fails(texts: Iterable[str]) -> bool:
    readings = (read(text) for text in texts)
    return any(reading.tone in (Tone.FAILURE, Tone.REFUSAL) and reading.strength == 2 for reading in readings)
