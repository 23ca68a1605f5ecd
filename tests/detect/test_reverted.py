"""A field that shows what it held before, although the screen said that it was saved."""

from __future__ import annotations

from onlooker import verify
from onlooker.detect import findings
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.screen import Reverted, ScreenTrack
from tests.detect.story import HOME, Story, alert, button, field, link

ROOM = field("Room", type="select-one", tag="select")
BACK = (Reverted(label="Room", given="Cellar", shown="Attic"),)
SAVED = "Changed successfully."


def once(story: Story, at: int, *, kept: bool = False, said: str = SAVED) -> Story:
    story.types(at, ROOM, "2").clicks(at + 2_000, button("Save", type="submit")).opens(at + 2_200, HOME)
    return story.shows(at + 2_250, alert(said), navigation=True, reverted=() if kept else BACK)


def ruled(story: Story) -> list[Finding]:
    timeline = story.timeline(40_000)
    found = findings(timeline, story.hits(ends=40_000)).findings
    return [one for one in verify.revise(found, verify.by_rules(timeline, ScreenTrack(), found)) if one.symptom == "not_kept"]


def test_set_twice_and_twice_as_before_blocks() -> None:
    [finding] = ruled(once(once(Story(), 2_000), 12_000))
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, True)
    assert finding.title == "“Room” is said to be saved, and is “Attic” again"
    assert "to “Cellar” 2 times" in finding.description


def test_once_is_a_doubt() -> None:
    [finding] = ruled(once(Story(), 2_000))
    assert (finding.status, finding.blocking) == (Status.UNCLEAR, False)


def test_two_fields_of_one_form_are_one_trouble_and_no_doubt() -> None:
    both = (*BACK, Reverted(label="Status", given="open", shown="new"))
    story = Story().types(2_000, ROOM, "2").types(3_000, field("Status", type="select-one", tag="select"), "1")
    story.clicks(4_000, button("Save", type="submit")).opens(4_200, HOME).shows(4_250, alert(SAVED), navigation=True, reverted=both)
    [finding] = ruled(story)
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, True)


def test_kept_at_a_later_try() -> None:
    [finding] = ruled(once(once(Story(), 2_000), 12_000, kept=True))
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, False)


def test_who_left_by_a_link_saved_nothing() -> None:
    story = Story().types(2_000, ROOM, "2").clicks(4_000, link("Others", HOME)).opens(4_200, HOME)
    assert not story.shows(4_250, alert(SAVED), navigation=True, reverted=BACK).hits("not_kept")


def test_nothing_was_said_to_be_saved() -> None:
    assert not once(Story(), 2_000, said="Maintenance on Sunday").hits("not_kept")
    assert not once(Story(), 2_000, said="Room was not saved: it is full.").hits("not_kept")


def test_a_page_that_fills_its_fields_a_moment_later() -> None:
    assert not once(Story(), 2_000).shows(4_600, values=(("Room", "Attic", "Cellar"),)).hits("not_kept")


def test_saved_and_opened_again_from_a_list() -> None:
    there = "https://app.test/list"
    story = (
        Story().types(2_000, ROOM, "2").clicks(4_000, button("Save", type="submit")).opens(4_200, there).shows(4_250, alert(SAVED), navigation=True)
    )
    story.clicks(8_000, link("Old globe", HOME)).opens(8_200, HOME).shows(8_250, navigation=True, reverted=BACK)
    assert [hit.facts["shown"] for hit in story.hits("not_kept")] == ["Attic"]
