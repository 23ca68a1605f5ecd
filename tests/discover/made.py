"""Reports of sessions written by hand, as the rules would write them: what was done, what the screen said, what failed behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from onlooker.detect.problems import Problem
from onlooker.detect.wording import description, symptom, title
from onlooker.discover import by_signature, examine, measure
from onlooker.domain.evidence import Evidence, Hit, Status
from onlooker.domain.finding import Finding, FindingKind, Noise
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Examined, KnownPattern, Pattern, PatternReport
from onlooker.domain.report import Coverage, SessionReport, TimelineMark
from onlooker.domain.summary import KeyAction, Outcome, Reader, Segment

SHOP = "https://shop.test"
DAY = 86_400_000
MONDAY = 20_000 * DAY + 4 * DAY - (20_000 * DAY) % (7 * DAY)
"""Midnight, UTC."""


def hit(rule: str, at_ms: int = 10_000, **facts: str | int | bool) -> Hit:
    return Hit(rule=rule, at_ms=at_ms, end_ms=at_ms + 500, entries=(content_id(rule, at_ms, *sorted(map(str, facts.values()))),), facts=facts)


def says(page: str, act: str, text: str, *more: Hit, at_ms: int = 10_000) -> list[Hit]:
    """The user pressed `act`, and the screen said that it did not work."""
    return [hit("error_shown", at_ms, page=page, label=act, text=text, where="alert", strength=2), *more]


def refuses(page: str, act: str, *texts: str) -> list[Hit]:
    banner = "Please correct the errors below."
    return [
        hit("error_shown", page=page, label=act, text=banner, where="alert", strength=2),
        hit("refused_form", page=page, label=act, text=" | ".join([*texts, banner]), times=2),
    ]


def dead(page: str, act: str, *more: Hit, presses: int = 5, at_ms: int = 10_000, element: str = "main>button:1") -> list[Hit]:
    """The user pressed `act` again and again, and nothing happened."""
    return [
        hit("rage_click", at_ms, page=page, label=act, presses=presses, tag="button", element=element),
        hit("dead_click", at_ms, page=page, label=act, element=element),
        *more,
    ]


def spins(page: str, *, label: str = "", since_load: bool = False) -> list[Hit]:
    """It never gets done, and the user leaves; `label` was pressed before."""
    return [
        hit("endless_spinner", page=page, label=label, since_load=since_load, lasted_ms=20_000, spinner_seen=True),
        hit("abandonment", page=page, label=label, after="endless_spinner"),
    ]


def closed(where: str, to: str) -> list[Hit]:
    """On `where` a link was pressed, and the page it leads to said that it is not for this user."""
    page, text = f"{SHOP}{where}", "You have no access."
    return [
        hit("failed_request", page=page, label="Open", url=f"{SHOP}{to}", status=403, initiator="navigation", changing=False, message=text),
        hit("repeated_submit", page=page, label="Open", text=text, attempts=2),
    ]


def blank(page: str, act: str = "", *more: Hit) -> list[Hit]:
    return [hit("blank_screen", page=page, label=act, partial=True), *more]


def failed(url: str, status: int, *, method: str = "") -> Hit:
    return hit("failed_request", page=url, url=url, status=status, method=method)


def thrown(kind: str, text: str, file: str = "https://shop.test/static/app.js") -> Hit:
    return hit("exception", type=kind, text=text, origin=file)


def wanders(*pages: str, searched: str = "") -> tuple[list[Hit], list[TimelineMark]]:
    """From page to page, with a search that finds nothing before the last of them."""
    at = 0
    marks = []
    for page in pages:
        at += 5_000
        marks.append(TimelineMark(id=content_id("page", page, at), at_ms=at, kind="page", text=f'Opened "A page" ({page})'))
    hits = [
        Hit(
            rule="wandering",
            at_ms=0,
            end_ms=at,
            entries=tuple(mark.id for mark in marks),
            facts={"page": f"shop.test{pages[0]}", "pages": len(pages)},
        )
    ]
    if searched:
        hits.append(hit("empty_result", at, page=f"{SHOP}/search?q={searched.replace(' ', '+')}", label="Search", text="Found 0 results."))
    return hits, marks


def finding(
    session_id: str,
    hits: Sequence[Hit],
    *,
    blocking: bool = True,
    status: Status = Status.CONFIRMED,
    kind: FindingKind = FindingKind.EXCEPTION,
) -> Finding:
    problem = Problem(hits=tuple(hits))
    start = problem.start_ms
    return Finding(
        id=content_id(session_id, symptom(problem), *(entry for one in hits for entry in one.entries)),
        kind=kind,
        symptom=symptom(problem),
        title=title(problem),
        description=description(problem),
        blocking=blocking,
        status=status,
        start_ms=start,
        end_ms=max(start, problem.end_ms),
        evidence=Evidence(entries=tuple(entry for one in hits for entry in one.entries), hits=tuple(hits)),
    )


class Around(TypedDict, total=False):
    """What surrounds the troubles of a session. Without `success` the goal is reached where there is no trouble."""

    user: str
    day: int
    release: str
    pages: Sequence[str]
    success: bool
    acts: Sequence[str]
    noise: Sequence[str]
    marks: Sequence[TimelineMark]


def report(session_id: str, *troubles: Sequence[Hit] | Finding, **around: Unpack[Around]) -> SessionReport:
    findings = tuple(one if isinstance(one, Finding) else finding(session_id, one) for one in troubles)
    actions = tuple(KeyAction(description=text, at_ms=1_000 * place, cites=(f"act {place}",)) for place, text in enumerate(around.get("acts", ())))
    return SessionReport(
        session_id=session_id,
        source="",
        started_at=MONDAY + around.get("day", 0) * DAY + int(content_id(session_id)[:4], 16) * 1_000,
        duration_ms=60_000,
        active_ms=40_000,
        reader=Reader(),
        goal="",
        outcome=Outcome(success=around.get("success", not findings), description=""),
        segments=(Segment(index=0, name="", start_ms=0, end_ms=60_000, success=None, summary="", key_actions=actions),),
        findings=findings,
        coverage=Coverage(noise=tuple(Noise(what=what, reason="", at_ms=0, count=1) for what in around.get("noise", ()))),
        marks=tuple(around.get("marks", ())),
        user=around.get("user", f"user of {session_id}"),
        release=around.get("release", ""),
        pages=tuple(around.get("pages", ())) or _pages(findings),
    )


def _pages(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one.facts["page"]) for found in findings for one in found.evidence.hits if "page" in one.facts))


def session(session_id: str, *troubles: Sequence[Hit] | Finding, **around: Unpack[Around]) -> Examined:
    return examine(report(session_id, *troubles, **around))


def wanderer(session_id: str, *pages: str, searched: str = "") -> Examined:
    hits, marks = wanders(*pages, searched=searched)
    lost = finding(session_id, hits, blocking=False, kind=FindingKind.CONFUSION)
    urls = [f"{SHOP}{page}" for page in dict.fromkeys(pages)]
    return examine(report(session_id, lost, marks=marks, pages=urls, success=True))


def discovered(*examined: Examined, known: Sequence[KnownPattern] = ()) -> PatternReport:
    return measure(by_signature(examined), examined, known)


def found(*examined: Examined) -> list[list[str]]:
    """The sessions of each pattern, both in alphabetical order."""
    return sorted(sorted(pattern.sessions) for pattern in discovered(*examined).patterns)


def one_pattern(*examined: Examined, known: Sequence[KnownPattern] = ()) -> Pattern:
    [pattern] = discovered(*examined, known=known).patterns
    return pattern
