"""What is counted of a pattern."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover import Group, by_signature, measure
from onlooker.discover.counting import chance_absent, chance_missed, chance_quiet, gone, share, since, trend
from onlooker.discover.naming import apart
from onlooker.discover.severity import WEIGHTS
from onlooker.domain.evidence import Hit, Status
from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Examined, Lifecycle, Pattern, ReleaseCount
from tests.discover.made import (
    DAY,
    MONDAY,
    SHOP,
    Around,
    closed,
    dead,
    discovered,
    failed,
    finding,
    hit,
    one_pattern,
    refuses,
    says,
    session,
    wanderer,
)
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
    assert (pattern.since, pattern.gone) == ("", ""), "both were out at once"
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


def test_a_page_that_was_refused_is_the_place() -> None:
    pattern = one_pattern(session("a", closed("/", "/reports/3")), session("b", closed("/guests", "/reports/5")))
    assert pattern.page == "/reports/*"
    assert pattern.description.startswith("After “Open”, on /reports/*.")


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


def test_titles_that_pages_do_not_tell_apart_name_the_next_thing_that_does() -> None:
    told = apart([("Nothing", ("on /a", "after “x”")), ("Nothing", ("on /a", "after “y”")), ("Nothing", ("on /b", "")), ("Else", ("on /a",))])
    assert told == ("Nothing (on /a) (after “x”)", "Nothing (on /a) (after “y”)", "Nothing (on /b)", "Else")
    assert apart([("Same", ("on /a",)), ("Same", ("on /a",)), ("Same (2)", ())]) == ("Same", "Same (3)", "Same (2)")


@given(st.lists(st.tuples(st.sampled_from(["A", "a", "B", "A (2)"]), st.lists(st.sampled_from(["", "on /x", "on /y", "2"]), max_size=3))))
def test_no_two_titles_are_the_same(titles: list[tuple[str, list[str]]]) -> None:
    told = apart(titles)
    assert len({title.casefold() for title in told}) == len(titles)
    assert all(mine.startswith(title) for mine, (title, _) in zip(told, titles, strict=True))


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


def test_a_message_is_quoted_as_it_stood_where_all_were_told_the_same() -> None:
    assert "said “Payment failed (reference PX-1).”" in one_pattern(pays("a"), pays("b")).description
    assert "said “Payment failed (reference …).”" in one_pattern(pays("a"), pays("b", 2)).description


def test_what_stands_on_several_pages_is_no_context() -> None:
    def shows(one: Examined, *pieces: str) -> Examined:
        line = f"On screen: {' · '.join(pieces)}"
        return replace(one, troubles=tuple(replace(trouble, before=(line,), after=(line,)) for trouble in one.troubles))

    failed = "Payment failed (reference PX-1)."
    here = [shows(pays(name, pages=[f"{SHOP}/basket", f"{SHOP}/pay"]), "Menu", *more, failed) for name, more in (("a", ["Visa"]), ("b", []))]
    there = [shows(session(name, says(f"{SHOP}/gift", "Send", failed)), "Menu", failed) for name in ("c", "d")]
    first, second = next(pattern for pattern in discovered(*here, *there).patterns if pattern.page == "/pay").examples
    with_card, without = (first, second) if first.session_id == "a" else (second, first)
    assert (with_card.before, with_card.after) == (("On screen: Visa",), (f"On screen: Visa · {failed}",))
    assert (without.before, without.after) == (("Opened /basket",), ("In the end the goal was not reached.",)), "what the user saw is told once"


def _run(*releases: tuple[str, int, int]) -> Pattern:
    """Of each release (name, sessions examined, affected), a day of their own."""
    of = [
        (pays if place < affected else clean)(f"{name} {place}", release=name, day=day)
        for day, (name, examined, affected) in enumerate(releases)
        for place in range(examined)
    ]
    return one_pattern(*of)


def test_since_a_release_and_not_since_another() -> None:
    both = _run(("1.0", 20, 0), ("1.1", 20, 6), ("1.2", 20, 3), ("1.3", 20, 0), ("1.4", 20, 0))
    assert (both.since, both.gone) == ("1.1", "1.3")
    assert "Since 1.1: none of 20 sessions before had it. Not since 1.3: none of 40 sessions from then on had it." in both.description
    few = _run(("1.0", 2, 0), ("1.1", 20, 6), ("1.2", 2, 0))
    assert (few.since, few.gone) == ("", ""), "chance alone keeps it out of two sessions"
    between = _run(("1.0", 20, 6), ("1.1", 20, 0), ("1.2", 20, 6))
    assert (between.since, between.gone) == ("", "")
    assert "Not seen in 1.1 (20 sessions)." in between.description
    assert (_run(("1.0", 20, 6)).since, _run(("1.0", 20, 6)).gone) == ("", "")


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_what_is_said_of_releases_is_so(counts: list[tuple[int, int]]) -> None:
    told = [ReleaseCount(release=str(place), examined=whole, affected=min(whole, part)) for place, (whole, part) in enumerate(counts)]
    first, last = since(told, lambda *_: True), gone(told, lambda *_: True)
    assert not first or (not any(one.affected for one in told[: int(first)]) and told[int(first)].affected)
    assert not last or (not any(one.affected for one in told[int(last) :]) and told[int(last) - 1].affected)
    assert not first or not last or int(first) < int(last)
    assert (since(told, lambda *_: False), gone(told, lambda *_: False)) == ("", "")


def test_what_one_alone_was_told_is_not_quoted_for_all() -> None:
    odd = session("c", says(f"{SHOP}/pay", "Pay", "Payment failed (reference PX-3).", hit("error_shown", text="Your card ends in 4711.")))
    assert "card" not in one_pattern(pays("a"), pays("b"), odd).description
    ways = [wanderer(name, "/", "/garden_2", "/kitchen_1", "/garden_2", "/towel_13", searched="towel" if name == "a" else "") for name in "abcd"]
    assert "The screen said" not in one_pattern(*ways).description


@pytest.mark.parametrize(
    ("acts", "path"),
    [
        pytest.param(["Pressed “Pay” on “Basket”."], ["/pay"], id="a press that nobody knows the answer to"),
        pytest.param(["Pressed “Look” on “Basket”; the screen said “Full”"], ["/pay"], id="another act"),
        pytest.param(["Pressed “Pay”; the screen said “Order 7”"], ["/till"], id="another page"),
        pytest.param(["Pressed “Pay”; the screen said “Payment failed (reference PX-9).”"], ["/pay"], id="the same failure"),
        pytest.param([], ["/pay", "/thank-you"], id="only came by"),
    ],
)
def test_who_did_not_do_the_same_with_success_is_no_example(acts: list[str], path: list[str]) -> None:
    others = [clean(f"c{place}", acts=acts, pages=[f"{SHOP}{page}" for page in path]) for place in range(3)]
    assert one_pattern(pays("a"), pays("b"), *others).instead is None


def test_an_act_that_is_known_from_elsewhere_is_not_taken_for_the_same() -> None:
    """Its label is the same, and it is another page's: who came by the page pressed it later on."""
    guest = ["Pressed “Pay” on “Membership”; the screen said “You are a member”"]
    both = clean("c", acts=guest, pages=[f"{SHOP}/pay", f"{SHOP}/membership"])
    elsewhere = clean("d", acts=guest, pages=[f"{SHOP}/membership"])
    assert one_pattern(pays("a"), pays("b"), both, elsewhere).instead is None


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
    assert (pattern.known, ongoing.known) == (None, known(pattern)), "what was known before is told beside it"
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
    assert discovered(*weeks, known=[replace(gone, quiet=99, page="/of/another/application")]).resolved == (), "nobody was where it would show"


