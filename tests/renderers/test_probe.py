"""What `doctor` learns of a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker.errors import RenderError
from onlooker.renderers.probe import SCRIPTS, probe


def test_a_browser_tells_what_it_can_do(program: Path) -> None:
    probed = probe(program)
    assert probed.version.startswith("Chromium ")
    assert set(probed.missing) < set(SCRIPTS)
    assert "Latin" not in probed.missing


@pytest.mark.parametrize("place", ["/bin/false", "/bin/cat", "/nowhere"])
def test_what_is_no_browser_is_said(place: str) -> None:
    with pytest.raises(RenderError, match=place):
        probe(Path(place))
