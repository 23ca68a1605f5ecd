"""A session's report -> the session as patterns see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from onlooker.discover.around import after, before
from onlooker.discover.machine import broke_down, endpoint, failed_behind, is_call, says_little, unnoticed
from onlooker.discover.pages import page_template, site, things
from onlooker.discover.said import GAP, comparable, label, points_elsewhere, without, wording, words
from onlooker.discover.seeking import among, sought
from onlooker.domain.evidence import Hit, Status
from onlooker.domain.finding import Finding
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Examined, Trouble
from onlooker.domain.report import SessionReport
from onlooker.domain.words import one_line

_PAGES = 40
_ACTS = 40
_MESSAGES = 4
"""Of one trouble that are kept: a form may be refused for many reasons at once."""
_LABEL = 60
_DIALOG_WORDS = 6
"""The first words of a dialog are its heading; what it holds may differ."""
_MESSAGE_FACTS = (
    ("refused_form", "text"),
    ("error_shown", "text"),
    ("failed_request", "message"),
    ("repeated_submit", "text"),
    ("exception", "message"),
    ("error_click", "message"),
    ("empty_result", "text"),
    ("lost_input", "text"),
)
"""Where a trouble's hits hold what the screen said, the most telling first."""
_UNANSWERED = frozenset({"rage_click", "dead_click", "repeated_submit", "error_click"})
_ASTRAY = frozenset({"wandering", "back_and_forth", "thrashed_cursor"})
_BY_ITSELF = frozenset({"abandonment"})
"""Rules that say what became of a trouble, not what it was."""


def examine(report: SessionReport) -> Examined:
    """Of the findings only those that are reported: what was refuted is no trouble."""
    dismissed = [hit for finding in report.findings if not finding.reported for hit in finding.evidence.hits]
    return Examined(
        session_id=report.session_id,
        user=report.user,
        started_at=report.started_at,
        duration_ms=report.duration_ms,
        active_ms=report.active_ms,
        release=report.release,
        goal=report.goal,
        success=report.outcome.success,
        outcome=report.outcome.description,
        path=_path(report.pages),
        acts=tuple(action.description for segment in report.segments for action in segment.key_actions if not action.finding_id)[:_ACTS],
        troubles=tuple(_trouble(report, finding) for finding in report.findings if finding.reported),
        ambient=tuple(dict.fromkeys((*unnoticed(report.coverage.noise), *failed_behind(dismissed)))),
        site=site(next(iter(report.pages), "")),
    )


def _path(pages: Iterable[str]) -> tuple[str, ...]:
    return tuple(page for page, _ in groupby(map(page_template, pages)))[:_PAGES]


def _trouble(report: SessionReport, finding: Finding) -> Trouble:
    hits = finding.evidence.hits
    rules = tuple(dict.fromkeys(hit.rule for hit in hits))
    url = _page(finding.symptom, hits) or (report.pages[0] if len(report.pages) == 1 else "")
    page, where = page_template(url), site(url or next(iter(report.pages), ""))
    act = label(_act(hits))[:_LABEL]
    raw = _messages(hits)
    machine = failed_behind(hits)
    looked_for, looked_on = sought(finding, report), among(finding, report)
    known = things(report.pages)
    said = " | ".join(dict.fromkeys(without(wording(text), known) for text in raw))
    family = family_of(finding.symptom, rules, said)
    told_apart = _told_apart(family, said, machine, looked_on or looked_for[-1:], _dialog(hits) if family == "left" else finding.title)
    verdict = finding.evidence.verdict
    return Trouble(
        finding_id=finding.id,
        kind=finding.kind,
        symptom=finding.symptom,
        title=finding.title,
        description=finding.description,
        blocking=finding.blocking,
        confirmed=finding.status is Status.CONFIRMED,
        at_ms=finding.start_ms,
        end_ms=finding.end_ms,
        page=page,
        act=act,
        said=said,
        raw_said=" | ".join(raw),
        signature=content_id("trouble", family, where, page, comparable(act), *told_apart),
        rules=rules,
        machine=machine,
        saw=verdict.saw if verdict is not None else "",
        reason=verdict.reason if verdict is not None else "",
        site=where,
        sought=looked_for,
        among=looked_on,
        before=before(report, finding),
        after=after(report, finding),
        keys=_keys(where, comparable(act), machine, looked_for, looked_on),
    )


