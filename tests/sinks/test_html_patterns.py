"""The HTML page of a run in which something recurs: the answer first, every number with what it is a share of, and proof that plays."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.domain.finding import Finding
from onlooker.domain.pattern import Bucket
from onlooker.domain.report import RunReport, SessionReport
from onlooker.domain.words import one_line
from onlooker.renderers import find_browser
from onlooker.sinks import render_html, write_folder
from onlooker.sinks.html.anchor import finding_anchor, pattern_anchor
from onlooker.sinks.html.chart import COLUMNS, chart
from onlooker.sinks.media import places
from tests.sinks import recurring, reports
from tests.sinks.test_html import LOADING, Page

RUN = recurring.run()
FOUND = recurring.patterns(RUN.sessions)
HTML = render_html(RUN, reports.media)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(HTML)


def ordered(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        assert part in text[at:], part
        at = text.index(part, at) + len(part)


def test_what_recurs_is_the_first_thing_told(page: Page) -> None:
    ordered(
        page.text,
        "2 problems recur in 6 sessions, 1 of them blocking",
        "Asked: what goes wrong when people deploy?",
        "7 sessions of 6 users: 2 reached the goal, 4 did not, 1 could not be read.",
        "What recurs",
        "1 “Deploy” fails: read-only file system blocking back again since 4.2 something broke 4 users not sure that it is one",
        "4 of 6 sessions 67%, 30% to 90%",
        "81 severity",
        "2 Opened and closed the same dialog not blocking new the user got stuck",
        "1 muted pattern, taken for intended",
        "Deploy asks twice",
        "muted: We want people to think again.",
        "Resolved 1",
        "The chart stays empty /charts Last seen 2026-11-13; not in 48 sessions since then, though it had met 12% of them.",
        "2 problems more met one session alone.",
        "6 sessions are few to tell from what recurs.",
        "1 recurring suspicion left out",
        "What this rests on",
        "What it cost",
        "The sessions",
    )


def test_a_pattern_tells_what_was_measured_of_it(page: Page) -> None:
    ordered(
        page.text,
        "What they share The server cannot write its own file.",
        "How it bears on the question It is what keeps people from going live.",
        "Why it may be more than one One of them may have lost the network.",
        "Before this run It was taken for resolved: last seen 2026-11-13, then not in 48 sessions. Back since 2026-11-22.",
        "The title is the team's. With it counts what was merged into it: Deploy hangs.",
        "Users 4 of 6",
        "Blocked 4 of 4 100%, 51% to 100%",
        "Reached the goal 0 of 4 0%; of the others 2 of 2, 100%",
        "First seen 2026-11-22 last 2026-11-26",
        "2 of 3 sessions before 2026-11-25 (67%), 2 of 3 from then on (67%)",
        "Release Affected Of Share 4.1 0 2 4.2 4 4",
        "What those did who got there 1 session did the same there and reached the goal; most went on like this:",
        "Pressed “Save a copy” Went on to /flows/copy For example s-0002",
        "Examples",
        "0:19 in s-0000 user-0@fernhill.test Before Typed “45” into “alarm threshold” At 0:19 “Deploy” The user saw A red box: Deploy failed: EROFS",
        "all 4 sessions",
        "severity 81 of 100: how it is computed",
        "reach square root of the share of users who met it 0.50 0.40 20.0",
        "Put together by the rules, known as 0c0aee569f6828b1 , on /flows",
    )


def test_the_denominators_and_the_money_are_told(page: Page) -> None:
    ordered(
        page.text,
        "10 sessions selected: 6 read, 1 could not be read, 3 skipped.",
        "Could not be read: 1 no snapshot could be read",
        "Skipped: 2 bot, 1 too short.",
        "1 place held no session: 1 not a recording: plain text.",
        "Most friction first: a share counted here is no share of all sessions.",
        "skipped, bot: its user agent says “crawler”",
        "Looks at the screen 2 8,000 400 $0.0060 $0.0040",
        "What recurs 1 +1 kept 9,000 900 $0.0040 $0.0010",
        "google:gemini-2.5-flash",
        "In all 3 +1 kept 17,000 1,300 $0.0100 $0.0050",
        "Foreseen: $0.01",
        "It came to 50% of the money",
        "the dearest findings",
    )


def test_every_link_leads_somewhere_and_ids_are_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.found("a")} <= set(ids)
    assert page.open == []


def test_an_example_leads_to_its_finding_and_the_finding_to_its_pattern() -> None:
    first, pattern = RUN.sessions[0], FOUND.patterns[0]
    assert f'<a href="#{finding_anchor(first, first.findings[0])}">0:19 in s-0000</a>' in HTML
    assert f'<a class="of" href="#{pattern_anchor(pattern)}">one of 4 sessions with pattern 1</a>' in HTML


def test_nothing_is_loaded_and_nothing_but_our_script_runs(page: Page) -> None:
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        for name in LOADING & attributes.keys():
            assert attributes[name].startswith("data:"), (tag, name)


def test_hostile_text_is_shown_as_text_everywhere() -> None:
    html = render_html(recurring.hostile())
    page = Page(html)
    assert page.open == []
    assert "<img src=x" not in html and "<!-- @" not in html
    assert page.text.count(one_line(reports.HOSTILE)[:40]) > 40
    assert not {"\x1b", "\u202e"} & set(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_clip_stands_in_the_page_once_in_the_example(page: Page) -> None:
    videos = [video for video in page.found("video") if "src" in video]
    same = [video for video in page.found("video") if "data-same" in video]
    assert sorted(len(video["src"]) for video in videos) == sorted({len(video["src"]) for video in videos})
    assert videos[0]["poster"].startswith("data:image/jpeg;base64,"), "the moment is seen before anything is played"
    assert {video["data-same"] for video in same} <= {attributes["id"] for _, attributes in page.elements if "id" in attributes}


def test_the_examples_of_what_recurs_go_into_the_page_before_what_is_most_severe() -> None:
    """Room for one finding's media: the example's is the lesser one by itself."""
    severe, lesser = many_clips(2).sessions
    lesser = replace(lesser, findings=tuple(replace(one, blocking=False, minor=True) for one in lesser.findings))
    pattern = FOUND.patterns[0]
    example = replace(pattern.examples[0], session_id=lesser.session_id, finding_id=lesser.findings[0].id)
    run = RunReport(sessions=(severe, lesser), patterns=replace(FOUND, patterns=(replace(pattern, examples=(example,)),)))
    clip = lesser.findings[0].evidence.clip
    assert clip is not None
    html = render_html(run, many_media, places(run), 120_000)
    assert html.index("data:video") < html.index("The sessions")
    assert f"clips/{clip.video}" not in html
    assert html.count("data:video") == 1


def test_a_run_without_patterns_is_told_as_ever() -> None:
    text = Page(render_html(reports.run(reports.looked_at()), reports.media)).text
    assert "recur" not in text and "What it cost" not in text
    nothing = Page(render_html(replace(RUN, patterns=replace(FOUND, patterns=(), resolved=(), single=0))))
    ordered(nothing.text, "7 sessions: 2 reached the goal", "What recurs Nothing: no problem met two sessions or more.")


def test_a_session_that_the_page_does_not_hold_is_named_and_not_linked() -> None:
    html = render_html(replace(RUN, sessions=RUN.sessions[3:]), reports.media)
    page = Page(html)
    assert "0:19 in s-0000" in page.text
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {link["href"][1:] for link in page.found("a")} <= ids


def test_the_chart_says_in_words_what_it_shows() -> None:
    day = recurring.DAY
    trend = tuple(Bucket(start=n * day, end=(n + 1) * day, examined=10, affected=5 if n == 2 else 0) for n in range(4))
    drawn = chart(trend)
    assert drawn is not None
    assert drawn.label == "From 1970-01-01 to 1970-01-04: affected in 1 of 4 stretches, most in 1970-01-03 with 5 of 10 sessions"
    assert [column.affected for column in drawn.columns] == [0, 0, 36, 0]
    assert drawn.columns[2].title == "1970-01-03: 5 of 10 sessions"


def test_a_long_period_is_drawn_in_no_more_columns_than_can_be_told_apart_and_loses_no_session() -> None:
    trend = tuple(Bucket(start=n * 10, end=n * 10 + 10, examined=2, affected=1) for n in range(161))
    drawn = chart(trend)
    assert drawn is not None
    assert len(drawn.columns) <= COLUMNS
    told = [re.search(r"(\d+) of (\d+) sessions", column.title) for column in drawn.columns]
    assert sum(int(one[1]) for one in told if one) == 161
    assert sum(int(one[2]) for one in told if one) == 322


@pytest.mark.parametrize(
    "trend",
    [(), (Bucket(start=0, end=9, examined=4, affected=1),), (Bucket(start=5, end=5, examined=-1, affected=3),) * 3],
    ids=["none", "one", "bad"],
)
def test_there_is_no_chart_of_no_period(trend: tuple[Bucket, ...]) -> None:
    assert chart(trend) is None


def test_one_affected_session_among_hundreds_is_still_to_be_seen() -> None:
    drawn = chart([Bucket(start=n, end=n + 1, examined=900, affected=1) for n in range(3)])
    assert drawn is not None
    assert all(column.affected >= 2 for column in drawn.columns)


def many_clips(number: int) -> RunReport:
    """Each session with media of its own, as real ones have."""

    def own(session: SessionReport, n: int) -> SessionReport:
        def finding(one: Finding) -> Finding:
            clip = one.evidence.clip
            if clip is None:
                return one
            frames = tuple(replace(frame, blob=f"{frame.blob}-{n}") for frame in clip.frames)
            return replace(one, evidence=replace(one.evidence, clip=replace(clip, video=f"{clip.video}-{n}", frames=frames)))

        return replace(session, findings=tuple(map(finding, session.findings)))

    looked = [recurring.called(reports.looked_at(), f"s-{n:04}") for n in range(number)]
    sessions = tuple(own(replace(one, source=f"r-{n}", started_at=reports.STARTED + n * 3_600_000), n) for n, one in enumerate(looked))
    return RunReport(sessions=sessions, patterns=recurring.patterns(sessions))


def many_media(key: str) -> bytes:
    """As large as real ones, some 60 KB a video."""
    data = reports.media(key.rpartition("-")[0])
    return data + bytes(60_000 - len(data)) if data[4:8] == b"ftyp" else data


def test_300_sessions_with_clips_stay_one_page_of_a_size_that_opens_fast() -> None:
    run = many_clips(300)
    html = render_html(run, many_media, places(run))
    assert len(html) < 27_000_000
    assert html.count("clips/") > 300, "the rest is cited from the folder beside it"
    assert "data:video" in html[: html.index("The sessions")], "examples are inside"
    page = Page(html)
    assert page.open == []
    assert len([one for one in page.found("details") if one["class"] == "session" and "open" not in one]) == 300


def test_a_link_to_a_finding_opens_its_session_even_one_that_the_long_table_has_put_aside(tmp_path: Path) -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    run = recurring.run(90)
    write_folder(run, str(tmp_path / "out"), reports.media)
    last = run.sessions[-2]
    anchor = finding_anchor(last, last.findings[0])
    shown = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--virtual-time-budget=10000",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            f"{(tmp_path / 'out' / 'report.html').as_uri()}#{anchor}",
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    ).stdout
    sessions = re.findall(r'<details class="session"[^>]*>', shown)
    assert len(sessions) == 90
    assert sum("hidden" in one for one in sessions) == 39, "50 are shown, and the one that was asked for"
    assert [n for n, one in enumerate(sessions) if "open" in one] == [88]
    assert "Show all 91 sessions" in shown
