"""What a problem is called: a title a person recognises, a description with what was measured. Every number is counted from the hits."""

from __future__ import annotations

from onlooker.detect.problems import Problem
from onlooker.domain.evidence import Hit
from onlooker.domain.mark import place
from onlooker.domain.words import count, duration

_TITLE_TEXT = 90
_AT_ONCE_MS = 1_000
"""What comes within this is told as at once."""
_MARKS = "\u00d7\u2715\u2716\u2717\u26a0\u2139\u274c\u2757!\u2022*\u00b7 "
"""What stands before a message as its icon or its closing button."""
_SYMPTOMS = (
    "blank_screen",
    "endless_spinner",
    "lost_input",
    "error_shown",
    "refused_form",
    "rage_click",
    "repeated_submit",
    "dead_click",
    "failed_request",
    "exception",
    "error_click",
    "slow_response",
    "not_kept",
    "wandering",
    "empty_result",
    "back_and_forth",
    "thrashed_cursor",
    "abandonment",
)
"""Which rule names a problem when several saw it: what the user met before what the machine noticed."""


def leading(problem: Problem) -> Hit:
    """The hit that names the problem. A page that only lost part of its text names none that also shows a message."""
    ranked = sorted(problem.hits, key=lambda hit: (_SYMPTOMS.index(hit.rule) + (10 if hit.facts.get("partial") else 0), hit.at_ms))
    return ranked[0]


def symptom(problem: Problem) -> str:
    return leading(problem).rule


def message(problem: Problem) -> str:
    """The words on the screen that tell the trouble best; empty when there were none."""
    for rule in ("error_shown", "refused_form", "failed_request", "repeated_submit", "exception", "error_click", "empty_result"):
        for hit in problem.of(rule):
            shown = hit.facts.get("text") if rule in ("error_shown", "refused_form", "empty_result") else hit.facts.get("message")
            if shown:
                return str(shown).lstrip(_MARKS)
    return ""


def label(problem: Problem) -> str:
    """The control it is about."""
    for hit in problem.hits:
        name = hit.facts.get("stuck_label") or hit.facts.get("label")
        if name:
            return str(name)
    return ""


def presses(problem: Problem) -> int:
    """How often the user tried: the most that any rule counted, and each message shown counts as one try."""
    counted = [int(hit.facts.get(name, 0)) for hit in problem.hits for name in ("attempts", "presses", "times") if hit.rule != "failed_request"]
    tries = len({hit.entries[0] for hit in problem.of("error_click", "dead_click") if hit.entries})
    return max([*counted, tries, 1])


def answer(problem: Problem) -> str:
    """What the screen said to presses that went on all the same; empty where it said nothing."""
    return next((str(hit.facts["answer"]) for hit in problem.of("rage_click") if hit.facts.get("answer")), "")


def title(problem: Problem) -> str:
    hit, name = leading(problem), label(problem)
    thing = f"“{_cut(name, 40)}”" if name else "The page"
    said = _cut(message(problem), _TITLE_TEXT)
    match hit.rule:
        case "error_shown" | "repeated_submit" | "failed_request" | "error_click" if said:
            return f"{thing} fails: {said}" if name else said
        case "refused_form":
            return f"The form is refused{_times(int(hit.facts.get('times', 1)))}: {said}"
        case "blank_screen" if "sections" in hit.facts:
            return f"Nothing comes under “{_cut(str(hit.facts['sections']), _TITLE_TEXT)}”, loaded {hit.facts['tries']} times"
        case "blank_screen" if "tries" in hit.facts:
            return f"{thing} stays empty, opened {hit.facts['tries']} times"
        case "blank_screen":
            part = "Part of the page stays empty" if hit.facts.get("partial") else "The page goes blank"
            return f"{part} after {thing}" if name else part
        case "endless_spinner":
            never = "comes only at a later try" if "resolved_ms" in hit.facts else "never stops loading"
            return f"{thing} never finishes" if name else f"The page {never}"
        case "slow_response":
            return f"{thing} takes {duration(int(hit.facts.get('waited_ms', 0)))} to answer"
        case "lost_input":
            return f"What was typed is lost ({hit.facts['labels']})" if hit.facts.get("labels") else "What was typed is lost"
        case "rage_click" if hit.facts.get("interactive") is False and hit.facts.get("tag") not in ("button", "a", "input"):
            return f"Nothing answers: {presses(problem)} presses land on {thing}, which is no control"
        case "rage_click" if answer(problem):
            return f"{thing} pressed {presses(problem)} times, and the screen says no more than “{_cut(answer(problem), _TITLE_TEXT)}”"
        case "rage_click" | "repeated_submit" | "dead_click" | "error_click":
            return f"{thing} does nothing" + (f", pressed {presses(problem)} times" if presses(problem) > 1 else "")
        case "failed_request":
            return f"{_request(hit)} without a word on the screen"
        case "exception":
            return f"{hit.facts.get('type') or 'Error'}: {_cut(str(hit.facts.get('text', '')), _TITLE_TEXT)}"
        case "wandering" if "found" in hit.facts:
            return f"“{_cut(str(hit.facts['found']), 40)}” is found only after {count(int(hit.facts.get('visits', 0)), 'look')} at pages and tabs"
        case "wandering":
            return f"Looked around on {count(int(hit.facts.get('pages', 0)), 'page')} without finding the way"
        case "back_and_forth":
            return "Went back and forth between pages"
        case "empty_result":
            return f"{thing} finds nothing: {said}" if said else f"{thing} finds nothing"
        case "not_kept" if hit.facts.get("how") == "fallen":
            return f"{thing} goes back to “{hit.facts.get('still')}” by itself, set {count(int(hit.facts.get('times', 2)), 'time')}"
        case "not_kept" if "how" in hit.facts:
            return _unstored(hit)
        case "not_kept" if "given" in hit.facts:
            return f"{thing} is said to be saved, and is “{_cut(str(hit.facts.get('shown', '')), 40)}” again"
        case "not_kept":
            return f"Said to be done, and not to be seen on the next page: {_cut(str(hit.facts.get('typed', '')), _TITLE_TEXT)}"
        case "thrashed_cursor":
            return "Moved the pointer about wildly"
        case "abandonment":
            asked = str(hit.facts.get("dialog") or "")
            if asked:
                return f"Left with a dialog open: {_cut(asked, _TITLE_TEXT)}"
            return f"Left with a form half filled ({hit.facts.get('half_filled_labels') or 'fields without names'})"
        case _:
            return hit.rule.replace("_", " ").capitalize()


