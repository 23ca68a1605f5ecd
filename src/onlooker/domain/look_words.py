"""How looking is told in plain words: who ruled and from what, what lay under a press, what a clip covers, and that most clips failed."""

from __future__ import annotations

from collections.abc import Iterable

from onlooker.domain.clip import STEP_MS, Clip, Under
from onlooker.domain.evidence import Evidence, ScreenText, Status, Verdict
from onlooker.domain.tally import LookTally
from onlooker.domain.timebase import clock
from onlooker.domain.words import count, duration, one_line, span_words, status_words

_BASES = {
    "timeline": "the timeline alone",
    "screen text": "the screen text",
    "frames": "the frames of the clip",
    "video": "the clip",
}
SHOWN_CAUSES = 4


def who_words(by: str) -> str:
    return "the rules" if by == "rules" else one_line(by, 80) or "a model"


def ruled_words(verdict: Verdict) -> str:
    """By whom, and from what: `the rules, from the screen text`."""
    return f"{who_words(verdict.by)}, from {basis_words(verdict)}"


def basis_words(verdict: Verdict) -> str:
    return _BASES.get(verdict.basis) or one_line(verdict.basis, 80) or "nothing that is told"


def ruling_words(verdict: Verdict) -> str:
    return status_words(verdict.status) + (", blocking" if verdict.blocking and verdict.status is not Status.REFUTED else "")


def disputed(evidence: Evidence) -> tuple[Verdict, ...]:
    """The earlier verdicts that said something else than the one that counts, oldest first."""
    final = evidence.verdict
    return tuple(earlier for earlier in evidence.earlier if final is None or ruling_words(earlier) != ruling_words(final))


def earlier_words(earlier: Verdict) -> str:
    """`The rules had said confirmed, blocking`."""
    return f"{'The rules' if earlier.by == 'rules' else who_words(earlier.by)} had said {ruling_words(earlier)}"


def obstacles(presses: Iterable[Under]) -> tuple[str, ...]:
    """What the browser found in the way of presses: `0:12 “Save” was covered by div.overlay, which cannot be seen, and 4 times more until 0:20`.
    Nothing of those that had nothing in their way."""
    met: dict[str, list[int]] = {}
    for under in presses:
        if told := _in_the_way(under):
            met.setdefault(told, []).append(under.at_ms)
    return tuple(
        f"{clock(times[0])} {told}" + (f", and {count(len(times) - 1, 'time')} more until {clock(times[-1])}" if len(times) > 1 else "")
        for told, times in met.items()
    )


def _in_the_way(under: Under) -> str:
    found = [
        "was disabled" if under.disabled else "",
        "was outside the visible part of the page" if under.off_screen else "",
        f"was covered by {one_line(under.hit, 80) or 'something else'}{', which cannot be seen' if under.unseen else ''}" if under.covered else "",
    ]
    if not any(found):
        return ""
    label = one_line(under.label, 80)
    return f"{f'“{label}”' if label else 'what was pressed'} {' and '.join(filter(None, found))}"


def clip_words(clip: Clip) -> str:
    """`0:13\u20130:50 at 8\u00d7 speed in 13 frames, 19 s left out`."""
    cut = sum(span.duration_ms for span in clip.plan.skipped)
    told = (
        f"{span_words(clip.plan.start_ms, clip.plan.end_ms)} at {clip.plan.fps * STEP_MS // 1000}\u00d7 speed in {count(len(clip.frames), 'frame')}"
    )
    return told + (f", {duration(cut)} left out" if cut else "")


def reading_words(screen: ScreenText) -> str:
    """How the text was read, so that nobody takes the one for the other."""
    return "as a browser laid it out" if screen.exact else "read from the page's elements, without its layout"


def failing_words(looks: LookTally) -> str:
    """What stands at the top of a report most of whose clips failed; else empty."""
    if not looks.mostly_failed:
        return ""
    causes = [one_line(reason, 160) + (f" ({count(times, 'time')})" if times > 1 else "") for reason, times in looks.causes]
    more = f"; and {count(len(causes) - SHOWN_CAUSES, 'other cause')}" if len(causes) > SHOWN_CAUSES else ""
    return f"{looks.failed} of {count(looks.planned, 'clip')} could not be looked at: {'; '.join(causes[:SHOWN_CAUSES])}{more}."
