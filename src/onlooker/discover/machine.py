"""What failed behind the screen, told the same way each time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onlooker.discover.pages import asked_of
from onlooker.discover.said import file_of, thrown_wording
from onlooker.domain.evidence import Hit
from onlooker.domain.finding import Noise

_UNCAUGHT = re.compile(r"^(?:Uncaught\s+(?:\(in promise\)\s*)?|Unhandled(?: promise)? rejection:?\s*)", re.IGNORECASE)
_NO_WORD = " without a word on the screen"
"""How the title of a noise that is a failed call ends."""
_CALL = re.compile(r"(?:[A-Z]+ )?/\S*(?:\?\S+)? (?:\d{3}|no answer)")
_SAYS_LITTLE = re.compile(r"fetch|network|status code|\brequest|\bhttp\b|timeout|timed out|abort|load failed|axios|\bxhr\b", re.IGNORECASE)
_PATH = re.compile(r"(/\S*) answered (\d{3})")


def failed_behind(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Of a trouble's hits: each call that failed and each thing thrown, once, calls first."""
    calls = [_call(hit) for hit in hits if hit.rule == "failed_request"]
    thrown = [_thrown(hit) for hit in hits if hit.rule == "exception"]
    return tuple(dict.fromkeys(line for line in (*calls, *thrown) if line))


def unnoticed(noise: Sequence[Noise]) -> tuple[str, ...]:
    """The same of what nobody could see, as far as its title tells: what was thrown has no file there."""
    told = []
    for one in noise:
        what = one.what.removesuffix(_NO_WORD)
        found = _PATH.search(what) if what != one.what else None
        told.append(asked_of("", found.group(1), int(found.group(2))) if found else _what(what))
    return tuple(dict.fromkeys(line for line in told if line))


def is_call(line: str) -> bool:
    return _CALL.fullmatch(line) is not None


def endpoint(line: str) -> tuple[str, str]:
    """Of a call: where it went, without the method, which not every recorder knows; and how it ended."""
    path, _, ended = (
        line.removesuffix("no answer").rpartition(" ") if not line.endswith("no answer") else (line[: -len(" no answer")], "", "no answer")
    )
    return path[path.find("/") :], ended


def broke_down(ended: str) -> bool:
    """The server failed, as against refused."""
    return ended.startswith("5") or ended == "no answer"


def gateway(status: str) -> str:
    """A gateway has several ways to say that what lies behind it is down."""
    return "gateway" if status in ("502", "503", "504") else status


def says_little(line: str) -> bool:
    """What is thrown whenever any call fails tells one failure from no other."""
    return _SAYS_LITTLE.search(line) is not None


def thrown_what(line: str) -> str:
    """Of what was thrown: type and words without the file, as the title of a noise tells it."""
    return line.rpartition(" in ")[0] or line


def _call(hit: Hit) -> str:
    status = hit.facts.get("status")
    return asked_of(str(hit.facts.get("method") or ""), str(hit.facts.get("url") or ""), status if isinstance(status, int) else None)


def _thrown(hit: Hit) -> str:
    what = _what(f"{hit.facts.get('type') or ''}: {hit.facts.get('text') or ''}")
    file = file_of(str(hit.facts.get("origin") or ""))
    return f"{what} in {file}" if file and what else what


def _what(text: str) -> str:
    """`TypeError: TypeError: x` once, without "Uncaught"."""
    kind, colon, message = text.partition(": ")
    if not colon:
        return thrown_wording(_UNCAUGHT.sub("", text))
    message = _UNCAUGHT.sub("", message)
    return thrown_wording(message if not kind or message.startswith(kind) else f"{kind}: {message}")
