"""Sessions by words: of who it was, where, what for, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.ports import Catalogue
from onlooker.stores.catalogue.listing import find
from onlooker.stores.catalogue.opening import open_engine
from onlooker.stores.catalogue.searching import MANY
from onlooker.stores.catalogue.walk import Walk
from onlooker.stores.catalogue.words import split, words_of
from tests.stores.made import FINDING, begun, pattern, read, told

USERS = ("ana@shop.test", "bo", "Anatol", "")
GOALS = ("Order a rug", "order a lamp in the shop", "Ändern des Passworts", "")
QUERIES = st.sampled_from(["ana", "ana shop", "ord", "rug", "order rug", "shop order", "änd", "RUG!", "s-p1", "nobody", "", "!", "payment error"])


def _filled(catalogue: Catalogue) -> list[SessionRow]:
    rows = []
    for number in range(48):
        row = replace(
            read(f"p{number}", started_at=number // 2), user=USERS[number % 4], page="https://app.test/pay",
            examined={"goal": GOALS[number % 3], "path": ("/pay/{id}",)}, success=(True, False, None)[number % 5 % 3],
        )  # fmt: skip
        rows.append(row)
        catalogue.end_session(row)
    return rows


def _held(row: SessionRow, asked: str) -> bool:
    *whole, last = split(asked) or [""]
    held = words_of(row)
    return all(word in held for word in whole) and (not last or any(word.startswith(last) for word in held))


def _all(catalogue: Catalogue, wanted: SessionFilter) -> Sequence[str]:
    found: list[SessionRow] = []
    while page := catalogue.find(wanted, after=(found[-1].started_at, found[-1].run_id, found[-1].place) if found else None, limit=7):
        found += page
    return [row.place for row in found]


FILTERS = st.builds(
    SessionFilter,
    text=QUERIES,
    user=st.sampled_from(["", "", "bo"]),
    page=st.sampled_from(["", "", "https://app.test/", "https://other"]),
    pattern_id=st.sampled_from(["", "", "p"]),
    since=st.none() | st.integers(0, 24),
    until=st.none() | st.integers(0, 24),
    success=st.none() | st.booleans(),
)


def test_a_list_by_words_holds_what_a_loop_over_all_rows_would_latest_first(catalogue: Catalogue, database: str) -> None:
    """Also where a word counts as one that so many sessions hold that none of them is looked up by it."""
    rows = _filled(begun(catalogue))
    catalogue.keep_patterns("run-1", told(pattern("p", "p4", "p5", "p6", "p7")), blob="b")
    engine = open_engine(database)

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(FILTERS, st.sampled_from([1, 9, 30, MANY]), st.sampled_from([7, 50]))
    def law(wanted: SessionFilter, many: int, limit: int) -> None:
        there = [row.place for row in reversed(rows) if _wanted(row, wanted)]
        found: list[SessionRow] = []
        with engine.connect() as db:
            while page := find(db, wanted, Walk(last=_place(found[-1]) if found else None), limit, many=many):
                found += page
        assert [row.place for row in found] == there

    law()
    engine.dispose()


def _wanted(row: SessionRow, wanted: SessionFilter) -> bool:
    return (
        _held(row, wanted.text)
        and wanted.user in ("", row.user)
        and row.page.startswith(wanted.page)
        and (not wanted.pattern_id or row.place in ("p4", "p5", "p6", "p7"))
        and (wanted.since is None or row.started_at >= wanted.since)
        and (wanted.until is None or row.started_at < wanted.until)
        and wanted.success in (None, row.success)
    )


def _place(row: SessionRow) -> tuple[int, str, str]:
    return row.started_at, row.run_id, row.place


def test_a_session_is_found_by_what_went_wrong_and_no_longer_once_it_was_refuted(catalogue: Catalogue) -> None:
    row = read("a")
    wrong = replace(FINDING, title="Payment was refused")
    begun(catalogue).end_session(row, [wrong])
    assert _all(catalogue, SessionFilter(text="refused pay")) == ["a"]
    catalogue.end_session(row, [replace(wrong, status="refuted")])
    assert _all(catalogue, SessionFilter(text="refused pay")) == []
    assert _all(catalogue, SessionFilter(text="s-a")) == ["a"]  # single letters are no words, and nothing is asked for


def test_a_hostile_text_is_only_words(catalogue: Catalogue) -> None:
    begun(catalogue).end_session(replace(read("a"), user="x' OR 1=1 --" + "q" * 9_000))
    assert _all(catalogue, SessionFilter(text="%' OR 2=2")) == []
    assert _all(catalogue, SessionFilter(text="q" * 9_000)) == ["a"]
