"""What is served over HTTP: capture. Needs the extra `server`."""

from onlooker.server.capture import capture_app
from onlooker.server.serving import listen, serve, server_of

__all__ = ["capture_app", "listen", "serve", "server_of"]