def family_of(symptom: str, rules: Sequence[str], said: str) -> str:
    """Which troubles may be one problem whatever rule led them: `told`, `unanswered`, `waiting`, `slow`, `blank`, `lost`, `astray`, `empty`, `broke`,
    `left`, else the symptom's own name."""
    seen = frozenset(rules) - _BY_ITSELF or frozenset(rules) or frozenset({symptom})
    match seen:
        case _ if seen & _ASTRAY and seen <= _ASTRAY | {"empty_result"}:
            return "astray"
        case _ if "lost_input" in seen:
            return "lost"
        case _ if seen == {"empty_result"}:
            return "empty"
        case _ if said:
            return "told"
        case _ if "blank_screen" in seen:
            return "blank"
        case _ if "endless_spinner" in seen:
            return "waiting"
        case _ if seen & _UNANSWERED:
            return "unanswered"
        case _ if seen == _BY_ITSELF:
            return "left"
        case _ if "slow_response" in seen:
            return "slow"
        case _ if seen <= {"exception", "failed_request"}:
            return "broke"
        case _:
            return symptom


def _told_apart(family: str, said: str, machine: Sequence[str], looked: Sequence[str], title: str) -> tuple[str, ...]:
    """What the signature holds besides page and act."""
    match family:
        case "told" | "lost":
            return (comparable(said.partition(" | ")[0]),)
        case "left":
            return (title,)
        case "broke":
            return tuple(sorted(machine))[:1]
        case "astray":
            return tuple(looked[-1:])
        case "noticed_by_model":
            return tuple(sorted(words(title)))
        case _:
            return ()


def _keys(where: str, act: str, machine: Sequence[str], looked_for: Sequence[str], looked_on: Sequence[str]) -> tuple[str, ...]:
    """What a server refused it may refuse for many reasons, and what is thrown whenever a call fails comes of any of them: neither is a key."""
    failed = [content_id("asked", where, act, *endpoint(line)) for line in machine if is_call(line) and broke_down(endpoint(line)[1])]
    threw = [content_id("threw", where, act, line) for line in machine if not is_call(line) and not says_little(line)]
    sought_for = [content_id("sought", where, word) for word in sorted(words(" ".join(looked_for)))]
    came_to = [content_id("came to", where, looked_on[-1])] if looked_on else []
    return tuple(dict.fromkeys((*failed, *threw, *sought_for, *came_to)))


def _page(symptom: str, hits: Sequence[Hit]) -> str:
    """Where it happened, by the rule that leads it; where it was left may be elsewhere."""
    led = sorted(hits, key=lambda hit: (hit.rule in _BY_ITSELF, hit.rule != symptom, hit.at_ms))
    return next((str(hit.facts["page"]) for hit in led if hit.facts.get("page")), "")


def _act(hits: Sequence[Hit]) -> str:
    """The label of the control it is about; where it has none, what it is."""
    named = (hit.facts.get("stuck_label") or hit.facts.get("label") for hit in hits)
    pressed = (hit.facts.get("element") for hit in hits if hit.rule in _UNANSWERED)
    return next((str(name) for name in (*named, *pressed) if name), "")


def _dialog(hits: Sequence[Hit]) -> str:
    """What was left open, by its first words; empty for a form."""
    asked = next((str(hit.facts["dialog"]) for hit in hits if hit.facts.get("dialog")), "")
    return " ".join(comparable(asked).split()[:_DIALOG_WORDS])


def _messages(hits: Sequence[Hit]) -> list[str]:
    """What the screen said, the most telling first, each once; what only points at another message goes where there is another."""
    told: dict[str, str] = {}
    for rule, fact in _MESSAGE_FACTS:
        for hit in hits:
            text = hit.facts.get(fact) if hit.rule == rule else None
            pieces = str(text).split(" | ") if text else []
            for piece in pieces[:-1] if len(pieces) > 1 and pieces[-1].endswith(GAP) else pieces:  # the last of several was cut
                if comparable(piece):
                    told.setdefault(comparable(piece), one_line(piece))
    texts = list(told.values())
    telling = [text for text in texts if not points_elsewhere(text)] or texts[:1]
    return sorted(telling, key=lambda text: not words(text))[:_MESSAGES]
