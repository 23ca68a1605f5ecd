"""What grows beside its place: whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onlooker.stores.aside import file_aside, folder_aside, replaceable, writable

NUMBERS = re.compile(r"\d+\.jpg")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "film.mp4"
    with file_aside(place) as growing:
        growing.write_bytes(b"half")
        assert not place.exists()
        growing.write_bytes(b"whole")
    assert place.read_bytes() == b"whole"
    assert _names(tmp_path) == ["film.mp4"]


def test_a_file_that_was_there_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    place = tmp_path / "film.mp4"
    place.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), file_aside(place) as growing:
        growing.write_bytes(b"half")
        raise KeyboardInterrupt
    assert place.read_bytes() == b"before"
    assert _names(tmp_path) == ["film.mp4"]


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "stills"
    for content, name in ((b"one", "1.jpg"), (b"two", "2.jpg")):
        with folder_aside(place) as growing:
            (growing / name).write_bytes(content)
    assert _names(place) == ["2.jpg"]
    assert _names(tmp_path) == ["stills"]


def test_a_folder_that_was_there_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    place = tmp_path / "stills"
    place.mkdir()
    (place / "1.jpg").write_bytes(b"before")
    with pytest.raises(ValueError, match="no"), folder_aside(place) as growing:
        (growing / "2.jpg").write_bytes(b"half")
        raise ValueError("no")
    assert _names(place) == ["1.jpg"]
    assert _names(tmp_path) == ["stills"]


def test_only_a_folder_of_ours_may_be_replaced(tmp_path: Path) -> None:
    place = tmp_path / "stills"
    assert replaceable(place, NUMBERS)
    place.mkdir()
    assert replaceable(place, NUMBERS)
    (place / "1.jpg").touch()
    assert replaceable(place, NUMBERS)
    (place / "letter.txt").touch()
    assert not replaceable(place, NUMBERS)
    assert not replaceable(place / "letter.txt", NUMBERS)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert not replaceable(tmp_path / "link", NUMBERS)
    (tmp_path / "folders" / "1.jpg").mkdir(parents=True)
    assert not replaceable(tmp_path / "folders", NUMBERS)


def test_where_a_file_can_be_made(tmp_path: Path) -> None:
    assert writable(tmp_path)
    assert not writable(tmp_path / "nothing")
    assert not writable(Path("/proc"))
    assert not writable(Path("a\0b"))
    assert _names(tmp_path) == []
