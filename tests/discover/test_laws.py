"""What must hold for any set of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover import by_signature, measure
from onlooker.domain.pattern import Examined, KnownPattern, Lifecycle, Pattern
from tests.discover.made import SHOP, blank, dead, discovered, failed, says, session, thrown, wanderer
from tests.discover.test_joining import ONE, TWO

POOL = [replace(one, session_id=f"{place}-{one.session_id}") for place, pair in enumerate([*ONE.values(), *TWO.values()]) for one in pair]
"""All the sessions of the examples, most of which have something in common with another."""
_sets = st.lists(st.sampled_from(POOL), min_size=1, max_size=24, unique_by=lambda one: one.session_id)


def told(pattern: Pattern) -> tuple[object, ...]:
    """What clean sessions do not change."""
    return (
        pattern.id,
        pattern.title,
        pattern.kind,
        pattern.page,
        pattern.members,
        pattern.signatures,
        pattern.blocking,
        pattern.blocking_share,
        pattern.examples,
        pattern.first_seen,
        pattern.last_seen,
    )


def by_id(patterns: Sequence[Pattern]) -> list[tuple[object, ...]]:
    return sorted((told(pattern) for pattern in patterns), key=repr)


@given(_sets.flatmap(lambda sessions: st.tuples(st.just(sessions), st.permutations(sessions))))
def test_the_order_of_the_sessions_changes_nothing(both: tuple[list[Examined], list[Examined]]) -> None:
    sessions, shuffled = both
    assert discovered(*shuffled) == discovered(*sessions)


@given(_sets, st.integers(1, 30))
def test_clean_sessions_change_only_what_is_divided_by_them(sessions: list[Examined], number: int) -> None:
    clean = [session(f"clean {place}", day=place, pages=[f"{SHOP}/", f"{SHOP}/basket"]) for place in range(number)]
    alone, among = discovered(*sessions), discovered(*sessions, *clean)
    assert among.examined == alone.examined + number
    assert among.single == alone.single
    assert by_id(among.patterns) == by_id(alone.patterns)
    for pattern in among.patterns:
        assert pattern.prevalence.whole == among.examined
        assert sum(bucket.examined for bucket in pattern.trend) == among.examined


@given(_sets)
def test_a_session_that_comes_twice_counts_once(sessions: list[Examined]) -> None:
    assert discovered(*sessions, *sessions) == discovered(*sessions)


@given(_sets)
def test_every_trouble_is_in_one_group_and_a_session_votes_once(sessions: list[Examined]) -> None:
    groups = by_signature(sessions)
    suffered = sorted((one.session_id, one.trouble.finding_id) for group in groups for one in group.suffered)
    assert suffered == sorted((one.session_id, trouble.finding_id) for one in sessions for trouble in one.troubles)
    for pattern in measure(groups, sessions).patterns:
        assert len(set(pattern.sessions)) == len(pattern.sessions) >= 2


@given(_sets)
def test_found_again_they_are_the_same(sessions: list[Examined]) -> None:
    first = discovered(*sessions)
    again = discovered(*sessions, known=[known(pattern) for pattern in first.patterns])
    assert by_id(again.patterns) == by_id(first.patterns)
    assert {pattern.lifecycle for pattern in again.patterns} <= {Lifecycle.ONGOING}
    assert again.resolved == ()


@given(st.integers(1, 10**12), st.uuids(), st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12))
def test_another_id_in_an_address_is_the_same_page(number: int, uuid: object, name: str) -> None:
    def at(place: str) -> list[str]:
        page = f"{SHOP}/item/{place}"
        said = says(page, "Buy", "Not sold.", failed(f"{SHOP}/api/item/{place}/buy", 500))
        troubles = [dead(page, "Add"), said, blank(page, "", thrown("TypeError", "x is null", f"{SHOP}/s/zoom.js"))]
        return [trouble.signature for one in troubles for trouble in session("a", one).troubles]

    assert at(str(number)) == at(str(uuid)) == at(f"{name}-{number}") == at("7")


@given(st.permutations(["/journal", "/balance", "/events", "/statistics"]))
def test_in_whatever_order_they_looked_around(order: list[str]) -> None:
    wanderers = [
        wanderer("a", "/journal", "/balance", "/events", "/statistics", "/journal", "/query"),
        wanderer("b", *order, order[0], "/query"),
    ]
    assert len(discovered(*wanderers).patterns) == 1


def known(pattern: Pattern, **told: object) -> KnownPattern:
    kept = KnownPattern(
        id=pattern.id,
        title=pattern.title,
        kind=pattern.kind,
        page=pattern.page,
        signatures=pattern.signatures,
        first_seen=pattern.first_seen,
        last_seen=pattern.last_seen,
        prevalence=pattern.prevalence.value,
    )
    return replace(kept, **told)  # type: ignore[arg-type]  # fields of it
