"""What a page of the web app shows of reports, laid out as the HTML report does it: one look, one set of words, one stylesheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader

from onlooker.domain.pattern import Pattern, PatternReport
from onlooker.domain.report import RunReport, SessionReport
from onlooker.sinks.html.chart import Chart, chart
from onlooker.sinks.html.page import report_templates
from onlooker.sinks.html.recurs import PatternView
from onlooker.sinks.html.scale import Scale as Scale  # noqa: PLC0414 - what pages place things by
from onlooker.sinks.html.scale import scale
from onlooker.sinks.html.shelf import Shelf
from onlooker.sinks.html.view import SessionView, run_view

REPORT = "onlooker.sinks.html"


class _Addresses(Mapping[str, str]):
    """Every blob's address; whether it is kept shows when it is asked for."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address

    def __getitem__(self, blob: str) -> str:
        if not blob:
            raise KeyError(blob)
        return self._address(blob)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOnPage:
    """`knots` lead from session ms to percent of the time strip, and back."""

    view: SessionView
    knots: tuple[tuple[int, float], ...]


def session_on_page(report: SessionReport, address: Callable[[str], str]) -> SessionOnPage:
    """`address` gives a blob's address."""
    [view] = run_view(RunReport(sessions=(report,)), Shelf(files=_Addresses(address))).sessions
    return SessionOnPage(view=view, knots=strip_scale(report).knots)


def strip_scale(report: SessionReport) -> Scale:
    """Session ms -> percent of its time strip."""
    return scale(report.duration_ms, report.active)


def pattern_on_page(pattern: Pattern, examined: int, users: int, reports: tuple[SessionReport, ...], address: Callable[[str], str]) -> PatternView:
    """`reports` are those of its examples."""
    found = PatternReport(examined=examined, users=users, patterns=(replace(pattern, muted=""),))
    recurs = run_view(RunReport(sessions=reports, patterns=found), Shelf(files=_Addresses(address))).recurs
    assert recurs is not None
    [view] = recurs.shown
    return replace(view, pattern=pattern)


def spark(pattern: Pattern | None) -> Chart | None:
    return chart(pattern.trend, small=True) if pattern is not None else None


def templates(own: BaseLoader) -> Environment:
    """The report's templates, filters and words, under the app's own templates."""
    made = report_templates().overlay(loader=ChoiceLoader([own, PackageLoader(REPORT, "templates")]))
    made.globals = dict(made.globals)
    made.filters = dict(made.filters)
    return made


def style() -> str:
    return resources.files(REPORT).joinpath("templates", "style.css").read_text("utf-8")
