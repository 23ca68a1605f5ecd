"""Samples that look like the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from onlooker.domain.selection import Glimpse, Selection, Strategy
from onlooker.select import choose
from onlooker.select.strata import first_page, sample

from .made import HOME, seen


def crowd() -> list[Glimpse]:
    """90 of release 1 and 30 of release 2; half without friction; two first pages."""
    return [
        seen(
            f"{number:03}",
            release="1" if number % 4 else "2",
            pages=(f"{HOME}{'blog' if number % 3 else 'shop'}/{number}",),
            score=0 if number % 2 else number,
        )
        for number in range(120)
    ]


def drawn(size: int, seed: int = 0, of: Sequence[Glimpse] | None = None) -> list[str]:
    chosen = choose(of if of is not None else crowd(), Selection(strategy=Strategy.STRATIFIED, sample=size, seed=seed))
    return [one.place for one in chosen.kept]


def test_each_stratum_has_its_share() -> None:
    found = sample(crowd(), 60, seed=0)
    assert len(found.taken) == sum(stratum.taken for stratum in found.strata) == 60
    assert sum(stratum.whole for stratum in found.strata) == 120
    assert found.even
    assert all(abs(stratum.taken - stratum.whole / 2) < 1 for stratum in found.strata)
    assert {stratum.label for stratum in found.strata} >= {"little friction, release 1, /blog/*", "much friction, release 2, /shop/*"}
    releases = Counter(one.release for one in found.taken)
    assert releases["2"] / 60 == pytest.approx(30 / 120, abs=0.05)


def test_one_of_each_though_it_be_rare() -> None:
    crowded = [*crowd(), seen("rare", release="3")]
    found = sample(crowded, 20, seed=1)
    assert "rare" in {one.place for one in found.taken}
    assert not found.even
    chosen = choose(crowded, Selection(strategy=Strategy.STRATIFIED, sample=20, seed=1))
    strata = len(chosen.strata)
    assert chosen.notes == (
        f"A sample of 20 of the 121 sessions that fit was drawn over {strata} strata, in proportion, but with one of each at least, so that rare "
        "ones weigh more than their share.",
    )


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_strata_are_coarser_where_the_sample_is_small(size: int) -> None:
    found = sample(crowd(), size, seed=0)
    assert len(found.taken) == size
    assert len(found.strata) <= size
    assert all(stratum.taken >= 1 for stratum in found.strata)


def test_the_seed_and_nothing_else_draws() -> None:
    assert drawn(30) == drawn(30, of=crowd()[::-1])
    assert set(drawn(30)) != set(drawn(30, seed=7))


def test_any_beginning_of_a_sample_looks_like_it() -> None:
    half = Counter(int(place) % 4 == 0 for place in drawn(60)[:30])
    assert half[True] / 30 == pytest.approx(30 / 120, abs=0.08)


def test_a_sample_as_large_as_the_whole_is_the_whole() -> None:
    chosen = choose(crowd(), Selection(strategy=Strategy.STRATIFIED, sample=500))
    assert len(chosen.kept) == 120 and not chosen.skipped
    assert chosen.notes == ("The sample holds all 120 sessions that fit.",)
    assert choose([], Selection(strategy=Strategy.STRATIFIED, sample=5)).kept == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{HOME}orders/123/edit/lines/4", "/orders/*/edit"),
        (f"{HOME}u/ann@mail.test/", "/u/*"),
        (f"{HOME}run/0c7e8a1fd2b94d0f8a1e", "/run/*"),
        (f"{HOME}checkout?step=2", "/checkout"),
        ("https://[broken", "/"),
        ("", "/"),
    ],
)
def test_first_pages_without_what_differs_from_visit_to_visit(url: str, expected: str) -> None:
    assert first_page(seen("one", pages=(url,))) == expected
