"""Every file the pages name is there, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .markdown import PAGES, ROOT, prose

MADE = ("onlooker-report", ".venv")
"""What the commands make."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", prose(page))
    lost = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|benchmarks|samples|examples|scripts|\.ci)/[^`\s]*)`", page.read_text("utf-8"))
    lost = [name for name in named if "…" not in name and "NAME" not in name and not list(ROOT.glob(name.rstrip("/")))]
    assert lost == []
