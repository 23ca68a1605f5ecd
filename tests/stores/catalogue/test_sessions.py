"""Sessions of a run: selected once, ended with what they came to, and again if need be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import KeptPart, SessionRow, SessionState
from onlooker.ports import Catalogue
from tests.stores.made import FINDING, begun, read, selected

ODD = st.text(st.characters(exclude_categories=()), max_size=30)
FULL = SessionRow(
    run_id="run-1",
    place="a",
    order=3,
    origin="x/a.json",
    name="a",
    parts=(KeptPart(name="a.json", blob="0" * 16, size=7), KeptPart(name="e", blob="1", events=True)),
    state=SessionState.DONE,
    phase="verify",
    session_id="s-a",
    user="alice",
    release="2.1",
    started_at=1_700_000_000_000,
    duration_ms=90_000,
    active_ms=60_000,
    page="https://app.test/pay",
    success=False,
    findings=2,
    blocking=1,
    calls=3,
    cost=0.125,
    seconds=4.5,
    report_blob="2" * 16,
    examined={"goal": "pay", "troubles": [{"at_ms": 3}]},
)


def test_a_session_comes_back_as_it_was(catalogue: Catalogue) -> None:
    begun(catalogue).end_session(FULL)
    assert catalogue.session("run-1", "a") == FULL
    assert catalogue.session("run-1", "b") is None
    assert catalogue.session("run-2", "a") is None


def test_a_run_has_its_sessions_in_the_order_of_the_source(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("b", order=2), selected("a", order=7), selected("c", order=1)], [("x.txt", "no session")])
    catalogue.select("run-2", [selected("z", run_id="run-2")])
    assert [row.place for row in catalogue.sessions("run-1")] == ["c", "b", "a"]
    run = catalogue.run("run-1")
    assert run is not None
    assert run.skipped_places == (("x.txt", "no session"),)


def test_selected_again_they_keep_what_they_came_to(catalogue: Catalogue) -> None:
    chosen = [selected("a"), selected("b", order=1)]
    begun(catalogue).select("run-1", chosen)
    catalogue.end_session(FULL)
    catalogue.phase("run-1", "b", "render")
    catalogue.select("run-1", [*chosen, selected("c", order=2)])
    assert catalogue.session("run-1", "a") == FULL
    assert [(row.place, row.phase) for row in catalogue.sessions("run-1")] == [("b", "render"), ("c", ""), ("a", "verify")]


def test_more_at_once_than_one_statement_holds(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected(f"p{number}", order=number) for number in range(2_345)])
    assert [row.place for row in catalogue.sessions("run-1")] == [f"p{number}" for number in range(2_345)]


def test_a_phase_is_told_only_while_there_is_work(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("a")])
    catalogue.phase("run-1", "a", "read")
    row = catalogue.session("run-1", "a")
    assert row is not None
    assert row.phase == "read"
    catalogue.end_session(replace(FULL, phase=""))
    catalogue.phase("run-1", "a", "a late word")
    assert catalogue.session("run-1", "a") == replace(FULL, phase="")


def test_a_session_ended_again_has_its_last_findings_alone(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("a")])
    first = (FINDING, replace(FINDING, finding_id="f2", status="refuted", verdict_by="rules", verdict_basis="frames", reason="it was there"))
    for _ in range(2):
        catalogue.end_session(read("a"), first)
    assert catalogue.findings("run-1") == first
    catalogue.end_session(read("a"), [replace(FINDING, finding_id="f3")])
    assert catalogue.findings("run-1") == (replace(FINDING, finding_id="f3"),)
    catalogue.end_session(replace(read("a"), state=SessionState.FAILED, reason="gone"))
    assert catalogue.findings("run-1") == ()
    assert len(catalogue.sessions("run-1")) == 1


def test_findings_stand_in_the_order_of_the_source_and_of_the_report(catalogue: Catalogue) -> None:
    begun(catalogue)
    of_b = tuple(replace(FINDING, session_id="s-b", finding_id=f"b{number}") for number in (9, 1))
    catalogue.end_session(read("b", order=1), of_b)
    catalogue.end_session(read("a", order=0), [FINDING])
    assert catalogue.findings("run-1") == (FINDING, *of_b)
    assert catalogue.findings("run-1", "s-b") == of_b
    assert catalogue.findings("run-2") == ()


def test_the_same_session_at_two_places_is_two_rows_with_their_findings(catalogue: Catalogue) -> None:
    begun(catalogue)
    for place in "ab":
        catalogue.end_session(replace(read(place), session_id="s-a"), [FINDING])
    assert len(catalogue.sessions("run-1")) == 2
    assert catalogue.findings("run-1") == (FINDING, FINDING)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=ODD, words=ODD, finding=ODD)
def test_whatever_a_recording_says_is_kept_as_it_is(catalogue: Catalogue, place: str, words: str, finding: str) -> None:
    row = replace(FULL, place=place, user=words, page=words, release=words, session_id=words, reason=words, examined={"goal": words})
    found = replace(FINDING, session_id=words, title=finding, kind=finding, status=finding)
    catalogue.end_session(row, [found])
    assert catalogue.session("run-1", place) == row
    assert found in catalogue.findings("run-1", words)


def test_words_of_any_length_are_kept(catalogue: Catalogue) -> None:
    long = "é" * 100_000
    row = replace(FULL, place=long, user=long, page=long, release=long)
    catalogue.end_session(row)
    assert catalogue.session("run-1", long) == row
