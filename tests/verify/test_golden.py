"""What a model is shown of one finding, as files a person reviews. After a wanted change, `python -m tests.verify.test_golden` writes them anew: read
the diff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from onlooker import verify
from onlooker.domain.model import ModelRequest, Sees

from .made import CLIP, FINDING, TIMELINE, rendered

GOLDEN = Path(__file__).parent / "golden"
DESCRIBED = "The person presses Save in frames 4 and 9; a red message comes both times."
REQUESTS: Mapping[str, ModelRequest] = {
    "frames": verify.ask(CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES, context="People keep their settings here."),
    "video": verify.ask(CLIP, [FINDING], TIMELINE, sees=Sees.VIDEO),
    "screen-text": verify.ask(None, [FINDING], TIMELINE, sees=Sees.IMAGES),
    "description": verify.ask_description(CLIP, TIMELINE, sees=Sees.IMAGES),
    "described": verify.ask(CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES, described=DESCRIBED, attempt_error="`rulings` says nothing on f1."),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_request_reads_as_reviewed(name: str) -> None:
    assert rendered(REQUESTS[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, request in REQUESTS.items():
        (GOLDEN / f"{name}.txt").write_text(rendered(request), encoding="utf-8")
