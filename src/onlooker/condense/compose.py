"""A finished draft -> rows with labels: lines, suspected findings after the line they begin with, the last screen, the noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onlooker.condense.ending import ending_rows
from onlooker.condense.line import Draft, Line
from onlooker.condense.naming import aliases
from onlooker.condense.plain import plain
from onlooker.condense.row import Column, Row
from onlooker.condense.suspects import leading, noise_rows, suspect_row
from onlooker.condense.telling import told
from onlooker.condense.words import LABEL, Places, origin_of, site_of
from onlooker.condense.write import Writer, head
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.screen import Screen
from onlooker.domain.timeline import Idled, PageShown, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that a transcript tells, before anything is folded."""

    timeline: Timeline
    findings: Sequence[Finding]
    noise: Sequence[Noise]
    screens: Sequence[Screen]
    columns: frozenset[Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The rows in their final order with what the labels among them stand for."""

    head: str
    writer: Writer
    cites: Mapping[str, str]
    suspects: Mapping[str, str]

    def whole(self) -> str:
        places = range(len(self.writer.rows))
        return "".join([self.head, self.writer.legend(), *self.writer.table(places), *(self.writer.line(place) for place in places)])


def composed(said: Told, work: Draft) -> Written:
    timeline = said.timeline
    origin = _origin(timeline)
    titles = [entry.detail.title for entry in timeline.entries if isinstance(entry.detail, PageShown)]
    places = Places(origin=origin, site=site_of(titles))
    labels = {line.entry.id: f"e{number}" for number, line in enumerate(work.lines, start=1)}
    telling = {entry: labels[line.entry.id] for line in work.lines for entry in line.entries}
    marked = _marked(work.lines, said.findings)
    suspects: dict[str, str] = {}
    rows: list[Row] = []
    for line in work.lines:
        rows.append(_row(line, labels[line.entry.id], places))
        for finding in marked.get(line.entry.id, ()):
            suspects[f"f{len(suspects) + 1}"] = finding.id
            rows.append(suspect_row(finding, f"f{len(suspects)}", telling))
    rows += ending_rows(timeline, work.lines, said.screens, places)
    rows += noise_rows(said.noise)
    windows = max(len(timeline.windows), 1)
    return Written(
        head=head(
            duration_ms=timeline.duration_ms,
            active_ms=timeline.active_ms,
            windows=windows,
            origin=plain(origin, LABEL),
            site=plain(places.site, LABEL),
            release=plain(timeline.release, LABEL),
        ),
        writer=Writer(rows=rows, names=aliases(rows), columns=said.columns, windows=windows),
        cites={labels[line.entry.id]: line.entry.id for line in work.lines},
        suspects=suspects,
    )


def _row(line: Line, label: str, places: Places) -> Row:
    what, cells = told(line, places)
    border = 2 if isinstance(line.detail, PageShown) else 1 if isinstance(line.detail, Idled) else 0
    page = places.cell(line.entry.page) if line.entry.page else None
    return Row(label=label, at_ms=line.at_ms, end_ms=line.end_ms, window=line.window, what=what, cells=cells, page=page, border=border)


def _marked(lines: Sequence[Line], findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Under the lead entry of each line, the findings told after it: those whose rule begins with an entry of it, or which begin there."""
    first = {entry: line.entry.id for line in lines for entry in line.entries}
    marked: dict[str, list[Finding]] = {}
    for finding in findings if lines else ():
        told_by = next((first[entry] for entry in leading(finding) if entry in first), None)
        if told_by is None:
            told_by = next((line.entry.id for line in reversed(lines) if line.at_ms <= finding.start_ms), lines[0].entry.id)
        marked.setdefault(told_by, []).append(finding)
    return marked


def _origin(timeline: Timeline) -> str:
    origins = Counter(origin_of(entry.detail.url) for entry in timeline.entries if isinstance(entry.detail, PageShown))
    origins.pop("", None)
    return origins.most_common(1)[0][0] if origins else ""
