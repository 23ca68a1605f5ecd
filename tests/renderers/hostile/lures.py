"""Every way we know in which a page names an address or carries a script, each under a name of its own.

A lure is a node of the recorded document. `as_html` writes the same nodes as a page, so that a test can show that they do bite where no wall is.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from html import escape
from urllib.parse import quote

from tests.domain.dom import css, el, marked
from tests.renderers.hostile.ears import Ears

Node = dict[str, object]
Address = Callable[[str], str]
Own = Callable[[str], int]


def by_name(u: Address) -> Iterator[Node]:
    """Attributes of HTML that name what to load."""
    yield marked("img", {"src": u("img-src")})
    yield marked("img", {"srcset": f"{u('img-srcset')} 1x, {u('img-srcset-2x')} 2x"})
    yield marked("img", {"loading": "eager", "rr_dataURL": u("rr-data-url"), "src": u("rr-data-url-src")})
    yield marked("picture", {}, marked("source", {"srcset": u("picture-source")}), marked("img", {"src": u("picture-img")}))
    yield marked("input", {"type": "image", "src": u("input-image")})
    yield marked("table", {"background": u("table-background")}, el("tbody", el("tr", marked("td", {"background": u("td-background")}))))
    yield marked("video", {"src": u("video-src"), "poster": u("video-poster"), "autoplay": "", "muted": "", "preload": "auto"})
    yield marked("video", {"preload": "auto"}, marked("source", {"src": u("video-source")}), marked("track", {"src": u("track"), "default": ""}))
    yield marked("audio", {"src": u("audio"), "preload": "auto", "rr_mediaState": "played"})
    yield marked("iframe", {"src": u("iframe-src")})
    yield marked("iframe", {"src": u("iframe-sandbox-src"), "sandbox": "allow-scripts allow-same-origin allow-top-navigation"})
    yield marked("iframe", {"srcdoc": f"<img src='{u('srcdoc-img')}'><link rel=stylesheet href='{u('srcdoc-sheet')}'>"})
    yield marked("iframe", {"srcdoc": f"<meta http-equiv=refresh content='0;url={u('srcdoc-refresh')}'>"})
    yield marked("object", {"data": u("object-data"), "type": "text/html"})
    yield marked("object", {"classid": u("object-classid")}, marked("param", {"name": "movie", "value": u("object-param")}))
    yield marked("embed", {"src": u("embed-src"), "type": "text/html"})
    yield marked("applet", {"code": u("applet-code"), "archive": u("applet-archive")})
    yield marked("frameset", {}, marked("frame", {"src": u("frame-src")}))
    yield marked("a", {"href": u("a-href"), "ping": u("a-ping"), "autofocus": "", "attributionsrc": u("a-attribution")}, "press")
    yield marked("form", {"action": u("form-action"), "id": "f"}, marked("input", {"autofocus": "", "formaction": u("input-formaction")}))
    yield marked("fencedframe", {"src": u("fencedframe")})
    yield marked("img", {"src": "data:,", "attributionsrc": u("img-attribution"), "longdesc": u("img-longdesc")})


def in_the_head(u: Address, own: Own) -> Iterator[Node]:
    for rel in ("stylesheet", "alternate stylesheet", "prefetch", "prerender", "icon", "manifest", "search", "next", "compression-dictionary"):
        yield marked("link", {"rel": rel, "href": u(f"link-{rel.replace(' ', '-')}")})
    for kind in ("image", "style", "script", "font", "fetch", "track", "document"):
        yield marked("link", {"rel": "preload", "as": kind, "href": u(f"preload-{kind}"), "crossorigin": ""})
    yield marked("link", {"rel": "modulepreload", "href": u("modulepreload")})
    yield marked("link", {"rel": "preload", "as": "image", "imagesrcset": u("preload-imagesrcset")})
    yield marked("link", {"rel": "preconnect", "href": f"http://127.0.0.1:{own('preconnect')}"})
    yield marked("link", {"rel": "preconnect dns-prefetch", "href": f"http://[::1]:{own('preconnect-6')}", "crossorigin": ""})
    yield marked("link", {"rel": "dns-prefetch", "href": f"//localhost:{own('dns-prefetch')}"})
    yield marked("meta", {"http-equiv": "refresh", "content": f"0;url={u('meta-refresh')}"})
    yield marked("meta", {"http-equiv": "Refresh", "content": "0;url=data:text/html,<script>parent.postMessage('ran refresh-data','*')</script>"})
    yield marked("meta", {"http-equiv": "REFRESH", "content": f"0;url=javascript:{canary(u, 'refresh-javascript')}"})
    yield marked("meta", {"http-equiv": "Link", "content": f"<{u('meta-link')}>; rel=preload; as=image"})
    yield marked("meta", {"http-equiv": "x-dns-prefetch-control", "content": "on"})
    yield marked("script", {"type": "speculationrules"}, f'{{"prefetch":[{{"source":"list","urls":["{u("speculation")}"]}}]}}')


def in_styles(u: Address) -> Iterator[Node]:
    def box(name: str, rule: str, inside: str = "x") -> Node:
        return marked("div", {"style": rule.replace("URL", u(name))}, inside)

    yield box("style-background", "background:url(URL)")
    yield box("style-quoted", "background:u\\72l('URL')")
    yield box("style-image-set", "background:image-set('URL' 1x)")
    yield box("style-webkit-image-set", "background:-webkit-image-set(url(URL) 1x)")
    yield box("style-cross-fade", "background:-webkit-cross-fade(url(URL),url(URL),50%)")
    yield box("style-border-image", "border:9px solid;border-image:url(URL) 9")
    yield box("style-list", "display:list-item;list-style-image:url(URL)")
    yield box("style-cursor", "cursor:url(URL),auto")
    yield box("style-mask", "mask:url(URL)")
    yield box("style-mask-box", "-webkit-mask-box-image:url(URL)")
    yield box("style-filter", "filter:url(URL#f)")
    yield box("style-backdrop", "backdrop-filter:url(URL#f)")
    yield box("style-clip", "clip-path:url(URL#c)")
    yield box("style-shape", "float:left;width:9px;height:9px;shape-outside:url(URL)")
    yield box("style-content", "content:url(URL)")
    yield box("style-offset", "offset-path:url(URL#p)")
    yield box("style-variable", "--v:url(URL);background:var(--v)")
    yield css(f"@import '{u('import')}'; @import url({u('import-layer')}) layer(x); @namespace url({u('namespace')});")
    yield css(f"@font-face{{font-family:lure;src:url({u('font-face')})}} .lure{{font-family:lure}}")
    yield marked("p", {"class": "lure"}, "letters of that font")
    yield css(f"#after::after{{content:url({u('sheet-content')})}} #after{{background:url({u('sheet-background')})}}")
    yield marked("p", {"id": "after"}, "after")
    yield css("p{color:red}</style><img src=" + u("style-broken-out") + ">")
    yield css(f"@counter-style lure{{system:cyclic;symbols:url({u('counter')})}} #counted{{list-style:lure;display:list-item}}")
    yield marked("p", {"id": "counted"}, "counted")
    yield marked("link", {"rel": "stylesheet", "href": u("link-css-text"), "_cssText": f"b{{background:url({u('link-css-text-url')})}}"})
    yield el("b", "bold")


def in_drawings(u: Address) -> Iterator[Node]:
    xlink = "xlink:href"
    yield drawing(svg("image", {"href": u("svg-image"), "width": "9", "height": "9"}), svg("image", {xlink: u("svg-image-xlink"), "width": "9"}))
    yield drawing(svg("use", {"href": u("svg-use") + "#x"}), svg("use", {xlink: u("svg-use-xlink") + "#x"}))
    yield drawing(
        svg("filter", {"id": "lf"}, svg("feImage", {"href": u("fe-image")})), svg("rect", {"filter": "url(#lf)", "width": "9", "height": "9"})
    )
    yield drawing(svg("rect", {"fill": f"url({u('svg-fill')}#g)", "width": "9", "height": "9"}), svg("path", {"marker-end": f"url({u('marker')}#m)"}))
    yield drawing(svg("foreignObject", {"width": "9", "height": "9"}, marked("img", {"src": u("foreign-object")})))
    yield drawing(svg("a", {xlink: u("svg-a")}, svg("text", {}, "t")), svg("pattern", {"href": u("svg-pattern") + "#p"}))
    yield drawing(svg("image", {"width": "9", "height": "9"}, svg("set", {"attributeName": "href", "to": u("svg-set"), "dur": "9s"})))
    yield drawing(svg("style", {}, f"@import '{u('svg-style')}';"))
    inside = f"<?xml-stylesheet href='{u('svg-in-data')}'?><svg xmlns='http://www.w3.org/2000/svg'><image href='{u('svg-in-data-image')}'/></svg>"
    yield marked("img", {"src": "data:image/svg+xml," + quote(inside)})


def literals(own: Own) -> Iterator[Node]:
    """The same machine under every name it has; a port each, since some say no more than hello."""
    for number, host in enumerate(
        ("localhost", "a.localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0", "[::]")
    ):
        yield marked("img", {"src": f"http://{host}:{own(f'host {host}')}/{number}"})
    for scheme in ("https", "ws", "wss", "ftp"):
        yield marked("img", {"src": f"{scheme}://127.0.0.1:{own(f'scheme {scheme}')}/"})
    yield marked("img", {"src": f"//127.0.0.1:{own('scheme-relative')}/"})


def files() -> Iterator[Node]:
    """Of this machine's own. What they hold must not be on the screen; `test_silence` looks."""
    yield marked("img", {"src": "file:///etc/passwd"})
    yield marked("iframe", {"src": "file:///etc/passwd"})
    yield marked("iframe", {"src": "view-source:file:///etc/passwd"})
    yield marked("object", {"data": "file:///etc/passwd", "type": "text/plain"})
    yield marked("embed", {"src": "file:///etc/passwd", "type": "text/plain"})
    yield marked("link", {"rel": "stylesheet", "href": "file:///etc/passwd"})
    yield marked("link", {"rel": "import", "href": "file:///etc/passwd"})
    yield css(
        "@import 'file:///etc/passwd'; @font-face{font-family:f;src:url(file:///etc/passwd)} i{font-family:f;background:url(file:///etc/passwd)}"
    )
    yield el("i", "x")
    yield marked("video", {"src": "file:///dev/zero", "preload": "auto"})
    for inner in (
        "chrome://version",
        "chrome://crash",
        "chrome://kill",
        "devtools://devtools/bundled/inspector.html",
        "about:srcdoc",
        "filesystem:x",
    ):
        yield marked("iframe", {"src": inner})


