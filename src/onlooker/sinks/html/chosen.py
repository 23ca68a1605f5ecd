"""The line of each session in the page's table, and which of them the page tells whole: worked out in one pass that holds one report at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onlooker.domain.report import RunReport, SessionReport
from onlooker.domain.tally import FindingTally, rank, tally_findings, worst
from onlooker.domain.timebase import minute
from onlooker.domain.words import count, goal_words, wrong_words
from onlooker.sinks.html.anchor import session_anchor

MOST_WHOLE = 500
"""Sessions that a page tells whole. With 2,000 of them a page was 194 MB, and took 1.3 GB to make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`anchor` is empty where the page does not tell the session whole; `wrong` where nothing went wrong."""

    session_id: str
    anchor: str
    success: bool | None
    goal: str
    wrong: str
    tally: FindingTally
    duration_ms: int
    user: str
    started: str
    """`2026-11-22 14:53`, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`lines` of all sessions, `whole` the places of those told whole, both in the run's order. `looked`: at any finding of any session."""

    run: RunReport
    lines: tuple[Line, ...]
    whole: tuple[int, ...]
    looked: bool

    @property
    def left_out(self) -> int:
        return len(self.lines) - len(self.whole)

    def reports(self) -> Iterator[SessionReport]:
        """Those told whole, read one after the other."""
        return (self.run.sessions[place] for place in self.whole)


def chosen(run: RunReport, most: int = MOST_WHOLE) -> Chosen:
    """The examples of what recurs first, then those in which most went wrong, then as they come."""
    examples = example_ranks(run)
    weights: list[tuple[int, tuple[bool, ...], int]] = []
    lines: list[Line] = []
    looked = False
    for place, report in enumerate(run.sessions):
        stands_for = min((examples.get((report.session_id, one.id), len(examples)) for one in report.findings), default=len(examples))
        gravest: tuple[bool, ...] = min(map(rank, report.findings), default=(True, True, True, True))
        weights.append((stands_for, gravest, place))
        looked = looked or any(one.evidence.clip is not None for one in report.findings)
        lines.append(_line(report))
    whole = tuple(sorted(place for _, _, place in sorted(weights)[:most]))
    if len(whole) < len(lines):
        held = set(whole)
        lines = [line if place in held else replace(line, anchor="") for place, line in enumerate(lines)]
    return Chosen(run=run, lines=tuple(lines), whole=whole, looked=looked)


def left_out_words(sessions: int, left_out: int) -> str:
    return (
        f"Of {count(sessions, 'session')} this page tells {sessions - left_out:,} whole: the examples of what recurs, then those in which most went "
        f"wrong. The other {left_out:,} are in the table only, marked there: their JSON files hold all of them, and "
        f"onlooker show FOLDER --session ID tells one."
    )


def example_ranks(run: RunReport) -> Mapping[tuple[str, str], int]:
    """Of the examples of patterns, by the ids of session and finding; those of muted patterns last."""
    patterns = run.patterns.patterns if run.patterns is not None else ()
    shown = [one for pattern in sorted(patterns, key=lambda one: bool(one.muted)) for one in pattern.examples]
    return {key: place for place, key in enumerate(dict.fromkeys((one.session_id, one.finding_id) for one in shown))}


def lines_by_id(lines: Sequence[Line]) -> Mapping[str, Line]:
    """Of two sessions with the same id the first."""
    found: dict[str, Line] = {}
    for line in lines:
        found.setdefault(line.session_id, line)
    return found


def _line(report: SessionReport) -> Line:
    first = worst(report)
    return Line(
        session_id=report.session_id,
        anchor=session_anchor(report),
        success=report.outcome.success,
        goal=goal_words(report),
        wrong=wrong_words(first) if first is not None else "",
        tally=tally_findings(report.findings),
        duration_ms=report.duration_ms,
        user=report.user,
        started=minute(report.started_at),
    )
