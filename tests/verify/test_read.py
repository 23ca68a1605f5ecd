"""A reply about a clip, made into verdicts."""

from __future__ import annotations

import pytest

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelReply, Sees
from onlooker.errors import ReplyError
from onlooker.verify import Ruled, ask, read, read_description

from .made import CLIP, FINDING, TIMELINE, clocks, entry_labels, look, reply, ruling


def read_of(told: ModelReply, *findings: Finding, sees: Sees = Sees.IMAGES, described: str = "") -> Ruled:
    return read(told, CLIP, findings or (FINDING,), TIMELINE, sees=sees, described=described)


def verdict_of(told: ModelReply, sees: Sees = Sees.IMAGES) -> Verdict:
    return read_of(told, sees=sees).verdicts[FINDING.id]


def test_a_ruling_becomes_a_verdict_whose_times_are_computed() -> None:
    labels = entry_labels(ask(CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES))
    verdict = verdict_of(look(ruling(cites=[labels['Clicked "Save"']], frames=[5, 9])))
    assert (verdict.status, verdict.blocking, verdict.by, verdict.basis) == (Status.CONFIRMED, True, "test:eye", "frames")
    assert clocks(verdict.frames) == ["0:13", "0:17"]
    assert [entry.kind for entry in TIMELINE.entries if entry.id in verdict.cites] == ["click"]
    assert verdict.saw == "A red message said that saving failed."
    assert verdict.reason.startswith("The message stands in frames 5 and 9")


def test_what_happens_is_kept_with_who_said_it() -> None:
    told = read_of(look(ruling()))
    assert (told.description, told.by, told.basis) == ("The person presses Save twice; a red message comes both times.", "test:eye", "frames")
    before = read_of(look(ruling(), what_happens=""), described="A message comes.")
    assert before.description == "A message comes."


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param([5], ["0:13"], id="a number"),
        pytest.param(["frame 5", "9"], ["0:13", "0:17"], id="words"),
        pytest.param(["0:13"], ["0:13"], id="the clock in the footer"),
        pytest.param("5, 6 and 7", ["0:13", "0:14", "0:15"], id="a text"),
        pytest.param([9, 5, 5], ["0:13", "0:17"], id="in any order, twice"),
        pytest.param([5, 77], ["0:13"], id="one that is not there"),
        pytest.param(list(range(12)), ["0:05", *(f"0:{second:02}" for second in range(9, 16))], id="no more than eight"),
    ],
)
def test_frames_are_found_in_what_models_write_for_them(given: object, shown: list[str]) -> None:
    assert clocks(verdict_of(look(ruling(frames=given))).frames) == shown


def test_what_stands_for_nothing_is_counted() -> None:
    told = read_of(look(ruling(frames=[5, 77], cites=["e1", "e99"])))
    assert told.invented == 2
    assert len(told.verdicts[FINDING.id].cites) == 1


def test_frames_of_a_reader_that_saw_none_are_invented() -> None:
    told = read_of(look(ruling(frames=[5])), sees=Sees.TEXT)
    assert (told.invented, told.basis) == (1, "screen text")
    assert told.verdicts[FINDING.id].frames == ()


def test_only_what_is_confirmed_can_block() -> None:
    for word in ("refuted", "unclear"):
        verdict = verdict_of(look(ruling(ruling=word, blocking=True)))
        assert (verdict.status.value, verdict.blocking) == (word, False)
    assert verdict_of(look(ruling(ruling="Probably!", blocking=True))).status is Status.UNCLEAR


def test_the_last_ruling_on_a_finding_counts() -> None:
    assert verdict_of(look(ruling(), ruling(ruling="refuted"))).status is Status.REFUTED


def test_a_video_is_its_own_basis() -> None:
    assert verdict_of(look(ruling()), sees=Sees.VIDEO).basis == "video"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        pytest.param(look(what_happens="x"), "says nothing on f1", id="no ruling"),
        pytest.param(look(ruling(finding="f7")), "says nothing on f1", id="a ruling on something else"),
        pytest.param(look(ruling(), what_happens=""), "`what_happens` is missing", id="no description"),
        pytest.param(look(ruling(frames=[], cites=[])), "f1 is confirmed by nothing", id="no proof"),
        pytest.param(look(ruling(ruling="refuted", frames=[99], cites=[])), "f1 is refuted by nothing", id="invented proof"),
        pytest.param(look(ruling(why="", what_user_saw="")), "gives no reason", id="no reason"),
        pytest.param(look(ruling(frames=[70, 71, 72, 5])), "3 of 6 labels stand for nothing (70, 71, 72)", id="too much invented"),
        pytest.param(reply({}), "`what_happens` is missing", id="nothing"),
        pytest.param(reply({"report": "success"}), "`what_happens` is missing", id="what the page asked for"),
    ],
)
def test_a_reply_that_cannot_be_used_says_what_is_wrong(told: ModelReply, says: str) -> None:
    with pytest.raises(ReplyError) as raised:
        read_of(told)
    assert says in str(raised.value)


def test_unclear_needs_no_proof() -> None:
    assert verdict_of(look(ruling(ruling="unclear", frames=[], cites=[]))).status is Status.UNCLEAR


def test_a_reader_without_eyes_need_not_describe() -> None:
    assert read_of(look(ruling(frames=[]), what_happens=""), sees=Sees.TEXT).verdicts[FINDING.id].basis == "screen text"


def test_a_description_is_one_line_of_text() -> None:
    assert read_description(reply({"what_happens": "The person\npresses \x1b[31mSave."})) == "The person presses [31mSave."
    for nothing in ({}, {"what_happens": ["a"]}, {"what_happens": "  "}):
        with pytest.raises(ReplyError):
            read_description(reply(nothing))
