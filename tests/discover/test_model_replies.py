"""Replies of every kind, made into drafts and rulings: labels resolved, what was invented counted, what cannot be used sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from onlooker.discover.model import Draft, Heaps, Material, assign, check, combine, extract, questions
from onlooker.domain.finding import FindingKind
from onlooker.domain.model import ModelReply
from onlooker.errors import ReplyError
from tests.discover.model_made import ALL, BASKET, DRAFTS, LOST, MATERIAL, MISSED, NOTES, PROFILE, RENAMED, STORED, TOWELS, UPDATE, label
from tests.discover.reader import reply

FOCUSED = replace(MATERIAL, focus="Notes?")
[HEAPS] = questions(DRAFTS, [(0, 1)], MATERIAL, 12_000)


def pattern(*troubles: object, **told: object) -> dict[str, object]:
    sound: dict[str, object] = {
        "shares": "The same call fails.",
        "troubles": list(troubles),
        "example": troubles[0] if troubles else "",
        "description": "People press Save and nothing is kept.",
        "kind": "exception",
        "title": "Notes are not stored",
    }
    return sound | told


def extracted(*patterns: object, material: Material = MATERIAL) -> extract.Extracted:
    return extract.read(reply({"patterns": list(patterns)}), material, ALL)


# Extract.


def test_labels_are_the_units_they_stand_for() -> None:
    [draft] = extracted(pattern(label(STORED), label(RENAMED))).drafts
    assert draft == Draft(
        units=(STORED, RENAMED),
        title="Notes are not stored",
        description="People press Save and nothing is kept.",
        cause="The same call fails.",
        kind=FindingKind.EXCEPTION,
        example=STORED,
    )


def test_a_group_has_labels_of_its_own() -> None:
    [draft] = extract.read(reply({"patterns": [pattern("t1", "t2")]}), MATERIAL, [BASKET, STORED]).drafts
    assert draft.units == (BASKET, STORED)


@pytest.mark.parametrize("troubles", ["t1, t2", ["T1", "[t2]"], ["1", 2], "t1 and t2", ["t1: 1 session; page /", "t2"], ["t1", "t1", "t2"]])
def test_labels_in_other_forms_are_understood(troubles: object) -> None:
    assert extracted(pattern(troubles=troubles)).drafts[0].units == (0, 1)


def test_none_is_a_good_answer_and_no_list_is_none() -> None:
    assert extracted().drafts == ()
    contents: list[dict[str, object]] = [{}, {"answer": []}]
    for content in contents:
        with pytest.raises(ReplyError, match="`patterns` is missing"):
            extract.read(reply(content), MATERIAL, ALL)


def test_a_list_that_names_no_trouble_is_sent_back() -> None:
    with pytest.raises(ReplyError, match="No pattern names a trouble"):
        extracted({"title": "Many errors"}, "something")


def test_what_is_invented_is_counted_and_too_much_of_it_sent_back() -> None:
    few = extracted(pattern(label(STORED), label(RENAMED), "t99"))
    assert (few.drafts[0].units, few.invented) == ((STORED, RENAMED), 1)
    with pytest.raises(ReplyError, match=r"3 of \d labels stand for nothing \(t97, t98, t99\)"):
        extracted(pattern(label(STORED), "t97", "t98", "t99"))


def test_an_example_that_is_no_member_is_none() -> None:
    assert extracted(pattern(label(STORED), example=label(BASKET))).drafts[0].example is None


@pytest.mark.parametrize("kind", ["", "crash", None, 3, ["exception"]])
def test_a_kind_that_is_none_is_left_to_the_troubles(kind: object) -> None:
    assert extracted(pattern(label(STORED), kind=kind)).drafts[0].kind is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('"Your note was not stored." comes up.', '"Your note was not stored." comes up.'),
        ("“YOUR NOTE was not stored” comes up.", "“YOUR NOTE was not stored” comes up."),
        ('"Your … stored" comes up.', '"Your … stored" comes up.'),
        ('Saving fails. "The disk is full" comes up.', "Saving fails."),
        ("Saving fails in 12 sessions.", ""),
        ("Saving fails. Three users left over it. They had pressed Save.", "Saving fails. They had pressed Save."),
        ("40 % of visits end there.", ""),
        ("Most people leave. It is the same call.", "It is the same call."),
        ("As in t3 and t4, saving fails.", ""),
        ("Saving\nfails\x1b[31m.", "Saving fails[31m."),
    ],
)
def test_words_stand_as_far_as_they_hold(said: str, kept: str) -> None:
    assert extracted(pattern(label(STORED), description=said)).drafts[0].description == kept


def test_the_relation_counts_only_where_there_is_a_question_and_it_bears_on_it() -> None:
    told = pattern(label(STORED), related=True, relation="Notes are what was asked about.")
    assert extracted(told).drafts[0].relation == ""
    assert extracted(told, material=FOCUSED).drafts[0].relation == "Notes are what was asked about."
    assert extracted(told | {"related": False}, material=FOCUSED).drafts[0].relation == ""
    assert extracted(told | {"relation": ""}, material=FOCUSED).drafts[0].relation == "It bears on what was asked."


# Combine.


def combined(*patterns: Mapping[str, object]) -> combine.Combined:
    return combine.read(reply({"patterns": list(patterns)}), DRAFTS, MATERIAL)


def test_candidates_that_are_one_become_one() -> None:
    found = combined({"candidates": ["c1", "c2"], "title": "Nothing is kept", "shares": "", "description": ""}, {"candidates": ["c3"]})
    assert [draft.units for draft in found.drafts] == [(STORED, RENAMED, BASKET), (LOST, MISSED)]
    assert (found.drafts[0].title, found.drafts[0].cause) == ("Nothing is kept", NOTES.cause)
    assert found.drafts[1].title == TOWELS.title


def test_a_candidate_that_is_named_twice_or_not_at_all_is_there_once() -> None:
    found = combined({"candidates": ["c1"]}, {"candidates": ["c1", "c2"]})
    assert [draft.units for draft in found.drafts] == [NOTES.units, UPDATE.units, TOWELS.units]


def test_a_pattern_without_a_candidate_is_dropped_and_counted() -> None:
    found = combined({"candidates": ["c1", "c2", "c3"]}, {"candidates": ["c7"], "title": "New"})
    assert (len(found.drafts), found.invented) == (1, 1)
    with pytest.raises(ReplyError, match="No pattern names a candidate"):
        combined({"title": "New"})
    with pytest.raises(ReplyError, match="`patterns` is missing"):
        combine.read(reply({}), DRAFTS, MATERIAL)


# Assign.


def assigned(*rulings: Mapping[str, object], group: Sequence[int] = (STORED, BASKET), whole: bool = True) -> assign.Assigned:
    return assign.read(reply({"rulings": list(rulings)}), range(3), group, whole=whole)


@pytest.mark.parametrize("said", ["p1", "P1", " [p1] ", "p1: Notes are not stored", "1"])
def test_a_pattern_is_known_by_its_label(said: str) -> None:
    found = assigned({"trouble": "t1", "pattern": said}, {"trouble": "t2", "pattern": "none"})
    assert (found.places, found.noise) == ({STORED: 0, BASKET: None}, frozenset())


@pytest.mark.parametrize("said", ["none", "None", None, "'none'", "none: it is of its own"])
def test_none_has_many_forms(said: object) -> None:
    assert assigned({"trouble": "t1", "pattern": said}, group=[STORED]).places == {STORED: None}


def test_noise_is_none_and_more() -> None:
    found = assigned({"trouble": "t1", "pattern": "noise"}, group=[STORED])
    assert (found.places, found.noise) == ({STORED: None}, frozenset({STORED}))


def test_the_last_ruling_counts() -> None:
    found = assigned({"trouble": "t1", "pattern": "noise"}, {"trouble": "t1", "pattern": "p2"}, group=[STORED])
    assert (found.places, found.noise) == ({STORED: 1}, frozenset())


def test_a_trouble_that_is_passed_over_is_asked_for_and_in_the_end_let_be() -> None:
    only = {"trouble": "t1", "pattern": "p1"}
    with pytest.raises(ReplyError, match="`rulings` says nothing on t2"):
        assigned(only)
    assert assigned(only, whole=False).places == {STORED: 0}
    with pytest.raises(ReplyError, match="says nothing on t1, t2"):
        assigned(whole=False)


@pytest.mark.parametrize("said", ["p9", "", 7, {"p": 1}, "the first one"])
def test_a_pattern_that_is_not_in_the_list_is_no_ruling(said: object) -> None:
    with pytest.raises(ReplyError, match="says nothing on t1"):
        assigned({"trouble": "t1", "pattern": said}, group=[STORED])


# Check.


def heap(name: str, ruling: str, *causes: Mapping[str, object], why: str = "") -> dict[str, object]:
    return {"heap": name, "why": why, "ruling": ruling, "causes": list(causes)}


def checked(
    *heaps: Mapping[str, object], pairs: Sequence[Mapping[str, object]] = ({"first": "h1", "second": "h2", "ruling": "two"},)
) -> check.Checked:
    return check.read(reply({"heaps": list(heaps), "pairs": list(pairs)}), HEAPS, MATERIAL)


SOUND = (
    heap("h1", "one", {"cause": "Notes are lost.", "members": ["m1", "m2"]}),
    heap("h2", "one"),
    heap("h3", "cannot_tell", why="Too little is told."),
)


def test_the_question_holds_what_can_be_taken_apart_and_what_is_compared() -> None:
    assert Heaps(drafts=(0, 1, 2), shown=((STORED, RENAMED), (BASKET,), (LOST, MISSED)), pairs=((0, 1),)) == HEAPS
    [alone] = questions(DRAFTS, [], MATERIAL, 12_000)
    assert alone.drafts == (0, 2)


def test_rulings_on_heaps_and_pairs() -> None:
    found = checked(*SOUND)
    assert found.heaps[0] == check.HeapRuling(ruling="one", causes=(check.Cause(units=(STORED, RENAMED), cause="Notes are lost."),))
    assert (found.heaps[2].ruling, found.heaps[2].why) == ("cannot_tell", "Too little is told.")
    assert found.pairs == {(0, 1): "two"}


def test_several_names_which_members_form_which() -> None:
    apart = heap("h3", "several", {"members": ["m4"], "title": "Towels"}, {"members": "m5, m4", "title": "Help"})
    found = checked(*SOUND[:2], apart).heaps[2]
    assert [cause.units for cause in found.causes] == [(LOST,), (MISSED,)]


@pytest.mark.parametrize("causes", [[], [{"members": ["m4", "m5"]}], [{"members": ["m4"]}, {"members": ["m1"]}], [{"members": ["m4"]}, {}]])
def test_several_that_names_no_two_cannot_tell(causes: list[dict[str, object]]) -> None:
    assert checked(*SOUND[:2], heap("h3", "several", *causes)).heaps[2].ruling == "cannot_tell"


def test_a_pair_may_be_told_the_other_way_round_and_one_nobody_asked_for_is_passed_over() -> None:
    pairs = [{"first": "h2", "second": "h1", "ruling": "one"}, {"first": "h1", "second": "h3", "ruling": "one"}]
    assert checked(*SOUND, pairs=pairs).pairs == {(0, 1): "one"}


def test_what_is_missing_is_asked_for_and_in_the_end_let_be() -> None:
    with pytest.raises(ReplyError, match="`heaps` says nothing on h2, h3"):
        checked(SOUND[0])
    with pytest.raises(ReplyError, match="`pairs` says nothing on h1 with h2"):
        checked(*SOUND, pairs=[])
    with pytest.raises(ReplyError, match="`heaps` is missing"):
        check.read(ModelReply(content={}, model="m"), HEAPS, MATERIAL)
    late = check.read(reply({"heaps": [SOUND[0]]}), HEAPS, MATERIAL, whole=False)
    assert (list(late.heaps), late.pairs) == ([0], {})


def test_units_of_no_heap_are_not_asked_about() -> None:
    assert PROFILE not in HEAPS.members
