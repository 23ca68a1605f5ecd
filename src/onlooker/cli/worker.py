"""`onlooker worker`: one more process that works on the runs of a database."""

from __future__ import annotations

import signal
from types import FrameType

from onlooker.cli.leaving import InterruptedRun
from onlooker.domain.words import one_line


def worker() -> None:
    """Work on the runs in ONLOOKER_DATABASE_URL until interrupted, and take over what silent workers left."""
    from onlooker.app.working import Event, work  # noqa: PLC0415 - the engine takes a second to load
    from onlooker.cli.consoles import messages  # noqa: PLC0415

    console = messages()

    def tell(event: Event) -> None:
        if event.phase.final:
            console.print(f"{one_line(event.run_id)} {one_line(event.session)} {event.phase.value}", highlight=False, markup=False)

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        work(tell=tell, ready=lambda where: console.print(f"working on the runs in {where}; interrupt to stop", highlight=False, markup=False))
    except KeyboardInterrupt:
        raise InterruptedRun("what was under way is left for the other workers") from None


def _interrupt(number: int, frame: FrameType | None) -> None:
    """What stops a service: the others need not wait until this worker has been silent for long."""
    raise KeyboardInterrupt
