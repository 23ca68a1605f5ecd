"""An interrupt is heard also where Python loses it."""

from __future__ import annotations

import signal
from types import FrameType

import pytest

from onlooker.app.interrupts import heeded


class _TidiedUp:
    """Is interrupted just then."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_was_lost_is_told_when_it_is_asked_for() -> None:
    with heeded() as interrupted:
        interrupted()
        one = _TidiedUp()
        del one  # nothing is raised here
        with pytest.raises(KeyboardInterrupt):
            interrupted()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_is_raised_as_ever() -> None:
    with pytest.raises(KeyboardInterrupt), heeded():
        signal.raise_signal(signal.SIGINT)


def test_a_handler_of_somebody_else_stays() -> None:
    heard = []

    def own(number: int, frame: FrameType | None) -> None:
        heard.append(number)

    before = signal.signal(signal.SIGINT, own)
    try:
        with heeded() as interrupted:
            signal.raise_signal(signal.SIGINT)
            interrupted()
        assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]
