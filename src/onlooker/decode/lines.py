"""Text -> its JSON documents: one a line, or one spread over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onlooker.decode import scan

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`whole` is False for a last line without its line break: only such a line may be cut off."""

    text: memoryview
    whole: bool


def documents(data: bytes) -> Iterator[Line]:
    """Blank lines are left out. No more than a view of `data` is held."""
    view = memoryview(data)
    at = len(_BOM) if data.startswith(_BOM) else 0
    size = len(data)
    first = True
    while at < size:
        end = data.find(b"\n", at)
        whole = end >= 0
        if not whole:
            end = size
        line = view[at:end]
        if _is_blank(line):
            at = end + 1
            continue
        if first and whole and _goes_on(line):
            yield Line(text=view[at:], whole=False)
            return
        first = False
        yield Line(text=line, whole=whole)
        at = end + 1


def first_byte(text: memoryview) -> int:
    """The first that is no white space; 0 when there is none."""
    if not text:
        return 0
    if text[0] not in _SPACE:
        return text[0]
    stripped = bytes(text).lstrip()
    return stripped[0] if stripped else 0


def _is_blank(line: memoryview) -> bool:
    return not line or (line[0] in _SPACE and not bytes(line).strip())


def _goes_on(line: memoryview) -> bool:
    """Whether a first line is only the beginning of a document."""
    text = bytes(line).strip()
    return text[:1] in {b"[", b"{"} and not scan.is_whole(memoryview(text))
