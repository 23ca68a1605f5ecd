"""Rows and patterns for tests, with what a test does not care for filled in."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.catalogued import Expense, FindingRow, RunRow, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Member, Pattern, PatternReport, Share
from onlooker.ports import Catalogue

RUN = RunRow(id="run-1", key="all of it", started_at=1_000)
SESSION = SessionRow(run_id="run-1", place="a", order=0, origin="a.json", name="a")
FINDING = FindingRow(
    run_id="run-1", session_id="s-a", finding_id="f1", kind="exception", symptom="error_shown", title="An error", page="/pay", blocking=True,
    status="confirmed", at_ms=5,
)  # fmt: skip
EXPENSE = Expense(run_id="run-1", request_key="k1", purpose="summarize", model="m", cost=0.25, input_tokens=10, output_tokens=2, at=7)


def selected(place: str, *, run_id: str = "run-1", order: int = 0) -> SessionRow:
    return replace(SESSION, run_id=run_id, place=place, order=order, name=place, origin=f"{place}.json")


def read(place: str, *, run_id: str = "run-1", started_at: int = 0, order: int = 0) -> SessionRow:
    return replace(selected(place, run_id=run_id, order=order), state=SessionState.DONE, session_id=f"s-{place}", started_at=started_at)


def begun(catalogue: Catalogue, run_id: str = "run-1") -> Catalogue:
    catalogue.begin_run(replace(RUN, id=run_id))
    return catalogue


def pattern(id: str, *sessions: str, at: int = 100, signatures: tuple[str, ...] = (), title: str = "") -> Pattern:
    """Of the sessions read at these places."""
    members = tuple(Member(session_id=f"s-{one}", finding_id=f"f-{one}", user="u", started_at=at, at_ms=5, blocking=False) for one in sessions)
    return Pattern(
        id=id, title=title or f"Title of {id}", description="", kind=FindingKind.EXCEPTION, symptom="error_shown", page="/pay", members=members,
        signatures=signatures or (f"sig {id}",), blocking=False, users=1, prevalence=Share(part=1, whole=4, low=0.0, high=1.0),
        blocking_share=Share(part=0, whole=1, low=0.0, high=1.0), success_affected=None, success_rest=None, first_seen=at, last_seen=at,
    )  # fmt: skip


def told(*patterns: Pattern) -> PatternReport:
    return PatternReport(examined=4, users=2, patterns=patterns)
