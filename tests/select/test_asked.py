"""What a person types, and the selection it makes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from onlooker.domain.selection import Selection, Strategy, selection_of
from onlooker.errors import SettingError
from onlooker.select import asked


def ms(*parts: int) -> int:
    """Of year, month, day and so on, UTC."""
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp() * 1000)


NOW = ms(2026, 11, 25, 13, 47, 31)


@pytest.mark.parametrize(
    ("word", "since", "until"),
    [
        ("2026-11-01", ms(2026, 11, 1), ms(2026, 11, 2)),
        ("20261101", ms(2026, 11, 1), ms(2026, 11, 2)),
        ("2026-11-01T09:30", ms(2026, 11, 1, 9, 30), ms(2026, 11, 1, 9, 30)),
        ("2026-11-01 09:30", ms(2026, 11, 1, 9, 30), ms(2026, 11, 1, 9, 30)),
        ("2026-11-01T09:30Z", ms(2026, 11, 1, 9, 30), ms(2026, 11, 1, 9, 30)),
        ("2026-11-01T09:30+02:00", ms(2026, 11, 1, 7, 30), ms(2026, 11, 1, 7, 30)),
        ("7d", ms(2026, 11, 18), ms(2026, 11, 19)),
        ("0d", ms(2026, 11, 25), ms(2026, 11, 26)),
        ("2w ago", ms(2026, 11, 11), ms(2026, 11, 12)),
        ("36h", ms(2026, 11, 24, 1, 47), ms(2026, 11, 24, 1, 47)),
        ("90m", ms(2026, 11, 25, 12, 17), ms(2026, 11, 25, 12, 17)),
    ],
)
def test_when(word: str, since: int, until: int) -> None:
    assert asked(now_ms=NOW, since=word).since == since
    assert asked(now_ms=NOW, until=word).until == until


@pytest.mark.parametrize("word", ["", "2026-13-01", "yesterday", "7", "7y", "-7d", "999999w", "2026-11-01T25:00", "7d\n8d"])
def test_when_it_cannot_be_told(word: str) -> None:
    with pytest.raises(SettingError, match=r"(?s)--since .*give a day \(2026-11-01\)"):
        asked(now_ms=NOW, since=word)


def test_there_is_no_day_after_the_last() -> None:
    with pytest.raises(SettingError, match="--until 9999-12-31"):
        asked(now_ms=NOW, until="9999-12-31")


@pytest.mark.parametrize(
    ("word", "length"),
    [
        ("10s", 10_000),
        ("5m", 300_000),
        ("1h30m", 5_400_000),
        ("1h 30 min", 5_400_000),
        ("90", 90_000),
        ("1.5s", 1_500),
        ("250ms", 250),
        ("2 MIN", 120_000),
    ],
)
def test_how_long(word: str, length: int) -> None:
    asked_for = asked(now_ms=NOW, min_duration=word, max_duration=word, min_active=word)
    assert (asked_for.min_duration_ms, asked_for.max_duration_ms, asked_for.min_active_ms) == (length, length, length)


@pytest.mark.parametrize("word", ["", "10x", "s", "-5s", "1h, 5m", "10 s 5", "1e9"])
def test_how_long_it_cannot_be_told(word: str) -> None:
    with pytest.raises(SettingError, match=r"--min-duration .*give a length of time, such as 10s"):
        asked(now_ms=NOW, min_duration=word)


def test_words_are_taken_once_each_and_addresses_by_their_end() -> None:
    asked_for = asked(
        now_ms=NOW,
        users=["ann ", "bob", "ann"],
        pages=["/checkout*"],
        internal_domains=["@Example.com", "example.com"],
        keep=["bots"],
        focus=" a\n b ",
    )
    assert asked_for == Selection(users=("ann", "bob"), pages=("/checkout*",), internal_domains=("example.com",), keep_bots=True, focus="a b")


def test_the_strategy_follows_from_the_sample() -> None:
    assert asked(now_ms=NOW).strategy is Strategy.ALL
    assert asked(now_ms=NOW, sample=100).strategy is Strategy.STRATIFIED
    assert asked(now_ms=NOW, strategy="Friction").strategy is Strategy.FRICTION
    assert asked(now_ms=NOW, strategy="friction", sample=3).sample == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"users": [" "]}, "--user is empty; leave it out, or say which"),
        (
            {"internal_domains": ["ann@example.com"]},
            "--internal-domain ann@example.com: give the end of your own e-mail addresses, such as example.com",
        ),
        ({"keep": ["cats"]}, "--keep cats: there is bots, internal, short"),
        ({"strategy": "best"}, "--strategy best: there is all, friction, stratified"),
        ({"strategy": "stratified"}, "--strategy stratified: say how many sessions, for example --sample 100"),
        ({"strategy": "all", "sample": 9}, "--strategy all --sample 9: take one of them; --sample alone draws sessions that look like the whole"),
        ({"sample": 0}, "--sample 0: give a number of sessions from 1"),
        (
            {"since": "1d", "until": "3d"},
            "no session begins after 2026-11-24T00:00:00.000Z and before 2026-11-23T00:00:00.000Z; exchange the two",
        ),
        ({"min_duration": "5m", "max_duration": "5s"}, "no session is longer than the most and shorter than the least duration; exchange the two"),
    ],
)
def test_what_cannot_be(given: dict[str, object], said: str) -> None:
    with pytest.raises(SettingError) as wrong:
        asked(now_ms=NOW, **given)  # type: ignore[arg-type]  # the words of the options, by name
    assert str(wrong.value) == said


@pytest.mark.parametrize(
    "plain",
    [
        {"since": "yesterday"},
        {"pages": "x"},
        {"strategy": "best"},
        {"sample": 0},
        {"sample": 5},
        {"strategy": "stratified"},
        {"keep_bots": 1},
        {"since": 10**17, "until": 1},
    ],
)
def test_values_that_make_no_selection(plain: dict[str, object]) -> None:
    with pytest.raises(SettingError):
        selection_of(plain)