def scripts(u: Address) -> Iterator[Node]:
    """Scripts in every place that has ever run one."""

    def ran(name: str) -> str:
        return canary(u, name)

    yield el("script", ran("script"))
    yield el("SCRIPT", ran("script-upper"))
    yield marked("script", {"src": "data:text/javascript," + quote(ran("script-data"))})
    yield marked("script", {"src": u("script-src")})
    yield marked("script", {"type": "module"}, ran("script-module"))
    yield drawing(svg("script", {}, ran("svg-script")), svg("script", {"href": "data:text/javascript," + quote(ran("svg-script-href"))}))
    yield marked("svg", {"onload": ran("svg-onload"), "isSVG": "true"})
    yield el("template", el("script", ran("template")))
    yield el("noscript", marked("img", {"src": "x:", "onerror": ran("noscript")}))
    yield {**el("div", {**el("script", ran("shadow")), "isShadow": True}), "isShadowHost": True}
    yield {**el("x-lure", el("script", ran("custom"))), "isCustom": True}
    yield marked("iframe", {"srcdoc": f"<script>{ran('srcdoc')}</script>"})
    yield marked("iframe", {"srcdoc": f"<script>{ran('srcdoc-sandbox')}</script>", "sandbox": "allow-scripts allow-same-origin"})
    yield marked("iframe", {"srcdoc": f'<svg onload="{ran("srcdoc-onload")}">', "sandbox": "allow-scripts"})
    yield marked("iframe", {"src": f"data:text/html,<script>{ran('frame-data')}</script>"})
    yield marked("iframe", {"src": f"javascript:{ran('frame-javascript')}"})
    yield marked("iframe", {"src": f"javascript:'<script>{ran('frame-javascript-html')}</script>'", "sandbox": "allow-scripts allow-same-origin"})
    yield marked("object", {"data": f"data:text/html,<script>{ran('object-data')}</script>"})
    yield marked("object", {"data": f"javascript:{ran('object-javascript')}"})
    yield marked("embed", {"src": f"javascript:{ran('embed-javascript')}"})
    for tag in ("img", "video", "audio", "link", "input", "body", "table"):
        for attribute in ("src", "href", "poster", "background", "srcset", "formaction", "action", "data"):
            yield marked(tag, {attribute: f"javascript:{ran(f'{tag}-{attribute}-javascript')}", "rel": "stylesheet", "type": "image"})
    yield marked("img", {"src": "x:y", "onerror": ran("onerror")})
    yield marked("img", {"src": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "onload": ran("onload"), "ONLOAD": ran("onload-upper")})
    yield marked("input", {"autofocus": "", "onfocus": ran("onfocus"), "onfocusin": ran("onfocusin")})
    yield marked("details", {"open": "", "ontoggle": ran("ontoggle")}, "more")
    yield css("@keyframes k{to{opacity:.5}}")
    yield marked("p", {"style": "animation:k .1s", "onanimationstart": ran("onanimationstart"), "onanimationend": ran("onanimationend")})
    yield marked("video", {"onerror": ran("media-error")}, marked("source", {"src": "x:", "onerror": ran("source-error")}))
    yield marked("marquee", {"onstart": ran("marquee")}, "m")
    yield marked("style", {"onload": ran("style-onload")}, "p{}")
    yield drawing(svg("animate", {"attributeName": "x", "dur": "1ms", "onbegin": ran("onbegin"), "onend": ran("onend")}))
    yield drawing(svg("a", {"href": "#"}, svg("set", {"attributeName": "href", "to": f"javascript:{ran('svg-set-javascript')}"})))
    yield marked(
        "img", {"src": "data:image/svg+xml," + quote(f"<svg xmlns='http://www.w3.org/2000/svg'><script>{ran('svg-image-script')}</script></svg>")}
    )
    yield marked("div", {"style": f'background:url("javascript:{ran("style-javascript")}");behavior:url(#default#time2)'}, "x")


