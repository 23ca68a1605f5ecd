"""Text -> its JSON documents: one a line, or one that is spread over all lines."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.decode import scan

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"


def documents(data: bytes) -> Iterator[memoryview]:
    """Views of `data`; blank lines are left out."""
    view = memoryview(data)
    at = len(_BOM) if data.startswith(_BOM) else 0
    size = len(data)
    first = True
    while at < size:
        end = data.find(b"\n", at)
        if end < 0:
            end = size
        line = view[at:end]
        if not _is_blank(line):
            if first and end < size and _goes_on(line):
                yield view[at:]
                return
            first = False
            yield line
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
