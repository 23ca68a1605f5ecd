"""A model rules on what was looked at: a question a clip, answered from its frames, or from screen text alone where there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from onlooker import verify
from onlooker.domain.clip import Clip, FailedClip
from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.run import Phase
from onlooker.errors import BudgetError, ModelError, ReplyError
from onlooker.pipeline.looking import Filmed
from onlooker.pipeline.observing import Watched
from onlooker.pipeline.summarizing import ASKS
from onlooker.ports import Model

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`findings` are all of the session, those looked at with the model's verdict; `unlooked` are the clips it gave no usable answer on, `unread` the
    reasons why findings without a clip were not ruled on. What a budget left out is told elsewhere. `invented` counts its labels that stood for
    nothing."""

    findings: tuple[Finding, ...]
    unlooked: tuple[FailedClip, ...] = ()
    unread: tuple[str, ...] = ()
    invented: int = 0


def judge(
    watched: Watched,
    filmed: Filmed,
    chosen: Sequence[str],
    model: Model,
    *,
    context: str,
    describe_first: bool,
    step: Callable[[Phase, str], None],
) -> Judged:
    """`chosen` are the ids of the findings that deserve a look, with a clip or without. `describe_first`: a call of its own says what a clip shows,
    before another one names what is suspected. Raises nothing of its own: where no answer can be had, the verdict that was there stands, and the
    reason is told."""
    told = {finding.id: finding for finding in filmed.findings}
    unlooked: list[FailedClip] = []
    unread: list[str] = []
    invented = 0
    for clip, ids in _questions(filmed, chosen):
        step(Phase.LOOKING, "")
        try:
            described = _described_by(watched, clip, model, context=context) if describe_first else ""
            ruled = _ruled(watched, clip, [told[id] for id in ids], model, context=context, described=described)
        except BudgetError:  # no fault of the clip's, and a smaller question may still be paid
            continue
        except (ModelError, ReplyError) as error:
            reason = f"no model looked at it: {error}"
            if clip is None:
                unread.append(reason)
            else:
                unlooked.append(FailedClip(plan=clip.plan, reason=reason))
            continue
        invented += ruled.invented
        for finding in verify.revise([_described(told[id], ruled) for id in ids], ruled.verdicts):
            told[finding.id] = finding
    return Judged(findings=tuple(told[finding.id] for finding in filmed.findings), unlooked=tuple(unlooked), unread=tuple(unread), invented=invented)


def _questions(filmed: Filmed, chosen: Sequence[str]) -> Iterator[tuple[Clip | None, list[str]]]:
    """The clips with the findings they show; then the findings that deserved one and have none, together."""
    shown: set[str] = set()
    for clip in filmed.clips:
        ids = [moment.finding_id for moment in clip.plan.moments]
        shown.update(ids)
        yield clip, ids
    unseen = [id for id in chosen if id not in shown]
    if unseen:
        yield None, unseen


def _described_by(watched: Watched, clip: Clip | None, model: Model, *, context: str) -> str:
    """What the clip shows, in the words of a reader who knows of no suspicion; empty where there is nothing to see."""
    if clip is None or model.sees is Sees.TEXT:
        return ""

    def ask(wrong: str | None) -> ModelRequest:
        return verify.ask_description(clip, watched.timeline, sees=model.sees, context=context, attempt_error=wrong)

    return _answered(model, ask, verify.read_description)


def _ruled(watched: Watched, clip: Clip | None, findings: Sequence[Finding], model: Model, *, context: str, described: str) -> verify.Ruled:
    def ask(wrong: str | None) -> ModelRequest:
        return verify.ask(clip, findings, watched.timeline, sees=model.sees, context=context, described=described, attempt_error=wrong)

    def read(reply: ModelReply) -> verify.Ruled:
        return verify.read(reply, clip, findings, watched.timeline, sees=model.sees, described=described)

    return _answered(model, ask, read)


def _answered(model: Model, ask: Callable[[str | None], ModelRequest], read: Callable[[ModelReply], Answer]) -> Answer:
    wrong: str | None = None
    for attempt in range(ASKS):
        reply = model.reply(ask(wrong))
        try:
            return read(reply)
        except ReplyError as error:
            wrong = str(error)
            if attempt == ASKS - 1:
                raise
    raise AssertionError("the last try returns or raises")


def _described(finding: Finding, ruled: verify.Ruled) -> Finding:
    clip = finding.evidence.clip
    if clip is None or not ruled.description:
        return finding
    seen = replace(clip, description=ruled.description, described_by=ruled.by)
    return replace(finding, evidence=replace(finding.evidence, clip=seen))
