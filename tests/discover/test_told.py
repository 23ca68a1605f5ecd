"""docs/patterns.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from onlooker.discover import astray
from onlooker.discover.counting import chance_missed
from onlooker.discover.machine import failed_behind
from onlooker.discover.pages import page_template, site
from onlooker.discover.said import label, wording
from onlooker.discover.severity import WEIGHTS
from tests.discover.made import hit

PAGE = (Path(__file__).parents[2] / "docs" / "patterns.md").read_text("utf-8")
ROWS = {row[0]: row[1:] for line in re.findall(r"^\| (.+) \|$", PAGE, re.MULTILINE) for row in [[cell.strip() for cell in line.split(" | ")]]}


def test_the_formula() -> None:
    [formula] = re.findall(r"100 x \((.+)\)", PAGE)
    assert {name: float(weight) for weight, name in re.findall(r"([\d.]+) (\w+)", formula)} == WEIGHTS
    assert {f"`{name}`" for name in WEIGHTS} <= set(ROWS)


def test_what_is_compared() -> None:
    url, page = (re.findall(r"`([^`]+)`", cell) for cell in ROWS["page"])
    assert page == [page_template(url[0]), site(url[0])]
    assert label(ROWS["act"][0]) == ROWS["act"][1]
    assert wording(ROWS["what the screen said"][0]) == ROWS["what the screen said"][1]
    [call], status = re.findall(r"`([^`]+)`", ROWS["a call that failed"][0]), 502
    method, _, address = call.partition(" ")
    assert failed_behind([hit("failed_request", method=method, url=address, status=status)]) == (ROWS["a call that failed"][1].strip("`"),)
    thrown, file = re.findall(r"`([^`]+)`", ROWS["what was thrown"][0])
    kind, _, text = thrown.partition(": ")
    assert failed_behind([hit("exception", type=kind, text=text, origin=file)]) == (ROWS["what was thrown"][1].strip("`"),)


def test_the_chances() -> None:
    told = re.search(r"(\d+) % at 64\s+sessions, (\d+) % at 270, (\d+) % at 500", PAGE)
    assert told is not None
    assert [round(100 * chance_missed(number)) for number in (64, 270, 500)] == [int(percent) for percent in told.groups()]


def test_what_adds_up_for_those_who_lost_the_way() -> None:
    told = re.search(
        r"in common counts (\S+), no word in common (\S+), the same end (\S+), the pages (\S+) times .+?; (\S+) is enough", PAGE, re.DOTALL
    )
    assert told is not None
    names = ("_SAME_WORD", "_OTHER_WORDS", "_SAME_END", "_SAME_PAGES", "_ENOUGH")
    assert [float(number) for number in told.groups()] == [getattr(astray, name) for name in names]
