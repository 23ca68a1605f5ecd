"""A run as one HTML file: no network, style and script inside it and allowed by their hash alone, all recorded text escaped.

Videos and pictures are inside it too, as many as a page should hold; the others are loaded from the folder beside it, and from nowhere else.
It tells so many sessions whole (chosen.py), and each in its table.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onlooker.domain import denominators, estimate, ledger_words, look_words, pattern_state, pattern_words, words
from onlooker.domain.measured import measured
from onlooker.domain.report import RunReport
from onlooker.domain.timebase import clock, day
from onlooker.sinks.html.chosen import MOST_WHOLE, chosen, left_out_words
from onlooker.sinks.html.shelf import shelve
from onlooker.sinks.html.view import run_view
from onlooker.sinks.media import NO_FILES, Fetch, nothing_kept


def render_html(run: RunReport, fetch: Fetch = nothing_kept, files: Mapping[str, str] = NO_FILES, most_bytes: int | None = None) -> str:
    return "".join(html_pieces(run, fetch, files, most_bytes))


def html_pieces(
    run: RunReport, fetch: Fetch = nothing_kept, files: Mapping[str, str] = NO_FILES, most_bytes: int | None = None, most_whole: int = MOST_WHOLE
) -> Iterator[str]:
    """The page, a piece at a time. `fetch` gives the media of clips, `files` the place beside the page of those that were written there; up to
    `most_bytes` go into the page, None: as many as it opens fast with. Of more sessions than `most_whole` the page says that it does not tell them
    all whole, and where they are."""
    told = chosen(run, most_whole)
    view = run_view(run, shelve(told, fetch, files, most_bytes), told)
    media = "data: 'self'" if view.beside else "data:"  # tried: 'self' stands for the folder beside a page from a disk, too
    style, script = _asset("style.css"), _asset("script.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_digest(style)}'",
            f"script-src 'sha256-{_digest(script)}'",
            f"img-src {media}",
            f"media-src {media}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # The two files are ours, and what is hashed must be what stands in the page, byte for byte.
    shown = {"view": view, "policy": policy, "style": Markup(style), "script": Markup(script)}
    yield from report_templates().get_template("page.html.jinja").generate(shown)
    yield "\n"


@cache
def report_templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("onlooker.sinks.html", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters.update(
        clock=clock,
        day=day,
        percent=pattern_words.percent,
        duration=words.duration,
        line=words.one_line,
        plain=words.plain,
        symptom=words.symptom_words,
        settings=words.settings,
        measured=measured,
        money=words.money,
    )
    templates.globals.update(
        basis_words=look_words.basis_words,
        by_words=pattern_words.by_words,
        coverage_sum_words=denominators.coverage_sum_words,
        denominator_words=denominators.denominator_words,
        gone_words=pattern_state.gone_words,
        past_words=pattern_state.past_words,
        since_words=pattern_state.since_words,
        forecast_words=ledger_words.forecast_words,
        foreseen_costs=ledger_words.foreseen_costs,
        headline=pattern_words.headline,
        heads=pattern_words.heads,
        instead_words=pattern_words.instead_words,
        interval_words=pattern_words.interval_words,
        known_words=pattern_words.known_words,
        ledger_left_out_words=ledger_words.left_out_words,
        left_out_words=left_out_words,
        lifecycle_words=pattern_words.lifecycle_words,
        missed_words=pattern_words.missed_words,
        of_words=pattern_words.of_words,
        phase_words=estimate.phase_words,
        saved_words=ledger_words.saved_words,
        single_words=pattern_words.single_words,
        trend_words=pattern_words.trend_words,
        count=words.count,
        coverage_words=words.coverage_words,
        earlier_words=look_words.earlier_words,
        goal_words=words.goal_words,
        kind_words=words.kind_words,
        outcome_sentence=words.outcome_sentence,
        outcome_word=words.outcome_word,
        outcomes_words=words.outcomes_words,
        reader_words=words.reader_words,
        ruled_words=look_words.ruled_words,
        span_words=words.span_words,
        spent_words=words.spent_words,
        status_words=words.status_words,
        who_words=look_words.who_words,
        wrong_words=words.wrong_words,
    )
    return templates


@cache
def _asset(name: str) -> str:
    return resources.files("onlooker.sinks.html").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
