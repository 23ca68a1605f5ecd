"""`onlooker render`, as a person types it."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from onlooker.cli import main
from onlooker.renderers import find_browser

ONLOOKER = [sys.executable, "-c", "import sys; from onlooker.cli import main; sys.exit(main())"]
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
        (["--at", "0:00", "--out", "x.mp4"], "give a later --at"),
        (["--from", "0:3x", "--out", "x.mp4"], "--from '0:3x' is no time"),
        (["--from", "0:30", "--to", "0:20", "--out", "x.mp4"], "--to 0:20 comes before --from 0:30"),
        (["--at", "0:35", "--out", "x.mp4", "--window", "0"], "counted from 1"),
        (["--at", "0:35", "--out", "x.mp4", "--window", "2"], "this session has 1"),
        (["--at", "0:35", "--out", "x.mp4", "--speed", "nan"], "--speed nan"),
        (["--at", "0:35", "--out", "x.mp4", "--fps", "0"], "--fps 0"),
        (["--at", "0:35", "--out", "folder.mp4"], "that is no file"),
        (["--at", "0:35", "--out", "a\0b.mp4"], "no name of a file"),
        (["--at", "0:35", "--out", "n" * 5_000 + ".mp4"], "no name of a file"),
        (["--at", "0:35", "--frames", "a\0b"], "no name of a folder"),
        (["--at", "0:35", "--frames", "kept"], "something else than frames"),
        (["--at", "0:35", "--frames", "nowhere/stills"], "no folder can be made there"),
        (["--at", "0:35"], "say where to"),
        (["--at", "0:35", "--out", "x.avi"], ".mp4"),
        (["--at", "0:35", "--out", "/nowhere/at/all/x.mp4"], "/nowhere"),
        (["--whole", "--at", "0:35", "--out", "x.mp4"], "--whole"),
    ],
)
def test_what_cannot_be_filmed_ends_with_one_line(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").touch()
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    assert main(["render", SAMPLE, *words]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert said in told[0]
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_browser_it_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for browser, said in (("none", "ONLOOKER_BROWSER=none forbids it"), (str(tmp_path / "gone"), "no program that can be run")):
        monkeypatch.setenv("ONLOOKER_BROWSER", browser)
        assert main(["render", SAMPLE, "--at", "0:35", "--out", str(tmp_path / "x.mp4")]) == 2
        assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_events_alone_show_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", f"{SAMPLE}/events.jsonl.gz", "--whole", "--out", str(tmp_path / "x.mp4")]) == 2
    assert "no recording" in capsys.readouterr().err


def test_a_browser_that_fails_is_status_1_and_leaves_what_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "clip.mp4"
    place.write_bytes(b"before")
    monkeypatch.setenv("ONLOOKER_BROWSER", "/bin/false")
    assert main(["render", SAMPLE, "--at", "0:35", "--out", str(place)]) == 1
    assert "/bin/false does not start" in capsys.readouterr().err
    assert place.read_bytes() == b"before"


def test_what_was_there_is_replaced_and_the_same_input_gives_the_same_file(tmp_path: Path) -> None:
    place, frames = tmp_path / "clip.mp4", tmp_path / "frames"
    made = []
    for at in ("0:20", "0:35", "0:35"):
        assert main(["render", SAMPLE, "--at", at, "--out", str(place), "--frames", str(frames)]) == 0
        made.append((place.read_bytes(), stills(frames)))
    assert made[0] != made[1] == made[2]
    assert len(made[2][1]) == 13 and "00007-0h00m35.000s.jpg" in made[2][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "frames"]


def test_what_was_left_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", SAMPLE, "--whole", "--cut-idle", "--speed", "40", "--out", str(tmp_path / "x.mp4")]) == 0
    assert "without activity" in capsys.readouterr().out


def test_an_interrupt_ends_it_at_once_and_nothing_is_left(tmp_path: Path) -> None:
    env = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    (tmp_path / "out").mkdir()
    slow = ["render", SAMPLE, "--whole", "--speed", "0.1", "--out", str(tmp_path / "out" / "x.mp4")]
    with subprocess.Popen([*ONLOOKER, *slow], env=env, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        until = time.monotonic() + 60
        while not list((tmp_path / "out").glob(".onlooker-*/*")) and time.monotonic() < until:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        said = run.stderr.read()
        assert run.wait(20) == 130
    assert said.splitlines()[-1] == "onlooker: interrupted; nothing was written"
    assert list((tmp_path / "out").iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []
