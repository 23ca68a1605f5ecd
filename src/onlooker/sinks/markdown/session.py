"""One session as Markdown: outcome first, then findings with their proof, what happened, what was dismissed, coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onlooker.domain.evidence import Hit, ScreenText
from onlooker.domain.finding import Finding
from onlooker.domain.look_words import clip_words, disputed, earlier_words, failing_words, obstacles, ruled_words
from onlooker.domain.measured import measured
from onlooker.domain.report import SessionReport, TimelineMark
from onlooker.domain.summary import Segment
from onlooker.domain.tally import ranked, tally_looks
from onlooker.domain.timebase import clock, minute
from onlooker.domain.words import (
    count,
    coverage_words,
    duration,
    kind_words,
    one_line,
    outcome_sentence,
    reader_words,
    settings,
    span_words,
    spent_words,
    status_words,
    symptom_words,
)
from onlooker.sinks.markdown.escape import code, text

SHOWN_ENTRIES = 8
"""An issue wants the proof, not the log; the JSON report holds every entry."""
FAILING = 1_000
"""Characters for the causes of clips that failed."""


def session_lines(report: SessionReport, files: Mapping[str, str]) -> Iterator[str]:
    """Without a heading of its own: the page decides how deep it stands."""
    marks = {mark.id: mark for mark in report.marks}
    facts = [
        f"session {code(report.session_id)}",
        f"user {code(report.user)}" if report.user else "",
        f"{minute(report.started_at)} UTC",
        f"{duration(report.duration_ms)} long, {duration(report.active_ms)} active",
        f"read by {text(reader_words(report.reader))}",
    ]
    if failing := failing_words(tally_looks((report,))):
        yield from (f"**Most clips of this session failed.** {text(failing, FAILING)}", "")
    yield f"**{outcome_sentence(report.outcome.success)}.** {text(report.outcome.description)}"
    yield ""
    yield " · ".join(filter(None, facts))
    found = ranked(report.findings)
    if any(finding.reported for finding in found):
        yield from ("", "**Findings**", "")
        for number, finding in enumerate((finding for finding in found if finding.reported), 1):
            yield from _finding(number, finding, marks, files)
    else:
        yield from ("", "No findings.")
    if report.segments:
        yield from ("", "**What happened**", "")
        for segment in report.segments:
            yield from _segment(segment)
    dismissed = [finding for finding in found if not finding.reported]
    if dismissed or report.coverage.noise:
        yield from ("", "**Looked at and dismissed**", "")
        for finding in dismissed:
            verdict = finding.evidence.verdict
            why = f"{text(verdict.reason)} ({text(ruled_words(verdict))})" if verdict else text(finding.description)
            yield f"- {span_words(finding.start_ms, finding.end_ms)} **{text(finding.title)}** {why}"
            yield from (f"  - {line}" for line in _looked(finding, files))
        for noise in report.coverage.noise:
            times = f" ({count(noise.count, 'time')})" if noise.count > 1 else ""
            yield f"- {clock(noise.at_ms)} **{text(noise.what)}**{times} {text(noise.reason)}"
    yield from ("", f"**Coverage** {' '.join(text(sentence) for sentence in coverage_words(report.coverage))} {text(spent_words(report.usage))}")


def _finding(number: int, finding: Finding, marks: Mapping[str, TimelineMark], files: Mapping[str, str]) -> Iterator[str]:
    weight = "**blocking**" if finding.blocking else "minor" if finding.minor else "not blocking"
    stand = f"({weight}, {status_words(finding.status)}, {kind_words(finding.kind)}), {span_words(finding.start_ms, finding.end_ms)}"
    yield f"{number}. **{text(finding.title)}** {stand}  "
    if finding.description:
        yield f"   {text(finding.description, 1000)}"
    verdict = finding.evidence.verdict
    if verdict is not None:
        yield f"   - Why: {text(verdict.reason)} ({text(ruled_words(verdict))})"
    yield from (f"   - {line}" for line in _looked(finding, files))
    if finding.evidence.screen is not None:
        yield from _screen(finding.evidence.screen)
    cited = [marks[entry] for entry in finding.evidence.entries if entry in marks]
    if cited:
        more = len(finding.evidence.entries) - SHOWN_ENTRIES
        told = [f"{clock(mark.at_ms)} {code(mark.text)}" for mark in cited[:SHOWN_ENTRIES]]
        yield f"   - Rests on: {', '.join(told)}" + (f", and {more} more" if more > 0 else "")
    for rule in dict.fromkeys(hit.rule for hit in finding.evidence.hits):
        yield f"   - Rule {_rule([hit for hit in finding.evidence.hits if hit.rule == rule])}"


def _looked(finding: Finding, files: Mapping[str, str]) -> Iterator[str]:
    """What was seen and where to see it; who had said otherwise."""
    verdict, clip = finding.evidence.verdict, finding.evidence.clip
    if verdict is not None and verdict.saw:
        at = ", ".join(clock(at_ms) for at_ms in verdict.frames[:SHOWN_ENTRIES])
        yield f"The user saw: {text(verdict.saw)}" + (f" ({at})" if at else "")
    for earlier in disputed(finding.evidence):
        yield f"{text(earlier_words(earlier))}: {text(earlier.reason)}"
    if clip is not None:
        file = files.get(clip.video, "")
        yield f"Clip{f' {code(file)}' if file else ''}: {text(clip_words(clip))}"
        yield from (f"Pressed: {text(told)}" for told in obstacles(clip.under)[:SHOWN_ENTRIES])


def _screen(screen: ScreenText) -> Iterator[str]:
    said = [f"appeared {code(line)}{' and went again' if line in screen.passing else ''}" for line in screen.appeared if one_line(line)]
    said += [f"went {code(line)}" for line in screen.gone if line not in screen.passing and one_line(line)]
    said = said or [f"showed {code(line)}" for line in screen.after]
    said += [text(note) for note in screen.notes]
    if said:
        on = f" on {code(screen.page)}" if screen.page else ""
        yield f"   - Screen{on}: {', '.join(said)}"


def _rule(hits: Sequence[Hit]) -> str:
    """What the first hit measured; the JSON report holds each."""
    first = hits[0]
    times = f", {count(len(hits), 'time')}" if len(hits) > 1 else ""
    limits = f" ({text(settings(first.thresholds))})" if first.thresholds else ""
    facts = measured(first.facts)
    return f"{text(symptom_words(first.rule))}{times}{limits}{f': {text(facts)}' if facts else ''}"


def _segment(segment: Segment) -> Iterator[str]:
    sign = {True: " ✓", False: " ✗", None: ""}[segment.success]
    yield f"- {span_words(segment.start_ms, segment.end_ms)} **{text(segment.name)}**{sign} {text(segment.summary)}"
    for action in segment.key_actions:
        yield f"  - {clock(action.at_ms)} {text(action.description)}"
