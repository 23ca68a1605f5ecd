"""Names of places in the page. Hashes, since a session's own id may hold anything."""

from __future__ import annotations

from onlooker.domain.finding import Finding
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Example, Pattern
from onlooker.domain.report import SessionReport


def session_anchor(report: SessionReport) -> str:
    return f"s-{content_id(report.session_id, report.source)}"


def finding_anchor(report: SessionReport, finding: Finding) -> str:
    return f"f-{content_id(report.session_id, report.source, finding.id)}"


def clip_anchor(report: SessionReport, finding: Finding) -> str:
    return f"c-{content_id(report.session_id, report.source, finding.id)}"


def pattern_anchor(pattern: Pattern) -> str:
    return f"p-{content_id(pattern.id)}"


def example_anchor(pattern: Pattern, example: Example) -> str:
    return f"x-{content_id(pattern.id, example.session_id, example.finding_id)}"
