"""How the nouns are told in plain words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain import words
from onlooker.domain.report import Coverage, Spent
from onlooker.domain.snapshot import RecordingLosses
from onlooker.domain.tally import ranked, tally_findings, tally_run, worst
from tests.sinks import reports


@pytest.mark.parametrize(
    ("ms", "told"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (140, "0.1 s"),
        (2_000, "2 s"),
        (9_960, "10 s"),
        (57_437, "57 s"),
        (59_700, "1 min"),
        (113_036, "1 min 53 s"),
        (3_599_600, "1 h"),
        (7_500_000, "2 h 5 min"),
    ],
)
def test_a_duration_is_told_in_at_most_two_units(ms: int, told: str) -> None:
    assert words.duration(ms) == told


@pytest.mark.parametrize(("usd", "told"), [(0.0, "$0.00"), (0.0042, "$0.0042"), (0.1, "$0.10"), (12.3, "$12.30"), (None, "price unknown")])
def test_an_unknown_price_is_never_zero(usd: float | None, told: str) -> None:
    assert words.money(usd) == told


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ("plain", "plain"),
        ("caf\u00e9 \U0001f680", "caf\u00e9 \U0001f680"),
        ("\x1b[31mred\x07", "[31mred"),
        ("a\u202eb\u2066c", "abc"),
        ("half \ud83d", "half ?"),
        ("two\n lines\t", "two lines"),
    ],
)
def test_recorded_text_loses_what_could_act(recorded: str, shown: str) -> None:
    assert words.one_line(recorded) == shown


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_any_text_becomes_one_harmless_line_within_its_limit(recorded: str, limit: int) -> None:
    shown = words.one_line(recorded, limit)
    assert len(shown) <= limit
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert words.one_line(shown) == shown


def test_coverage_says_only_what_there_is_to_say() -> None:
    assert words.coverage_words(Coverage(snapshots=1, events=0, entries=1, screens=2)) == (
        "Read 1 snapshot and 0 events, woven into 1 entry; looked at 2 screens.",
    )


def test_what_is_next_to_nothing_is_not_told_as_a_loss() -> None:
    assert len(words.coverage_words(Coverage(unseen_ms=999))) == 1
    assert "For 1 s there was no page" in words.coverage_words(Coverage(unseen_ms=1_000))[1]
    assert words.coverage_words(Coverage(masked_share=0.004))[1].startswith("Less than 1% of the texts")


def test_every_loss_is_said() -> None:
    losses = RecordingLosses(unreadable_chunks=1, reordered=2, duplicates=1, windows_without_full=1, truncated=True, notes=("odd end",))
    said = words.coverage_words(Coverage(windows=2, gaps=1, gap_ms=60_000, losses=losses, unreadable_events=3, masked_share=0.25, skew_ms=-400))
    assert said[1:] == (
        "The recording is silent in 1 gap, 1 min in all.",
        "25% of the texts and fields looked at were masked by the recorder.",
        "The recording is cut off at its end.",
        "Could not be read: 1 chunk, 3 events.",
        "Repaired: 2 put back in order, 1 duplicate dropped, 1 window without a full snapshot, the events' clock moved by 0.4 s.",
        "odd end",
    )


def test_what_was_spent_is_said() -> None:
    assert words.spent_words(Spent()) == "No model was asked; no cost."
    assert (
        words.spent_words(Spent(calls=1, input_tokens=14_200, output_tokens=900, cost=0.0072)) == "1 model call; 14,200 tokens in, 900 out; $0.0072."
    )


def test_ids_are_cut_where_they_still_differ() -> None:
    assert words.short_ids(["01a203d5-ead4", "01a203d5-6593", "zz"]) == {"01a203d5-ead4": "01a203d5-e", "01a203d5-6593": "01a203d5-6", "zz": "zz"}


@given(st.lists(st.text(alphabet="ab", max_size=14), max_size=8, unique=True))
def test_a_cut_id_begins_no_other_unless_one_is_the_beginning_of_the_other(ids: list[str]) -> None:
    cut = words.short_ids(ids)
    for one in ids:
        assert one.startswith(cut[one])
        others = [other for other in ids if other != one and other.startswith(cut[one])]
        assert all(other.startswith(one) for other in others)


def test_outcomes_are_counted_without_zeros() -> None:
    assert words.outcomes_words(tally_run(reports.many(5))) == "5 sessions: 2 reached the goal, 3 did not"
    assert words.outcomes_words(tally_run(reports.many(1))) == "1 session: goal not reached"
    assert words.outcomes_words(tally_run(reports.many(0))) == "No session"


def test_findings_are_tallied_and_ranked() -> None:
    report = reports.refused_deploy()
    tally = tally_findings(report.findings)
    assert (tally.blocking, tally.other, tally.dismissed, tally.confirmed, tally.unclear) == (1, 1, 1, 1, 1)
    assert [finding.symptom for finding in ranked(report.findings[::-1])] == ["failed_request", "back_and_forth", "dead_click"]
    assert worst(report) is report.findings[0]
    assert worst(reports.bought_kettle()) is None


def test_one_unknown_price_makes_the_run_s_cost_unknown() -> None:
    assert tally_run(reports.run()).cost is None
