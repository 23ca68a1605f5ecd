"""Which of the sessions that were glimpsed at are read, in what order, and why not the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from onlooker.domain.selection import Chosen, Glimpse, Reason, Selection, SkippedSession, Strategy, Stratum, Trait
from onlooker.domain.words import count
from onlooker.select.filters import refused
from onlooker.select.focus import named, told, words
from onlooker.select.strata import Sample, sample


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    kept: tuple[Glimpse, ...]
    strata: tuple[Stratum, ...] = ()
    note: str = ""


def choose(glimpses: Sequence[Glimpse], selection: Selection) -> Chosen:
    """The same sessions whatever order they come in; of `Strategy.ALL` the order too is theirs, but that a focus puts first what it names most of.
    Each glimpse has a place of its own."""
    why: dict[str, tuple[Reason, str]] = {}
    for one in glimpses:
        if (refusal := refused(one, selection)) is not None:
            why[one.place] = refusal
    left = [one for one in glimpses if one.place not in why]
    notes: list[str] = []
    nearness: Mapping[str, int] = {}
    if selection.focus.strip():
        nearness, note = _focused(left, selection.focus)
        notes.append(note)
        if any(nearness.values()):
            why |= {one.place: (Reason.FOCUS, "it names none of what the focus names") for one in left if not nearness[one.place]}
            left = [one for one in left if nearness[one.place]]
    taken = _taken(left, selection, nearness)
    kept = {one.place for one in taken.kept}
    why |= {one.place: (Reason.SAMPLE, _beyond(one, selection)) for one in left if one.place not in kept}
    return Chosen(
        kept=taken.kept,
        skipped=tuple(SkippedSession(glimpse=one, reason=why[one.place][0], why=why[one.place][1]) for one in glimpses if one.place in why),
        strata=taken.strata,
        notes=(*notes, *filter(None, (taken.note,)), *_told_of(taken.kept)),
    )


def _focused(glimpses: Sequence[Glimpse], focus: str) -> tuple[Mapping[str, int], str]:
    """How many words of the focus each session names, by place; and what came of it."""
    wanted = words(focus)
    met = {one.place: named(one, wanted) for one in glimpses}
    note = told(wanted, frozenset().union(*met.values()), kept=sum(map(bool, met.values())), whole=len(glimpses))
    return {place: len(stems) for place, stems in met.items()}, note


def _taken(left: Sequence[Glimpse], selection: Selection, nearness: Mapping[str, int]) -> _Taken:
    match selection.strategy:
        case Strategy.ALL:
            return _Taken(kept=tuple(sorted(left, key=lambda one: -nearness.get(one.place, 0))))
        case Strategy.FRICTION:
            ranked = sorted(left, key=lambda one: (-nearness.get(one.place, 0), -one.friction.score, one.session_id, one.place))
            kept = tuple(ranked[: selection.sample])
            return _Taken(kept=kept, note=_ranked_words(len(kept), len(left)))
        case Strategy.STRATIFIED:
            drawn = sample(left, selection.sample or len(left), selection.seed)
            return _Taken(kept=drawn.taken, strata=drawn.strata, note=_drawn_words(drawn, len(left)))
        case _:
            assert_never(selection.strategy)


def _ranked_words(kept: int, whole: int) -> str:
    if kept < whole:
        fit = count(whole, "session")
        return f"Of {fit} that fit, the {kept:,} with the most friction were kept. A share counted in them says nothing of all users."
    return "The sessions with the most friction come first. Should the run stop early, a share counted in what it has read says nothing of all users."


def _drawn_words(drawn: Sample, whole: int) -> str:
    if len(drawn.taken) == whole:
        return f"The sample holds all {count(whole, 'session')} that fit."
    kinds = f" over {count(len(drawn.strata), 'stratum', 'strata')}" if len(drawn.strata) > 1 else ""
    shares = "in proportion" if drawn.even else "in proportion, but with one of each at least, so that rare ones weigh more than their share"
    return f"A sample of {len(drawn.taken):,} of the {count(whole, 'session')} that fit was drawn{kinds}, {shares}."


def _beyond(glimpse: Glimpse, selection: Selection) -> str:
    if selection.strategy is Strategy.FRICTION:
        return f"{selection.sample} others have more friction than its {glimpse.friction.score}"
    return "it was not drawn"


def _told_of(kept: Sequence[Glimpse]) -> Iterator[str]:
    driven = [one.traits[Trait.AUTOMATED] for one in kept if Trait.AUTOMATED in one.traits]
    if driven:
        why = Counter(driven).most_common(1)[0][0]
        yield f"In {len(driven):,} of the {count(len(kept), 'session')} kept a program drove the browser ({why}), though as a person would."
    partly = sum(bool(one.unread) for one in kept)
    if partly:
        yield f"Of {count(partly, 'session')} some records were too large for a cheap look; friction may be told too low."
