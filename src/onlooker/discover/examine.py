"""A session's report -> the session as patterns see it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from onlooker.discover import facts
from onlooker.discover.around import after, before
from onlooker.discover.controls import own_identity
from onlooker.discover.families import family_of, keys, pressed, told_apart
from onlooker.discover.machine import failed_behind, unnoticed
from onlooker.discover.pages import page_template, site, things
from onlooker.discover.said import comparable, label, without, wording
from onlooker.discover.seeking import among, sought
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Examined, Trouble
from onlooker.domain.report import SessionReport

_PAGES = 40
_ACTS = 40
_LABEL = 60


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
    url = facts.page(finding.symptom, hits) or (report.pages[0] if len(report.pages) == 1 else "")
    page, where = page_template(url), site(url or next(iter(report.pages), ""))
    act = label(facts.act(finding.symptom, hits))[:_LABEL]
    raw = facts.messages(hits)
    machine = failed_behind(hits)
    looked_for, looked_on = sought(finding, report), among(finding, report)
    known = things(report.pages)
    said = " | ".join(dict.fromkeys(without(wording(text), known) for text in raw))
    family = family_of(finding.symptom, rules, said)
    apart = told_apart(family, said, machine, looked_on or looked_for[-1:], facts.dialog(hits) if family == "left" else finding.title)
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
        signature=content_id("trouble", family, where, page, pressed(family, rules, said, comparable(act)), *apart),
        rules=rules,
        machine=machine,
        saw=verdict.saw if verdict is not None else "",
        reason=verdict.reason if verdict is not None else "",
        site=where,
        sought=looked_for,
        among=looked_on,
        before=before(report, finding),
        after=after(report, finding),
        keys=keys(where, comparable(act), machine, looked_for, looked_on),
        control=own_identity(facts.element(finding.symptom, hits)),
    )
