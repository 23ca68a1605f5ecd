"""A model's reply, made into a Summary: cites resolved, every time computed, what was invented dropped and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pydantic import ValidationError

from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelReply
from onlooker.domain.summary import KeyAction, Outcome, Reader, Segment, Summary, Suspicion
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Entry, Timeline
from onlooker.domain.transcript import Transcript
from onlooker.errors import ReplyError
from onlooker.summarize.cites import Cites
from onlooker.summarize.ground import Grounds
from onlooker.summarize.prompt import PROMPT_VERSION
from onlooker.summarize.reply import KeyActionReply, MissedReply, RulingReply, SegmentReply, SummaryReply

_TOLERATED_INVENTED = 2
_TOLERATED_SHARE = 0.2
"""More invented cites than both of these, and the reply is asked again: a reader that makes up a fifth of its proof did not read."""
_MOST_SEGMENTS = 40
_MOST_KEY_ACTIONS = 8
_MOST_UNSUPPORTED = 20


def read(reply: ModelReply, transcript: Transcript, timeline: Timeline, findings: Sequence[Finding], part: int = 0) -> Summary:
    """The summary of that part of the session. Raises ReplyError, whose text may be sent back to the model."""
    try:
        told = SummaryReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("The reply does not have the asked shape.") from error
    if not told.segments:
        raise ReplyError("`segments` is missing or empty: tell the session in at least one segment.")
    return _Reading(told, transcript, timeline, findings, part).summary(reply.model)


def own_span(transcript: Transcript, timeline: Timeline, part: int) -> Span:
    """The stretch a part answers for: from its own first entry to the next part's, the first from 0, the last to the end."""
    end = timeline.duration_ms if part + 1 >= len(transcript.parts) else min(transcript.parts[part + 1].start_ms, timeline.duration_ms)
    start = 0 if part <= 0 else transcript.parts[part].start_ms
    return Span(start_ms=max(0, min(start, end)), end_ms=max(0, end))


