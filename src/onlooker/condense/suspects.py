"""What the rules suspect, and what they hold for noise, as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.condense.plain import plain
from onlooker.condense.row import Cell, Row
from onlooker.condense.words import ERROR, LABEL, VALUE, span
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, Noise

_QUERY = re.compile(r"\?\S*")
_CITES, _FACTS = 6, 8
_REASON = 160


def leading(finding: Finding) -> tuple[str, ...]:
    """The entries of the rule the finding is named after; all of its entries when that rule left none."""
    return next((hit.entries for hit in finding.evidence.hits if hit.rule == finding.symptom and hit.entries), finding.evidence.entries)


def suspect_row(finding: Finding, label: str, labels: Mapping[str, str]) -> Row:
    """`labels` maps entry ids to the lines that tell them."""
    title = plain(finding.title, ERROR)
    cited = {labels[entry] for entry in leading(finding) if entry in labels}
    cites = sorted(cited, key=lambda name: int(name[1:]))
    cells = [Cell(text=title)]
    if cites:
        cells.append(Cell(text="at " + " ".join(cites[:_CITES]) + (f" and {len(cites) - _CITES} more" if len(cites) > _CITES else "")))
    facts = {name: value for hit in finding.evidence.hits for name, value in hit.facts.items()}
    measured = [told for name, value in facts.items() if (told := _fact(name, value, title))]
    cells += [Cell(text=plain(told, VALUE)) for told in measured[:_FACTS]]
    verdict = finding.evidence.verdict
    if verdict is not None and verdict.status is not Status.SUSPECTED:
        cells.append(Cell(text=plain(f"rules say {verdict.status}: {verdict.reason}", _REASON)))
    what = f"suspected {plain(finding.symptom, LABEL)}"
    return Row(label=label, at_ms=finding.start_ms, end_ms=finding.end_ms, window=0, aside=True, what=what, cells=tuple(cells))


_TELLING = ("text", "error", "message", "cause", "labels")
"""String facts worth telling: what was said. Others (element, page, role) say where, and the lines do."""
_INTERNAL = frozenset({"strength"})


def _fact(name: str, value: str | int | float | bool, title: str) -> str:
    """`presses 20`; empty for what is not told: flags, zeros, where it was, and what the title says already."""
    words = name.replace("_", " ")
    if isinstance(value, bool) or not value or name in _INTERNAL:
        return ""
    if isinstance(value, str):
        return f"{words} {value}" if name in _TELLING and value.casefold() not in title.casefold() else ""
    return f"{words.removesuffix(' ms')} {span(round(value))}" if name.endswith("_ms") else f"{words} {value:g}"


def noise_rows(noise: Sequence[Noise]) -> list[Row]:
    """One row a cause: what differs only in an address's query is one."""
    causes: dict[tuple[str, str], Row] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for item in noise:
        cause = (_QUERY.sub("", plain(item.what, ERROR)), plain(item.reason, _REASON))
        counts[cause] += item.count
        causes.setdefault(cause, Row(label="", at_ms=item.at_ms, end_ms=item.at_ms, window=0, aside=True, what="not visible", cells=()))
    return [replace(row, cells=(Cell(text=f"{counts[cause]}x"), *(Cell(text=text) for text in cause))) for cause, row in causes.items()]
