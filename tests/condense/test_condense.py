from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.condense import condense, tokens
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.screen import Element, Role
from onlooker.domain.timeline import Click, Idled, Left, PageShown, Requested, Timeline
from onlooker.errors import SettingError
from tests.condense.made import HERE, SAVE, change, finding, of, sessions, timeline
from tests.condense.made import entry as made_entry

Session = tuple[Timeline, list[Finding], list[Noise]]

REFUSED = timeline(
    (0, PageShown(url=HERE + "/item/1", title="Item")),
    (2000, Click(target=SAVE)),
    (2100, Requested(method="POST", url=HERE + "/save", status=503, duration_ms=100, kind_of="fetch")),
    (2300, change((Role.ALERT, 'Not saved: "disk full", try\nagain'))),
    (3000, 63_000, Idled()),
    (63_000, Left(last=True)),
)


def lines(text: str) -> list[str]:
    """Without the head and the legend."""
    return text.splitlines()[4:]


def test_a_session_reads_as_it_happened() -> None:
    assert lines(condense(REFUSED, [finding("id3", symptom="failed_request", title="POST /save answered 503")]).text) == [
        't1,"Not saved: ""disk full"", try again"',
        "e1,,page,/item/1,Item",
        "e2,2,click,button Save",
        "e3,.1,request,POST /save 503",
        "f1,,suspected failed_request,POST /save answered 503,at e3",
        "e4,.2,see,alert:t1",
        "e5,.7,idle,60s",
        "e6,60,end",
        ",,last screen,/item/1,Item,alert:t1",
    ]


def test_noise_is_one_line_a_cause() -> None:
    noise = Noise(what="TypeError: x is undefined", reason="nothing changed on screen", at_ms=5, count=34, entries=("id3",))
    assert lines(condense(REFUSED, noise=[noise]).text)[-1] == ",,not visible,34x,TypeError: x is undefined,nothing changed on screen"


def test_a_page_cannot_forge_a_line() -> None:
    label = 'Save"\ne99,.1,page,/thanks,Order placed\n"'
    transcript = condense(timeline((0, Click(target=Element(tag="button", label=label)))))
    assert [line for line in lines(transcript.text) if line.startswith("e99")] == []
    assert next(csv.reader([lines(transcript.text)[0]])) == ["e1", "", "click", 'button Save" e99,.1,page,/thanks,Order placed "']


def test_a_tiny_budget_is_refused() -> None:
    with pytest.raises(SettingError, match="at least 1000"):
        condense(REFUSED, budget=10)


def test_a_long_session_is_cut_at_pages_with_a_little_of_its_neighbours() -> None:
    entries = []
    for number in range(1, 600):
        detail = PageShown(url=f"{HERE}/page/{number}") if number % 20 == 1 else Click(target=Element(tag="button", label=f"Button {number}"))
        entries.append(made_entry(number, number * 4000, detail))
    transcript = condense(of(entries), budget=1500, tighter=())
    assert len(transcript.parts) > 3
    own = [label for part in transcript.parts for label in part.cites[part.cites.index(part.own_from) : part.cites.index(part.own_to) + 1]]
    assert own == list(transcript.cites)
    for part in transcript.parts[1:]:
        assert next(line for line in lines(part.text) if line.startswith(part.own_from + ",")).split(",")[2] == "page"
        assert part.cites[0] != part.own_from


def test_one_absurd_entry_is_shortened_and_counted() -> None:
    absurd = change(*[(Role.ALERT, chr(0x10300 + number) * 300) for number in range(8)])
    transcript = condense(timeline((0, Click(target=SAVE)), (100, absurd)), budget=1000)
    assert all(part.tokens <= 1000 for part in transcript.parts)
    assert transcript.cut["lines too long"] >= 1
    assert set(transcript.cites.values()) == {"id1", "id2"}


@settings(deadline=None, max_examples=60)
@given(sessions(), st.sampled_from([1000, 1300, 60_000]))
def test_the_budget_holds_and_the_tokens_are_exact(session: Session, budget: int) -> None:
    made, findings, noise = session
    for part in condense(made, findings, noise, budget=budget).parts:
        assert part.tokens <= budget
        assert part.tokens == tokens.count(part.text)
        assert part.tokens == sum(tokens.count(line) for line in part.text.splitlines(keepends=True))


@settings(deadline=None, max_examples=60)
@given(sessions(), st.sampled_from([1000, 60_000]))
def test_cites_round_trip(session: Session, budget: int) -> None:
    made, findings, noise = session
    transcript = condense(made, findings, noise, budget=budget)
    ids = [one.id for one in made.entries]
    told = list(transcript.cites.values())
    assert told == [one for one in ids if one in set(told)], "labels are in the order of the timeline"
    assert list(transcript.cites) == [f"e{number}" for number in range(1, len(told) + 1)]
    shown = {row[0] for part in transcript.parts for row in csv.reader(part.text.splitlines()) if row}
    assert set(transcript.cites) <= shown
    assert set(transcript.suspects) <= shown
    assert {label for part in transcript.parts for label in part.cites} == set(transcript.cites)
    assert set(transcript.suspects.values()) == {one.id for one in findings}


@settings(deadline=None, max_examples=60)
@given(sessions())
def test_every_entry_is_told_folded_or_dropped(session: Session) -> None:
    made, findings, noise = session
    transcript = condense(made, findings, noise)
    assert len(transcript.cites) + sum(transcript.folded.values()) + sum(transcript.dropped.values()) == len(made.entries) == transcript.entries


@settings(deadline=None, max_examples=60)
@given(sessions())
def test_no_text_makes_a_line_of_its_own(session: Session) -> None:
    made, findings, noise = session
    transcript = condense(made, findings, noise)
    rows = [row for row in csv.reader(lines(transcript.text)) if row]
    kinds = {re.sub(r"\d+$", "", row[0]) for row in rows}
    assert kinds <= {"", "e", "f", "p", "b", "t", "x"}
    assert [row[0] for row in rows if row[0].startswith("e")] == list(transcript.cites)
    assert [row[0] for row in rows if row[0].startswith("f")] == list(transcript.suspects)
