"""The Python that the pages show runs, in the order it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from .markdown import PAGES, ROOT, blocks

SPOKEN = [page for page in PAGES if blocks(page, "python")]


@pytest.mark.parametrize("page", SPOKEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_run_one_after_the_other(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page, "python"):
        exec(compile("\n" * (block.line - 1) + block.text, str(page), "exec"), names)
    assert capsys.readouterr().out
