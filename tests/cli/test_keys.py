"""`onlooker keys`: made, listed, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path))


def test_a_key_is_made_listed_and_withdrawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    assert "No key has been made yet" in capsys.readouterr().out
    assert main(["keys", "add", "our shop"]) == 0
    key = capsys.readouterr().out.strip()
    assert main(["keys"]) == 0
    assert capsys.readouterr().out.split()[0::2] == [key, "our"]
    assert main(["keys", "withdraw", key]) == 0
    capsys.readouterr()
    assert main(["keys", "withdraw", key]) == 2
    assert f"there is no key '{key}'" in capsys.readouterr().err


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "add", "  "]) == 2
    assert "is no name for a project" in capsys.readouterr().err


def test_a_port_that_is_taken_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    from onlooker.server import listen  # noqa: PLC0415

    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["capture", "--port", str(port), "--no-read"]) == 2
    assert f"127.0.0.1:{port} cannot be listened on" in capsys.readouterr().err
