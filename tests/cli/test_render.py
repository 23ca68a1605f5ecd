"""`onlooker render`, as a person types it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import pytest

from onlooker.cli import main
from onlooker.renderers import find_browser

SAMPLE = str(Path(__file__).parents[2] / "samples" / "fava-1")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path / "home"))


def stills(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_a_moment_as_a_video(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", SAMPLE, "--at", "0:35", "--out", str(tmp_path / "clip.mp4")]) == 0
    assert "in 1.6 s at 8x" in capsys.readouterr().out
    with av.open(str(tmp_path / "clip.mp4"), "r") as box:
        assert len(list(box.decode(video=0))) == 13


def test_the_same_input_gives_the_same_frames_named_by_their_times(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["render", SAMPLE, "--from", "0:30", "--to", "0:33", "--frames", str(tmp_path / name)]) == 0
    assert stills(tmp_path / "one") == stills(tmp_path / "two")
    assert len(stills(tmp_path / "one")) == 4


def test_a_whole_session_in_the_other_form(tmp_path: Path) -> None:
    assert main(["render", SAMPLE, "--whole", "--speed", "40", "--out", str(tmp_path / "session.webm")]) == 0
    with av.open(str(tmp_path / "session.webm"), "r") as box:
        assert box.streams.video[0].codec_context.name in ("vp9", "libvpx-vp9")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "x.mp4"], "say what to film"),
        (["--at", "9:99", "--out", "x.mp4"], "--at '9:99' is no time"),
        (["--at", "50:00", "--out", "x.mp4"], "the session is over"),
        (["--at", "0:35", "--out", "x.avi"], ".mp4"),
        (["--at", "0:35", "--out", "/nowhere/at/all/x.mp4"], "/nowhere"),
        (["--whole", "--at", "0:35", "--out", "x.mp4"], "--whole"),
    ],
)
def test_what_cannot_be_filmed_ends_with_one_line(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["render", SAMPLE, *words]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert said in told[0]
