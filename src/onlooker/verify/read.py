"""A model's reply about a clip, made into verdicts: labels resolved, every time computed, what was invented dropped and counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from onlooker.domain.clip import Clip
from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelReply, Sees
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Timeline
from onlooker.errors import ReplyError
from onlooker.verify.exhibit import Exhibit, lay_out
from onlooker.verify.reply import DescribedReply, LookReply, RulingReply

_TOLERATED_INVENTED = 2
_TOLERATED_SHARE = 0.25
"""More labels that stand for nothing than both of these, and the reply is asked again."""
_NAMED_IN_ERROR = 8
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """`verdicts` by finding id, one for each finding asked about. `description` is what the reader saw before it ruled, `by` its name; `invented`
    counts labels of frames, entries and findings that stood for nothing."""

    verdicts: Mapping[str, Verdict]
    description: str = ""
    by: str = ""
    basis: str = ""
    invented: int = 0


def read(reply: ModelReply, clip: Clip | None, findings: Sequence[Finding], timeline: Timeline, *, sees: Sees, described: str = "") -> Ruled:
    """The rulings, for the same values that `ask` was given. Raises ReplyError, whose text may be sent back to the model."""
    try:
        told = LookReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("The reply does not have the asked shape.") from error
    exhibit = lay_out(clip, findings, timeline, sees)
    if exhibit.pictured and not (described or told.what_happens):
        raise ReplyError("`what_happens` is missing: say first what the frames show.")
    reading = _Reading(exhibit=exhibit, by=reply.model or "model")
    verdicts = reading.verdicts(told.rulings)
    return Ruled(
        verdicts=verdicts, description=described or told.what_happens, by=reading.by, basis=exhibit.basis.value, invented=len(reading.unknown)
    )


def read_description(reply: ModelReply) -> str:
    """What happens in the clip. Raises ReplyError."""
    try:
        told = DescribedReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("The reply does not have the asked shape.") from error
    if not told.what_happens:
        raise ReplyError("`what_happens` is missing: say what the frames show.")
    return told.what_happens


@dataclass(kw_only=True)
class _Reading:
    """One reply being resolved."""

    exhibit: Exhibit
    by: str
    given: int = 0
    unknown: list[str] = field(default_factory=list)

    def verdicts(self, rulings: Sequence[RulingReply]) -> dict[str, Verdict]:
        """The last ruling on a finding counts."""
        ruled: dict[str, Verdict] = {}
        for told in rulings:
            finding = self.exhibit.findings.get(told.finding)
            if self._known(told.finding, finding is not None) and finding is not None:
                ruled[finding.id] = self._verdict(told)
        missing = [label for label, finding in self.exhibit.findings.items() if finding.id not in ruled]
        if missing:
            raise ReplyError(f"`rulings` says nothing on {', '.join(missing)}: rule on every suspicion, `unclear` where the proof does not tell.")
        if len(self.unknown) > _TOLERATED_INVENTED and len(self.unknown) > _TOLERATED_SHARE * self.given:
            named = ", ".join(list(dict.fromkeys(label for label in self.unknown if len(label) < 12))[:_NAMED_IN_ERROR])
            raise ReplyError(
                f"{len(self.unknown)} of {self.given} labels stand for nothing ({named}). Name only frames and entries that you were given."
            )
        return ruled

    def _verdict(self, told: RulingReply) -> Verdict:
        status = Status(told.ruling)
        shown = sorted({at_ms for label in told.frames for at_ms in self._shown_at(label)})
        cites = [entry.id for label in told.cites for entry in [self.exhibit.entries.get(label)] if self._known(label, entry is not None) and entry]
        reason = told.why or told.what_user_saw
        if not reason:
            raise ReplyError(f"The ruling on {told.finding} gives no reason: say in `why` what speaks for it.")
        if status is not Status.UNCLEAR and not shown and not cites:
            raise ReplyError(f"{told.finding} is {told.ruling} by nothing: name the frames or entries that show it, or rule `unclear`.")
        return Verdict(
            status=status,
            blocking=told.blocking and status is Status.CONFIRMED,
            reason=reason,
            by=self.by,
            cites=tuple(dict.fromkeys(cites)),
            saw=told.what_user_saw,
            frames=tuple(shown[:_MOST_SHOWN]),
            basis=self.exhibit.basis.value,
        )

    def _shown_at(self, label: str) -> Iterator[int]:
        """The session time of a frame, by its number or by the clock in its footer."""
        named = [frame.at_ms for number, frame in self.exhibit.frames.items() if label in (str(number), clock(frame.at_ms))]
        if self._known(label, bool(named)):
            yield from named

    def _known(self, label: str, known: bool) -> bool:
        self.given += 1
        if not known:
            self.unknown.append(label)
        return known
