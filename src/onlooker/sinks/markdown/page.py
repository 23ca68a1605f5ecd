"""A run as one Markdown text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onlooker.domain.look_words import failing_words
from onlooker.domain.pattern_words import headline, heads
from onlooker.domain.report import RunReport, SessionReport
from onlooker.domain.tally import RunTally, tally_findings, tally_run, worst
from onlooker.domain.words import count, duration, goal_words, money, outcome_word, outcomes_words, wrong_words
from onlooker.sinks.markdown.basis import basis_lines
from onlooker.sinks.markdown.escape import code, text
from onlooker.sinks.markdown.patterns import pattern_lines
from onlooker.sinks.markdown.session import FAILING, session_lines
from onlooker.sinks.media import NO_FILES

OPEN_UP_TO = 3
"""With more sessions than this each one is folded away under its line."""
TOLD_UP_TO = 30
"""With more sessions than this only those are told that stand for others, or block for a reason of their own."""


def render_markdown(run: RunReport, files: Mapping[str, str] = NO_FILES) -> str:
    """`files` has a path beside the report for each blob that was written there."""
    return "".join(markdown_pieces(run, files))


def markdown_pieces(run: RunReport, files: Mapping[str, str] = NO_FILES) -> Iterator[str]:
    """The same, a line at a time; one session is in memory at a time."""
    ends = ""  # of lines, which count only where something follows
    for line in _lines(run, files):
        text_so_far = ends + line
        told = text_so_far.rstrip("\n")
        ends = text_so_far[len(told) :] + "\n"
        yield told
    yield "\n"


def _lines(run: RunReport, files: Mapping[str, str]) -> Iterator[str]:
    tally = tally_run(run)
    found = run.patterns
    yield f"# Onlooker: {headline(found) if found is not None and heads(found) else outcomes_words(tally)}"
    yield ""
    if run.focus:
        yield from (f"Asked: {text(run.focus)}", "")
    if found is not None and heads(found):
        yield from (f"{outcomes_words(tally, found.users)}.", "")
    yield _took(run, tally)
    if run.stopped:
        yield from ("", f"**Stopped early:** {text(run.stopped)}.")
    if failing := failing_words(tally.looks):
        yield from ("", f"**Most clips failed.** {text(failing, FAILING)}")
    if found is not None:
        yield from pattern_lines(run, found, files)
        yield from basis_lines(run)
        yield from ("", "## The sessions")
    if len(run.sessions) + len(run.failed) > 1:
        yield from _table(run)
    every = len(run.sessions)
    told = range(every) if every <= TOLD_UP_TO else tuple(_telling(run))
    if len(told) < every:
        yield from ("", f"Told here: {len(told)} of {count(every, 'session')}, those that stand for others and those that are alone.")
        yield "The JSON files hold all."
    for place in told:
        yield from _session(run.sessions[place], files, folded=every > OPEN_UP_TO)
    if run.skipped and found is None:
        yield from ("", "## Places without a session", "")
        yield from (f"- {code(place)}: {text(reason)}" for place, reason in run.skipped)


def _telling(run: RunReport) -> Iterator[int]:
    """Places of examples of what recurs, and sessions with a blocking finding that no other has."""
    patterns = run.patterns.patterns if run.patterns is not None else ()
    examples = {one.session_id for pattern in patterns for one in pattern.examples}
    shared = {
        (member.session_id, finding_id) for pattern in patterns for member in pattern.members for finding_id in (member.finding_id, *member.others)
    }
    for place, session in enumerate(run.sessions):
        alone = any(one.reported and one.blocking and (session.session_id, one.id) not in shared for one in session.findings)
        if session.session_id in examples or alone:
            yield place


def _took(run: RunReport, tally: RunTally) -> str:
    found = tally.findings
    said = [
        f"{count(found.reported, 'finding')}: {found.blocking} blocking, {found.other} other; {found.dismissed} dismissed.",
        f"{duration(tally.session_ms)} of sessions" + (f" read in {duration(round(run.seconds * 1000))}." if run.seconds else "."),
        f"Model {text(run.model)}, {money(tally.cost)}." if tally.calls else "Rules only, no model.",
    ]
    return " ".join(said)


def _table(run: RunReport) -> Iterator[str]:
    yield ""
    yield "| Session | Tried | Goal | Went wrong | Blocking | Other | Dismissed | Length |"
    yield "|---|---|---|---|--:|--:|--:|--:|"
    for session in run.sessions:
        found = tally_findings(session.findings)
        cells = [
            _cell(session.session_id, 40),
            text(goal_words(session), 120),
            outcome_word(session.outcome.success),
            text(wrong_words(worst(session)), 120),
            str(found.blocking or ""),
            str(found.other or ""),
            str(found.dismissed or ""),
            duration(session.duration_ms),
        ]
        yield f"| {' | '.join(cells)} |"
    for failed in run.failed:
        yield f"| {_cell(failed.session_id, 40)} | | could not be read | {text(failed.reason, 200)} | | | | |"


def _cell(recorded: str, limit: int) -> str:
    return code(recorded, limit).replace("|", "\\|")


def _session(session: SessionReport, files: Mapping[str, str], *, folded: bool) -> Iterator[str]:
    title = text(goal_words(session), 160)
    if folded:
        yield from ("", f"<details><summary><b>{_html(goal_words(session))}</b>: {outcome_word(session.outcome.success)}</summary>", "")
    else:
        yield from ("", f"## {title}", "")
    yield from session_lines(session, files)
    if folded:
        yield from ("", "</details>")


def _html(recorded: str) -> str:
    """Inside a tag GitHub reads HTML; the entities keep Markdown out too."""
    return "".join(c if c.isalnum() or c in " .,;:-\u2013…“”" else f"&#{ord(c)};" for c in recorded[:160])
