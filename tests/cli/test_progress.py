"""Progress: lines in a log, bars on a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from onlooker.cli.progress import progress
from onlooker.domain.run import Phase, Progress
from tests.sinks import reports

EVENTS = (
    Progress(phase=Phase.READING, session_id="a", done=0, total=2, step=0.0),
    Progress(phase=Phase.SUMMARIZING, session_id="a", done=0, total=2, note="Find \x1b[31mthe flow"),
    Progress(phase=Phase.DONE, session_id="a", done=1, total=2, findings=2, blocking=1, cost=0.01, report=reports.refused_deploy()),
    Progress(phase=Phase.READING, session_id="b", done=1, total=2, findings=2, blocking=1, cost=0.01),
    Progress(phase=Phase.FAILED, session_id="b", done=2, total=2, failed=1, findings=2, blocking=1, cost=0.01, note="no snapshot"),
)


def test_a_log_gets_one_line_a_finished_session() -> None:
    log = io.StringIO()
    with progress(Console(file=log, width=60)) as tell:
        for event in EVENTS:
            tell(event)
    assert log.getvalue().splitlines() == [
        "[1/2] a not reached, 2 findings (1 blocking): Change the alarm threshold and deploy the flow (57 s)",
        "[2/2] b failed: no snapshot",
    ]


def test_a_terminal_gets_a_bar_for_the_run_and_one_for_each_session() -> None:
    screen = io.StringIO()
    seen = []
    with progress(Console(file=screen, force_terminal=True, width=140)) as tell:
        for event in EVENTS:
            screen.truncate(0)
            tell(event)
            tell(event)
            seen.append(screen.getvalue())
    assert "\x1b[31mthe flow" not in "".join(seen)
    assert "1 of 2 sessions" in seen[2] and "2 findings, 1 blocking, $0.0100" in seen[2]
    assert "2 of 2 sessions" in seen[4] and "1 could not be read" in seen[4]
