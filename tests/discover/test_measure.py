"""What is counted of a pattern."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest

from onlooker.discover import Group, by_signature, measure
from onlooker.discover.counting import chance_absent, chance_missed, chance_quiet, share, trend
from onlooker.discover.severity import WEIGHTS
from onlooker.domain.evidence import Hit, Status
from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Examined, Lifecycle
from tests.discover.made import DAY, MONDAY, SHOP, Around, dead, discovered, failed, finding, hit, one_pattern, refuses, says, session
from tests.discover.test_laws import known


def pays(session_id: str, reference: int = 1, **around: Unpack[Around]) -> Examined:
    text = f"Payment failed (reference PX-{reference})."
    return session(session_id, says(f"{SHOP}/pay", "Pay", text, failed(f"{SHOP}/pay", 502)), **around)


def clean(session_id: str, **around: Unpack[Around]) -> Examined:
    way = Around(pages=[f"{SHOP}/basket", f"{SHOP}/pay", f"{SHOP}/thank-you"], acts=["Pressed “Pay”; the screen said “Order 7”"])
    way.update(around)
    return session(session_id, **way)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 64, 0.0871, 0.2643), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_shares_and_their_bounds(part: int, whole: int, low: float, high: float) -> None:
    """Wilson's interval, as any table of it has it."""
    told = share(part, whole)
    assert (told.part, told.whole) == (part, whole)
    assert [told.low, told.high] == pytest.approx([low, high], abs=1e-4)


def test_the_numbers_of_one() -> None:
    users = ["ada", "ada", "bob"]
    affected = [pays(f"p{place}", place, user=user, day=place, release="2.1") for place, user in enumerate(users)]
    others = [clean(f"c{place}", user=f"u{place}", day=place, release="2.0") for place in range(7)]
    report = discovered(*affected, *others)
    [pattern] = report.patterns
    assert (report.examined, report.users, report.single) == (10, 9, 0)
    assert pattern.sessions == ("p0", "p1", "p2")
    assert (pattern.users, pattern.prevalence, pattern.blocking_share) == (2, share(3, 10), share(3, 3))
    assert (pattern.success_affected, pattern.success_rest) == (share(0, 3), share(7, 7))
    assert [(one.release, one.examined, one.affected) for one in pattern.releases] == [("2.1", 3, 3), ("2.0", 7, 0)]
    assert [(bucket.examined, bucket.affected) for bucket in pattern.trend] == [(2, 1), (2, 1), (2, 1), (1, 0), (1, 0), (1, 0), (1, 0)]
    assert pattern.title == "“Pay” fails: Payment failed (reference …)."
    assert "Behind it: /pay 502." in pattern.description
    assert "Not seen in 2.0 (7 sessions)." in pattern.description
    assert (pattern.kind, pattern.symptom, pattern.page) == (FindingKind.EXCEPTION, "error_shown", "/pay")


def test_severity_is_the_formula() -> None:
    affected = [pays("a", user="ada"), pays("b", user="ada"), pays("c", user="bob", success=True)]
    pattern = one_pattern(*affected, *(clean(f"c{place}", user=f"u{place}") for place in range(6)))
    assert pattern.severity.terms == {"blocking": 1.0, "reach": 0.5, "loss": pytest.approx(0.667), "recurrence": 0.5}
    assert pattern.severity.score == round(100 * sum(WEIGHTS[name] * value for name, value in pattern.severity.terms.items()))
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_a_goal_that_something_else_kept_from_is_no_loss_by_this() -> None:
    def searches(session_id: str, *more: list[Hit]) -> Examined:
        resting = finding(session_id, says(f"{SHOP}/search", "Search", "Search is resting."), blocking=False)
        return session(session_id, resting, *more, success=not more)

    pattern = one_pattern(searches("a", dead(f"{SHOP}/x", "Buy")), searches("b"))
    assert (pattern.blocking, pattern.severity.terms["loss"]) == (False, 0.0)


def test_blocking_is_what_most_members_say() -> None:
    def one(session_id: str, blocking: bool) -> Examined:
        return session(session_id, finding(session_id, dead(f"{SHOP}/x", "Buy"), blocking=blocking))

    assert one_pattern(one("a", True), one("b", True), one("c", False)).blocking
    assert not one_pattern(one("a", True), one("b", False)).blocking


