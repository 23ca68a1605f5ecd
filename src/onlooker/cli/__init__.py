"""The command line. `main` is the entry point; each command is one file. A command parses, calls `onlooker.app`, shows what came back.

Exit status: 0 done (findings or not), 1 something outside failed, 2 the input cannot be used, 130 interrupted. An error is one line on
stderr that says what to do. Whatever is slow to import is imported inside the command that needs it: `--help` must be quick.
"""

from __future__ import annotations

from onlooker.cli.main import main

__all__ = ["main"]
