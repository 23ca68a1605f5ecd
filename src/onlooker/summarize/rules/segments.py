"""Runs of acts, told as segments: a name, two or three sentences, the few actions that matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onlooker.domain.finding import Finding
from onlooker.domain.summary import KeyAction, Outcome, Segment
from onlooker.domain.timebase import Span
from onlooker.domain.tone import Tone
from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.deeds import is_step
from onlooker.summarize.rules.intent import leading, weight
from onlooker.summarize.rules.phrases import chain, pages, phrase, said, worst
from onlooker.summarize.rules.prose import quoted, sentence

_MOST_KEY_ACTIONS = 4
_MOST_TOLD = 8
_FEW = 3
_MOST_TITLES = 2
_ENOUGH = 25
_BAD = frozenset({Tone.FAILURE, Tone.REFUSAL})
_NAMED = 2
_MOST_SAID = 3
_LONGEST_CHAIN = 4
_MOST_CITES = 6
_BLOCKED_SHARE = 0.3
"""A blocking finding marks each segment that holds this much of its span."""


def told(acts: Sequence[Act], span: Span, findings: Sequence[Finding], outcome: Outcome, *, index: int, last: bool) -> Segment:
    """One segment. `findings` are the reported ones of the whole session."""
    mine = [finding for finding in findings if _begins(finding, span, first=index == 0, last=last)]
    return Segment(
        index=index,
        name=name(acts),
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        success=_success(acts, span, findings, outcome, last=last),
        summary=_summary(acts, mine),
        key_actions=_key_actions(acts, mine),
    )


def name(acts: Sequence[Act]) -> str:
    """What the user did in it, in one clause with a capital."""
    main = leading(acts)
    if main is None:
        return "Looked at the page"
    before = [act for act in acts if act.at_ms < main.at_ms]
    filling = [act for act in before if act.doing is Doing.FILLED and act.place == main.place]
    filled = bool(filling)
    searched = next((act for act in reversed(before) if act.doing is Doing.SEARCHED and act.thing), None)
    if main.doing is Doing.OPENED:
        text = _looked(main, acts)
    elif is_step(main.thing) and main.page and main.led_to and main.page != main.led_to:
        start = acts[0].page or main.page
        text = f"filled in {quoted(main.page)}" if filled else f"went from {quoted(start)}"
        text += f" and got to {quoted(main.led_to)}" if filled else f" to {quoted(main.led_to)}"
    elif is_step(main.thing) and main.page and main.answers and worst(main.answers).tone in _BAD:
        text = f"tried to get past {quoted(main.page)}"
    elif main.doing is Doing.FILLED and sum(act.doing is Doing.OPENED for act in before) > 1:
        text = f"{_looked(before[0], before)}, then {phrase(main)}"
    elif searched is not None and main.doing > Doing.SEARCHED:
        text = f"{phrase(searched)} and {phrase(main)}"
    elif filled and main.doing is Doing.COMMITTED and " " not in main.thing:
        text = f"{chain(filling)} and {phrase(main)}"
    else:
        text = phrase(main, where=True)
    return text[0].upper() + text[1:]


def _looked(main: Act, acts: Sequence[Act]) -> str:
    if any(answer.tone is Tone.SUCCESS for answer in main.answers):
        return f"got to {quoted(main.led_to or main.thing)}"
    names = list(dict.fromkeys(act.led_to or act.thing for act in acts if act.doing is Doing.OPENED and (act.led_to or act.thing)))
    return f"looked at {pages(names, _NAMED)}" if len(names) > 1 else phrase(main)


def _summary(acts: Sequence[Act], findings: Sequence[Finding]) -> str:
    sentences = list(dict.fromkeys(_sentences(acts))) or ["Nothing was pressed or typed."]
    said_already = {answer.text for act in acts for answer in act.answers}
    trouble = dict.fromkeys(finding.title for finding in findings if not finding.minor)
    new = [title for title in trouble if not any(text[:_ENOUGH] in title for text in said_already)]
    return " ".join([*sentences, *(sentence(title) for title in new[:_MOST_TITLES])])


def _sentences(acts: Sequence[Act]) -> Iterator[str]:
    """The weightiest acts in order; a sentence ends with what the screen answered, or when it grows long."""
    telling = [act for act in acts if weight(act) >= Doing.OPENED]
    if len(telling) <= _FEW:
        telling = [act for act in acts if act.thing or act.led_to or act.fields] or list(acts)
    weightiest = sorted(telling, key=lambda act: -weight(act))[:_MOST_TOLD]
    if sum(act.doing is not Doing.OPENED for act in telling) <= _FEW:
        weightiest = telling
    shown = sorted(weightiest, key=lambda act: act.at_ms)
    answered = _answered(shown)
    clause: list[Act] = []
    kinds: list[Doing] = []
    for place, act in enumerate(shown):
        if kinds.count(Doing.COMMITTED) >= 2 or (len(kinds) >= _LONGEST_CHAIN and kinds[-1] is not act.doing):
            yield sentence(chain(clause))
            clause, kinds = [], []
        clause.append(act)
        if not kinds or kinds[-1] is not act.doing or act.doing is Doing.COMMITTED:
            kinds.append(act.doing)
        if place in answered:
            yield sentence(f"{chain(clause)}; {said(act.answers)}")
            clause, kinds = [], []
    if clause:
        yield sentence(chain(clause))


def _answered(acts: Sequence[Act]) -> frozenset[int]:
    """Places of the acts whose answer is worth telling: each text once, refusals and failures before others, later before earlier."""
    found = {worst(act.answers).text: place for place, act in reversed(list(enumerate(acts))) if act.answers}
    ranked = sorted(found.values(), key=lambda place: (worst(acts[place].answers).tone not in _BAD, -place))
    return frozenset(ranked[:_MOST_SAID])


def _key_actions(acts: Sequence[Act], findings: Sequence[Finding]) -> tuple[KeyAction, ...]:
    """Findings first, then the acts that tell most; in time order."""
    found = [
        KeyAction(description=sentence(finding.title), at_ms=finding.start_ms, cites=finding.evidence.entries[:_MOST_CITES], finding_id=finding.id)
        for finding in sorted(findings, key=lambda finding: (not finding.blocking, finding.minor, finding.start_ms))
        if finding.evidence.entries
    ][:_MOST_KEY_ACTIONS]
    spoken_for = {entry for action in found for entry in action.cites}
    candidates = [act for act in acts if weight(act) >= Doing.PRESSED and not spoken_for.intersection(act.entries)]
    candidates.sort(key=lambda act: (-weight(act), -len(act.answers), act.at_ms))
    found += [_key_action(act) for act in candidates[: _MOST_KEY_ACTIONS - len(found)]]
    main = leading(acts)
    if not found and main is not None:
        found = [_key_action(main)]
    return tuple(sorted(found, key=lambda action: action.at_ms))


def _key_action(act: Act) -> KeyAction:
    text = phrase(act, where=True)
    entries = act.entries if len(act.entries) < _MOST_CITES else (*act.entries[: _MOST_CITES - 2], act.entries[-1])
    if act.answers:
        text = f"{text}; {said(act.answers)}"
        entries = (*entries, worst(act.answers).entry)
    elif act.led_to and act.doing is not Doing.OPENED and act.led_to not in (act.page, act.thing):
        text = f"{text}, which led to {quoted(act.led_to)}"
    return KeyAction(description=sentence(text), at_ms=act.at_ms, cites=tuple(dict.fromkeys(entries)))


def _success(acts: Sequence[Act], span: Span, findings: Sequence[Finding], outcome: Outcome, *, last: bool) -> bool | None:
    """False where something blocked; the last one shares the session's fate; else whether anything was done and not refused at its end."""
    if any(finding.blocking and _lies_in(finding, span) for finding in findings):
        return False
    if last:
        return outcome.success
    if not acts:
        return None
    answer = acts[-1].answer
    refused = answer is not None and answer.tone in _BAD
    return None if refused else True


def _begins(finding: Finding, span: Span, *, first: bool, last: bool) -> bool:
    return (first or span.start_ms <= finding.start_ms) and (last or finding.start_ms < span.end_ms)


def _lies_in(finding: Finding, span: Span) -> bool:
    shared = min(finding.end_ms, span.end_ms) - max(finding.start_ms, span.start_ms)
    length = finding.end_ms - finding.start_ms
    return shared >= 0 if length == 0 else shared >= _BLOCKED_SHARE * length