def test_two_findings_of_one_session_are_one_vote() -> None:
    twice = session("a", dead(f"{SHOP}/item/tea_1", "Buy", at_ms=5_000), dead(f"{SHOP}/item/cup_2", "Buy", at_ms=30_000))
    first, second = one_pattern(twice, session("b", dead(f"{SHOP}/item/jug_3", "Buy"))).members
    voted, other = (first, second) if first.session_id == "a" else (second, first)
    assert (voted.at_ms, len(voted.others), other.others) == (5_000, 1, ())


def test_what_one_session_alone_had_is_counted_and_no_pattern() -> None:
    report = discovered(session("a", dead(f"{SHOP}/x", "Buy"), dead(f"{SHOP}/y", "Sell")), clean("b"))
    assert (report.patterns, report.single) == ((), 2)


def test_suspicions_that_nobody_could_confirm_need_users_who_failed() -> None:
    def doubt(session_id: str, success: bool) -> Examined:
        return session(session_id, finding(session_id, dead(f"{SHOP}/x", "Chart"), status=Status.UNCLEAR, blocking=False), success=success)

    report = discovered(doubt("a", True), doubt("b", True))
    assert report.patterns == ()
    assert report.notes == ("1 recurring suspicion left out: no session could confirm any, and most of their users got what they came for.",)
    assert len(discovered(doubt("a", False), doubt("b", False)).patterns) == 1


