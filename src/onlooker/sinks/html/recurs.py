"""What recurs, worked out for the page: each pattern with its chart, its examples and where they stand further down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onlooker.domain.finding import Finding
from onlooker.domain.pattern import Example, KnownPattern, Member, Pattern, PatternReport, ReleaseCount
from onlooker.domain.pattern_words import Term, severity_terms
from onlooker.domain.timebase import minute
from onlooker.domain.words import one_line, short_ids
from onlooker.sinks.html.anchor import example_anchor, finding_anchor, pattern_anchor, session_anchor
from onlooker.sinks.html.chart import Chart, chart
from onlooker.sinks.html.chosen import Chosen, example_ranks, lines_by_id
from onlooker.sinks.html.look import LookView, look_view
from onlooker.sinks.html.shelf import Shelf

OPEN_UP_TO = 1
"""More patterns than this start folded: the list of them is the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a session of the run stands in the page. `anchor` and `finding` are empty where the page does not hold it."""

    name: str
    anchor: str = ""
    finding: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView:
    example: Example
    place: Place
    anchor: str
    title: str
    look: LookView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    member: Member
    place: Place
    started: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """`width` in percent: the share affected."""

    count: ReleaseCount
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternView:
    """`number` is its rank, 0 for a muted one."""

    pattern: Pattern
    number: int
    anchor: str
    spark: Chart | None
    chart: Chart | None
    terms: tuple[Term, ...]
    releases: tuple[ReleaseRow, ...]
    examples: tuple[ExampleView, ...]
    members: tuple[MemberView, ...]
    instead: Place | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecursView:
    found: PatternReport
    shown: tuple[PatternView, ...]
    muted: tuple[PatternView, ...]
    resolved: tuple[KnownPattern, ...]
    of: Mapping[tuple[str, str], PatternView]
    """The pattern each finding belongs to, by the ids of its session and its own; the worst of several."""
    met: Mapping[str, tuple[PatternView, ...]]
    """Those that each session suffered, the worst first."""


def recurs_view(told: Chosen, found: PatternReport, shelf: Shelf, shown_before: dict[str, str]) -> RecursView:
    """Call it before the sessions are laid out: a clip is played where it stands first."""
    places = _Places(told)
    live = [one for one in found.patterns if not one.muted]
    shown = tuple(_pattern(one, places, shelf, shown_before, number=number, opened=len(live) <= OPEN_UP_TO) for number, one in enumerate(live, 1))
    muted = tuple(_pattern(one, places, shelf, shown_before, number=0, opened=False) for one in found.patterns if one.muted)
    of: dict[tuple[str, str], PatternView] = {}
    met: dict[str, tuple[PatternView, ...]] = {}
    for view in (*shown, *muted):
        for member in view.pattern.members:
            met[member.session_id] = (*met.get(member.session_id, ()), view)
            for finding_id in (member.finding_id, *member.others):
                of.setdefault((member.session_id, finding_id), view)
    return RecursView(found=found, shown=shown, muted=muted, resolved=found.resolved, of=of, met=met)


class _Places:
    """The sessions of a run by id; of two with the same id the first. Of reports only the findings of examples are kept."""

    def __init__(self, told: Chosen) -> None:
        self._lines = lines_by_id(told.lines)
        self._names = short_ids([*self._lines])
        self._anchors: dict[tuple[str, str], str] = {}
        self._examples: dict[tuple[str, str], Finding] = {}
        examples = example_ranks(told.run)
        for report in told.reports():
            if self._lines[report.session_id].anchor != session_anchor(report):
                continue
            for finding in report.findings:
                key = report.session_id, finding.id
                self._anchors.setdefault(key, finding_anchor(report, finding))
                if key in examples:
                    self._examples.setdefault(key, finding)

    def place(self, session_id: str, finding_id: str = "") -> Place:
        line = self._lines.get(session_id)
        if line is None:
            return Place(name=one_line(session_id, 20))
        return Place(
            name=one_line(self._names[session_id], 20),
            anchor=line.anchor,
            finding=self._anchors.get((session_id, finding_id), ""),
            user=line.user,
        )

    def finding(self, session_id: str, finding_id: str) -> Finding | None:
        return self._examples.get((session_id, finding_id))


def _pattern(pattern: Pattern, places: _Places, shelf: Shelf, shown_before: dict[str, str], *, number: int, opened: bool) -> PatternView:
    return PatternView(
        pattern=pattern,
        number=number,
        anchor=pattern_anchor(pattern),
        spark=chart(pattern.trend, small=True),
        chart=chart(pattern.trend),
        terms=severity_terms(pattern.severity),
        releases=_releases(pattern.releases),
        examples=tuple(_example(pattern, one, places, shelf, shown_before) for one in pattern.examples),
        members=tuple(
            MemberView(member=one, place=places.place(one.session_id, one.finding_id), started=minute(one.started_at)) for one in pattern.members
        ),
        instead=places.place(pattern.instead.example) if pattern.instead is not None else None,
        open=opened,
    )


def _example(pattern: Pattern, example: Example, places: _Places, shelf: Shelf, shown_before: dict[str, str]) -> ExampleView:
    finding = places.finding(example.session_id, example.finding_id)
    clip = finding.evidence.clip if finding is not None else None
    anchor = example_anchor(pattern, example)
    return ExampleView(
        example=example,
        place=places.place(example.session_id, example.finding_id),
        anchor=anchor,
        title=finding.title if finding is not None else "",
        look=look_view(finding, clip, shelf, anchor, shown_before) if finding is not None and clip is not None else None,
    )


def _releases(counts: Sequence[ReleaseCount]) -> tuple[ReleaseRow, ...]:
    return tuple(
        ReleaseRow(count=one, width=round(min(100.0, max(0.0, 100 * one.affected / one.examined)), 1) if one.examined > 0 else 0.0) for one in counts
    )
