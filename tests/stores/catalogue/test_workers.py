"""Workers: they are known by their beat, on the database's clock."""

from __future__ import annotations

from onlooker.ports import Catalogue


def test_a_worker_that_beats_is_known_once(catalogue: Catalogue) -> None:
    catalogue.beat("w1", host="here", pid=7)
    [before] = catalogue.workers()
    catalogue.beat("w1", host="there", pid=8)
    [after] = catalogue.workers()
    assert (after.id, after.host, after.pid) == ("w1", "there", 8)
    assert after.seen_at >= before.seen_at > 1_700_000_000_000


def test_who_has_beaten_just_now_is_not_silent(catalogue: Catalogue) -> None:
    catalogue.beat("w1", host="here", pid=7)
    assert catalogue.silent(60) == ()
    assert [one.id for one in catalogue.silent(-1)] == ["w1"]


def test_the_longest_silent_comes_first_and_who_is_gone_is_not_told(catalogue: Catalogue) -> None:
    for name in ("w1", "w2", "w3"):
        catalogue.beat(name, host="here", pid=7)
    while catalogue.workers()[-1].seen_at == catalogue.workers()[0].seen_at or catalogue.workers()[0].id != "w2":
        catalogue.beat("w1", host="here", pid=7)  # until the database's clock has moved on
        catalogue.beat("w3", host="here", pid=7)
    assert catalogue.silent(-1)[0].id == "w2"
    catalogue.gone("w2")
    catalogue.gone("nobody")
    assert {one.id for one in catalogue.workers()} == {"w1", "w3"}
