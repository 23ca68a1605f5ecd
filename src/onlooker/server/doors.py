"""What every request to the app passes, before anything is looked up: the host it names, who asks, whether they may, and whether they meant it.

Headers that keep a page in its place are set on the way out, where the answer has not set its own.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import quote, urlsplit

from itsdangerous import BadSignature, Signer, TimestampSigner
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onlooker.server.access import Access, Role, Visitor

SESSION, CSRF = "onlooker_session", "onlooker_csrf"
_DAYS_S = 14 * 86_400
_MOST = 1_000_000
"""Bytes of a request to the app; recordings come in by other doors."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/static/", "/login", "/api/login")
_OWN_WILL = ("/api/login",)
"""What asks for no proof beyond where it comes from: nobody is anybody yet."""
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self' data:; frame-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Doors:
    """Around the app. Puts a `Visitor` into the request's state."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access
        self._sessions = TimestampSigner(access.secret, salt="session")
        self._csrf = Signer(access.secret, salt="csrf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        csrf, fresh = self._token(request)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _POLICY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if fresh:
                    headers.append("Set-Cookie", cookie(CSRF, csrf, secure=is_secure(request, self._access), age_s=_DAYS_S))
            await send(message)

        refused = self._refused(request, csrf, fresh=fresh)
        await (refused or _Bounded(self._app))(scope, receive, answer)

    def _refused(self, request: Request, csrf: str, *, fresh: bool) -> Response | None:
        access, path = self._access, request.url.path
        if not access.answers(request.headers.get("host", "")):
            return refusal(421, "host", "this host name is not answered here; add it with --allow-host")
        visitor = self._visitor(request, csrf)
        request.state.visitor = visitor or Visitor(name="", role=Role.READ, csrf=csrf)
        request.state.doors = self
        if visitor is None and not path.startswith(_OPEN):
            if path.startswith("/api/") or request.method not in _SAFE:
                return refusal(401, "login", "say who you are: Authorization: Bearer TOKEN, or log in", {"WWW-Authenticate": "Bearer"})
            going = quote(path + (f"?{request.url.query}" if request.url.query else ""), safe="")
            return RedirectResponse(f"/login?next={going}", 303)
        if request.method in _SAFE:
            return None
        if not (visitor is not None and visitor.by_token) and not self._own_will(request, csrf, fresh=fresh):
            return refusal(403, "csrf", "this did not come from a page of this app: load it again, or send a token")
        if visitor is not None and visitor.role is not Role.WRITE and not path.startswith(("/api/logout", "/api/login")):
            return refusal(403, "role", "you may read and not change anything: ask for a token that may write")
        return None

    def _visitor(self, request: Request, csrf: str) -> Visitor | None:
        access = self._access
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            token = access.token(given.strip())
            return Visitor(name=token.name, role=token.role, csrf=csrf, by_token=True) if token is not None else None
        proxy = access.proxy
        if proxy is not None and (name := request.headers.get(proxy.header, "").strip()) and proxy.is_from(_address(request)):
            return Visitor(name=name, role=proxy.role_of(name), csrf=csrf)
        if access.open:
            return Visitor(name="", role=Role.WRITE, csrf=csrf)
        try:
            known = access.named(self._sessions.unsign(request.cookies.get(SESSION, ""), max_age=_DAYS_S).decode())
        except (BadSignature, UnicodeDecodeError):
            return None
        return Visitor(name=known.name, role=known.role, csrf=csrf) if known is not None else None

    def session(self, name: str) -> str:
        """The cookie of somebody who has shown the token of this name."""
        return self._sessions.sign(name).decode()

    def _token(self, request: Request) -> tuple[str, bool]:
        """What a page sends along, and whether it is new."""
        given = request.cookies.get(CSRF, "")
        if given and self._csrf.validate(given):
            return given, False
        return self._csrf.sign(secrets.token_urlsafe(16)).decode(), True

    def _own_will(self, request: Request, csrf: str, *, fresh: bool) -> bool:
        """Whether it comes from a page of ours, or from no browser at all."""
        headers = request.headers
        if not _same_origin(headers):
            return False
        if request.url.path in _OWN_WILL:
            return True
        sent = headers.get("x-csrf-token", "")
        if sent and not fresh and hmac.compare_digest(sent.encode(), csrf.encode()):
            return True
        return not any(name in headers for name in ("origin", "referer", "cookie", "sec-fetch-site"))


def refusal(status: int, error: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": error, "message": message}, status, headers=headers)


def cookie(name: str, value: str, *, secure: bool, age_s: int) -> str:
    """Neither is read by a script: a page is told its csrf token in its text."""
    return f"{name}={value}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"


def is_secure(request: Request, access: Access) -> bool:
    """Whether the browser came by HTTPS, if only as far as the proxy."""
    proxied = access.proxy is not None and access.proxy.is_from(_address(request))
    return request.url.scheme == "https" or (proxied and request.headers.get("x-forwarded-proto", "") == "https")


def _same_origin(headers: Headers) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""


class _Bounded:
    """The app, which is sent no more than so many bytes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > _MOST:
            await refusal(413, "size", f"{_MOST:,} bytes are the most of one request")(scope, receive, send)
            return
        held = 0

        async def bounded() -> Message:
            nonlocal held
            message = await receive()
            held += len(message.get("body", b""))
            if held > _MOST:
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, bounded, send)