_SHOWN = {
    "removed": "“{still}” stands there still.",
    "old": "The page shows “{still}” there still, and what was given nowhere.",
    "same": "The page lists the same as before, and what was given nowhere.",
    "again": "What was given is nowhere to be seen.",
}


def _unstored(hit: Hit) -> str:
    typed, label, still = (_cut(str(hit.facts.get(name, "")), 40) for name in ("typed", "label", "still"))
    match hit.facts["how"]:
        case "removed":
            return f"“{label}” is said to be deleted, and is still there"
        case "old":
            return f"“{label}” is said to be saved, and is “{still}” still"
        case "same":
            return f"“{typed}” is said to be saved, and the list is the same as before"
        case _:
            return f"“{typed}” was entered and saved {count(int(hit.facts.get('times', 2)), 'time')}, and is nowhere to be seen"


def description(problem: Problem) -> str:
    """A few sentences: what the user did, what came of it, what the machine noticed. Never empty for a problem a person met."""
    told = [*_acted(problem), *_wandered(problem)]
    said = message(problem)
    if problem.has("refused_form"):
        told.append(f"The form came back{_times(_first(problem, 'refused_form', 'times'))}.")
    if said:
        if problem.has("refused_form"):
            said = said.replace(" | ", "” and “")  # the rule joins what stood at the fields
        told.append(f"The screen said: “{said}”" + ("" if said.endswith((".", "!", "?", "…")) else "."))
    elif answer(problem):
        told.append(f"The screen answered with “{_cut(answer(problem), _TITLE_TEXT)}”, and with nothing else.")
    elif problem.has("dead_click", "rage_click"):
        told.append("Nothing on the screen answered.")
    told += [*_not_kept(problem), *_lost(problem), *_waited(problem), *_emptied(problem), *_behind(problem)]
    if problem.has("abandonment") and not problem.has("endless_spinner"):
        after = _first(problem, "abandonment", "left_after_ms")
        told.append(f"The session ended {duration(after)} later." if after >= _AT_ONCE_MS else "There the session ended.")
    return " ".join(told)


def _acted(problem: Problem) -> list[str]:
    name, tries = label(problem), presses(problem)
    acted = problem.has(
        "error_shown", "failed_request", "error_click", "repeated_submit", "rage_click", "dead_click", "endless_spinner", "blank_screen"
    )
    if not name or not acted:
        return []
    typed = {hit.facts.get("action") for hit in problem.hits if "action" in hit.facts} == {"input"}
    pressed = problem.has("rage_click", "dead_click", "error_click", "repeated_submit")
    return [f"The user {'filled in' if typed and not pressed else 'pressed'} “{_cut(name, 60)}”{_times(tries)}."]


