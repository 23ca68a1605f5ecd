"""What a model is asked about patterns, as files a person reviews. After a wanted change, `python -m tests.discover.test_model_golden` writes them
anew: read the diff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.discover.model import assign, check, combine, extract, questions
from onlooker.domain.model import ModelRequest
from tests.discover.model_made import ALL, DRAFTS, MATERIAL
from tests.discover.reader import rendered

GOLDEN = Path(__file__).parent / "golden"
FOCUSED = replace(MATERIAL, context="A shop for the garden.", focus="What goes wrong when people write notes?")
[HEAPS] = questions(DRAFTS, [(0, 1)], MATERIAL, 12_000)
REQUESTS: Mapping[str, ModelRequest] = {
    "extract": extract.ask(MATERIAL, ALL),
    "extract-focused": extract.ask(FOCUSED, ALL[:2], of=3, attempt_error="`patterns` is missing: give a list of patterns."),
    "combine": combine.ask(DRAFTS, MATERIAL),
    "assign": assign.ask(DRAFTS, MATERIAL, ALL),
    "check": check.ask(HEAPS, MATERIAL),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_request_reads_as_reviewed(name: str) -> None:
    assert rendered(REQUESTS[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, request in REQUESTS.items():
        (GOLDEN / f"{name}.txt").write_text(rendered(request), encoding="utf-8")
