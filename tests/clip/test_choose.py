"""Which findings deserve a look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.clip import Choice, LookLimits, choose
from onlooker.domain.evidence import Evidence, ScreenText, Status
from onlooker.domain.finding import Finding, FindingKind
from tests.condense.made import finding

_SHOWN = ScreenText(appeared=("Saving failed.",))


def _made(
    name: str,
    status: Status = Status.CONFIRMED,
    *,
    kind: FindingKind = FindingKind.EXCEPTION,
    blocking: bool = False,
    minor: bool = False,
    at: int = 0,
    screen: ScreenText | None = _SHOWN,
) -> Finding:
    return replace(
        finding("e1"), id=name, kind=kind, status=status, blocking=blocking, minor=minor, start_ms=at, end_ms=at,
        evidence=Evidence(entries=("e1",), screen=screen),
    )  # fmt: skip


def _ids(choice: Choice) -> list[str]:
    return [one.id for one in choice.chosen]


@pytest.mark.parametrize("kind", FindingKind)
def test_what_blocks_is_looked_at_whatever_its_kind(kind: FindingKind) -> None:
    assert _ids(choose([_made("a", kind=kind, blocking=True, screen=None)])) == ["a"]


def test_what_the_rules_could_not_settle_is_looked_at() -> None:
    assert _ids(choose([_made("a", Status.UNCLEAR, kind=FindingKind.CONFUSION), _made("b", Status.SUSPECTED)])) == ["a", "b"]


@pytest.mark.parametrize(
    "spared",
    [
        _made("minor", Status.UNCLEAR, minor=True),
        _made("minor and sure", minor=True),
        _made("refuted", Status.REFUTED),
        _made("refuted, once blocking", Status.REFUTED, blocking=True),
        _made("nobody could see it", screen=ScreenText(notes=("nothing on the screen changed",))),
        _made("no screen", screen=None),
        _made("lost the way and found it", kind=FindingKind.CONFUSION),
    ],
    ids=lambda one: one.id,
)
def test_what_is_settled_small_or_unseen_is_not(spared: Finding) -> None:
    assert choose([spared]) == Choice()
    assert _ids(choose([spared], doubtful=[spared.id])) == [spared.id]


def test_most_severe_first() -> None:
    ordered = [
        _made("broken and blocking", blocking=True, at=9),
        _made("given up", kind=FindingKind.ABANDONMENT, blocking=True, at=8),
        _made("lost", kind=FindingKind.CONFUSION, blocking=True, at=7),
        _made("blocking, unsure", Status.UNCLEAR, blocking=True, at=6),
        _made("unclear, early", Status.UNCLEAR, at=1),
        _made("unclear, late", Status.UNCLEAR, at=5),
        _made("seen and overcome", at=0),
        _made("refuted", Status.REFUTED, at=0),
    ]
    limits = LookLimits(session_findings=20)
    assert _ids(choose(ordered[::-1], limits=limits, doubtful={"refuted", "given up"})) == [one.id for one in ordered]


def test_what_falls_to_a_cap_is_told() -> None:
    many = [_made(name, blocking=True, at=at) for at, name in enumerate("abcd")]
    three = LookLimits(session_findings=3, run_findings=100)
    assert (_ids(choose(many, limits=three)), choose(many, limits=three).passed_over) == (["a", "b", "c"], ("d",))
    assert (_ids(choose(many, limits=three, spent=99)), choose(many, limits=three, spent=99).passed_over) == (["a"], ("b", "c", "d"))
    assert (choose(many, limits=three, spent=400).chosen, len(choose(many, limits=three, spent=400).passed_over)) == ((), 4)


_FINDINGS = st.lists(
    st.builds(
        _made,
        st.text("abcdef", min_size=1, max_size=3),
        st.sampled_from(Status),
        kind=st.sampled_from(FindingKind),
        blocking=st.booleans(),
        minor=st.booleans(),
        at=st.integers(0, 9),
        screen=st.sampled_from([None, _SHOWN]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(_FINDINGS, st.randoms(use_true_random=False), st.integers(0, 8), st.integers(0, 8))
def test_order_cap_and_what_is_left_over(findings: list[Finding], chance: st.DataObject, few: int, more: int) -> None:
    shuffled = list(findings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = choose(findings, limits=LookLimits(session_findings=99))
    some = choose(shuffled, limits=LookLimits(session_findings=few, run_findings=10), spent=10 - more)
    assert whole.passed_over == ()
    assert some.chosen == whole.chosen[: min(few, more)]
    assert [*_ids(some), *some.passed_over] == _ids(whole)
    assert all(one.reported and (one.blocking or not one.minor) for one in whole.chosen)
