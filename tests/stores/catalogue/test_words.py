"""Sessions by words: of who it was, where, what for, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.ports import Catalogue
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
            examined={"goal": GOALS[number % 3], "path": ("/pay/{id}",)},
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


def test_a_list_by_words_holds_what_a_loop_over_all_rows_would_latest_first(catalogue: Catalogue) -> None:
    rows = _filled(begun(catalogue))
    catalogue.keep_patterns("run-1", told(pattern("p", "p4", "p5", "p6", "p7")), blob="b")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(QUERIES, st.sampled_from(["", "bo"]), st.sampled_from(["", "p"]))
    def law(asked: str, user: str, pattern_id: str) -> None:
        there = [
            row.place
            for row in reversed(rows)
            if _held(row, asked) and user in ("", row.user) and (not pattern_id or row.place in ("p4", "p5", "p6", "p7"))
        ]
        assert _all(catalogue, SessionFilter(text=asked, user=user, pattern_id=pattern_id)) == there

    law()


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
