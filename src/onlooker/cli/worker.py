"""`onlooker worker`: one more process that works on the runs of a database."""

from __future__ import annotations

import contextlib
import signal
import threading
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

    stopping = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        """A service is stopped by the one, a terminal by the other. The others need not wait until this worker has been silent for long. Python
        loses what is raised while an object is tidied up: then the event tells."""
        stopping.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell that put this into the background had it ignored
        signal.signal(signal.SIGINT, interrupt)

    def ready(where: str) -> None:
        console.print(f"working on the runs in {where}; interrupt to stop", highlight=False, markup=False)

    with contextlib.suppress(KeyboardInterrupt):
        work(until=stopping, tell=tell, ready=ready)
    raise InterruptedRun("what was under way is left for the other workers")
