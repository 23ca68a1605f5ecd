"""`onlooker capture`: sessions straight from the browser."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Annotated

import typer

from onlooker.cli.leaving import InterruptedRun
from onlooker.domain.words import one_line
from onlooker.errors import SettingError


def capture(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every one this machine has.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes any that is free.")] = 8687,
    read: Annotated[bool, typer.Option(help="Read each session once it has gone quiet; --no-read only keeps what comes.")] = True,
) -> None:
    """Take sessions from browsers, and read each once it has gone quiet."""
    from onlooker.app.capturing import capturing, keys  # noqa: PLC0415
    from onlooker.app.reading_aside import reading_aside  # noqa: PLC0415

    try:
        from onlooker.server import capture_app, listen, serve  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise SettingError(f"capture needs what is not installed here ({missing.name}): pip install 'onlooker[server]'") from None
    with capturing() as kept, listen(host, port) as listening:
        name, number = listening.getsockname()[:2]
        tell(f"capturing at http://{f'[{name}]' if ':' in name else name}:{number}; interrupt to stop")
        if not keys():
            tell("no page can send yet: make a key with `onlooker keys add NAME`")
        try:
            with reading_aside(tell) if read else nullcontext():
                serve(capture_app(kept), listening, kept.limits)
        except KeyboardInterrupt:
            raise InterruptedRun("what was captured is kept, and read when capture is started again") from None


def tell(line: str) -> None:
    print(one_line(line, 500), file=sys.stderr, flush=True)
