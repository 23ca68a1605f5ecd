"""Whose address is kept with the events of a request, where a team asks for it: nobody's by default."""

from __future__ import annotations

import ipaddress
from typing import assert_never

from starlette.requests import Request

from onlooker.domain.captured import KeepAddress


def address_of(request: Request, keep: KeepAddress) -> str:
    """Empty where none is kept, or none is told. Of what was forwarded the last counts: the ones before it are what the sender says of itself."""
    match keep:
        case KeepAddress.OFF:
            return ""
        case KeepAddress.CONNECTED:
            return _address(request.client.host if request.client is not None else "")
        case KeepAddress.FORWARDED:
            return _address(",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2])
        case _:
            assert_never(keep)


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""
