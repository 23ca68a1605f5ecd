"""What failed in a session, along its time strip: all of it, bounded, with what was dismissed marked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from onlooker.app.on_page import strip_scale
from onlooker.domain.evidence import Evidence, Status
from onlooker.domain.finding import Finding, FindingKind, Noise
from onlooker.domain.report import Coverage, SessionReport, TimelineMark
from onlooker.domain.summary import Outcome, Reader
from onlooker.domain.timeline import Detail, Entry, Logged, Requested, Thrown
from onlooker.server.pages.blips import PLACES, TOLD, Happened, blips, happened
from tests.server.paging import SAMPLES, Paged, paged

WENT = Requested(method="GET", url="https://app.test/fine", status=200, duration_ms=10)
FAILED = Requested(method="POST", url="https://app.test/save", status=500, duration_ms=10)
UNANSWERED = Requested(method="GET", url="https://app.test/beacon", status=0, duration_ms=10)


def report(*, noise: Sequence[Noise] = (), findings: Sequence[Finding] = (), marks: Sequence[TimelineMark] = ()) -> SessionReport:
    return SessionReport(
        session_id="s",
        source="",
        started_at=0,
        duration_ms=100_000,
        active_ms=100_000,
        reader=Reader(kind="rules"),
        goal="",
        outcome=Outcome(success=None, description=""),
        segments=(),
        findings=tuple(findings),
        coverage=Coverage(noise=tuple(noise)),
        marks=tuple(marks),
    )


def entry(name: str, at_ms: int, detail: Detail) -> Entry:
    return Entry(id=name, at_ms=at_ms, end_ms=at_ms, window=0, page="", detail=detail)


def finding(name: str, status: Status) -> Finding:
    return Finding(
        id=name,
        kind=FindingKind.EXCEPTION,
        symptom="exception",
        title="",
        description="",
        blocking=False,
        status=status,
        start_ms=0,
        end_ms=0,
        evidence=Evidence(entries=(name,)),
    )


def test_all_that_failed_is_told_and_nothing_that_went_well() -> None:
    entries = [
        entry("a", 1_000, WENT),
        entry("b", 2_000, FAILED),
        entry("c", 3_000, UNANSWERED),
        entry("d", 4_000, Logged(level="warn", text="old")),
        entry("e", 5_000, Logged(level="error", text="broken")),
        entry("f", 6_000, Thrown(type="TypeError", message="x is undefined")),
    ]
    assert [(one.at_ms, one.kind) for one in happened(entries, report())] == [
        (2_000, "request"),
        (3_000, "request"),
        (5_000, "console"),
        (6_000, "exception"),
    ]


def test_what_a_report_cites_is_told_though_it_did_not_fail_or_the_recording_is_gone() -> None:
    cited = report(
        marks=[
            TimelineMark(id="a", at_ms=1_000, kind="request", text="GET /fine took 9 s"),
            TimelineMark(id="gone", at_ms=2_000, kind="exception", text="TypeError"),
            TimelineMark(id="click", at_ms=3_000, kind="click", text="Clicked"),
        ]
    )
    assert [one.at_ms for one in happened([entry("a", 1_000, WENT)], cited)] == [1_000, 2_000]
    assert [one.text for one in happened([], cited)] == ["GET /fine took 9 s", "TypeError"]


def test_what_was_dismissed_says_why_unless_a_finding_rests_on_it() -> None:
    told = report(
        noise=[Noise(what="An exception", reason="nothing on the screen changed", at_ms=1_000, count=2, entries=("a", "b"))],
        findings=[finding("b", Status.CONFIRMED), finding("c", Status.REFUTED)],
    )
    found = happened([entry(name, at_ms, FAILED) for name, at_ms in (("a", 1_000), ("b", 3_000), ("c", 5_000), ("d", 7_000))], told)
    assert [one.dismissed for one in found] == ["nothing on the screen changed", "", "the finding was dismissed", ""]
    shown = blips(found, strip_scale(told))
    assert [(one.at_ms, one.noise) for one in shown] == [(1_000, True), (3_000, False), (5_000, True), (7_000, False)]
    assert shown[0].lines == ("0:01 POST /save answered 500 after 10 ms. Dismissed: nothing on the screen changed",)


def test_where_they_stand_close_the_worst_leads_and_the_rest_is_counted() -> None:
    close = [Happened(at_ms=1_000 + at, kind="console", text=f"line {at}", dismissed="noise" if at < 3 else "") for at in range(9)]
    [blip] = blips([*close, Happened(at_ms=1_200, kind="exception", text="TypeError")], strip_scale(report()))
    assert (blip.at_ms, blip.tone, blip.count, blip.noise) == (1_003, "exception", 10, False)
    assert blip.lines[0] == "0:01 line 3"
    assert (len(blip.lines), blip.lines[-1]) == (TOLD + 1, "and 6 more here")


@given(
    st.lists(st.tuples(st.integers(-10, 200_000), st.sampled_from(["request", "exception", "console"]), st.sampled_from(["", "why"])), max_size=300)
)
def test_however_much_failed_the_strip_holds_it_and_loses_nothing(given: list[tuple[int, str, str]]) -> None:
    shown = blips([Happened(at_ms=at_ms, kind=kind, text="t" * 900, dismissed=why) for at_ms, kind, why in given], strip_scale(report()))
    assert len(shown) <= 2 * PLACES
    assert sum(one.count for one in shown) == len(given)
    assert all(0 <= one.x <= 100 and sum(map(len, one.lines)) < 2_000 for one in shown)
    for lane in ("network", "errors"):
        places = [one.x for one in shown if one.lane == lane]
        assert all(one <= other + 100 / PLACES for one, other in pairwise(places))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paged]:
    with paged(tmp_path_factory.mktemp("home"), [SAMPLES / "fava-1", SAMPLES / "oscar-3"]) as pages:
        yield pages


@pytest.mark.parametrize("name", ["fava-1", "oscar-3"])
def test_the_entries_of_a_report_are_those_of_the_recording(made: Paged, name: str) -> None:
    """The player weaves its timeline without looking at the screen; what failed has the same name in both."""
    row = made.session(name)
    kept = made.library.sessions.report(row)
    assert isinstance(kept, SessionReport)
    cited = {one.id for one in kept.marks if one.kind in ("request", "exception", "console")}
    assert cited
    client = TestClient(made.app, base_url="http://localhost")
    told = client.get(made.page(name).removeprefix(made.address) + "/blips").json()
    assert told
    replays = made.app.web.state.replays
    assert cited <= {one.id for one in replays.timeline(row).entries}
    assert sum(one["count"] for one in told) >= len(cited)


def test_without_a_recording_that_can_be_opened_the_report_still_tells_what_it_cites(made: Paged) -> None:
    kept = made.library.sessions.report(made.session("fava-1"))
    assert isinstance(kept, SessionReport)
    assert happened((), replace(kept)) and not happened((), replace(kept, marks=()))
