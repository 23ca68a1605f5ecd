"""A film while it is made, and what is told of it."""

from __future__ import annotations

import io

from rich.console import Console

from onlooker.cli.filming import filming, tell_film
from onlooker.domain.clip import ClipPlan, Shot
from onlooker.domain.film import Film
from onlooker.domain.timebase import Span


def test_a_terminal_gets_a_bar_and_a_log_no_line_a_frame() -> None:
    screen, log = io.StringIO(), io.StringIO()
    with filming(Console(file=screen, force_terminal=True, width=100)) as tell:
        tell(250, 1_440)
    with filming(Console(file=log)) as tell:
        for done in range(1_000):
            tell(done, 1_440)
    assert "250/1440" in screen.getvalue()
    assert log.getvalue() == ""


def test_all_there_is_to_know_of_a_film() -> None:
    plan = ClipPlan(
        session_id="s",
        shots=(Shot(window=0, instants=(60_000, 62_000, 200_000, 202_000)),),
        skipped=(Span(start_ms=64_000, end_ms=200_000),),
    )
    film = Film(plan=plan, video="a.mp4", stills="frames", width=960, height=622, size=1_234_567, step_ms=2_000, notes=("some \x1b[31mboxes",))
    out = io.StringIO()
    tell_film(film, Console(file=out, width=60, markup=False, highlight=False))
    assert out.getvalue().splitlines() == [
        "a.mp4: 1:00\u20133:22 in 0.5 s at 16x, 960x622, 1.2 MB",
        "frames: 1:00\u20133:22, 4 frames",
        "4 frames, one each 2 s of the session.",
        "Left out: 2 min 16 s without activity, in 1 stretch.",
        "Note: some [31mboxes.",
    ]
