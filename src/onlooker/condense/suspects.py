"""What the rules suspect, and what they hold for noise, as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.condense.plain import plain
from onlooker.condense.row import Cell, Row
from onlooker.condense.words import ERROR, LABEL, VALUE, span
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
    cells += [Cell(text=plain(told, VALUE)) for told in _measured(finding, title)]
    what = f"suspected {plain(finding.symptom, LABEL)}"
    return Row(label=label, at_ms=finding.start_ms, end_ms=finding.end_ms, window=0, aside=True, what=what, cells=tuple(cells))


_MEASURES = {
    "waited_ms": "waited",
    "lasted_ms": "lasted",
    "lost_ms": "lost at",
    "visits": "page views",
    "returns": "returns",
    "half_filled": "fields left filled",
    "left_after_ms": "session ends after",
}
"""What was measured and no line shows, in words that need no key. What the rules made of it is left out: a reader who is told the verdict
finds reasons for it."""
_SAID = ("error", "labels")


def _measured(finding: Finding, title: str) -> list[str]:
    facts = {name: value for hit in finding.evidence.hits for name, value in hit.facts.items()}
    said = [str(facts[name]) for name in _SAID if facts.get(name) and str(facts[name]).casefold() not in title.casefold()]
    numbers = [
        f"{words} {span(round(value)) if name.endswith('_ms') else format(value, 'g')}"
        for name, words in _MEASURES.items()
        if isinstance(value := facts.get(name), (int, float)) and value
    ]
    return [*said, *numbers][:_FACTS]


def noise_rows(noise: Sequence[Noise]) -> list[Row]:
    """One row a cause: what differs only in an address's query is one."""
    causes: dict[tuple[str, str], Row] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for item in noise:
        cause = (_QUERY.sub("", plain(item.what, ERROR)), plain(item.reason, _REASON))
        counts[cause] += item.count
        causes.setdefault(cause, Row(label="", at_ms=item.at_ms, end_ms=item.at_ms, window=0, aside=True, what="not visible", cells=()))
    return [replace(row, cells=(Cell(text=f"{counts[cause]}x"), *(Cell(text=text) for text in cause))) for cause, row in causes.items()]
