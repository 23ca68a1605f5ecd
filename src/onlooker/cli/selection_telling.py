"""A choice of sessions on the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onlooker.app.selecting import Selected
from onlooker.domain.mark import place
from onlooker.domain.selection import Friction, Glimpse, Selection, SkippedSession, Stratum
from onlooker.domain.timebase import clock, iso
from onlooker.domain.words import count, one_line, short_ids

TOLD_UP_TO = 60
"""Rows of a table that people still read; JSON holds all."""
TERMS = 3


def tell_selected(found: Selected, console: Console) -> None:
    chosen = found.chosen
    ids = short_ids([one.session_id for one in (*chosen.kept, *(one.glimpse for one in chosen.skipped))])
    console.print(Text(f"{count(len(chosen.kept), 'session')} of {len(chosen.kept) + len(chosen.skipped):,} would be watched.", style="bold"))
    if chosen.kept:
        console.print()
        console.print(_kept(chosen.kept[:TOLD_UP_TO], ids))
        _more(len(chosen.kept), console)
    if chosen.strata:
        console.print()
        console.print(_strata(chosen.strata))
    if chosen.skipped:
        console.print()
        counts = ", ".join(f"{number:,} {reason.value}" for reason, number in chosen.reasons.items())
        console.print(Text(f"Skipped {len(chosen.skipped):,}: {counts}.", style="bold"))
        console.print()
        console.print(_skipped(chosen.skipped[:TOLD_UP_TO], ids))
        _more(len(chosen.skipped), console)
    if found.notes or found.unread or found.skipped_places:
        console.print()
    for note in found.notes:
        console.print(Text(one_line(note), style="dim"))
    for one in found.unread:
        console.print(Text(f"could not look at {one_line(one.raw.origin)}: {one_line(one.why)}", style="dim"))
    for origin, reason in found.skipped_places:
        console.print(Text(f"passed over {one_line(origin)}: {one_line(reason)}", style="dim"))


def _kept(kept: Sequence[Glimpse], ids: Mapping[str, str]) -> Table:
    table = _table("session", "began (UTC)", "user", "length", "friction", "first page", "what it is made of")
    for one in kept:
        table.add_row(
            Text(one_line(ids[one.session_id], 20), style="dim"),
            Text(iso(one.started_at)[:16].replace("T", " ")),
            Text(one_line(one.user, 14)),
            Text(clock(one.duration_ms + 500)),
            Text(str(one.friction.score or "·"), style="yellow" if one.friction.score else "dim"),
            Text(one_line(place(one.pages[0]) if one.pages else "", 28)),
            Text(_terms(one.friction), style="dim"),
        )
    return table


def _terms(friction: Friction) -> str:
    """The ones that weigh most: `errors after an act 3, ways back 1`."""
    weighty = sorted(friction.terms, key=lambda term: -term.points)
    return ", ".join(f"{term.name} {term.count}" for term in weighty[:TERMS]) + (", …" if len(weighty) > TERMS else "")


def _strata(strata: Sequence[Stratum]) -> Table:
    table = _table("stratum", "taken", "of")
    for stratum in strata:
        table.add_row(Text(one_line(stratum.label)), Text(f"{stratum.taken:,}"), Text(f"{stratum.whole:,}"))
    return table


def _skipped(skipped: Sequence[SkippedSession], ids: Mapping[str, str]) -> Table:
    table = _table("session", "skipped as", "because")
    for one in skipped:
        table.add_row(Text(one_line(ids[one.glimpse.session_id], 20), style="dim"), Text(one.reason.value), Text(one_line(one.why)))
    return table


def _table(*names: str) -> Table:
    """The last column takes what is left of the line."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        right = name in ("length", "friction", "taken", "of")
        table.add_column(name, justify="right" if right else "left", no_wrap=name != names[-1], ratio=1 if name == names[-1] and not right else None)
    return table


def _more(number: int, console: Console) -> None:
    if number > TOLD_UP_TO:
        console.print(Text(f"and {number - TOLD_UP_TO:,} more; --json tells all", style="dim"))


def as_json(selection: Selection, found: Selected) -> str:
    """One line: what was asked for, what is kept in order, what is skipped and why, and what nobody could look at."""
    chosen = found.chosen
    told: Mapping[str, object] = {
        "selection": selection,
        "sessions": len(chosen.kept) + len(chosen.skipped) + len(found.unread),
        "kept": [_glimpse(one) for one in chosen.kept],
        "skipped": [{**_glimpse(one.glimpse), "reason": one.reason, "why": one.why} for one in chosen.skipped],
        "reasons": chosen.reasons,
        "strata": chosen.strata,
        "unread": [{"place": one.raw.name, "origin": one.raw.origin, "why": one.why} for one in found.unread],
        "skipped_places": [{"origin": origin, "reason": reason} for origin, reason in found.skipped_places],
        "notes": found.notes,
    }
    return msgspec.json.encode(told).decode("utf-8", "replace") + "\n"


def _glimpse(one: Glimpse) -> Mapping[str, object]:
    plain = msgspec.to_builtins(one)
    return {**plain, "started_at": iso(one.started_at), "friction": {"score": one.friction.score, **plain["friction"]}}
