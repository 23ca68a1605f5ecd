"""From hits to suspected findings, and to noise: what looked like trouble and that nobody could see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.detect.problems import LOST, Problem, problems
from onlooker.detect.thresholds import DEFAULT, Thresholds
from onlooker.detect.wording import description, leading, symptom, title
from onlooker.domain.evidence import Evidence, Hit, Status
from onlooker.domain.finding import Finding, FindingKind, Noise
from onlooker.domain.ids import content_id
from onlooker.domain.timeline import Timeline
from onlooker.domain.tone import Tone, own_fault

_MACHINE = frozenset({"exception", "failed_request", "error_click"})
"""Rules that see what the machine noticed; all others see what a person met."""
_SIGNED_OUT = frozenset({401, 403, 419, 440})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All hits are in one or the other."""

    findings: tuple[Finding, ...]
    noise: tuple[Noise, ...]


def findings(timeline: Timeline, hits: Sequence[Hit], limits: Thresholds = DEFAULT.thresholds) -> Found:
    """Suspected findings in time order, with the words for them; verdicts come later, from what was on the screen."""
    found: list[Finding] = []
    noise: list[Noise] = []
    for problem in problems(hits, limits.retry_ms):
        reason = _unseen(problem)
        if reason:
            noise.append(_noise(problem, reason))
        else:
            found.append(_finding(timeline, problem))
    return Found(findings=tuple(found), noise=tuple(noise))


def _unseen(problem: Problem) -> str:
    """Why nobody could see it; empty when somebody could, or when an act of the user came to nothing by it."""
    if any(hit.rule not in _MACHINE for hit in problem.hits):
        return ""
    facts = [hit.facts for hit in problem.hits]
    if any(fact.get("message") or fact.get("blank") is True for fact in facts if not fact.get("praised")):
        return ""
    harmless = next((str(fact["harmless"]) for fact in facts if fact.get("harmless")), "")
    if harmless:
        return harmless
    if any(int(fact.get("stuck", 0)) and int(fact.get("unanswered", 0)) for fact in facts):
        return ""
    if any(fact.get("outcome") in ("nothing", "waiting") for fact in facts):
        return ""
    if any(hit.rule == "failed_request" and hit.facts.get("changing") and not hit.facts.get("background") for hit in problem.hits):
        return "" if not any("resolved_ms" in fact or fact.get("healed_itself") for fact in facts) else "the call was repeated and went through"
    if any(fact.get("healed_itself") for fact in facts):
        return "the call was repeated by the page and went through; nothing on the screen changed"
    if any(fact.get("action_done") for fact in facts):
        return "the user's act went through all the same"
    return "nothing on the screen changed, and the user went on"


def _noise(problem: Problem, reason: str) -> Noise:
    hit = leading(problem)
    total = sum(int(one.facts.get("count", 1)) for one in problem.of("exception")) or len(problem.hits)
    entries = tuple(dict.fromkeys(entry for one in problem.hits for entry in one.entries))
    return Noise(what=title(problem), reason=reason, at_ms=hit.at_ms, count=total, entries=entries)


def _finding(timeline: Timeline, problem: Problem) -> Finding:
    cited = {entry for hit in problem.hits for entry in hit.entries}
    entries = tuple(entry.id for entry in timeline.entries if entry.id in cited)
    start, end = problem.start_ms, max(problem.start_ms, problem.end_ms)
    return Finding(
        id=content_id(timeline.session_id, symptom(problem), entries[0] if entries else start),
        kind=_kind(problem),
        symptom=symptom(problem),
        title=title(problem),
        description=description(problem),
        blocking=False,
        status=Status.SUSPECTED,
        start_ms=start,
        end_ms=min(end, max(timeline.duration_ms, start)),
        evidence=Evidence(entries=entries, hits=problem.hits),
        minor=problem.hits[0].rule in ("slow_response", "thrashed_cursor") and len({hit.rule for hit in problem.hits}) == 1,
    )


def _kind(problem: Problem) -> FindingKind:
    """Something broke, or the user lost the way, or gave up what was not broken."""
    if all(hit.rule in LOST or hit.rule == "slow_response" for hit in problem.hits):
        return FindingKind.CONFUSION
    if _blames_itself(problem) and not problem.has("lost_input"):
        return FindingKind.EXCEPTION
    if _signed_out(problem) or problem.has("lost_input"):
        return FindingKind.ABANDONMENT if problem.has("abandonment") else FindingKind.EXCEPTION
    if _broke(problem):
        return FindingKind.EXCEPTION
    if any(hit.facts.get("how") == "fallen" for hit in problem.of("not_kept")):
        return FindingKind.EXCEPTION
    if any("how" in hit.facts or "given" in hit.facts for hit in problem.of("not_kept")):
        return FindingKind.ABANDONMENT
    return FindingKind.ABANDONMENT if problem.has("abandonment", "endless_spinner", "blank_screen") else FindingKind.CONFUSION


def _signed_out(problem: Problem) -> bool:
    return any(hit.facts.get("status") in _SIGNED_OUT for hit in problem.of("failed_request"))


def _broke(problem: Problem) -> bool:
    """The machine failed: a fault of the server, an exception, an empty page. A refusal, a conflict or a missing stock is no fault."""
    statuses = [hit.facts.get("status") for hit in problem.of("failed_request")]
    if any(isinstance(status, int) and (status >= 500 or status == 0) for status in statuses):
        return True
    if problem.has("exception") or any("tries" not in hit.facts or "error" in hit.facts for hit in problem.of("blank_screen")):
        return True
    if any(hit.rule == "error_click" and hit.facts.get("source") == "exception" for hit in problem.hits):
        return True
    shown = problem.of("error_shown")
    return bool(shown) and not statuses and not problem.has("abandonment") and all(hit.facts.get("tone") == Tone.FAILURE for hit in shown)


def _blames_itself(problem: Problem) -> bool:
    """The screen spoke of a fault of the machine, or gave no reason: whatever was answered behind it, nothing was asked of the user."""
    shown = problem.of("error_shown")
    return bool(shown) and all(hit.facts.get("tone") == Tone.FAILURE and own_fault(str(hit.facts.get("text", ""))) for hit in shown)
