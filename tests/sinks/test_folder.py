"""Reports on disk: all or nothing, under names that are safe, and back again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.domain.report import RunReport
from onlooker.errors import InputError
from onlooker.sinks import beside, check_folder, read_reports, render_html, write_folder
from tests.sinks import reports


def test_a_file_for_each_session_and_two_for_people(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    written = write_folder(reports.many(2), str(out))
    assert [Path(path).name for path in written] == ["s-0000.json", "s-0001.json", "run.json", "report.html", "report.md"]
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.md", "run.json", "s-0000.json", "s-0001.json"]


def test_what_was_written_reads_back(tmp_path: Path) -> None:
    run = reports.run(reports.bought_kettle(), reports.refused_deploy(), reports.two_windows())
    write_folder(run, str(tmp_path))
    back = read_reports(str(tmp_path))
    assert {session.session_id: session for session in back.sessions} == {session.session_id: session for session in run.sessions}
    assert back.failed == run.failed
    assert back.model == "google:gemini-2.5-flash"


LOOKED = RunReport(sessions=(reports.looked_at(),))


def media_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "clips").iterdir()}


def test_the_media_that_reports_cite_lie_in_clips(tmp_path: Path) -> None:
    written = write_folder(LOOKED, str(tmp_path), reports.media)
    assert [Path(path).name for path in written] == ["01a203bf-33b6-7b7d-ac5d-73fd6621a76a.json", "report.html", "report.md"]
    kept = media_of(tmp_path)
    assert {name.partition(".")[0] for name in kept} == reports.MEDIA.keys(), "both videos, and each frame once"
    report = json.loads(Path(written[0]).read_text())
    clip = report["findings"][0]["evidence"]["clip"]
    assert (tmp_path / clip["video"]["file"]).read_bytes() == reports.media(clip["video"]["blob"])
    assert all((tmp_path / frame["file"]).is_file() for frame in clip["frames"])
    assert f"`clips/{reports.key_of('refused.mp4')}.mp4`" in (tmp_path / "report.md").read_text()


def test_media_that_are_not_kept_are_not_cited(tmp_path: Path) -> None:
    written = write_folder(LOOKED, str(tmp_path))
    assert not (tmp_path / "clips").exists()
    clip = json.loads(Path(written[0]).read_text())["findings"][0]["evidence"]["clip"]
    assert (clip["video"]["file"], clip["frames"][0]["file"]) == ("", "")
    assert "clips/" not in (tmp_path / "report.md").read_text()


def test_a_folder_read_back_is_written_and_shown_again_with_its_clips(tmp_path: Path) -> None:
    write_folder(LOOKED, str(tmp_path / "first"), reports.media)
    back = read_reports(str(tmp_path / "first"))
    assert back.sessions == LOOKED.sessions
    assert "data:video/mp4;base64," in render_html(back, beside(tmp_path / "first"))
    page, media = (tmp_path / "first" / "report.html").read_text(), media_of(tmp_path / "first")
    write_folder(replace(back, seconds=0), str(tmp_path / "first"))
    assert media_of(tmp_path / "first") == media
    assert (tmp_path / "first" / "report.html").read_text().count("data:video") == page.count("data:video") == 2
    first = next((tmp_path / "first").glob("*.json"))
    write_folder(read_reports(str(first)), str(tmp_path / "second"), beside(first))
    assert media_of(tmp_path / "second") == media


def test_a_clip_beside_that_was_changed_is_not_shown(tmp_path: Path) -> None:
    write_folder(LOOKED, str(tmp_path), reports.media)
    (tmp_path / "clips" / f"{reports.key_of('refused.mp4')}.mp4").write_bytes(b"another film")
    with pytest.raises(KeyError):
        beside(tmp_path)(reports.key_of("refused.mp4"))


@pytest.mark.parametrize("key", ["../../secret", "/etc/passwd", "", "a/b", "a\x00b", "x" * 500, "CON:"])
def test_a_hostile_key_leads_nowhere(tmp_path: Path, key: str) -> None:
    """Also where something gives bytes for it."""
    (tmp_path / "secret.mp4").write_text("not for you")
    report = reports.looked_at()
    clip = report.findings[0].evidence.clip
    assert clip is not None
    finding = replace(report.findings[0], evidence=replace(report.findings[0].evidence, clip=replace(clip, video=key)))
    write_folder(RunReport(sessions=(replace(report, findings=(finding,)),)), str(tmp_path / "a" / "b"), lambda asked: b"bytes")
    assert {path.parent.name for path in tmp_path.rglob("*.*") if path.suffix in (".mp4", ".jpg")} <= {"clips", tmp_path.name}
    assert not list(tmp_path.rglob("clips/*.mp4"))
    with pytest.raises(KeyError):
        beside(tmp_path / "a" / "b")(key)


def test_when_clips_cannot_be_placed_nothing_half_written_stays(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("in the way")
    with pytest.raises(InputError, match="give another folder"):
        write_folder(LOOKED, str(tmp_path), reports.media)
    assert [path.name for path in tmp_path.iterdir()] == ["clips"]
    out = tmp_path / "out"
    (out / "report.md" / "in the way").mkdir(parents=True)
    with pytest.raises(InputError, match="give another folder"):
        write_folder(LOOKED, str(out), reports.media)
    assert [path.name for path in out.iterdir()] == ["report.md"]


def test_one_file_reads_back_alone(tmp_path: Path) -> None:
    first, *_ = write_folder(reports.many(2), str(tmp_path))
    assert [session.session_id for session in read_reports(first).sessions] == ["s-0000"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "CON:", "a\x00b", "x" * 500, "report", ".hidden", "é" * 90]
)
def test_a_hostile_session_id_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    write_folder(RunReport(sessions=(replace(reports.bought_kettle(), session_id=name),)), str(out))
    files = list(tmp_path.rglob("*.json"))
    assert [path.parent for path in files] == [out]
    assert json.loads(files[0].read_text())["session_id"] == name
    assert files[0].name != "report.json"


def test_two_sessions_of_one_id_are_both_kept(tmp_path: Path) -> None:
    kettle = reports.bought_kettle()
    write_folder(
        RunReport(sessions=(kettle, replace(kettle, source="elsewhere"), replace(kettle, session_id=kettle.session_id.upper()))), str(tmp_path)
    )
    assert len(read_reports(str(tmp_path)).sessions) == 3


def test_a_second_run_replaces_its_own_files_and_leaves_others(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(reports.many(1), str(tmp_path))
    before = (tmp_path / "report.md").read_text()
    write_folder(reports.many(2), str(tmp_path))
    assert (tmp_path / "report.md").read_text() != before
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_when_a_file_cannot_be_placed_nothing_half_written_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "report.html" / "in the way").mkdir(parents=True)
    with pytest.raises(InputError, match="give another folder"):
        write_folder(reports.many(1), str(out))
    assert [path.name for path in out.iterdir()] == ["report.html"]


def test_a_place_that_is_a_file_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below"):
        with pytest.raises(InputError, match="give a folder"):
            check_folder(str(tmp_path / place))
    with pytest.raises(InputError):
        check_folder("a\x00b")
    check_folder(str(tmp_path / "new" / "below"))
    assert not (tmp_path / "new").exists()


def test_a_folder_without_reports_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}')
    with pytest.raises(InputError, match="onlooker watch RECORDING --out"):
        read_reports(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        read_reports(str(tmp_path / "nothing.json"))


def test_a_damaged_report_among_good_ones_is_named(tmp_path: Path) -> None:
    write_folder(reports.many(2), str(tmp_path))
    (tmp_path / "s-0001.json").write_text('{"schema": 1, "session_id": "s-0001"}')
    with pytest.raises(InputError, match=r"s-0001\.json: not a report"):
        read_reports(str(tmp_path))
