"""docs/detectors.md says what the code does."""

from __future__ import annotations

import re
from dataclasses import fields

from onlooker.detect import PRESETS, RULES, Thresholds

from .markdown import ROOT

PAGE = (ROOT / "docs" / "detectors.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)]


_NAMES = {"reverted": "not_kept", "unstored": "not_kept", "hunting": "wandering", "fell_back": "not_kept"}
"""Detectors whose hits bear another one's name: several ways to see one thing."""


def test_every_rule_is_told_and_no_other() -> None:
    told = [row[0].strip("`") for row in ROWS if len(row) == 3 and row[0].startswith("`")]
    named = dict.fromkeys(_NAMES.get(rule.__name__, rule.__name__) for rule in RULES)
    assert told == [*named, "abandonment"]


def test_every_threshold_that_differs_between_presets_is_told_as_it_is() -> None:
    told = {row[0].strip("`"): row[1:] for row in ROWS if len(row) > 3 and row[0].startswith("`")}
    real = {field.name: [_shown(getattr(preset.thresholds, field.name)) for preset in PRESETS.values()] for field in fields(Thresholds)}
    assert told == {name: values for name, values in real.items() if len(set(values)) > 1}
    assert ["threshold", *PRESETS] in ROWS


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
