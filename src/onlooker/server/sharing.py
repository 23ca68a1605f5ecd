"""What requests share: the library, and who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from onlooker.app.library import Library
from onlooker.server.access import Visitor


def library_of(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def visitor_of(request: Request) -> Visitor:
    visitor: Visitor = request.state.visitor
    return visitor


Shared = Annotated[Library, Depends(library_of)]
Asking = Annotated[Visitor, Depends(visitor_of)]
