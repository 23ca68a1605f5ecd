"""However it is stored, it is the same recording."""

from __future__ import annotations

import pytest

from onlooker import decode
from onlooker.domain.snapshot import Change, Recording, SnapshotType

from .stored import FIRST, FORMS, ONE_WINDOW_FORMS, SECOND, SESSION, TOLD

ONE_WINDOW = [one for window, one in TOLD if window == FIRST]


def told(recording: Recording) -> list[tuple[int, int, object]]:
    return [(snapshot.type.value, snapshot.at, dict(recording.data(snapshot))) for snapshot in recording.snapshots]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same(form: str) -> None:
    recording = decode.recording(FORMS[form](TOLD))

    assert recording.windows == (FIRST, SECOND)
    assert [recording.windows[snapshot.window] for snapshot in recording.snapshots] == [window for window, _ in TOLD]
    assert told(recording) == [(one["type"], one["timestamp"], one["data"]) for _, one in TOLD]
    assert recording.session_id in {None, SESSION}
    losses = recording.losses
    assert (losses.unreadable_chunks, losses.unreadable_snapshots, recording.contents.unreadable(), losses.truncated) == (0, 0, 0, False)
    assert losses.windows_without_full == 0


@pytest.mark.parametrize("form", ONE_WINDOW_FORMS)
def test_forms_that_name_no_window(form: str) -> None:
    recording = decode.recording(ONE_WINDOW_FORMS[form](ONE_WINDOW))

    assert len(recording.windows) == 1
    assert told(recording) == [(one["type"], one["timestamp"], one["data"]) for one in ONE_WINDOW]
    assert recording.losses.unreadable_chunks == 0


def test_the_index_names_type_and_change_without_decoding() -> None:
    recording = decode.recording(FORMS["object lines, cv 2024-10"](TOLD))

    assert [(snapshot.type, snapshot.change) for snapshot in recording.snapshots] == [
        (SnapshotType.META, None),
        (SnapshotType.FULL, None),
        (SnapshotType.INCREMENTAL, Change.MUTATION),
        (SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION),
        (SnapshotType.CUSTOM, None),
        (SnapshotType.PLUGIN, None),
        (SnapshotType.META, None),
        (SnapshotType.FULL, None),
        (SnapshotType.INCREMENTAL, Change.STYLE_SHEET_RULE),
        (SnapshotType.INCREMENTAL, Change.INPUT),
    ]
    assert [snapshot.index for snapshot in recording.snapshots] == list(range(len(TOLD)))


@pytest.mark.parametrize("form", ["wire events, a line each", "plain rrweb in windows", "two forms side by side"])
def test_the_session_is_named_where_the_bytes_name_it(form: str) -> None:
    assert decode.recording(FORMS[form](TOLD)).session_id == SESSION
