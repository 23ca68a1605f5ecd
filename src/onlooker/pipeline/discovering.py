"""What recurs across the sessions of a run: with a model, four kinds of request in their order; without one, or where it gives no usable answer, by
signatures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onlooker.discover import by_signature, measure
from onlooker.discover.group import distinct
from onlooker.discover.model import (
    ENOUGH,
    Draft,
    Heaps,
    Material,
    alikes,
    assign,
    check,
    combine,
    completed,
    extract,
    finished,
    group,
    homes,
    marks,
    placed,
    questions,
    reach,
    settled,
    units,
    with_missed_goals,
    without_missed_goals,
)
from onlooker.domain.model import Exchange
from onlooker.domain.pattern import Examined, KnownPattern, PatternReport
from onlooker.domain.words import count
from onlooker.pipeline.answering import Answering
from onlooker.pipeline.counted import Counted
from onlooker.ports import Model

GROUP_TOKENS = 15_000
"""Of troubles in one request, estimated by characters: some 12,000 as they are counted. More is read with less care, less makes more calls."""
_CONTEXT_SHARE = 3
"""A model with a small context is given this fraction of it at most, for instructions and the reply need room too."""
_MOST_PAIRS = 24
_NOT_LOOKED = "No second look could be made."
_ROUNDS = 3
"""How often candidates are combined again where they did not fit into one request."""
_CONSEQUENCES = {
    "extract": "those troubles are grouped by what they share on the page and behind it.",
    "combine": "those candidates stand as each group of sessions gave them.",
    "assign": "those troubles stay where they were first put.",
    "check": "those patterns were not looked at a second time.",
}


def discover_patterns(
    examined: Sequence[Examined],
    known: Sequence[KnownPattern] = (),
    *,
    model: Model | None,
    context: str = "",
    focus: str = "",
    step: Callable[[str], None] = lambda note: None,
) -> tuple[PatternReport, tuple[Exchange, ...]]:
    """`context` is what the team says about its product, `focus` what it asks, in plain words; `step` hears what is being asked. The same sessions
    give the same requests, in the same order. Raises nothing of its own: what a model could not do is told in the report's notes."""
    sessions = distinct(examined)
    if model is None:
        return measure(by_signature(sessions), sessions, known), ()
    run = _Run(answering=Answering(model=Counted(inner=model), step=step), bound=group_tokens(model.context_tokens))
    report = replace(run.report(sessions, known, context=context, focus=focus), refused=tuple(run.answering.refused))
    return report, tuple(run.answering.model.exchanges)


