"""Errors to answers: one table. Each is `{"error": …, "message": …}`; the word is for programs, the sentence for people."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from onlooker.errors import CatalogueError, DecodeError, InputError, MissingError, OnlookerError, RenderError, SettingError, SourceError
from onlooker.server.doors import refusal

STATUS: dict[type[OnlookerError], tuple[int, str]] = {
    MissingError: (404, "missing"),
    SourceError: (422, "source"),
    SettingError: (400, "setting"),
    InputError: (400, "input"),
    DecodeError: (422, "unreadable"),
    RenderError: (500, "render"),
    CatalogueError: (503, "store"),
    OnlookerError: (500, "failed"),
}
"""The most particular class of an error counts."""
_WORDS = {404: "missing", 405: "method", 406: "accept", 413: "size", 415: "type"}
_FAULT = "a fault in Onlooker; please report it, the log has the details"
_AGAIN_S = "10"
_log = logging.getLogger(__name__)


def answers(app: FastAPI, show: Callable[[Request, int, str], Response] | None = None) -> None:
    """`show` makes a page of a status and a sentence, for whoever asked for one; without it the sentence stands alone."""

    def told(request: Request, status: int, error: str, message: str, headers: dict[str, str] | None = None) -> Response:
        if request.url.path.startswith("/api/"):
            return refusal(status, error, message, headers)
        made = show(request, status, message) if show is not None else PlainTextResponse(message, status)
        made.headers.update(headers or {})
        return made

    def ours(request: Request, error: Exception) -> Response:
        status, word = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        if status >= 500:
            _log.error("%s", error)
        return told(request, status, word, str(error), {"Retry-After": _AGAIN_S} if status == 503 else None)

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
        return told(request, 422, "invalid", f"{where or 'the request'}: {first['msg']}")

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return told(request, error.status_code, _WORDS.get(error.status_code, "refused"), str(error.detail), dict(error.headers or {}))

    def fault(request: Request, error: Exception) -> Response:
        _log.error("a request to %s failed", request.url.path, exc_info=error)
        return told(request, 500, "fault", _FAULT)

    app.add_exception_handler(OnlookerError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, fault)
