"""A session told line by line, for the detectors' tests. Times are ms since its start; lines may be told in any order."""

from __future__ import annotations

from dataclasses import replace

from onlooker.detect import DEFAULT, Preset, detect
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Element, Reverted, Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import (
    Click,
    Detail,
    Entry,
    Left,
    Logged,
    Moved,
    Mutated,
    PageShown,
    Requested,
    Scrolled,
    Seen,
    Selected,
    Switched,
    Thrown,
    Timeline,
    Toggled,
    Typed,
)

HOME = "https://app.test/things"


def button(label: str, **more: str | bool) -> Element:
    return _element("button", label, **more)


def link(label: str, href: str, **more: str | bool) -> Element:
    return _element("a", label, href=href, **more)


def plain(label: str, tag: str = "p") -> Element:
    return Element(tag=tag, label=label, ref=f"{tag}:{label}", interactive=False)


def field(label: str, type: str = "text", tag: str = "input") -> Element:
    return Element(tag=tag, label=label, name=label.lower(), type=type, ref=f"{tag}[name={label.lower()}]", interactive=True)


def _element(tag: str, label: str, **more: str | bool) -> Element:
    made = Element(tag=tag, label=label, ref=f"{tag}#{label.lower().replace(' ', '-')}", interactive=True)
    return replace(made, **more)  # type: ignore[arg-type]


def text(words: str) -> ScreenLine:
    return ScreenLine(text=words)


def heading(words: str) -> ScreenLine:
    return ScreenLine(text=words, role=Role.HEADING)


def alert(words: str, box: int = 7) -> ScreenLine:
    return ScreenLine(text=words, role=Role.ALERT, box=box)


def dialog(words: str, box: int = 9) -> ScreenLine:
    return ScreenLine(text=words, role=Role.DIALOG, box=box)


def invalid(words: str) -> ScreenLine:
    return ScreenLine(text=words, role=Role.INVALID)


def spinner(words: str = "") -> ScreenLine:
    return ScreenLine(text=words, role=Role.SPINNER)


class Story:
    def __init__(self, page: str = HOME) -> None:
        self._told: list[tuple[int, int, int, Detail, int]] = []
        self._mutations: list[Mutated] = []
        self._toggled: list[Toggled] = []
        self._page = page
        self.opens(0, page)

    def tell(self, at: int, detail: Detail, until: int | None = None, window: int = 0, count: int = 1) -> Story:
        self._told.append((at, until if until is not None else at, window, detail, count))
        return self

    def opens(self, at: int, url: str, load: bool = True, title: str = "", window: int = 0) -> Story:
        return self.tell(at, PageShown(url=url, load=load, title=title), window=window)

    def clicks(self, at: int, target: Element | None, x: int = 100, y: int = 100, window: int = 0, **more: bool) -> Story:
        return self.tell(at, Click(target=target, x=x, y=y, **more), window=window)

    def toggles(self, at: int, target: Element, *, back: int | None = None, on: bool = True, around: str = "") -> Story:
        """Presses a switch, which the page sets back at `back`."""
        told = Toggled(at_ms=at, window=0, label=target.label, around=around or target.label, on=on, back_ms=back)
        self._toggled.append(told)
        return self.clicks(at, target)

    def types(self, at: int, target: Element, value: str, window: int = 0) -> Story:
        return self.tell(
            at, Typed(target=target, value=value, masked=set(value) == {"*"}), until=at + 100 * len(value), count=max(1, len(value)), window=window
        )

    def shows(
        self, at: int, *appeared: ScreenLine, gone: tuple[ScreenLine, ...] = (), lines: int = 30, spinners: int = 0, dialogs: int = 0,
        navigation: bool = False, blank: bool = False, values: tuple[tuple[str, str, str], ...] = (), window: int = 0,
        reverted: tuple[Reverted, ...] = (), held: int = 0, hollow: tuple[str, ...] = (),
    ) -> Story:  # fmt: skip
        change = ScreenChange(
            at_ms=at,
            window=window,
            appeared=appeared,
            gone=gone,
            lines=lines,
            spinners=spinners,
            dialogs=dialogs,
            navigation=navigation,
            blank=blank,
            values=values,
            reverted=reverted,
            held=held,
            hollow=hollow,
        )
        return self.tell(at, Seen(change=change), window=window)

    def requests(self, at: int, method: str, url: str, status: int | None, *, took: int = 100, kind: str = "fetch") -> Story:
        return self.tell(at, Requested(method=method, url=url, status=status, duration_ms=took, kind_of=kind), until=at + took)

    def throws(self, at: int, message: str, type: str = "TypeError", origin: str = "https://app.test/main.js", count: int = 1) -> Story:
        return self.tell(at, Thrown(type=type, message=message, origin=origin), count=count)

    def logs(self, at: int, message: str, level: str = "error") -> Story:
        return self.tell(at, Logged(level=level, text=message))

    def scrolls(self, at: int) -> Story:
        return self.tell(at, Scrolled(from_y=0, to_y=400))

    def selects(self, at: int) -> Story:
        return self.tell(at, Selected())

    def switches(self, at: int, to: int) -> Story:
        return self.tell(at, Switched(previous=0), window=to)

    def moves(self, *points: tuple[int, int, int]) -> Story:
        return self.tell(points[0][0], Moved(points=points), until=points[-1][0])

    def mutates(self, at: int, nodes: int = 3, attributes: int = 0, window: int = 0) -> Story:
        self._mutations.append(Mutated(at_ms=at, window=window, nodes=nodes, attributes=attributes))
        return self

    def leaves(self, at: int) -> Story:
        return self.tell(at, Left(url=self._page, last=True))

    def timeline(self, ends: int) -> Timeline:
        """Pages are those told last in each window; ids are the place in the story."""
        entries: list[Entry] = []
        shown: dict[int, str] = {}
        for number, (at, until, window, detail, count) in enumerate(sorted(self._told, key=lambda told: told[0])):
            if isinstance(detail, PageShown):
                shown[window] = detail.url
            page = shown.get(window, self._page)
            entries.append(Entry(id=f"i{number}", at_ms=at, end_ms=until, window=window, page=page, detail=detail, count=count))
        mutations = tuple(sorted(self._mutations, key=lambda batch: batch.at_ms))
        return Timeline(
            session_id="s",
            started_at=0,
            duration_ms=ends,
            windows=("w0", "w1"),
            entries=tuple(entries),
            mutations=mutations,
            toggled=tuple(self._toggled),
        )

    def hits(self, rule: str = "", ends: int = 60_000, preset: Preset = DEFAULT) -> list[Hit]:
        """The hits of one rule, or all."""
        return [hit for hit in detect(self.timeline(ends), preset) if rule in ("", hit.rule)]

    def rules(self, ends: int = 60_000, preset: Preset = DEFAULT) -> set[str]:
        return {hit.rule for hit in self.hits(ends=ends, preset=preset)}
