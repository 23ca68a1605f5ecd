"""A small shop that captures its own visits, with faults that can be switched on: to try capture, for the tests, and for pictures.

python examples/shop/shop.py [--port 8600]    then open http://127.0.0.1:8600/ and shop; `?fault=order` breaks what FAULTS says

`?capture=posthog` records with posthog-js, `?capture=rrweb` (the default) with our own recorder. Both choices last until they are changed.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onlooker.app.capturing import Capturing, add_key, capturing, keys
from onlooker.app.reading_aside import reading_aside
from onlooker.server import capture_app, listen, serve

PAGES = Path(__file__).parent / "pages"
PRODUCTS: Mapping[str, tuple[str, float, str]] = {
    "lamp": ("Reading lamp", 39.0, "A warm light that bends to your book."),
    "rug": ("Wool rug", 120.0, "Hand-woven, 120 x 170 cm."),
    "vase": ("Stoneware vase", 24.5, "Glazed by hand, so that no two are alike."),
    "chair": ("Oak chair", 89.0, "Carries everybody, squeaks for nobody."),
}
FAULTS: Mapping[str, str] = {
    "order": "placing the order fails with status 500",
    "cart": "the button that puts something into the basket throws",
    "voucher": "no voucher is accepted, and nobody says why",
    "slow": "the list of products takes eight seconds",
    "blank": "the checkout throws and stays white",
}
CHOICES: Mapping[str, frozenset[str]] = {"fault": frozenset({"none", *FAULTS}), "capture": frozenset({"rrweb", "posthog", "none"})}
_SLOW_S = 8.0


def shop(kept: Capturing, key: str) -> Starlette:
    """The shop, its API, and capture, in one app."""

    async def page(request: Request) -> Response:
        name = request.path_params.get("page") or "products"
        file = PAGES / f"{name}.html"
        if not name.isalpha() or not file.is_file():
            return HTMLResponse("<h1>There is no such page</h1>", 404)
        text = (PAGES / "frame.html").read_text("utf-8")
        for slot, value in {"title": name.title(), "capture": _snippet(_chosen(request, "capture"), key), "page": file.read_text("utf-8")}.items():
            text = text.replace(f"<!-- {slot} -->", value)
        return _remembering(request, HTMLResponse(text))

    async def products(request: Request) -> Response:
        if _chosen(request, "fault") == "slow":
            await asyncio.sleep(_SLOW_S)
        return JSONResponse([{"id": one, "name": name, "price": price, "about": about} for one, (name, price, about) in PRODUCTS.items()])

    async def voucher(request: Request) -> Response:
        code = str((await _sent(request)).get("code", ""))
        if _chosen(request, "fault") == "voucher" or not code.startswith("WELCOME"):
            return JSONResponse({"error": "not accepted"}, 422)
        return JSONResponse({"off": 0.1})

    async def order(request: Request) -> Response:
        if _chosen(request, "fault") == "order":
            return JSONResponse({"error": "the payment service did not answer"}, 500)
        if "@" not in str((await _sent(request)).get("email", "")):
            return JSONResponse({"error": "an e-mail address has an @ in it"}, 422)
        return JSONResponse({"number": "S-1042"}, 201)

    return Starlette(
        routes=[
            Route("/api/products", products),
            Route("/api/voucher", voucher, methods=["POST"]),
            Route("/api/orders", order, methods=["POST"]),
            Mount("/shop", StaticFiles(directory=PAGES)),
            Route("/", page),
            Route("/visit/{page}", page),
            Mount("/", capture_app(kept)),
        ]
    )


async def _sent(request: Request) -> Mapping[str, object]:
    try:
        read = json.loads(await request.body())
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _chosen(request: Request, what: str) -> str:
    """From the address, a header (`X-Shop-Fault`), or as chosen before."""
    for asked in (request.query_params.get(what), request.headers.get(f"x-shop-{what}"), request.cookies.get(f"shop-{what}")):
        if asked in CHOICES[what]:
            return asked
    return "none" if what == "fault" else "rrweb"


def _remembering(request: Request, answer: Response) -> Response:
    for what in CHOICES:
        answer.set_cookie(f"shop-{what}", _chosen(request, what), samesite="lax")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _snippet(recorder: str, key: str) -> str:
    named = html.escape(key, quote=True)
    if recorder == "rrweb":
        return f'<script src="/onlooker.js" data-key="{named}" data-inputs="shown"></script>'
    if recorder == "posthog":
        return f'<script src="/static/array.js"></script><script src="/shop/posthog.js" data-key="{named}"></script>'
    return ""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=8600)
    options.add_argument("--no-read", action="store_true", help="only keep what is captured")
    given = options.parse_args()
    key = next((one.key for one in keys() if one.project == "demo shop"), None) or add_key("demo shop").key
    with capturing() as kept, listen(given.host, given.port) as listening:
        tell(f"the shop is at http://{given.host}:{listening.getsockname()[1]}/, captured with {key}")
        app = shop(kept, key)
        if given.no_read:
            serve(app, listening, kept.limits)
        else:
            with reading_aside(tell):
                serve(app, listening, kept.limits)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
