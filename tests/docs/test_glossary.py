"""CONTEXT.md holds the words of the code, and the code keeps to them."""

from __future__ import annotations

import ast
import re

from .markdown import ROOT

PAGE = (ROOT / "CONTEXT.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
WORDS = {word.strip() for row in ROWS for word in row[0].split(",")} - {"word", "---"}
CLASSES = {
    node.name: path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "src").rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.ClassDef)
}


def test_no_class_is_called_by_a_word_to_avoid() -> None:
    avoided = {word.strip().replace(" ", "") for row in ROWS for word in row[2].split(",")} - WORDS
    assert {name: path for name, path in CLASSES.items() if name.strip("_").lower() in avoided} == {}


def test_the_nouns_of_the_report_are_explained() -> None:
    assert {"session", "entry", "timeline", "finding", "hit", "noise", "verdict", "segment", "outcome", "coverage", "cite"} <= WORDS


def test_no_word_is_told_twice() -> None:
    told = [word.strip() for row in ROWS for word in row[0].split(",")]
    assert [word for word in set(told) if told.count(word) > 1 and word not in {"word", "---"}] == []
