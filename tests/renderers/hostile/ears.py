"""Listeners on this machine that must hear nothing. One port for all that names a path; whoever cannot name one gets a port of its own."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ANY = "any path"
_HOSTS = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}


class Ears:
    """`heard` holds what came: the path of a request, or the name of the port it came to."""

    def __init__(self) -> None:
        self._page = b""
        self._names: dict[int, str] = {}
        self._ports: dict[str, int] = {}
        self._open: list[socket.socket] = []
        self._heard: list[str] = []
        self._wake, self._told = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, daemon=True, name="ears")
        self.port = self.own(ANY)

    def own(self, name: str) -> int:
        """A port on which only that name is heard, by TCP and UDP, on IPv4 and, where there is one, IPv6."""
        if name not in self._ports:
            sockets = _bound()
            self._open += sockets
            port = int(sockets[0].getsockname()[1])
            self._names[port], self._ports[name] = name, port
        return self._ports[name]

    def answer(self, page: str) -> None:
        """What a request for `/` gets; all others get nothing."""
        self._page = page.encode()

    def heard(self) -> set[str]:
        return set(self._heard)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._told.send(b"x")
        if self._thread.is_alive():
            self._thread.join(5)
        for one in (*self._open, self._wake, self._told):
            one.close()

    def _listen(self) -> None:
        while True:
            ready, _, _ = select.select([self._wake, *self._open], [], [])
            if self._wake in ready:
                return
            for one in ready:
                name = self._names[one.getsockname()[1]]
                if one.type is socket.SOCK_DGRAM:
                    one.recv(2048)
                    self._heard.append(f"{name} (UDP)")
                else:
                    threading.Thread(target=self._hear, args=(one.accept()[0], name), daemon=True).start()

    def _hear(self, caller: socket.socket, name: str) -> None:
        place = len(self._heard)
        self._heard.append(name)
        with caller, suppress(OSError):
            caller.settimeout(3)
            request = caller.recv(2048).split(b" ", 2)
            if len(request) < 3:
                return
            path = request[1].decode("latin-1").lstrip("/")
            if name == ANY:
                self._heard[place] = path or "/"
            body = b"" if path or name != ANY else self._page
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            caller.sendall(head % len(body) + body)


@contextmanager
def listening() -> Iterator[Ears]:
    """`start` it when all ports are given out."""
    ears = Ears()
    try:
        yield ears
    finally:
        ears.close()


def _has_ipv6() -> bool:
    with suppress(OSError), socket.socket(socket.AF_INET6) as one:
        one.bind(("::1", 0))
        return True
    return False


def _bound() -> list[socket.socket]:
    """The same port everywhere."""
    for _ in range(50):
        made: list[socket.socket] = []
        port = 0
        try:
            for host, family in _HOSTS.items():
                if family is socket.AF_INET6 and not _has_ipv6():
                    continue
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    one = socket.socket(family, kind)
                    made.append(one)
                    one.bind((host, port))
                    port = one.getsockname()[1]
                    if kind is socket.SOCK_STREAM:
                        one.listen(64)
        except OSError:
            for one in made:
                one.close()
            continue
        return made
    raise OSError("no port is free on every family")
