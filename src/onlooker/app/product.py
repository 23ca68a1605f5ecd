"""What a file says about the product: a model reads it first."""

from __future__ import annotations

from pathlib import Path

from onlooker.errors import SettingError

LONGEST = 20_000
"""Characters. A page or two about the product helps a model; a manual crowds out the session."""
_MOST_BYTES = 4 * LONGEST + 3
"""As much as so many characters may take in UTF-8, with a byte order mark."""


def product(path: str | Path, *, named_by: str = "--context") -> str:
    """The text of the file. Raises SettingError, which names what gave the path, when it cannot be read as text or is too long."""
    file = Path(path)
    try:
        if not file.is_file():
            raise ValueError("no file")
        with file.open("rb") as opened:
            read = opened.read(_MOST_BYTES + 1)
        text = read.decode("utf-8-sig").strip() if len(read) <= _MOST_BYTES else ""
    except (OSError, ValueError):
        raise SettingError(f"{named_by} {path}: cannot be read as text; give a UTF-8 text file about your product") from None
    if len(read) > _MOST_BYTES or len(text) > LONGEST:
        told = f"{len(text):,}" if text else f"more than {LONGEST:,}"
        raise SettingError(f"{named_by} {path}: {told} characters, {LONGEST:,} are the most; give a page or two about the product")
    return text
