"""What came before a trouble and after it, in a few lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from onlooker.domain.finding import Finding
from onlooker.domain.pattern import Examined
from onlooker.domain.report import SessionReport
from onlooker.domain.words import one_line

_LINES = 3
_LONGEST = 160
_ON_SCREEN, _BETWEEN = "On screen: ", " · "
_ACTED = frozenset({"page", "click", "input", "submit"})
_ANSWERED = frozenset({"screen", "page", "leave"})


def before(report: SessionReport, finding: Finding) -> tuple[str, ...]:
    """What the user did last before it, the latest last; else what the screen showed."""
    told = [text for at_ms, text in _told(report, finding) if at_ms < finding.start_ms][-_LINES:]
    screen = finding.evidence.screen
    if not told and screen is not None and screen.before:
        told = [f"{_ON_SCREEN}{_BETWEEN.join(screen.before[:_LINES])}"]
    return tuple(one_line(text, _LONGEST) for text in told)


def after(report: SessionReport, finding: Finding) -> tuple[str, ...]:
    """What the screen answered, what the user did next, and how it ended."""
    own = set(finding.evidence.entries)
    answers = [mark.text for mark in report.marks if mark.id in own and mark.kind in _ANSWERED and mark.at_ms > finding.start_ms][:1]
    later = [text for at_ms, text in _told(report, finding) if at_ms > finding.end_ms][: _LINES - 1]
    ended = [f"In the end: {report.outcome.description}"] if report.outcome.description and not finding.blocking else []
    told = dict.fromkeys([*answers, *later, *(ended if len(later) < _LINES - 1 else [])])
    return tuple(one_line(text, _LONGEST) for text in told)[:_LINES]


def everywhere(sessions: Iterable[Examined]) -> frozenset[str]:
    """Pieces of screen text before and after troubles that stand on several pages: navigation, headings of the whole application."""
    pages: dict[str, set[tuple[str, str]]] = {}
    for one in sessions:
        for trouble in one.troubles:
            for piece in (piece for line in (*trouble.before, *trouble.after) for piece in _pieces(line)):
                pages.setdefault(piece, set()).add((trouble.site, trouble.page))
    return frozenset(piece for piece, on in pages.items() if len(on) > 1)


def telling(lines: Iterable[str], everywhere: Collection[str], *, said: str = "") -> tuple[str, ...]:
    """Without screen text that stands on several pages, unless it is `said`: the same message may come up on many."""
    return tuple(told for line in lines if (told := _without(line, everywhere, said)))


def repeats(line: str, saw: str) -> bool:
    """Whether a line on what came next says what the user is told to have seen, and no more."""
    pieces = _pieces(line)
    return bool(pieces) and all(piece in saw for piece in pieces)


def _without(line: str, everywhere: Collection[str], said: str) -> str:
    pieces = _pieces(line)
    kept = [piece for piece in pieces if piece not in everywhere or piece in said]
    return line if len(kept) == len(pieces) else f"{_ON_SCREEN}{_BETWEEN.join(kept)}" if kept else ""


def _pieces(line: str) -> list[str]:
    return line.removeprefix(_ON_SCREEN).split(_BETWEEN) if line.startswith(_ON_SCREEN) else []


def _told(report: SessionReport, finding: Finding) -> Iterator[tuple[int, str]]:
    """Acts of the session that belong to no finding, and marks of what was done, in time order; each text once in a row."""
    own = set(finding.evidence.entries)
    actions = [
        (action.at_ms, action.description, set(action.cites))
        for segment in report.segments
        for action in segment.key_actions
        if not action.finding_id
    ]
    cited = {cite for _, _, cites in actions for cite in cites}
    marks = [(mark.at_ms, mark.text) for mark in report.marks if mark.kind in _ACTED and mark.id not in own | cited]
    last = ""
    for at_ms, text in sorted([*((at_ms, text) for at_ms, text, _ in actions), *marks]):
        if text != last:
            yield at_ms, text
        last = text
