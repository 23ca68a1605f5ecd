"""What only a source on disk has: names given by hand, globs, links, permissions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from onlooker import decode
from onlooker.errors import SourceError
from onlooker.ports import RawSession, SkippedPlace
from onlooker.sources import FileSource

from .layout import plain, snapshots


def look(*paths: str | Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Names of the sessions; file names and reasons of what was skipped."""
    places = list(FileSource(paths, decode).sessions())
    return (
        [one.name for one in places if isinstance(one, RawSession)],
        [(Path(one.origin).name, one.reason) for one in places if isinstance(one, SkippedPlace)],
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for index, name in enumerate(["a/one.json", "a/two.json", "b/three.json"]):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(plain(index, name))
    (tmp_path / "a" / "notes.txt").write_text("hello")
    return tmp_path


def test_one_file(folder: Path) -> None:
    assert look(folder / "a" / "one.json") == (["one"], [])


def test_a_glob(folder: Path) -> None:
    assert look(f"{folder}/*/t*.json") == (["two", "three"], [])
    assert look(f"{folder}/**/*.json") == (["one", "two", "three"], [])


def test_a_glob_of_folders(folder: Path) -> None:
    assert look(f"{folder}/[ab]") == (["one", "two", "three"], [])


def test_a_name_that_only_looks_like_a_glob(folder: Path) -> None:
    odd = folder / "rec[1].json"
    odd.write_bytes(plain())

    assert look(odd) == (["rec[1]"], [])


def test_what_is_named_twice_is_read_once(folder: Path) -> None:
    assert look(folder, folder / "a", folder / "a" / "one.json", f"{folder}/a/../a/one.json") == (["one", "two", "three"], [])


def test_a_file_named_by_hand_that_is_nothing_of_ours_is_told(folder: Path) -> None:
    assert look(folder / "a" / "notes.txt", folder / "a" / "one.json") == (["one"], [("notes.txt", "holds neither a recording nor events")])


def test_an_empty_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "empty.json").touch()

    assert look(tmp_path / "none", tmp_path / "empty.json") == ([], [("none", "an empty folder"), ("empty.json", "empty")])


def test_a_folder_that_holds_no_session_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "more.md").write_text("# hello")

    assert look(tmp_path) == ([], [(tmp_path.name, "none of its 2 files holds a recording or events")])


def test_a_path_that_is_not_there_is_told_while_another_is(folder: Path) -> None:
    assert look(folder / "b", folder / "nowhere") == (["three"], [("nowhere", "there is no such file or folder")])


@pytest.mark.parametrize("paths", [[], ["nowhere"], ["no*where", "nothing.json"]])
def test_nothing_there_at_all_is_an_error(paths: list[str], tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        look(*(tmp_path / path for path in paths))
    assert all(path in str(raised.value) for path in paths)


def test_hidden_files_are_left_out_unless_named(folder: Path) -> None:
    (folder / ".cache").mkdir()
    (folder / ".cache" / "x.json").write_bytes(plain())
    (folder / "b" / ".hidden.json").write_bytes(plain())

    assert look(folder / "b") == (["three"], [])
    assert look(folder / ".cache") == (["x"], [])


def test_links_are_followed_and_loops_are_not(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "four.json").write_bytes(plain(9, "four"))
    (folder / "b" / "linked").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(folder)
    (folder / "b" / "self").symlink_to(folder / "b")
    (folder / "b" / "broken").symlink_to(folder / "gone")

    assert look(folder / "b") == (["three", "four", "one", "two"], [])


def test_numbers_in_names_are_counted_as_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        (tmp_path / f"session {number}.json").write_bytes(plain(number, str(number)))

    assert look(tmp_path)[0] == ["session 1", "session 9", "session 10"]


@pytest.mark.parametrize("name", ["\N{SNOWMAN}.json", "new\nline.json", os.fsdecode(b"\xff\xfe.json"), "-.json"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(plain())

    assert look(tmp_path)[0] == [name.removesuffix(".json")]


def test_a_file_that_vanishes_is_told_and_the_rest_goes_on(folder: Path) -> None:
    source = FileSource([folder / "a" / "one.json", folder / "b"], decode)
    places = source.sessions()
    (folder / "a" / "one.json").unlink()

    [skipped, session] = places

    assert isinstance(skipped, SkippedPlace)
    assert skipped.reason == "there is no such file or folder"
    assert isinstance(session, RawSession)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "b" / "pipe.json")

    assert look(folder / "b") == (["three"], [])
    assert look(folder / "b" / "pipe.json", folder / "b")[0] == ["three"]


def test_parts_are_opened_one_session_at_a_time(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_bytes(snapshots(f"w{number}"))

    sessions = [one for one in FileSource([tmp_path], decode).sessions() if isinstance(one, RawSession)]
    (tmp_path / "1.jsonl").write_bytes(snapshots("changed"))

    assert sessions[1].recording[0].read() == snapshots("changed")


@contextmanager
def nobody() -> Iterator[None]:
    """Root may look everywhere; for a while, be somebody who may not."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_folder_that_may_not_be_looked_into_is_told_as_such() -> None:
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        shut = Path(place, "shut")
        shut.mkdir(mode=0)
        with nobody():
            skipped = list(FileSource([shut], decode).sessions())
            below = list(FileSource([shut / "rec.json"], decode).sessions())
    assert skipped == [SkippedPlace(origin=str(shut), reason="cannot be opened: Permission denied")]
    assert below == [SkippedPlace(origin=str(shut / "rec.json"), reason="cannot be opened: Permission denied")]


def test_a_name_too_long_for_any_file_is_told(folder: Path) -> None:
    name = "n" * 5_000
    assert SkippedPlace(origin=name, reason="cannot be opened: File name too long") in list(FileSource([name, folder], decode).sessions())
