"""Runs of acts, told as segments: a name, two or three sentences, the few actions that matter."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.finding import Finding
from onlooker.domain.summary import KeyAction, Outcome, Segment
from onlooker.domain.timebase import Span
from onlooker.domain.tone import Tone
from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.intent import leading, plain_step
from onlooker.summarize.rules.phrases import chain, pages, phrase, said, worst
from onlooker.summarize.rules.prose import listed, quoted, sentence

_MOST_KEY_ACTIONS = 4
_MOST_TOLD = 6
_MOST_CITES = 6


def told(acts: Sequence[Act], span: Span, findings: Sequence[Finding], outcome: Outcome, *, index: int, last: bool) -> Segment:
    """One segment. `findings` are the reported ones that begin in it."""
    return Segment(
        index=index,
        name=name(acts),
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        success=_success(acts, findings, outcome, last=last),
        summary=_summary(acts, findings),
        key_actions=_key_actions(acts, findings),
    )


def name(acts: Sequence[Act]) -> str:
    """What the user did in it, in one clause with a capital."""
    main = leading(acts)
    if main is None:
        return "Looked at the page"
    before = [act for act in acts if act.at_ms < main.at_ms]
    filled = next((act for act in reversed(before) if act.doing is Doing.FILLED), None)
    searched = next((act for act in reversed(before) if act.doing is Doing.SEARCHED), None)
    if main.doing is Doing.OPENED:
        names = list(dict.fromkeys(act.led_to or act.thing for act in acts if act.doing is Doing.OPENED and (act.led_to or act.thing)))
        text = f"looked at {pages(names)}" if len(names) > 1 else phrase(main)
    elif plain_step(main) and main.page and main.led_to and main.page != main.led_to:
        opened = f"filled in {quoted(main.page)}" if filled else f"went from {quoted(acts[0].page or main.page)}"
        text = f"{opened} and got to {quoted(main.led_to)}" if filled else f"{opened} to {quoted(main.led_to)}"
    elif searched is not None and main.doing > Doing.FILLED:
        text = f"{phrase(searched)} and {phrase(main)}"
    elif filled is not None and main.doing is Doing.COMMITTED:
        text = f"{phrase(filled)} and {phrase(main)}"
    else:
        text = phrase(main, where=True)
    return text[0].upper() + text[1:]


def _summary(acts: Sequence[Act], findings: Sequence[Finding]) -> str:
    telling = [act for act in acts if act.doing > Doing.TOUCHED or act.times > 1] or list(acts)
    shown = telling if len(telling) <= _MOST_TOLD else [*telling[: _MOST_TOLD // 2], *telling[-_MOST_TOLD // 2 :]]
    sentences = [sentence(chain(shown))] if shown else ["Nothing was pressed or typed."]
    answer = worst([answer for act in acts for answer in act.answers])
    if answer is not None:
        sentences.append(sentence(said(answer)))
    trouble = [finding.title for finding in findings if not finding.minor][:2]
    if trouble:
        sentences.append(sentence(f"Trouble: {listed(trouble)}"))
    return " ".join(sentences)


def _key_actions(acts: Sequence[Act], findings: Sequence[Finding]) -> tuple[KeyAction, ...]:
    """Findings first, then the acts that tell most; in time order."""
    found = [
        KeyAction(description=sentence(finding.title), at_ms=finding.start_ms, cites=finding.evidence.entries[:_MOST_CITES], finding_id=finding.id)
        for finding in findings
        if finding.evidence.entries
    ][:_MOST_KEY_ACTIONS]
    spoken_for = {entry for action in found for entry in action.cites}
    candidates = [act for act in acts if act.doing >= Doing.PRESSED and not plain_step(act) and not spoken_for.intersection(act.entries)]
    candidates.sort(key=lambda act: (-act.doing, -len(act.answers), act.at_ms))
    for act in candidates[: _MOST_KEY_ACTIONS - len(found)]:
        found.append(_key_action(act))
    if not found:
        main = leading(acts)
        found = [_key_action(main)] if main is not None else []
    return tuple(sorted(found, key=lambda action: action.at_ms))


def _key_action(act: Act) -> KeyAction:
    answer = worst(act.answers)
    text = phrase(act, where=True)
    if answer is not None:
        text = f"{text}; {said(answer)}"
    elif act.led_to and act.doing is not Doing.OPENED:
        text = f"{text}, which led to {quoted(act.led_to)}" if act.led_to != act.page else text
    entries = act.entries if len(act.entries) < _MOST_CITES else (*act.entries[: _MOST_CITES - 2], act.entries[-1])
    cites = dict.fromkeys((*entries, answer.entry) if answer else entries)
    return KeyAction(description=sentence(text), at_ms=act.at_ms, cites=tuple(cites))


def _success(acts: Sequence[Act], findings: Sequence[Finding], outcome: Outcome, *, last: bool) -> bool | None:
    """False where a blocking finding begins; the last one shares the session's fate; else whether anything was done and not refused at the end."""
    if any(finding.blocking for finding in findings):
        return False
    if last:
        return outcome.success
    if not acts:
        return None
    answer = acts[-1].answer
    if answer is not None and answer.tone in (Tone.FAILURE, Tone.REFUSAL) and not acts[-1].led_to:
        return None
    return True
