"""The JSON API: one router a noun, over all that the pages show."""

from fastapi import APIRouter

from onlooker.server.api import blobs, feedback, me, patterns, runs, sessions

router = APIRouter(prefix="/api")
for noun in (me, runs, sessions, patterns, feedback, blobs):
    router.include_router(noun.router)

__all__ = ["router"]
