"""What a run would take, from exact transcripts and planned clips, before any call."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onlooker import discover, pipeline
from onlooker.app.browsers import browser_of
from onlooker.app.kept_replies import KeptReplies
from onlooker.app.pacing import CALL_S, Effort, Pace, seconds
from onlooker.app.picking import picked, told_first
from onlooker.app.weighing import Weigher
from onlooker.app.wiring import Paths, Wired, kept_blobs, wire
from onlooker.domain.estimate import Estimate, PhaseEstimate, estimate_of
from onlooker.domain.pattern import Examined
from onlooker.domain.selection import Selection
from onlooker.domain.words import count, money
from onlooker.errors import DecodeError, SettingError
from onlooker.pipeline import Allowance, Reading
from onlooker.ports import RawSession


def dry_run(
    paths: Paths,
    *,
    model: str | None = None,
    look_model: str | None = None,
    budget: float | None = None,
    budget_per_session: float | None = None,
    preset: str | None = None,
    context: str = "",
    selection: Selection | None = None,
) -> Estimate:
    """Reads every session that `selection` keeps, asks nothing. The estimate is of the whole; what a budget would leave out of it is told in its
    notes. Raises InputError, also for a budget without a price."""
    wired = wire(
        model=model,
        look_model=look_model,
        budget=budget,
        budget_per_session=budget_per_session,
        preset=preset,
        context=told_first(context, selection),
        connect=False,
    )
    foresight = _Foresight(wired=wired, weigher=wired.weigher)
    foresight.check_prices()
    found = picked(paths, selection)
    foresight.skipped += found.skipped_places
    for raw in found.sessions:
        foresight.take(raw)
    return foresight.estimate()


@dataclass(kw_only=True)
class _Foresight:
    """Session by session; of each no more is kept than its numbers."""

    wired: Wired
    weigher: Weigher | None
    skipped: list[tuple[str, str]] = field(default_factory=list)
    parts: list[tuple[PhaseEstimate, ...]] = field(default_factory=list)
    efforts: list[Effort] = field(default_factory=list)
    examined: list[Examined] = field(default_factory=list)
    clips: int = 0
    kept: int = 0

    def __post_init__(self) -> None:
        settings = self.wired.settings
        self.rendering = settings.clips != "off" and browser_of(settings) is not None
        self.reading: Reading = self.wired.reading(None, Allowance())
        self.replies = KeptReplies(settings, kept_blobs(settings))

    def check_prices(self) -> None:
        """Raises SettingError where there is a budget and no price to hold it by."""
        from onlooker.llm.prices import how_to_price  # noqa: PLC0415

        settings = self.wired.settings
        unpriced = self.weigher.unpriced if self.weigher is not None else ()
        if unpriced and (settings.budget is not None or settings.budget_per_session is not None):
            raise SettingError(f"a budget needs a price, and none is known for {unpriced[0]}: {how_to_price(unpriced[0])}")

    def take(self, raw: RawSession) -> None:
        began = time.monotonic()
        weigher = self.weigher
        try:
            watched = pipeline.observe(raw, self.reading)
        except DecodeError as error:
            self.skipped.append((raw.origin, str(error)))
            return
        foreseen = pipeline.foresee(watched, self.reading, weigher.sees if weigher is not None else None, rendering=self.rendering)
        took = time.monotonic() - began
        if weigher is not None:
            if foreseen.summaries and self.replies.have(foreseen.summaries[0], weigher.lineup.reads):
                self.kept += 1
                foreseen = replace(foreseen, summaries=foreseen.summaries[1:])
            self.examined.append(discover.examine(pipeline.told_by_rules(watched)))
        self.clips += foreseen.clips
        self.parts.append(weigher(foreseen) if weigher is not None else ())
        live = foreseen.summaries[1:] if self.wired.settings.batch else foreseen.summaries
        self.efforts.append(Effort(read_s=took, summaries=len(live), frames=foreseen.frames, looks=len(foreseen.looks)))

    def estimate(self) -> Estimate:
        weigher, settings = self.weigher, self.wired.settings
        read = len(self.efforts)
        parts = [part for own in self.parts for part in own]
        after = 0.0
        if weigher is not None and (patterns := weigher.patterns(self.examined, context=self.wired.context, by_rules=True)).calls:
            parts.append(patterns)
            after = patterns.calls * CALL_S  # one after another
        pace = Pace(
            sessions=settings.concurrency,
            calls=settings.concurrency,
            browsers=settings.renderers or os.cpu_count() or 1,
            per_minute=settings.requests_per_minute,
        )
        whole = estimate_of(read, parts, model=weigher.lineup.reads.name if weigher is not None else "none")
        return replace(
            whole,
            seconds=round(seconds(self.efforts, pace) + after, 1),
            skipped=tuple(self.skipped),
            kept=self.kept,
            clips=self.clips,
            notes=tuple(self._notes(whole)),
        )

    def _notes(self, whole: Estimate) -> Iterator[str]:
        from onlooker.llm.prices import how_to_price  # noqa: PLC0415

        settings = self.wired.settings
        if settings.batch and self.weigher is not None:
            yield "The summaries go into one batch at half the price. Its answers come within a day, and that wait is not in the time."
        if self.kept:
            yield f"{count(self.kept, 'summary is', 'summaries are')} kept from before and not paid again."
        for name in whole.unpriced:
            yield f"No price is known for {name}: {how_to_price(name)}."
        if whole.cost is None:
            return
        if settings.budget is not None and whole.cost > settings.budget:
            yield f"The budget of {money(settings.budget)} ends before that: what is not asked by then is left to the rules."
        cap = settings.budget_per_session
        dear = sum(cap is not None and sum(part.cost or 0.0 for part in own) > cap for own in self.parts)
        if cap is not None and dear:
            yield f"The budget of {money(cap)} a session is too small for {count(dear, 'session')}, which the rules would finish."
