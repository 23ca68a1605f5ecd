"""What a run's numbers are shares of, and what it cost, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from onlooker.domain.denominators import coverage_sum_words, denominator_words, denominators
from onlooker.domain.estimate import phase_words
from onlooker.domain.ledger import Row, ledger
from onlooker.domain.ledger_words import forecast_words, foreseen_costs, left_out_words, saved_words
from onlooker.domain.report import RunReport
from onlooker.domain.words import money
from onlooker.sinks.markdown.escape import code, text

SHOWN = 5
"""Findings that cost most; run.json holds all."""


def basis_lines(run: RunReport) -> Iterator[str]:
    yield from ("", "## What this rests on", "")
    for sentence in (*denominator_words(denominators(run)), coverage_sum_words(run), *run.notes):
        yield f"- {text(sentence, 1000)}"
    yield from ("", "## What it cost", "")
    spent = ledger(run)
    if spent.total.calls or spent.total.cached:
        foreseen = foreseen_costs(spent.forecast)
        yield "| Calls for | Calls | Kept | Tokens in | Tokens out | Foreseen | Cost |"
        yield "|---|--:|--:|--:|--:|--:|--:|"
        yield from (_row(phase_words(row.name).capitalize(), row, foreseen.get(row.name, "")) for row in spent.phases)
        yield from (_row(row.name, row) for row in spent.models)
        yield _row("In all", spent.total, money(spent.forecast.foreseen.cost) if spent.forecast is not None else "")
        yield ""
    else:
        yield from ("No model was asked; no cost.", "")
    said = [saved_words(spent.total), *map(left_out_words, spent.left_out), forecast_words(spent.forecast) if spent.forecast is not None else ""]
    if any(said):
        yield from (" ".join(text(sentence) for sentence in said if sentence), "")
    titles = _titles(run, {(one.session_id, one.finding_id) for one in spent.findings})
    dear = [one for one in spent.findings if (one.session_id, one.finding_id) in titles][:SHOWN]
    if dear:
        yield from ("The dearest findings:", "")
        yield from (f"- {money(one.cost)} {text(titles[one.session_id, one.finding_id], 160)}, session {code(one.session_id, 60)}" for one in dear)


def _titles(run: RunReport, asked: Set[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Of findings, by the ids of session and finding."""
    if not asked:
        return {}
    keyed = (((session.session_id, finding.id), finding.title) for session in run.sessions for finding in session.findings)
    return {key: title for key, title in keyed if key in asked}


def _row(name: str, row: Row, foreseen: str = "") -> str:
    tokens = f"{row.input_tokens:,} | {row.output_tokens:,}"
    return f"| {text(name, 80)} | {row.calls:,} | {row.cached or ''} | {tokens} | {foreseen} | {money(row.cost)} |"
