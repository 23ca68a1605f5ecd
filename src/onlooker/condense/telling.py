"""What a line says: the word for what happened, and its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from onlooker.condense.line import Line
from onlooker.condense.plain import plain
from onlooker.condense.row import Alias, Cell
from onlooker.condense.words import ERROR, LABEL, VALUE, Places, element_cell, span, text_cell
from onlooker.domain.screen import Role, ScreenChange
from onlooker.domain.timeline import (
    Click,
    Detail,
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
    Tracked,
    Typed,
)

_PROPERTIES = 6
_LASTING_MS = 1_000
_WORTH_COUNTING = 5
_SLOW_MS = 1_000


def told(line: Line, places: Places) -> tuple[str, tuple[Cell, ...]]:
    """The word and the cells of a line, with what was folded into it."""
    what, cells = _detail(line.detail, places)
    for detail in line.also:
        cells += _answer(detail, places, line.detail.title if isinstance(line.detail, PageShown) else "")
    if line.more >= _WORTH_COUNTING:
        cells += (Cell(text=f"+{line.more} texts"),)
    if line.less >= _WORTH_COUNTING and isinstance(line.detail, Seen):
        cells += (Cell(text=f"-{line.less} texts"),)
    if line.causes > 1:
        cells += (Cell(text=f"and {line.causes - 1} other errors"),)
    if line.times > 1:
        cells += (Cell(text=f"{line.times}x"),)
    lasting = line.end_ms - line.at_ms
    if isinstance(line.detail, Idled) or (lasting >= _LASTING_MS and line.times > 1) or (lasting >= _LASTING_MS and isinstance(line.detail, Typed)):
        cells += (Cell(text=f"{span(lasting)}"),)
    return what, cells


def _detail(detail: Detail, places: Places) -> tuple[str, tuple[Cell, ...]]:
    match detail:
        case PageShown():
            return ("page" if detail.load else "route"), (places.cell(detail.url), *places.title(detail.title))
        case Click():
            how = "tap" if detail.touch else "double-click" if detail.double else "click"
            return how, (element_cell(detail.target),)
        case Typed(checked=None):
            return "type", (element_cell(detail.target), Cell(text="***" if detail.masked else plain(detail.value, VALUE) or "(empty)"))
        case Typed():
            return ("check" if detail.checked else "uncheck"), (element_cell(detail.target),)
        case Submitted():
            return "submit", (element_cell(detail.target),) if detail.target else ()
        case Scrolled():
            way = "down" if detail.to_y > detail.from_y else "up"
            restless = (Cell(text=f"{detail.reversals} turns"),) if detail.reversals > 1 else ()
            return "scroll", (Cell(text=f"{way} {abs(detail.to_y - detail.from_y)}"), *restless)
        case Requested():
            return "request", _request(detail, places)
        case Logged():
            return "console", (Cell(text=plain(detail.text, ERROR), alias=Alias.ERROR),)
        case Thrown():
            handled = (Cell(text="handled"),) if detail.handled else ()
            return "exception", (Cell(text=plain(f"{detail.type}: {detail.message}", ERROR), alias=Alias.ERROR), *handled)
        case Hinted():
            return "hint", (Cell(text=plain(detail.name, LABEL)), *((element_cell(detail.target),) if detail.target else ()))
        case Tracked():
            properties = list(detail.properties.items())[:_PROPERTIES]
            return "event", (Cell(text=plain(detail.name, LABEL)), *(Cell(text=plain(f"{key}={value}", VALUE)) for key, value in properties))
        case Seen():
            return "see", _screen(detail.change)
        case Switched():
            return "window", ()
        case Resized():
            return "resize", (Cell(text=f"{detail.width}x{detail.height}"),)
        case Played():
            return "media", (Cell(text=plain(detail.act, LABEL)),)
        case Idled():
            return ("gap" if detail.gap else "idle"), ()
        case Left():
            return ("end" if detail.last else "leave"), (places.cell(detail.url),) if detail.url and not detail.last else ()
        case Moved():
            return "move", ()
        case Selected():
            return "select", ()
        case _:
            assert_never(detail)


def _answer(detail: Detail, places: Places, title: str) -> tuple[Cell, ...]:
    """A detail told in another one's line; a heading that the page's title holds is told by it."""
    if isinstance(detail, Seen) and title:
        lines = tuple(line for line in detail.change.appeared if line.role is not Role.HEADING or line.text.casefold() not in title.casefold())
        return _screen(replace(detail.change, appeared=lines))
    if isinstance(detail, Submitted):
        return (Cell(text="submits"),)
    if isinstance(detail, Requested):
        status, *rest = _request(detail, places)
        return (Cell(text=status.text, alias=status.alias, lead=">" + status.lead, tail=status.tail), *rest)
    return _detail(detail, places)[1]


def _request(request: Requested, places: Places) -> tuple[Cell, ...]:
    """`POST /save 500 2.1s`, as one cell around the address."""
    status = "no answer" if request.status == 0 else "status unknown" if request.status is None else str(request.status)
    slow = f" {span(request.duration_ms)}" if request.duration_ms >= _SLOW_MS else ""
    return (places.asked(request.url, lead=f"{plain(request.method.upper(), 10)} ".lstrip(), tail=f" {status}{slow}"),)


def _screen(change: ScreenChange) -> tuple[Cell, ...]:
    came = [text_cell(line.text, line.role) for line in change.appeared]
    again = [text_cell(line.text, line.role, lead="again ") for line in change.again]
    went = [text_cell(line.text, line.role, lead="-") for line in change.gone]
    values = [
        Cell(text=plain(f"{plain(label, LABEL)}={plain(after, VALUE) or f'(empty, was {plain(before, VALUE)})'}", VALUE * 3), lead="value:")
        for label, before, after in change.values
    ]
    blank = [Cell(text="blank screen")] if change.blank else []
    return (*blank, *again, *came, *went, *values)
