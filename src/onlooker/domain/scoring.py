"""How well reports tell what is labelled: the figures, and nothing that reads files.

A finding whose status is `refuted` is kept for the record and is not counted as reported. A reported finding *hits* an issue where their
spans overlap or lie no further apart than the slack. One issue hit by several findings counts once; the further hits are duplicates, not false
alarms. An issue labelled `minor` may be reported or not: it counts in no recall, and a finding on it is not false. A session labelled with an
`outcome_note` (part reached, part not) is left out of the outcome figure.

    recall              issues hit / issues
    precision           findings that hit some issue / findings reported
    kind                of the issues hit, those hit by a finding of the same kind
    blocking recall     blocking issues hit by a finding called blocking / blocking issues
    blocking precision  findings called blocking that hit a blocking issue / findings called blocking
    cried wolf          sessions without a blocking issue that were given a blocking finding / such sessions
    noise               findings that hit no issue and lie on a moment labelled as noise
    outcome             sessions whose success or failure was told right / sessions that have one
    twins               pairs of twins told apart / pairs: in both the outcome is right, and only the failing one is given a blocking finding
                        (twins: two sessions whose events agree and whose screens do not)
    missing             sessions without a report: nothing found, outcome wrong
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import UNSET, Struct, UnsetType

SLACK_MS = 3_000
"""A labeller's start of a trouble and a rule's differ by about this much where both are right."""


class Labelled(Struct, frozen=True, kw_only=True):
    """As in truth.json; offsets from the session's start."""

    start_ms: int
    end_ms: int
    kind: str
    blocking: bool
    minor: bool = False


class Moment(Struct, frozen=True, kw_only=True):
    at_ms: int


class Truth(Struct, frozen=True, kw_only=True):
    """What of a truth.json counts for the score. `pair` names the twins' pair; `app` the application recorded."""

    session_id: str
    outcome: str
    issues: tuple[Labelled, ...]
    app: str = ""
    noise: tuple[Moment, ...] = ()
    outcome_note: str | UnsetType | None = UNSET
    pair: str | UnsetType = UNSET

    @property
    def mixed(self) -> bool:
        return self.outcome_note is not UNSET


class Claim(Struct, frozen=True, kw_only=True):
    """What of a report's finding counts."""

    kind: str
    blocking: bool
    start_ms: int
    end_ms: int
    status: str = "suspected"


class Told(Struct, frozen=True, kw_only=True):
    """A report's `outcome`."""

    success: bool | None = None


class Said(Struct, frozen=True, kw_only=True):
    """What of a report counts."""

    findings: tuple[Claim, ...]
    session_id: str = ""
    outcome: Told | None = None


class Case(Struct, frozen=True, kw_only=True):
    """One session: what is so, and what was said of it, if anything."""

    name: str
    truth: Truth
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts over some sessions; a ratio is None where nothing is there to be counted."""

    sessions: int = 0
    missing: int = 0
    issues: int = 0
    hit: int = 0
    same_kind: int = 0
    blocking: int = 0
    blocking_hit: int = 0
    reported: int = 0
    right: int = 0
    duplicates: int = 0
    called_blocking: int = 0
    rightly_blocking: int = 0
    calm: int = 0
    wolf: int = 0
    noise: int = 0
    outcomes: int = 0
    outcomes_right: int = 0
    pairs: int = 0
    pairs_apart: int = 0

    @property
    def recall(self) -> float | None:
        return _ratio(self.hit, self.issues)

    @property
    def precision(self) -> float | None:
        return _ratio(self.right, self.reported)

    @property
    def kind(self) -> float | None:
        return _ratio(self.same_kind, self.hit)

    @property
    def blocking_recall(self) -> float | None:
        return _ratio(self.blocking_hit, self.blocking)

    @property
    def blocking_precision(self) -> float | None:
        return _ratio(self.rightly_blocking, self.called_blocking)

    @property
    def cried_wolf(self) -> float | None:
        return _ratio(self.wolf, self.calm)

    @property
    def outcome(self) -> float | None:
        return _ratio(self.outcomes_right, self.outcomes)

    @property
    def twins(self) -> float | None:
        return _ratio(self.pairs_apart, self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One session's counts, and what its pair needs to know. `faults` says in words what is wrong, empty when nothing is."""

    counts: Mapping[str, int]
    pair: str | None
    told_apart: bool
    faults: tuple[str, ...]


