"""What a run took of what was foreseen corrects the next estimate."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.estimate import PhaseEstimate
from onlooker.domain.experience import Correction, Experience
from onlooker.domain.report import RunReport, SessionReport, Spent

from .test_ledger import LARGE, LOOK, SMALL, SUMMARY, session

FORESEEN = PhaseEstimate(name="summarize", model=SMALL, calls=1, input_tokens=800, output_tokens=200, cost=0.01)


def run(sessions: int, refused: tuple[str, ...] = (), foreseen: PhaseEstimate = FORESEEN) -> RunReport:
    """Each with a summary of 1,000 tokens in and 100 out."""
    one = session("s", SUMMARY)
    usage = Spent(exchanges=(SUMMARY,), refused=refused, foreseen=(foreseen,))
    return RunReport(sessions=tuple(replace(one, session_id=str(number), usage=usage) for number in range(sessions)))


def test_the_next_estimate_is_corrected_by_what_was_taken() -> None:
    learnt = Experience().after(run(12))
    assert learnt.of(SMALL, "summarize") == Correction(input=1.25, output=0.5)
    assert learnt.of(SMALL, "look") == learnt.of(LARGE, "summarize") == Correction()


def test_what_was_corrected_and_right_stays() -> None:
    learnt = Experience().after(run(12))
    right = replace(FORESEEN, input_tokens=1_000, output_tokens=100)
    assert learnt.after(run(12, foreseen=right)) == learnt


def test_a_few_calls_teach_nothing() -> None:
    assert Experience().after(run(9)) == Experience()


def test_neither_does_a_session_whose_budget_ended() -> None:
    assert Experience().after(run(12, refused=("summarize",))) == Experience()
    assert Experience().after(run(12, refused=("verify",))) != Experience()


def test_no_factor_runs_away() -> None:
    far = replace(FORESEEN, input_tokens=1, output_tokens=1_000_000)
    assert Experience().after(run(12, foreseen=far)).of(SMALL, "summarize") == Correction(input=5.0, output=0.2)


def test_how_many_calls_there_were_teaches_nothing() -> None:
    usage = Spent(exchanges=(SUMMARY, SUMMARY), foreseen=(FORESEEN,))
    sessions = tuple(replace(session(str(number)), usage=usage) for number in range(12))
    assert Experience().after(RunReport(sessions=sessions)) == Experience().after(run(12))


def test_looks_are_learnt_apart() -> None:
    one: SessionReport = session("s")
    foreseen = (FORESEEN, PhaseEstimate(name="look", model=LARGE, calls=1, input_tokens=6_000, output_tokens=300, cost=0.1))
    usage = Spent(exchanges=(SUMMARY, LOOK), foreseen=foreseen)
    learnt = Experience().after(RunReport(sessions=tuple(replace(one, session_id=str(number), usage=usage) for number in range(10))))
    assert learnt.of(LARGE, "look") == Correction(input=0.5, output=1.0)
    assert learnt.of(SMALL, "summarize") == Correction(input=1.25, output=0.5)
