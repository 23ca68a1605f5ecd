"""Lists: whatever is filtered by, and however the pages are cut, they hold what a plain loop over all rows would."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import FindingRow, SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.ports import Catalogue
from tests.stores.made import FINDING, begun, pattern, selected, told

LONG = "https://app.test/" + "deep/" * 30
PAGES = ("https://app.test/pay", "https://app.test/pay/card", "https://app.test/", "https://other.test/pay", LONG, LONG + "er", "", "_%")
USERS, RELEASES = ("alice", "bob", ""), ("1.0", "1.1", "")
MEMBERS = range(0, 90, 3)
"""Of the sessions of the first run, by number: those that the pattern affects."""

FILTERS = st.builds(
    SessionFilter,
    run_id=st.sampled_from(["", "run-1", "run-2"]),
    state=st.none() | st.sampled_from(SessionState),
    user=st.sampled_from(["", *USERS, "nobody"]),
    release=st.sampled_from(["", *RELEASES, "9"]),
    page=st.sampled_from(["", "https://app.test/pay", "https://", LONG[:-3], LONG + "e", "%", "\U0010ffff"]),
    since=st.none() | st.integers(0, 60),
    until=st.none() | st.integers(0, 60),
    success=st.none() | st.booleans(),
    blocking=st.none() | st.booleans(),
    kind=st.sampled_from(["", *FindingKind, "heresy"]),
    pattern_id=st.sampled_from(["", "", "", "p1", "p2", "p3"]),
)


def _filled(catalogue: Catalogue) -> list[tuple[SessionRow, tuple[FindingRow, ...]]]:
    chance = random.Random(4)
    kept = []
    for number in range(180):
        run_id = "run-1" if number < 90 else "run-2"
        row = replace(
            selected(f"p{number}", run_id=run_id, order=number), state=chance.choice([*SessionState, SessionState.DONE, SessionState.DONE]),
            started_at=chance.randrange(50), user=chance.choice(USERS), release=chance.choice(RELEASES), page=chance.choice(PAGES),
            session_id=f"s{number % 120}", success=chance.choice([True, False, None]), blocking=chance.randrange(2),
        )  # fmt: skip
        found = tuple(
            replace(
                FINDING, run_id=run_id, session_id=row.session_id, kind=chance.choice([*FindingKind]), status=chance.choice(["confirmed", "refuted"])
            )
            for _ in range(chance.randrange(3))
        )
        catalogue.end_session(row, found)
        kept.append((row, found))
    affected = pattern("p1")
    members = tuple(replace(pattern("p1", "a").members[0], session_id=f"s{number}") for number in MEMBERS)
    begun(catalogue).keep_patterns("run-1", told(replace(affected, members=members), pattern("p2"), pattern("p3")), blob="b")
    catalogue.merge_patterns("p2", "p1")
    return kept


def _wanted(wanted: SessionFilter, row: SessionRow, found: Sequence[FindingRow]) -> bool:
    kinds = {one.kind for one in found if one.status != "refuted"}
    number = int(row.place[1:])
    return (
        wanted.run_id in ("", row.run_id)
        and wanted.state in (None, row.state)
        and wanted.user in ("", row.user)
        and wanted.release in ("", row.release)
        and row.page.startswith(wanted.page)
        and (wanted.since is None or row.started_at >= wanted.since)
        and (wanted.until is None or row.started_at < wanted.until)
        and (wanted.success is None or row.success is wanted.success)
        and (wanted.blocking is None or (row.blocking > 0) is wanted.blocking)
        and (not wanted.kind or wanted.kind in kinds)
        and (not wanted.pattern_id or (wanted.pattern_id != "p3" and number in MEMBERS))
    )


def _paged(catalogue: Catalogue, wanted: SessionFilter, size: int) -> list[SessionRow]:
    rows: list[SessionRow] = []
    while page := catalogue.find(wanted, after=(rows[-1].started_at, rows[-1].run_id, rows[-1].place) if rows else None, limit=size):
        assert len(page) <= size
        rows += page
    return rows


def test_a_list_holds_what_is_wanted_latest_first(catalogue: Catalogue) -> None:
    kept = _filled(catalogue)

    @settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
    @given(wanted=FILTERS, size=st.sampled_from([1, 7, 50, 1_000]))
    def law(wanted: SessionFilter, size: int) -> None:
        rows = _paged(catalogue, wanted, size)
        assert [row.started_at for row in rows] == sorted((row.started_at for row in rows), reverse=True)
        expected = [row for row, found in kept if _wanted(wanted, row, found)]
        assert sorted(rows, key=lambda row: row.order) == expected

    law()


def test_all_there_is_without_a_filter(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected(f"p{number}", order=number) for number in range(7)])
    assert {row.place for row in _paged(catalogue, SessionFilter(), 2)} == {f"p{number}" for number in range(7)}
    assert catalogue.find(SessionFilter(), limit=0) == ()
    assert catalogue.find(SessionFilter(pattern_id="nobody's")) == ()


def test_a_page_goes_on_where_the_last_ended_whatever_came_meanwhile(catalogue: Catalogue) -> None:
    for number in range(4):
        catalogue.end_session(replace(selected(f"p{number}"), started_at=number))
    first = catalogue.find(SessionFilter(), limit=2)
    catalogue.end_session(replace(selected("later"), started_at=9))
    last = first[-1]
    assert [row.place for row in catalogue.find(SessionFilter(), after=(last.started_at, last.run_id, last.place))] == ["p1", "p0"]


def test_walked_back_from_any_row_the_list_is_the_same_the_other_way_round(catalogue: Catalogue) -> None:
    _filled(catalogue)
    for wanted in (
        SessionFilter(),
        SessionFilter(page="https://app.test/pay", success=True),
        SessionFilter(pattern_id="p1"),
        SessionFilter(text="p1"),
    ):
        rows = _paged(catalogue, wanted, 50)
        assert len(rows) > 3
        for place in (0, 1, len(rows) // 2, len(rows) - 1):
            here = (rows[place].started_at, rows[place].run_id, rows[place].place)
            assert list(catalogue.find(wanted, before=here, limit=1_000)) == rows[:place][::-1]