def test_what_the_team_said_is_respected() -> None:
    first = one_pattern(pays("a"), pays("b"))
    other = one_pattern(session("a", dead(f"{SHOP}/x", "Buy")), session("b", dead(f"{SHOP}/x", "Buy")))
    renamed = known(first, title="The gateway", renamed=True, muted="the bank knows")
    pattern = one_pattern(pays("c"), pays("d"), known=[renamed])
    assert (pattern.title, pattern.muted) == ("The gateway", "the bank knows")
    sessions = [pays("c"), pays("d"), session("e", dead(f"{SHOP}/x", "Buy")), session("f", dead(f"{SHOP}/x", "Buy"))]
    merged = one_pattern(*sessions, known=[known(first), known(other, merged_into=first.id)])
    assert (merged.id, sorted(merged.sessions)) == (first.id, ["c", "d", "e", "f"])
    assert (merged.title, merged.merged) == (first.title, (other.title,)), "larger or not, the other is part of this one"
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


def test_where_a_server_broke_down_what_it_refused_besides_is_not_named() -> None:
    def creates(session_id: str) -> Examined:
        said = says("https://shop.test/lists", "Create", "The list could not be created")
        behind = [failed("https://shop.test/api/lists/by-name", 404), failed("https://shop.test/api/lists/create", 507)]
        return session(session_id, [*said, *behind])

    told = one_pattern(creates("a"), creates("b")).description
    assert "Behind it: /api/lists/create 507." in told
