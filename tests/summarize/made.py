"""Sessions written by hand, and model replies about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from onlooker.condense import condense
from onlooker.domain.evidence import Evidence, ScreenText, Status
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.model import ModelReply
from onlooker.domain.screen import Element, Role, ScreenChange, ScreenLine
from onlooker.domain.summary import Summary
from onlooker.domain.timeline import Click, Detail, Entry, Left, PageShown, Requested, Seen, Submitted, Timeline, Typed
from onlooker.domain.transcript import Transcript

HERE = "https://shop.example"

Step = tuple[int, Detail] | tuple[int, Detail, int]
"""(ms, what, window)"""


def timeline(*steps: Step, duration_ms: int | None = None) -> Timeline:
    """Entries `id1`, `id2`…; the page is that of the window's latest PageShown."""
    pages: dict[int, str] = {}
    entries: list[Entry] = []
    for number, step in enumerate(steps, start=1):
        at_ms, detail = step[0], step[1]
        window = step[2] if len(step) == 3 else 0
        if isinstance(detail, PageShown):
            pages[window] = detail.url
        entries.append(Entry(id=f"id{number}", at_ms=at_ms, end_ms=at_ms, window=window, page=pages.get(window, ""), detail=detail))
    last = max((entry.at_ms for entry in entries), default=0)
    windows = tuple(f"w{window}" for window in range(1 + max((entry.window for entry in entries), default=0)))
    return Timeline(
        session_id="s1",
        started_at=1_700_000_000_000,
        duration_ms=last if duration_ms is None else duration_ms,
        windows=windows,
        entries=tuple(entries),
    )


def page(path: str, title: str = "", *, load: bool = True) -> PageShown:
    return PageShown(url=HERE + path, title=title, load=load)


def press(label: str, tag: str = "button", **more: str) -> Click:
    return Click(target=Element(tag=tag, label=label, ref=f"{tag}:{label}", interactive=True, href=more.get("href", ""), role=more.get("role", "")))


def follow(label: str, path: str) -> Click:
    return press(label, "a", href=HERE + path)


def typed(label: str, value: str = "x", *, type: str = "text", masked: bool = False) -> Typed:
    return Typed(target=Element(tag="input", label=label, ref=f"input:{label}", type=type), value="***" if masked else value, masked=masked)


def sent() -> Submitted:
    return Submitted(target=Element(tag="form"))


def see(*lines: tuple[Role, str] | str, navigation: bool = False, dialogs: int = 0) -> Seen:
    told = tuple(ScreenLine(text=line) if isinstance(line, str) else ScreenLine(role=line[0], text=line[1]) for line in lines)
    return Seen(change=ScreenChange(at_ms=0, window=0, appeared=told, navigation=navigation, dialogs=dialogs))


def finding(
    *entries: str,
    id: str = "finding1",
    title: str = "Saving failed",
    blocking: bool = False,
    status: Status = Status.CONFIRMED,
    start_ms: int = 0,
    end_ms: int = 0,
    screen: ScreenText | None = None,
) -> Finding:
    return Finding(
        id=id,
        kind=FindingKind.EXCEPTION,
        symptom="error_shown",
        title=title,
        description="",
        blocking=blocking,
        status=status,
        start_ms=start_ms,
        end_ms=end_ms,
        evidence=Evidence(entries=entries, screen=screen),
    )


SHOP = timeline(
    (0, page("/", "All products | Fernhill")),
    (5_000, follow("Wool throw", "/item/12")),
    (5_400, page("/item/12", "Wool throw | Fernhill")),
    (9_000, press("Add to basket")),
    (9_010, sent()),
    (9_500, see((Role.ALERT, "Wool throw has been added to your basket."))),
    (15_000, follow("Checkout", "/checkout")),
    (15_300, page("/checkout", "Checkout | Fernhill")),
    (20_000, typed("Name", "Lena")),
    (24_000, typed("Card number", masked=True)),
    (30_000, press("Place order")),
    (30_010, sent()),
    (30_200, Requested(method="POST", url=HERE + "/orders", status=500, duration_ms=300, kind_of="fetch")),
    (30_600, see((Role.ALERT, "No payment has been taken: a problem occurred"))),
    (41_000, press("Place order")),
    (41_400, see((Role.ALERT, "No payment has been taken: a problem occurred"))),
    (52_000, Left(last=True)),
    duration_ms=52_000,
)
"""A user fills a basket and is refused twice at the end."""

REFUSED = finding("id11", "id13", "id14", title="The order was refused", blocking=True, start_ms=30_000, end_ms=41_400)


def transcript(session: Timeline = SHOP, findings: Iterable[Finding] = (REFUSED,), budget: int = 60_000) -> Transcript:
    return condense(session, tuple(findings), budget=budget)


def labels(told: Transcript) -> dict[str, str]:
    """Entry id -> label."""
    return {entry: label for label, entry in told.cites.items()}


def reply(content: Mapping[str, object]) -> ModelReply:
    return ModelReply(content=content, model="test:reader")


def is_sound(summary: Summary, session: Timeline) -> None:
    """The laws of every summary: segments cover the session in order, and nothing is cited that does not exist."""
    known = {entry.id for entry in session.entries}
    assert [segment.index for segment in summary.segments] == list(range(len(summary.segments)))
    assert summary.segments[0].start_ms == 0
    assert summary.segments[-1].end_ms == session.duration_ms
    assert all(before.end_ms == after.start_ms for before, after in pairwise(summary.segments))
    cited = [action.cites for segment in summary.segments for action in segment.key_actions]
    assert all(cited)
    assert known.issuperset(entry for cites in [*cited, summary.outcome.cites, *(s.cites for s in summary.suspicions)] for entry in cites)
    assert all(suspicion.start_ms <= suspicion.end_ms for suspicion in summary.suspicions)
