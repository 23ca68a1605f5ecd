"""A unit in a few lines, as every request tells it. All of it was written by pages and users, or about them: it goes between marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from onlooker.discover.model.unit import Unit
from onlooker.discover.said import wording
from onlooker.domain.pattern import Examined, Trouble
from onlooker.domain.words import count, kind_words, one_line

_WORDINGS = 3
_WAYS = 2
"""So many sessions' before and after are told of a unit: what led there is what tells two causes behind one message apart."""
_PAGES = 8
_LABEL, _TEXT, _LONG = 60, 160, 240


def lines(unit: Unit, sessions: Mapping[str, Examined]) -> str:
    """To stand behind a label: only the first line is not set in."""
    told = [_head(unit)]
    told += [f"  {name}: {text}" for name, text in _told(unit, sessions) if text]
    return "\n".join(told)


def _head(unit: Unit) -> str:
    first = unit.troubles[0]
    parts = [
        count(len(unit.sessions), "session"),
        f"page {one_line(first.page, _LABEL)}" if first.page else "",
        f"after “{one_line(first.act, _LABEL)}”" if first.act else "",
        "goal not reached, no finding tells why" if unit.summarized else kind_words(first.kind),
        "" if unit.summarized else "confirmed" if unit.confirmed else "only suspected",
        "blocking" if any(trouble.blocking for trouble in unit.troubles) else "",
    ]
    return "; ".join(filter(None, parts))


def _told(unit: Unit, sessions: Mapping[str, Examined]) -> Iterator[tuple[str, str]]:
    shown = _shown(unit)
    lead = shown[0]
    of = [sessions[one.session_id] for one in unit.suffered if one.session_id in sessions]
    yield "what", one_line(lead.title, _TEXT)
    yield "told", "" if unit.summarized else one_line(lead.description, _LONG)
    yield "screen said", _quoted(_wordings(unit))
    yield "behind the screen", _joined(dict.fromkeys(line for trouble in unit.troubles for line in trouble.machine), "; ")
    yield "looked for", _quoted(dict.fromkeys(term for trouble in unit.troubles for term in trouble.sought))
    yield "looked on", _joined(lead.among[-_PAGES:], " > ", most=_PAGES)
    yield "seen", one_line(lead.saw, _LONG)
    yield "ruled", one_line(lead.reason, _TEXT)
    for trouble in shown[:_WAYS]:
        yield "before", _joined(trouble.before[-_WAYS:], " > ")
        yield "after", _joined(trouble.after[:_WAYS], " > ")
    if unit.summarized or lead.among:
        yield "went through", _joined(of[0].path[:_PAGES] if of else (), " > ", most=_PAGES)
    yield "came for", _joined(_alike_once(one.goal for one in of), "; ", most=_WAYS)
    if not unit.summarized:
        yield (
            "in the end",
            _joined([text for text in _alike_once(one.outcome for one in of) if wording(text) != wording(lead.title)], "; ", most=_WAYS),
        )


def _shown(unit: Unit) -> Sequence[Trouble]:
    """Those worth telling first: confirmed, looked at, with a way that led there; each way once."""
    ranked = sorted(
        unit.suffered,
        key=lambda one: (not one.trouble.confirmed, not one.trouble.saw, not one.trouble.before, one.session_id, one.trouble.finding_id),
    )
    ways: dict[tuple[str, ...], Trouble] = {}
    for one in ranked:
        ways.setdefault(one.trouble.before, one.trouble)
    return list(ways.values())


def _wordings(unit: Unit) -> Sequence[str]:
    """Texts that differ only in numbers and names twice at most: two show what differs."""
    told: dict[str, dict[str, None]] = {}
    for trouble in unit.troubles:
        raw = told.setdefault(trouble.said, {})
        if trouble.raw_said and len(raw) < _WAYS:
            raw[trouble.raw_said] = None
    return [text for raw in told.values() for text in raw]


def _alike_once(texts: Iterable[str]) -> Sequence[str]:
    told: dict[str, str] = {}
    for text in texts:
        told.setdefault(wording(text), text)
    return [text for text in told.values() if text]


def _quoted(texts: Iterable[str]) -> str:
    return _joined([f"“{one_line(text, _TEXT)}”" for text in texts], "; ")


def _joined(texts: Iterable[str], between: str, *, most: int = _WORDINGS) -> str:
    whole = [one_line(text, _TEXT) for text in texts]
    more = f"{between}and {len(whole) - most} more" if len(whole) > most else ""
    return between.join(filter(None, whole[:most])) + more
