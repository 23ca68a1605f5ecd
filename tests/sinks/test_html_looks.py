"""What the page shows of a look: clip, stills, verdict; what stands in the page and what beside it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.domain.clip import Looked, Under
from onlooker.domain.evidence import Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.report import RunReport, SessionReport
from onlooker.renderers import find_browser
from onlooker.sinks import write_folder
from onlooker.sinks.html.page import render_html
from onlooker.sinks.media import places
from tests.sinks import reports
from tests.sinks.test_html import Page

LOOKED = RunReport(sessions=(reports.looked_at(),))


def changed(report: SessionReport, change: Callable[[Finding], Finding]) -> RunReport:
    """With its first finding changed."""
    return RunReport(sessions=(replace(report, findings=(change(report.findings[0]), *report.findings[1:])),))


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_html(LOOKED, reports.media))


def policy(page: Page) -> str:
    return next(meta["content"] for meta in page.found("meta") if meta.get("http-equiv") == "Content-Security-Policy")


def test_each_finding_that_was_looked_at_has_its_clip_at_the_moment(page: Page) -> None:
    refused, dead = page.found("video")
    assert refused["src"].startswith("data:video/mp4;base64,") and refused["src"].endswith("#t=0.688"), "frame 5 of 13, in its middle"
    assert dead["src"].endswith("#t=0.312")
    for video in (refused, dead):
        assert {"controls", "muted", "loop", "playsinline"} <= video.keys()
        assert "autoplay" not in video
        assert (video["preload"], video["width"], video["height"]) == ("metadata", "480", "300")
    assert "0:13\u20130:50 at 8\u00d7 speed in 13 frames, 19 s left out" in page.text


def test_three_stills_stand_beside_it(page: Page) -> None:
    assert "before 0:19 at 0:20 after 0:50" in page.text
    assert "before 0:11 at 0:12 after 0:14" in page.text
    assert [still["src"][:23] for still in page.found("img") if "src" in still] == ["data:image/jpeg;base64,"] * 6


def test_the_verdict_tells_what_was_seen_where_by_whom_and_from_what(page: Page) -> None:
    order = [
        "Why confirmed The same failure follows each of the three presses",
        "The user saw A red box at the top of the editor",
        "Shown at 0:20 0:34 0:47",
        "Ruled by google:gemini-2.5-flash, from the clip",
        "What google:gemini-2.5-flash saw, before it ruled An editor with boxes",
        "as a browser laid it out",
        "Looked at and dismissed",
        "The user saw A grey button",
        "Ruled by google:gemini-2.5-flash, from the frames of the clip",
        "The rules had said confirmed: The press had no visible effect within 2.5 s. from the screen text",
        "0:12 “Deploy” was disabled",
        "read from the page's elements, without its layout",
    ]
    places = [page.text.index(part) for part in order]
    assert places == sorted(places)
    assert [(button["data-clip"], button["data-go"]) for button in page.found("button") if "data-go" in button] == [
        (page.found("figure")[1]["id"], "5"),
        (page.found("figure")[1]["id"], "9"),
        (page.found("figure")[1]["id"], "11"),
        (next(figure["id"] for figure in page.found("figure")[2:] if "id" in figure), "2"),
    ]


def test_rules_and_model_that_agree_are_not_shown_as_a_dispute(page: Page) -> None:
    assert "had said confirmed, blocking" not in page.text


def test_the_row_of_frames_marks_the_moment_what_shows_it_and_what_was_cut(page: Page) -> None:
    rects = [rect for rect in page.found("rect") if "data-frame" in rect][:13]
    assert [rect["data-frame"] for rect in rects if " at" in rect["class"]] == ["5"]
    assert [rect["data-frame"] for rect in rects if " shown" in rect["class"]] == ["5", "9", "11"]
    assert [line["x1"] for line in page.found("line") if line["class"] == "cut"] == [rects[8]["x"], rects[10]["x"]]


def test_what_lay_under_a_press_is_told_for_the_findings_own_presses() -> None:
    def pressed(finding: Finding) -> Finding:
        assert finding.evidence.clip is not None
        under = (
            Under(at_ms=19_534, node_id=3, label="Save", hit="div.overlay", covered=True, unseen=True),
            Under(at_ms=80_000, node_id=4, label="Elsewhere", hit="div.other"),
        )
        return replace(finding, evidence=replace(finding.evidence, clip=replace(finding.evidence.clip, under=under)))

    text = Page(render_html(changed(reports.looked_at(), pressed), reports.media)).text
    assert "0:19 “Save” was covered by div.overlay, which cannot be seen" in text
    assert "Elsewhere" not in text


def test_a_clip_of_two_findings_stands_in_the_page_once() -> None:
    report = reports.looked_at()
    first = report.findings[0]
    second = replace(first, id="another", blocking=False)
    html = render_html(RunReport(sessions=(replace(report, findings=(first, second)),)), reports.media)
    one, two = Page(html).found("video")
    assert html.count("data:video/mp4") == 1
    assert "src" not in two
    assert two["data-same"] == next(figure["id"] for figure in Page(html).found("figure") if figure["class"] == "clip")
    assert one["src"].endswith(f"#t={two['data-start']}")


def test_media_that_are_not_kept_any_more_leave_the_words() -> None:
    page = Page(render_html(LOOKED))
    assert page.found("video") == []
    assert [image for image in page.found("img") if "src" in image] == []
    assert "the video is not kept here" in page.text
    assert "The user saw A red box" in page.text


def test_what_does_not_fit_lies_beside_most_severe_first() -> None:
    files = places(LOOKED)
    size = sum(len(reports.media(reports.key_of(name))) for name in ("refused.mp4", "frame-19.jpg", "frame-20.jpg", "frame-50.jpg"))
    page = Page(render_html(LOOKED, reports.media, files, most_bytes=size))
    inside, outside = page.found("video")
    assert inside["src"].startswith("data:")
    assert outside["src"] == f"clips/{reports.key_of('dead.mp4')}.mp4#t=0.312"
    assert f"in the folder beside this page: clips/{reports.key_of('dead.mp4')}.mp4" in page.text
    assert "media-src data: 'self'" in policy(page) and "img-src data: 'self'" in policy(page)
    assert "It loads clips and pictures from the folder beside it, and nothing from elsewhere." in page.text


def test_a_page_that_holds_all_of_it_may_load_nothing(page: Page) -> None:
    assert "img-src data:; media-src data:;" in policy(page)
    assert "self" not in policy(page)
    assert "Everything on this page is in this file" in page.text


def test_a_video_of_a_kind_nobody_plays_is_not_offered() -> None:
    def odd(finding: Finding) -> Finding:
        assert finding.evidence.clip is not None
        return replace(finding, evidence=replace(finding.evidence, clip=replace(finding.evidence.clip, media_type="text/html")))

    html = render_html(changed(reports.looked_at(), odd), reports.media, places(LOOKED))
    assert "text/html" not in html
    assert len(Page(html).found("video")) == 1


def test_most_clips_failing_stands_at_the_top_of_run_and_session_with_the_causes() -> None:
    run = RunReport(sessions=(reports.hardly_looked_at(), reports.bought_kettle()))
    text = Page(render_html(run, reports.media)).text
    cause = "2 of 3 clips could not be looked at: no frame within 20 s; the browser went down."
    assert text.index(f"Most clips failed. {cause}") < text.index("Findings 2") < text.index(f"Most clips of this session failed. {cause}")
    assert text.index(f"Most clips of this session failed. {cause}") < text.index("The user did not reach the goal.")


def test_some_clips_failing_is_told_in_coverage_alone() -> None:
    report = reports.hardly_looked_at()
    looked = report.coverage.looked
    fine = replace(report, coverage=replace(report.coverage, looked=replace(looked, planned=4, rendered=3, failed=looked.failed[:1])))
    text = Page(render_html(RunReport(sessions=(fine,)), reports.media)).text
    assert "Most clips" not in text
    assert "Rendered 3 of 4 planned clips with Chromium 156.0.7632.0. Clips that failed: 0:21\u20130:44 (the browser went down)." in text


def test_without_a_browser_the_page_says_that_only_text_was_looked_at() -> None:
    report = reports.refused_deploy()
    blind = replace(report, coverage=replace(report.coverage, looked=Looked(planned=1, chosen=("f0a1b2c3d4e5f601",))))
    assert "No browser was there to render clips: the screen text alone was looked at." in Page(render_html(RunReport(sessions=(blind,)))).text
    assert "No browser" not in Page(render_html(RunReport(sessions=(report,)))).text


def test_a_verdict_without_a_clip_offers_no_frames_to_go_to() -> None:
    def bare(finding: Finding) -> Finding:
        verdict = finding.evidence.verdict
        assert isinstance(verdict, Verdict)
        return replace(finding, evidence=replace(finding.evidence, clip=None, verdict=replace(verdict, basis="screen text")))

    page = Page(render_html(changed(reports.looked_at(), bare), reports.media))
    assert "Shown at 0:20" not in page.text
    assert "Ruled by google:gemini-2.5-flash, from the screen text" in page.text


@pytest.mark.parametrize("most_bytes", [10**9, 0], ids=["inside", "beside"])
def test_the_clips_really_play_under_the_pages_own_policy(tmp_path: Path, most_bytes: int) -> None:
    """In a browser the script tells which frame is on view once the video is decoded at its moment: before that it is the first."""
    browser = find_browser()
    if browser is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    write_folder(LOOKED, str(tmp_path), reports.media)
    page = tmp_path / "report.html"
    page.write_text(render_html(LOOKED, reports.media, places(LOOKED), most_bytes), "utf-8")
    shown = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--virtual-time-budget=10000",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    ).stdout
    assert re.findall(r'class="now">([^<]*)<', shown) == ["0:20, the moment, shows it", "0:12, the moment, shows it"]
