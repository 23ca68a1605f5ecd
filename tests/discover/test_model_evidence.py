"""A model's word held against the evidence: what cannot be one, what belongs together, and what stands where it said nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from onlooker.discover import by_signature
from onlooker.discover.alike import forbids
from onlooker.discover.atoms import Atom, atoms
from onlooker.discover.model import Draft, Unit, alikes, assign, check, completed, homes, placed, questions, settled, units
from onlooker.discover.model.standing import compatible, refused, related
from onlooker.domain.evidence import Status
from onlooker.domain.pattern import Examined
from tests.discover.made import SHOP, blank, dead, failed, finding, hit, says, session, thrown, wanderer
from tests.discover.model_made import BASKET, DRAFTS, LOST, MATERIAL, MISSED, NOTES, PROFILE, RENAMED, STORED, UPDATE
from tests.discover.test_joining import ONE, TWO

MADE = MATERIAL.units
OPEN = assign.Assigned()


def pair(one: Examined, other: Examined) -> tuple[Unit, Unit]:
    first, second = (units([replace(session, session_id=name)])[0] for name, session in (("a", one), ("b", other)))
    return first, second


SAVE = f"{SHOP}/api/save"
APART = {
    "two calls, two pages": (
        session("a", says(f"{SHOP}/notes", "Save", "Something went wrong.", failed(SAVE, 500))),
        session("b", says(f"{SHOP}/diary", "Save", "Something went wrong.", failed(f"{SHOP}/api/diary", 500))),
    ),
    "two exceptions, two acts": (
        session("a", dead(f"{SHOP}/cart", "Pay", thrown("TypeError", "x is undefined", f"{SHOP}/s/pay.js"))),
        session("b", dead(f"{SHOP}/cart", "Empty", thrown("RangeError", "Invalid array length", f"{SHOP}/s/cart.js"))),
    ),
    "a call here, an exception there": (
        session("a", says(f"{SHOP}/pay", "Pay", "Not paid.", failed(f"{SHOP}/api/pay", 502))),
        session("b", dead(f"{SHOP}/cart", "Add", thrown("TypeError", "x is undefined", f"{SHOP}/s/pay.js"))),
    ),
    "two codes, two acts": (
        session("a", says(f"{SHOP}/flow", "Deploy", "Deploy failed: EROFS: read-only file system")),
        session("b", says(f"{SHOP}/flow", "Export", "Export failed: EACCES: permission denied")),
    ),
    "two applications": TWO["two applications"],
}
READ = {
    "two calls after one act on one page": (
        session("a", says(f"{SHOP}/notes", "Save", "Not stored.", failed(SAVE, 500))),
        session("b", says(f"{SHOP}/notes", "Save", "Not kept.", failed(f"{SHOP}/api/keep", 500))),
    ),
    "the same words on two pages, nothing behind them": TWO["the same words after the same act on two pages"],
    "lost, and nothing found": (
        wanderer("a", "/", "/garden_2", "/kitchen_1", searched="towels"),
        session("b", [hit("empty_result", page=f"{SHOP}/search?q=bath+towels", label="Search", text="Found 0 results.")]),
    ),
}
"""What a model may put together, and no rule would."""


@pytest.mark.parametrize("case", APART)
def test_different_failures_in_different_places_are_never_one(case: str) -> None:
    assert refused(*pair(*APART[case]))


@pytest.mark.parametrize("case", [*READ, *ONE])
def test_what_only_looks_different_is_left_to_the_model(case: str) -> None:
    one, other = pair(*(READ | ONE)[case])
    assert not refused(one, other)
    assert related(one, other)


def test_what_has_nothing_in_common_is_not_one() -> None:
    one, other = pair(session("a", dead(f"{SHOP}/cart", "Pay")), session("b", blank(f"{SHOP}/offers")))
    assert not refused(one, other)
    assert not related(one, other)
    assert compatible([0, 1], [one, other]) == ((0,), (1,))


def test_the_reasons_that_outweigh_a_model_are_those_that_the_rules_give() -> None:
    """`standing` tells them by their words."""

    def of(case: Sequence[Examined]) -> list[Atom]:
        return [atoms([one])[0] for one in case]

    assert forbids(*of(TWO["the same call refused and broken"])) == "different calls failed"
    assert forbids(*of(TWO["two exceptions under one button"])) == "different things were thrown"
    assert forbids(*of(TWO["one call that breaks down and names two errors"])) == "different codes in what the screen said"


# Placing.


def test_the_assignment_decides_and_what_was_passed_over_stays_where_it_was() -> None:
    ruled = assign.Assigned(places={STORED: 2, LOST: None, PROFILE: 0})
    found = placed([NOTES, UPDATE, Draft(units=(MISSED,))], ruled, MADE)
    assert [set(draft.units) for draft in found.drafts] == [{RENAMED, PROFILE}, {BASKET}, {STORED}, {MISSED}]
    assert found.taken_apart == 1, "a note that was not stored is no towel that was not found"


def test_a_general_message_on_two_pages_after_two_acts_ties_nothing_together() -> None:
    found = placed([Draft(units=(BASKET, PROFILE), title="Something goes wrong")], OPEN, MADE)
    assert {draft.units for draft in found.drafts} == {(BASKET,), (PROFILE,)}


def test_a_unit_in_two_drafts_is_in_the_first() -> None:
    found = placed([NOTES, replace(UPDATE, units=(BASKET, STORED))], OPEN, MADE)
    assert [draft.units for draft in found.drafts] == [NOTES.units[:0] + tuple(sorted(NOTES.units)), (BASKET,)]


def test_a_draft_that_nothing_belongs_to_is_none() -> None:
    assert placed([NOTES], assign.Assigned(places={STORED: None, RENAMED: None}), MADE).drafts == ()


def test_what_cannot_be_one_is_taken_apart_and_the_words_stay_with_most_of_it() -> None:
    mostly, stray = (
        [session(f"s{n}", says(f"{SHOP}/notes", "Save", "Not stored.", failed(SAVE, 500))) for n in range(3)],
        APART["two calls, two pages"][1],
    )
    found = placed([Draft(units=(0, 1), title="Saving fails")], OPEN, units([*mostly, stray]))
    assert ([len(draft.units) for draft in found.drafts], found.taken_apart) == ([1, 1], 1)
    assert sorted(draft.title for draft in found.drafts) == ["", "Saving fails"]
    evenly = placed([Draft(units=(0, 1), title="Saving fails")], OPEN, units([mostly[0], stray]))
    assert [draft.title for draft in evenly.drafts] == ["", ""]


# What no draft holds.


def completing(sessions: Sequence[Examined], drafts: Sequence[Draft], ruled: assign.Assigned = OPEN) -> tuple[list[set[str]], int, int]:
    """Sessions of each draft, how many suspicions were dismissed, and how many groups of them are doubtful."""
    own = units(sessions)
    found = completed(drafts, ruled, own, homes(own, sessions), {one.session_id: one for one in sessions})
    return [set().union(*(own[place].sessions for place in draft.units)) for draft in found.drafts], found.dismissed, found.doubtful


WORDS = [*ONE["messages that share most of what they mean"]]
CALLS = [
    session("a", says(f"{SHOP}/notes", "Save", "Not stored.", failed(SAVE, 500))),
    session("b", says(f"{SHOP}/notes", "Save", "Come back tomorrow.", failed(SAVE, 500))),
]


@pytest.mark.parametrize("sessions", [WORDS, CALLS])
def test_what_was_not_ruled_on_joins_what_signatures_join_it_to(sessions: list[Examined]) -> None:
    assert completing(sessions, [Draft(units=(0,))])[0] == [{"a", "b"}]


def test_what_was_ruled_to_be_its_own_joins_only_by_what_failed_behind_it() -> None:
    ruled = assign.Assigned(places={0: 0, 1: None})
    assert completing(CALLS, [Draft(units=(0,))], ruled)[0] == [{"a", "b"}]
    assert len(completing(WORDS, [Draft(units=(0,))], ruled)[0][0]) == 1


def suspected(name: str, *, success: bool) -> Examined:
    return session(name, finding(name, blank(f"{SHOP}/offers"), status=Status.SUSPECTED), success=success)


def test_suspicions_that_no_report_without_a_model_would_hold_are_not_held_either() -> None:
    assert completing([suspected("a", success=True), suspected("b", success=True)], []) == ([], 0, 1)
    assert completing([suspected("a", success=False), suspected("b", success=False)], []) == ([{"a", "b"}], 0, 0)


def test_noise_is_dismissed_where_nobody_confirmed_it() -> None:
    ruled = assign.Assigned(places={0: None}, noise=frozenset({0}))
    assert completing([suspected("a", success=False), suspected("b", success=False)], [], ruled) == ([], 1, 0)
    assert completing([WORDS[0], replace(WORDS[0], session_id="c")], [], ruled) == ([{"a", "c"}], 0, 0)


def test_homes_are_the_groups_of_signatures() -> None:
    own = homes(MADE, [replace(one, troubles=tuple(t for t in one.troubles if t.rules != ("goal_missed",))) for one in MATERIAL.sessions.values()])
    assert MISSED not in own
    assert own[STORED] == own[RENAMED] != own[BASKET]
    assert len(set(own.values())) == len(by_signature([one for one in MATERIAL.sessions.values() if one.session_id != "m0"]))


# The second look.


def look(heaps: Mapping[int, check.HeapRuling], pairs: Mapping[tuple[int, int], str] | None = None) -> list[tuple[set[int], str]]:
    found = settled(DRAFTS, check.Checked(heaps=heaps, pairs=pairs or {}), MADE)  # type: ignore[arg-type]  # the words of a ruling
    return [(set(draft.units), draft.title) for draft in found.drafts]


def several(*causes: check.Cause) -> check.HeapRuling:
    return check.HeapRuling(ruling="several", causes=causes)


TOLD = [({STORED, RENAMED}, "Notes are not stored"), ({BASKET}, "The basket is not updated"), ({LOST, MISSED}, "Towels are not found")]


def test_what_was_not_looked_at_stays() -> None:
    assert look({}) == TOLD


def test_a_heap_of_several_causes_becomes_several() -> None:
    apart = several(check.Cause(units=(LOST,), title="Towels"), check.Cause(units=(MISSED,), title="Help"))
    assert look({2: apart}) == [*TOLD[:2], ({LOST}, "Towels"), ({MISSED}, "Help")]


def test_one_that_no_cause_names_stays_with_the_first() -> None:
    three = [Draft(units=(LOST, MISSED, BASKET))]
    ruled = several(check.Cause(units=(MISSED,), title="Help"), check.Cause(units=(BASKET,), title="Basket"))
    found = settled(three, check.Checked(heaps={0: ruled}), MADE)
    assert {frozenset(draft.units) for draft in found.drafts} == {frozenset({LOST, MISSED}), frozenset({BASKET})}


def test_what_failed_behind_two_outweighs_a_split() -> None:
    apart = several(check.Cause(units=(STORED,), title="Not stored"), check.Cause(units=(RENAMED,), title="Trouble"))
    found = settled(DRAFTS, check.Checked(heaps={0: apart}), MADE)
    assert (found.drafts[0], found.held) == (NOTES, 1)


def test_two_that_are_one_become_one_with_the_words_of_the_larger() -> None:
    larger = replace(UPDATE, units=(BASKET, PROFILE))
    found = settled([Draft(units=(LOST,), title="Small"), Draft(units=(MISSED,), title="Other"), larger], check.Checked(pairs={(0, 1): "one"}), MADE)
    assert [(set(draft.units), draft.title) for draft in found.drafts] == [({LOST, MISSED}, "Small"), ({BASKET, PROFILE}, larger.title)]


@pytest.mark.parametrize("ruling", ["two", "cannot_tell"])
def test_two_that_are_not_said_to_be_one_stay_two(ruling: str) -> None:
    assert look({}, {(0, 2): ruling}) == TOLD


def test_two_that_cannot_be_one_are_kept_apart() -> None:
    own = units(APART["two calls, two pages"])
    found = settled([Draft(units=(0,)), Draft(units=(1,))], check.Checked(pairs={(0, 1): "one"}), own)
    assert (len(found.drafts), found.kept_apart) == (2, 1)


def test_one_that_was_taken_apart_is_not_put_together_with_another_besides() -> None:
    apart = several(check.Cause(units=(LOST,), title="Towels"), check.Cause(units=(MISSED,), title="Help"))
    assert look({2: apart}, {(1, 2): "one"}) == [*TOLD[:2], ({LOST}, "Towels"), ({MISSED}, "Help")]


def test_what_cannot_be_told_says_why() -> None:
    found = settled(
        DRAFTS, check.Checked(heaps={0: check.HeapRuling(ruling="cannot_tell", why="Too little."), 1: check.HeapRuling(ruling="cannot_tell")}), MADE
    )
    assert [draft.unsure for draft in found.drafts] == ["Too little.", "The second look gave no reason.", ""]


# What is asked about.


def test_drafts_that_share_page_and_act_or_what_failed_look_alike_and_those_that_share_words_alone_do_not() -> None:
    def alike(one: Examined, other: Examined) -> bool:
        return bool(alikes([Draft(units=(0,)), Draft(units=(1,))], pair(one, other), {}, 9))

    words = TWO["the same words on two pages, after two acts"]
    assert not alike(*words)
    for case in (
        "messages that share most of what they mean",
        "one call that breaks down, in two wordings",
        "one call that breaks down, from two pages",
    ):
        assert alike(*ONE[case]), case
    assert alike(*ONE["users who looked for the same thing in other words"])
    assert not alike(*APART["two calls, two pages"]), "they cannot be one: nobody need ask"


def test_the_most_alike_are_asked_about_first() -> None:
    drafts = [Draft(units=(place,)) for place in range(len(MADE))]
    every = alikes(drafts, MADE, {}, 99)
    assert every[:1] == alikes(drafts, MADE, {}, 1) == ((min(STORED, RENAMED), max(STORED, RENAMED)),)


def test_heaps_that_are_compared_are_in_one_question_and_questions_within_bounds() -> None:
    drafts = [Draft(units=(place,)) for place in range(len(MADE))]
    pairs = [(0, 3), (1, 2), (3, 4)]
    weight = max(len(MATERIAL.told("m1", place)) for place in range(len(MADE))) // 3 + 1
    asked = questions(drafts, pairs, MATERIAL, 3 * weight)
    assert {pair for own in asked for pair in own.pairs} == set(pairs)
    for own in asked:
        assert all(place in own.drafts for pair in own.pairs for place in pair)
        assert sum(len(MATERIAL.told("m1", place)) for place in own.members) // 3 <= 3 * weight
    assert [own.pairs for own in questions(drafts, pairs, MATERIAL, 2 * weight)] == [((0, 3),), ((1, 2),)], "the least alike is left out"
