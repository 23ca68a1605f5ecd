"""The recordings the project ships: what a person sees on their replay is told once, at its time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from onlooker.decode import events, recording
from onlooker.domain.timeline import Click, PageShown, Requested, Thrown, Timeline, Typed
from onlooker.merge import align, weave
from onlooker.screen import watch

from .made import entries_of, of

SAMPLES = Path(__file__).parents[2] / "samples"


@cache
def sample(name: str) -> Timeline:
    folder = SAMPLES / name
    tape = recording([(name, (folder / "snapshots.jsonl.gz").read_bytes())])
    log = events([(name, (folder / "events.jsonl.gz").read_bytes())])
    alignment = align(tape, log)
    track = watch(tape, started_at=alignment.started_at, session_end=alignment.ended_at)
    return weave(tape, log, track, alignment, session_id=name)


ALL = tuple(sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir()))


def texts(timeline: Timeline) -> list[str]:
    """Pages and presses in order, as a person would tell the journey."""
    told: list[str] = []
    for entry in timeline.entries:
        match entry.detail:
            case PageShown(title=title):
                told.append(title.partition(" | ")[0])
            case Click(target=target) if target is not None:
                told.append(f"> {target.label}")
            case _:
                pass
    return told


def test_the_shop_journey_is_told_step_by_step() -> None:
    assert texts(sample("oscar-1"))[:14] == [
        "All products",
        "> Garden",
        "Garden",
        "> Bird feeder",
        "Bird feeder",
        "> Add to basket",
        "Bird feeder",
        "Garden",
        "> Hand trowel",
        "Hand trowel",
        "> Add to basket",
        "Hand trowel",
        "> View basket",
        "Basket",
    ]


def test_each_failing_save_is_told_with_its_error_once() -> None:
    timeline = sample("fava-1")
    failed = [
        (entry.at_ms, entry.detail.status) for entry in entries_of(timeline, Requested) if isinstance(entry.detail, Requested) and entry.detail.failed
    ]
    errors = entries_of(timeline, Thrown)

    assert [status for _, status in failed] == [500, 500, 500]
    assert [at for at, _ in failed] == pytest.approx([35_157, 41_980, 47_851], abs=5)
    assert [entry.at_ms for entry in errors] == pytest.approx([at for at, _ in failed], abs=60)
    assert all(entry.events and len(entry.snapshots) == 2 for entry in errors)


def test_an_avalanche_of_errors_is_a_few_entries() -> None:
    timeline = sample("oscar-1")
    errors = [entry for entry in entries_of(timeline, Thrown) if isinstance(entry.detail, Thrown) and entry.detail.type == "TypeError"]

    assert sum(entry.count for entry in errors) > 300
    assert len(errors) < 40


def test_a_failed_deploy_and_the_one_that_worked() -> None:
    deploys = [detail.status for detail in of(sample("nodered-1"), Requested) if detail.url.endswith("/flows") and detail.kind_of == "xmlhttprequest"]

    assert deploys == [503, 200]


def test_two_windows_and_who_went_where() -> None:
    timeline = sample("oscar-3")

    assert len(timeline.windows) == 2
    assert [(entry.at_ms, entry.window) for entry in timeline.entries if entry.kind == "window"] == [(24_030, 1), (49_074, 0), (61_317, 1)]


def test_values_an_editor_fills_in_are_not_told_as_typed() -> None:
    timeline = sample("nodered-1")

    assert [typed.value for typed in of(timeline, Typed)] == ["probe 3A simulator"]
    assert timeline.dropped["input by the page"] > 15


@pytest.mark.parametrize("name", ALL)
def test_every_press_of_the_recorder_is_told_once(name: str) -> None:
    timeline = sample(name)
    presses = entries_of(timeline, Click)

    assert len({index for press in presses for index in press.snapshots}) == len(presses)
    assert all(press.snapshots for press in presses), "an event of a press found no press"
    assert all(isinstance(press.detail, Click) and press.detail.target is not None for press in presses)


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_told_before_its_page(name: str) -> None:
    timeline = sample(name)

    assert timeline.entries[0].kind == "page"
    assert timeline.entries[0].at_ms == 0
    assert all(entry.page for entry in timeline.entries)
    assert timeline.skew_ms == 0
    assert timeline.user