def score(cases: Iterable[Case], slack_ms: int = SLACK_MS) -> Score:
    """The figures over these sessions. A pair of twins counts where either of it is among them."""
    counts: dict[str, int] = {}
    pairs: dict[str, bool] = {}
    for case in cases:
        judged = _judge(case, slack_ms)
        for name, count in judged.counts.items():
            counts[name] = counts.get(name, 0) + count
        if judged.pair is not None:
            pairs[judged.pair] = pairs.get(judged.pair, True) and judged.told_apart
    return Score(**counts, pairs=len(pairs), pairs_apart=sum(pairs.values()))


def faults(case: Case, slack_ms: int = SLACK_MS) -> tuple[str, ...]:
    """What was told wrong of one session, in words; empty when nothing was."""
    return _judge(case, slack_ms).faults


def _judge(case: Case, slack: int) -> _Judged:
    truth = case.truth
    claims = [claim for claim in case.said.findings if claim.status != "refuted"] if case.said is not None else []
    issues = [issue for issue in truth.issues if not issue.minor]
    hits = [(issue, [claim for claim in claims if _overlap(issue, claim, slack)]) for issue in issues]
    hit = [(issue, found) for issue, found in hits if found]
    false = [claim for claim in claims if not any(_overlap(issue, claim, slack) for issue in truth.issues)]
    noisy = [claim for claim in false if any(_lies_on(moment, claim, slack) for moment in truth.noise)]
    blocking = [issue for issue in issues if issue.blocking]
    blocking_hit = [issue for issue, found in hit if issue.blocking and any(claim.blocking for claim in found)]
    called = [claim for claim in claims if claim.blocking]
    rightly = [claim for claim in called if any(_overlap(issue, claim, slack) for issue in blocking)]
    same_kind = sum(any(claim.kind == issue.kind for claim in found) for issue, found in hit)
    success = case.said.outcome.success if case.said is not None and case.said.outcome is not None else None
    right = success is not None and success == (truth.outcome == "success")
    counts = {
        "sessions": 1,
        "missing": case.said is None,
        "issues": len(issues),
        "hit": len(hit),
        "same_kind": same_kind,
        "blocking": len(blocking),
        "blocking_hit": len(blocking_hit),
        "reported": len(claims),
        "right": len(claims) - len(false),
        "duplicates": sum(len(found) - 1 for _, found in hit),
        "called_blocking": len(called),
        "rightly_blocking": len(rightly),
        "calm": not blocking,
        "wolf": not blocking and bool(called),
        "noise": len(noisy),
        "outcomes": not truth.mixed,
        "outcomes_right": right and not truth.mixed,
    }
    wrong = {
        "no report": case.said is None,
        f"{len(issues) - len(hit)} missed": len(issues) > len(hit),
        f"{len(false)} false": bool(false),
        f"{len(hit) - same_kind} of another kind": len(hit) > same_kind,
        f"{len(blocking) - len(blocking_hit)} blocking not called so": len(blocking) > len(blocking_hit),
        f"{len(called) - len(rightly)} wrongly called blocking": len(called) > len(rightly),
        f"outcome {success}, is {truth.outcome}": not right and not truth.mixed,
    }
    return _Judged(
        counts={name: int(count) for name, count in counts.items()},
        pair=truth.pair if isinstance(truth.pair, str) else None,
        told_apart=right and bool(called) == bool(any(issue.blocking for issue in issues)),
        faults=tuple(words for words, so in wrong.items() if so),
    )


def _overlap(issue: Labelled, claim: Claim, slack: int) -> bool:
    return issue.start_ms - slack <= claim.end_ms and claim.start_ms - slack <= issue.end_ms


def _lies_on(moment: Moment, claim: Claim, slack: int) -> bool:
    return claim.start_ms - slack <= moment.at_ms <= claim.end_ms + slack


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