def test_the_trend_is_by_day_or_by_week_and_never_endless() -> None:
    def at(*days: int) -> list[tuple[int, int]]:
        sessions = [replace(clean(f"c{day}"), started_at=MONDAY + day * DAY) for day in days]
        return [(bucket.examined, (bucket.end - bucket.start) // DAY) for bucket in trend(sessions, ())]

    assert at(0, 0, 3) == [(2, 1), (0, 1), (0, 1), (1, 1)]
    assert at(0, 6, 40) == [(2, 7), (0, 7), (0, 7), (0, 7), (0, 7), (1, 7)]
    assert len(at(0, 200_000)) <= 160
    assert trend([replace(clean("c"), started_at=0)], ()) == ()


def test_titles_take_out_what_differs_and_tell_alike_ones_apart() -> None:
    here = [session(name, dead(f"{SHOP}/cart", "Buy", presses=presses)) for name, presses in (("a", 4), ("b", 9))]
    there = [session(name, dead(f"{SHOP}/item/{name}_1", "Buy", presses=3)) for name in ("cup", "jug")]
    assert {pattern.title for pattern in discovered(*here, *there).patterns} == {"“Buy” does nothing (on /cart)", "“Buy” does nothing (on /item/*)"}
    slow = [session(name, [hit("slow_response", page=f"{SHOP}/x", label="Run", waited_ms=ms)]) for name, ms in (("a", 8_400), ("b", 95_000))]
    assert one_pattern(*slow).title == "“Run” is slow to answer"
    forms = [session(name, refuses(f"{SHOP}/x", "Go", f"Code: The code '{name}' is unknown")) for name in ("a", "b")]
    assert one_pattern(*forms).title == "The form is refused: Code: The code … is unknown"


def test_examples_are_of_different_users_confirmed_and_to_the_point() -> None:
    def one(session_id: str, user: str, at_ms: int, status: Status = Status.CONFIRMED) -> Examined:
        return session(session_id, finding(session_id, dead(f"{SHOP}/x", "Buy", at_ms=at_ms), status=status), user=user, acts=["Opened “Tea”"])

    doubtful = Status.UNCLEAR
    pattern = one_pattern(
        one("a", "ada", 9_000), one("b", "ada", 2_000), one("c", "bob", 30_000), one("d", "eve", 1_000, doubtful), one("e", "bob", 8_000)
    )
    assert [example.session_id for example in pattern.examples] == ["b", "e", "d"]
    assert pattern.examples[0].before == ("Opened “Tea”",)
    assert pattern.examples[0].saw.startswith("“Buy” does nothing")


def test_what_others_did_instead() -> None:
    pattern = one_pattern(pays("a"), pays("b"), *(clean(f"c{place}") for place in range(3)), clean("lost", success=False))
    assert pattern.instead is not None
    assert (pattern.instead.sessions, pattern.instead.example) == (3, "c0")
    assert pattern.instead.steps == ("Pressed “Pay”; the screen said “Order 7”", "Went on to /thank-you")
    assert one_pattern(pays("a"), pays("b")).instead is None


def test_what_chance_alone_could_do() -> None:
    assert chance_missed(64) == pytest.approx(0.8654, abs=1e-4)
    assert chance_missed(500) == pytest.approx(0.0398, abs=1e-4)
    assert (chance_missed(0), chance_missed(1)) == (1.0, 1.0)
    assert chance_absent(6, 64, 21) == pytest.approx(0.0813, abs=1e-4)
    assert chance_quiet(0.1, 29) == pytest.approx(0.0471, abs=1e-4)
    assert (chance_quiet(0.0, 10**6), chance_quiet(float("nan"), 5), chance_quiet(1.0, 1), chance_quiet(2.0, 1)) == (1.0, 1.0, 0.0, 0.0)


def test_known_ones_are_ongoing_regressed_or_resolved() -> None:
    pattern = one_pattern(pays("a"), pays("b"))
    later = [pays("c", day=9), *(clean(f"c{place}", day=9) for place in range(40))]
    ongoing = one_pattern(*later, known=[known(pattern)])
    assert (ongoing.id, ongoing.lifecycle, ongoing.sessions) == (pattern.id, Lifecycle.ONGOING, ("c",)), "a known one needs no second session"
    assert (ongoing.first_seen, ongoing.last_seen) == (pattern.first_seen, ongoing.members[0].started_at)
    assert one_pattern(*later, known=[known(pattern, resolved_at=MONDAY + 3 * DAY)]).lifecycle is Lifecycle.REGRESSED
    before = one_pattern(pays("a"), pays("b"), known=[known(pattern, resolved_at=MONDAY + 3 * DAY)])
    assert before.lifecycle is Lifecycle.RESOLVED, "old sessions read again do not bring it back"


def test_gone_only_when_chance_would_hardly_keep_it_out() -> None:
    gone = known(one_pattern(pays("a"), pays("b")), prevalence=0.1)
    weeks = [clean(f"c{place}", day=7) for place in range(28)]
    assert discovered(*weeks, known=[gone]).resolved == ()
    [resolved] = discovered(*weeks, known=[replace(gone, quiet=1)]).resolved
    assert (resolved.id, resolved.quiet) == (gone.id, 29)
    assert discovered(*weeks, known=[replace(gone, quiet=99, resolved_at=MONDAY)]).resolved == (), "it has been told"
    old = [replace(one, started_at=gone.last_seen - 1) for one in weeks]
    assert discovered(*old, known=[replace(gone, quiet=1)]).resolved == ()


def test_what_the_team_said_is_respected() -> None:
    first = one_pattern(pays("a"), pays("b"))
    other = one_pattern(session("a", dead(f"{SHOP}/x", "Buy")), session("b", dead(f"{SHOP}/x", "Buy")))
    renamed = known(first, title="The gateway", renamed=True, muted="the bank knows")
    pattern = one_pattern(pays("c"), pays("d"), known=[renamed])
    assert (pattern.title, pattern.muted) == ("The gateway", "the bank knows")
    sessions = [pays("c"), pays("d"), session("e", dead(f"{SHOP}/x", "Buy")), session("f", dead(f"{SHOP}/x", "Buy"))]
    merged = one_pattern(*sessions, known=[known(first), known(other, merged_into=first.id)])
    assert (merged.id, sorted(merged.sessions)) == (first.id, ["c", "d", "e", "f"])
    circle = [known(first, merged_into=other.id), known(other, merged_into=first.id)]
    assert {pattern.id for pattern in discovered(*sessions, known=circle).patterns} == {first.id, other.id}


def test_it_is_known_again_when_its_words_have_changed() -> None:
    old = known(one_pattern(pays("a"), pays("b")))
    new = [session(name, says(f"{SHOP}/pay", "Pay", "We could not charge you.", failed(f"{SHOP}/pay", 502))) for name in ("c", "d")]
    assert one_pattern(*new, known=[old]).id == old.id


def test_words_of_a_group_stay() -> None:
    sessions = [pays("a"), pays("b")]
    [group] = by_signature(sessions)
    told = replace(group, title="The gateway is down", description="It is.", cause="One gateway", unsure="b is blurred", relation="at checkout")
    [pattern] = measure([told], sessions, by="some model").patterns
    assert (pattern.title, pattern.description, pattern.cause) == ("The gateway is down", "It is.", "One gateway")
    assert (pattern.unsure, pattern.relation, pattern.by) == ("b is blurred", "at checkout", "some model")


def test_what_was_not_examined_is_passed_over() -> None:
    sessions = [pays("a"), pays("b"), pays("c")]
    [group] = by_signature(sessions)
    assert set(measure([group], sessions[:2]).patterns[0].sessions) == {"a", "b"}
    assert measure([group], []).patterns == ()
    assert measure([Group(suffered=())], sessions).patterns == ()
