"""Rulings without a model on what a browser read: only where it looked at the right time and saw plainly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker import verify
from onlooker.domain.clip import Clip, Under
from onlooker.domain.evidence import Evidence, Hit, ScreenText, Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.screen import Screen, ScreenLine
from onlooker.domain.timeline import Click, Timeline
from tests.detect.story import Story, alert, button

from .made import CLIP, FAILED, ruled

SAVE = replace(button("Save"), node_id=7)


def dead() -> tuple[Timeline, Finding]:
    story = Story()
    for at in (12_000, 14_000, 16_000):
        story.clicks(at, SAVE)
    timeline = story.leaves(40_000).timeline(40_000)
    [found] = ruled(timeline)
    return timeline, found


def under(at_ms: int = 12_000, **more: object) -> Clip:
    return replace(CLIP, under=(replace(Under(at_ms=at_ms, node_id=7, label="Save", hit="div.veil"), **more),))  # type: ignore[arg-type]


def test_a_press_that_something_unseen_took_is_the_reason_why_nothing_answered() -> None:
    timeline, found = dead()
    held = found.evidence.verdict
    assert held is not None
    clip = under(covered=True, unseen=True)
    [ruled_on] = verify.revise([found], verify.by_exact([found], clip, timeline))
    verdict = ruled_on.evidence.verdict
    assert verdict is not None
    assert verdict.reason == f"{held.reason} Something that cannot be seen (div.veil) lay over “Save” and took the press."
    assert (verdict.status, verdict.blocking, verdict.by) == (Status.CONFIRMED, held.blocking, "rules")
    assert len(set(verdict.cites) - set(held.cites)) == 1
    assert ruled_on.evidence.earlier == (held,)
    assert verify.by_exact([ruled_on], clip, timeline) == {}, "once is enough"


def test_what_was_unclear_is_confirmed_by_what_took_the_press_and_blocks_no_more_than_before() -> None:
    timeline, found = dead()
    unclear = replace(found, evidence=replace(found.evidence, verdict=Verdict(status=Status.UNCLEAR, blocking=False, reason="Impatience, maybe.")))
    verdict = verify.by_exact([unclear], under(covered=True, unseen=True), timeline)[found.id]
    assert (verdict.status, verdict.blocking) == (Status.CONFIRMED, False)


def test_what_took_the_press_is_told_in_the_title() -> None:
    timeline, found = dead()
    [shown] = verify.noted([found], under(covered=True, unseen=True), timeline)
    assert (shown.id, shown.title) == (found.id, "“Save” does nothing: something that cannot be seen lies over it")


def test_a_press_that_went_astray_is_told_by_what_was_meant() -> None:
    timeline, found = dead()
    found = replace(found, description="The user pressed “veil” 4 times. Nothing on the screen answered.")
    [astray] = [entry for entry in timeline.entries if isinstance(entry.detail, Click)][:1]
    assert isinstance(astray.detail, Click)
    assert astray.detail.target is not None
    named = replace(astray, detail=replace(astray.detail, target=replace(astray.detail.target, label="veil")))
    timeline = replace(timeline, entries=tuple(named if entry.id == astray.id else entry for entry in timeline.entries))
    [shown] = verify.noted([found], under(covered=True, unseen=True), timeline)
    assert shown.description == "The user pressed “Save” 4 times. Nothing on the screen answered."
    [untouched] = verify.noted([found], under(), timeline)
    assert untouched.title == found.title


def test_a_models_words_stay_its_own() -> None:
    timeline, found = dead()
    held = Verdict(status=Status.CONFIRMED, blocking=True, reason="They tried and tried.", by="a model")
    told = replace(found, evidence=replace(found.evidence, verdict=held))
    clip = under(covered=True, unseen=True)
    [ruled_on] = verify.revise([told], verify.by_exact([told], clip, timeline))
    verdict = ruled_on.evidence.verdict
    assert verdict is not None
    assert (verdict.by, verdict.reason) == ("rules", "Something that cannot be seen (div.veil) lay over “Save” and took the press.")
    assert ruled_on.evidence.earlier == (held,)


def test_a_disabled_control_is_a_reason_and_no_proof() -> None:
    timeline, found = dead()
    unclear = replace(found, evidence=replace(found.evidence, verdict=Verdict(status=Status.UNCLEAR, blocking=False, reason="Who knows.")))
    verdict = verify.by_exact([unclear], under(disabled=True), timeline)[found.id]
    assert (verdict.status, verdict.reason) == (Status.UNCLEAR, "Who knows. “Save” was disabled when it was pressed.")


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(under(), id="nothing in the way"),
        pytest.param(under(covered=True), id="something that can be seen"),
        pytest.param(under(off_screen=True), id="off the screen"),
        pytest.param(under(at_ms=13_000, covered=True, unseen=True), id="another time"),
        pytest.param(under(node_id=8, covered=True, unseen=True), id="another control"),
        pytest.param(CLIP, id="not looked at"),
    ],
)
def test_where_the_browser_tells_nothing_surely_nothing_is_ruled(clip: Clip) -> None:
    timeline, found = dead()
    assert verify.by_exact([found], clip, timeline) == {}


def test_what_was_refuted_stays_so() -> None:
    timeline, found = dead()
    refuted = replace(found, evidence=replace(found.evidence, verdict=Verdict(status=Status.REFUTED, blocking=False, reason="One press.")))
    assert verify.by_exact([refuted], under(covered=True, unseen=True), timeline) == {}


def test_what_lay_under_a_press_is_noted_beside_the_screen_text_once() -> None:
    timeline, found = dead()
    found = replace(found, evidence=replace(found.evidence, screen=ScreenText(notes=("nothing on the screen changed",))))
    clip = replace(CLIP, under=tuple(Under(at_ms=at, node_id=7, label="Save", hit="p", covered=True) for at in (12_000, 14_000)))
    [noted] = verify.noted(verify.noted([found], clip, timeline), clip, timeline)
    assert noted.evidence.screen is not None
    assert noted.evidence.screen.notes == ("nothing on the screen changed", "“Save” was covered by something else (p) when it was pressed")
    assert verify.noted([found], CLIP, timeline) == (found,)


MESSAGE = Hit(rule="error_shown", at_ms=12_000, end_ms=12_300, entries=("i1", "i2"), facts={"text": FAILED, "shown_ms": 8_000})
ALLEGED = Finding(
    id="alleged",
    kind=dead()[1].kind,
    symptom="error_shown",
    title=FAILED,
    description="",
    blocking=True,
    status=Status.CONFIRMED,
    start_ms=12_000,
    end_ms=12_300,
    evidence=Evidence(entries=("i1", "i2"), hits=(MESSAGE,), verdict=Verdict(status=Status.CONFIRMED, blocking=True, reason="The screen said so.")),
)
TIMELINE = Story().clicks(12_000, SAVE).shows(12_300, alert(FAILED)).leaves(40_000).timeline(40_000)


def seen(at_ms: int, *lines: str, window: int = 0) -> Clip:
    screen = Screen(at_ms=at_ms, window=window, url="", title="", lines=tuple(ScreenLine(text=line) for line in lines), pictures=2)
    return replace(CLIP, screens=(screen,))


def test_a_message_that_was_nowhere_on_the_screen_is_none_that_a_user_met() -> None:
    verdict = verify.by_exact([ALLEGED], seen(13_000, "Settings", "Name", "Save"), TIMELINE)["alleged"]
    assert (verdict.status, verdict.blocking, verdict.by) == (Status.REFUTED, False, "rules")
    assert verdict.reason == f"“{FAILED}” was in the page but nowhere on the screen."
    assert verdict.cites == ("i1", "i2")


@pytest.mark.parametrize(
    ("finding", "clip"),
    [
        pytest.param(ALLEGED, seen(13_000, "Settings", FAILED), id="it stood there"),
        pytest.param(ALLEGED, seen(13_000, "Settings", "Saving failed: the", "disk is full"), id="on two lines"),
        pytest.param(ALLEGED, seen(13_000, "Settings", "The disk is FULL"), id="in other words"),
        pytest.param(ALLEGED, seen(13_000, "Settings", "Something went wrong"), id="another message of failure stood there"),
        pytest.param(ALLEGED, seen(13_000), id="nothing could be read"),
        pytest.param(ALLEGED, seen(12_000, "Settings"), id="looked at too early"),
        pytest.param(ALLEGED, seen(20_300, "Settings"), id="looked at when it had gone"),
        pytest.param(ALLEGED, seen(13_000, "Settings", window=1), id="another window"),
        pytest.param(ALLEGED, CLIP, id="not looked at"),
        pytest.param(
            replace(ALLEGED, evidence=replace(ALLEGED.evidence, hits=(MESSAGE, replace(MESSAGE, rule="dead_click")))),
            seen(13_000, "Settings"),
            id="it rests on more than the message",
        ),
        pytest.param(
            replace(ALLEGED, evidence=replace(ALLEGED.evidence, hits=(MESSAGE, replace(MESSAGE, end_ms=30_000)))),
            seen(13_000, "Settings"),
            id="it came a second time and nobody looked",
        ),
        pytest.param(
            replace(ALLEGED, evidence=replace(ALLEGED.evidence, hits=(replace(MESSAGE, facts={"text": "***"}),))),
            seen(13_000, "Settings"),
            id="masked",
        ),
    ],
)
def test_in_doubt_a_message_counts_as_seen(finding: Finding, clip: Clip) -> None:
    assert verify.by_exact([finding], clip, TIMELINE) == {}


def test_a_message_whose_end_is_not_known_is_looked_for_while_it_surely_stood() -> None:
    endless = replace(ALLEGED, evidence=replace(ALLEGED.evidence, hits=(replace(MESSAGE, facts={"text": FAILED}),)))
    assert set(verify.by_exact([endless], seen(14_000, "Settings"), TIMELINE)) == {"alleged"}
    assert verify.by_exact([endless], seen(16_000, "Settings"), TIMELINE) == {}
