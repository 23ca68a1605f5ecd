"""What the terminal says of a run, of hits, of a screen; on hand-made values."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from onlooker.cli.looking import tell_checks, tell_detection, tell_prices, tell_screen
from onlooker.cli.telling import tell_estimate, tell_run
from onlooker.domain.estimate import Estimate, PhaseEstimate, estimate_of
from onlooker.domain.report import RunReport
from onlooker.domain.run import Check, CheckState, Detection, Price, PricedTranscript
from onlooker.domain.screen import Role, Screen, ScreenLine
from onlooker.domain.transcript import Transcript, TranscriptPart
from tests.sinks import reports


class Paper:
    """A console whose text can be read; colours off, so that only words count."""

    def __init__(self, width: int = 120) -> None:
        self.console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)

    @property
    def text(self) -> str:
        assert isinstance(self.console.file, io.StringIO)
        return self.console.file.getvalue()

    @property
    def lines(self) -> list[str]:
        return [" ".join(line.split()) for line in self.text.splitlines() if line.strip()]


@pytest.fixture
def paper() -> Paper:
    return Paper()


def test_few_sessions_are_told_whole(paper: Paper) -> None:
    tell_run(reports.many(1), paper.console, ("out/s-0000.json", "out/report.html", "out/report.md"))
    assert paper.lines == [
        "Change the alarm threshold and deploy the flow",
        "The user did not reach the goal. All three deploys were refused with an error on the screen; the change was never live.",
        "session s-0000 · user-0@fernhill.test · 57 s · read by rules, no model",
        "0:19\u20130:47 Deploy was refused three times",
        "blocking, confirmed: something broke",
        "Each of the three presses on “Deploy” sent POST /flows, which answered 500. The editor showed an error and the",
        "Deploy button stayed red; the user stopped trying.",
        "why The error was on the screen after every press, and no later request to /flows succeeded. (the rules, from the",
        "screen text)",
        "screen + Deploy failed: EROFS: read-only file system, open '/data/flows.json'",
        "screen + Close",
        "screen - Successfully validated",
        "screen Deploy still marked as having changes",
        "0:28\u20130:41 Opened and closed the same dialog four times",
        "minor, unclear: the user got stuck",
        "Between the presses the user opened the node's settings four times without changing anything.",
        "why Looking a value up twice is also normal work. (the rules, from the screen text)",
        "dismissed 0:12 A press on “Deploy” seemed to do nothing \u2013 The button was disabled: nothing had been changed yet, so",
        "nothing could happen. (the rules, from the screen text)",
        "noise 0:21 TypeError: Cannot read properties of null (reading 'offsetTop') (14 times) \u2013 Nothing on the screen changed",
        "after it, and the next action went through.",
        "Read 428 snapshots and 13 events, woven into 61 entries; looked at 34 screens. Folded into other lines: 19 move, 6",
        "typing, 4 scroll. Left out: 2 web vitals. No model was asked; no cost.",
        "1 session: goal not reached. Read in 0.4 s.",
        "2 findings: 1 blocking, 1 other; 1 dismissed.",
        "Report: out/report.html",
    ]


def test_many_sessions_are_a_table(paper: Paper) -> None:
    tell_run(reports.many(5), paper.console)
    assert paper.lines[:4] == [
        "session goal length block other dism. what they tried where it went wrong",
        "s-0000 not reached 0:57 1 1 1 Change the alarm threshold and Deploy was refused three times",
        "deploy the flow",
        "s-0001 reached 1:53 · · · Buy a copper kettle as a guest",
    ]
    assert paper.lines[-2] == "5 sessions: 2 reached the goal, 3 did not. Read in 2 s."


def test_in_a_narrow_terminal_the_two_texts_stand_below_each_other() -> None:
    paper = Paper(width=90)
    tell_run(reports.many(5), paper.console)
    assert paper.lines[1:4] == [
        "s-0000 not reached 0:57 1 1 1 Change the alarm threshold and deploy",
        "the flow",
        "Deploy was refused three times",
    ]


def test_failed_and_passed_over_places_and_an_early_stop_are_told(paper: Paper) -> None:
    tell_run(reports.run(), paper.console)
    assert next(line for line in paper.lines if "unreadable" in line).startswith("01a20401 unreadable recordings/broken-01 no snapshot could be")
    assert "passed over recordings/notes.txt: not a recording: plain text" in paper.lines
    assert "Stopped early: the budget of $0.01 is used up." in paper.lines


def test_what_was_looked_at_is_told_with_what_was_seen_and_who_disagreed(paper: Paper) -> None:
    tell_run(RunReport(sessions=(reports.looked_at(),)), paper.console)
    told = [
        "why The same failure follows each of the three presses, and the marker of an unsaved change never goes.",
        "(google:gemini-2.5-flash, from the clip)",
        "saw A red box at the top of the editor, “Deploy failed: EROFS: read-only file system”, after every press. (0:20,",
        "0:34, 0:47)",
        "clip 0:13\u20130:50 at 8\u00d7 speed in 13 frames, 19 s left out",
    ]
    start = paper.lines.index(told[0])
    assert paper.lines[start : start + len(told)] == told
    assert "The rules had said confirmed: The press had no visible effect within 2.5 s." in paper.lines
    assert "pressed 0:12 “Deploy” was disabled" in paper.lines


def test_most_clips_failing_is_told_before_anything_else(paper: Paper) -> None:
    cause = "2 of 3 clips could not be looked at: no frame within 20 s; the browser went down."
    tell_run(RunReport(sessions=(reports.hardly_looked_at(),)), paper.console)
    assert paper.lines[0] == f"Most clips of this session failed. {cause}"
    several = Paper()
    tell_run(RunReport(sessions=(reports.hardly_looked_at(), reports.bought_kettle())), several.console)
    assert several.lines[0] == f"Most clips failed. {cause}"


@pytest.mark.parametrize("width", [20, 60, 200])
def test_hostile_text_reaches_no_terminal_as_a_command(width: int) -> None:
    paper = Paper(width)
    tell_run(reports.run(reports.hostile()), paper.console)
    assert not {"\x1b", "\u202e", "\x07"} & set(paper.text)
    assert "{{ 7*7 }}" in " ".join(paper.text.split()) or width == 20


def test_an_estimate_tells_calls_tokens_money_and_time(paper: Paper) -> None:
    tell_estimate(
        Estimate(sessions=6, calls=7, input_tokens=42_000, output_tokens=7_000, cost=0.0301, seconds=95, model="google:gemini-2.5-flash"),
        paper.console,
    )
    tell_estimate(Estimate(sessions=1, calls=1, input_tokens=10, output_tokens=5, model="openai:mine"), paper.console)
    tell_estimate(Estimate(sessions=2, calls=0, input_tokens=0, output_tokens=0, skipped=(("a.txt", "no recording"),)), paper.console)
    assert paper.lines == [
        "6 sessions with google:gemini-2.5-flash: 7 calls, 42,000 tokens in, 7,000 out, $0.0301.",
        "About 1 min 35 s.",
        "1 session with openai:mine: 1 call, 10 tokens in, 5 out, price unknown.",
        "2 sessions, read by rules: no call, no cost.",
        "passed over a.txt: no recording",
    ]


def test_an_estimate_tells_each_phase_and_what_to_do(paper: Paper) -> None:
    small = PhaseEstimate(name="summarize", model="a:small", calls=64, input_tokens=300_000, output_tokens=64_000, cost=0.05)
    large = PhaseEstimate(name="look", model="b:large", calls=1, input_tokens=30_000, output_tokens=700, cost=None)
    about = PhaseEstimate(name="patterns", model="b:large", calls=8, input_tokens=56_000, output_tokens=15_000, cost=None, exact=False)
    estimate = estimate_of(64, [small, large, about], model="a:small")
    tell_estimate(replace(estimate, seconds=600, clips=41, notes=("No price is known for b:large: set it.",)), paper.console)
    assert [" ".join(line.split()) for line in paper.lines] == [
        "64 sessions with a:small: 73 calls, 386,000 tokens in, 79,700 out, price unknown.",
        "summaries 64 calls 300,000 in 64,000 out $0.0500",
        "looks at the screen 1 call 30,000 in 700 out price unknown b:large",
        "what recurs about 8 calls about 56,000 in about 15,000 out price unknown b:large",
        "About 10 min, 41 clips rendered.",
        "No price is known for b:large: set it.",
    ]


def test_hits_are_told_with_thresholds_and_entries(paper: Paper) -> None:
    report = reports.refused_deploy()
    dead = report.findings[2]
    tell_detection(
        Detection(
            session_id="s",
            duration_ms=57_437,
            preset="posthog",
            hits=dead.evidence.hits,
            findings=(dead,),
            marks=report.marks,
            rules=("rage_click", "dead_click"),
        ),
        paper.console,
    )
    assert paper.lines == [
        "session s, 57 s, preset posthog",
        "0:12\u20130:14 dead click",
        "measured target button#deploy",
        "thresholds mutation 2500 ms, scroll 100 ms",
        "0:12 click button “Deploy” (disabled)",
        "finding 0:12 A press on “Deploy” seemed to do nothing (dismissed)",
        "1 hit, 1 finding.",
        "Saw nothing: rage click.",
    ]


def test_prices_are_told_for_each_model(paper: Paper) -> None:
    part = TranscriptPart(text="e1 …", tokens=1_200, start_ms=0, end_ms=9, cites=("e1",))
    read = Transcript(session_id="s", parts=(part,), cites={"e1": "x"}, entries=100)
    price = Price(model="google:gemini-2.5-flash", input_tokens=2_900, output_tokens=900, cost=0.0031)
    tell_prices(PricedTranscript(transcript=read, prices=(price,)), paper.console)
    tell_prices(PricedTranscript(transcript=read), paper.console)
    assert paper.lines[:2] == [
        "1,200 tokens for 100 entries, 12.0 an entry",
        "google:gemini-2.5-flash: $0.0031 (1 call, 2,900 tokens in with the instructions, about 900 out)",
    ]
    assert paper.lines[3].startswith("No model is configured")


def test_a_screen_is_told_line_by_line(paper: Paper) -> None:
    tell_screen(
        Screen(
            at_ms=83_000,
            window=1,
            url="http://shop.test/basket",
            title="Basket",
            lines=(
                ScreenLine(text="Your basket", role=Role.HEADING),
                ScreenLine(text="Card refused", role=Role.ALERT),
                ScreenLine(text="[bold]Pay[/bold]"),
            ),
            fields=(("Card number", "***"),),
            disabled=("Pay",),
            masked=1,
            unsure=2,
        ),
        paper.console,
    )
    assert paper.lines == [
        "1:23 window 2 http://shop.test/basket",
        "Basket",
        "heading Your basket",
        "alert Card refused",
        "[bold]Pay[/bold]",
        "field Card number: ***",
        "disabled Pay",
        "1 text masked by the recorder, 2 lines that may have been hidden",
    ]


def test_a_blank_page_is_called_blank(paper: Paper) -> None:
    tell_screen(Screen(at_ms=0, window=0, url="", title="", lines=()), paper.console)
    assert "The page was blank." in paper.lines


def test_checks_say_how_to_get_what_is_missing(paper: Paper) -> None:
    tell_checks(
        (
            Check(name="python", state=CheckState.READY, detail="3.11.7"),
            Check(name="key", state=CheckState.MISSING, detail="no key", remedy="export KEY=…"),
        ),
        paper.console,
    )
    assert paper.lines == ["ready python 3.11.7", "missing key no key", "export KEY=…"]