def canary(u: Address, name: str) -> str:
    """A script that says it ran: to the page around all frames, and to the ears. Safe inside attributes of HTML."""
    return f"try{{(top.__ran=top.__ran||[]).push(`{name}`)}}catch(e){{}};top.postMessage(`ran {name}`,`*`);new Image().src=`{u('ran-' + name)}`"


def svg(tag: str, attributes: dict[str, object], *children: Node | str) -> Node:
    return {**marked(tag, attributes, *children), "isSVG": True}


def drawing(*children: Node) -> Node:
    return svg("svg", {"width": "20", "height": "20"}, *children)


def addresses(ears: Ears) -> Address:
    return lambda name: f"http://127.0.0.1:{ears.port}/{name}"


def as_html(nodes: Iterable[Node]) -> str:
    return "".join(map(_html, nodes))


def _html(node: Node) -> str:
    if node["type"] == 3:
        return str(node["textContent"])
    tag, attributes, children = str(node["tagName"]), node["attributes"], node["childNodes"]
    assert isinstance(attributes, dict) and isinstance(children, list)
    if tag.lower() in {"body", "frameset", "frame"}:  # a parser puts up with one body only
        tag = "div"
    style = attributes.get("_cssText", "")
    told = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items() if name != "_cssText")
    inside = "".join(map(_html, children))
    if node.get("isShadowHost"):
        inside = f"<template shadowrootmode=open>{inside}</template>"
    return f"<{tag}{told}>{style}{inside}</{tag}>"


