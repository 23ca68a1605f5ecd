"""One file of several sessions -> one text for each."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.decode.unpack import unpack
from onlooker.decode.values import values


def split(data: bytes) -> Mapping[str, bytes]:
    """The lines of each session, ready to be read as a part; "" holds those that name none. Raises DecodeError when nothing can be unpacked."""
    held: dict[str, list[bytes]] = {}
    for value in values(unpack(data).data):
        if value.raw is not None:
            held.setdefault(value.session, []).append(bytes(value.raw).replace(b"\n", b" "))  # a break inside JSON is only white space
    return {session: b"\n".join(lines) for session, lines in held.items()}
