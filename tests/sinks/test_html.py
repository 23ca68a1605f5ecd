"""The HTML page: one file that loads nothing, runs nothing it was not written with, and shows recorded text as text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from onlooker.domain.evidence import Evidence, ScreenText
from onlooker.domain.words import one_line
from onlooker.sinks.html.page import render_html
from tests.sinks import reports

VOID = {"meta", "link", "br", "img", "input", "hr"}
LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "xlink:href"}


class Page(HTMLParser):
    """What a browser would find: elements with attributes, the text, and whether every element is closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.inside: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.inside[self.open[-1]] = self.inside.get(self.open[-1], "") + data
        else:
            self.texts.append(data)

    def found(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module")
def page() -> Page:
    run = reports.run()
    return Page(
        render_html(
            replace(run, sessions=(*run.sessions, replace(reports.looked_at(), source="flows-04"), reports.hardly_looked_at())), reports.media
        )
    )


def test_every_element_is_closed_in_its_order(page: Page) -> None:
    assert page.open == []


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    for tag, attributes in page.elements:
        assert not (LOADING - {"src"}) & attributes.keys(), (tag, attributes)
        assert re.fullmatch(r"(data:(image/jpeg|video/mp4);base64,[\w+/=]+(#t=[\d.]+)?)?", attributes.get("src", "")), (tag, attributes)
        assert tag in ("img", "video") or "src" not in attributes
        assert tag not in ("iframe", "object", "embed", "audio", "base", "form", "source", "use", "foreignobject", "image")
    assert [link["href"] for link in page.found("link")] == ["data:,"]
    assert all(link["href"].startswith("#") for link in page.found("a"))
    assert "url(" not in page.inside["style"] and "@import" not in page.inside["style"]
    assert not re.search(r"fetch|XMLHttp|import\b|https?:", page.inside["script"])


def test_only_this_style_and_this_script_may_run(page: Page) -> None:
    policy = next(meta["content"] for meta in page.found("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.inside[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
        assert len(page.found(kind)) == 1


def test_no_attribute_holds_style_or_script(page: Page) -> None:
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)


def test_hostile_text_is_shown_as_text_everywhere() -> None:
    html = render_html(reports.run(reports.hostile()))
    page = Page(html)
    assert page.open == []
    assert "<img src=x" not in html and "<!-- @" not in html
    assert one_line(reports.HOSTILE) in page.text
    assert not {"\x1b", "\u202e"} & set(html)


def test_links_lead_to_places_that_exist_and_ids_are_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.found("a")} <= set(ids)


def test_outcome_comes_first_then_findings_then_what_was_dismissed_then_coverage() -> None:
    text = Page(render_html(reports.run(reports.refused_deploy()))).text
    order = [
        "The user did not reach the goal.",
        "All three deploys were refused",
        "Findings 2",
        "Deploy was refused three times blocking confirmed something broke",
        "Why confirmed The error was on the screen after every press",
        "Successfully validated",
        "Deploy failed: EROFS",
        "POST /flows 500 after 140 ms",
        "status from 400, within 3000 ms",
        "Opened and closed the same dialog four times",
        "What happened",
        "Looked at and dismissed",
        "The button was disabled",
        "TypeError: Cannot read properties of null",
        "Read 428 snapshots and 13 events",
        "No model was asked; no cost.",
    ]
    at = 0
    for part in order:
        assert part in text[at:], part
        at = text.index(part, at)


def test_what_appeared_and_what_went_is_marked() -> None:
    html = render_html(reports.run(reports.refused_deploy()))
    assert "<del>Successfully validated</del>" in html
    assert "<ins>Close</ins>" in html


def test_few_sessions_are_open_and_many_are_folded_behind_a_table() -> None:
    one, many = Page(render_html(reports.run(reports.refused_deploy()))), Page(render_html(reports.many(300)))
    assert "open" in next(d for d in one.found("details") if d["class"] == "session")
    folded = [d for d in many.found("details") if d["class"] == "session"]
    assert len(folded) == 300
    assert not any("open" in d for d in folded)
    assert len(many.found("tr")) == 301


def test_a_single_session_needs_no_table_and_an_empty_run_is_a_page_too() -> None:
    one = reports.many(1)
    assert Page(render_html(one)).found("table") == []
    assert "No session" in Page(render_html(type(one)(sessions=()))).text


def test_the_page_is_the_same_each_time() -> None:
    assert render_html(reports.run()) == render_html(reports.run())


def test_entries_that_read_the_same_are_one_line_and_many_are_folded() -> None:
    report = reports.refused_deploy()
    names = tuple(f"p{n}" for n in range(40))
    marks = tuple(reports.mark(name, 20_000 + 1_000 * n, "click", "press “Deploy”" if n < 15 else f"press {n}") for n, name in enumerate(names))
    finding = replace(report.findings[0], evidence=Evidence(entries=(*names, "gone")))
    text = Page(render_html(reports.run(replace(report, findings=(finding,), marks=marks)))).text
    assert "0:20 click press “Deploy” 15 times, until 0:34 0:35 click press 15" in text
    assert "and 1 entry the report has no line for 16 more" in text


def test_a_message_that_came_and_went_stands_after_the_act_and_says_so() -> None:
    report = reports.refused_deploy()
    screen = ScreenText(before=("Heading",), after=("Heading",), appeared=("Saving failed", "Done"), gone=("Saving failed",))
    finding = replace(report.findings[0], evidence=Evidence(entries=(), screen=screen))
    html = render_html(reports.run(replace(report, findings=(finding,))))
    assert "<ins>Done</ins></li>" in html
    assert "<ins>Saving failed</ins> <small>and went again</small>" in html
    assert html.count("Saving failed") == 1, "it was not there before"
    assert "no visible change" not in html
