"""An app served until the process is told to stop."""

from __future__ import annotations

import socket

import uvicorn
from starlette.types import ASGIApp

from onlooker.domain.captured import CaptureLimits
from onlooker.errors import InputError
from onlooker.server.guarded import guarded

_BACKLOG = 4096
_PATIENCE_S = 10


def listen(host: str, port: int) -> socket.socket:
    """`port` 0: any that is free. Raises InputError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{host}:{port} cannot be listened on ({why}): give another --host or --port") from None


def server_of(app: ASGIApp, limits: CaptureLimits) -> uvicorn.Server:
    """Its `run` takes the sockets to listen on; `should_exit` ends it."""
    config = uvicorn.Config(
        app,
        http=guarded(limits),
        ws="none",
        lifespan="off",
        access_log=False,
        proxy_headers=False,  # who sent a request is who is connected: a name that a proxy vouches for counts only from there
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
        backlog=_BACKLOG,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, listening: socket.socket, limits: CaptureLimits) -> None:
    """Until an interrupt or SIGTERM; requests under way are answered first."""
    server_of(app, limits).run(sockets=[listening])
