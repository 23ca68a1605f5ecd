"""`onlooker serve`: the web app, its API, and capture."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from onlooker.cli.capture import tell
from onlooker.cli.leaving import InterruptedRun
from onlooker.errors import SettingError

Words = list[str] | None
_TOKEN = "ONLOOKER_TOKEN"


def serve(  # noqa: PLR0917 - one parameter an option, called by name
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every one this machine has, which asks for a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes any that is free.")] = 8686,
    token_file: Annotated[Path | None, typer.Option(metavar="FILE", help="Who may use it: a line NAME read|write TOKEN each.")] = None,
    user_header: Annotated[str, typer.Option(metavar="NAME", help="Header in which a proxy that logs people in says who it is.")] = "",
    from_proxy: Annotated[Words, typer.Option(metavar="ADDRESS", help="Where that proxy is, an address or network; again for one more.")] = None,
    writer: Annotated[Words, typer.Option(metavar="NAME", help="Whom of those it lets in may change things; '*' for all.")] = None,
    allow_host: Annotated[Words, typer.Option(metavar="NAME", help="Host name under which it is reached; again for one more.")] = None,
    places: Annotated[
        Words, typer.Option(metavar="FOLDER", help="Where runs begun in the app may read; without it anywhere, on the loopback.")
    ] = None,
    capture: Annotated[bool, typer.Option(help="Also take sessions from browsers, and read each once it has gone quiet.")] = True,
) -> None:
    """Serve the web app: what broke for users, the proof one click away, and capture. ONLOOKER_TOKEN may do everything."""
    from onlooker.app.capturing import capturing  # noqa: PLC0415
    from onlooker.app.library import open_library  # noqa: PLC0415
    from onlooker.app.reading_aside import reading_aside  # noqa: PLC0415

    try:
        from onlooker.server import capture_app, listen, server_of  # noqa: PLC0415
        from onlooker.server.access import access_of, is_loopback, proxy_of  # noqa: PLC0415
        from onlooker.server.app import create_app  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise SettingError(f"serve needs what is not installed here ({missing.name}): pip install 'onlooker[server]'") from None
    access = access_of(
        host,
        token=os.environ.get(_TOKEN, "").strip(),
        tokens=_read(token_file),
        proxy=proxy_of(user_header, from_proxy or (), writer or ()),
        names=allow_host or (),
    )
    roots = [Path(place) for place in places] if places is not None else None if is_loopback(host) else []
    with ExitStack() as opened:
        library = opened.enter_context(open_library(roots=roots))
        kept = opened.enter_context(capturing())
        listening = opened.enter_context(listen(host, port))
        if capture:
            opened.enter_context(reading_aside(tell))
        library.running.revive()
        name, number = listening.getsockname()[:2]
        tell(f"Onlooker is at http://{f'[{name}]' if ':' in name else name}:{number}; interrupt to stop")
        try:
            app = create_app(library, access=access, capture=capture_app(kept) if capture else None)
            server = server_of(app, kept.limits)
            app.leaves_when(lambda: server.should_exit)
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            raise InterruptedRun("what was under way is kept, and gone on with when it is started again") from None


def _read(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"--token-file {path} cannot be read ({getattr(error, 'strerror', None) or 'no text'})") from None
