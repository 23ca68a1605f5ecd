"""One suspected finding with all that it is judged by without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.evidence import Hit, Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timeline import Timeline, Typed
from onlooker.verify.intent import meant_to_do
from onlooker.verify.limits import DEFAULT_LIMITS, Limits
from onlooker.verify.praise import Praise

_MET = frozenset({"error_shown", "refused_form", "repeated_submit", "rage_click", "dead_click"})
_NOTICED = frozenset({"failed_request", "error_click"})
_READ_MS = 5_000
"""Who stays on a page as long has found something there."""
_FADES_MS = 1_500
"""A message may still be fading when the next answer comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One finding, with what it is judged by."""

    timeline: Timeline
    track: ScreenTrack
    finding: Finding
    praises: tuple[Praise, ...]
    limits: Limits = DEFAULT_LIMITS

    def hits(self, *rules: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.finding.evidence.hits if hit.rule in rules)

    def fact(self, name: str, *rules: str) -> object:
        """The first such fact among the hits of these rules (of any, when none is named)."""
        hits = self.hits(*rules) if rules else self.finding.evidence.hits
        return next((hit.facts[name] for hit in hits if name in hit.facts), None)

    def number(self, name: str, *rules: str) -> int:
        value = self.fact(name, *rules)
        return int(value) if isinstance(value, (int, float)) else 0

    @property
    def label(self) -> str:
        return str(self.fact("stuck_label") or self.fact("label") or "")

    @property
    def doing(self) -> bool:
        return meant_to_do(self.timeline, self.finding.evidence.entries, self.label)

    @property
    def insisted(self) -> bool:
        """Tried again and again in vain. Who then turns to something else has not got what they came for."""
        return bool(self.hits("rage_click")) or self.number("attempts", "repeated_submit") > 1

    @property
    def left(self) -> Hit | None:
        return next(iter(self.hits("abandonment")), None)

    @property
    def acts_after(self) -> int:
        """How much the user did once it was over."""
        kinds = ("click", "submit", "input")
        return sum(entry.kind in kinds for entry in self.timeline.entries if entry.at_ms > self.finding.end_ms)

    def went_through(self) -> int | None:
        """When the same act succeeded after its last failure. The rule that saw that failure decides, what a person met before what the machine
        noticed: a call to the same address may succeed for another reason."""
        for rules in (_MET, _NOTICED, frozenset({"exception"})):
            hits = [hit for hit in self.finding.evidence.hits if hit.rule in rules and hit.facts.get("after_action") is not False]
            if rules is _NOTICED:
                hits = hits or [hit for hit in self.finding.evidence.hits if hit.rule in rules]
            if hits:
                last = max(hit.at_ms for hit in hits)
                resolved = [self._resolved(hit) for hit in hits if hit.at_ms == last]
                times = [at for at in resolved if at is not None]
                return max(times) if len(times) == len(resolved) else None
        return None

    def _resolved(self, hit: Hit) -> int | None:
        """When the act of this hit went through. A try that the screen answers while the refusal of the one before still stands there was refused
        again, unless it was praised: the same message shown twice comes up once."""
        if hit.facts.get("action") == "input":
            return self._given_again(hit)
        at = hit.facts.get("resolved_ms")
        if not isinstance(at, int):
            return None
        shown = hit.facts.get("shown_ms")
        stands = isinstance(shown, int) and hit.end_ms + shown > at + _FADES_MS
        praised = any(at - _FADES_MS <= praise.at_ms <= at + 2 * _FADES_MS for praise in self.praises)
        return None if stands and not praised else at

    def _given_again(self, hit: Hit) -> int | None:
        """When the field that was refused was filled again: no message came after, or there would be a later hit."""
        label = hit.facts.get("label")
        return next(
            (
                entry.at_ms
                for entry in self.timeline.entries
                if entry.at_ms > hit.end_ms
                and isinstance(entry.detail, Typed)
                and entry.detail.value
                and entry.detail.target is not None
                and entry.detail.target.label == label
            ),
            None,
        )

    def found_elsewhere(self) -> bool:
        """Two more pages after the trouble, none of them the one that failed, and the last one stayed on: a way round was found."""
        shown = [entry for entry in self.timeline.entries if entry.kind == "page" and entry.at_ms > self.finding.end_ms]
        failed = str(self.fact("page") or "")
        if len(shown) < 2 or self.hits("blank_screen") or any(entry.page == failed for entry in shown):
            return False
        return self.timeline.duration_ms - shown[-1].at_ms >= _READ_MS and len({entry.page for entry in shown}) > 1

    def praised_after(self) -> Praise | None:
        return next((praise for praise in self.praises if praise.boxed and praise.at_ms > self.finding.end_ms), None)

    def verdict(self, status: Status, reason: str, *, blocking: bool = False, cites: Sequence[str] = ()) -> Verdict:
        return Verdict(status=status, blocking=blocking, reason=reason, cites=tuple(cites))
