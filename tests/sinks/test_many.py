"""Runs of many sessions: one report is in memory at a time, and what a page does not tell whole it names."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from onlooker.domain.read_again import HELD_UP_TO, ReadAgain
from onlooker.domain.report import RunReport, SessionReport
from onlooker.sinks import read_reports, render_html, render_markdown, write_folder
from onlooker.sinks.html.page import html_pieces
from onlooker.sinks.json.decode import decode_reports
from onlooker.sinks.json.encode import encode_session
from onlooker.sinks.markdown.page import markdown_pieces
from tests.sinks import recurring, reports
from tests.sinks.test_html import Page

FORMS = {"html": lambda run: render_html(run, reports.media), "markdown": render_markdown}
RUNS = [reports.many(40), recurring.run(), recurring.hostile(), reports.run(reports.looked_at()), reports.run()]


def again(run: RunReport, seen: Callable[[SessionReport], SessionReport] = lambda report: report) -> RunReport:
    """The same run as a store gives it."""
    lines = [encode_session(session) for session in run.sessions]

    def read(place: int) -> SessionReport:
        [report] = decode_reports(lines[place].encode(), "made")
        assert isinstance(report, SessionReport)
        return seen(report)

    return replace(run, sessions=ReadAgain(len(lines), read))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("run", RUNS, ids=["many", "recurring", "hostile", "looked at", "one of each"])
def test_a_run_read_again_and_again_is_told_as_one_that_is_held(run: RunReport, form: str) -> None:
    stored = replace(run, sessions=tuple(again(run).sessions))  # as they are once they were written down
    assert FORMS[form](again(run)) == FORMS[form](stored)


class Watched(SessionReport):
    """One that tells when it is let go: without slots it can be pointed at weakly."""


@pytest.mark.parametrize("form", ["html", "markdown", "folder"])
def test_few_reports_are_in_memory_at_a_time(tmp_path: Path, form: str) -> None:
    held: list[weakref.ref[SessionReport]] = []
    most: list[int] = []

    def watched(report: SessionReport) -> SessionReport:
        one = Watched(**{field.name: getattr(report, field.name) for field in fields(report)})
        held[:] = [there for there in held if there() is not None]
        held.append(weakref.ref(one))
        most.append(len(held))
        return one

    run = again(replace(recurring.run(60), patterns=None), watched)
    match form:
        case "html":
            assert sum(map(len, html_pieces(run, reports.media))) > 100_000
        case "markdown":
            assert sum(map(len, markdown_pieces(run))) > 10_000
        case _:
            assert len(write_folder(run, str(tmp_path), reports.media)) > 60
    assert len(most) >= 2 * len(run.sessions)
    assert max(most) <= 3


def test_sessions_that_are_not_told_whole_are_named_and_said_to_be() -> None:
    run = recurring.run(20)
    assert run.patterns is not None
    page = Page("".join(html_pieces(run, reports.media, most_whole=4)))
    whole = [attributes["id"] for name, attributes in page.elements if name == "details" and "session" in (attributes.get("class") or "").split()]
    assert len(whole) == 4
    assert page.text.count(f"Of {len(run.sessions)} sessions this page tells 4 whole") == 2  # above the table, and in the coverage
    assert page.text.count("not told below:") == len(run.sessions) - 4
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {link["href"][1:] for link in page.found("a")} <= ids
    rows = [attributes for name, attributes in page.elements if name == "tr" and "data-outcome" in attributes]
    assert len(rows) == len(run.sessions) + len(run.failed)


def test_examples_come_first_then_what_is_gravest() -> None:
    run = recurring.run(20)
    assert run.patterns is not None
    fine = tuple(replace(reports.bought_kettle(), session_id=f"fine-{number}") for number in range(10))
    troubled = sum(any(finding.reported for finding in one.findings) for one in run.sessions)
    page = Page("".join(html_pieces(replace(run, sessions=(*fine, *run.sessions)), reports.media, most_whole=troubled)))
    named = [f"fine-{number}" for number in range(10)]
    assert all(f"not told below: {name}" in page.text for name in named)
    examples = {one.session_id for pattern in run.patterns.patterns for one in pattern.examples}
    assert not any(f"not told below: {name}" in page.text for name in examples)


def test_a_folder_of_many_reports_is_read_one_at_a_time(tmp_path: Path) -> None:
    run = reports.many(HELD_UP_TO + 1)
    write_folder(run, str(tmp_path))
    back = read_reports(str(tmp_path))
    assert isinstance(back.sessions, ReadAgain)
    assert [one.session_id for one in back.sessions] == [one.session_id for one in run.sessions]
    assert (len(back.failed), back.model) == (len(run.failed), run.model)
    assert render_markdown(back) == render_markdown(replace(back, sessions=tuple(back.sessions)))
