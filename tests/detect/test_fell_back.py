"""A switch that the page sets back each time."""

from __future__ import annotations

import pytest

from onlooker import verify
from onlooker.detect import findings
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.screen import ScreenTrack

from .story import Story, alert, dialog, field, text

LAMP = field("Porch lamp", type="checkbox")


def twice(back: int = 2_000) -> Story:
    return Story().toggles(5_000, LAMP, back=5_000 + back).toggles(12_000, LAMP, back=12_000 + back)


def ruled(story: Story) -> list[Finding]:
    timeline = story.leaves(40_000).timeline(40_000)
    found = findings(timeline, story.hits(ends=40_000)).findings
    return [one for one in verify.revise(found, verify.by_rules(timeline, ScreenTrack(), found)) if one.symptom == "not_kept"]


def test_set_back_each_time_blocks() -> None:
    [finding] = ruled(twice())
    assert (finding.status, finding.blocking, finding.kind) == (Status.CONFIRMED, True, FindingKind.EXCEPTION)
    assert finding.title == "“Porch lamp” goes back to “off” by itself, set 2 times"
    assert finding.description.startswith("The user set “Porch lamp” to “on” 2 times; each time it went back by itself.")


def test_set_once_more_and_it_stays() -> None:
    [finding] = ruled(twice().toggles(20_000, LAMP))
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, False)


def test_who_can_switch_it_off_had_switched_it_on() -> None:
    [finding] = ruled(twice().toggles(20_000, LAMP, on=False))
    assert finding.blocking is False


def test_once_is_nothing() -> None:
    assert Story().toggles(5_000, LAMP, back=7_000).leaves(40_000).hits("not_kept") == []


def test_a_box_that_serves_another_row_is_another() -> None:
    story = Story().toggles(5_000, LAMP, back=7_000, around="Milk").toggles(12_000, LAMP, back=14_000, around="Bread")
    assert story.leaves(40_000).hits("not_kept") == []


@pytest.mark.parametrize("came", [text("Bell rung at 10:04"), dialog("Are you sure?")])
def test_what_did_its_work_and_goes_back_is_a_push_button(came: object) -> None:
    assert twice().shows(6_000, came).shows(13_000, came).leaves(40_000).hits("not_kept") == []  # type: ignore[arg-type]


def test_what_only_says_how_it_stands_or_that_it_failed_is_no_work() -> None:
    story = twice()
    for at in (5_100, 12_100):
        story.shows(at, text("On"), gone=(text("Off"),)).shows(at + 1_900, text("Off"), alert("Not reachable"), gone=(text("On"),))
    assert len(story.leaves(40_000).hits("not_kept")) == 1
