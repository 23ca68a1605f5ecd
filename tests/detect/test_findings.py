"""What is put together, what it is called, and what is noise."""

from __future__ import annotations

import pytest

from onlooker.detect import Found, detect, findings
from onlooker.domain.finding import FindingKind

from .story import HOME, Story, alert, button, dialog, field, heading, link, text

SAVE = button("Save")
SEND = button("Send")


def _found(story: Story, ends: int = 60_000) -> Found:
    timeline = story.timeline(ends)
    return findings(timeline, detect(timeline))


def _fails(story: Story, at: int, status: int = 500, said: str = "Saving failed") -> Story:
    return (
        story.clicks(at, SAVE).requests(at + 10, "POST", f"{HOME}/api/save", status).throws(at + 150, f"HTTP {status}").shows(at + 300, alert(said))
    )


def test_three_tries_of_one_thing_are_one_finding() -> None:
    story = Story()
    for at in (5_000, 12_000, 20_000):
        _fails(story, at)
    [finding] = _found(story.leaves(40_000), 40_000).findings
    assert finding.title == "“Save” fails: Saving failed"
    assert "pressed “Save” 3 times" in finding.description
    assert {hit.rule for hit in finding.evidence.hits} >= {"error_shown", "failed_request", "exception", "repeated_submit", "abandonment"}
    assert (finding.start_ms, finding.end_ms // 1000) == (5_000, 20)


def test_a_description_says_it_once_and_ends_each_sentence_once() -> None:
    [finding] = _found(_fails(Story(), 5_000, said="Could not save. Try again later.").leaves(5_900), 5_900).findings
    assert finding.description.startswith("The user pressed “Save”. The screen said: “Could not save. Try again later.” ")
    assert "0 s later" not in finding.description and ".”." not in finding.description


def test_two_things_that_fail_are_two() -> None:
    story = _fails(Story(), 5_000).clicks(20_000, SEND).shows(20_300, alert("Could not send the message", box=8))
    titles = [finding.title for finding in _found(story).findings]
    assert titles == ["“Save” fails: Saving failed", "“Send” fails: Could not send the message"]


def test_an_avalanche_is_one_noise_with_its_count() -> None:
    story = Story()
    for number in range(300):
        story.throws(1_000 + 40 * number, "Cannot read properties of undefined (reading 'GBP')")
    found = _found(story.leaves(60_000))
    assert found.findings == ()
    assert [(noise.count, noise.reason) for noise in found.noise] == [(300, "nothing on the screen changed, and the user went on")]


def test_an_avalanche_does_not_swallow_a_real_trouble() -> None:
    story = Story()
    for number in range(200):
        story.throws(100 + 250 * number, "ticker: no feed")
    found = _found(_fails(story, 20_000).leaves(60_000))
    assert [finding.title for finding in found.findings] == ["“Save” fails: Saving failed"]
    assert len(found.noise) == 1


def test_a_call_the_page_repeated_by_itself_is_noise() -> None:
    story = Story().clicks(5_000, link("Prices", f"{HOME}/prices")).opens(5_200, f"{HOME}/prices").shows(5_400, heading("Prices"), navigation=True)
    story.requests(6_000, "GET", f"{HOME}/api/stock", 503).requests(6_300, "GET", f"{HOME}/api/stock", 200).leaves(30_000)
    found = _found(story, 30_000)
    assert found.findings == ()
    assert all("repeated" in noise.reason or "went on" in noise.reason for noise in found.noise)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (500, "Saving failed", FindingKind.EXCEPTION),
        (401, "Your session has expired", FindingKind.ABANDONMENT),
    ],
)
def test_what_broke_is_told_from_what_was_given_up(status: int, said: str, kind: FindingKind) -> None:
    [finding] = _found(_fails(Story(), 5_000, status, said).leaves(20_000), 20_000).findings
    assert finding.kind is kind


def test_empty_searches_and_wandering_are_one_confusion() -> None:
    story = Story()
    paths = ("/kitchen", "/garden", "/lighting", "/kitchen", "/basket", "/garden", "/login", "/kitchen")
    for number, path in enumerate(paths):
        at = 2_000 + 4_000 * number
        story.clicks(at - 200, link(path, f"https://app.test{path}")).opens(at, f"https://app.test{path}")
        story.shows(at + 200, heading(path), navigation=True)
    story.types(34_000, field("Search"), "lamp").clicks(35_000, button("Search")).opens(35_200, "https://app.test/search")
    story.shows(35_400, text("Found 0 results."), navigation=True, lines=5).leaves(200_000)
    told = _found(story, 200_000).findings
    assert [finding.kind for finding in told] == [FindingKind.CONFUSION]
    assert "without finding the way" in told[0].title


def test_ids_are_the_same_in_every_run() -> None:
    one, other = (_found(_fails(Story(), 5_000).leaves(20_000), 20_000) for _ in range(2))
    assert [finding.id for finding in one.findings] == [finding.id for finding in other.findings]


def test_every_hit_is_in_exactly_one_place() -> None:
    story = _fails(_fails(Story(), 5_000), 15_000).throws(40_000, "ticker: no feed").clicks(45_000, SEND).leaves(60_000)
    timeline = story.timeline(60_000)
    hits = detect(timeline)
    found = findings(timeline, hits)
    told = [hit for finding in found.findings for hit in finding.evidence.hits]
    assert len(told) == len(set(map(id, told)))
    assert len(told) <= len(hits)
    cited = {entry for finding in found.findings for entry in finding.evidence.entries} | {e for noise in found.noise for e in noise.entries}
    assert {entry for hit in hits for entry in hit.entries} <= cited


def test_an_error_of_a_shortcut_nobody_recorded_is_blamed_on_no_press() -> None:
    story = Story()
    for at in (10_000, 20_000):
        story.clicks(at - 4_000, button("Close")).shows(at - 3_900, text(f"Page {at}"), gone=(dialog("Tip of the day"),))
        story.requests(at, "", f"{HOME}/api/file?17", 500, took=20).shows(at + 40, alert("File could not be saved"))
    [finding] = _found(story.leaves(40_000), 40_000).findings
    assert finding.title == "File could not be saved"
    assert {hit.rule for hit in finding.evidence.hits} >= {"error_shown", "failed_request"}


def test_calls_to_one_address_are_told_apart_by_what_they_ask() -> None:
    story = Story().clicks(5_000, SAVE).requests(5_010, "", f"{HOME}/file?1795405884658", 500).shows(5_300, alert("Saving failed"))
    story.requests(15_000, "", f"{HOME}/file?content=0&hash=1", 200).leaves(40_000)
    [hit] = story.hits("failed_request", ends=40_000)
    assert "healed_ms" not in hit.facts