class _Reading:
    """One reply being resolved."""

    def __init__(self, told: SummaryReply, transcript: Transcript, timeline: Timeline, findings: Sequence[Finding], part: int) -> None:
        self._told = told
        self._cites = Cites(transcript, timeline)
        self._findings = {finding.id: finding for finding in findings}
        self._suspects = transcript.suspects
        self._span = own_span(transcript, timeline, part)
        self._grounds = Grounds(timeline, findings)
        self._unsupported: list[str] = []

    def summary(self, model: str) -> Summary:
        told = self._told
        segments = self._segments()
        suspicions = (
            *(ruling for item in told.rulings if (ruling := self._ruling(item)) is not None),
            *(missed for item in told.missed if (missed := self._missed(item)) is not None),
        )
        outcome = self._outcome()
        self._cites.refuse_if_invented(_TOLERATED_INVENTED, _TOLERATED_SHARE)
        if not told.goal:
            raise ReplyError("`goal` is missing: say in one sentence what the person came for.")
        return Summary(
            goal=told.goal,
            segments=segments,
            outcome=outcome,
            reader=Reader(kind="model", model=model, prompt_version=PROMPT_VERSION),
            suspicions=_once(suspicions),
            invented=self._cites.invented,
            unsupported=tuple(self._unsupported[:_MOST_UNSUPPORTED]),
        )

    def _segments(self) -> tuple[Segment, ...]:
        """Each runs from its first entry to the next one's first, the first from the part's start, the last to its end."""
        placed: list[tuple[int, SegmentReply]] = []
        for item in self._told.segments[:_MOST_SEGMENTS]:
            first = self._cites.at_ms(item.start)
            self._cites.at_ms(item.end)
            inside = [entry.at_ms for action in item.key_actions for entry in self._cites.known(action.cites)]
            start = first if first is not None else min(inside, default=None)
            if item.name and (start is not None or not placed):
                placed.append((self._span.start_ms if start is None else start, item))
        if not placed:
            raise ReplyError("No segment has a name and a `start` that is an entry of the transcript.")
        placed.sort(key=lambda pair: pair[0])
        low, high = self._span.start_ms, self._span.end_ms
        borders = [low, *(min(max(start, low), high) for start, _ in placed[1:]), high]
        spans = [Span(start_ms=start, end_ms=end) for start, end in pairwise(borders)]
        actions = self._key_actions([item for _, item in placed], spans)
        kept = [place for place, span in enumerate(spans) if span.duration_ms > 0 or actions[place]] or [0]
        segments: list[Segment] = []
        for place in kept:
            item, span = placed[place][1], spans[place]
            self._check(item.summary, within=span)
            segments.append(
                Segment(
                    index=len(segments),
                    name=item.name,
                    start_ms=span.start_ms,
                    end_ms=span.end_ms,
                    success=item.success,
                    summary=item.summary,
                    key_actions=actions[place],
                )
            )
        return tuple(segments)

    def _key_actions(self, items: Sequence[SegmentReply], spans: Sequence[Span]) -> list[tuple[KeyAction, ...]]:
        """Of each segment, in time order. An action told under a segment that it does not lie in goes to the one it lies in."""
        lists: list[list[KeyAction]] = [[] for _ in items]
        for place, item in enumerate(items):
            for told in item.key_actions[: 2 * _MOST_KEY_ACTIONS]:
                action = self._key_action(told)
                if action is not None:
                    lists[_home(action.at_ms, place, spans)].append(action)
        return [tuple(sorted(found, key=lambda action: action.at_ms)[:_MOST_KEY_ACTIONS]) for found in lists]

    def _key_action(self, told: KeyActionReply) -> KeyAction | None:
        cited = self._cites.resolve(told.cites)
        if not cited or not told.description:
            return None
        self._check(told.description, cited=cited)
        finding = self._suspect(told.finding)
        return KeyAction(
            description=told.description, at_ms=cited[0].at_ms, cites=tuple(entry.id for entry in cited), finding_id=finding.id if finding else None
        )

    def _ruling(self, told: RulingReply) -> Suspicion | None:
        finding = self._suspect(told.finding)
        cited = self._cites.resolve(told.cites)
        if finding is None:
            return None
        self._check(told.why, cited=cited)
        return Suspicion(
            kind=finding.kind.value,
            title=finding.title,
            description=told.why,
            blocking=told.blocking and told.ruling == "real",
            cites=tuple(entry.id for entry in cited) or finding.evidence.entries,
            start_ms=finding.start_ms,
            end_ms=finding.end_ms,
            about=finding.id,
            dismissed=told.ruling == "not_a_problem",
            unclear=told.ruling == "unclear",
        )

    def _missed(self, told: MissedReply) -> Suspicion | None:
        cited = self._cites.resolve([label for label in (told.first, told.last) if label])
        if not cited or not told.title:
            return None
        self._check(f"{told.title}. {told.description}", cited=cited)
        return Suspicion(
            kind=told.kind,
            title=told.title,
            description=told.description or told.title,
            blocking=told.blocking,
            cites=tuple(entry.id for entry in cited),
            start_ms=cited[0].at_ms,
            end_ms=max(max(entry.at_ms, entry.end_ms) for entry in cited),
        )

    def _outcome(self) -> Outcome:
        told = self._told.outcome
        cited = self._cites.resolve(told.cites)
        if not told.description:
            raise ReplyError("`outcome.description` is missing: say what the person got in the end.")
        if told.success is not None and not cited:
            raise ReplyError("`outcome.cites` names no entry of the transcript: cite the entries the outcome rests on, or give null for `success`.")
        self._check(told.description, cited=cited)
        return Outcome(success=told.success, description=told.description, cites=tuple(entry.id for entry in cited), basis="model")

    def _suspect(self, label: str) -> Finding | None:
        """The finding a label stands for. A label given but unknown counts as invented."""
        if not label:
            return None
        finding = self._findings.get(self._suspects.get(label, ""))
        self._cites.count(known=finding is not None, label=label)
        return finding

    def _check(self, description: str, *, cited: Sequence[Entry] = (), within: Span | None = None) -> None:
        missing = self._grounds.unsupported(description, cited) if within is None else self._grounds.unsupported_within(description, within)
        self._unsupported += [f"“{phrase}” is not shown where it is told: {description}" for phrase in missing]


def _home(at_ms: int, told_in: int, spans: Sequence[Span]) -> int:
    if spans[told_in].start_ms <= at_ms <= spans[told_in].end_ms:
        return told_in
    inside = (place for place, span in enumerate(spans) if span.start_ms <= at_ms < span.end_ms)
    return next(inside, 0 if at_ms < spans[0].start_ms else len(spans) - 1)


def _once(suspicions: Sequence[Suspicion]) -> tuple[Suspicion, ...]:
    """One ruling a finding: the last one counts."""
    rulings = {suspicion.about: suspicion for suspicion in suspicions if suspicion.about is not None}
    return (*rulings.values(), *(suspicion for suspicion in suspicions if suspicion.about is None))
