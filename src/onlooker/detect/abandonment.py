"""Abandonment: the session ends soon after a problem that was not overcome, with a form half filled, or with a question on the screen unanswered.

It reads the other detectors' hits, so it runs after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onlooker.detect.attempts import End
from onlooker.detect.case import Case
from onlooker.detect.causing import act_before
from onlooker.detect.forms import Draft, losses_and_rest
from onlooker.detect.messages import short
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Entry, Seen

_PROBLEMS = (
    "blank_screen",
    "endless_spinner",
    "lost_input",
    "repeated_submit",
    "refused_form",
    "error_shown",
    "failed_request",
    "rage_click",
    "dead_click",
    "empty_result",
)
"""Worst first: the first one found is named as the reason."""


def abandonment(case: Case, hits: Sequence[Hit]) -> Iterator[Hit]:
    end = case.index.end_ms
    by_id = {entry.id: entry for entry in case.timeline.entries}
    problems = [hit for hit in hits if _unresolved(case, hit, end)]
    problem = min(problems, key=lambda hit: (_PROBLEMS.index(hit.rule), -hit.end_ms), default=None)
    draft = _half_filled(case)
    dialog = _open_dialog(case)
    if problem is None and draft is None and dialog is None:
        return
    last = case.timeline.entries[-1]
    rests = [by_id[cite] for cite in (problem.entries if problem else ()) if cite in by_id][-8:]
    rests += draft.entries if draft else []
    rests += [dialog[0]] if dialog else []
    since = max(entry.at_ms for entry in rests) if problem is None else max(problem.end_ms, *(entry.at_ms for entry in rests))
    yield case.hit(
        "abandonment",
        [*rests, last],
        ("abandon_ms", "half_filled_fields", "half_filled_chars"),
        end_ms=end,
        left_after_ms=max(0, end - since),
        after=problem.rule if problem else None,
        text=_text(problem) if problem else None,
        label=_fact(problem, "label") if problem else None,
        page=last.page,
        problems=len(problems),
        acts_after=case.index.acts_between(since, end),
        done_after=_done_between(case, since, end),
        half_filled=len(draft.fields) if draft else 0,
        half_filled_labels=short(draft.labels) if draft else None,
        half_filled_chars=draft.chars if draft else None,
        dialog=short(dialog[1]) if dialog else None,
        dialog_asks=dialog[2] if dialog else None,
        said_goodbye=next(iter(case.index.left), None) is not None,
    )


def _unresolved(case: Case, hit: Hit, end_ms: int) -> bool:
    facts = hit.facts
    if hit.rule not in _PROBLEMS or end_ms - hit.end_ms > case.limits.abandon_ms or "resolved_ms" in facts:
        return False
    match hit.rule:
        case "failed_request":
            return not facts.get("background") and not facts.get("healed_itself")
        case "blank_screen":
            return not facts.get("refilled")
        case "refused_form":
            return int(facts.get("times", 0)) > 0
        case "error_shown":
            return not facts.get("praised") and facts.get("after_action") is True
        case "dead_click" | "empty_result":
            return not _done_between(case, hit.end_ms, end_ms)
        case _:
            return True


def _done_between(case: Case, start_ms: int, end_ms: int) -> int:
    """Attempts that went through in between."""
    return sum(attempt.end is End.DONE for attempt in case.attempts.all if start_ms < attempt.entry.at_ms <= end_ms)


def _half_filled(case: Case) -> Draft | None:
    _, drafts = losses_and_rest(case, 0)
    standing = [draft for draft in drafts.values() if draft.matters(case.limits.half_filled_fields, case.limits.half_filled_chars)]
    return max(standing, key=lambda draft: max(entry.at_ms for entry in draft.entries), default=None)


def _open_dialog(case: Case) -> tuple[Entry, str, bool] | None:
    """The dialog still open in the window last seen: its entry, its text, and whether it asks or complains."""
    last: tuple[Entry, Seen] | None = None
    text, asks, since = "", False, None
    for entry, seen in case.index.screens:
        change = seen.change
        if change.dialogs == 0 or change.navigation:
            text, asks, since = "", False, None
        told = [message for message in case.index.said(seen) if message.where == "dialog"]
        if told or any(line.role is Role.DIALOG for line in change.appeared):
            text = " ".join(message.text for message in told)[:300]
            asks = any(message.tone in (Tone.QUESTION, Tone.FAILURE, Tone.REFUSAL) for message in told)
            since = entry
        last = (entry, seen)
    if last is None or last[1].change.dialogs == 0 or since is None or not _waits_for_the_user(case, since):
        return None
    return since, text, asks


def _waits_for_the_user(case: Case, since: Entry) -> bool:
    """The user brought it up, and did nothing beside it since: a consent banner or a chat beside the work is no open question."""
    if act_before(case, since.at_ms, case.limits.message_ms, since.window) is None:
        return False
    later = (attempt for attempt in case.attempts.all if attempt.entry.at_ms > since.at_ms and attempt.entry.window == since.window)
    return not any(attempt.end is End.DONE and attempt.act.target is not None and not attempt.act.target.in_dialog for attempt in later)


def _text(hit: Hit) -> str | None:
    value = hit.facts.get("text", hit.facts.get("message"))
    return str(value) if value is not None else None


def _fact(hit: Hit, name: str) -> str | None:
    value = hit.facts.get(name)
    return str(value) if value is not None else None
