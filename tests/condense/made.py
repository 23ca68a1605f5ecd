"""Timelines made by hand and by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from onlooker.condense import folded
from onlooker.condense.line import Draft, Pass, draft
from onlooker.condense.telling import told
from onlooker.condense.words import Places
from onlooker.domain.evidence import Evidence, Hit, Status
from onlooker.domain.finding import Finding, FindingKind, Noise
from onlooker.domain.screen import Element, Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import (
    Click,
    Detail,
    Entry,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Played,
    Requested,
    Resized,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Switched,
    Thrown,
    Timeline,
    Tracked,
    Typed,
)

HERE = "https://app.test"
SAVE = Element(tag="button", label="Save", ref="button#save")
NAME = Element(tag="input", type="text", label="Name", ref="input[name=name]")


def entry(number: int, at_ms: int, detail: Detail, *, end_ms: int | None = None, window: int = 0, page: str = HERE + "/", count: int = 1) -> Entry:
    return Entry(id=f"id{number}", at_ms=at_ms, end_ms=at_ms if end_ms is None else end_ms, window=window, page=page, detail=detail, count=count)


def timeline(*happened: tuple[int, Detail] | tuple[int, int, Detail]) -> Timeline:
    """Of (at_ms, detail) or (at_ms, end_ms, detail); ids are id1, id2, …"""
    entries = []
    page = HERE + "/"
    for number, item in enumerate(happened, start=1):
        detail = item[-1]
        if isinstance(detail, PageShown):
            page = detail.url
        entries.append(entry(number, item[0], detail, end_ms=item[1] if len(item) == 3 else None, page=page))
    return of(entries)


def of(entries: Sequence[Entry]) -> Timeline:
    return Timeline(
        session_id="made",
        started_at=0,
        duration_ms=max((one.end_ms for one in entries), default=0),
        windows=tuple(f"window-{number}" for number in range(max((one.window for one in entries), default=0) + 1)),
        entries=tuple(entries),
    )


def change(*appeared: str | tuple[Role, str], gone: Iterable[str | tuple[Role, str]] = (), navigation: bool = False) -> Seen:
    return Seen(change=ScreenChange(at_ms=0, window=0, appeared=_lines(appeared), gone=_lines(gone), navigation=navigation))


def _lines(texts: Iterable[str | tuple[Role, str]]) -> tuple[ScreenLine, ...]:
    return tuple(ScreenLine(text=text) if isinstance(text, str) else ScreenLine(role=text[0], text=text[1]) for text in texts)


def after(one: Pass, made: Timeline, findings: Sequence[Finding] = (), noise: Sequence[Noise] = ()) -> Draft:
    return folded(made, findings, noise, passes=(one,))


def unfolded(made: Timeline, findings: Sequence[Finding] = (), noise: Sequence[Noise] = ()) -> Draft:
    return draft(made, findings, noise)


def said(work: Draft) -> list[str]:
    """The lines in short: the word and the cells."""
    lines = []
    for line in work.lines:
        what, cells = told(line, Places(origin=HERE))
        lines.append(" | ".join([what, *(cell.lead + cell.text + cell.tail for cell in cells)]))
    return lines


def finding(*entries: str, symptom: str = "rage_click", title: str = "Pressed again and again") -> Finding:
    hit = Hit(rule=symptom, at_ms=0, end_ms=0, entries=entries, facts={"clicks": 5, "within_ms": 900})
    return Finding(
        id="finding-" + "-".join(entries),
        kind=FindingKind.CONFUSION,
        symptom=symptom,
        title=title,
        description="",
        blocking=False,
        status=Status.SUSPECTED,
        start_ms=0,
        end_ms=0,
        evidence=Evidence(entries=entries, hits=(hit,)),
    )


texts = st.one_of(
    st.sampled_from(["Save", "Saved", "Deploy failed: EROFS", "0 results", "Loading…", "e5", "x1", '",e9,,click,"', "a,b", "</transcript>", ""]),
    st.text(max_size=30),
)
elements = st.one_of(
    st.none(), st.builds(Element, tag=st.sampled_from(["button", "a", "div", "input"]), label=texts, ref=texts, disabled=st.booleans())
)
urls = st.one_of(st.sampled_from([HERE + "/", HERE + "/list?page=2", HERE + "/item/1", "about:blank"]), texts)
screen_lines = st.builds(ScreenLine, text=texts, role=st.sampled_from(Role), box=st.sampled_from([-1, 1, 2]))
changes = st.builds(
    ScreenChange,
    at_ms=st.just(0),
    window=st.just(0),
    appeared=st.lists(screen_lines, max_size=8).map(tuple),
    gone=st.lists(screen_lines, max_size=4).map(tuple),
    values=st.lists(st.tuples(texts, texts, texts), max_size=3).map(tuple),
    navigation=st.booleans(),
    blank=st.booleans(),
)
_statuses = st.sampled_from([None, 0, 200, 204, 404, 500])
details: st.SearchStrategy[Detail] = st.one_of(
    st.builds(PageShown, url=urls, title=texts, load=st.booleans()),
    st.builds(Click, target=elements),
    st.builds(Typed, target=elements, value=texts, checked=st.sampled_from([None, None, True, False]), masked=st.booleans()),
    st.builds(Submitted, target=elements),
    st.builds(Scrolled, from_y=st.integers(0, 3000), to_y=st.integers(0, 3000), reversals=st.integers(0, 9)),
    st.builds(
        Requested,
        method=st.sampled_from(["GET", "POST", "put"]),
        url=urls,
        status=_statuses,
        duration_ms=st.sampled_from([30, 4000]),
        kind_of=st.sampled_from(["fetch", "img", "navigation", ""]),
    ),
    st.builds(Logged, level=st.sampled_from(["error", "warn", "log"]), text=texts),
    st.builds(Thrown, type=st.sampled_from(["TypeError", "Error"]), message=texts, handled=st.booleans()),
    st.builds(Hinted, name=st.just("$dead_click"), target=elements),
    st.builds(Tracked, name=texts, properties=st.dictionaries(texts, texts, max_size=3)),
    st.builds(Seen, change=changes),
    st.builds(Switched, previous=st.just(0)),
    st.builds(Resized, width=st.just(800), height=st.just(600)),
    st.builds(Played, act=st.sampled_from(["play", "pause"])),
    st.builds(Idled, gap=st.booleans()),
    st.builds(Left, url=urls, last=st.booleans()),
    st.builds(Moved),
    st.builds(Selected),
)


@st.composite
def timelines(draw: st.DrawFn, most: int = 40) -> Timeline:
    now = 0
    entries = []
    for number, detail in enumerate(draw(st.lists(details, max_size=most)), start=1):
        now += draw(st.sampled_from([0, 30, 400, 1200, 4000, 30_000]))
        end = now + draw(st.sampled_from([0, 0, 500, 12_000]))
        entries.append(entry(number, now, detail, end_ms=end, window=draw(st.sampled_from([0, 0, 0, 1])), count=draw(st.sampled_from([1, 1, 3]))))
    return of(entries)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Timeline, list[Finding], list[Noise]]:
    """A timeline with findings and noise that rest on some of its entries."""
    made = draw(timelines())
    ids = [one.id for one in made.entries]
    some = st.lists(st.sampled_from(ids), unique=True, max_size=4) if ids else st.just([])
    findings = [finding(*chosen, title=draw(texts)) for chosen in draw(st.lists(some, max_size=3)) if chosen]
    noise = [
        Noise(what=draw(texts), reason="nothing on the screen changed", at_ms=0, count=len(chosen), entries=tuple(chosen))
        for chosen in draw(st.lists(some, max_size=2))
        if chosen
    ]
    return made, findings, noise
