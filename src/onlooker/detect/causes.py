"""Causes of errors: which are the same, whose they are, and which are known to harm nobody."""

from __future__ import annotations

import re

from onlooker.domain.timeline import Logged, Thrown

_BLOT = re.compile(r"0x[0-9a-f]+|[0-9a-f]{8,}(?:-[0-9a-f]{4,})*|\d+|https?://\S+", re.IGNORECASE)
_UNCAUGHT = re.compile(r"^(?:Uncaught\s+(?:\(in promise\)\s*)?|Unhandled(?: promise)? rejection:?\s*)", re.IGNORECASE)
_ERROR_TEXT = re.compile(r"^([A-Z]\w*(?:Error|Exception|Rejection)\w*)\s*:?\s*(.*)$", re.DOTALL)
_FOREIGN = re.compile(
    r"(?:chrome|moz|safari(?:-web)?|ms-browser)-extension://|webkit-masked-url|(?:^|[/.])(?:google-analytics|googletagmanager|googlesyndication|doubleclick|"
    r"adservice|facebook|hotjar|segment|amplitude|mixpanel|posthog|sentry|datadoghq|newrelic|nr-data|intercom|fullstory|clarity|hubspot|"
    r"optimizely|quantserve|criteo|taboola|outbrain|cloudflareinsights)\b",
    re.IGNORECASE,
)
_BEACON = re.compile(
    r"(?:^|[/_.-])(?:telemetry|analytics|beacon|metrics|collect|tracking|pixel|rum|csp-report|web-?vitals|heartbeat|ping)(?:[/_.?-]|$)", re.IGNORECASE
)
_HARMLESS = re.compile(
    r"ResizeObserver loop|^Script error\.?$|hydrat(?:ion|ing|e)|did not match\. Server|server rendered HTML|Non-Error promise rejection captured|"
    r"AbortError|The (?:user|operation) (?:was )?aborted|^Warning:|validateDOMNesting|\[HMR\]|DevTools|favicon\.ico|was preloaded using link preload",
    re.IGNORECASE,
)


def cause_of_throw(thrown: Thrown) -> str:
    """Type, message and origin with numbers, ids and addresses blotted out: the same for every occurrence of one cause."""
    kind, message = thrown.type, _UNCAUGHT.sub("", thrown.message)
    told = _ERROR_TEXT.match(message)
    if told is not None:
        kind, message = told.group(1), told.group(2)
    return f"{kind}|{_BLOT.sub('#', message)[:200]}|{_file_of(thrown.origin)}"


def cause_of_log(logged: Logged) -> str:
    """As `cause_of_throw`, for a line that the console shows."""
    text = _UNCAUGHT.sub("", logged.text)
    told = _ERROR_TEXT.match(text)
    kind, message = (told.group(1), told.group(2)) if told is not None else ("console", text)
    return f"{kind}|{_BLOT.sub('#', message.splitlines()[0] if message else '')[:200]}|{_file_of(logged.trace[0]) if logged.trace else ''}"


def thrown_in_console(logged: Logged) -> bool:
    """An uncaught error that only the console shows."""
    return logged.level == "error" and bool(_UNCAUGHT.match(logged.text) or _ERROR_TEXT.match(logged.text))


def is_foreign(origin: str, frames: tuple[str, ...] = ()) -> bool:
    """Thrown by a browser extension, an advertisement or an analytics library: by its top frame only, for everybody calls libraries."""
    return bool(_FOREIGN.search(origin or (frames[0] if frames else "")))


def is_beacon(url: str) -> bool:
    """A call that measures and serves nobody on the page."""
    return bool(_FOREIGN.search(url)) or bool(_BEACON.search(url.split("?", 1)[0]))


def is_harmless(message: str) -> bool:
    """Known to mean nothing to the user: observer loops, hydration warnings, aborted requests, cross-origin "Script error."."""
    return bool(_HARMLESS.search(message))


def _file_of(origin: str) -> str:
    return re.sub(r"[?#].*$|(?::\d+)+$", "", origin).rsplit("/", 1)[-1]
