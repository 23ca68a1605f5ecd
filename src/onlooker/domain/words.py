"""How the nouns are told in plain words, so that terminal, Markdown and HTML say the same thing the same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from onlooker.domain.clip import Looked
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.report import Coverage, SessionReport, Spent
from onlooker.domain.summary import Reader
from onlooker.domain.tally import RunTally
from onlooker.domain.timebase import clock

KEPT_CONTROLS = "\n\t"
UNSEEN_TOLD_MS = 1_000
"""Every recording begins a moment before its first full snapshot; less than this is no loss."""
FAILED_TOLD = 3
"""A sentence names so many clips; JSON holds all."""


def plain(text: str) -> str:
    """Recorded text without what could act on a terminal or turn the line round: control, bidi and unassigned-format characters go,
    lone surrogates become `?`. Line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in text.encode("utf-8", "replace").decode() if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept)


def one_line(text: str, limit: int = 0) -> str:
    """`plain` on one line, cut at `limit` characters with an ellipsis (0: whole)."""
    flat = " ".join(plain(text).split())
    return flat if not limit or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 session`, `1,200 sessions`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(ms: int) -> str:
    """`0.8 s`, `57 s`, `1 min 53 s`, `2 h 5 min`."""
    if ms < 10_000:
        return f"{max(0, ms) / 1000:.1f}".removesuffix(".0") + " s"
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min" + (f" {seconds % 60} s" if seconds % 60 else "")
    minutes = round(seconds / 60)
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def took(ms: int) -> str:
    """`43 ms`, else as `duration`: for what a machine did, where 0 s would say nothing."""
    return f"{ms} ms" if 0 <= ms < 1000 else duration(ms)


def span_words(start_ms: int, end_ms: int) -> str:
    """`0:19\u20130:47`, or one clock time where both are the same second."""
    start, end = clock(start_ms), clock(end_ms)
    return start if start == end else f"{start}\u2013{end}"


def money(usd: float | None) -> str:
    """`$0.00`, `$0.0042`, `$12.30`; a price nobody knows is never taken as zero."""
    if usd is None:
        return "price unknown"
    return f"${usd:.2f}" if usd == 0 or usd >= 0.1 else f"${usd:.4f}"


def outcome_word(success: bool | None) -> str:
    if success is None:
        return "unknown"
    return "reached" if success else "not reached"


def outcome_sentence(success: bool | None) -> str:
    if success is None:
        return "It cannot be told whether the user reached the goal"
    return "The user reached the goal" if success else "The user did not reach the goal"


def kind_words(kind: FindingKind) -> str:
    match kind:
        case FindingKind.EXCEPTION:
            return "something broke"
        case FindingKind.CONFUSION:
            return "the user got stuck"
        case FindingKind.ABANDONMENT:
            return "the user gave up"
        case _:
            assert_never(kind)


def status_words(status: Status) -> str:
    match status:
        case Status.SUSPECTED:
            return "suspected, not looked at"
        case Status.CONFIRMED:
            return "confirmed"
        case Status.REFUTED:
            return "dismissed"
        case Status.UNCLEAR:
            return "unclear"
        case _:
            assert_never(status)


def symptom_words(name: str) -> str:
    """`failed_request` as `failed request`."""
    return one_line(name.replace("_", " "))


def settings(values: Mapping[str, str | int | float | bool] | Mapping[str, int | float]) -> str:
    """Thresholds or facts on one line, sorted by name: `clicks 4, within 1000 ms`. A name that ends in `_ms` gives its unit."""
    return ", ".join(setting(name, values[name]) for name in sorted(values) if values[name] != "")


def setting(name: str, value: str | int | float | bool) -> str:
    unit = " ms" if name.endswith("_ms") else ""
    shown = ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else one_line(str(value), 200)
    return f"{symptom_words(name.removesuffix('_ms'))} {shown}{unit}"


def reader_words(reader: Reader) -> str:
    """Who wrote the report: `rules, no model` or the model's name; the note says why a configured model did not."""
    who = "rules, no model" if reader.kind == "rules" else one_line(reader.model) or "a model"
    return f"{who} ({one_line(reader.note)})" if reader.note else who


def spent_words(spent: Spent) -> str:
    if not spent.calls and not spent.cached_calls:
        return "No model was asked; no cost."
    cached = f", {count(spent.cached_calls, 'answer')} from the cache" if spent.cached_calls else ""
    tokens = f"{spent.input_tokens:,} tokens in, {spent.output_tokens:,} out"
    return f"{count(spent.calls, 'model call')}{cached}; {tokens}; {money(spent.cost)}."


def goal_words(report: SessionReport) -> str:
    """What they tried, where anybody knows."""
    return one_line(report.goal) or "Goal unknown"


def outcomes_words(tally: RunTally, users: int = 0) -> str:
    """`21 sessions: 9 reached the goal, 8 did not, 4 unknown`, `21 sessions of 12 users: …` where that is known; a count of zero is not told."""
    whole = tally.read + tally.failed
    if whole <= 1:
        words = {
            tally.reached: "goal reached",
            tally.not_reached: "goal not reached",
            tally.unknown: "goal unknown",
            tally.failed: "could not be read",
        }
        return f"1 session: {words[1]}" if whole else "No session"
    told = [
        f"{tally.reached:,} reached the goal" if tally.reached else "",
        f"{tally.not_reached:,} did not{'' if tally.reached else ' reach the goal'}" if tally.not_reached else "",
        f"{tally.unknown:,} unknown" if tally.unknown else "",
        f"{tally.failed:,} could not be read" if tally.failed else "",
    ]
    of = f" of {count(users, 'user')}" if users else ""
    return f"{count(whole, 'session')}{of}: {', '.join(filter(None, told))}"


def short_ids(session_ids: Sequence[str]) -> dict[str, str]:
    """The shortest beginnings, of at least eight characters, that still tell the ids apart: enough for `show --session`."""
    distinct = sorted(set(session_ids))
    shortest = {}
    for place, whole in enumerate(distinct):
        beside = distinct[max(0, place - 1) : place] + distinct[place + 1 : place + 2]
        shared = max((_shared(whole, other) for other in beside), default=0)
        shortest[whole] = whole[: max(8, shared + 1)]
    return shortest


def _shared(one: str, other: str) -> int:
    """How many first characters are the same."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def wrong_words(finding: Finding | None) -> str:
    return "" if finding is None else one_line(finding.title)


def coverage_words(coverage: Coverage) -> tuple[str, ...]:
    """What was read and what was not, in sentences; the first always stands, the others only when there is something to say."""
    windows = f" in {count(coverage.windows, 'window')}" if coverage.windows > 1 else ""
    said = [
        f"Read {count(coverage.snapshots, 'snapshot')} and {count(coverage.events, 'event')}{windows}, "
        f"woven into {count(coverage.entries, 'entry', 'entries')}; looked at {count(coverage.screens, 'screen')}."
    ]
    said += _looked(coverage.looked)
    losses = coverage.losses
    if coverage.gaps:
        said.append(f"The recording is silent in {count(coverage.gaps, 'gap')}, {duration(coverage.gap_ms)} in all.")
    if coverage.unseen_ms >= UNSEEN_TOLD_MS:
        said.append(f"For {duration(coverage.unseen_ms)} there was no page to look at, because a full snapshot is missing.")
    if coverage.masked_share:
        share = f"{coverage.masked_share:.0%}" if coverage.masked_share >= 0.01 else "Less than 1%"
        said.append(f"{share} of the texts and fields looked at were masked by the recorder.")
    if coverage.coarse:
        said.append("The recording is so heavy that looks were spaced out; a text shown only briefly may be missing.")
    if losses.truncated:
        said.append("The recording is cut off at its end.")
    unreadable = [
        count(losses.unreadable_chunks, "chunk") if losses.unreadable_chunks else "",
        count(losses.unreadable_snapshots, "snapshot") if losses.unreadable_snapshots else "",
        count(coverage.unreadable_events, "event") if coverage.unreadable_events else "",
    ]
    if any(unreadable):
        said.append(f"Could not be read: {', '.join(filter(None, unreadable))}.")
    repaired = [
        f"{losses.reordered:,} put back in order" if losses.reordered else "",
        f"{count(losses.duplicates, 'duplicate')} dropped" if losses.duplicates else "",
        f"{count(losses.windows_without_full, 'window')} without a full snapshot" if losses.windows_without_full else "",
        f"the events' clock moved by {duration(abs(coverage.skew_ms))}" if coverage.skew_ms else "",
    ]
    if any(repaired):
        said.append(f"Repaired: {', '.join(filter(None, repaired))}.")
    if coverage.folded:
        said.append(f"Folded into other lines: {_counts(coverage.folded)}.")
    if coverage.dropped:
        said.append(f"Left out: {_counts(coverage.dropped)}.")
    if coverage.invented_cites:
        said.append(f"The model cited {count(coverage.invented_cites, 'entry', 'entries')} that do not exist; those cites were dropped.")
    said += [one_line(note) for note in (*losses.notes, *coverage.notes)]
    return tuple(said)


def _looked(looked: Looked) -> Iterator[str]:
    """Nothing where nothing deserved a look."""
    if looked.by and looked.planned:
        yield f"Rendered {looked.rendered} of {count(looked.planned, 'planned clip')} with {one_line(looked.by.partition(',')[0], 80)}."
    elif looked.planned or looked.chosen:
        yield "No browser was there to render clips: the screen text alone was looked at."
    if looked.failed:
        told = [f"{span_words(one.plan.start_ms, one.plan.end_ms)} ({one_line(one.reason, 160)})" for one in looked.failed[:FAILED_TOLD]]
        more = f" and {len(looked.failed) - FAILED_TOLD} more" if len(looked.failed) > FAILED_TOLD else ""
        yield f"Clips that failed: {', '.join(told)}{more}."
    if looked.passed_over:
        yield f"{count(len(looked.passed_over), 'finding')} that deserved a look fell to the cap on clips."


def _counts(values: Mapping[str, int]) -> str:
    return ", ".join(f"{values[name]:,} {symptom_words(name)}" for name in sorted(values, key=lambda name: (-values[name], name)))
