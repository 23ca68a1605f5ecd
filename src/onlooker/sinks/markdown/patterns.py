"""What recurs as Markdown: a table of it, then each pattern with its numbers, what others did instead, and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onlooker.domain.finding import Finding
from onlooker.domain.pattern import Example, Pattern, PatternReport
from onlooker.domain.pattern_state import past_words, state_words
from onlooker.domain.pattern_words import (
    by_words,
    instead_words,
    known_words,
    missed_words,
    reached_words,
    release_words,
    seen_words,
    severity_words,
    share_words,
    single_words,
    sparks,
    trend_words,
)
from onlooker.domain.report import RunReport
from onlooker.domain.timebase import clock
from onlooker.domain.words import count, kind_words, one_line, short_ids
from onlooker.sinks.markdown.escape import code, text
from onlooker.sinks.stills import stills

SHOWN_SESSIONS = 12
"""Ids a reader copies from; patterns.json holds all."""


def pattern_lines(run: RunReport, found: PatternReport, files: Mapping[str, str]) -> Iterator[str]:
    shown = [one for one in found.patterns if not one.muted]
    yield from ("", "## What recurs", "")
    if shown:
        yield "| # | Problem | Severity | Sessions | Users | Blocking | State | Course |"
        yield "|--:|---|--:|---|--:|---|---|---|"
        for number, one in enumerate(shown, 1):
            yield f"| {number} | {' | '.join(_cells(one))} |"
    else:
        yield "Nothing: no problem met two sessions or more."
    told = _Told(run, found, files)
    for number, one in enumerate(shown, 1):
        yield from ("", f"### {number}. {text(one.title, 200)}", "")
        yield from told.pattern(one)
    muted = [one for one in found.patterns if one.muted]
    if muted:
        yield from ("", "**Muted**, taken for intended:", "")
        yield from (f"- {text(one.title, 200)}: {share_words(one.prevalence)}. {text(one.muted)}" for one in muted)
    if found.resolved:
        yield from ("", "**Resolved:**", "")
        yield from (f"- {text(one.title, 200)}{f' ({code(one.page, 120)})' if one.page else ''}. {known_words(one)}" for one in found.resolved)
    yield ""
    yield " ".join(filter(None, (single_words(found), missed_words(found), *(text(note) for note in found.notes))))


def _cells(one: Pattern) -> list[str]:
    return [
        text(one.title, 160),
        str(one.severity.score),
        share_words(one.prevalence),
        str(one.users),
        "**yes**" if one.blocking else "no",
        text(state_words(one), 120),
        code(sparks(one)) if one.trend else "",
    ]


class _Told:
    """The patterns of one run: the sessions by their short names, and the findings that examples point at."""

    def __init__(self, run: RunReport, found: PatternReport, files: Mapping[str, str]) -> None:
        examples = {(one.session_id, one.finding_id) for pattern in found.patterns for one in pattern.examples}
        shown = {session_id for session_id, _ in examples}
        ids: list[str] = []
        self._findings: dict[tuple[str, str], Finding] = {}
        self._users: dict[str, str] = {}
        for session in run.sessions:
            ids.append(session.session_id)
            if session.session_id in shown:
                self._users[session.session_id] = session.user
                keyed = {(session.session_id, finding.id): finding for finding in session.findings}
                self._findings.update({key: finding for key, finding in keyed.items() if key in examples})
        self._names = short_ids(ids)
        self._files = files

    def pattern(self, one: Pattern) -> Iterator[str]:
        weight = "**blocking**" if one.blocking else "not blocking"
        yield f"{weight}, {text(state_words(one))}: {kind_words(one.kind)}. Severity {text(severity_words(one.severity))}."
        if one.description:
            yield from ("", text(one.description, 1000))
        yield ""
        for name, value in (
            ("What they share", text(one.cause, 1000)),
            ("How it bears on the question", text(one.relation, 1000)),
            ("Why it may be more than one", text(one.unsure, 1000)),
            ("Before this run", text(past_words(one), 1000)),
            ("Sessions", f"{share_words(one.prevalence)}, of {count(one.users, 'user')}"),
            ("Blocked", share_words(one.blocking_share)),
            ("Outcome", reached_words(one)),
            ("Seen", f"{seen_words(one)}{f'; {trend_words(one)}' if trend_words(one) else ''}"),
            ("Releases", text(release_words(one), 1000)),
            ("Those who got there", self._instead(one)),
        ):
            if value:
                yield f"- {name}: {value}"
        if one.examples:
            yield "- Examples:"
            for example in one.examples:
                yield from self._example(example)
        ids = [self._name(session_id) for session_id in one.sessions[:SHOWN_SESSIONS]]
        more = len(one.sessions) - len(ids)
        yield f"- All: {', '.join(ids)}{f', and {more} more' if more > 0 else ''}"
        yield f"- Put together by {text(by_words(one.by))}, known as {code(one.id, 40)}"

    def _instead(self, one: Pattern) -> str:
        if one.instead is None:
            return ""
        steps = "; ".join(f"{number}) {text(step, 240)}" for number, step in enumerate(one.instead.steps, 1))
        return f"{instead_words(one.instead)}{f' {steps}' if steps else ''} (for example {self._name(one.instead.example)})"

    def _example(self, example: Example) -> Iterator[str]:
        user = self._users.get(example.session_id, "")
        finding = self._findings.get((example.session_id, example.finding_id))
        act = f", “{text(example.act, 60)}”" if example.act else ""
        yield f"  - {clock(example.at_ms)}{act}, in {self._name(example.session_id)}{f', user {code(user, 60)}' if user else ''}"
        if example.before:
            yield f"    - Before: {' → '.join(text(line, 200) for line in example.before)}"
        saw = example.saw or (finding.title if finding is not None else "")
        if saw:
            yield f"    - The user saw: {text(saw)}"
        if example.after:
            yield f"    - After: {' → '.join(text(line, 200) for line in example.after)}"
        if finding is not None and (shown := ", ".join(self._shown(finding))):
            yield f"    - To see: {shown}"

    def _shown(self, finding: Finding) -> Iterator[str]:
        """Links to what lies beside the report; such a path is the hash of what it holds, never a recorded text."""
        clip = finding.evidence.clip
        if clip is None:
            return
        if video := self._files.get(clip.video, ""):
            yield f"[clip]({video})"
        for still in stills(clip, finding):
            if picture := self._files.get(still.frame.blob, ""):
                yield f"[{still.when}, {clock(still.frame.at_ms)}]({picture})"

    def _name(self, session_id: str) -> str:
        return code(one_line(self._names.get(session_id, session_id), 60))
