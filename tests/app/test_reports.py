"""Reports with clips: written, shown and read back, with the media from where they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.report import RunReport
from onlooker.stores import BlobFolder, MemoryBlobs
from tests.sinks import reports

LOOKED = RunReport(sessions=(reports.looked_at(),))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def fill(store: BlobFolder | MemoryBlobs) -> None:
    for data in reports.MEDIA.values():
        store.put(data, "video/mp4" if data[4:8] == b"ftyp" else "image/jpeg")


def test_clips_are_found_where_a_run_keeps_them(home: Path, tmp_path: Path) -> None:
    fill(BlobFolder(home / "blobs"))
    assert app.render(LOOKED, "html").count("data:video/mp4") == 2
    app.write(LOOKED, tmp_path / "out")
    assert len(list((tmp_path / "out" / "clips").iterdir())) == len(reports.MEDIA)


def test_clips_of_a_run_without_a_home_are_handed_in(home: Path, tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    fill(blobs)
    app.write(LOOKED, tmp_path / "out", blobs=blobs)
    assert not home.exists()
    assert (tmp_path / "out" / "clips" / f"{reports.key_of('refused.mp4')}.mp4").is_file()


def test_a_report_read_back_shows_the_clips_beside_it(home: Path, tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    fill(blobs)
    [report, *_] = app.write(LOOKED, tmp_path / "out", blobs=blobs)
    for place in (tmp_path / "out", Path(report)):
        assert app.render(app.load(place), "html", beside=place).count("data:video/mp4") == 2
    assert "the video is not kept here" in app.render(app.load(report), "html")
