"""What was said to be saved and does not stand where the user looks for it: a doubt, which the rules alone dismiss."""

from __future__ import annotations

import pytest

from onlooker import clip, verify
from onlooker.detect import detect, findings
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from tests.detect.story import Story, alert, button, field, heading, link, text

LIST = "https://app.test/journal"
NOTE = "Charge disputed with the bank on Monday"


def saved(said: str = NOTE, *, password: bool = False) -> Story:
    """A note is typed and saved, the page says so, and the user opens the list where it should stand."""
    story = Story().types(1_000, field("Comment", type="password" if password else "text"), "*" * len(said) if password else said)
    story.clicks(8_000, button("Save", type="submit")).shows(8_300, alert("Saved successfully."))
    return story.clicks(11_000, link("Journal", LIST)).opens(11_200, LIST)


def doubts(story: Story, until: int = 30_000) -> list[dict[str, object]]:
    return [dict(hit.facts) for hit in detect(story.timeline(until)) if hit.rule == "not_kept"]


def test_the_list_does_not_show_it() -> None:
    [facts] = doubts(saved().shows(11_500, heading("Journal"), text("Rent"), text("Groceries"), navigation=True))
    assert facts == {"text": "Saved successfully.", "labels": "Comment", "typed": NOTE, "page": LIST, "left_after_ms": 18_800}


@pytest.mark.parametrize("shown", [NOTE, f"22 Nov Note {NOTE}", f"{NOTE[:30]}…"])
def test_the_list_shows_it_whole_or_begun(shown: str) -> None:
    assert doubts(saved().shows(11_500, heading("Journal"), text(shown), navigation=True)) == []


def test_short_and_masked_values_are_not_looked_for() -> None:
    assert doubts(saved("Blue").shows(11_500, heading("Journal"), navigation=True)) == []
    assert doubts(saved(password=True).shows(11_500, heading("Journal"), navigation=True)) == []


def test_who_works_on_had_no_doubt() -> None:
    busy = saved().shows(11_500, heading("Journal"), navigation=True)
    for at in range(13_000, 29_000, 3_000):
        busy.clicks(at, button(f"Thing {at}"))
    assert doubts(busy) == []


def test_who_leaves_at_once_did_not_look() -> None:
    assert doubts(saved().shows(11_500, heading("Journal"), navigation=True), until=14_000) == []


def test_the_rules_dismiss_it_and_it_is_kept_for_a_look() -> None:
    [finding] = ruled(saved().shows(11_500, heading("Journal"), text("Rent"), navigation=True))
    assert (finding.symptom, finding.status, finding.blocking) == ("not_kept", Status.REFUTED, False)
    assert NOTE in finding.title
    assert clip.choose([finding]).chosen == ()
    assert clip.choose([finding], doubtful=clip.doubtful([finding])).chosen == (finding,)


def ruled(story: Story) -> list[Finding]:
    timeline = story.timeline(30_000)
    found = findings(timeline, detect(timeline)).findings
    return list(verify.revise(found, verify.by_rules(timeline, ScreenTrack(), found)))
