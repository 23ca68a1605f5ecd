"""Patterns with a model: what it is asked, in which order, and what becomes of its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from onlooker.discover import by_signature, measure
from onlooker.domain.evidence import Status
from onlooker.domain.finding import FindingKind
from onlooker.domain.model import ModelRequest
from onlooker.domain.pattern import Examined, KnownPattern, PatternReport
from onlooker.errors import BudgetError, ModelError
from onlooker.pipeline import discover_patterns
from tests.discover.made import SHOP, blank, dead, failed, finding, says, session, wanderer
from tests.discover.reader import Reader, blocks, names, trusted, untrusted

BASKET = failed(f"{SHOP}/api/basket", 500)
PAYS = [
    session(f"p{place}", says(f"{SHOP}/pay", "Pay", f"Payment failed (reference PX-{place}1).", failed(f"{SHOP}/api/pay", 502))) for place in range(4)
]
ADDS = [session(f"a{place}", dead(f"{SHOP}/item/wool-throw_{place}", "Add to basket", BASKET)) for place in range(3)]
LOST = [
    wanderer("l0", "/", "/garden_2", "/kitchen_1", "/garden_2", "/textiles_4", "/towel_13", searched="towels"),
    wanderer("l1", "/", "/lighting_3", "/garden_2", "/lighting_3", "/offers_7", "/linen_4", searched="bathroom"),
    wanderer("l2", "/", "/kitchen_1", "/offers_7", "/kitchen_1", "/help_9", "/spa_8", searched="flannels"),
]
"""They looked for one thing, in words and places of which signatures can make nothing."""
CLEAN = [session(f"c{place}", pages=[f"{SHOP}/", f"{SHOP}/basket"]) for place in range(6)]
SESSIONS = [*PAYS, *ADDS, *LOST, *CLEAN]
CAUSES = names(["Payment failed", "Add to basket", "looked for"])


def found(report: PatternReport) -> dict[str, list[str]]:
    return {pattern.title: sorted(pattern.sessions) for pattern in report.patterns}


def rules(sessions: Sequence[Examined]) -> PatternReport:
    return measure(by_signature(sessions), sessions)


def told(cause: Sequence[str], wrong: Mapping[str, Mapping[str, object] | Exception] | None = None) -> Reader:
    return Reader(names(cause), wrong)


def test_without_a_model_signatures_alone() -> None:
    report, exchanges = discover_patterns(SESSIONS, model=None)
    assert (report, exchanges) == (rules(SESSIONS), ())


def test_a_model_finds_what_leaves_no_message() -> None:
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES))
    assert found(report) == {"Payment failed": ["p0", "p1", "p2", "p3"], "Add to basket": ["a0", "a1", "a2"], "looked for": ["l0", "l1", "l2"]}
    assert "looked for" not in found(rules(SESSIONS))
    assert (report.by, {pattern.by for pattern in report.patterns}) == ("test:reader", {"test:reader"})
    assert (report.examined, report.single, report.notes) == (16, 0, ())


def test_the_few_requests_stand_in_the_report_in_their_order() -> None:
    reader = Reader(CAUSES)
    steps: list[str] = []
    _, exchanges = discover_patterns(SESSIONS, model=reader, step=steps.append)
    assert reader.purposes() == ["extract", "assign", "check"]
    assert [one.purpose for one in exchanges] == reader.purposes()
    assert [one.key for one in exchanges] == [request.hash("test:reader") for request in reader.asked]
    assert steps == ["what recurs, 1 of 1", "which trouble belongs where, 1 of 1", "a second look, 1 of 1"]


def test_what_is_counted_is_counted_by_code() -> None:
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES))
    paid = next(pattern for pattern in report.patterns if pattern.title == "Payment failed")
    [own] = [pattern for pattern in rules(SESSIONS).patterns if "Payment" in pattern.title]
    assert (paid.id, paid.members, paid.severity, paid.examples) == (own.id, own.members, own.severity, own.examples)
    assert paid.description == own.description, "the model gave none"


def test_the_kind_is_the_models_and_the_cause_that_of_the_second_look() -> None:
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES))
    lost = next(pattern for pattern in report.patterns if pattern.title == "looked for")
    assert (lost.kind, lost.cause) == (FindingKind.EXCEPTION, "It is looked for.")


def test_the_same_sessions_in_any_order_give_the_same_requests() -> None:
    one, other = Reader(CAUSES), Reader(CAUSES)
    first, _ = discover_patterns(SESSIONS, model=one)
    second, _ = discover_patterns([*reversed(SESSIONS), SESSIONS[0]], model=other)
    assert [request.hash("m") for request in one.asked] == [request.hash("m") for request in other.asked]
    assert first == second


def test_sessions_without_trouble_need_no_question() -> None:
    reader = Reader(CAUSES)
    report, exchanges = discover_patterns([*CLEAN, PAYS[0]], model=reader)
    assert (reader.asked, exchanges, report.patterns, report.single, report.by) == ([], (), (), 1, "rules")


def test_many_sessions_with_the_same_troubles_cost_no_more_requests() -> None:
    many = [replace(one, session_id=f"{one.session_id} {place}", user=f"u{place}") for place in range(50) for one in SESSIONS]
    reader = Reader(CAUSES)
    report, _ = discover_patterns(many, model=reader)
    assert len(many) == 800
    assert found(report)["Payment failed"] == sorted(one.session_id for one in many if one.session_id.startswith("p"))
    assert len(reader.asked) <= 10


def test_a_hundred_sessions_with_troubles_of_their_own_cost_at_most_ten_requests() -> None:
    """Each is told at about the length of a real one, and no two alike."""
    things = ["archive", "beacon", "cellar", "drawer", "engine", "fabric", "garden", "harbor", "island", "jacket"]
    many = []
    for place in range(100):
        what, where = things[place // 10], things[place % 10]
        one = session(f"s{place}", says(f"{SHOP}/{where}", f"Keep {what}", f"The {what} {where} is gone."))
        [trouble] = one.troubles
        told = f"The person pressed “Keep {what}” in the {where} and was told that it is gone, waited, and pressed it again."
        many.append(replace(one, goal=told, outcome=told, troubles=(replace(trouble, saw=told, reason=told, before=(told,), after=(told,)),)))
    reader = Reader(names([f"page /{thing}" for thing in things]))
    report, exchanges = discover_patterns(many, model=reader)
    assert sorted(map(len, found(report).values())) == [10] * 10
    assert sum(request.input_tokens for request in reader.asked) > 60_000
    assert len(exchanges) <= 10, reader.purposes()


def test_a_small_context_makes_smaller_requests_and_the_candidates_are_combined() -> None:
    reader = Reader(CAUSES, context_tokens=1_500)
    report, _ = discover_patterns(SESSIONS, model=reader)
    purposes = reader.purposes()
    assert purposes.count("extract") > 1
    assert purposes.count("combine") == 1
    assert found(report)["looked for"] == ["l0", "l1", "l2"]


# What a summary tells and no finding does.


def missed(session_id: str, outcome: str) -> Examined:
    return replace(session(session_id, pages=[f"{SHOP}/", f"{SHOP}/returns"]), success=False, goal="Send a parcel back", outcome=outcome)


def test_goals_missed_without_a_finding_can_be_a_pattern() -> None:
    sessions = [*SESSIONS, missed("m0", "The return label was never found."), missed("m1", "Left without a return label.")]
    report, _ = discover_patterns(sessions, model=told(["Payment failed", "return label"]))
    assert found(report)["return label"] == ["m0", "m1"]
    assert rules(sessions).examined == report.examined


def test_one_that_joins_nothing_counts_as_nothing() -> None:
    sessions = [*SESSIONS, missed("m0", "The return label was never found.")]
    report, _ = discover_patterns(sessions, model=told(["Payment failed"]))
    assert report.single == rules(sessions).single
    assert all("m0" not in pattern.sessions for pattern in report.patterns)


def test_a_goal_that_a_finding_explains_is_not_told_twice() -> None:
    reader = Reader(CAUSES)
    discover_patterns([replace(one, success=False, outcome="They could not pay.") for one in PAYS], model=reader)
    assert "no finding tells why" not in untrusted(reader.asked[0])


# Where the model and the evidence disagree.


def test_what_failed_in_two_places_is_not_one_problem() -> None:
    report, _ = discover_patterns(SESSIONS, model=told([";"]))
    assert ["a0", "a1", "a2"] in found(report).values()
    assert ["p0", "p1", "p2", "p3"] in found(report).values()
    assert any("taken apart" in note for note in report.notes)


def test_the_same_failure_behind_two_wordings_is_not_split() -> None:
    call = failed(f"{SHOP}/api/save", 500)
    sessions = [
        session(f"s{place}", says(f"{SHOP}/notes", "Save", text, call))
        for place, text in enumerate(["Not stored.", "Come back tomorrow.", "Not stored."])
    ]
    by_words = Reader(names(["/notes"]), second=names(["Not stored", "Come back"]))
    report, _ = discover_patterns(sessions, model=by_words)
    assert list(found(report).values()) == [["s0", "s1", "s2"]]
    assert any("split" in note for note in report.notes)


def test_a_second_look_takes_apart_and_puts_together() -> None:
    dull = [session(f"d{place}", dead(f"{SHOP}/editor", act)) for place, act in enumerate(["Import", "Import", "Deploy", "Deploy"])]
    report, _ = discover_patterns(dull, model=Reader(names(["/editor"]), second=names(["Import", "Deploy"])))
    assert found(report) == {"Import": ["d0", "d1"], "Deploy": ["d2", "d3"]}

    report, _ = discover_patterns(dull, model=Reader(names(["Import", "Deploy"]), second=names(["/editor"])))
    assert list(found(report).values()) == [["d0", "d1", "d2", "d3"]]


def test_a_second_look_that_cannot_tell_is_told() -> None:
    answer = {
        "heaps": [{"heap": f"h{place}", "why": "The troubles say too little.", "ruling": "cannot_tell", "causes": []} for place in (1, 2, 3)],
        "pairs": [],
    }
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES, {"check": {**answer, "heaps": answer["heaps"][:1]}}))
    assert [pattern.unsure for pattern in report.patterns if pattern.unsure] == ["The troubles say too little."]


def test_what_the_model_leaves_out_stands_as_signatures_found_it() -> None:
    report, _ = discover_patterns(SESSIONS, model=told(["looked for"]))
    kept = {pattern.title: pattern.by for pattern in report.patterns}
    assert len(kept) == 3
    assert kept.pop("looked for") == "test:reader"
    assert set(kept.values()) == {"rules"}
    assert "2 patterns that the model did not name stand as signatures found them." in report.notes


def test_a_suspicion_taken_for_noise_is_left_out_and_a_confirmed_trouble_is_not() -> None:
    def blanks(status: Status) -> list[Examined]:
        return [session(f"b{place}", finding(f"b{place}", blank(f"{SHOP}/offers"), status=status)) for place in range(2)]

    noise = Reader(lambda text: "Payment failed" if "Payment failed" in text else "noise")
    report, _ = discover_patterns([*PAYS, *blanks(Status.SUSPECTED)], model=noise)
    assert list(found(report)) == ["Payment failed"]
    assert any("took it for noise" in note for note in report.notes)
    report, _ = discover_patterns([*PAYS, *blanks(Status.CONFIRMED)], model=noise)
    assert ["b0", "b1"] in found(report).values()


# Where answers cannot be had.

_HALF = {"patterns": [{"troubles": ["t1"], "title": "Half"}]}
BROKEN: Mapping[str, Mapping[str, object] | Exception] = {
    "empty": {},
    "of another kind": {"answer": 42},
    "refused": ModelError("the model is not there"),
    "over budget": BudgetError("the next call may cost $0.10 and $0.02 are left"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_no_answer_at_all_is_the_rules_report_with_a_note(broken: str) -> None:
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES, {"extract": BROKEN[broken]}))
    assert replace(report, notes=(), refused=()) == rules(SESSIONS)
    assert report.refused == (("extract",) if broken == "over budget" else ())
    assert re.match(r"test:reader gave no usable answer to 1 of 1 extract request \(.+\): those troubles are grouped by", report.notes[0])


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("purpose", ["assign", "check"])
def test_a_later_answer_that_fails_costs_only_itself(purpose: str, broken: str) -> None:
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES, {purpose: BROKEN[broken]}))
    assert found(report) == found(discover_patterns(SESSIONS, model=Reader(CAUSES))[0])
    assert any(f"1 of 1 {purpose} request" in note for note in report.notes)
    assert [pattern.title for pattern in report.patterns if pattern.unsure] == (
        ["looked for"] if purpose == "check" or broken == "over budget" else []
    )


def test_a_failed_reply_is_asked_again_with_what_was_wrong() -> None:
    class Slow(Reader):
        def answers(self, request: ModelRequest) -> Mapping[str, object] | Exception:
            return {} if len(self.asked) < 2 else super().answers(request)

    reader = Slow(CAUSES)
    report, exchanges = discover_patterns(SESSIONS, model=reader)
    assert [one.purpose for one in exchanges] == ["extract"] * 3 + ["assign", "check"]
    assert "Your last reply could not be used: `patterns` is missing" in trusted(reader.asked[1])
    assert len({one.key for one in exchanges[:2]}) == 2
    assert len(report.patterns) == 3


def test_nothing_more_is_asked_once_the_budget_has_ended() -> None:
    class Poor(Reader):
        def answers(self, request: ModelRequest) -> Mapping[str, object] | Exception:
            return BudgetError("the budget has ended") if self.asked else super().answers(request)

    reader = Poor(CAUSES)
    report, exchanges = discover_patterns(SESSIONS, model=reader)
    assert len(exchanges) == 1
    assert found(report)["looked for"] == ["l0", "l1", "l2"]
    assert sum("the budget has ended" in note for note in report.notes) == 2
    assert report.refused == ("assign", "check"), "the first that it could not pay, and what was not asked after that"


def test_a_group_without_an_answer_falls_back_alone() -> None:
    class Half(Reader):
        def answers(self, request: ModelRequest) -> Mapping[str, object] | Exception:
            first = not any(one.purpose == "extract" for one in self.asked)
            return ModelError("no answer") if first and request.purpose == "extract" else super().answers(request)

    report, _ = discover_patterns(SESSIONS, model=Half(CAUSES, context_tokens=1_500))
    assert re.match(r"test:reader gave no usable answer to 1 of \d extract requests", report.notes[0])
    assert {"p0", "a0"} <= {one for pattern in report.patterns for one in pattern.sessions}


def test_labels_that_stand_for_nothing_are_counted() -> None:
    class Inventive(Reader):
        def _extract(self, request: ModelRequest) -> dict[str, object]:
            patterns = super()._extract(request)["patterns"]
            assert isinstance(patterns, list)
            return {"patterns": [*patterns, {"troubles": ["t77", "t78"], "title": "Ghosts"}]}

    report, _ = discover_patterns(SESSIONS, model=Inventive(CAUSES))
    assert "Ghosts" not in found(report)
    assert report.notes == ("2 labels in the model's answers stood for nothing and were dropped.",)


# Focus, context, and what is known.


class Focused(Reader):
    def _extract(self, request: ModelRequest) -> dict[str, object]:
        patterns = super()._extract(request)["patterns"]
        assert isinstance(patterns, list)
        about = {"related": True, "relation": "People cannot put things into the basket."}
        return {"patterns": [one | (about if one["title"] == "Add to basket" else {"related": False, "relation": "Not at all."}) for one in patterns]}


def test_what_bears_on_the_question_comes_first_and_the_rest_is_kept() -> None:
    plain, _ = discover_patterns(SESSIONS, model=Focused(CAUSES))
    assert plain.patterns[0].title == "Payment failed"
    assert {pattern.relation for pattern in plain.patterns} == {""}
    report, _ = discover_patterns(SESSIONS, model=Focused(CAUSES), focus="What goes wrong with the basket?")
    assert [(pattern.title, pattern.relation) for pattern in report.patterns] == [
        ("Add to basket", "People cannot put things into the basket."),
        ("Payment failed", ""),
        ("looked for", ""),
    ]


def test_the_teams_words_are_part_of_every_request() -> None:
    reader = Focused(CAUSES, context_tokens=6_000)
    discover_patterns(SESSIONS, model=reader, context="A shop for the garden.", focus="What goes wrong with the basket?")
    assert set(reader.purposes()) >= {"extract", "assign", "check"}
    for request in reader.asked:
        assert "A shop for the garden." in trusted(request)
        assert "What goes wrong with the basket?" in trusted(request), request.purpose


def test_a_known_pattern_is_the_same_one_and_needs_no_second_session() -> None:
    first, _ = discover_patterns(SESSIONS, model=Reader(CAUSES))
    known = [
        KnownPattern(
            id=one.id,
            title=one.title,
            kind=one.kind,
            page=one.page,
            signatures=one.signatures,
            first_seen=one.first_seen,
            last_seen=one.last_seen,
            prevalence=0.1,
        )
        for one in first.patterns
    ]
    again, _ = discover_patterns([PAYS[0], ADDS[0], ADDS[1], *CLEAN], known, model=Reader(CAUSES))
    assert {pattern.id for pattern in again.patterns} <= {one.id for one in known}
    assert sorted(map(sorted, found(again).values())) == [["a0", "a1"], ["p0"]]


def test_a_trouble_is_in_one_pattern_at_most() -> None:
    wide = {"patterns": [{"troubles": ["t1", "t2", "t3"], "title": "One"}, {"troubles": ["t1", "t2", "t3"], "title": "The same again"}]}
    report, _ = discover_patterns(SESSIONS, model=Reader(CAUSES, {"extract": wide, "assign": {}}))
    held = [
        (member.session_id, finding) for pattern in report.patterns for member in pattern.members for finding in (member.finding_id, *member.others)
    ]
    assert len(held) == len(set(held))


def test_each_label_of_a_request_stands_at_the_head_of_one_line() -> None:
    reader = Reader(CAUSES)
    discover_patterns(SESSIONS, model=reader)
    assert list(blocks(reader.asked[0], "t")) == [f"t{place}" for place in range(1, 6)]
