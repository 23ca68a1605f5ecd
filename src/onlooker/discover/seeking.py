"""Users who look for something and do not find it: what they searched for, and where they looked."""

from __future__ import annotations

import re
from itertools import groupby

from onlooker.discover.pages import exact_page, searched
from onlooker.domain.evidence import Hit
from onlooker.domain.finding import Finding
from onlooker.domain.report import SessionReport

_SEEKING = frozenset({"wandering", "back_and_forth", "empty_result"})
_OPENED = re.compile(r"(?:\(|^(?:Opened|Went to) )(/\S*?)\)?$")
"""Where a mark says what was opened: `Opened "Lighting" (/category/lighting)`, `Went to /lighting`."""
_PAGES = 20


def sought(finding: Finding, report: SessionReport) -> tuple[str, ...]:
    """The searches that found nothing, in the user's words."""
    hits = [hit for hit in finding.evidence.hits if hit.rule in _SEEKING]
    told = [searched(str(hit.facts.get("page") or "")) for hit in hits if hit.rule == "empty_result"]
    asked = [searched(page) for page in _opened(finding, report, hits)]
    return tuple(dict.fromkeys(term for term in (*told, *asked) if term))


def among(finding: Finding, report: SessionReport) -> tuple[str, ...]:
    """The pages that were looked on, searches left out, and at the end the one they led to. Empty where nobody went from page to page."""
    hits = [hit for hit in finding.evidence.hits if hit.rule in _SEEKING - {"empty_result"}]
    opened = _opened(finding, report, hits)
    walked = [exact_page(page) for page in opened if not searched(page)]
    if not walked:
        return ()
    every = [exact_page(page) for page in report.pages if not searched(page)]
    last = walked[-1]
    onward = every[every.index(last) + 1 :] if last in every else []
    led = next((page for page in onward if page not in walked), None)
    return tuple(page for page, _ in groupby([*walked[: _PAGES - 1], *([led] if led else [])]))


def _opened(finding: Finding, report: SessionReport, hits: list[Hit]) -> list[str]:
    """Addresses without host, in order."""
    entries = {entry for hit in hits for entry in hit.entries}
    marks = [mark for mark in report.marks if mark.id in entries and mark.kind == "page"]
    return [found.group(1) for mark in sorted(marks, key=lambda mark: mark.at_ms) if (found := _OPENED.search(mark.text))]