def _wandered(problem: Problem) -> list[str]:
    if not problem.has("wandering"):
        return []
    views, pages, returns, dwell = (_first(problem, "wandering", name) for name in ("visits", "pages", "returns", "median_dwell_ms"))
    parts = _first(problem, "wandering", "parts")
    looked = f"{count(views, 'look')} at {count(pages, 'page')} and {count(parts, 'part')} of them" if parts else ""
    looked = looked or f"{count(views, 'page view')} of {count(pages, 'page')}"
    return [f"{looked}, {count(returns, 'return')}, half of them shorter than {duration(dwell)}."]


def _not_kept(problem: Problem) -> list[str]:
    kept = problem.of("not_kept")
    if not kept:
        return []
    facts = kept[0].facts
    if facts.get("how") == "fallen":
        return [f"The user set “{facts['label']}” to “{facts['given']}”{_times(int(facts.get('times', 2)))}; each time it went back by itself."]
    if "how" in facts:
        said = f"the screen said “{facts['text']}”" if facts.get("text") else "the dialog went away"
        typed = f"The user gave “{facts['typed']}” for “{facts['label']}” and pressed" if facts.get("typed") else "The user pressed"
        return [f"{typed} “{facts['button']}”{_times(int(facts.get('times', 1)))}; {said}.", _SHOWN[str(facts["how"])].format(**facts)]
    if "given" in facts:
        return [
            f"The user set “{facts['label']}” to “{facts['given']}”{_times(int(facts.get('times', 1)))}, and the screen said “{facts['text']}”.",
            f"The page that came back shows “{facts['shown']}” there, as before.",
        ]
    where = f" into “{facts['labels']}”" if facts.get("labels") else ""
    return [
        f"The user typed “{facts['typed']}”{where}, the screen said “{facts['text']}”, and the user opened another page.",
        "What had been typed does not stand there.",
    ]


def _lost(problem: Problem) -> list[str]:
    lost = problem.of("lost_input")
    if not lost:
        return []
    facts = lost[0].facts
    what = f"{count(int(facts.get('chars', 0)), 'character')} in {count(int(facts.get('fields', 1)), 'field')}"
    came = "A sign-in page took the place of the form" if facts.get("cause") == "sign_in" else "The page was loaded anew"
    return [f"{came}, and what had been typed ({what}) was gone."]


def _waited(problem: Problem) -> list[str]:
    if problem.has("endless_spinner"):
        when = "the user gave up waiting" if problem.of("endless_spinner")[0].facts.get("given_up") else "the session ended"
        return [f"It was still busy {duration(_first(problem, 'endless_spinner', 'lasted_ms'))} later, when {when}."]
    if not problem.has("slow_response"):
        return []
    hit = problem.of("slow_response")[0]
    sign = ", while something on the screen showed that it was busy" if hit.facts.get("spinner") else ", with no sign on the screen that it was busy"
    return [f"The answer took {duration(int(hit.facts.get('waited_ms', 0)))}{sign}."]


def _emptied(problem: Problem) -> list[str]:
    if not problem.has("blank_screen"):
        return []
    before, after = (_first(problem, "blank_screen", name) for name in ("lines_before", "lines_after"))
    hollow = next((hit.facts for hit in problem.of("blank_screen") if "sections" in hit.facts), None)
    if hollow is not None:
        broke = [f"As the page came in: {hollow['error']}."] if "error" in hollow else []
        parts = count(int(hollow["empty_sections"]), "section")
        return [f"{parts} stayed empty below the heading; the user waited and loaded the page again.", *broke]
    if any("tries" in hit.facts for hit in problem.of("blank_screen")):
        return [f"No more than {count(after, 'line')} of text ever stood there; other pages showed up to {before}."]
    return [f"{count(before, 'line')} of text on the screen became {after}."]


def _first(problem: Problem, rule: str, fact: str) -> int:
    return int(problem.of(rule)[0].facts.get(fact, 0))


def _behind(problem: Problem) -> list[str]:
    """What the machine noticed: one failed request, one exception."""
    told = []
    failed = problem.of("failed_request")
    if failed:
        told.append(f"{_request(failed[0], query=False)}{_times(len(failed))}.")
    thrown = problem.of("exception")
    if thrown:
        facts = thrown[0].facts
        text = str(facts.get("text", ""))
        name = str(facts.get("type") or "")
        told.append(f"Thrown{_times(int(facts.get('count', 1)))}: {text if not name or text.startswith(name) else f'{name}: {text}'}.")
    return told


def _request(hit: Hit, *, query: bool = True) -> str:
    method, status = str(hit.facts.get("method") or "").strip(), hit.facts.get("status")
    where = place(str(hit.facts.get("url", "")))
    call = f"{method} {where if query else where.partition('?')[0]}".strip()
    return f"{call} got no answer" if status in (0, None) else f"{call} answered {status}"


def _times(number: int) -> str:
    return f" {number} times" if number > 1 else ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
