"""Patterns between runs: the same one is known again, and what the team said of it is respected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import SessionFilter
from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import KnownPattern, Lifecycle, PatternReport, Share
from onlooker.ports import Catalogue
from tests.stores.made import begun, pattern, read, selected, told


def _known(catalogue: Catalogue) -> dict[str, KnownPattern]:
    return {one.id: one for one in catalogue.known_patterns()}


def _members(catalogue: Catalogue, pattern_id: str, run_id: str = "") -> set[str]:
    return {row.place for row in catalogue.find(SessionFilter(pattern_id=pattern_id, run_id=run_id))}


def _reads(catalogue: Catalogue, run_id: str, **places: int) -> None:
    """A run over sessions at these places that began at these times."""
    begun(catalogue, run_id)
    for place, started_at in places.items():
        catalogue.end_session(read(place, run_id=run_id, started_at=started_at))


def test_what_was_found_is_known(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20, c=30)
    catalogue.keep_patterns("run-1", told(pattern("p1", "a", "b", at=20, signatures=("x", "y"))), blob="blob-1")
    assert _known(catalogue) == {
        "p1": KnownPattern(
            id="p1", title="Title of p1", kind=FindingKind.EXCEPTION, page="/pay", signatures=("x", "y"), first_seen=20, last_seen=20,
            prevalence=0.25, quiet=1,
        )
    }  # fmt: skip
    run = catalogue.run("run-1")
    assert run is not None
    assert run.patterns_blob == "blob-1"
    assert _members(catalogue, "p1") == {"a", "b"}


def test_found_again_it_is_the_same_and_knows_more(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20)
    _reads(catalogue, "run-2", c=30, d=5)
    catalogue.keep_patterns("run-1", told(pattern("p1", "a", at=20, signatures=("x", "y"))), blob="1")
    again = replace(
        pattern("p1", "c", "d", signatures=("z", "x"), title="Said better"),
        first_seen=5,
        last_seen=30,
        prevalence=Share(part=3, whole=4, low=0, high=1),
    )
    catalogue.keep_patterns("run-2", told(again), blob="2")
    known = _known(catalogue)["p1"]
    assert (known.title, known.signatures, known.first_seen, known.last_seen, known.prevalence) == ("Said better", ("z", "x", "y"), 5, 30, 0.75)
    assert (_members(catalogue, "p1"), _members(catalogue, "p1", "run-1")) == ({"a", "c", "d"}, {"a"})


def test_kept_again_after_a_kill_nothing_changes(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20, c=30)
    report = replace(told(pattern("p1", "a", "b", at=20)), resolved=())
    catalogue.keep_patterns("run-1", report, blob="1")
    before = catalogue.known_patterns()
    catalogue.keep_patterns("run-1", report, blob="1")
    assert catalogue.known_patterns() == before
    catalogue.keep_patterns("run-1", told(pattern("p1", "c", at=20)), blob="1")
    assert _members(catalogue, "p1") == {"c"}


def test_quiet_counts_each_session_read_since_it_was_last_seen(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20)
    catalogue.keep_patterns("run-1", told(pattern("p1", "a", at=10), pattern("p2", "b", at=20)), blob="1")
    assert {name: one.quiet for name, one in _known(catalogue).items()} == {"p1": 1, "p2": 0}
    _reads(catalogue, "run-2", b=20, c=30, d=40, early=5)
    catalogue.select("run-2", [selected("unread", run_id="run-2")])
    catalogue.keep_patterns("run-2", told(), blob="2")
    assert {name: one.quiet for name, one in _known(catalogue).items()} == {"p1": 3, "p2": 2}
    besides = {one.id: one.quiet for one in catalogue.known_patterns(besides="run-2")}
    assert besides == {"p1": 0, "p2": 0}, "the run counts its own, the one it reads again among them"
    catalogue.keep_patterns("run-2", told(pattern("p1", "d", at=40)), blob="2")
    assert {name: one.quiet for name, one in _known(catalogue).items()} == {"p1": 0, "p2": 2}


def test_resolved_until_it_is_back(catalogue: Catalogue) -> None:
    begun(catalogue).keep_patterns("run-1", told(pattern("p1"), pattern("p2")), blob="1")
    gone = [replace(one, resolved_at=500) if one.id == "p1" else one for one in catalogue.known_patterns()]
    catalogue.keep_patterns("run-1", PatternReport(examined=9, users=3, resolved=tuple(gone)), blob="2")
    known = _known(catalogue)
    assert known["p1"].resolved_at == 500
    assert known["p2"].resolved_at > 1_700_000_000_000  # nobody said when: the database's clock did
    catalogue.keep_patterns("run-2", PatternReport(examined=9, users=3, resolved=tuple(catalogue.known_patterns())), blob="3")
    assert _known(catalogue) == known
    catalogue.keep_patterns("run-3", told(pattern("p1")), blob="4")
    assert (_known(catalogue)["p1"].resolved_at, _known(catalogue)["p2"].resolved_at) == (0, known["p2"].resolved_at)
    old = replace(pattern("p2"), lifecycle=Lifecycle.RESOLVED)
    catalogue.keep_patterns("run-4", told(old), blob="5")
    assert _known(catalogue)["p2"].resolved_at == known["p2"].resolved_at, "sessions from before that, read again, do not bring it back"


def test_what_the_team_says_outlives_the_next_run(catalogue: Catalogue) -> None:
    begun(catalogue).keep_patterns("run-1", told(pattern("p1"), pattern("p2")), blob="1")
    catalogue.rename_pattern("p1", "The slow till")
    catalogue.mute_pattern("p1", "meant to be slow")
    catalogue.keep_patterns("run-2", told(pattern("p1", title="Checkout takes long"), pattern("p2")), blob="2")
    one = _known(catalogue)["p1"]
    assert (one.title, one.renamed, one.muted) == ("The slow till", True, "meant to be slow")
    catalogue.mute_pattern("p1", "")
    assert _known(catalogue)["p1"].muted == ""
    assert (_known(catalogue)["p2"].title, _known(catalogue)["p2"].renamed) == ("Title of p2", False)


def test_merged_it_is_part_of_the_other_from_then_on(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20, c=30)
    catalogue.keep_patterns("run-1", told(pattern("p1", "a", "b", at=20), pattern("p2", "b", "c", at=30)), blob="1")
    catalogue.merge_patterns("p2", "p1")
    known = _known(catalogue)
    assert known["p2"].merged_into == "p1"
    assert (known["p1"].merged_into, known["p1"].signatures, known["p1"].first_seen, known["p1"].last_seen) == ("", ("sig p1", "sig p2"), 20, 30)
    assert _members(catalogue, "p1") == _members(catalogue, "p2") == {"a", "b", "c"}
    _reads(catalogue, "run-2", d=40)
    catalogue.keep_patterns("run-2", told(pattern("p2", "d", at=40, title="Another wording")), blob="2")
    assert _members(catalogue, "p1") == {"a", "b", "c", "d"}
    one = _known(catalogue)["p1"]
    assert (one.title, one.last_seen, one.quiet) == ("Title of p1", 40, 0)
    assert replace(_known(catalogue)["p2"], quiet=0) == replace(known["p2"], quiet=0)


def test_a_report_made_before_the_merge_tells_of_both(catalogue: Catalogue) -> None:
    _reads(catalogue, "run-1", a=10, b=20)
    both = told(pattern("p2", "b", at=20, title="Two"), pattern("p1", "a", at=10, title="One"))
    catalogue.keep_patterns("run-1", both, blob="1")
    catalogue.merge_patterns("p2", "p1")
    catalogue.keep_patterns("run-1", both, blob="1")
    one = _known(catalogue)["p1"]
    assert (one.title, one.first_seen, one.last_seen) == ("One", 10, 20)
    assert _members(catalogue, "p1") == {"a", "b"}


def test_merging_follows_chains(catalogue: Catalogue) -> None:
    begun(catalogue).keep_patterns("run-1", told(*(pattern(f"p{number}") for number in range(4))), blob="1")
    catalogue.merge_patterns("p3", "p2")
    catalogue.merge_patterns("p2", "p1")
    catalogue.merge_patterns("p0", "p3")
    assert {name: one.merged_into for name, one in _known(catalogue).items()} == {"p0": "p1", "p1": "", "p2": "p1", "p3": "p1"}
    catalogue.rename_pattern("p3", "All of it")
    catalogue.mute_pattern("p0", "known")
    assert (_known(catalogue)["p1"].title, _known(catalogue)["p1"].muted, _known(catalogue)["p3"].title) == ("All of it", "known", "Title of p3")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_however_they_are_merged_there_is_no_cycle_and_nothing_is_lost(catalogue: Catalogue, merges: list[tuple[int, int]]) -> None:
    name = f"t{len(catalogue.known_patterns())}"
    ids = [f"{name} {number}" for number in range(6)]
    together = {one: {one} for one in ids}
    begun(catalogue).keep_patterns("run-1", told(*map(pattern, ids)), blob="1")
    for old, new in merges:
        catalogue.merge_patterns(ids[old], ids[new])
        joined = together[ids[old]] | together[ids[new]]
        together.update(dict.fromkeys(joined, joined))
    known = _known(catalogue)
    for one in ids:
        root = known[one].merged_into or one
        assert known[root].merged_into == ""
        assert {other for other in ids if (known[other].merged_into or other) == root} == together[one]
        assert set(known[root].signatures) == {f"sig {other}" for other in together[one]}


@pytest.mark.parametrize("wrong", [("p1", "p9"), ("p9", "p1"), ("p9", "p9")])
def test_nothing_is_said_of_a_pattern_nobody_knows(catalogue: Catalogue, wrong: tuple[str, str]) -> None:
    begun(catalogue).keep_patterns("run-1", told(pattern("p1")), blob="1")
    with pytest.raises(KeyError):
        catalogue.merge_patterns(*wrong)
    for say in (catalogue.mute_pattern, catalogue.rename_pattern):
        with pytest.raises(KeyError):
            say("p9", "words")


def test_a_member_nobody_catalogued_is_no_row_of_a_list(catalogue: Catalogue) -> None:
    begun(catalogue).keep_patterns("run-1", told(pattern("p1", "a")), blob="1")
    assert _members(catalogue, "p1") == set()
    assert "p1" in _known(catalogue)
