"""What a transcript costs, in tokens, against other ways to write the same session; and what each column and pass costs and buys.

    python benchmarks/transcript.py [PATH…]        default: samples/

Reads every session under the paths. Needs the package; TOON needs `pip install python-toon`, and is left out with a word when missing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from onlooker import pipeline
from onlooker.app.wiring import source_of
from onlooker.condense import compose, condense, tokens
from onlooker.condense.line import Pass
from onlooker.condense.passes import PASSES
from onlooker.condense.row import COLUMNS, Column
from onlooker.condense.transcribe import folded
from onlooker.domain.snapshot import Change, Recording, Snapshot, SnapshotType
from onlooker.domain.timeline import Entry, Timeline
from onlooker.domain.transcript import Transcript
from onlooker.ports import RawSession

SAID = frozenset(
    {Change.MOUSE_INTERACTION, Change.SCROLL, Change.VIEWPORT_RESIZE, Change.INPUT, Change.MEDIA_INTERACTION, Change.SELECTION, Change.LOG}
)
"""Incremental snapshots that tell what a user did or the page said. Not mutations, pointer moves, drags, styles, fonts, canvas."""
LONG = 12
"""Characters from which a string is worth a place in a mapping."""

Json = object


@dataclass(frozen=True, kw_only=True)
class Session:
    """`records` is the denominator: what a user did and the page said, as recorded, and the product events."""

    name: str
    watched: pipeline.Watched
    records: list[Json]
    product_events: list[Json]

    @property
    def timeline(self) -> Timeline:
        return self.watched.timeline


def main(paths: Sequence[str]) -> None:
    sessions = [_session(raw) for raw in source_of(paths).sessions() if isinstance(raw, RawSession)]
    if not sessions:
        sys.exit("no session under these paths")
    _formats(sessions)
    _each(sessions)
    _kinds(sessions)
    _ablation(sessions)


def _session(raw: RawSession) -> Session:
    watched = pipeline.observe(raw, pipeline.Reading())
    events = [
        {"uuid": event.id, "event": event.name, "timestamp": event.at, "window_id": event.window_id, "elements_chain": event.elements_chain}
        | {"properties": dict(event.properties)}
        for event in watched.events.events
    ]
    recording = watched.recording
    snapshots = [_raw(recording, snapshot) for snapshot in recording.snapshots if _told(snapshot)] if recording else []
    return Session(name=Path(raw.origin).name or raw.name, watched=watched, records=[*snapshots, *events], product_events=list(events))


def _told(snapshot: Snapshot) -> bool:
    return snapshot.change in SAID or snapshot.type in {SnapshotType.PLUGIN, SnapshotType.CUSTOM}


def _raw(recording: Recording, snapshot: Snapshot) -> Json:
    return {"type": int(snapshot.type), "timestamp": snapshot.at, "window_id": recording.windows[snapshot.window], "data": recording.data(snapshot)}


def _transcript(session: Session, passes: Sequence[Pass] = PASSES, columns: Iterable[Column] = COLUMNS) -> Transcript:
    watched = session.watched
    return condense(
        watched.timeline, watched.findings, watched.noise, screens=watched.track.screens, passes=passes, columns=list(columns), budget=10_000_000
    )


# --- one session in several forms ---


def _formats(sessions: Sequence[Session]) -> None:
    forms: list[tuple[str, Callable[[Session], str]]] = [
        ("product events, JSON as sent", lambda session: _json(session.product_events)),
        ("raw records, JSON", lambda session: _json(session.records)),
        ("timeline entries, JSON, every field", lambda session: _json(_entries(session))),
        ("timeline entries, JSON with mapping", lambda session: _mapped(_entries(session), _json)),
    ]
    if toon := _toon():
        forms.append(("timeline entries, TOON with mapping", lambda session: _mapped(_entries(session), toon)))
    forms += [
        ("folded lines, JSON", lambda session: _json(_rows(session))),
        ("folded lines, JSON with mapping", lambda session: _mapped(_rows(session), _json)),
    ]
    if toon:
        forms.append(("folded lines, TOON with mapping", lambda session: _mapped(_rows(session), toon)))
    forms.append(("transcript (CSV, aliases, all folded)", lambda session: _transcript(session).text))
    records = sum(len(session.records) for session in sessions)
    entries = sum(len(session.timeline.entries) for session in sessions)
    events = sum(len(session.product_events) for session in sessions)
    print(f"{len(sessions)} sessions: {events:,} product events, {records:,} raw records with them, {entries:,} timeline entries\n")
    table = [["form", "tokens", "per raw record", "per entry", "per product event", "against transcript"]]
    totals = [sum(tokens.count(form(session)) for session in sessions) for _, form in forms]
    for (name, _), total in zip(forms, totals, strict=True):
        table.append(
            [name, f"{total:,}", f"{total / records:.1f}", f"{total / entries:.1f}", f"{total / max(1, events):.1f}", f"{total / totals[-1]:.2f}x"]
        )
    _print(table)
    if not toon:
        print("TOON is left out: `pip install python-toon` first.")


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _toon() -> Callable[[Json], str] | None:
    try:
        from toon import encode  # noqa: PLC0415
    except ImportError:
        return None
    return lambda value: str(encode(value))


def _entries(session: Session) -> list[Json]:
    return [_entry(entry) for entry in session.timeline.entries]


def _entry(entry: Entry) -> dict[str, Json]:
    told = asdict(entry)
    detail = told.pop("detail")
    return {"kind": entry.kind, **told, **({"pointer": len(detail["points"])} if "points" in detail else detail)}


def _rows(session: Session) -> list[Json]:
    """The lines after all passes, with full values and the same columns for each, so that TOON can make a table of them."""
    work = folded(session.timeline, session.watched.findings, session.watched.noise)
    return [
        {
            "label": row.label,
            "at_ms": row.at_ms,
            "window": session.timeline.windows[row.window] if session.timeline.windows else "",
            "url": row.page.text if row.page else "",
            "what": row.what,
            "details": " | ".join(cell.lead + cell.text + cell.tail for cell in row.cells),
        }
        for row in compose.composed(_said(session), work).writer.rows
    ]


def _said(session: Session) -> compose.Told:
    watched = session.watched
    return compose.Told(
        timeline=watched.timeline, findings=watched.findings, noise=watched.noise, screens=watched.track.screens, columns=frozenset(COLUMNS)
    )


def _mapped(rows: list[Json], write: Callable[[Json], str]) -> str:
    """The same values with each string that repeats in a table of its own."""
    uses = Counter(text for text in _strings(rows) if len(text) >= LONG)
    names = {text: f"${number}" for number, (text, times) in enumerate(uses.items(), start=1) if times > 1}
    return write({"mapping": {name: text for text, name in names.items()}, "rows": _renamed(rows, names)})


def _strings(value: Json) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _renamed(value: Json, names: dict[str, str]) -> Json:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner, names) for inner in value]
    return value


# --- what it is made of ---


def _each(sessions: Sequence[Session]) -> None:
    table = [["session", "tokens", "raw records", "per raw record", "entries", "per entry", "lines", "per line"]]
    for session in sessions:
        transcript = _transcript(session)
        records, entries, lines = len(session.records), len(session.timeline.entries), len(transcript.cites)
        table.append(
            [
                session.name,
                f"{transcript.tokens:,}",
                f"{records:,}",
                f"{transcript.tokens / max(1, records):.1f}",
                f"{entries:,}",
                f"{transcript.tokens / max(1, entries):.1f}",
                f"{lines:,}",
                f"{transcript.tokens / max(1, lines):.1f}",
            ]
        )
    print()
    _print(table)


def _kinds(sessions: Sequence[Session]) -> None:
    lines: Counter[str] = Counter()
    cost: Counter[str] = Counter()
    for session in sessions:
        work = folded(session.timeline, session.watched.findings, session.watched.noise)
        written = compose.composed(_said(session), work)
        for place, row in enumerate(written.writer.rows):
            kind = "suspected" if row.what.startswith("suspected") else row.what
            lines[kind] += 1
            cost[kind] += tokens.count(written.writer.line(place))
        lines["(head and legend)"] += 1
        cost["(head and legend)"] += tokens.count(written.head + written.writer.legend())
        table = written.writer.table(range(len(written.writer.rows)))
        lines["(alias table)"] += len(table)
        cost["(alias table)"] += tokens.count("".join(table))
    whole = sum(cost.values())
    print("\nWhat the transcripts are made of:")
    _print(
        [["line", "lines", "tokens", "share"]]
        + [[kind, f"{lines[kind]:,}", f"{tokens_of:,}", f"{tokens_of / whole:.0%}"] for kind, tokens_of in cost.most_common()]
    )


def _ablation(sessions: Sequence[Session]) -> None:
    whole = sum(_transcript(session).tokens for session in sessions)

    def against(name: str, passes: Sequence[Pass] = PASSES, columns: Iterable[Column] = COLUMNS) -> list[str]:
        chosen = list(columns)
        total = sum(_transcript(session, passes, chosen).tokens for session in sessions)
        return [name, f"{total:,}", f"{total - whole:+,}", f"{(total - whole) / whole:+.1%}"]

    table = [["changed", "tokens", "difference", ""], ["as it is", f"{whole:,}", "", ""]]
    table += [against(f"without column {column.value}", columns=[one for one in COLUMNS if one is not column]) for column in COLUMNS]
    table += [against(f"with column {column.value}", columns=[*COLUMNS, column]) for column in Column if column not in COLUMNS]
    table.append(_without_aliases(sessions, whole))
    table += [against(f"without {one.__name__}", [other for other in PASSES if other is not one]) for one in PASSES]
    table.append(against("without any pass", ()))
    print("\nAblation: tokens when one thing is changed.")
    _print(table)


def _without_aliases(sessions: Sequence[Session], whole: int) -> list[str]:
    total = 0
    for session in sessions:
        written = compose.composed(_said(session), folded(session.timeline, session.watched.findings, session.watched.noise))
        plain = compose.Written(head=written.head, writer=replace(written.writer, names={}), cites=written.cites, suspects=written.suspects)
        total += tokens.count(plain.whole())
    return ["without aliases", f"{total:,}", f"{total - whole:+,}", f"{(total - whole) / whole:+.1%}"]


def _print(table: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for number, row in enumerate(table):
        print("  ".join(cell.ljust(widths[0]) if column == 0 else cell.rjust(widths[column]) for column, cell in enumerate(row)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).resolve().parent.parent / "samples")])
