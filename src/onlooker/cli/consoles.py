"""Where text for people goes. Recorded text is never read as markup, and its control characters are gone before it gets here
(`words.one_line`, `words.plain`)."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console

PIPED_WIDTH = 140
"""Columns when nobody says how wide the reader is: a log or a file, where a narrow table would cut what matters."""


def output() -> Console:
    return _console(sys.stdout)


def messages() -> Console:
    """Progress and asides; stdout stays clean for what was asked for."""
    return _console(sys.stderr)


def _console(file: TextIO) -> Console:
    width = None if file.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(file=file, width=width, markup=False, highlight=False, emoji=False)
