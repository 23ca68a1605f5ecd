"""What a model is told of troubles: once what is the same, in an order that does not depend on the sessions'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover.model import Material, units, with_missed_goals, without_missed_goals
from onlooker.discover.model.packing import pack
from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Examined
from tests.discover.made import SHOP, dead, failed, refuses, says, session, wanderer
from tests.discover.test_laws import POOL

SAVE = f"{SHOP}/api/save"
_sets = st.lists(st.sampled_from(POOL), max_size=24, unique_by=lambda one: one.session_id)


def sessions_of(examined: Sequence[Examined]) -> list[list[str]]:
    return sorted(sorted(unit.sessions) for unit in units(examined))


def test_the_same_trouble_of_two_sessions_is_told_once() -> None:
    both = [session(name, says(f"{SHOP}/pay", "Pay", f"Payment failed (reference {number}).")) for name, number in (("a", 1), ("b", 77))]
    assert sessions_of(both) == [["a", "b"]]


def test_so_is_one_whose_failure_was_recorded_in_one_of_them_only() -> None:
    both = [session("a", says(f"{SHOP}/pay", "Pay", "Not paid.", failed(SAVE, 500))), session("b", says(f"{SHOP}/pay", "Pay", "Not paid."))]
    assert sessions_of(both) == [["a", "b"]]


def test_the_same_words_with_two_calls_behind_them_are_told_twice() -> None:
    both = [session(name, says(f"{SHOP}/pay", "Pay", "Not paid.", failed(f"{SHOP}/api/{name}", 500))) for name in ("a", "b")]
    assert sessions_of(both) == [["a"], ["b"]]


def test_who_lost_the_way_is_told_each_alone() -> None:
    both = [wanderer(name, "/", "/garden_2", "/kitchen_1", "/garden_2", "/towel_13", searched="towels") for name in ("a", "b")]
    assert sessions_of(both) == [["a"], ["b"]]


@given(_sets.flatmap(lambda sessions: st.tuples(st.just(sessions), st.permutations(sessions))))
def test_each_trouble_is_told_in_one_place_and_the_order_of_sessions_changes_nothing(both: tuple[list[Examined], list[Examined]]) -> None:
    sessions, shuffled = both
    told = units(sessions)
    assert told == units(shuffled)
    held = [(one.session_id, one.trouble.finding_id) for unit in told for one in unit.suffered]
    assert sorted(held) == sorted((one.session_id, trouble.finding_id) for one in sessions for trouble in one.troubles)


@given(_sets)
def test_what_is_told_begins_every_line_but_the_first_with_a_space(sessions: list[Examined]) -> None:
    material = Material(units=units(sessions), sessions={one.session_id: one for one in sessions})
    for place in range(len(material.units)):
        first, *rest = material.told("t1", place).splitlines()
        assert first.startswith("t1: ")
        assert all(line.startswith("  ") for line in rest)


def test_texts_that_differ_in_names_only_are_shown_twice_and_no_more() -> None:
    many = [session(f"s{place}", refuses(f"{SHOP}/address", "Continue", f"Postcode: 'EX{place}' is no postcode here")) for place in range(5)]
    material = Material(units=units(many), sessions={one.session_id: one for one in many})
    assert material.told("t1", 0).count("is no postcode here”") == 2
    assert material.told("t1", 0).startswith("t1: 5 sessions; page /address; after “Continue”")


# Goals missed.


def missed(**changed: object) -> Examined:
    base = replace(
        session("m", pages=[f"{SHOP}/", f"{SHOP}/returns"]), success=False, goal="Send it back", outcome="Found no label.", acts=("Looked up",)
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def test_a_goal_missed_for_no_told_reason_is_a_trouble_of_its_own() -> None:
    [one] = with_missed_goals([missed()])
    [trouble] = one.troubles
    assert (trouble.title, trouble.page, trouble.before, trouble.kind) == ("Found no label.", "/returns", ("Looked up",), FindingKind.CONFUSION)
    assert not trouble.confirmed
    assert "goal not reached, no finding tells why" in Material(units=units([one]), sessions={"m": one}).told("t1", 0)


def test_one_that_is_explained_or_not_known_to_be_missed_is_none() -> None:
    blocked = session("b", dead(f"{SHOP}/cart", "Pay"))
    for one in (blocked, missed(success=None), missed(success=True), missed(outcome=" ")):
        assert with_missed_goals([one]) == (one,)


def test_those_of_one_application_are_of_that_application() -> None:
    *_, one = with_missed_goals([session("b", dead(f"{SHOP}/cart", "Pay")), missed()])
    assert one.troubles[0].site == "shop.test"


def test_what_joined_nothing_leaves_no_trace() -> None:
    sessions = (session("b", dead(f"{SHOP}/cart", "Pay")), missed())
    told = with_missed_goals(sessions)
    assert without_missed_goals(told, frozenset()) == sessions
    assert without_missed_goals(told, frozenset({("m", told[1].troubles[0].finding_id)})) == told


# Packing.


@given(st.lists(st.integers(1, 60), max_size=80), st.integers(1, 100), st.integers(1, 30))
def test_packing_keeps_all_in_order_and_within_bounds(weights: list[int], bound: int, most: int) -> None:
    packed = pack(weights, bound, most)
    assert [place for stretch in packed for place in stretch] == list(range(len(weights)))
    for stretch in packed:
        assert 1 <= len(stretch) <= most
        assert len(stretch) == 1 or sum(weights[place] for place in stretch) <= bound


def test_groups_are_about_equally_heavy() -> None:
    assert [len(stretch) for stretch in pack([10] * 26, 100, 99)] == [9, 9, 8]
