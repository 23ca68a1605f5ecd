"""The choice as a whole, and its laws."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.selection import Glimpse, Reason, Selection, Strategy, Trait
from onlooker.select import choose

from .made import HOME, START, seen

PATHS = ("", "checkout/", "basket/", "orders/12", "blog/a?b=c")


@st.composite
def crowds(draw: st.DrawFn) -> list[Glimpse]:
    return [
        seen(
            f"{number:02}",
            score=draw(st.sampled_from([0, 0, 1, 6, 30])),
            traits=draw(st.dictionaries(st.sampled_from(list(Trait)), st.just("so"), max_size=1)),
            started_at=START + draw(st.integers(0, 5)) * 1_000,
            duration_ms=draw(st.integers(0, 90_000)),
            active_ms=draw(st.integers(0, 60_000)),
            user=draw(st.sampled_from(["ann", "bob", "eve@shop.test"])),
            release=draw(st.sampled_from(["", "1", "2"])),
            pages=tuple(draw(st.lists(st.sampled_from([HOME + path for path in PATHS]), max_size=3))),
            events=draw(st.dictionaries(st.sampled_from(["$pageview", "order_placed"]), st.just(1))),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    strategy = draw(st.sampled_from(Strategy))
    sample = None if strategy is Strategy.ALL else draw(st.integers(1, 14))
    some = st.lists(st.sampled_from(["ann", "b*", "1", "/checkout*", "order", "order_*", "*"]), max_size=2).map(tuple)
    return Selection(
        since=draw(st.none() | st.integers(START - 1_000, START + 2_000)),
        until=draw(st.none() | st.integers(START + 3_000, START + 9_000)),
        users=draw(st.just(()) | some),
        pages=draw(st.just(()) | some),
        events=draw(st.just(()) | some),
        releases=draw(st.just(()) | some),
        min_duration_ms=draw(st.sampled_from([0, 30_000])),
        internal_domains=draw(st.sampled_from([(), ("shop.test",)])),
        keep_bots=draw(st.booleans()),
        keep_short=draw(st.booleans()),
        skip_automated=draw(st.booleans()),
        strategy=strategy,
        sample=sample,
        seed=draw(st.integers(0, 3)),
        focus=draw(st.sampled_from(["", "what goes wrong at checkout?", "orders", "nothing like it: zebras"])),
    )


def places(glimpses: tuple[Glimpse, ...]) -> list[str]:
    return [one.place for one in glimpses]


@given(crowds(), selections())
def test_every_session_is_kept_or_skipped_once(crowd: list[Glimpse], selection: Selection) -> None:
    chosen = choose(crowd, selection)
    told = [*places(chosen.kept), *(one.glimpse.place for one in chosen.skipped)]
    assert sorted(told) == sorted(one.place for one in crowd)
    assert sum(chosen.reasons.values()) == len(chosen.skipped)
    assert [one.glimpse.place for one in chosen.skipped] == sorted(one.glimpse.place for one in chosen.skipped)
    assert all(one.why for one in chosen.skipped)


@given(crowds(), selections(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_decides_nothing(crowd: list[Glimpse], selection: Selection, random: object) -> None:
    mixed = list(crowd)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one, other = choose(crowd, selection), choose(mixed, selection)
    assert set(places(one.kept)) == set(places(other.kept))
    assert (one.reasons, one.strata, one.notes) == (other.reasons, other.strata, other.notes)
    if selection.strategy is not Strategy.ALL:
        assert places(one.kept) == places(other.kept)


@given(crowds(), selections())
def test_a_sample_is_as_large_as_it_can_be(crowd: list[Glimpse], selection: Selection) -> None:
    whole = choose(crowd, replace(selection, strategy=Strategy.ALL, sample=None))
    chosen = choose(crowd, selection)
    assert len(chosen.kept) == min(selection.sample or len(crowd), len(whole.kept))
    assert set(places(chosen.kept)) <= set(places(whole.kept))


@given(crowds(), selections())
def test_a_wider_filter_keeps_all_that_a_narrower_one_kept(crowd: list[Glimpse], selection: Selection) -> None:
    """The focus is left out: with more to choose from it may find what it names, and then leaves out what does not."""
    narrow = replace(selection, strategy=Strategy.ALL, sample=None, focus="")
    kept = set(places(choose(crowd, narrow).kept))
    for wider in (
        replace(narrow, users=(*narrow.users, "bob") if narrow.users else ()),
        replace(narrow, pages=()),
        replace(narrow, events=()),
        replace(narrow, releases=(*narrow.releases, "2") if narrow.releases else ()),
        replace(narrow, since=None),
        replace(narrow, until=None),
        replace(narrow, min_duration_ms=0),
        replace(narrow, keep_bots=True, keep_internal=True, keep_short=True, skip_automated=False),
    ):
        assert kept <= set(places(choose(crowd, wider).kept))


@given(crowds(), selections())
def test_chosen_again_from_what_was_kept_all_are_kept(crowd: list[Glimpse], selection: Selection) -> None:
    kept = choose(crowd, selection).kept
    assert set(places(choose(kept, selection).kept)) == set(places(kept))


@given(crowds(), selections())
def test_most_friction_first(crowd: list[Glimpse], selection: Selection) -> None:
    chosen = choose(crowd, replace(selection, strategy=Strategy.FRICTION, focus=""))
    scores = [one.friction.score for one in chosen.kept]
    assert scores == sorted(scores, reverse=True)
    beyond = [one.glimpse.friction.score for one in chosen.skipped if one.reason is Reason.SAMPLE]
    assert max(beyond, default=0) <= min(scores, default=0) or not beyond


@given(selections())
def test_a_selection_is_plain_values_and_comes_back_from_them(selection: Selection) -> None:
    from onlooker.domain.selection import selection_of  # noqa: PLC0415 - the one test of it

    assert selection_of(dict(selection.plain())) == selection


def test_friction_says_that_it_is_no_fair_sample() -> None:
    crowd = [seen("a", score=1), seen("b", score=9), seen("c")]
    chosen = choose(crowd, Selection(strategy=Strategy.FRICTION, sample=2))
    assert places(chosen.kept) == ["b", "a"]
    assert [(one.reason, one.why) for one in chosen.skipped] == [(Reason.SAMPLE, "2 others have more friction than its 0")]
    assert chosen.notes == ("Of 3 sessions that fit, the 2 with the most friction were kept. A share counted in them says nothing of all users.",)
