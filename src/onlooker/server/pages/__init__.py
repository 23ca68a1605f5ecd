"""The pages: one router each. They render what the facade gives, and change nothing: what a page changes goes through the API."""

from __future__ import annotations

from fastapi import APIRouter

from onlooker.server.pages import assets, blips, login, patterns, replay, runs, send, session, sessions, today
from onlooker.server.pages.trouble import trouble

router = APIRouter(include_in_schema=False)
for page in (assets, login, today, sessions, session, replay, blips, patterns, runs, send):
    router.include_router(page.router)

__all__ = ["router", "trouble"]
