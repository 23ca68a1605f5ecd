"""The example, cell by cell, as a notebook would run it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "first_look.py"


def test_every_cell_shows_something(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(EXAMPLE)])  # it is run as a script, which reads its arguments there
    names: dict[str, object] = {"__file__": str(EXAMPLE), "__name__": "__main__"}
    first, *cells = EXAMPLE.read_text("utf-8").split("\n# %% ")
    exec(first, names)
    for cell in cells:
        exec(f"# {cell}", names)
        title = cell.splitlines()[0]
        assert capsys.readouterr().out.strip(), f"the cell “{title}” shows nothing"
