"""`import onlooker`: few names, all documented, loaded when first used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import onlooker

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text("utf-8")


def test_the_documented_names_are_the_exported_ones() -> None:
    assert sorted(re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)) == sorted(onlooker.__all__)


def test_there_are_at_most_twenty() -> None:
    assert len(onlooker.__all__) <= 20
    assert onlooker.__all__ == sorted(set(onlooker.__all__))


def test_dir_shows_them_and_nothing_else() -> None:
    assert [name for name in dir(onlooker) if not name.startswith("_")] == onlooker.__all__


@pytest.mark.parametrize("name", onlooker.__all__)
def test_each_is_there_and_documented_in_place(name: str) -> None:
    assert getattr(onlooker, name).__doc__


def test_a_name_that_is_not_there_says_which_are() -> None:
    with pytest.raises(AttributeError, match=r"its names are .*watch"):
        onlooker.__getattr__("replay")


def test_importing_loads_nothing_heavy() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, onlooker; print(*sorted(name for name in sys.modules if '.' not in name))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"pydantic", "msgspec", "rich", "typer", "jinja2"} & set(told.stdout.split())


def test_the_package_is_typed() -> None:
    assert (Path(onlooker.__file__).parent / "py.typed").exists()