def still(nodes: Iterable[Node]) -> list[Node]:
    """Without those that send the page elsewhere before the others had their turn."""
    return [node for node in nodes if "refresh" not in str(node).lower()]


def reaching(u: Address, own: Own) -> Iterator[str]:
    """Scripts that ask for something outside, one way each."""
    yield f"await fetch('{u('fetch')}', {{mode: 'no-cors'}})"
    yield f"await fetch('{u('keepalive')}', {{mode: 'no-cors', keepalive: true}})"
    yield f"const asked = new XMLHttpRequest(); asked.open('GET', '{u('xhr')}'); asked.send()"
    yield f"new WebSocket('ws://127.0.0.1:{own('WebSocket')}/')"
    yield f"new WebSocketStream('ws://127.0.0.1:{own('WebSocketStream')}/')"
    yield f"new EventSource('{u('EventSource')}')"
    yield f"navigator.sendBeacon('{u('beacon')}', 'x')"
    yield f"new Image().src = '{u('image')}'; new Audio('{u('audio')}').play()"
    yield f"new FontFace('f', 'url({u('font')})').load()"
    yield f"await import('{u('import')}')"
    yield f"new Worker(URL.createObjectURL(new Blob([`fetch('{u('worker')}')`])))"
    yield f"new SharedWorker('data:text/javascript,' + encodeURIComponent(`fetch('{u('shared-worker')}')`))"
    yield f"await navigator.serviceWorker.register('{u('service-worker')}')"
    # Into a frame: a second window ends a browser that makes its frames on demand.
    link = (
        f"const a = document.createElement('a'); a.href = '{u('a')}'; a.ping = '{u('ping')}'; a.target = 'sink'"  # a frame of that name, not a window
    )
    yield f"const f = document.createElement('iframe'); f.name = 'sink'; document.body.append(f); {link}; document.body.append(a); a.click()"
    page = base64.b64encode(f"<img src='{u('blob-img')}'><script>{canary(u, 'blob')}</script>".encode()).decode()
    blob = f"URL.createObjectURL(new Blob([atob('{page}')], {{type: 'text/html'}}))"
    yield f"const f = document.createElement('iframe'); f.src = {blob}; document.body.append(f)"
    preconnect = f"l.rel = 'preconnect'; l.href = 'http://127.0.0.1:{own('preconnect of ours')}'"
    yield f"const l = document.createElement('link'); {preconnect}; document.head.append(l)"


