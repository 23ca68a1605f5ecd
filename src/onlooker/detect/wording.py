"""What a problem is called: a title a person recognises, a description with what was measured. Every number is counted from the hits."""

from __future__ import annotations

from onlooker.detect.problems import Problem
from onlooker.domain.evidence import Hit
from onlooker.domain.mark import place
from onlooker.domain.words import count, duration

_TITLE_TEXT = 90
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


def title(problem: Problem) -> str:
    hit, name = leading(problem), label(problem)
    thing = f"“{_cut(name, 40)}”" if name else "The page"
    said = _cut(message(problem), _TITLE_TEXT)
    match hit.rule:
        case "error_shown" | "repeated_submit" | "failed_request" | "error_click" if said:
            return f"{thing} fails: {said}"
        case "refused_form":
            return f"The form is refused{_times(int(hit.facts.get('times', 1)))}: {said}"
        case "blank_screen":
            part = "Part of the page stays empty" if hit.facts.get("partial") else "The page goes blank"
            return f"{part} after {thing}" if name else part
        case "endless_spinner":
            return f"{thing} never finishes" if name else "The page never stops loading"
        case "slow_response":
            return f"{thing} takes {duration(int(hit.facts.get('waited_ms', 0)))} to answer"
        case "lost_input":
            return f"What was typed is lost ({hit.facts['labels']})" if hit.facts.get("labels") else "What was typed is lost"
        case "rage_click" if hit.facts.get("interactive") is False and hit.facts.get("tag") not in ("button", "a", "input"):
            return f"Nothing answers: {presses(problem)} presses land on {thing}, which is no control"
        case "rage_click" | "repeated_submit" | "dead_click" | "error_click":
            return f"{thing} does nothing" + (f", pressed {presses(problem)} times" if presses(problem) > 1 else "")
        case "failed_request":
            return f"{_request(hit)} without a word on the screen"
        case "exception":
            return f"{hit.facts.get('type') or 'Error'}: {_cut(str(hit.facts.get('text', '')), _TITLE_TEXT)}"
        case "wandering":
            return f"Looked around on {count(int(hit.facts.get('pages', 0)), 'page')} without finding the way"
        case "back_and_forth":
            return "Went back and forth between pages"
        case "empty_result":
            return f"{thing} finds nothing: {said}" if said else f"{thing} finds nothing"
        case "thrashed_cursor":
            return "Moved the pointer about wildly"
        case "abandonment":
            asked = str(hit.facts.get("dialog") or "")
            if asked:
                return f"Left with a dialog open: {_cut(asked, _TITLE_TEXT)}"
            return f"Left with a form half filled ({hit.facts.get('half_filled_labels') or 'fields without names'})"
        case _:
            return hit.rule.replace("_", " ").capitalize()


def description(problem: Problem) -> str:
    """One to four sentences: what the user did, what came of it, what the machine noticed."""
    told: list[str] = []
    name, tries, said = label(problem), presses(problem), message(problem)
    acted = problem.has(
        "error_shown", "failed_request", "error_click", "repeated_submit", "rage_click", "dead_click", "endless_spinner", "blank_screen"
    )
    if name and acted:
        told.append(f"The user pressed “{_cut(name, 60)}”{_times(tries)}.")
    if problem.has("wandering"):
        hit = problem.of("wandering")[0]
        told.append(
            f"{count(int(hit.facts.get('visits', 0)), 'page view')} of {count(int(hit.facts.get('pages', 0)), 'page')}, "
            f"{count(int(hit.facts.get('returns', 0)), 'return')}, half of them shorter than {duration(int(hit.facts.get('median_dwell_ms', 0)))}."
        )
    if problem.has("refused_form"):
        told.append(f"The form came back{_times(int(problem.of('refused_form')[0].facts.get('times', 1)))}.")
    if said:
        told.append(f"The screen said: “{said}”.")
    elif problem.has("dead_click", "rage_click"):
        told.append("Nothing on the screen answered.")
    if problem.has("endless_spinner"):
        told.append(f"It was still busy {duration(int(problem.of('endless_spinner')[0].facts.get('lasted_ms', 0)))} later, when the session ended.")
    if problem.has("blank_screen"):
        hit = problem.of("blank_screen")[0]
        told.append(f"{count(int(hit.facts.get('lines_before', 0)), 'line')} of text on the screen became {hit.facts.get('lines_after', 0)}.")
    told += _behind(problem)
    left = problem.of("abandonment")
    if left:
        told.append(f"The session ended {duration(int(left[0].facts.get('left_after_ms', 0)))} later.")
    return " ".join(told)


def _behind(problem: Problem) -> list[str]:
    """What the machine noticed: one failed request, one exception."""
    told = []
    failed = problem.of("failed_request")
    if failed:
        told.append(f"{_request(failed[0])}{_times(len(failed))}.")
    thrown = problem.of("exception")
    if thrown:
        facts = thrown[0].facts
        text = str(facts.get("text", ""))
        name = str(facts.get("type") or "")
        told.append(f"Thrown{_times(int(facts.get('count', 1)))}: {text if not name or text.startswith(name) else f'{name}: {text}'}.")
    return told


def _request(hit: Hit) -> str:
    method, status = str(hit.facts.get("method") or "").strip(), hit.facts.get("status")
    call = f"{method} {place(str(hit.facts.get('url', '')))}".strip()
    return f"{call} got no answer" if status in (0, None) else f"{call} answered {status}"


def _times(number: int) -> str:
    return f" {number} times" if number > 1 else ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
