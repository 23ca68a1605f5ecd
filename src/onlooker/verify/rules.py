"""The verdict on a suspected finding without a model: what the screen showed, and what happened next.

A finding is confirmed when a person could see the trouble, refuted when the screen shows that it did not matter, unclear in between. It is
blocking when the user's act never went through: not at a later try, and not by another way that the session shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Timeline
from onlooker.domain.tone import Tone, read
from onlooker.verify.blank import gone_blank
from onlooker.verify.case import Case
from onlooker.verify.limits import DEFAULT_LIMITS, Limits
from onlooker.verify.praise import praises
from onlooker.verify.stuck import stuck

Ruling = Callable[[Case], Verdict | None]


def by_rules(timeline: Timeline, track: ScreenTrack, findings: Sequence[Finding], limits: Limits = DEFAULT_LIMITS) -> dict[str, Verdict]:
    """A verdict for each finding, by id."""
    praised = praises(timeline)
    return {finding.id: _rule(Case(timeline=timeline, track=track, finding=finding, praises=praised, limits=limits)) for finding in findings}


_TRIES = 2


def _rule(case: Case) -> Verdict:
    for ruling in RULINGS:
        verdict = ruling(case)
        if verdict is not None:
            return verdict
    return case.verdict(Status.UNCLEAR, "The recording shows that something was off, not whether it mattered.")


def _lost(case: Case) -> Verdict | None:
    if not case.hits("lost_input"):
        return None
    after = case.praised_after()
    if after is not None:
        return case.verdict(
            Status.CONFIRMED, f"What was typed was gone, but at {clock(after.at_ms)} the screen said “{after.text}”.", cites=[after.entry]
        )
    if case.number("typed_again", "lost_input") and case.left is None:
        return case.verdict(Status.CONFIRMED, "What was typed was gone, and the user typed it again.")
    by_choice = case.fact("cause", "lost_input") != "sign_in" and not case.hits("error_shown", "failed_request")
    if by_choice and case.left is None and case.acts_after > case.limits.few_acts:
        return case.verdict(Status.UNCLEAR, "A form that was filled came back empty, and the user went on elsewhere.")
    return case.verdict(Status.CONFIRMED, "What was typed was gone, and it was not typed again.", blocking=True)


def _spinning(case: Case) -> Verdict | None:
    if not case.hits("endless_spinner"):
        return None
    if case.number("answered_meanwhile", "endless_spinner") > 1:
        return case.verdict(Status.REFUTED, "Something kept turning while the user worked on: nobody waited for it.")
    hit = case.hits("endless_spinner")[0]
    if not hit.facts.get("after_action") and not hit.facts.get("since_load"):
        return case.verdict(Status.UNCLEAR, "Something kept turning; no act of the user started it.")
    through = case.hits("endless_spinner")[-1].facts.get("resolved_ms")
    if isinstance(through, int):
        return case.verdict(Status.CONFIRMED, f"It never answered; a later try went through at {clock(through)}.")
    return case.verdict(Status.CONFIRMED, "It was still busy when the user left; nothing ever came of it.", blocking=True)


def _told(case: Case) -> Verdict | None:
    """The screen said that it failed."""
    shown = [hit for hit in case.hits("error_shown") if not hit.facts.get("praised") or hit.facts.get("where") == "page"]
    if not shown:
        return None
    said = str(shown[0].facts.get("text", ""))
    alone = not any(hit.facts.get("after_action") for hit in shown) and not case.hits("failed_request", "exception", "error_click")
    if alone and case.left is None:
        return case.verdict(Status.UNCLEAR, f"“{said}” came up without any act of the user, who went on.")
    return stuck(case, f"The screen said “{said}”, and the act never went through.", f"The screen said “{said}”.")


def _refused(case: Case) -> Verdict | None:
    forms = case.hits("refused_form")
    if not forms:
        return None
    times = case.number("times", "refused_form")
    through = case.went_through()
    if through is not None or (case.left is None and case.acts_after > case.limits.few_acts and case.praised_after() is not None):
        if times < 2:
            return case.verdict(Status.REFUTED, "The form pointed out a mistake, the user mended it and went on: the form did its work.")
        return case.verdict(Status.CONFIRMED, f"The form was refused {times} times before it was accepted.")
    if not times and case.left is None:
        if case.praised_after() is not None:
            return case.verdict(Status.REFUTED, "The form spoke up while it was filled in, and was then taken.")
        return case.verdict(Status.UNCLEAR, "The form spoke up while it was filled in; it was not refused when it was sent.")
    if case.left is not None or case.acts_after <= case.limits.few_acts:
        return case.verdict(Status.CONFIRMED, "The form was refused to the end, and the user left without having sent it.", blocking=True)
    if times < 2:
        return case.verdict(Status.UNCLEAR, "The form was refused once; what became of it does not show.")
    return case.verdict(Status.CONFIRMED, f"The form was refused {times} times and never sent.", blocking=True)


def _dead(case: Case) -> Verdict | None:
    """Presses that nothing answered."""
    presses = case.hits("rage_click", "dead_click", "repeated_submit", "error_click", "exception")
    if not presses:
        return None
    raging = case.hits("rage_click")
    tries = max(case.number("presses", "rage_click"), case.number("unanswered", "repeated_submit"), len(case.hits("dead_click")))
    broke = bool(case.hits("exception", "error_click"))
    answered = case.number("answered", "rage_click")
    if raging and answered * 3 > tries:
        return case.verdict(Status.UNCLEAR, "Quick presses, some of them answered: impatience, or too little to see.")
    told = str(case.fact("text", "repeated_submit") or "")
    if case.number("failed", "repeated_submit") and told:
        return stuck(case, f"Every try was answered with “{told}”.", f"It was answered with “{told}”.")
    if case.hits("repeated_submit") and not case.number("unanswered", "repeated_submit") and not raging and not case.hits("dead_click"):
        return case.verdict(Status.REFUTED, "The presses were answered by what came on the screen.")
    if case.fact("forsaken", "error_click", "repeated_submit"):
        return stuck(case, "A form was filled and sent, nothing on the screen answered, and the user gave it up.", "Nothing on the screen answered.")
    if not raging and tries < 2 and not broke:
        if case.left is not None and case.doing and case.acts_after == 0:
            return case.verdict(Status.UNCLEAR, "One press that nothing answered, and the user left.")
        return case.verdict(Status.REFUTED, "One press that nothing answered; the user went on without trying again.")
    if not raging and not broke and tries < case.limits.many_presses and case.left is None:
        return case.verdict(Status.REFUTED, "A press or two without an answer; the user went on.")
    if broke and not raging and tries < 2 and (case.fact("action_done") or not case.hits("dead_click", "repeated_submit")):
        return case.verdict(Status.REFUTED, "An exception was thrown at the press, and the screen answered it all the same.")
    but = "It answered only later." if case.went_through() is not None else "Nothing on the screen answered."
    return stuck(case, "Nothing on the screen answered, however often it was pressed.", but)


def _empty(case: Case) -> Verdict | None:
    found_nothing = case.hits("empty_result")
    if not found_nothing or case.hits("wandering"):
        return None
    last = found_nothing[-1]
    stood = case.fact("stood", "empty_result")
    later = int(last.facts.get("acts_after", 0))
    if stood:
        reason = f"The search found nothing, though “{stood}” had stood there before."
        return case.verdict(Status.CONFIRMED, reason, blocking=not case.fact("found_later", "empty_result"))
    if later > case.limits.few_acts or case.praised_after() is not None:
        return case.verdict(Status.REFUTED, "The search found nothing, and the user found another way.")
    if case.fact("removed", "empty_result"):
        return case.verdict(Status.REFUTED, "The search found nothing: what it looked for had just been deleted.")
    tried = {str(hit.facts.get("asked", "")).casefold() for hit in found_nothing}
    if len(tried) < _TRIES and (later or case.praises):
        return case.verdict(Status.REFUTED, "The search found nothing, and the user asked for nothing else: that may be the answer.")
    return case.verdict(Status.CONFIRMED, "The search found nothing, and the user left without having seen what they looked for.", blocking=True)


def _silent(case: Case) -> Verdict | None:
    """A call failed and the screen said nothing."""
    if not case.hits("failed_request"):
        return None
    said = case.fact("message", "failed_request")
    if said and read(str(said)).tone is Tone.FAILURE:
        later = " A later call went through." if case.went_through() is not None else ""
        return case.verdict(Status.CONFIRMED, f"A call failed, and the screen said “{said}”.{later}")
    if case.went_through() is not None:
        return case.verdict(Status.REFUTED, "The call failed unseen and went through later.")
    if not case.doing:
        return case.verdict(Status.REFUTED, "A call failed in the background; the screen and the user went on.")
    return case.verdict(Status.UNCLEAR, "The call behind the press failed, and nothing on the screen said so.")


def _astray(case: Case) -> Verdict | None:
    if case.fact("found", "wandering"):
        reason = f"Page after page and tab after tab was opened, some of them again, before “{case.fact('found', 'wandering')}” was found and set."
        return case.verdict(Status.CONFIRMED, reason)
    if case.hits("wandering"):
        return case.verdict(Status.CONFIRMED, "Page after page was opened and left again, some of them more than once, before the user went on.")
    if case.hits("back_and_forth"):
        return case.verdict(Status.REFUTED, "Going between two pages is how people compare; nothing shows that anything was missing.")
    if case.hits("thrashed_cursor"):
        return case.verdict(Status.REFUTED, "An erratic pointer alone; nothing on the screen went wrong.")
    return None


def _slow(case: Case) -> Verdict | None:
    slow = case.hits("slow_response")
    if not slow:
        return None
    waited = case.number("waited_ms", "slow_response")
    if waited < case.limits.slow_ms or not case.label:
        return case.verdict(Status.REFUTED, "A wait within what loading takes; the page came.")
    return case.verdict(Status.CONFIRMED, "The user waited, and the answer came.")


def _gave_up(case: Case) -> Verdict | None:
    left = case.left
    if left is None:
        return None
    if left.facts.get("dialog_asks"):
        return case.verdict(Status.CONFIRMED, "A dialog asked for a decision and was still open when the session ended.", blocking=True)
    if left.facts.get("dialog"):
        return case.verdict(Status.UNCLEAR, "A dialog was open when the session ended.")
    return case.verdict(Status.REFUTED, "A form was left half filled; nothing stood in the way.")


def _reverted(case: Case) -> Verdict | None:
    """A field that shows what it held before, although the screen said that it was saved. Set to the same once more, and the same again: no slip."""
    hit = next((hit for hit in case.hits("not_kept") if "given" in hit.facts and "how" not in hit.facts), None)
    if hit is None:
        return None
    was = f"The screen said “{hit.facts.get('text')}”, and “{hit.facts.get('label')}” showed “{hit.facts.get('shown')}” again"
    through = hit.facts.get("resolved_ms")
    if isinstance(through, int):
        return case.verdict(Status.CONFIRMED, f"{was}; at a later try, at {clock(through)}, it stayed as it was set.")
    if case.number("fields", "not_kept") > 1:
        return case.verdict(Status.CONFIRMED, f"{was}; so did {case.number('fields', 'not_kept') - 1} more of what was set with it.", blocking=True)
    if case.number("times", "not_kept") > 1:
        return case.verdict(Status.CONFIRMED, f"{was}, however often it was set.", blocking=True)
    return case.verdict(Status.UNCLEAR, f"{was}. The user did not set it again.")


_UNSTORED = {
    "removed": "It was said to be deleted, and stood there to the end.",
    "old": "It was said to be saved; the page showed the old value to the end, and the new one nowhere.",
    "same": "It was said to be saved; the list stayed the same in everything, and shows nothing of what was typed.",
    "fallen": "However often it was set, it went back by itself.",
    "again": "It was entered and saved more than once, and never showed.",
}


def _unstored(case: Case) -> Verdict | None:
    """Saved, by the page's own word, and not there when the user looked."""
    how, stayed = case.fact("how", "not_kept"), case.fact("resolved_ms", "not_kept")
    if how == "fallen" and isinstance(stayed, int):
        return case.verdict(Status.CONFIRMED, f"It went back by itself; set once more at {clock(stayed)}, it stayed.")
    return case.verdict(Status.CONFIRMED, _UNSTORED[str(how)], blocking=True) if how in _UNSTORED else None


def _doubted(case: Case) -> Verdict | None:
    """Every page that says it worked and does not show it would be trouble, if this were taken for proof."""
    if not case.hits("not_kept") or any(hit.rule not in ("not_kept", "abandonment") for hit in case.finding.evidence.hits):
        return None
    return case.verdict(Status.REFUTED, "The screen said that it worked. That the next page does not show it proves nothing by itself.")


RULINGS: tuple[Ruling, ...] = (
    _unstored,
    _reverted,
    _doubted,
    gone_blank,
    _lost,
    _spinning,
    _refused,
    _told,
    _dead,
    _empty,
    _silent,
    _astray,
    _slow,
    _gave_up,
)
"""In the order they are asked; the first that has an opinion rules. Worse and surer first."""