def calling(port: int) -> str:
    """WebRTC with every kind of server and candidate there is; its value is how far the connection came."""
    return """(async () => {
      const turn = ["udp", "tcp"].map((transport) => `turn:127.0.0.1:PORT?transport=${transport}`);
      const stun = ["127.0.0.1", "[::1]", "localhost"].map((host) => `stun:${host}:PORT`);
      const iceServers = [...turn, ...stun].map((urls) => ({ urls, username: "a", credential: "b" }));
      const [here, there] = [new RTCPeerConnection({ iceServers }), new RTCPeerConnection({ iceServers })];
      here.onicecandidate = ({ candidate }) => candidate && there.addIceCandidate(candidate);
      there.onicecandidate = ({ candidate }) => candidate && here.addIceCandidate(candidate);
      here.createDataChannel("x");
      await here.setLocalDescription(await here.createOffer());
      await there.setRemoteDescription(here.localDescription);
      await there.setLocalDescription(await there.createAnswer());
      await here.setRemoteDescription(there.localDescription);
      for (const [kind, more] of [["udp", ""], ["tcp", " tcptype passive"]])
        for (const host of ["127.0.0.1", "::1"])
          await here.addIceCandidate({ candidate: `candidate:1 1 ${kind} 2122260223 ${host} PORT typ host${more}`, sdpMid: "0", sdpMLineIndex: 0 });
      await new Promise((done) => setTimeout(done, 1500));
      return here.iceConnectionState;
    })()""".replace("PORT", str(port))
