"""A screen that went blank, or a page whose middle never came."""

from __future__ import annotations

from onlooker.domain.evidence import Hit, Status, Verdict
from onlooker.domain.timeline import Seen
from onlooker.domain.words import duration
from onlooker.verify.case import Case
from onlooker.verify.stuck import stuck


def gone_blank(case: Case) -> Verdict | None:
    blank = next((hit for hit in case.hits("blank_screen") if not hit.facts.get("partial")), None)
    if blank is not None and blank.facts.get("refilled") and not blank.facts.get("refilled_by_load") and not blank.facts.get("error_near"):
        lasted = int(blank.facts.get("lasted_ms", 0))
        return case.verdict(Status.CONFIRMED, f"The screen was blank for {duration(lasted)}, then the page came by itself.")
    if blank is not None:
        return stuck(case, "The screen went blank and stayed so.", "The screen went blank; a reload brought it back.")
    partial = case.hits("blank_screen")
    if not partial or case.hits("error_shown", "refused_form"):
        return None
    waited = any("tries" in hit.facts for hit in partial)
    filled = all(_own_lines(case, hit) >= case.limits.own_lines for hit in partial) or all(hit.facts.get("refilled") for hit in partial)
    if filled and not waited:
        others = [hit for hit in case.finding.evidence.hits if hit.rule not in ("blank_screen", "exception", "failed_request", "error_click")]
        if any(hit.rule in ("rage_click", "dead_click", "endless_spinner") for hit in others):
            return None
        return case.verdict(Status.REFUTED, "The page that came has its own content; it is only shorter than the one before.")
    explained = case.hits("exception", "error_click", "failed_request") or partial[0].facts.get("error_near") or waited
    if not explained:
        return case.verdict(Status.UNCLEAR, "Most of the text went away, and nothing tells why.")
    never = "The page's content never came: only what surrounds it is there."
    if case.fact("sections", "blank_screen"):
        never = f"What was to stand under “{case.fact('sections', 'blank_screen')}” never came, nor when the page was loaded again."
    return stuck(case, never, "The content came after a reload.")


def _own_lines(case: Case, hit: Hit) -> int:
    """Lines that came with the emptying or after it."""
    emptied = hit.end_ms - int(hit.facts.get("lasted_ms", 0))
    return sum(
        len(entry.detail.change.appeared)
        for entry in case.timeline.entries
        if isinstance(entry.detail, Seen) and entry.window == hit.window and emptied - 1 <= entry.at_ms <= hit.end_ms
    )
