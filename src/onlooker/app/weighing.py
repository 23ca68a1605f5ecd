"""What foreseen requests would take of the models a run asks: tokens, as earlier runs have corrected them, and money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onlooker import discover, pipeline
from onlooker.app.experience import learn, learnt
from onlooker.condense import tokens
from onlooker.config import Settings
from onlooker.domain.estimate import LOOK, PATTERNS, SUMMARIZE, PhaseEstimate, estimate_of
from onlooker.domain.experience import Experience
from onlooker.domain.model import ModelRequest, Sees
from onlooker.domain.model_choice import Lineup, ModelChoice
from onlooker.domain.pattern import Examined
from onlooker.domain.report import RunReport
from onlooker.llm import context_tokens, price
from onlooker.llm.expected import expected_input, expected_output
from onlooker.llm.sight import sight
from onlooker.pipeline import Foreseen
from onlooker.ports import NoteStore

_COMBINED, _CHECKED = 0.5, 0.8
"""How much of what the first questions about patterns hold is told again where they are combined, and where they are looked at a second time: of the
shopping sessions of the bench, asked of a reader who knows the causes. Where troubles are assigned it is all, and the patterns to choose from."""
_SAID_MORE = 1.4
"""How much longer a trouble is told once a model has read the session and looked at it, by the same sessions."""
_PATTERN, _RULING = 120, 40
"""Tokens to write about one pattern, and to say where one trouble belongs or that it does; a pattern has three troubles or more, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigher:
    lineup: Lineup
    experience: Experience = field(default_factory=Experience)
    batched: bool = False
    """Whether the first part of each session's summary is asked for in a batch."""

    @property
    def sees(self) -> Sees:
        """What a look may show: whoever may have to answer has to see it."""
        looker, fallback = sight(self.lineup.looker), self.lineup.fallback
        return looker if fallback is None else looker.least(sight(fallback))

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Names of the models whose price nobody knows."""
        return tuple(choice.name for choice in self.lineup.all if price(choice.name, 1, 1, choice.rates) is None)

    def __call__(self, foreseen: Foreseen) -> tuple[PhaseEstimate, ...]:
        """One session's calls, by phase; none for a phase without a call."""
        summaries, looks = self.summaries(foreseen.summaries), self.looks(foreseen.looks)
        return tuple(part for part in (summaries, looks) if part.calls)

    def summaries(self, requests: Sequence[ModelRequest]) -> PhaseEstimate:
        """Each part but the first of a long session is also told what was said of those before."""
        choice = self.lineup.reads
        again = sum(part * pipeline.SUMMARY_TOKENS for part in range(len(requests)))
        given = again + sum(expected_input(one, choice, tokens.count) for one in requests)
        written = len(requests) * expected_output(pipeline.SUMMARY_TOKENS, choice)
        return self._phase(SUMMARIZE, choice, len(requests), given, written, batched=self.batched)

    def looks(self, requests: Sequence[ModelRequest]) -> PhaseEstimate:
        choice = self.lineup.looker
        given = sum(expected_input(one, choice, tokens.count) for one in requests)
        written = sum(expected_output(_answer(one), choice) for one in requests)
        return self._phase(LOOK, choice, len(requests), given, written)

    def patterns(self, examined: Sequence[Examined], *, context: str = "", by_rules: bool = False) -> PhaseEstimate:
        """All but the first questions are reckoned from those. `by_rules`: no model has said anything of the sessions yet."""
        choice = self.lineup.looker
        ahead = pipeline.foresee_patterns(examined, context_tokens=context_tokens(choice), context=context)
        first = sum(expected_input(one, choice, tokens.count) for one in ahead.extracts) * (_SAID_MORE if by_rules else 1.0)
        given = first + first * bool(ahead.assigns) + first * _COMBINED * ahead.combines + first * _CHECKED * bool(ahead.checks)
        calls = len(ahead.extracts) + ahead.combines + ahead.assigns + ahead.checks
        told = ahead.troubles // 3 * _PATTERN
        answers = told * (1 + ahead.combines) + ahead.troubles * _RULING * (bool(ahead.assigns) + bool(ahead.checks))
        written = answers + calls * expected_output(0, choice)
        return self._phase(PATTERNS, choice, calls, round(given), written, exact=False)

    def _phase(
        self, name: str, choice: ModelChoice, calls: int, given: int, written: int, *, exact: bool = True, batched: bool = False
    ) -> PhaseEstimate:
        learnt = self.experience.of(choice.name, name)
        given, written = round(given * learnt.input), round(written * learnt.output)
        cost = price(choice.name, given, written, choice.rates, batched=batched)
        return PhaseEstimate(name=name, model=choice.name, calls=calls, input_tokens=given, output_tokens=written, cost=cost, exact=exact)


def weigher_of(settings: Settings, notes: NoteStore) -> Weigher | None:
    """None where no model is asked."""
    lineup = settings.lineup()
    return Weigher(lineup=lineup, experience=learnt(notes), batched=settings.batch) if lineup is not None else None


def foreseen_and_learnt(report: RunReport, weigher: Weigher | None, notes: NoteStore, *, context: str = "") -> RunReport:
    """The report of a run that has ended, with what was foreseen for it; how far off that was is kept for the next."""
    if weigher is None:
        return report
    learn(report, notes)
    parts = [part for session in report.sessions for part in session.usage.foreseen]
    patterns = weigher.patterns([discover.examine(session) for session in report.sessions], context=context)
    whole = estimate_of(len(report.sessions), [*parts, *([patterns] if patterns.calls else [])], model=weigher.lineup.reads.name)
    return replace(report, foreseen=whole)


def _answer(request: ModelRequest) -> int:
    if request.purpose == "describe":
        return pipeline.LOOK_TOKENS
    return pipeline.LOOK_TOKENS + pipeline.RULING_TOKENS * len(request.about)
