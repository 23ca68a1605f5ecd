"""`onlooker render`: a recording as a video."""

from __future__ import annotations

from typing import Annotated

import typer

from onlooker.cli.instants import milliseconds
from onlooker.errors import SettingError

TIME = "Time since the session's start: 83.5, 1:23 or 1:02:03."


def render(  # noqa: PLR0917 - one parameter an option, called by Typer by name
    path: Annotated[str, typer.Argument(metavar="FILE", help="One recording.")],
    out: Annotated[str | None, typer.Option(metavar="FILE", help="The video: .mp4 or .webm.")] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="Film 12 s, from 7 s before that time: 83.5, 1:23 or 1:02:03.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Film all of the session.")] = False,
    start: Annotated[str | None, typer.Option("--from", metavar="TIME", help="Film from there.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="Film up to there.")] = None,
    speed: Annotated[float, typer.Option(metavar="N", help="How many times faster than the session; 1 is real time.")] = 8.0,
    fps: Annotated[int, typer.Option(metavar="N", help="Frames a second of video.")] = 8,
    cut_idle: Annotated[bool, typer.Option("--cut-idle", help="Cut out, and mark, what passes without anything to see.")] = False,
    window: Annotated[int | None, typer.Option(metavar="N", help="Only this window, the first is 1; the one in use when not given.")] = None,
    frames: Annotated[str | None, typer.Option(metavar="DIR", help="Keep the frames too, as JPEGs named by their exact times.")] = None,
) -> None:
    """Make a video of a recording: exact times, the same frames in every run."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import messages, output  # noqa: PLC0415
    from onlooker.cli.filming import filming, tell_film  # noqa: PLC0415

    span = at is not None or whole or start is not None or end is not None
    if not span:
        raise SettingError("say what to film: --at 1:23, --from 0:30 --to 1:10, or --whole")
    if whole and (at is not None or start is not None or end is not None):
        raise SettingError("--whole is all of the session; leave it out, or leave out --at, --from and --to")
    if window is not None and window < 1:
        raise SettingError(f"--window {window}: windows are counted from 1")
    with filming(messages()) as on_frame:
        film = app.film(
            path,
            out,
            stills=frames,
            at_ms=None if at is None else milliseconds(at, "--at"),
            start_ms=None if start is None else milliseconds(start, "--from"),
            end_ms=None if end is None else milliseconds(end, "--to"),
            window=None if window is None else window - 1,
            speed=speed,
            fps=fps,
            cut_idle=cut_idle,
            on_frame=on_frame,
        )
    tell_film(film, output())