def group_tokens(context_tokens: int) -> int:
    """Of troubles in one request to a model that reads so many."""
    return min(GROUP_TOKENS, max(1, context_tokens // _CONTEXT_SHARE))


@dataclass(kw_only=True)
class _Run:
    answering: Answering
    bound: int
    invented: int = 0
    remarks: list[str] = field(default_factory=list)

    def report(self, sessions: Sequence[Examined], known: Sequence[KnownPattern], *, context: str, focus: str) -> PatternReport:
        told = with_missed_goals(sessions)
        material = Material(units=units(told), sessions={one.session_id: one for one in told}, context=context, focus=focus)
        candidates = self._extracted(material)
        if candidates is None:
            return measure(by_signature(sessions), sessions, known, notes=self._notes())
        drafts = self._combined(candidates, material)
        assigned = self._assigned(drafts, material)
        at_home = homes(material.units, sessions)
        stand = placed(drafts, assigned, material.units)
        self._remark(stand.taken_apart, "pattern", "held what failed in different places or has nothing in common, and {was} taken apart.")
        whole = completed(stand.drafts, assigned, material.units, at_home, material.sessions)
        self._remark(whole.dismissed, "suspicion", "that nobody could confirm {was} left out: the model took {it} for noise.")
        self._remark(whole.doubtful, "recurring suspicion", "left out: no session could confirm any, and most of their users got what they came for.")
        drafts = self._checked(whole.drafts, at_home, material)
        unnamed = [draft for draft in drafts if draft.by_rules and reach(draft.units, material.units) >= ENOUGH]
        self._remark(len(unnamed), "pattern", "that the model did not name {stands} as signatures found {it}.")
        recurring = [draft for draft in drafts if reach(draft.units, material.units) >= ENOUGH]
        kept = without_missed_goals(told, frozenset().union(*(marks(draft.units, material.units) for draft in recurring)))
        groups = [group(draft, material.units) for draft in [*drafts, *(Draft(units=places) for places in whole.single)]]
        measured = measure(groups, kept, known, by=self.answering.model.name, notes=self._notes())
        return finished(measured, drafts, material.units, focused=material.focused)

    def _extracted(self, material: Material) -> tuple[Draft, ...] | None:
        """None where nothing can recur, or no group has an answer."""
        if reach(range(len(material.units)), material.units) < ENOUGH:
            return None
        groups = extract.groups(material, self.bound)
        answers = [self._extract(material, own, f"{number} of {len(groups)}", of=len(groups)) for number, own in enumerate(groups, 1)]
        usable = [answer for answer in answers if answer is not None]
        self.invented += sum(answer.invented for answer in usable)
        return tuple(draft for answer in usable for draft in answer.drafts) if usable else None

    def _extract(self, material: Material, own: range, which: str, *, of: int) -> extract.Extracted | None:
        return self.answering.answer(
            "extract",
            f"what recurs, {which}",
            lambda wrong: extract.ask(material, own, of=of, attempt_error=wrong),
            lambda reply, _: extract.read(reply, material, own),
        )

    def _combined(self, drafts: Sequence[Draft], material: Material) -> tuple[Draft, ...]:
        """Candidates of one group need it not: they were read together."""
        if len(extract.groups(material, self.bound)) < 2:
            return tuple(drafts)
        for _ in range(_ROUNDS):
            groups = combine.groups(drafts, material, self.bound)
            before = len(drafts)
            drafts = [draft for own in groups for draft in self._of_group([drafts[place] for place in own], material)]
            if len(groups) < 2 or len(drafts) == before:
                break
        return tuple(drafts)

    def _of_group(self, drafts: Sequence[Draft], material: Material) -> Sequence[Draft]:
        if len(drafts) < 2:
            return drafts
        answer = self.answering.answer(
            "combine",
            f"which of {len(drafts)} candidates are one",
            lambda wrong: combine.ask(drafts, material, attempt_error=wrong),
            lambda reply, _: combine.read(reply, drafts, material),
        )
        self.invented += answer.invented if answer is not None else 0
        return answer.drafts if answer is not None else drafts

    def _assigned(self, drafts: Sequence[Draft], material: Material) -> assign.Assigned:
        listed = assign.listing(drafts, material, self.bound)
        told = [drafts[place] for place in listed]
        groups = assign.groups(told, material, self.bound) if told else ()
        answers = [self._assign(told, listed, material, own, f"{number} of {len(groups)}") for number, own in enumerate(groups, 1)]
        usable = [answer for answer in answers if answer is not None]
        self.invented += sum(answer.invented for answer in usable)
        return assign.Assigned(
            places={unit: place for answer in usable for unit, place in answer.places.items()},
            noise=frozenset().union(*(answer.noise for answer in usable)),
        )

    def _assign(self, told: Sequence[Draft], listed: Sequence[int], material: Material, own: range, which: str) -> assign.Assigned | None:
        return self.answering.answer(
            "assign",
            f"which trouble belongs where, {which}",
            lambda wrong: assign.ask(told, material, own, attempt_error=wrong),
            lambda reply, whole: assign.read(reply, listed, own, whole=whole),
        )

    def _checked(self, drafts: Sequence[Draft], at_home: Mapping[int, int], material: Material) -> tuple[Draft, ...]:
        pairs = alikes(drafts, material.units, at_home, _MOST_PAIRS)
        asked = questions(drafts, pairs, material, self.bound)
        answers = [self._check(own, material, f"{number} of {len(asked)}") for number, own in enumerate(asked, 1)]
        usable = [answer for answer in answers if answer is not None]
        self.invented += sum(answer.invented for answer in usable)
        checked = check.Checked(
            heaps={place: ruling for answer in usable for place, ruling in answer.heaps.items()},
            pairs={pair: ruling for answer in usable for pair, ruling in answer.pairs.items()},
        )
        wanted = {place for own in asked for place in own.drafts if len(drafts[place].units) > 1 and not drafts[place].by_rules}
        unseen = wanted - checked.heaps.keys()
        looked = [replace(draft, unsure=_NOT_LOOKED) if place in unseen else draft for place, draft in enumerate(drafts)]
        result = settled(looked, checked, material.units)
        self._remark(result.held, "split", "of a pattern {was} not made: the same thing failed behind its parts.")
        self._remark(result.kept_apart, "pair", "of patterns that the model took for one {was} kept apart: different things failed behind them.")
        return result.drafts

    def _check(self, own: Heaps, material: Material, which: str) -> check.Checked | None:
        return self.answering.answer(
            "check",
            f"a second look, {which}",
            lambda wrong: check.ask(own, material, attempt_error=wrong),
            lambda reply, whole: check.read(reply, own, material, whole=whole),
        )

    def _remark(self, times: int, noun: str, told: str) -> None:
        if times:
            words = {"was": "was" if times == 1 else "were", "it": "it" if times == 1 else "them", "stands": "stands" if times == 1 else "stand"}
            self.remarks.append(f"{count(times, noun)} {told.format(**words)}")

    def _notes(self) -> list[str]:
        told = self.answering.notes(_CONSEQUENCES) + self.remarks
        if self.invented:
            told.append(
                f"{count(self.invented, 'label')} in the model's answers stood for nothing and {'was' if self.invented == 1 else 'were'} dropped."
            )
        return told
