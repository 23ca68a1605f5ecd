from __future__ import annotations

from dataclasses import replace

from onlooker.domain.summary import KeyAction, Outcome, Segment, Summary, Suspicion
from onlooker.summarize import combine


def segment(name: str, start_ms: int, end_ms: int, success: bool | None = None) -> Segment:
    action = KeyAction(description=name, at_ms=start_ms, cites=(f"id{start_ms}",))
    return Segment(index=0, name=name, start_ms=start_ms, end_ms=end_ms, success=success, summary=f"{name}.", key_actions=(action,))


def ruling(about: str | None, *, dismissed: bool = False, cites: tuple[str, ...] = ("id1",)) -> Suspicion:
    return Suspicion(
        kind="exception", title="t", description="d", blocking=False, cites=cites, start_ms=0, end_ms=1, about=about, dismissed=dismissed
    )


FIRST = Summary(
    goal="Buy",
    segments=(segment("Looked", 0, 10), segment("Paid", 10, 20)),
    outcome=Outcome(success=None, description="Open."),
    suspicions=(ruling("f"), ruling(None)),
    invented=1,
    unsupported=("a",),
)
SECOND = Summary(
    goal="Buy a lamp",
    segments=(segment("paid", 20, 30, success=True), segment("Left", 30, 40)),
    outcome=Outcome(success=True, description="Bought."),
    suspicions=(ruling("f", dismissed=True), ruling(None), ruling(None, cites=("id2",))),
    invented=2,
    unsupported=("b",),
)


def test_one_part_is_itself() -> None:
    assert combine([SECOND]).segments == (SECOND.segments[0], replace(SECOND.segments[1], index=1))


def test_a_segment_told_on_is_one_segment() -> None:
    whole = combine([FIRST, SECOND])
    assert [(s.index, s.name, s.start_ms, s.end_ms, s.success) for s in whole.segments] == [
        (0, "Looked", 0, 10, None),
        (1, "Paid", 10, 30, True),
        (2, "Left", 30, 40, None),
    ]
    assert whole.segments[1].summary == "Paid. paid."
    assert [action.at_ms for action in whole.segments[1].key_actions] == [10, 20]


def test_the_last_part_knows_best_and_counts_add_up() -> None:
    whole = combine([FIRST, SECOND])
    assert (whole.goal, whole.outcome.description) == ("Buy a lamp", "Bought.")
    assert [(s.about, s.dismissed, s.cites) for s in whole.suspicions] == [("f", True, ("id1",)), (None, False, ("id1",)), (None, False, ("id2",))]
    assert (whole.invented, whole.unsupported) == (3, ("a", "b"))


def test_a_goal_once_known_is_not_lost() -> None:
    lost = Summary(goal="", segments=SECOND.segments, outcome=SECOND.outcome)
    assert combine([FIRST, lost]).goal == "Buy"
